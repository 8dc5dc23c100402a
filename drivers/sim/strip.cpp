#include "drivers/sim/strip.h"

#include <algorithm>

namespace bozhong::sim {
namespace {

/// Calls what(x, y) for each dot of the rectangle that the strip has.
template <typename What>
void each_dot(Strip const& strip, int x, int y, int width, int height, What const& what) {
    for (int row = std::max(0, y); row < std::min(height_of(strip), y + height); ++row) {
        auto const length = static_cast<int>(strip[static_cast<std::size_t>(row)].size());
        for (int column = std::max(0, x); column < std::min(length, x + width); ++column)
            what(static_cast<std::size_t>(column), static_cast<std::size_t>(row));
    }
}

}  // namespace

Strip blank(int width, int height) {
    return Strip(static_cast<std::size_t>(std::max(0, height)),
                 std::vector<bool>(static_cast<std::size_t>(std::max(0, width)), false));
}

Strip enlarged(Strip const& strip, int across, int down) {
    Strip out = blank(width_of(strip) * across, height_of(strip) * down);
    for (std::size_t y = 0; y < out.size(); ++y)
        for (std::size_t x = 0; x < out[y].size(); ++x)
            out[y][x] = strip[y / static_cast<std::size_t>(down)][x / static_cast<std::size_t>(across)];
    return out;
}

Strip turned(Strip const& strip, int quarters) {
    Strip out = strip;
    for (; quarters > 0; --quarters) {
        Strip const from = std::move(out);
        out = blank(height_of(from), width_of(from));
        for (std::size_t y = 0; y < from.size(); ++y)
            for (std::size_t x = 0; x < from[y].size(); ++x) out[x][from.size() - 1 - y] = from[y][x];
    }
    return out;
}

void stamp(Strip& onto, Strip const& dots, int x, int y) {
    each_dot(onto, x, y, width_of(dots), height_of(dots), [&](std::size_t column, std::size_t row) {
        auto const from_x = column - static_cast<std::size_t>(x), from_y = row - static_cast<std::size_t>(y);
        if (dots[from_y][from_x]) onto[row][column] = true;
    });
}

void reverse(Strip& strip, int x, int y, int width, int height) {
    each_dot(strip, x, y, width, height,
             [&](std::size_t column, std::size_t row) { strip[row][column] = !strip[row][column]; });
}

void fill(Strip& strip, int x, int y, int width, int height, bool black) {
    each_dot(strip, x, y, width, height,
             [&](std::size_t column, std::size_t row) { strip[row][column] = black; });
}

}  // namespace bozhong::sim
