#pragma once
// What the small targets share.

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace bozhong::fuzz {

inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

/// A promise that the target's code broke.
inline void must(bool kept) {
    if (!kept) std::abort();
}

}  // namespace bozhong::fuzz

/// Each target is this one function; tests/fuzz/replay_main.cpp gives it the kept inputs.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
