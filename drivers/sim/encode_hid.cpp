// A USB scale's input report, page 8Dh: 03, status, unit, exponent, weight low byte first. USB-IF HID Point
// of Sale usage tables 1.02, section 4. The weight has no sign: below zero there is only the status. 斤 and
// 两 have no code there.

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {
namespace {

int unit_code(domain::MassUnit unit) {
    if (unit == domain::MassUnit::g) return 2;
    if (unit == domain::MassUnit::kg) return 3;
    if (unit == domain::MassUnit::oz) return 11;
    return unit == domain::MassUnit::lb ? 12 : 0;
}

int status_of(Shown const& shown) {
    if (shown.range == ShownRange::over) return 6;
    if (shown.range == ShownRange::under || shown.units < 0) return 5;
    if (shown.range == ShownRange::not_zeroed) return 8;
    if (!shown.stable) return 3;
    return shown.units == 0 ? 2 : 4;
}

class Hid final : public ScaleWire {
  public:
    std::string live(Shown const& shown) const override {
        constexpr std::int64_t most = 0xFFFF;
        int const unit = unit_code(shown.unit), status = status_of(shown);
        if (unit == 0 || shown.units > most) return {};
        std::int64_t const weight = status == 5 || status == 6 || status == 8 ? 0 : shown.units;
        std::string out{3, static_cast<char>(status), static_cast<char>(unit),
                        static_cast<char>(-shown.decimals)};
        return out + static_cast<char>(weight & 0xFF) + static_cast<char>(weight >> 8);
    }
    /// A status that there is not.
    std::string spoiled(std::string report) const override {
        if (report.size() > 1) report[1] = '\0';
        return report;
    }
};

}  // namespace

std::span<WireEntry const> hid_wires() {
    static constexpr WireEntry wires[] = {{"usb_hid", make_wire<Hid>}};
    return wires;
}

}  // namespace bozhong::sim
