// Ohaus Defender, eighteen bytes: polarity apart from the digits, seven, blank, unit in five, ? while moving,
// G or N. Lines captured from a Defender 3000; commands Defender 5000 EN-48. Out of range it prints nothing.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Ohaus final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range != ShownRange::ok) return {};
        return std::string(shown.units < 0 ? "-" : " ") + padded(shown.units, shown.decimals, 7, ' ') + " " +
               unit_text(shown, 5) + (shown.stable ? " " : "?") + (shown.net ? "N" : "G") + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 6) frame[6] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) out.push_back(understood(line));
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        if (request.ask == Ask::unknown) return "ES\r\n";
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    static Request understood(std::string const& line) {
        if (line == "IP" || line == "P") return {Ask::read, {}};
        if (line == "CP") return {Ask::stream, {}};
        if (line == "0P") return {Ask::stop, {}};
        if (line == "Z") return {Ask::zero, {}};
        if (line == "T") return {Ask::tare, {}};
        // A preset is grams in front of the T.
        if (line.size() > 1 && line.back() == 'T' && line[0] >= '0' && line[0] <= '9')
            return {Ask::preset_tare, line.substr(0, line.size() - 1) + " g"};
        return {Ask::unknown, {}};
    }
    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> ohaus_wires() {
    static constexpr WireEntry wires[] = {{"ohaus", make_wire<Ohaus>}};
    return wires;
}

}  // namespace bozhong::sim
