#include <zlib.h>

#include <array>
#include <cstdint>

#include "drivers/label/raster.h"

namespace bozhong::label {

namespace {

void append_number(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xFFU));
}

/// A chunk is length, type, data and the CRC-32 of type and data (PNG specification, section 5.3).
void append_chunk(std::string& out, std::string const& type, std::string const& data) {
    append_number(out, static_cast<std::uint32_t>(data.size()));
    std::string const checked = type + data;
    out += checked;
    auto const* bytes = reinterpret_cast<Bytef const*>(checked.data());
    append_number(out, static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(checked.size()))));
}

/// Every row begins with its filter, 0; in PNG's grey of one bit 1 is white.
std::string packed_rows(Raster const& raster) {
    std::string rows;
    for (int y = 0; y < raster.height(); ++y) {
        rows.push_back(0);
        for (std::byte const byte : raster.row(y)) rows.push_back(static_cast<char>(~byte));
    }
    uLongf size = compressBound(static_cast<uLong>(rows.size()));
    std::string packed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<Bytef const*>(rows.data()),
              static_cast<uLong>(rows.size()), Z_BEST_COMPRESSION);
    packed.resize(size);
    return packed;
}

}  // namespace

std::string to_png(Raster const& raster, int dots_per_mm) {
    std::string header;
    append_number(header, static_cast<std::uint32_t>(raster.width()));
    append_number(header, static_cast<std::uint32_t>(raster.height()));
    header +=
        std::string("\x01\x00\x00\x00\x00", 5);  // 1 bit, grey, deflate, no special filter, not interlaced
    std::string resolution;
    append_number(resolution, static_cast<std::uint32_t>(dots_per_mm * 1000));
    append_number(resolution, static_cast<std::uint32_t>(dots_per_mm * 1000));
    resolution.push_back(1);  // dots a metre

    std::string out = "\x89PNG\r\n\x1a\n";
    append_chunk(out, "IHDR", header);
    append_chunk(out, "pHYs", resolution);
    append_chunk(out, "IDAT", packed_rows(raster));
    append_chunk(out, "IEND", "");
    return out;
}

}  // namespace bozhong::label
