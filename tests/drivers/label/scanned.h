#pragma once
// What zbarimg, a reader that shares nothing with what drew it, reads from a picture.

#include <array>
#include <cstdio>

#include "tests/drivers/label/support.h"

namespace bozhong::label_test {

inline std::vector<std::string> scanned(label::Raster const& raster, std::string const& name) {
    std::string const path = artefacts + "scanned-" + name + ".png";
    write_file(path, label::to_png(raster));
    std::FILE* pipe = popen(("zbarimg --quiet '" + path + "' 2>/dev/null").c_str(), "r");
    std::string text;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
    pclose(pipe);
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace bozhong::label_test
