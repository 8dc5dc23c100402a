#pragma once
// A program of the build as a process of its own, its output in a file; ended with its object.

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::cli::bench {

class Process {
  public:
    /// `program` stands beside this one ("bozhong-hub"). What it says goes to `log`.
    static domain::Result<Process> start(
        std::string const& program, std::vector<std::string> const& arguments, std::string const& log,
        std::vector<std::pair<std::string, std::string>> const& environment = {});
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;
    ~Process();

    /// Asks it to end, waits, and kills it when it does not.
    void stop();
    /// Its exit status, −1 when it was killed or does not end in time.
    int wait(std::chrono::seconds patience);
    [[nodiscard]] bool alive();

    /// Seconds of processor time all its threads had so far.
    [[nodiscard]] double processor_seconds() const;
    /// Memory it holds, in MB of 1,000,000 bytes.
    [[nodiscard]] double resident_mb() const;

  private:
    Process(pid_t pid, std::string log) : m_pid(pid), m_log(std::move(log)) {}
    pid_t m_pid = 0;
    int m_status = -1;
    std::string m_log;
};

/// Runs it to its end; what it wrote to standard output. An exit status other than 0 is an error with its
/// words.
domain::Result<std::string> output_of(
    std::string const& program, std::vector<std::string> const& arguments, std::string const& log,
    std::vector<std::pair<std::string, std::string>> const& environment = {});

/// Lets time pass while others are measured.
void pause(std::chrono::milliseconds time);
/// Asks every millisecond; false when the time is over.
bool wait_until(std::function<bool()> const& condition, std::chrono::seconds patience);

std::string file_text(std::string const& path);
/// The number in the last line that has one; libraries say things before it.
double last_number(std::string const& text);

}  // namespace bozhong::cli::bench
