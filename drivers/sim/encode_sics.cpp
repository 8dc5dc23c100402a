// MT-SICS: silent until asked. SI one weight, SIR a stream that any other command ends, Z, T, TA, TAC, @. MT
// JS-series manual p30, AT balances p87. The weight stands right-aligned in ten characters; no blank weight
// ever: S + and S -.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

constexpr std::string_view identity = "I4 A \"B012345678\"\r\n";

class Sics final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range == ShownRange::over) return "S +\r\n";
        if (shown.range == ShownRange::under) return "S -\r\n";
        if (shown.range == ShownRange::not_zeroed) return "S I\r\n";
        return (shown.stable ? "S S " : "S D ") + amount(shown, shown.units);
    }
    std::string spoiled(std::string frame) const override {
        frame[frame.size() / 2] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::string power_up() const override { return std::string(identity); }

    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) out.push_back(understood(line));
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        switch (request.ask) {
            case Ask::zero: return "Z " + result(outcome, "A\r\n");
            case Ask::tare: return "T " + result(outcome, "S " + amount(shown, shown.tare_units));
            case Ask::preset_tare: return "TA " + result(outcome, "A " + amount(shown, shown.tare_units));
            case Ask::clear_tare: return "TAC " + result(outcome, "A\r\n");
            case Ask::read: return live(shown);
            case Ask::greet:
            case Ask::stream: return {};
            case Ask::stop: return std::string(identity);
            case Ask::unknown: return "ES\r\n";
        }
        return {};
    }

  private:
    static std::string amount(Shown const& shown, std::int64_t units) {
        std::string number = padded(units, shown.decimals, 0, ' ');
        if (units < 0) number.insert(0, "-");
        if (number.size() < 10) number.insert(0, 10 - number.size(), ' ');
        return number + " " + unit_text(shown) + "\r\n";
    }
    static std::string result(Outcome outcome, std::string const& when_done) {
        switch (outcome) {
            case Outcome::done: return when_done;
            case Outcome::not_now: return "I\r\n";
            case Outcome::above: return "+\r\n";
            case Outcome::below: return "-\r\n";
        }
        return {};
    }
    static Request understood(std::string const& line) {
        if (line == "SI" || line == "S") return {Ask::read, {}};
        if (line == "SIR") return {Ask::stream, {}};
        if (line == "Z" || line == "ZI") return {Ask::zero, {}};
        if (line == "T" || line == "TI") return {Ask::tare, {}};
        if (line == "TAC") return {Ask::clear_tare, {}};
        if (line.rfind("TA ", 0) == 0) return {Ask::preset_tare, line.substr(3)};
        if (line == "@" || line == "I4") return {Ask::stop, {}};
        return {Ask::unknown, {}};
    }

    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> sics_wires() {
    static constexpr WireEntry wires[] = {{"mt_sics", make_wire<Sics>}};
    return wires;
}

}  // namespace bozhong::sim
