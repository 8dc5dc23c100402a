// XK3190 with check characters. XK3190-A9+ manual p9-11; Keli XK3118K9-R p9-10; XK3190-A22 p13.
//
// Continuous (tF=0): 02, sign, six digits, decimals, two check characters, 03; the scale does not listen.
// Command mode (tF=1): 02, address, letter, check, 03 asks; the answer of B, C and D is 02, address, letter,
// sign, six digits, decimals, check, 03. What either sends out of range is not documented; this one stays
// silent then, as some do.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

char check_character(int nibble) {
    return static_cast<char>(nibble < 10 ? 0x30 + nibble : 0x37 + nibble);
}
/// 02, the body, its check, 03.
std::string checked(std::string const& body) {
    int const sum = xor_of(body);
    return '\x02' + body + check_character(sum / 16) + check_character(sum % 16) + '\x03';
}
std::string amount(std::int64_t units, int decimals) {
    return (units < 0 ? "-" : "+") + padded(units, 0, 6, '0') + static_cast<char>('0' + decimals);
}
std::string with_wrong_check(std::string frame) {
    if (frame.size() > 5) frame[frame.size() - 2] = frame[frame.size() - 2] == '0' ? '1' : '0';
    return frame;
}

class Yaohua final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        return checked(amount(shown.units, shown.decimals));
    }
    std::string spoiled(std::string frame) const override { return with_wrong_check(std::move(frame)); }
};

/// Address A. Zero and tare by Keli's letters H and I and by A22's 0 and T.
class YaohuaCommand final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return told('D', shown); }
    std::string spoiled(std::string frame) const override { return with_wrong_check(std::move(frame)); }
    bool streams_unasked() const override { return false; }

    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == '\x02') m_heard.clear();
            if (m_heard.size() < 8) m_heard.push_back(c);
            if (c != '\x03') continue;
            if (m_heard.size() == 6 && m_heard == checked(m_heard.substr(1, 2)) && m_heard[1] == 'A')
                out.push_back(understood(m_heard[2]));
            m_heard.clear();
        }
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        if (request.argument.empty()) return {};
        if (request.ask == Ask::read) return told(request.argument[0], shown);
        return outcome == Outcome::done || request.ask == Ask::greet ? checked("A" + request.argument) : "";
    }

  private:
    static Request understood(char letter) {
        std::string const name(1, letter);
        switch (letter) {
            case 'A': return {Ask::greet, name};
            case 'B':
            case 'C':
            case 'D':
            case 'R':
            case 'r': return {Ask::read, name};
            case 'H':
            case '0': return {Ask::zero, name};
            case 'I':
            case 'T': return {Ask::tare, name};
            default: return {Ask::unknown, {}};
        }
    }
    static std::string told(char letter, Shown const& shown) {
        if (shown.range != ShownRange::ok) return {};
        std::int64_t units = shown.units;
        if (letter == 'B' && shown.net) units += shown.tare_units;
        if (letter == 'C') units = shown.tare_units;
        return checked(std::string("A") + letter + amount(units, shown.decimals));
    }

    std::string m_heard;
};

}  // namespace

std::span<WireEntry const> yaohua_wires() {
    static constexpr WireEntry wires[] = {{"yaohua_cmd", make_wire<YaohuaCommand>},
                                          {"yaohua_tf0", make_wire<Yaohua>}};
    return wires;
}

}  // namespace bozhong::sim
