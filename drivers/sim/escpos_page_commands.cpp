// The commands of ESC/POS that say how text, codes and pages are drawn.
#include <algorithm>

#include "drivers/sim/escpos_page.h"
#include "drivers/sim/printer_codes.h"

namespace bozhong::sim {
namespace {

int at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

int number_at(std::string_view text, std::size_t index) {
    return at(text, index) + 256 * at(text, index + 1);
}

/// nL nH of a relative position.
int signed_at(std::string_view text, std::size_t index) {
    int const number = number_at(text, index);
    return number < 0x8000 ? number : number - 0x10000;
}

/// 0 … 2 and '0' … '2' say the same.
int choice(int n) {
    return n >= '0' ? n - '0' : n;
}

std::optional<Bars> bars_of_command(int m, std::string_view data) {
    // Function A counts from 0 and ends with a NUL, function B from 65 and knows its length.
    int const kind = m >= 65 ? m - 65 : m;
    constexpr Symbology k_kinds[] = {Symbology::upc_a,   Symbology::upc_e,  Symbology::ean13,
                                     Symbology::ean8,    Symbology::code39, Symbology::itf,
                                     Symbology::codabar, Symbology::code93};
    if (m == 73) return code128_in_sets(data);
    if (kind > 7 || (m < 65 && kind > 6)) return std::nullopt;
    return bars_of(k_kinds[kind], data);
}

}  // namespace

void EscposPage::command(std::string_view whole) {
    if (whole.size() < 2) return;
    switch (whole[0]) {
        case 0x1B: return esc(whole);
        case 0x1C: return fs(whole);
        case 0x1D: return gs(whole);
        default: return;
    }
}

void EscposPage::esc(std::string_view whole) {
    switch (whole[1]) {
        case 0x0C: return print_page(false);
        case 'L':
            if (!m_page && m_line.empty()) m_page.emplace(m_dots_wide);
            return;
        case 'S': m_page.reset(); return;
        case 'W':
            if (m_page)
                m_page->set(number_at(whole, 2), number_at(whole, 4), number_at(whole, 6),
                            number_at(whole, 8));
            return;
        case 'T':
            if (m_page && choice(at(whole, 2)) <= 3) m_page->direct(choice(at(whole, 2)));
            return;
        case '$':
        case '\\': {
            bool const absolute = whole[1] == '$';
            int const here = m_page ? m_page->along() : m_x;
            int const to = absolute ? number_at(whole, 2) : here + signed_at(whole, 2);
            if (m_page) return m_page->move_along(to);
            if (to >= 0 && to < area()) m_x = to;
            return;
        }
        case 'D': return set_tabs(whole.substr(2, whole.size() - 3));
        case 'd': return feed_lines(at(whole, 2));
        case 'J': return feed_dots(at(whole, 2));
        case '2': m_spacing = 30; return;
        case '3': m_spacing = at(whole, 2); return;
        default: return esc_style(whole[1], at(whole, 2));
    }
}

void EscposPage::esc_style(char name, int n) {
    switch (name) {
        case '!': return print_mode(n);
        case 'E': m_style.bold = (n & 1) != 0; return;
        case 'G': m_style.double_strike = (n & 1) != 0; return;
        case '-': m_style.underline = std::clamp(choice(n), 0, 2); return;
        case 'M': m_style.small = (n & 1) != 0; return;
        case ' ': m_style.space = n; return;
        case 'a':
            if (m_line.empty() && choice(n) <= 2) m_align = choice(n);
            return;
        default: return;
    }
}

void EscposPage::print_mode(int n) {
    m_style.small = (n & 0x01) != 0;
    m_style.bold = (n & 0x08) != 0;
    m_style.high = m_style.kanji_high = (n & 0x10) != 0 ? 2 : 1;
    m_style.wide = m_style.kanji_wide = (n & 0x20) != 0 ? 2 : 1;
    m_style.underline = (n & 0x80) != 0 ? 1 : 0;
}

void EscposPage::fs(std::string_view whole) {
    int const n = at(whole, 2);
    switch (whole[1]) {
        case '&': m_style.chinese = true; return;
        case '.': m_style.chinese = false; return;
        case 'S': m_style.kanji_left = n, m_style.kanji_right = at(whole, 3); return;
        case 'W': m_style.kanji_wide = m_style.kanji_high = (n & 1) != 0 ? 2 : 1; return;
        case '!':
            m_style.kanji_wide = (n & 0x04) != 0 ? 2 : 1;
            m_style.kanji_high = (n & 0x08) != 0 ? 2 : 1;
            return;
        default: return;
    }
}

void EscposPage::gs(std::string_view whole) {
    int const n = at(whole, 2);
    switch (whole[1]) {
        case '!':
            if ((n & 0x88) != 0) return;
            m_style.wide = m_style.kanji_wide = (n >> 4) + 1;
            m_style.high = m_style.kanji_high = (n & 7) + 1;
            return;
        case 'B': m_style.reverse = (n & 1) != 0; return;
        case 'k': return bar_code(whole);
        case '(':
            if (n == 'k') qr_code(whole);
            return;
        case '\\':
            if (m_page) m_page->move_across(m_page->across() + signed_at(whole, 2));
            return;
        case '$':
        case 'L':
        case 'W': return gs_number(whole[1], number_at(whole, 2));
        case 'h': m_code.height = std::max(1, n); return;
        case 'w':
            if (n >= 1 && n <= 6) m_code.module = n;
            return;
        case 'H': m_code.text = choice(n) & 3; return;
        case 'f': m_code.small_text = (n & 1) != 0; return;
        default: return;
    }
}

void EscposPage::gs_number(char name, int number) {
    if (name == '$' && m_page) m_page->move_across(number);
    // Margins are those of the next line.
    if (!m_line.empty()) return;
    if (name == 'L') m_margin = std::min(number, m_dots_wide - 1);
    if (name == 'W') m_width = std::clamp(number, 1, m_dots_wide);
}

// ---- codes ----

/// What people read stands in the middle under the bars (GS H 2), over them (1), or both (3).
Strip EscposPage::with_text(Bars const& bars) const {
    Strip const code = drawn(bars, m_code.module, (5 * m_code.module + 1) / 2, m_code.height);
    if (m_code.text == 0) return code;
    int const wide = m_code.small_text ? 9 : 12, high = m_code.small_text ? 17 : 24;
    Strip text = blank(static_cast<int>(bars.text.size()) * wide, high);
    for (std::size_t i = 0; i < bars.text.size(); ++i)
        stamp(text, PrinterFont::of(m_font).cell(static_cast<unsigned char>(bars.text[i]), wide, high),
              static_cast<int>(i) * wide, 0);
    int const width = std::max(width_of(code), width_of(text));
    int const above = (m_code.text & 1) != 0 ? high : 0, below = (m_code.text & 2) != 0 ? high : 0;
    Strip out = blank(width, above + height_of(code) + below);
    stamp(out, code, (width - width_of(code)) / 2, above);
    int const text_x = (width - width_of(text)) / 2;
    if (above > 0) stamp(out, text, text_x, 0);
    if (below > 0) stamp(out, text, text_x, above + height_of(code));
    return out;
}

void EscposPage::bar_code(std::string_view whole) {
    int const m = at(whole, 2);
    std::string_view const data =
        m >= 65 ? whole.substr(4) : whole.substr(3, whole.size() - 3 - (whole.back() == '\0' ? 1 : 0));
    if (auto const bars = bars_of_command(m, data)) put_code(with_text(*bars));
}

/// GS ( k pL pH cn fn …, where cn 49 is the QR code.
void EscposPage::qr_code(std::string_view whole) {
    if (at(whole, 5) != 49) return;
    int const n = at(whole, 7);
    switch (at(whole, 6)) {
        case 67:
            if (n >= 1 && n <= 16) m_code.qr_module = n;
            return;
        case 69:
            if (n >= 48 && n <= 51) m_code.qr_level = n - 48;
            return;
        case 80: m_code.qr_data = whole.size() > 8 ? whole.substr(8) : std::string_view(); return;
        case 81:
            if (auto const modules = qr_modules(m_code.qr_data, m_code.qr_level))
                put_code(enlarged(*modules, m_code.qr_module, m_code.qr_module));
            return;
        default: return;
    }
}

}  // namespace bozhong::sim
