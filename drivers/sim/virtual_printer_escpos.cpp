// ESC/POS in the virtual printer: what each command takes from the buffer, and what it puts on the paper.
#include <algorithm>
#include <utility>

#include "drivers/sim/virtual_printer.h"

namespace bozhong::sim {

void VirtualPrinter::run_escpos() {
    while (m_powered && !offline() && print_made()) {
        bool const went_on = m_raster ? print_raster_rows() : !m_buffer.empty() && step() > 0;
        if (!went_on) return;
    }
}

bool VirtualPrinter::print_made() {
    auto& rows = m_page.rows();
    while (!rows.empty()) {
        if (!m_paper.print_row(rows.front())) return status_changed(), false;
        rows.pop_front();
    }
    m_paper.feed(m_page.take_feed());
    if (m_paper.at_end()) status_changed();
    return true;
}

bool VirtualPrinter::finish_line() {
    m_page.end_line();
    return print_made();
}

std::size_t VirtualPrinter::draw(std::size_t length, std::string_view name, std::string detail) {
    if (!have(length)) return 0;
    say(name, std::move(detail));
    m_page.command(std::string_view(m_buffer).substr(0, length));
    print_made();
    consume(length);
    return length;
}

void VirtualPrinter::begin_raster(std::size_t width_bytes, std::size_t rows, int mode,
                                  std::size_t width_dots) {
    Raster raster{width_bytes, width_bytes == 0 ? 0 : rows, mode & 1 ? 2 : 1, mode & 2 ? 2 : 1, width_dots, 0,
                  {}};
    auto const across = static_cast<std::size_t>(raster.across) * width_dots;
    raster.indent = m_page.indent(static_cast<int>(across));
    m_raster = std::move(raster);
}

bool VirtualPrinter::print_raster_rows() {
    Raster& raster = *m_raster;
    if (raster.rows_left == 0) {
        m_raster.reset();
        return true;
    }
    if (!have(raster.width_bytes)) return false;
    bool const in_page = m_page.in_page_mode();
    std::vector<bool> row(in_page ? 0 : static_cast<std::size_t>(raster.indent), false);
    for (std::size_t x = 0; x < raster.width_dots; ++x) {
        bool const black = byte(x / 8) & (0x80U >> (x % 8));
        for (int i = 0; i < raster.across; ++i) row.push_back(black);
    }
    for (int i = 0; i < raster.down; ++i) {
        if (!put_raster_row(row)) return status_changed(), false;
    }
    std::size_t const used = raster.width_bytes;
    if (--raster.rows_left == 0) end_raster();
    if (m_paper.at_end()) status_changed();
    consume(used);
    return true;
}

/// In page mode a row waits for the others, since the picture stands on its bottom edge. One row more than a
/// page has is kept, to know that the picture is too high.
bool VirtualPrinter::put_raster_row(std::vector<bool> const& row) {
    if (!m_page.in_page_mode()) return m_paper.print_row(row);
    Strip& kept = m_raster->for_page;
    if (height_of(kept) > PageArea::k_rows_max) return true;
    kept.push_back(row);
    kept.back().resize(std::min<std::size_t>(row.size(), PageArea::k_rows_max));
    return true;
}

void VirtualPrinter::end_raster() {
    if (height_of(m_raster->for_page) <= PageArea::k_rows_max) m_page.picture(m_raster->for_page);
    m_raster.reset();
}

std::size_t VirtualPrinter::step() {
    switch (byte(0)) {
        case 0x00: consume(1); return 1;
        case 0x09:
            m_page.tab();
            consume(1);
            return 1;
        case 0x0A:
            say("LF");
            m_page.line_feed();
            print_made();
            consume(1);
            return 1;
        case 0x0C:
            if (!m_page.in_page_mode()) return feed_label(1, "FF");
            say("FF", "page");
            m_page.print_page(true);
            print_made();
            consume(1);
            return 1;
        case 0x10: return step_real_time();
        case 0x18:
            m_page.cancel();
            consume(1);
            return 1;
        case 0x1B: return step_esc();
        case 0x1C: return step_fs();
        case 0x1D: return step_gs();
        default: return step_character();
    }
}

/// Acted on when it arrived; in its turn it is skipped.
std::size_t VirtualPrinter::step_real_time() {
    if (!have(3)) return 0;
    std::size_t length = byte(1) == 0x04 || byte(1) == 0x05 ? 3 : 1;
    if (byte(1) == 0x14) length = byte(2) == 8 ? 10 : 5;
    if (!have(length)) return 0;
    consume(length);
    return length;
}

/// A picture that lost step shows up as lines of text, as on real paper.
std::size_t VirtualPrinter::step_character() {
    std::size_t const length = m_page.character_size(m_buffer);
    if (length == 0) return 0;
    say("text", m_buffer.substr(0, length));
    m_page.character(std::string_view(m_buffer).substr(0, length));
    if (!m_page.has_font() && !std::exchange(m_font_missed, true)) say("no font", m_make.font);
    print_made();
    consume(length);
    return length;
}

std::size_t VirtualPrinter::feed_label(std::size_t length, std::string_view name) {
    if (!finish_line()) return 0;
    say(name);
    m_paper.feed_to_next_label();
    if (m_paper.at_end()) status_changed();
    consume(length);
    return length;
}

std::size_t VirtualPrinter::step_esc() {
    if (!have(2)) return 0;
    switch (byte(1)) {
        case '@':
            say("ESC @");
            reset_modes();
            consume(2);
            return 2;
        case 'd': return have(3) ? draw(3, "ESC d", std::to_string(byte(2))) : 0;
        case 'J': return have(3) ? draw(3, "ESC J", std::to_string(byte(2))) : 0;
        default: break;
    }
    std::size_t length = 3;
    switch (byte(1)) {
        case 0x0C:
        case '2':
        case 'L':
        case 'S':
        case '<': length = 2; break;
        case '$':
        case '\\':
        case 'c': length = 4; break;
        case 'W': length = 10; break;
        case 'p': length = 5; break;
        case 'D': {
            // At most 32 tabs, then a NUL.
            std::size_t const end = m_buffer.find('\0', 2);
            if (end == std::string::npos && !have(35)) return 0;
            length = std::min<std::size_t>(end, 34) + 1;
            break;
        }
        default: break;
    }
    return draw(length, "ESC", std::string(1, m_buffer[1]));
}

std::size_t VirtualPrinter::step_fs() {
    if (!have(2)) return 0;
    if (byte(1) == '(') return step_fs_parentheses();
    std::size_t length = 3;
    if (byte(1) == '&' || byte(1) == '.') length = 2;
    if (byte(1) == 'S') length = 4;
    return draw(length, "FS", std::string(1, m_buffer[1]));
}

std::size_t VirtualPrinter::step_fs_parentheses() {
    if (!have(5)) return 0;
    std::size_t const length = 5U + byte(3) + 256U * byte(4);
    if (!have(length)) return 0;
    bool const moves = byte(2) == 'L' && length > 5;
    if (moves && byte(5) == 0x43 && have(7)) say("FS ( L", "to print start");
    // To the peeling or cutting position: the label leaves the head. To the print start: it is there already.
    if (moves && (byte(5) == 0x41 || byte(5) == 0x42)) return feed_label(length, "FS ( L");
    consume(length);
    return length;
}

}  // namespace bozhong::sim
