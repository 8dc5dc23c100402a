#pragma once
// What a journal's file says by itself, read beside whoever writes it.

#include <cstdint>
#include <string>

namespace bozhong::cli::bench {

/// The one number of the answer; −1 when the file cannot be read.
std::int64_t ask_journal(std::string const& path, std::string const& sql);
/// Every event of every incarnation is acknowledged: the hub has it on its disk.
bool all_acknowledged(std::string const& path);

}  // namespace bozhong::cli::bench
