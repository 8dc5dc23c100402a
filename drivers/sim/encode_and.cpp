// A&D's standard format, sign and number in nine, unit in three: AD-4212D-33 p27, GH-252 p44. Out of range is
// a number that is none. Indicators answer a command with itself, I (not now) or ? (unknown): AD-4406 p45-46,
// AD-4401A p53. Balances are asked by Q or SI, stream after SIR until C, and answer Z and T only if so set;
// these do not.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

std::string in_three(Shown const& shown) {
    return (shown.unit == domain::MassUnit::g ? "  g" : " " + unit_text(shown)).substr(0, 3);
}

std::string standard(Shown const& shown) {
    if (shown.range == ShownRange::over) return "OL,+9999999E+19\r\n";
    if (shown.range == ShownRange::under) return "OL,-9999999E+19\r\n";
    if (shown.range == ShownRange::not_zeroed) return {};
    return std::string(shown.stable ? "ST," : "US,") + (shown.units < 0 ? "-" : "+") +
           padded(shown.units, shown.decimals, 8, '0') + in_three(shown) + "\r\n";
}
std::string with_a_broken_digit(std::string frame) {
    if (frame.size() > 6) frame[6] = '\x15';
    return frame;
}

class AdIndicator final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return standard(shown); }
    std::string spoiled(std::string frame) const override { return with_a_broken_digit(std::move(frame)); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            Ask const ask = line == "RW"   ? Ask::read
                            : line == "MZ" ? Ask::zero
                            : line == "MT" ? Ask::tare
                            : line == "CT" ? Ask::clear_tare
                                           : Ask::unknown;
            out.push_back({ask, line});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        if (request.ask == Ask::read) return live(shown);
        if (request.ask == Ask::unknown) return "?\r\n";
        return outcome == Outcome::done ? request.argument + "\r\n" : "I\r\n";
    }

  private:
    LineEar m_ear;
};

class Balance : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return standard(shown); }
    std::string spoiled(std::string frame) const override { return with_a_broken_digit(std::move(frame)); }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            if (line == "Q" || line == "SI" || line == "S") out.push_back({Ask::read, {}});
            if (line == "SIR") out.push_back({Ask::stream, {}});
            if (line == "C") out.push_back({Ask::stop, {}});
            if (line == "Z") out.push_back({Ask::zero, {}});
            if (line == "T") out.push_back({Ask::tare, {}});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    LineEar m_ear;
};

/// Dump print, GX-A communication manual p16: sixteen characters, the sign right before the digits, none at
/// zero. What stands there out of range the manual does not print.
class DumpPrint final : public Balance {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        std::string number = shown.units == 0 ? "" : shown.units < 0 ? "-" : "+";
        number += padded(shown.units, shown.decimals, 0, ' ');
        number.insert(0, 11 - number.size(), ' ');
        return (shown.stable ? "WT" : "US") + number + in_three(shown) + "\r\n";
    }
};

}  // namespace

std::span<WireEntry const> and_wires() {
    static constexpr WireEntry wires[] = {{"and_std", make_wire<AdIndicator>},
                                          {"and_balance", make_wire<Balance>},
                                          {"and_dp", make_wire<DumpPrint>}};
    return wires;
}

}  // namespace bozhong::sim
