// Dini Argeo: number in eight, right-aligned, a comma before the unit; DGT4X p52 and p54. REXT asks for
// scale, gross and tare at once; E-AF04 p65. OK means accepted, whatever comes of it; ERR03 not allowed now,
// ERR04 unknown.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

std::string right(std::int64_t units, int decimals, std::size_t width) {
    std::string number = (units < 0 ? "-" : "") + padded(units, decimals, 0, ' ');
    if (number.size() < width) number.insert(0, width - number.size(), ' ');
    return number;
}

std::string state(Shown const& shown) {
    if (shown.range == ShownRange::over) return "OL";
    if (shown.range == ShownRange::under) return "UL";
    return shown.stable ? "ST" : "US";
}

class Dini final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range == ShownRange::not_zeroed) return {};
        return state(shown) + (shown.net ? ",NT," : ",GS,") + right(shown.units, shown.decimals, 8) + "," +
               unit_text(shown) + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 12) frame[12] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            Ask const ask = line == "READ" || line == "REXT" ? Ask::read
                            : line == "ZERO"                 ? Ask::zero
                            : line == "TARE"                 ? Ask::tare
                            : line == "C"                    ? Ask::clear_tare
                                                             : Ask::unknown;
            out.push_back({ask, line});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome outcome, Shown const& shown) const override {
        if (request.argument == "REXT")
            return state(shown) + ",1," + right(shown.units + shown.tare_units, shown.decimals, 10) +
                   unit_text(shown) + "," + right(shown.tare_units, shown.decimals, 12) + unit_text(shown) +
                   "\r\n";
        if (request.ask == Ask::read) return live(shown);
        if (request.ask == Ask::unknown) return "ERR04\r\n";
        return outcome == Outcome::done ? "OK\r\n" : "ERR03\r\n";
    }

  private:
    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> dini_wires() {
    static constexpr WireEntry wires[] = {{"dini_argeo", make_wire<Dini>}};
    return wires;
}

}  // namespace bozhong::sim
