#pragma once
// Replays a fuzz corpus through the fuzz target's own function.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace bozhong::test {

using FuzzTarget = int (*)(std::uint8_t const*, std::size_t);

/// How many files of tests/fuzz/corpus/NAME were replayed.
inline std::size_t replay_corpus(std::string const& name, FuzzTarget target) {
    std::size_t files = 0;
    for (auto const& entry :
         std::filesystem::directory_iterator(BOZHONG_SOURCE_DIR "/tests/fuzz/corpus/" + name)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::string const bytes{std::istreambuf_iterator<char>(in), {}};
        target(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
        ++files;
    }
    return files;
}

}  // namespace bozhong::test
