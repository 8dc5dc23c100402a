// USB scales of the HID usage page 8Dh: input reports of six bytes. Sources: USB-IF HID Point of Sale usage
// tables 1.02, section 4; the public project erjiang/usbscale.
//
//   03  status  unit  exponent  low high        weight = (256 × high + low) × 10^exponent
//
// Status: 1 fault, 2 stable at zero, 3 moving, 4 stable, 5 under zero, 6 over the limit, 7 to be calibrated,
// 8 to be zeroed. The weight has no sign; below zero there is only status 5. Report 4 carries the same. The
// link gives whole reports; some readers put a byte 0 in front, which is skipped. No command goes to such a
// scale.

#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t length = 6;
constexpr std::array<std::string_view, 13> units{"",    "mg", "g",   "kg",  "ct", "tael", "gr",
                                                 "dwt", "t",  "ton", "ozt", "oz", "lb"};
enum Status { fault = 1, stable_at_zero, moving, stable, under_zero, over_limit, calibrate, rezero };

/// Exponents above 0 are not known of any scale; taken for a weight they would be one a thousandfold too big.
bool fits(std::size_t place, unsigned char byte) {
    switch (place) {
        case 0: return byte == 3 || byte == 4;
        case 1: return byte >= fault && byte <= rezero;
        case 2: return byte >= 1 && byte < units.size();
        case 3: return byte == 0 || byte >= 0xF7;
        default: return true;
    }
}

domain::Reading read(std::string_view report, std::string_view default_unit) {
    auto const byte = [&](std::size_t place) { return static_cast<unsigned char>(report[place]); };
    std::string_view const unit = units[byte(2)];
    int const status = byte(1);
    if (status == under_zero) return parts::no_weight(domain::Range::under, unit, default_unit);
    if (status == over_limit) return parts::no_weight(domain::Range::over, unit, default_unit);
    if (status == fault || status == calibrate || status == rezero)
        return parts::no_weight(domain::Range::invalid, unit, default_unit);
    int const decimals = byte(3) == 0 ? 0 : 256 - byte(3);
    auto out = parts::weight({byte(5) * 256 + byte(4), decimals}, unit, default_unit);
    out.stable = status == moving ? domain::Known::no : domain::Known::yes;
    if (status == stable_at_zero) out.at_zero = domain::Known::yes;
    if (status == stable && byte(4) + byte(5) > 0) out.at_zero = domain::Known::no;
    return out;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const report = parts::text(bytes).substr(0, length);
    for (std::size_t i = 0; i < report.size(); ++i) {
        if (!fits(i, static_cast<unsigned char>(report[i]))) return Skip{1};
    }
    if (report.size() < length) return NeedMore{};
    return parts::frame(length, read(report, default_unit));
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const usb_hid;
constinit Protocol const usb_hid{
    .id = "usb_hid",
    .title = "USB HID scales, usage page 8D",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{250},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "",
    .units = "mg g kg t oz lb ct tael gr dwt ton ozt",
};

}  // namespace bozhong::scale
