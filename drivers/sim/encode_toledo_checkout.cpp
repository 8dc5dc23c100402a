// Toledo's checkout scales. 8217: single letters, no line end; W answers the weight at rest, or ? and a
// status byte, never both. MT Diva service manual p39 and p44-45. Brazil (Toledo, Filizola): 05 answers five
// digits of grams, or IIIII moving, NNNNN negative, SSSSS overloaded, as public drivers of cash registers
// describe it.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

std::string broken(std::string frame) {
    frame[frame.size() / 2] = '\x15';
    return frame;
}

class Checkout final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (!shown.stable || shown.units < 0 || shown.range != ShownRange::ok) return status(shown);
        return "\x02" + padded(shown.units, shown.decimals, 6, '0') + (shown.net ? "N\r" : "\r");
    }
    std::string spoiled(std::string frame) const override { return broken(std::move(frame)); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (m_tare) {
                if (c != '\r') {
                    if (m_digits.size() < 5) m_digits.push_back(c);
                    continue;
                }
                m_tare = false;
                if (m_digits.empty()) out.push_back({Ask::tare, {}});
                if (m_digits.size() == 5) out.push_back({Ask::preset_tare, kilograms()});
            } else if (c == 'T') {
                m_tare = true;
                m_digits.clear();
            } else if (c == 'W') {
                out.push_back({Ask::read, {}});
            } else if (c == 'Z') {
                out.push_back({Ask::zero, {}});
            } else if (c == 'C') {
                out.push_back({Ask::clear_tare, {}});
            } else if (c == 'E') {
                out.push_back({Ask::greet,
                               "\x02"
                               "E\r"});
            }
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        if (request.ask == Ask::greet) return request.argument;
        return request.ask == Ask::read ? live(shown) : status(shown);
    }

  private:
    static std::string status(Shown const& shown) {
        bool const under = shown.range == ShownRange::under || shown.units < 0;
        int bits = 0x40;
        bits += shown.stable ? 0 : 1;
        bits += shown.range == ShownRange::over ? 2 : 0;
        bits += under ? 4 : 0;
        bits += shown.range == ShownRange::not_zeroed ? 8 : 0;
        bits += shown.range == ShownRange::ok && shown.units == 0 ? 0x10 : 0;
        bits += shown.net ? 0x20 : 0;
        return std::string("\x02?") + static_cast<char>(bits) + "\r";
    }
    [[nodiscard]] std::string kilograms() const {
        return m_digits.substr(0, 2) + "." + m_digits.substr(2) + " kg";
    }

    bool m_tare = false;
    std::string m_digits;
};

class Brazil final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return "\x02" + text(shown) + "\x03"; }
    std::string spoiled(std::string frame) const override { return broken(std::move(frame)); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == '\x05') out.push_back({Ask::read, {}});
        }
        return out;
    }
    std::string answer(Request const&, Outcome, Shown const& shown) const override { return live(shown); }

  private:
    static std::string text(Shown const& shown) {
        if (shown.range == ShownRange::over || shown.range == ShownRange::not_zeroed) return "SSSSS";
        if (shown.range == ShownRange::under || shown.units < 0) return "NNNNN";
        return shown.stable ? padded(shown.units, 0, 5, '0') : "IIIII";
    }
};

}  // namespace

std::span<WireEntry const> toledo_checkout_wires() {
    static constexpr WireEntry wires[] = {{"toledo_8217", make_wire<Checkout>},
                                          {"toledo_br", make_wire<Brazil>}};
    return wires;
}

}  // namespace bozhong::sim
