// Toledo 8217 and 8213, the checkout scales. Sources: MT Diva service manual 72191202 p39 and p44-45, Rice
// Lake BenchPro p26, Global Industrial 412584 p25.
//
//   W →  02 w w . w w w [N] 0D     the weight; N net
//   W →  02 3F STATUS 0D           no weight: moving, out of range, or still the one sent last
//
// STATUS: bit 0 motion, 1 over capacity, 2 under zero, 4 centre of zero, 5 net (on some models always set), 6
// set. 7E1: read as 8N1 the parity shows as bit 7, which is dropped. The unit is not sent. A weight is only
// sent when it is stable, by some scales once and then only "unchanged".

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 11;

Step read_status(std::size_t length, int status, std::string_view default_unit) {
    bool const over = (status & 2) != 0, under = (status & 4) != 0, motion = (status & 1) != 0;
    if (!over && !under && !motion) return parts::frame(length, Unchanged{});
    auto const range = over ? domain::Range::over : under ? domain::Range::under : domain::Range::invalid;
    auto reading = parts::no_weight(range, {}, default_unit);
    if (motion) reading.stable = domain::Known::no;
    if ((status & 0x20) == 0) reading.kind = domain::WeightKind::gross;
    return parts::frame(length, reading);
}

/// Of the whole frame, `body` is what stands between its first and its last byte.
Step read(std::size_t length, std::string_view body, std::string_view default_unit) {
    if (body.size() == 2 && body[0] == '?') {
        if ((body[1] & 0x40) == 0) return Skip{1};
        return read_status(length, body[1], default_unit);
    }
    if (body == "E" || body == "F") return parts::frame(length, Ignored{"echo"});
    bool const net = !body.empty() && body.back() == 'N';
    if (net) body.remove_suffix(1);
    if (body.size() < 4 || body.size() > 8 || !parts::is_digit(body[0])) return Skip{1};
    auto const value = domain::Decimal::parse(body);
    if (!value) return Skip{1};
    auto reading = parts::weight(*value, {}, default_unit);
    reading.kind = net ? domain::WeightKind::net : domain::WeightKind::gross;
    reading.stable = domain::Known::yes;
    return parts::frame(length, reading);
}

bool is_body(char c) {
    return parts::is_digit(c) || c == '.' || c == 'N' || c == 'E' || c == 'F';
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    parts::Low7<longest> const low7(bytes);
    std::string_view const frame = low7.text();
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\x02') return Skip{parts::until_start(frame, "\x02")};
    bool const status = frame.size() > 1 && frame[1] == '?';
    auto const* const end = std::find_if_not(frame.begin() + 1, frame.end(), is_body);
    std::size_t const length = status ? 4 : static_cast<std::size_t>(end - frame.begin()) + 1;
    if (frame.size() < length) return frame.size() < longest ? Step(NeedMore{}) : Skip{1};
    if (frame[length - 1] != '\r') return Skip{1};
    return read(length, frame.substr(1, length - 2), default_unit);
}

/// Five digits, for a display of WW.WWW.
std::string digital_tare(std::string_view argument) {
    auto const found = parts::quantity(argument);
    auto const unit = found ? domain::mass_unit(found->unit.empty() ? "kg" : found->unit) : std::nullopt;
    auto const mass = unit ? domain::to_mass(found->value, *unit) : std::nullopt;
    if (!mass || mass->mg <= 0 || mass->mg >= 100'000'000 || mass->mg % 1'000 != 0) return {};
    std::string const digits = std::to_string(mass->mg / 1'000);
    return "T" + std::string(5 - digits.size(), '0') + digits + "\r";
}

std::string encode(Command command, std::string_view argument) {
    switch (command) {
        case Command::zero: return "Z";
        case Command::tare: return "T\r";
        case Command::clear_tare: return "C";
        case Command::preset_tare: return digital_tare(argument);
        case Command::read: return "W";
        default: return {};
    }
}

}  // namespace

extern Protocol const toledo_8217;
constinit Protocol const toledo_8217{
    .id = "toledo_8217",
    .title = "Toledo 8217 / 8213 checkout",
    .kind = Kind::poll,
    .line = {9600, 7, 'E', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare clear_tare preset_tare read",
    .units = "",
};

}  // namespace bozhong::scale
