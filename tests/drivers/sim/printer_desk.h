#pragma once
// Bytes to paper, and what strangers make of the paper: zbarimg and tesseract.

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "drivers/sim/virtual_printer.h"

namespace bozhong::sim_test {

using namespace bozhong::sim;
using namespace std::string_literals;

inline std::string const artefacts = BOZHONG_BIN_DIR "/../artefacts/printer/";

inline std::string golden(std::string const& file) {
    std::ifstream in(std::string(BOZHONG_SOURCE_DIR) + "/tests/golden/escpos/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline PrinterMake long_paper(std::string const& font = k_printer_font) {
    PrinterMake make;
    make.label_rows = 3000;
    make.gap_rows = 0;
    make.font = font;
    return make;
}

/// Everything up to the cut, as one drawing.
inline Strip paper_of(std::string const& bytes, PrinterMake const& make = long_paper()) {
    VirtualPrinter printer(make);
    printer.receive(bytes);
    // What is drawn may end anywhere; a cut ends the strip, and a dot makes sure that there is one.
    printer.receive("\x1D\x76\x30\x00\x01\x00\x01\x00\x80\x1D\x56\x00"s);
    EXPECT_EQ(printer.buffered(), 0U);
    auto printed = printer.take_printed();
    EXPECT_EQ(printed.size(), 1U);
    if (printed.size() != 1) return {};
    printed[0].rows.pop_back();
    return printed[0].rows;
}

inline Strip part(Strip const& paper, int x, int y, int width, int height) {
    Strip out = blank(width, height);
    stamp(out, paper, -x, -y);
    return out;
}

inline Strip cell(char32_t character, int width = 12, int height = 24) {
    return PrinterFont::of(k_printer_font).cell(character, width, height);
}

inline bool is_white(Strip const& strip) {
    return strip == blank(width_of(strip), height_of(strip));
}

/// With a white border, as readers want it; the file's path.
inline std::string picture_of(Strip const& paper, std::string const& name) {
    constexpr int k_border = 40;
    PrintedLabel label;
    label.dots_wide = width_of(paper) + 2 * k_border;
    label.label_rows = height_of(paper) + 2 * k_border;
    label.rows = blank(label.dots_wide, label.label_rows);
    stamp(label.rows, paper, k_border, k_border);
    std::filesystem::create_directories(artefacts);
    std::string const path = artefacts + name + ".png";
    EXPECT_TRUE(write_png(label, path));
    return path;
}

inline std::string output_of(std::string const& command) {
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
    pclose(pipe);
    return text;
}

inline std::vector<std::string> scanned(Strip const& paper, std::string const& name) {
    std::istringstream text(output_of("zbarimg --quiet '" + picture_of(paper, name) + "' 2>/dev/null"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

/// Scaled from 24 dots an em to the 36 that such readers want, in grey; without the spaces that it puts
/// between characters.
inline std::string read(Strip const& paper, std::string const& name) {
    constexpr int k_border = 20, k_samples = 4;
    int const width = (width_of(paper) + 2 * k_border) * 3 / 2,
              height = (height_of(paper) + 2 * k_border) * 3 / 2;
    Strip framed = blank(width_of(paper) + 2 * k_border, height_of(paper) + 2 * k_border);
    stamp(framed, paper, k_border, k_border);
    auto const dark = [&](int x, int y) {
        return framed[static_cast<std::size_t>(y * 2 / (3 * k_samples))]
                     [static_cast<std::size_t>(x * 2 / (3 * k_samples))];
    };
    std::string image = "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            int black = 0;
            for (int i = 0; i < k_samples * k_samples; ++i)
                black += dark(x * k_samples + i % k_samples, y * k_samples + i / k_samples) ? 1 : 0;
            image += static_cast<char>(255 - black * 255 / (k_samples * k_samples));
        }
    std::filesystem::create_directories(artefacts);
    std::string const path = artefacts + name + "-read.pgm";
    std::ofstream(path, std::ios::binary) << image;
    std::string text =
        output_of("OMP_THREAD_LIMIT=1 tesseract '" + path + "' - -l chi_sim --psm 6 2>/dev/null");
    std::erase(text, ' ');
    return text;
}

}  // namespace bozhong::sim_test
