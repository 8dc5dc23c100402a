#include <png.h>

#include "drivers/sim/paper.h"

namespace bozhong::sim {

bool write_png(PrintedLabel const& label, std::string const& path) {
    std::vector<std::uint8_t> pixels;
    for (std::size_t y = 0; y < label.rows.size(); ++y) {
        bool const gap = static_cast<int>(y) >= label.label_rows;
        for (bool black : label.rows[y]) pixels.push_back(black ? 0 : gap ? 0xB0 : 0xFF);
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(label.dots_wide);
    image.height = static_cast<png_uint_32>(label.rows.size());
    image.format = PNG_FORMAT_GRAY;
    return png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), 0, nullptr) != 0;
}

}  // namespace bozhong::sim
