#include "config/label_picture.h"

#include <png.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace bozhong::config {

using namespace domain;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t max_bytes = std::size_t{1} << 20;
constexpr unsigned max_side = 4096;
constexpr int dark_below = 128;

struct Grey {
    int width = 0, height = 0;
    std::vector<std::uint8_t> dots;
};

Error wrong(std::string const& path, std::string what) {
    return {ErrorKind::bad_input, std::move(what), path, "a PNG of at most 1 MiB and 4096 dots a side"};
}

Result<Grey> decode(std::string const& path, std::string const& bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
        return wrong(path, std::string("no PNG: ") + image.message);
    if (image.width > max_side || image.height > max_side) {
        png_image_free(&image);
        return wrong(path, "the picture is too large");
    }
    image.format = PNG_FORMAT_GRAY;
    Grey out{static_cast<int>(image.width), static_cast<int>(image.height), {}};
    out.dots.resize(PNG_IMAGE_SIZE(image));
    png_color const paper{255, 255, 255};
    if (png_image_finish_read(&image, &paper, out.dots.data(), 0, nullptr) == 0)
        return wrong(path, std::string("a broken PNG: ") + image.message);
    return out;
}

/// The mean of the grey dots that one dot of the label covers.
int mean(Grey const& grey, int left, int right, int top, int bottom) {
    long sum = 0;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) sum += grey.dots[static_cast<std::size_t>(y) * grey.width + x];
    return static_cast<int>(sum / ((bottom - top) * (right - left)));
}

DotPicture dots_of(Grey const& grey, int width, int height) {
    DotPicture out{width, height, {}};
    int const row_bytes = (width + 7) / 8;
    out.rows.resize(static_cast<std::size_t>(row_bytes) * static_cast<std::size_t>(height));
    auto const begin = [](int at, int from, int to) { return at * from / to; };
    auto const end = [](int at, int from, int to) {
        return std::max(at * from / to + 1, (at + 1) * from / to);
    };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (mean(grey, begin(x, grey.width, width), end(x, grey.width, width),
                     begin(y, grey.height, height), end(y, grey.height, height)) < dark_below)
                out.rows[static_cast<std::size_t>(y * row_bytes + x / 8)] |=
                    static_cast<std::uint8_t>(0x80 >> (x % 8));
    return out;
}

}  // namespace

bool is_picture_name(std::string_view name) {
    auto const good = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    };
    if (name.size() > 64 || !name.ends_with(".png")) return false;
    name.remove_suffix(4);
    return !name.empty() && std::ranges::all_of(name, good);
}

Result<DotPicture> load_label_picture(std::string const& path, int width, int height) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{ErrorKind::not_found, "the picture cannot be read", path, "put the file there"};
    std::string bytes(max_bytes + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > max_bytes) return wrong(path, "the file is too large");
    auto const grey = decode(path, bytes);
    if (!grey.ok()) return grey.error();
    bool const wide = std::int64_t{grey->width} * height > std::int64_t{grey->height} * width;
    int const fitted_width = wide ? width : grey->width * height / grey->height;
    int const fitted_height = wide ? grey->height * width / grey->width : height;
    return dots_of(*grey, std::max(fitted_width, 1), std::max(fitted_height, 1));
}

std::string find_label_picture(std::string const& source, std::string const& name) {
    for (auto const& folder : {fs::path(source).parent_path(), fs::path("/usr/share/bozhong/labels"),
                               fs::path(BOZHONG_DATA_DIR "/labels")}) {
        std::error_code error;
        if (auto const path = folder / name; fs::is_regular_file(path, error)) return path.string();
    }
    return {};
}

}  // namespace bozhong::config
