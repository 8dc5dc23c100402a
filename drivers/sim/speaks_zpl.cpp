// ZPL II as the Zebra programming guide has it: commands begin with ^ or ~ and end where the next one begins.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <utility>

#include "drivers/sim/label_language.h"

namespace bozhong::sim {
namespace {

constexpr std::size_t k_field_max = 4U << 20, k_rows_max = 20'000;

int whole(std::string_view text, int otherwise = 0) {
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::clamp(value, 0, 1'000'000);
}

std::string_view field(std::string_view text, int index) {
    for (; index > 0; --index) {
        std::size_t const comma = text.find(',');
        if (comma == std::string_view::npos) return {};
        text.remove_prefix(comma + 1);
    }
    return text.substr(0, text.find(','));
}

int nibble_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The digits of a ^GFA field as rows of nibbles. Letters before a digit say how often it stands there.
std::vector<std::vector<int>> unpacked(std::string_view text, std::size_t row_nibbles) {
    std::vector<std::vector<int>> rows;
    std::vector<int> row;
    std::size_t times = 0;
    auto const end_row = [&](int rest) {
        row.resize(row_nibbles, rest);
        rows.push_back(std::exchange(row, {}));
        times = 0;
    };
    for (char const c : text) {
        if (rows.size() > k_rows_max) break;
        if (c >= 'G' && c <= 'Y') times += static_cast<std::size_t>(c - 'F');
        if (c >= 'g' && c <= 'z') times += static_cast<std::size_t>(c - 'f') * 20;
        if (c == ',') end_row(0);
        if (c == '!') end_row(15);
        if (c == ':' && !rows.empty()) {
            row = rows.back();
            end_row(0);
        }
        int const nibble = nibble_of(c);
        if (nibble < 0) continue;
        for (std::size_t n = std::clamp<std::size_t>(times, 1, 1'000'000); n > 0; --n) {
            row.push_back(nibble);
            if (row.size() == row_nibbles) end_row(0);
        }
        times = 0;
    }
    return rows;
}

class Zpl final : public LabelLanguage {
  public:
    explicit Zpl(int dots_wide) : m_dots_wide(dots_wide) { power_on(); }

    void power_on() override {
        m_graphic.reset();
        m_heard.clear();
        m_in_format = false;
        m_width = m_dots_wide;
        m_length = 240;
        m_to_next = true;
        begin_format();
    }

    void hear(char byte, LabelMechanism& printer) override {
        m_heard += byte;
        if (m_heard.size() > 3) m_heard.erase(0, 1);
        if (m_heard == "~HS") answer_status(printer);
        if (m_heard == "~JA") {
            printer.forget();
            m_graphic.reset();
            m_in_format = false;
        }
    }

    std::size_t step(std::string_view waiting, LabelMechanism& printer) override {
        if (m_graphic) return graphic_data(waiting, printer);
        if (waiting.front() != '^' && waiting.front() != '~') return 1;
        if (waiting.size() < 3) return 0;
        std::string_view const name = waiting.substr(0, 3);
        if (name == "^GF") return begin_graphic(waiting, printer);
        bool const bare = name == "^XA" || name == "^XZ" || name == "^FS" || name == "~HS" || name == "~JA" ||
                          name == "~PH";
        std::size_t const end = bare ? 3 : waiting.find_first_of("^~\r\n", 1);
        if (end == std::string_view::npos) return printer.look().full ? waiting.size() : 0;
        printer.say(name, std::string(waiting.substr(3, end - 3)));
        command(name, waiting.substr(3, end - 3), printer);
        return end;
    }

  private:
    struct Graphic {
        std::size_t row_bytes = 0, total = 0;
        std::string text;
    };

