#pragma once
// One log of a program: a rotating file and standard error, one line an entry, UTC. Secrets never reach it:
// what was named to hide_secret() and what follows "Bearer " or "Basic " is written as ***. Any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "station/domain/result.h"

namespace bozhong::app {

struct LogSettings {
    std::string dir;   ///< made when absent
    std::string name;  ///< "station" → dir/station.log, station.1.log, …
    std::size_t file_bytes = 5u << 20;
    std::size_t files = 5;  ///< beside the one being written
    bool to_stderr = true;
};

enum class LogLevel { info, warning, error };

/// Until it is called, and after stop_log(), entries go to standard error alone.
domain::Status start_log(LogSettings const& settings);
void stop_log();

/// `part` is the piece of the program that speaks: "hub", "scale-1", "journal".
void log(LogLevel level, std::string_view part, std::string_view what);

/// From now on this text is written as ***. Shorter than four bytes is no secret.
void hide_secret(std::string secret);

/// What would be written of a text: one line, secrets masked, at most 4 KiB.
std::string log_line(std::string_view part, std::string_view what);

}  // namespace bozhong::app
