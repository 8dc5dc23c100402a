// Yaohua XK3190 and Keli indicators, command mode tF=1. Sources: manuals XK3190-A9+ p9-11, XK3190-DS3 p9,
// XK3190-DS1 p9-10, XK3190-A23p p26, XK3190-A22 p13, Keli XK3118K9-R p9-10.
//
//   02  ADR CMD  XH XL  03                          6 bytes, asked and answered
//   02  ADR CMD  sign  d d d d d d  p  XH XL  03    14 bytes, a weight
//
// ADR is 'A' for scale 1 … 'Z' for 26. B gross, C tare, D net, A handshake, 04 in place of the command: not
// understood. XH XL are the nibbles of the XOR of what stands between 02 and them. The A22 reads by R and has
// 0 for zero and T for tare, the Keli H and I; a plain A9 has neither. G is never sent: on the Keli it erases
// all records. No unit and no stable flag are sent.

#include "drivers/scale/protocols/parts.h"
#include "drivers/scale/protocols/yaohua_check.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t short_length = 6, long_length = 14;

constexpr bool is_sign(char c) {
    return c == '+' || c == '-';
}
constexpr bool is_command(char c) {
    return parts::is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '\x04';
}

bool fits(std::size_t place, char c, std::size_t length) {
    if (place == 0) return c == '\x02';
    if (place == 1) return c >= 'A' && c <= 'Z';
    if (place == 2) return is_command(c);
    if (place == length - 1) return c == '\x03';
    if (place >= length - 3) return yaohua::nibble(c) >= 0;
    if (place == 3) return is_sign(c);
    return place == 10 ? c >= '0' && c <= '4' : parts::is_digit(c);
}

ScaleEvent answer(char command) {
    switch (command) {
        case 'A': return Ignored{"handshake"};
        case '\x04': return Fault{"command not understood"};
        case '0':
        case 'H': return Reply{Command::zero, true, {}};
        case 'T':
        case 'I': return Reply{Command::tare, true, {}};
        default: return Ignored{"request"};
    }
}

std::optional<ScaleEvent> weight(std::string_view frame, std::string_view default_unit) {
    auto value = domain::Decimal::parse(frame.substr(3, 7));
    if (!value) return std::nullopt;
    value->decimals = frame[10] - '0';
    if (frame[2] == 'C') return parts::tare(*value, {}, default_unit);
    auto reading = parts::weight(*value, {}, default_unit);
    switch (frame[2]) {
        case 'B': reading.kind = domain::WeightKind::gross; break;
        case 'D': reading.kind = domain::WeightKind::net; break;
        case 'R':
        case 'r': break;
        default: return Ignored{"no weight"};
    }
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view frame = parts::text(bytes).substr(0, long_length);
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\x02') return Skip{parts::until_start(parts::text(bytes), "\x02")};
    std::size_t const length = frame.size() > 3 && is_sign(frame[3]) ? long_length : short_length;
    frame = frame.substr(0, length);
    for (std::size_t i = 0; i < frame.size(); ++i) {
        if (!fits(i, frame[i], length)) return Skip{1};
    }
    if (frame.size() < length) return NeedMore{};
    int const check = yaohua::nibble(frame[length - 3]) * 16 + yaohua::nibble(frame[length - 2]);
    if (parts::xor_of(frame.substr(1, length - 4)) != check) return Skip{1, true};
    if (length == short_length) return parts::frame(length, answer(frame[2]));
    auto event = weight(frame, default_unit);
    return event ? parts::frame(length, std::move(*event)) : Step(Skip{1});
}

/// The letters a command may be sent by; the first is the usual one.
std::string_view letters(Command command) {
    switch (command) {
        case Command::zero: return "0H";
        case Command::tare: return "TI";
        case Command::read: return "BCDRr";
        default: return {};
    }
}

/// The argument is the scale's address, and behind it a letter of its model where that is not the usual one:
/// "B", "AH".
std::string encode(Command command, std::string_view argument) {
    std::string_view const known = letters(command);
    char const address = argument.empty() ? 'A' : argument[0];
    bool const addressed = address >= 'A' && address <= 'Z' && argument.size() <= 2;
    if (known.empty()) return {};
    if (!addressed) return encode(command, {});
    char const letter = argument.size() == 2 ? argument[1] : known[0];
    if (known.find(letter) == std::string_view::npos) return {};
    int const check = address ^ letter;
    return {'\x02', address, letter, yaohua::character(check / 16), yaohua::character(check % 16), '\x03'};
}

}  // namespace

extern Protocol const yaohua_cmd;
constinit Protocol const yaohua_cmd{
    .id = "yaohua_cmd",
    .title = "Yaohua XK3190 / Keli, command mode (tF=1)",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = long_length,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = false,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read",
    .units = "",
    .answers_commands = true,
};

}  // namespace bozhong::scale
