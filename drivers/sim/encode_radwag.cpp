// Radwag: command in three, mark, blank, sign, nine, blank, unit in three. R p82-87, MA X2 p105-107. S waits
// and says so first; C1 streams until C0; Z and T answer twice, accepted and done.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Radwag final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override { return mass("SI ", shown); }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 12) frame[12] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) out.push_back(understood(line));
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        switch (request.ask) {
            case Ask::read:
                if (request.argument == "S")
                    return "S A\r\n" + (shown.stable ? mass("S  ", shown) : std::string("S E\r\n"));
                return live(shown);
            case Ask::zero: return done("Z", outcome);
            case Ask::tare: return done("T", outcome);
            case Ask::preset_tare: return outcome == Outcome::done ? "UT OK\r\n" : "UT I\r\n";
            case Ask::stream: return "C1 A\r\n";
            case Ask::stop: return "C0 A\r\n";
            default: return "ES\r\n";
        }
    }

  private:
    static std::string mass(std::string const& command, Shown const& shown) {
        bool const out = shown.range == ShownRange::over || shown.range == ShownRange::under;
        char const mark = shown.range == ShownRange::over ? '^' : out ? 'v' : shown.stable ? ' ' : '?';
        if (shown.range == ShownRange::not_zeroed) return {};
        return command + mark + " " + (shown.units < 0 ? "-" : " ") +
               padded(shown.units, shown.decimals, 9, ' ') + " " + unit_text(shown, 3) + "\r\n";
    }
    static std::string done(std::string const& name, Outcome outcome) {
        if (outcome == Outcome::not_now) return name + " I\r\n";
        if (outcome == Outcome::above) return name + " ^\r\n";
        if (outcome == Outcome::below) return name + " v\r\n";
        return name + " A\r\n" + name + " D\r\n";
    }
    static Request understood(std::string const& line) {
        if (line == "S" || line == "SI" || line == "SU" || line == "SUI") return {Ask::read, line};
        if (line == "Z") return {Ask::zero, {}};
        if (line == "T") return {Ask::tare, {}};
        if (line == "C1") return {Ask::stream, {}};
        if (line == "C0") return {Ask::stop, {}};
        if (line.rfind("UT ", 0) == 0) return {Ask::preset_tare, line.substr(3) + " kg"};
        return {Ask::unknown, {}};
    }
    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> radwag_wires() {
    static constexpr WireEntry wires[] = {{"radwag", make_wire<Radwag>}};
    return wires;
}

}  // namespace bozhong::sim
