#pragma once
// A picture of ink and no ink, laid out as printers take it: rows of whole bytes, the leftmost dot in the
// highest bit, 1 = black.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bozhong::label {

/// Widest and highest picture anybody here makes: a 4 inch head at 300 dpi, half a metre of paper.
inline constexpr int max_dots = 8192;

class Raster {
  public:
    Raster() = default;
    /// White; sizes are held within 1 … max_dots.
    Raster(int width, int height);
    /// Of rows in this same form; what is missing of them is white.
    Raster(int width, int height, std::span<std::uint8_t const> rows);

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] int row_bytes() const { return m_row_bytes; }
    /// height() rows of row_bytes(); bits right of the width are 0.
    [[nodiscard]] std::span<std::byte const> bytes() const { return m_bytes; }
    [[nodiscard]] std::span<std::byte const> row(int y) const;

    /// Outside the picture is white.
    [[nodiscard]] bool black(int x, int y) const;
    /// What lies outside is not drawn.
    void set(int x, int y, bool ink);
    void fill(int x, int y, int width, int height, bool ink);
    /// The row y also stands in the rows below it, `times` in all.
    void repeat_row(int y, int times);
    /// The black dots of `shape`, its top left corner at (x, y), become black or white; the others stay.
    void stamp(Raster const& shape, int x, int y, bool ink);

    friend bool operator==(Raster const&, Raster const&) = default;

  private:
    struct Spot {
        int byte_column = 0, y = 0, shift = 0;
    };
    void stamp_clipped(std::byte const* from, int bytes, Spot const& spot, bool ink);
    void put(int byte_column, int y, unsigned bits, bool ink);
    int m_width = 0, m_height = 0, m_row_bytes = 0;
    std::vector<std::byte> m_bytes;
};

/// Each dot as so many side by side and so many below each other.
Raster enlarged(Raster const& raster, int across, int down);
/// Portable bitmap, binary form (P4).
std::string to_pbm(Raster const& raster);
/// PNG of one bit a dot, with the resolution noted so that it prints in its true size.
std::string to_png(Raster const& raster, int dots_per_mm = 8);

}  // namespace bozhong::label
