#pragma once
#include <string>

namespace bozhong::cli {

/// Version, commit and schema versions, one line each.
std::string version_text();
/// "bozhong 0.1.0 (abc1234)", as the journal keeps it.
std::string version_line();

}  // namespace bozhong::cli
