#pragma once
#include <string>

#include "station/domain/result.h"

namespace bozhong::cli {

/// The whole file, at most 64 MiB of it.
domain::Result<std::string> read_text_file(std::string const& path);

}  // namespace bozhong::cli
