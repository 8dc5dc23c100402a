// Yaohua XK3190 and Keli indicators, continuous output tF=0. Sources: manuals XK3190-A9+ p9-11, XK3190-DS3
// p7-9, XK3190-A26 p12-13, XK3190-A22 p13, Keli XK3118K9-R p9-10.
//
//   02  sign  d d d d d d  p  XH XL  03          12 bytes
//       +/-   high first   0..4 decimals
//
// XH XL are the nibbles of the XOR of bytes 2..9. The value is what the display shows, gross or net; the
// frame has no unit, no stable, zero, net or overload flag. The scale does not listen in this mode.

#include "drivers/scale/protocols/parts.h"
#include "drivers/scale/protocols/yaohua_check.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t length = 12;

bool fits(std::size_t place, char c) {
    if (place == 0) return c == '\x02';
    if (place == 1) return c == '+' || c == '-';
    if (place < 8) return parts::is_digit(c);
    if (place == 8) return c >= '0' && c <= '4';
    if (place < 11) return yaohua::nibble(c) >= 0;
    return c == '\x03';
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const frame = parts::text(bytes).substr(0, length);
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\x02') return Skip{parts::until_start(parts::text(bytes), "\x02")};
    for (std::size_t i = 0; i < frame.size(); ++i) {
        if (!fits(i, frame[i])) return Skip{1};
    }
    if (frame.size() < length) return NeedMore{.at_least = length};
    if (parts::xor_of(frame.substr(1, 8)) != yaohua::nibble(frame[9]) * 16 + yaohua::nibble(frame[10]))
        return Skip{1, true};
    auto value = domain::Decimal::parse(frame.substr(1, 7));
    if (!value) return Skip{1};
    value->decimals = frame[8] - '0';
    return parts::frame(length, parts::weight(*value, {}, default_unit));
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const yaohua_tf0;
constinit Protocol const yaohua_tf0{
    .id = "yaohua_tf0",
    .title = "Yaohua XK3190 / Keli, continuous, 12 bytes (tF=0)",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = false,
    .decode = decode,
    .encode = encode,
    .commands = "",
    .units = "",
};

}  // namespace bozhong::scale
