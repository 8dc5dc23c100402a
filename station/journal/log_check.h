#pragma once
// Rot in the write-ahead log. SQLite takes a frame that does not fit for the end of the log, which is right
// after a power cut and silently drops what was committed behind it after rot.

#include <string>

#include "station/journal/sqlite.h"

namespace bozhong::journal {

/// What is wrong with the log, or nothing. Inside a read transaction. A power cut leaves at most the last
/// transaction in pieces, so a commit behind a bad frame that is not the log's last frame, or a bad frame
/// that is a commit itself with more behind it, is rot. Rot in the last transaction of all looks like a power
/// cut: only a witness (the hub's mark, a label) tells of that. https://sqlite.org/fileformat2.html#walformat
std::string log_damage(Database& database);

}  // namespace bozhong::journal
