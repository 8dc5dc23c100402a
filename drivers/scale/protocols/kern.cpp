// KERN balances that do not speak KCP. Sources: manual KERN FKB p37; the packet of 14 and 15 bytes as the
// public project libsigrok describes it (src/scale/kern.c).
//
//   kern_18   _ _ _ _ _ _ _ 0 . 6 6 5 _ g _ _ CR LF      stable; unstable ends behind the number's blank (15
//   bytes)
//             _ _ _ _ _ _ _ E r r o r CR LF              14 bytes
//   kern_14   + 0 1 2 3 . 4 5 _ G _ S CR LF              number in 8 or 9, unit in 2, a mark, S U or E
//
// E covers above and below the range alike. The letters w and t are commands only without an end of line.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

std::optional<ScaleEvent> fkb_weight(std::string_view frame, std::string_view default_unit) {
    bool const with_unit = frame.size() == 18;
    std::string_view const unit = with_unit ? parts::trimmed(frame.substr(13, 3)) : std::string_view{};
    auto const found = parts::quantity(frame.substr(0, 12));
    if (!found || frame[11] == ' ' || unit.empty() == with_unit) return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    reading.stable = with_unit ? domain::Known::yes : domain::Known::no;
    return reading;
}

std::optional<ScaleEvent> invalid(std::string_view, std::string_view default_unit) {
    return parts::no_weight(domain::Range::invalid, {}, default_unit);
}

Step decode_18(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{"############ @@@\r\n", fkb_weight},
                                               {"############ \r\n", fkb_weight},
                                               {"       Error\r\n", invalid}};
    return parts::first_fit(bytes, frames, default_unit);
}

std::optional<ScaleEvent> packet(std::string_view frame, std::string_view default_unit) {
    std::size_t const digits = frame.size() == 15 ? 9 : 8;
    char const status = frame[digits + 3];
    std::string_view const unit = parts::plain_unit(frame.substr(digits, 2));
    if (status == 'E') return parts::no_weight(domain::Range::invalid, unit, default_unit);
    auto const found = parts::quantity(frame.substr(0, digits));
    if (!found || (status != 'S' && status != 'U')) return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    reading.stable = status == 'S' ? domain::Known::yes : domain::Known::no;
    return reading;
}

Step decode_14(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{"~#######@@?@\r\n", packet}, {"~########@@?@\r\n", packet}};
    return parts::first_fit(bytes, frames, default_unit);
}

std::string encode_18(Command command, std::string_view) {
    switch (command) {
        case Command::tare: return "t";
        case Command::read: return "w";
        case Command::zero:
        case Command::clear_tare:
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

std::string encode_nothing(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const kern_14;
constinit Protocol const kern_14{
    .id = "kern_14",
    .title = "KERN balances, 14 or 15 bytes",
    .kind = Kind::stream,
    .line = {1200, 8, 'N', 1},
    .frame_max = 15,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{150},
    .has_stable_flag = true,
    .decode = decode_14,
    .encode = encode_nothing,
    .commands = "",
    .units = "g kg lb oz",
};
extern Protocol const kern_18;
constinit Protocol const kern_18{
    .id = "kern_18",
    .title = "KERN DE and FKB, 18 or 15 bytes, asked with w",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = 18,
    .poll_every = std::chrono::milliseconds{150},
    .expected_interval = std::chrono::milliseconds{150},
    .has_stable_flag = true,
    .decode = decode_18,
    .encode = encode_18,
    .commands = "tare read",
    .units = "g kg lb oz",
};

}  // namespace bozhong::scale
