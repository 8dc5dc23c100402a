// KERN FKB: number in twelve, blank, unit in three; without the unit while it moves, "Error" out of range;
// letters without a line end; FKB p37. The packet of fourteen as libsigrok describes it. G&G and Shuangjie:
// sign, eight, unit in three, no flag; ESC p prints, ESC t tares; G&G JJ.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

std::string with_a_broken_digit(std::string frame, std::size_t at) {
    if (frame.size() > at) frame[at] = '\x15';
    return frame;
}

class Fkb final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return "       Error\r\n";
        std::string number = (shown.units < 0 ? "-" : "") + padded(shown.units, shown.decimals, 0, ' ');
        number.insert(0, 12 - number.size(), ' ');
        return number + (shown.stable ? " " + unit_text(shown, 3) + "\r\n" : " \r\n");
    }
    std::string spoiled(std::string frame) const override { return with_a_broken_digit(std::move(frame), 9); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == 'w' || c == 's') out.push_back({Ask::read, {}});
            if (c == 't') out.push_back({Ask::tare, {}});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }
};

/// Blank for one that such a balance does not have.
std::string two_capitals(domain::MassUnit unit) {
    if (unit == domain::MassUnit::kg) return "KG";
    if (unit == domain::MassUnit::g) return " G";
    return unit == domain::MassUnit::lb ? "LB" : "  ";
}

class Packet final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        char const status = shown.range != ShownRange::ok ? 'E' : shown.stable ? 'S' : 'U';
        return (shown.units < 0 ? "-" : "+") + padded(shown.units, shown.decimals, 7, '0') +
               two_capitals(shown.unit) + " " + status + "\r\n";
    }
    std::string spoiled(std::string frame) const override { return with_a_broken_digit(std::move(frame), 5); }
};

class Shuangjie final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        return (shown.units < 0 ? "-" : "+") + padded(shown.units, shown.decimals, 8, ' ') + " " +
               unit_text(shown, 2) + "\r\n";
    }
    std::string spoiled(std::string frame) const override { return with_a_broken_digit(std::move(frame), 6); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (m_escaped && c == 'p') out.push_back({Ask::read, {}});
            if (m_escaped && c == 't') out.push_back({Ask::tare, {}});
            m_escaped = c == '\x1B';
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    bool m_escaped = false;
};

}  // namespace

std::span<WireEntry const> kern_wires() {
    static constexpr WireEntry wires[] = {
        {"kern_18", make_wire<Fkb>}, {"kern_14", make_wire<Packet>}, {"gng_14", make_wire<Shuangjie>}};
    return wires;
}

}  // namespace bozhong::sim
