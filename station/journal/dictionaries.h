#pragma once
// The dictionaries payloads were ever packed with, oldest first: station/journal/dictionaries/NNNN.zdict,
// embedded at build. Made with `zstd --train` of the payloads of a sample wave.

#include <span>
#include <string_view>

namespace bozhong::journal {

std::span<std::string_view const> dictionaries();

}  // namespace bozhong::journal