    /// Zebra: no answer while media or ribbon is out or the head is open.
    void answer_status(LabelMechanism& printer) const {
        MechanismLook const look = printer.look();
        if (look.paper_out || look.cover_open || look.ribbon_out) return;
        int formats = 0;
        std::size_t last = 0;
        for (std::size_t at = look.waiting.find("^XZ"); at != std::string_view::npos;
             at = look.waiting.find("^XZ", at + 1), ++formats)
            last = at;
        bool const partial = look.waiting.find("^XA", last) != std::string_view::npos || m_in_format;
        char text[160];
        std::snprintf(text, sizeof text,
                      "\x02"
                      "030,0,%d,%04d,%03d,0,0,%d,000,0,0,%d\x03\r\n"
                      "\x02"
                      "001,0,0,0,0,2,4,0,%08d,1,000\x03\r\n"
                      "\x02"
                      "1234,0\x03\r\n",
                      look.jammed || look.paused ? 1 : 0, m_length, formats, partial ? 1 : 0,
                      look.too_hot ? 1 : 0, look.copies_left);
        printer.answer(text);
    }

    void begin_format() {
        m_image.assign(static_cast<std::size_t>(m_length),
                       std::vector<bool>(static_cast<std::size_t>(m_dots_wide), false));
        m_copies = 1;
        m_x = m_y = 0;
    }

    std::size_t begin_graphic(std::string_view waiting, LabelMechanism& printer) {
        std::size_t at = 2;
        for (int comma = 0; comma < 4; ++comma) {
            at = waiting.find_first_of(",^~", at + 1);
            if (at == std::string_view::npos) return printer.look().full ? waiting.size() : 0;
            if (waiting[at] != ',') return at;
        }
        std::string_view const head = waiting.substr(3, at - 3);
        printer.say("^GF", std::string(head));
        m_graphic = Graphic{static_cast<std::size_t>(whole(field(head, 3))),
                            static_cast<std::size_t>(whole(field(head, 2))),
                            {}};
        return at + 1;
    }

    std::size_t graphic_data(std::string_view waiting, LabelMechanism& printer) {
        std::size_t const end = waiting.find_first_of("^~");
        m_graphic->text += waiting.substr(0, end);
        if (m_graphic->text.size() > k_field_max) m_graphic->text.clear();
        if (end == std::string_view::npos) return waiting.size();
        // A tilde breaks the field off.
        if (waiting[end] == '^') draw(*m_graphic);
        m_graphic.reset();
        return end > 0 ? end : step(waiting, printer);
    }

    void draw(Graphic const& graphic) {
        if (graphic.row_bytes == 0 || graphic.row_bytes > 1000) return;
        auto rows = unpacked(graphic.text, graphic.row_bytes * 2);
        rows.resize(std::min(rows.size(), graphic.total / graphic.row_bytes));
        for (std::size_t y = 0; y < rows.size(); ++y) {
            for (std::size_t x = 0; x < rows[y].size() * 4; ++x) {
                if ((rows[y][x / 4] >> (3 - x % 4) & 1) == 0) continue;
                std::size_t const across = x + static_cast<std::size_t>(m_x),
                                  down = y + static_cast<std::size_t>(m_y);
                if (across < static_cast<std::size_t>(m_width) && down < m_image.size())
                    m_image[down][across] = true;
            }
        }
    }

    void command(std::string_view name, std::string_view text, LabelMechanism& printer) {
        if (name == "^XA") m_in_format = true, begin_format();
        if (name == "~PH") printer.print({}, true, 1);
        if (!m_in_format) return;
        if (name == "^PW") m_width = std::clamp(whole(text), 2, m_dots_wide);
        if (name == "^LL") m_length = std::clamp(whole(text), 1, 20'000), begin_format();
        if (name == "^MN") m_to_next = text != "N";
        if (name == "^JZ") printer.set_reprint(text != "N");
        if (name == "^FO") m_x = whole(field(text, 0)), m_y = whole(field(text, 1));
        if (name == "^PQ") m_copies = std::clamp(whole(field(text, 0), 1), 1, 1000);
        if (name == "^XZ") {
            m_in_format = false;
            printer.print(m_image, m_to_next, m_copies);
        }
    }

    int m_dots_wide, m_width = 0, m_length = 0, m_copies = 1, m_x = 0, m_y = 0;
    bool m_to_next = true, m_in_format = false;
    Strip m_image;
    std::optional<Graphic> m_graphic;
    std::string m_heard;
};

}  // namespace

std::unique_ptr<LabelLanguage> make_zpl(int dots_wide) {
    return std::make_unique<Zpl>(dots_wide);
}

}  // namespace bozhong::sim
