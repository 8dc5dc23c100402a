#include "drivers/label/raster.h"

#include <algorithm>

namespace bozhong::label {

Raster::Raster(int width, int height)
    : m_width(std::clamp(width, 1, max_dots)),
      m_height(std::clamp(height, 1, max_dots)),
      m_row_bytes((m_width + 7) / 8),
      m_bytes(static_cast<std::size_t>(m_row_bytes) * static_cast<std::size_t>(m_height)) {}

Raster::Raster(int width, int height, std::span<std::uint8_t const> rows) : Raster(width, height) {
    std::ranges::transform(rows.first(std::min(rows.size(), m_bytes.size())), m_bytes.begin(),
                           [](std::uint8_t bits) { return std::byte{bits}; });
}

std::span<std::byte const> Raster::row(int y) const {
    auto const size = static_cast<std::size_t>(m_row_bytes);
    return std::span(m_bytes).subspan(static_cast<std::size_t>(y) * size, size);
}

bool Raster::black(int x, int y) const {
    if (x < 0 || y < 0 || x >= m_width || y >= m_height) return false;
    auto const at = static_cast<std::size_t>(y * m_row_bytes + x / 8);
    return (std::to_integer<unsigned>(m_bytes[at]) >> (7 - x % 8) & 1U) != 0;
}

void Raster::set(int x, int y, bool ink) {
    if (x < 0 || y < 0 || x >= m_width || y >= m_height) return;
    auto& byte = m_bytes[static_cast<std::size_t>(y * m_row_bytes + x / 8)];
    auto const bit = static_cast<std::byte>(0x80U >> (x % 8));
    byte = ink ? byte | bit : byte & ~bit;
}

/// The last byte of a row keeps the bits right of the width white.
void Raster::put(int byte_column, int y, unsigned bits, bool ink) {
    if (byte_column < 0 || byte_column >= m_row_bytes || y < 0 || y >= m_height) return;
    if (byte_column == m_row_bytes - 1) bits &= 0xFFU << (m_row_bytes * 8 - m_width);
    auto& byte = m_bytes[static_cast<std::size_t>(y * m_row_bytes + byte_column)];
    auto const mask = static_cast<std::byte>(bits & 0xFFU);
    byte = ink ? byte | mask : byte & ~mask;
}

void Raster::fill(int x, int y, int width, int height, bool ink) {
    int const left = std::max(x, 0), right = std::min(x + width, m_width);
    int const top = std::max(y, 0), bottom = std::min(y + height, m_height);
    if (left >= right || top >= bottom) return;
    for (int column = left / 8; column <= (right - 1) / 8; ++column) {
        unsigned bits = 0xFFU;
        if (column * 8 < left) bits &= 0xFFU >> (left - column * 8);
        if (column * 8 + 8 > right) bits &= 0xFFU << (column * 8 + 8 - right);
        auto const mask = static_cast<std::byte>(bits & 0xFFU);
        for (int row = top; row < bottom; ++row) {
            auto& byte = m_bytes[static_cast<std::size_t>(row * m_row_bytes + column)];
            byte = ink ? byte | mask : byte & ~mask;
        }
    }
}

void Raster::repeat_row(int y, int times) {
    if (y < 0 || y >= m_height) return;
    auto const source = m_bytes.begin() + static_cast<std::ptrdiff_t>(y) * m_row_bytes;
    for (int row = y + 1; row < std::min(y + times, m_height); ++row)
        std::copy_n(source, m_row_bytes, m_bytes.begin() + static_cast<std::ptrdiff_t>(row) * m_row_bytes);
}

/// Most of a label's dots come this way: a row at a time, its ends tested once. What a byte's shift pushes
/// out on the right is white wherever the shape is inside.
void Raster::stamp(Raster const& shape, int x, int y, bool ink) {
    int const shift = x & 7, first = (x - shift) / 8;
    bool const inside = x >= 0 && x + shape.m_width <= m_width;
    for (int row = std::max(0, -y); row < std::min(shape.m_height, m_height - y); ++row) {
        auto const* const from = shape.m_bytes.data() + static_cast<std::ptrdiff_t>(row) * shape.m_row_bytes;
        if (!inside) {
            stamp_clipped(from, shape.m_row_bytes, {first, y + row, shift}, ink);
            continue;
        }
        auto* const to = m_bytes.data() + static_cast<std::ptrdiff_t>(y + row) * m_row_bytes + first;
        unsigned carried = 0;
        for (int column = 0; column < shape.m_row_bytes; ++column) {
            unsigned const bits = carried << 8 | std::to_integer<unsigned>(from[column]);
            auto const mask = static_cast<std::byte>(bits >> shift & 0xFFU);
            to[column] = ink ? to[column] | mask : to[column] & ~mask;
            carried = bits & 0xFFU;
        }
        auto const rest = static_cast<std::byte>(carried << (8 - shift) & 0xFFU);
        if (shift > 0 && rest != std::byte{0})
            to[shape.m_row_bytes] = ink ? to[shape.m_row_bytes] | rest : to[shape.m_row_bytes] & ~rest;
    }
}

void Raster::stamp_clipped(std::byte const* from, int bytes, Spot const& spot, bool ink) {
    for (int column = 0; column < bytes; ++column) {
        auto const bits = std::to_integer<unsigned>(from[column]);
        put(spot.byte_column + column, spot.y, bits >> spot.shift, ink);
        if (spot.shift > 0) put(spot.byte_column + column + 1, spot.y, bits << (8 - spot.shift), ink);
    }
}

Raster enlarged(Raster const& raster, int across, int down) {
    Raster out(raster.width() * across, raster.height() * down);
    for (int y = 0; y < raster.height(); ++y) {
        for (int x = 0; x < raster.width();) {
            int end = x;
            while (raster.black(end, y)) ++end;
            if (end > x) out.fill(x * across, y * down, (end - x) * across, 1, true);
            x = end + 1;
        }
        out.repeat_row(y * down, down);
    }
    return out;
}

std::string to_pbm(Raster const& raster) {
    std::string out = "P4\n" + std::to_string(raster.width()) + " " + std::to_string(raster.height()) + "\n";
    for (std::byte const byte : raster.bytes()) out.push_back(static_cast<char>(byte));
    return out;
}

}  // namespace bozhong::label
