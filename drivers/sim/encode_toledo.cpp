// Toledo continuous with check: 02, three status bytes, six digits of weight, six of tare, CR, check. MT
// ICS425 p50. Listens to Z, T, C while it streams and answers nothing.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

class Toledo final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        bool const out = shown.range == ShownRange::over || shown.range == ShownRange::under;
        bool const negative = shown.range == ShownRange::under || (!out && shown.units < 0);
        // Kilograms and pounds are a bit of the second status, the others a code of the third; jin has none.
        int status = shown.unit == domain::MassUnit::kg ? 0x30 : 0x20;
        int const other = shown.unit == domain::MassUnit::g ? 1 : shown.unit == domain::MassUnit::jin ? 7 : 0;
        status += shown.net ? 1 : 0;
        status += negative ? 2 : 0;
        status += out ? 4 : 0;
        status += shown.stable ? 0 : 8;
        status += shown.range == ShownRange::not_zeroed ? 0x40 : 0;
        std::string frame{'\x02', static_cast<char>(0x38 + shown.decimals + 2), static_cast<char>(status),
                          static_cast<char>(0x20 + other)};
        frame += out ? std::string(6, ' ') : padded(shown.units, 0, 6, ' ');
        frame += padded(shown.tare_units, 0, 6, ' ');
        frame += '\r';
        unsigned sum = 0;
        for (char const c : frame) sum += static_cast<unsigned char>(c) & 0x7Fu;
        return frame + static_cast<char>((0x80u - (sum & 0x7Fu)) & 0x7Fu);
    }
    std::string spoiled(std::string frame) const override {
        frame.back() = static_cast<char>(frame.back() ^ 0x11);
        return frame;
    }
    std::vector<Request> hear(std::string_view bytes) override {
        std::vector<Request> out;
        for (char const c : bytes) {
            if (c == 'Z') out.push_back({Ask::zero, {}});
            if (c == 'T') out.push_back({Ask::tare, {}});
            if (c == 'C') out.push_back({Ask::clear_tare, {}});
        }
        return out;
    }
};

}  // namespace

std::span<WireEntry const> toledo_wires() {
    static constexpr WireEntry wires[] = {{"toledo_cont", make_wire<Toledo>}};
    return wires;
}

}  // namespace bozhong::sim
