#pragma once
#include <string>

namespace bozhong::cli {

/// Version, commit and schema versions, one line each.
std::string version_text();

}  // namespace bozhong::cli
