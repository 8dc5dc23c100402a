#include "drivers/sim/escpos_page.h"

#include <algorithm>
#include <utility>

namespace bozhong::sim {
namespace {

unsigned char at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

}  // namespace

EscposPage::EscposPage(int dots_wide, std::string font) : m_dots_wide(dots_wide), m_font(std::move(font)) {
    reset();
}

void EscposPage::clear() {
    m_line.clear();
    m_x = m_used = m_feed = 0;
    m_rows.clear();
    m_page.reset();
}

void EscposPage::reset() {
    clear();
    m_style = {};
    m_code = {};
    m_spacing = 30;
    m_align = m_margin = 0;
    m_width = m_dots_wide;
    m_tabs.clear();
    for (int column = 8; column <= 256; column += 8) m_tabs.push_back(column);
}

int EscposPage::take_feed() {
    return std::exchange(m_feed, 0);
}

// ---- characters ----

/// A lead byte takes the next one with it only when that can be a trail of GBK. The digit that a four-byte
/// character of GB18030 has there cannot: then the lead is a character of its own, and the digit is printed.
std::size_t EscposPage::character_size(std::string_view waiting) const {
    if (!m_style.chinese || at(waiting, 0) < 0x81 || at(waiting, 0) == 0xFF) return 1;
    if (waiting.size() < 2) return 0;
    return at(waiting, 1) >= 0x40 && at(waiting, 1) != 0x7F && at(waiting, 1) != 0xFF ? 2 : 1;
}

void EscposPage::character(std::string_view bytes) {
    if (bytes.size() == 1 && at(bytes, 0) < 0x20) return;
    put(cell_of(bytes));
}

/// The spaces of ESC SP and FS S belong to the cell, and so are reversed and underlined with it.
Strip EscposPage::cell_of(std::string_view bytes) const {
    bool const kanji = bytes.size() == 2;
    auto& font = PrinterFont::of(m_font);
    // Code pages beyond ASCII are not drawn: their characters are frames.
    char32_t const character = kanji ? two_byte_character(Charset::gb18030, at(bytes, 0), at(bytes, 1))
                               : at(bytes, 0) < 0x7F ? at(bytes, 0)
                                                     : 0;
    bool const small = m_style.small && !kanji;
    Strip const glyph = font.cell(character, kanji ? 24 : small ? 9 : 12, small ? 17 : 24);
    int const left = kanji ? m_style.kanji_left : 0, right = kanji ? m_style.kanji_right : m_style.space;
    Strip cell = blank(left + width_of(glyph) + right, height_of(glyph));
    stamp(cell, glyph, left, 0);
    if (m_style.bold || m_style.double_strike) stamp(cell, glyph, left + 1, 0);
    fill(cell, 0, height_of(cell) - m_style.underline, width_of(cell), m_style.underline, true);
    if (m_style.reverse) reverse(cell, 0, 0, width_of(cell), height_of(cell));
    return kanji ? enlarged(cell, m_style.kanji_wide, m_style.kanji_high)
                 : enlarged(cell, m_style.wide, m_style.high);
}

// ---- the line ----

int EscposPage::area() const {
    return std::min(m_width, m_dots_wide - m_margin);
}

int EscposPage::indent(int width) const {
    int const free = std::max(0, area() - width);
    return m_margin + (m_align == 1 ? free / 2 : m_align == 2 ? free : 0);
}

void EscposPage::put(Strip const& cell) {
    if (m_page) return m_page->put(cell, m_spacing);
    if (m_x > 0 && m_x + width_of(cell) > area()) print_line(m_spacing);
    Strip const upside_down(cell.rbegin(), cell.rend());
    while (m_line.size() < upside_down.size())
        m_line.emplace_back(static_cast<std::size_t>(m_dots_wide), false);
    stamp(m_line, upside_down, m_x, 0);
    m_x = std::min(m_x + width_of(cell), m_dots_wide);
    m_used = std::max(m_used, m_x);
}

void EscposPage::tab() {
    int const column_dots = 12 * m_style.wide, here = m_page ? m_page->along() : m_x;
    for (int const column : m_tabs) {
        int const to = column * column_dots;
        if (to <= here) continue;
        if (m_page) return m_page->move_along(to);
        if (to < area()) m_x = to;
        return;
    }
}

void EscposPage::set_tabs(std::string_view columns) {
    m_tabs.clear();
    for (char const column : columns) m_tabs.push_back(static_cast<unsigned char>(column));
}

void EscposPage::print_rows(Strip const& dots, int x) {
    Strip rows = blank(m_dots_wide, height_of(dots));
    stamp(rows, dots, x, 0);
    for (auto& row : rows) m_rows.push_back(std::move(row));
}

void EscposPage::print_line(int least_rows) {
    Strip const line(m_line.rbegin(), m_line.rend());
    print_rows(line, indent(m_used));
    print_rows(blank(1, least_rows - height_of(line)), 0);
    m_line.clear();
    m_x = m_used = 0;
}

bool EscposPage::end_line() {
    if (m_page || m_line.empty()) return false;
    print_line(m_spacing);
    return true;
}

/// A line and the feed after it: the line's own feed is the first of them.
void EscposPage::feed_lines(int lines) {
    if (m_page) return m_page->new_line(lines * m_spacing);
    bool const printed = !m_line.empty();
    if (printed) print_line(lines > 0 ? m_spacing : 0);
    m_x = 0;
    m_feed += std::max(0, printed ? lines - 1 : lines) * m_spacing;
}

void EscposPage::feed_dots(int dots) {
    if (m_page) return m_page->new_line(dots);
    m_x = 0;
    if (m_line.empty())
        m_feed += dots;
    else
        print_line(dots);
}

// ---- the page ----

void EscposPage::cancel() {
    if (m_page) m_page->wipe();
}

void EscposPage::print_page(bool leave) {
    if (!m_page) return;
    for (auto const& row : m_page->rows()) m_rows.push_back(row);
    if (leave) m_page.reset();
}

void EscposPage::put_code(Strip const& dots) {
    if (m_page) return m_page->put_code(dots);
    end_line();
    if (width_of(dots) <= area()) print_rows(dots, indent(width_of(dots)));
}

}  // namespace bozhong::sim
