#pragma once
#include <fstream>
#include <iterator>
#include <string>

/// A byte stream the project carries.
inline std::string golden(std::string const& file) {
    std::ifstream in(std::string(BOZHONG_SOURCE_DIR) + "/tests/golden/escpos/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
