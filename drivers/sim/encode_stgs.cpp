// Excell's text: header, header, sign, seven characters, unit, CR LF; blanks when out of range. Excell
// 20key-6PS p14, H3 p67. Two-way commands MZ, MT, CT, RW, SC, SO without an answer of their own.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Stgs final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        std::string const second = shown.net ? "NT" : "GS";
        if (shown.range != ShownRange::ok)
            return "OL," + second + "," + (shown.range == ShownRange::under ? "-" : "+") + "         \r\n";
        return std::string(shown.stable ? "ST," : "US,") + second + "," + (shown.units < 0 ? "-" : "+") +
               padded(shown.units, shown.decimals, 7, '0') + unit_text(shown) + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        frame[frame.size() - 5] = '\x15';
        return frame;
    }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (std::string const& line : m_ear.hear(bytes)) {
            if (line == "MZ") out.push_back({Ask::zero, {}});
            if (line == "MT") out.push_back({Ask::tare, {}});
            if (line == "CT") out.push_back({Ask::clear_tare, {}});
            if (line == "RW") out.push_back({Ask::read, {}});
            if (line == "SC") out.push_back({Ask::stream, {}});
            if (line == "SO") out.push_back({Ask::stop, {}});
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    LineEar m_ear;
};

}  // namespace

std::span<WireEntry const> stgs_wires() {
    static constexpr WireEntry wires[] = {{"stgs", make_wire<Stgs>}};
    return wires;
}

}  // namespace bozhong::sim
