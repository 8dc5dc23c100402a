#pragma once
// The real hub and the real tool as processes, in a folder of their own. The hub answers before the
// constructor returns.

#include <sys/types.h>

#include <string>

namespace bozhong::test {

struct Outcome {
    int status = -1;
    std::string out, err;
};

/// Runs a program of the build to its end; both outputs are kept.
Outcome run(std::string const& command_line, std::string const& environment = "");

class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    std::string path;
};

class HubProcess {
  public:
    /// `port` 0: any free one.
    explicit HubProcess(std::string dir, int port = 0);
    ~HubProcess();
    HubProcess(HubProcess const&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string token_file() const { return m_dir + "/central.token"; }
    /// "--hub URL --token-file F"
    [[nodiscard]] std::string options() const { return "--hub " + url() + " --token-file " + token_file(); }
    /// A one-time code for a station.
    std::string code(std::string const& station);
    /// SIGKILL, and waits until it is gone.
    void kill();

  private:
    std::string m_dir;
    int m_port = 0;
    pid_t m_process = 0;
};

}  // namespace bozhong::test
