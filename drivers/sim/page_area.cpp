#include "drivers/sim/page_area.h"

#include <algorithm>

namespace bozhong::sim {
namespace {

constexpr int k_default_rows = 1662, k_character_rows = 24;

}  // namespace

PageArea::PageArea(int dots_wide) : m_dots_wide(dots_wide) {
    set(0, 0, dots_wide, k_default_rows);
    m_set = false;
}

void PageArea::set(int x, int y, int width, int height) {
    if (x >= m_dots_wide || y >= k_rows_max || width <= 0 || height <= 0) return;
    m_x = x, m_y = y;
    m_width = std::min(width, m_dots_wide - x);
    m_height = std::min(height, k_rows_max - y);
    // The first area replaces the page that was there without one; nothing is taken back that is drawn.
    std::size_t const least = m_set ? m_rows.size() : 0;
    m_rows.resize(std::max(least, static_cast<std::size_t>(m_y + m_height)),
                  std::vector<bool>(static_cast<std::size_t>(m_dots_wide), false));
    m_set = true;
    home();
}

void PageArea::direct(int direction) {
    m_direction = direction % 4;
    home();
}

void PageArea::home() {
    m_along = m_tallest = 0;
    m_across = k_character_rows;
}

void PageArea::wipe() {
    fill(m_rows, m_x, m_y, m_width, m_height, false);
    home();
}

void PageArea::move_along(int to) {
    if (to >= 0 && to <= length()) m_along = to;
}

void PageArea::move_across(int to) {
    if (to >= 0 && to <= depth()) m_across = to;
}

void PageArea::new_line(int rows) {
    m_across = std::min(m_across + std::max(rows, m_tallest), depth() + k_rows_max);
    m_along = m_tallest = 0;
}

void PageArea::put(Strip const& dots, int spacing) {
    if (m_along > 0 && m_along + width_of(dots) > length()) new_line(spacing);
    m_tallest = std::max(m_tallest, height_of(dots));
    put_picture(dots);
}

void PageArea::put_code(Strip const& dots) {
    if (m_along + width_of(dots) <= length()) put_picture(dots);
}

/// What is in the area of the written dots, turned to where the paper has it.
void PageArea::put_picture(Strip const& dots) {
    int const top = m_across - height_of(dots), end = m_along + width_of(dots);
    int const from_x = m_along, to_x = std::min(end, length());
    int const from_y = std::max(0, top), to_y = std::min(m_across, depth());
    m_along = to_x;
    if (from_x >= to_x || from_y >= to_y) return;
    Strip seen = blank(to_x - from_x, to_y - from_y);
    stamp(seen, dots, 0, top - from_y);
    switch (m_direction) {
        case 0: return stamp(m_rows, seen, m_x + from_x, m_y + from_y);
        case 1: return stamp(m_rows, turned(seen, 3), m_x + from_y, m_y + length() - to_x);
        case 2: return stamp(m_rows, turned(seen, 2), m_x + length() - to_x, m_y + depth() - to_y);
        default: return stamp(m_rows, turned(seen, 1), m_x + depth() - to_y, m_y + from_x);
    }
}

}  // namespace bozhong::sim
