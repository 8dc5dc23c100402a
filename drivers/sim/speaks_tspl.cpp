// TSPL as the TSC programming manual has it: lines, and BITMAP with its bytes behind the last comma.
#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "drivers/sim/label_language.h"
#include "drivers/sim/printer_font.h"
#include "drivers/sim/tspl_drawing.h"

namespace bozhong::sim {
namespace {

struct Words {
    std::string_view name, rest;
};

Words words_of(std::string_view line) {
    std::size_t const space = line.find(' ');
    if (space == std::string_view::npos) return {line, {}};
    return {line.substr(0, space), line.substr(space + 1)};
}

std::vector<std::string_view> arguments(std::string_view text) {
    std::vector<std::string_view> out;
    while (true) {
        std::size_t const comma = text.find(',');
        out.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos) return out;
        text.remove_prefix(comma + 1);
    }
}

int whole(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::clamp(value, -100'000, 100'000);
}

class Tspl final : public LabelLanguage {
  public:
    Tspl(int dots_wide, int dots_per_mm, std::string font)
        : m_dots_wide(dots_wide), m_dots_per_mm(dots_per_mm), m_font(std::move(font)) {
        power_on();
    }

    void power_on() override {
        m_bitmap.reset();
        m_heard.clear();
        m_width = m_dots_wide;
        m_height = 30 * m_dots_per_mm;
        m_to_next = true;
        m_upside_down = false;
        m_left = m_top = 0;
        clear();
    }

    void hear(char byte, LabelMechanism& printer) override {
        m_heard += byte;
        if (m_heard.size() > 3) m_heard.erase(0, 1);
        if (m_heard == "\x1B!?") printer.answer(std::string(1, status(printer.look())));
        if (m_heard == "\x1B!R") {
            printer.forget();
            m_bitmap.reset();
        }
    }

    std::size_t step(std::string_view waiting, LabelMechanism& printer) override {
        if (m_bitmap) return bitmap_row(waiting);
        if (waiting.front() == '\r' || waiting.front() == '\n') return 1;
        if (waiting.front() == '\x1B') return waiting.size() < 3 ? 0 : 3;
        if (waiting.starts_with("BITMAP ")) return begin_bitmap(waiting, printer);
        if (std::string_view("BITMAP ").starts_with(waiting)) return 0;
        std::size_t const end = waiting.find_first_of("\r\n");
        if (end == std::string_view::npos) return printer.look().full ? waiting.size() : 0;
        command(words_of(waiting.substr(0, end)), printer);
        return end;
    }

  private:
    struct Bitmap {
        int x = 0, y = 0, width_bytes = 0, rows = 0, mode = 0;
    };

    static char status(MechanismLook const& look) {
        int value = 0;
        if (look.cover_open) value |= 0x01;
        if (look.jammed) value |= 0x02;
        if (look.paper_out) value |= 0x04;
        if (look.ribbon_out) value |= 0x08;
        if (look.paused) value |= 0x10;
        if (look.moving) value |= 0x20;
        if (look.too_hot) value |= 0x80;
        return static_cast<char>(value);
    }

    std::size_t begin_bitmap(std::string_view waiting, LabelMechanism& printer) {
        std::size_t at = 6;
        for (int comma = 0; comma < 5; ++comma) {
            at = waiting.find_first_of(",\n", at + 1);
            if (at == std::string_view::npos) return printer.look().full ? waiting.size() : 0;
            if (waiting[at] == '\n') return at + 1;  // a line cut short
        }
        auto const numbers = arguments(waiting.substr(7, at - 7));
        Bitmap bitmap{whole(numbers[0]), whole(numbers[1]), whole(numbers[2]), whole(numbers[3]),
                      whole(numbers[4])};
        printer.say("BITMAP", std::string(waiting.substr(7, at - 7)));
        if (bitmap.width_bytes > 0 && bitmap.rows > 0) m_bitmap = bitmap;
        return at + 1;
    }

