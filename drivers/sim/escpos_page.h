#pragma once
// What an ESC/POS printer draws by itself: text in lines, codes, and pages (page mode). Commands come whole
// and in their turn; what they print comes out as rows, which the printer puts on the paper one after the
// other. After Epson's ESC/POS manual, and for Chinese text the manuals of the printers that have GB18030
// fonts.

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/sim/page_area.h"
#include "drivers/sim/printer_font.h"

namespace bozhong::sim {

struct Bars;

class EscposPage {
  public:
    EscposPage(int dots_wide, std::string font);

    /// ESC @, and power.
    void reset();
    /// What waits to be printed is forgotten, page mode left.
    void clear();

    /// How many bytes the character at the front takes: 1, 2, or 0 when that cannot be said before the next.
    [[nodiscard]] std::size_t character_size(std::string_view waiting) const;
    void character(std::string_view bytes);
    /// A whole ESC, FS or GS command; those that draw nothing and change no drawing do nothing.
    void command(std::string_view whole);
    void line_feed() { feed_lines(1); }
    void tab();
    /// CAN: only in page mode.
    void cancel();
    /// FF, or ESC FF which stays in page mode.
    void print_page(bool leave);

    [[nodiscard]] bool in_page_mode() const { return m_page.has_value(); }
    /// True when a line was waiting, whose rows now wait: what comes next is on a new line.
    bool end_line();
    /// Where a picture of this width begins in standard mode: margin and alignment.
    [[nodiscard]] int indent(int width) const;
    /// Page mode only.
    void picture(Strip const& dots) {
        if (m_page) m_page->put_picture(dots);
    }

    /// What is to be printed, the next row first, and rows of paper to feed after them.
    std::deque<std::vector<bool>>& rows() { return m_rows; }
    int take_feed();
    /// False once text was to be drawn and the font could not be read.
    [[nodiscard]] bool has_font() const { return PrinterFont::of(m_font).there(); }

  private:
    struct Style {
        int wide = 1, high = 1, kanji_wide = 1, kanji_high = 1;
        int underline = 0, space = 0, kanji_left = 0, kanji_right = 0;
        bool bold = false, double_strike = false, reverse = false, small = false, chinese = true;
    };
    struct CodeStyle {
        int height = 162, module = 3, text = 0;
        bool small_text = false;
        int qr_module = 3, qr_level = 0;
        std::string qr_data;
    };

    void esc(std::string_view whole);
    void esc_style(char name, int n);
    void print_mode(int n);
    void fs(std::string_view whole);
    void gs(std::string_view whole);
    void gs_number(char name, int number);
    void bar_code(std::string_view whole);
    void qr_code(std::string_view whole);
    [[nodiscard]] Strip with_text(Bars const& bars) const;

    [[nodiscard]] Strip cell_of(std::string_view bytes) const;
    [[nodiscard]] int area() const;
    void put(Strip const& cell);
    void put_code(Strip const& dots);
    void print_line(int least_rows);
    void print_rows(Strip const& dots, int x);
    void feed_lines(int lines);
    void feed_dots(int dots);
    void set_tabs(std::string_view columns);

    int m_dots_wide;
    std::string m_font;
    Style m_style;
    CodeStyle m_code;
    int m_spacing = 30, m_align = 0, m_margin = 0, m_width = 0;
    std::vector<int> m_tabs;
    Strip m_line;    ///< from the bottom up, since characters of all heights stand on one base
    int m_x = 0;     ///< in the line, from the margin
    int m_used = 0;  ///< the line's right end
    std::optional<PageArea> m_page;
    std::deque<std::vector<bool>> m_rows;
    int m_feed = 0;
};

}  // namespace bozhong::sim
