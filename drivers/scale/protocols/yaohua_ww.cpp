// The text of Yaohua's XK3190-A12 and A12E, and of CAS DH. Sources: manual CAS DH p6, and the single letters
// R, T, Z of public A12 drivers.
//
//   w w 0 0 1 . 1 7 1 k g CR LF      ww gross, wn net, wt tare; the minus takes the place of a digit; CR may
//   miss
//
// The unit is kg or lb. There is no stable flag.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 20;

std::optional<ScaleEvent> read_line(std::string_view line, std::string_view default_unit) {
    if (line.size() < 3 || line[0] != 'w') return std::nullopt;
    char const kind = line[1];
    std::string_view const number = line.substr(2);
    if (kind != 'w' && kind != 'n' && kind != 't') return std::nullopt;
    if (number[0] != '-' && !parts::is_digit(number[0]) && number[0] != ' ') return std::nullopt;
    auto const found = parts::quantity(number);
    if (!found || (found->unit != "kg" && found->unit != "lb")) return std::nullopt;
    if (kind == 't') return parts::tare(found->value, found->unit, default_unit);
    auto reading = parts::weight(found->value, found->unit, default_unit);
    reading.kind = kind == 'w' ? domain::WeightKind::gross : domain::WeightKind::net;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes).substr(0, longest);
    if (text.empty()) return NeedMore{};
    if (text[0] != 'w') return Skip{parts::until_start(parts::text(bytes), "w")};
    auto const end = text.find('\n');
    if (end == std::string_view::npos) return text.size() < longest ? Step(parts::rest_of_line()) : Skip{1};
    bool const with_return = text[end - 1] == '\r';
    auto event = read_line(text.substr(0, end - (with_return ? 1 : 0)), default_unit);
    return event ? parts::frame(end + 1, std::move(*event)) : Step(Skip{1});
}

std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "Z";
        case Command::tare: return "T";
        case Command::read: return "R";
        default: return {};
    }
}

}  // namespace

extern Protocol const yaohua_ww;
constinit Protocol const yaohua_ww{
    .id = "yaohua_ww",
    .title = "Yaohua A12 / CAS DH text (ww, wn, wt)",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = false,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read",
    .units = "kg lb",
};

}  // namespace bozhong::scale
