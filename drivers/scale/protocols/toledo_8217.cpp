// Toledo 8217 and 8213, the checkout scales. Sources: MT Diva service manual 72191202 p39 and p44-45, Rice
// Lake BenchPro p26, Global Industrial 412584 p25.
//
//   W →  02 w w . w w w [N] 0D     the weight; N net
//   W →  02 3F STATUS 0D           no weight: moving, out of range, or still the one sent last
//
// STATUS: bit 0 motion, 1 over capacity, 2 under zero, 4 centre of zero, 5 net (on some models always set), 6
// set. 7E1: read as 8N1 the parity shows as bit 7, which is dropped. The unit is not sent. A weight is only
// sent when it is stable, by some scales once and then only "unchanged".

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 11;

constexpr int motion = 1, over = 2, under = 4, net_or_nothing = 0x20, always = 0x40;

Step why_no_weight(std::size_t length, int status, std::string_view default_unit) {
    auto const range = (status & over) != 0    ? domain::Range::over
                       : (status & under) != 0 ? domain::Range::under
                                               : domain::Range::invalid;
    Step step = parts::no_weight_frame(length, range, {}, default_unit);
    auto& reading = parts::reading_in(step);
    if ((status & motion) != 0) reading.stable = domain::Known::no;
    if ((status & net_or_nothing) == 0) reading.kind = domain::WeightKind::gross;
    return step;
}

Step at_rest(std::size_t length, domain::Decimal value, bool net, std::string_view default_unit) {
    Step step = parts::weight_frame(length, value, {}, default_unit);
    auto& reading = parts::reading_in(step);
    reading.kind = net ? domain::WeightKind::net : domain::WeightKind::gross;
    reading.stable = domain::Known::yes;
    return step;
}

NeedMore constexpr more{.at_least = 3};

Step read_status(std::string_view frame, std::string_view default_unit) {
    constexpr std::size_t length = 4;
    if (frame.size() < length) return more;
    int const status = frame[2];
    if (frame[3] != '\r' || (status & always) == 0) return Skip{1};
    if ((status & (motion | over | under)) == 0) return parts::frame(length, Unchanged{});
    return why_no_weight(length, status, default_unit);
}

Step read_echo(std::string_view frame) {
    constexpr std::size_t length = 3;
    if (frame.size() < length) return more;
    return frame[2] == '\r' ? parts::frame(length, Ignored{"echo"}) : Skip{1};
}

Step read_number(std::string_view frame, std::string_view default_unit) {
    std::string_view rest = frame.substr(1);
    auto const value = domain::Decimal::take(rest);
    std::size_t const digits = frame.size() - 1 - rest.size();
    if (!value || digits > 8) return Skip{1};
    bool const net = !rest.empty() && rest[0] == 'N';
    if (net) rest.remove_prefix(1);
    if (rest.empty()) return more;
    if (rest[0] != '\r' || digits < 4) return Skip{1};
    return at_rest(frame.size() - rest.size() + 1, *value, net, default_unit);
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    parts::Low7<longest> const low7(bytes);
    std::string_view const frame = low7.text();
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\x02') return Skip{parts::until_start(frame, "\x02")};
    if (frame.size() == 1) return more;
    if (frame[1] == '?') return read_status(frame, default_unit);
    if (frame[1] == 'E' || frame[1] == 'F') return read_echo(frame);
    return parts::is_digit(frame[1]) ? read_number(frame, default_unit) : Skip{1};
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
