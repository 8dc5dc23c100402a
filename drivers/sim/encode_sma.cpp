// SMA (Scale Manufacturers Association): LF, letter, CR asks; the answer is LF, status, range, gross or net,
// motion, a blank, ten characters of weight, three of unit, CR. Sartorius PR 5220 p130, B-TEK T419S p61,
// Fairbanks FB2550 p180. Out of range the status says so and the number stays; without a zero there are
// dashes.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Sma final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        bool const zeroed = shown.range != ShownRange::not_zeroed;
        std::string out = "\n";
        out += status(shown);
        out += '1';
        out += shown.net ? 'N' : 'G';
        out += shown.stable ? "  " : "M ";
        std::string number = padded(shown.units, shown.decimals, 0, ' ');
        if (shown.units < 0) number.insert(0, "-");
        out += zeroed ? std::string(10 - number.size(), ' ') + number : std::string(10, '-');
        return out + unit_text(shown, 3) + "\r";
    }
    std::string spoiled(std::string frame) const override {
        frame[frame.size() / 2] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) out.push_back(understood(line));
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        switch (request.ask) {
            case Ask::unknown: return "\n?\r";
            case Ask::stream:
            case Ask::stop: return {};
            case Ask::zero:
            case Ask::tare:
            case Ask::clear_tare:
            case Ask::preset_tare:
            case Ask::read:
            case Ask::greet: return live(shown);
        }
        return {};
    }

  private:
    static char status(Shown const& shown) {
        switch (shown.range) {
            case ShownRange::ok: return shown.units == 0 && !shown.net ? 'Z' : ' ';
            case ShownRange::over: return 'O';
            case ShownRange::under: return 'U';
            case ShownRange::not_zeroed: return 'I';
        }
        return ' ';
    }
    static Request understood(std::string const& line) {
        if (line == "W") return {Ask::read, {}};
        if (line == "R") return {Ask::stream, {}};
        if (line == "Z") return {Ask::zero, {}};
        if (line == "T") return {Ask::tare, {}};
        if (line == "C") return {Ask::clear_tare, {}};
        if (line == "\x1B") return {Ask::stop, {}};
        return {Ask::unknown, {}};
    }
    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> sma_wires() {
    static constexpr WireEntry wires[] = {{"sma", make_wire<Sma>}};
    return wires;
}

}  // namespace bozhong::sim
