#pragma once
// Rows of dots and what a printer does with them before they come to the paper.

#include <vector>

namespace bozhong::sim {

/// Rows of dots from the top, true = black.
using Strip = std::vector<std::vector<bool>>;

[[nodiscard]] Strip blank(int width, int height);
[[nodiscard]] inline int height_of(Strip const& strip) {
    return static_cast<int>(strip.size());
}
[[nodiscard]] inline int width_of(Strip const& strip) {
    return strip.empty() ? 0 : static_cast<int>(strip.front().size());
}
[[nodiscard]] Strip enlarged(Strip const& strip, int across, int down);
/// Quarter turns clockwise.
[[nodiscard]] Strip turned(Strip const& strip, int quarters);
/// Ink comes onto what is there; what lies outside is lost.
void stamp(Strip& onto, Strip const& dots, int x, int y);
/// Turns over the dots of a rectangle.
void reverse(Strip& strip, int x, int y, int width, int height);
/// Makes the dots of a rectangle all black or all white.
void fill(Strip& strip, int x, int y, int width, int height, bool black);

}  // namespace bozhong::sim
