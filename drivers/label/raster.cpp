#include "drivers/label/raster.h"

#include <algorithm>

namespace bozhong::label {

Raster::Raster(int width, int height)
    : m_width(std::clamp(width, 1, max_dots)),
      m_height(std::clamp(height, 1, max_dots)),
      m_row_bytes((m_width + 7) / 8),
      m_bytes(static_cast<std::size_t>(m_row_bytes) * static_cast<std::size_t>(m_height)) {}

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

void Raster::fill(int x, int y, int width, int height, bool ink) {
    int const right = std::min(x + width, m_width);
    int const bottom = std::min(y + height, m_height);
    for (int row = std::max(y, 0); row < bottom; ++row)
        for (int column = std::max(x, 0); column < right; ++column) set(column, row, ink);
}

std::string to_pbm(Raster const& raster) {
    std::string out = "P4\n" + std::to_string(raster.width()) + " " + std::to_string(raster.height()) + "\n";
    for (std::byte const byte : raster.bytes()) out.push_back(static_cast<char>(byte));
    return out;
}

}  // namespace bozhong::label
