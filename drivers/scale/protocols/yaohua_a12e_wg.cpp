// Yaohua XK3190-A12(E), text with a check. Source: its manual p13.
//
//   W G 0 0 4 . 1 3 9 k g  X X  CR LF         15 bytes; WG gross, WN net; a minus in the third
//   _ _ _ _ _ _ _ _ _ O L  2 3  CR LF        above Max + 9 e; LO below −20 d
//
// XX is the XOR of the first eleven bytes in hex. Without a point the ninth byte is a blank. No stable flag.

#include <algorithm>

#include "drivers/scale/protocols/parts.h"
#include "drivers/scale/protocols/yaohua_check.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t length = 15, checked = 11;

bool could_be_frame(std::string_view bytes) {
    if (bytes[0] == 'W') return bytes.size() < 2 || bytes[1] == 'G' || bytes[1] == 'N';
    return bytes[0] == ' ' && bytes.substr(0, 9).find_first_not_of(' ') == std::string_view::npos;
}

std::optional<domain::Reading> read(std::string_view frame, std::string_view default_unit) {
    if (frame[0] == ' ') {
        if (frame.substr(9, 2) == "OL") return parts::no_weight(domain::Range::over, {}, default_unit);
        if (frame.substr(9, 2) == "LO") return parts::no_weight(domain::Range::under, {}, default_unit);
        return std::nullopt;
    }
    std::string_view number = frame.substr(2, 7);
    if (number.back() == ' ') number.remove_suffix(1);
    auto const value = domain::Decimal::parse(number);
    auto const unit = parts::trimmed(frame.substr(9, 2));
    if (!value || number[0] == '+' || !domain::mass_unit(unit)) return std::nullopt;
    auto reading = parts::weight(*value, unit, default_unit);
    reading.kind = frame[1] == 'G' ? domain::WeightKind::gross : domain::WeightKind::net;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const frame = parts::text(bytes).substr(0, length);
    if (frame.empty()) return NeedMore{};
    if (auto const noise = parts::until_start(parts::text(bytes), "W "); noise > 0) return Skip{noise};
    if (!could_be_frame(frame)) return Skip{1};
    if (frame.size() < length) return NeedMore{.at_least = length};
    int const high = yaohua::nibble(frame[checked]), low = yaohua::nibble(frame[checked + 1]);
    if (frame.substr(13) != "\r\n" || high < 0 || low < 0) return Skip{1};
    if (parts::xor_of(frame.substr(0, checked)) != high * 16 + low) return Skip{1, true};
    auto reading = read(frame, default_unit);
    return reading ? parts::frame(length, std::move(*reading)) : Step(Skip{1});
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const yaohua_a12e_wg;
constinit Protocol const yaohua_a12e_wg{
    .id = "yaohua_a12e_wg",
    .title = "Yaohua A12(E) text with check (WG, WN)",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = false,
    .decode = decode,
    .encode = encode,
    .commands = "",
    .units = "kg lb g t",
};

}  // namespace bozhong::scale
