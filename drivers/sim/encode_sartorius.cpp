// Sartorius SBI, twenty-two characters: identification in six, sign, nine, blank, unit in three, which is
// blank while the weight moves. CP p55 and p60. Commands are ESC and a letter, the line end may miss: P
// print, T tare and zero, U tare, V zero; IW2 p25.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Sbi final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        if (shown.range == ShownRange::over) return status("H  ");
        if (shown.range == ShownRange::under) return status("L  ");
        if (shown.range == ShownRange::not_zeroed) return status("OFF");
        return std::string(shown.net ? "N     " : "G     ") + (shown.units < 0 ? "-" : "+") +
               padded(shown.units, shown.decimals, 9, ' ') + " " +
               (shown.stable ? unit_text(shown, 3) : "   ") + "\r\n";
    }
    std::string spoiled(std::string frame) const override {
        if (frame.size() > 13) frame[13] = '\x15';
        return frame;
    }
    bool streams_unasked() const override { return false; }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (m_escaped && c == 'P') out.push_back({Ask::read, {}});
            if (m_escaped && (c == 'U' || c == 'T')) out.push_back({Ask::tare, {}});
            if (m_escaped && c == 'V') out.push_back({Ask::zero, {}});
            m_escaped = c == '\x1B';
        }
        return out;
    }
    std::string answer(Request const& request, Outcome, Shown const& shown) const override {
        return request.ask == Ask::read ? live(shown) : std::string();
    }

  private:
    static std::string status(std::string const& word) { return "Stat       " + word + "      \r\n"; }
    bool m_escaped = false;
};

}  // namespace

std::span<WireEntry const> sartorius_wires() {
    static constexpr WireEntry wires[] = {{"sartorius_sbi", make_wire<Sbi>}};
    return wires;
}

}  // namespace bozhong::sim