    /// 0 is black; mode 0 overwrites, 1 adds, 2 turns over.
    std::size_t bitmap_row(std::string_view waiting) {
        auto const width = static_cast<std::size_t>(m_bitmap->width_bytes);
        if (waiting.size() < width) return 0;
        for (std::size_t i = 0; i < width * 8; ++i) {
            bool const black = (static_cast<unsigned char>(waiting[i / 8]) >> (7 - i % 8) & 1) == 0;
            long const x = m_bitmap->x + m_left + static_cast<long>(i), y = m_bitmap->y + m_top;
            if (x < 0 || y < 0 || x >= m_width || y >= m_height) continue;
            auto dot = m_image[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
            if (m_bitmap->mode == 0) dot = black;
            if (m_bitmap->mode == 1) dot = dot || black;
            if (m_bitmap->mode == 2) dot = dot != black;
        }
        ++m_bitmap->y;
        if (--m_bitmap->rows == 0) m_bitmap.reset();
        return width;
    }

    void command(Words const& words, LabelMechanism& printer) {
        printer.say(words.name, std::string(words.rest));
        auto const list = arguments(words.rest);
        auto const second = list.size() > 1 ? list[1] : std::string_view("0");
        if (words.name == "SIZE") set_size(list[0], second);
        if (words.name == "GAP" || words.name == "BLINE") m_to_next = dots(list[0]) > 0;
        if (words.name == "DIRECTION") m_upside_down = whole(list[0]) == 1;
        if (words.name == "REFERENCE") m_left = whole(list[0]), m_top = whole(second);
        if (words.name == "SET" && words.rest.starts_with("REPRINT "))
            printer.set_reprint(words.rest.ends_with("ON"));
        if (words.name == "CLS") clear();
        if (words.name == "FORMFEED" || words.name == "HOME") printer.print({}, true, 1);
        if (words.name == "PRINT") {
            int const copies = std::max(1, whole(list[0])) * std::max(1, list.size() > 1 ? whole(second) : 1);
            printer.print(upside_down(), m_to_next, std::min(copies, 1000));
        }
        draw(words, printer);
    }

    void draw(Words const& words, LabelMechanism& printer) {
        auto const list = arguments(words.rest);
        if ((words.name == "REVERSE" || words.name == "ERASE") && list.size() == 4) {
            int const x = whole(list[0]) + m_left, y = whole(list[1]) + m_top;
            if (words.name == "REVERSE")
                reverse(m_image, x, y, whole(list[2]), whole(list[3]));
            else
                fill(m_image, x, y, whole(list[2]), whole(list[3]), false);
        }
        auto const drawing =
            tspl_drawing(words.name, words.rest, m_font, m_dots_per_mm, std::max(m_width, m_height));
        if (!drawing) return;
        stamp(m_image, drawing->dots, drawing->x + m_left, drawing->y + m_top);
        bool const has_text = words.name == "TEXT" || words.name == "BARCODE";
        if (has_text && !PrinterFont::of(m_font).there() && !std::exchange(m_font_missed, true))
            printer.say("no font", m_font);
    }

    void set_size(std::string_view width, std::string_view height) {
        m_width = std::clamp(dots(width), 8, m_dots_wide);
        m_height = std::clamp(dots(height), 8, 20'000);
        clear();
    }

    /// "60 mm", "39.5 mm", "480 dot", "2.4" (inches): thousandths first, so that halves stay exact.
    int dots(std::string_view text) const {
        long thousandths = 0, scale = 1000;
        bool point = false;
        std::size_t at = 0;
        for (; at < text.size() && at < 9; ++at) {
            if (text[at] == '.') {
                point = true;
            } else if (text[at] >= '0' && text[at] <= '9') {
                if (point) scale /= 10;
                thousandths = point ? thousandths + (text[at] - '0') * scale
                                    : thousandths * 10 + (text[at] - '0') * 1000;
            } else if (text[at] != ' ' || thousandths > 0) {
                break;
            }
        }
        std::string_view const unit = text.substr(std::min(at, text.size()));
        if (unit.find("dot") != std::string_view::npos) return static_cast<int>(thousandths / 1000);
        long const per_mm = thousandths * m_dots_per_mm;
        bool const mm = unit.find("mm") != std::string_view::npos;
        return static_cast<int>(mm ? (per_mm + 500) / 1000 : per_mm * 254 / 10'000);
    }

    void clear() {
        m_image.assign(static_cast<std::size_t>(m_height),
                       std::vector<bool>(static_cast<std::size_t>(m_width), false));
    }

    [[nodiscard]] Strip upside_down() const {
        if (!m_upside_down) return m_image;
        Strip out(m_image.rbegin(), m_image.rend());
        for (auto& row : out) std::reverse(row.begin(), row.end());
        return out;
    }

    int m_dots_wide, m_dots_per_mm;
    std::string m_font;
    bool m_font_missed = false;
    int m_width = 0, m_height = 0, m_left = 0, m_top = 0;
    bool m_to_next = true, m_upside_down = false;
    Strip m_image;
    std::optional<Bitmap> m_bitmap;
    std::string m_heard;
};

}  // namespace

std::unique_ptr<LabelLanguage> make_tspl(int dots_wide, int dots_per_mm, std::string font) {
    return std::make_unique<Tspl>(dots_wide, dots_per_mm, std::move(font));
}

}  // namespace bozhong::sim
