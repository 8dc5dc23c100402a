// CPCL as the Zebra programming manual has it: sessions from "! offset …" to PRINT, and one escape question
// that is answered in its turn.
#include <algorithm>
#include <charconv>
#include <optional>

#include "drivers/sim/label_language.h"

namespace bozhong::sim {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> out;
    while (true) {
        std::size_t const begin = line.find_first_not_of(' ');
        if (begin == std::string_view::npos) return out;
        line.remove_prefix(begin);
        out.push_back(line.substr(0, line.find(' ')));
        line.remove_prefix(out.back().size());
    }
}

int whole(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::clamp(value, 0, 100'000);
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

class Cpcl final : public LabelLanguage {
  public:
    explicit Cpcl(int dots_wide) : m_dots_wide(dots_wide) { power_on(); }

    void power_on() override {
        m_state = State::outside;
        m_picture.reset();
        m_heard = 0;
        m_last = 0;
    }

    /// With nothing waiting the question is answered at once, also by a printer that could not print.
    void hear(char byte, LabelMechanism& printer) override {
        MechanismLook const look = printer.look();
        bool const question = m_last == '\x1B' && byte == 'h';
        m_last = byte;
        if (!question || look.moving || m_state != State::outside ||
            look.waiting.find('!') != std::string_view::npos)
            return;
        ++m_heard;
        printer.answer(std::string(1, status(look)));
    }

    std::size_t step(std::string_view waiting, LabelMechanism& printer) override {
        if (m_picture) return picture_row(waiting);
        if (waiting.front() == '\r' || waiting.front() == '\n') return 1;
        if (waiting.front() == '\x1B' && m_state == State::outside) return question(waiting, printer);
        if (m_state == State::session && (waiting.starts_with("EG ") || waiting.starts_with("CG ")))
            return begin_picture(waiting, printer);
        std::size_t const end = waiting.find_first_of(m_state == State::outside ? "\r\n\x1B" : "\r\n");
        if (end == std::string_view::npos) return printer.look().full ? waiting.size() : 0;
        line(waiting.substr(0, end), printer);
        return end;
    }

  private:
    enum class State { outside, utilities, session };
    struct Picture {
        int x = 0, y = 0, width_bytes = 0, rows = 0;
        bool hex = true;
    };

    static char status(MechanismLook const& look) {
        return static_cast<char>((look.moving ? 1 : 0) | (look.paper_out ? 2 : 0) |
                                 (look.cover_open ? 4 : 0));
    }

    std::size_t question(std::string_view waiting, LabelMechanism& printer) {
        if (waiting.size() < 2) return 0;
        if (waiting[1] == '\x1B') return 1;
        if (waiting[1] != 'h') return 2;
        if (m_heard > 0)
            --m_heard;
        else
            printer.answer(std::string(1, status(printer.look())));
        return 2;
    }

    void line(std::string_view text, LabelMechanism& printer) {
        auto const words = words_of(text);
        if (words.empty()) return;
        printer.say(words[0], std::string(text.substr(words[0].size())));
        if (words[0] == "ABORT") m_state = State::outside;
        if (m_state == State::outside) return begin(words);
        if (words[0] == "ON-OUT-OF-PAPER" && words.size() > 1) printer.set_reprint(words[1] != "PURGE");
        if (words[0] == "FORM") m_form = true;
        if (words[0] == "PAGE-WIDTH" && words.size() > 1)
            m_width = std::clamp(whole(words[1]), 8, m_dots_wide);
        if (words[0] != "PRINT") return;
        if (m_state == State::session) printer.print(m_image, m_form, m_copies);
        m_state = State::outside;
    }

    void begin(std::vector<std::string_view> const& words) {
        if (words[0] != "!" || words.size() < 2) return;
        if (words[1] == "UTILITIES") m_state = State::utilities;
        if (words.size() < 6) return;
        m_state = State::session;
        m_form = false;
        m_width = m_dots_wide;
        m_copies = std::clamp(whole(words[5]), 1, 1000);
        m_image.assign(static_cast<std::size_t>(std::clamp(whole(words[4]), 1, 20'000)),
                       std::vector<bool>(static_cast<std::size_t>(m_dots_wide), false));
    }

    std::size_t begin_picture(std::string_view waiting, LabelMechanism& printer) {
        std::size_t at = 2;
        for (int space = 0; space < 4; ++space) {
            at = waiting.find_first_of(" \n", at + 1);
            if (at == std::string_view::npos) return printer.look().full ? waiting.size() : 0;
            if (waiting[at] == '\n') return at + 1;
        }
        auto const words = words_of(waiting.substr(0, at));
        printer.say(words[0], std::string(waiting.substr(3, at - 3)));
        if (words.size() < 5) return at + 1;
        Picture const picture{whole(words[3]), whole(words[4]), whole(words[1]), whole(words[2]),
                              words[0] == "EG"};
        if (picture.width_bytes > 0 && picture.rows > 0) m_picture = picture;
        return at + 1;
    }

    std::size_t picture_row(std::string_view waiting) {
        auto const width = static_cast<std::size_t>(m_picture->width_bytes);
        std::size_t const size = m_picture->hex ? 2 * width : width;
        if (waiting.size() < size) return 0;
        for (std::size_t i = 0; i < width * 8; ++i) {
            int const value =
                m_picture->hex ? digit_of(waiting[i / 4]) << 4 : static_cast<unsigned char>(waiting[i / 8]);
            bool const black =
                m_picture->hex ? (value >> (7 - i % 4) & 1) != 0 : (value >> (7 - i % 8) & 1) != 0;
            std::size_t const x = i + static_cast<std::size_t>(m_picture->x),
                              y = static_cast<std::size_t>(m_picture->y);
            if (black && x < static_cast<std::size_t>(m_width) && y < m_image.size()) m_image[y][x] = true;
        }
        ++m_picture->y;
        if (--m_picture->rows == 0) m_picture.reset();
        return size;
    }

    int m_dots_wide, m_width = 0, m_copies = 1;
    State m_state = State::outside;
    bool m_form = false;
    Strip m_image;
    std::optional<Picture> m_picture;
    std::size_t m_heard = 0;  ///< questions answered before their turn
    char m_last = 0;
};

}  // namespace

std::unique_ptr<LabelLanguage> make_cpcl(int dots_wide) {
    return std::make_unique<Cpcl>(dots_wide);
}

}  // namespace bozhong::sim
