// The "=" formats of Yaohua's D2+ and A26 families. Sources: manuals XK3190-A26 p12-13, XK3190-DS3 p9,
// XK3190-A23p p24, XK3190-A22 p13.
//
//   =  0 0 0 . 3 0 0  0             reversed: seven characters, low digit first, then 0 or - (A22: 1); 3.000
//   =  0 0 . 5 2 0 0                the old D2+ has no sign; 25.00
//   =  0  0 0 3 . 0 0 0             forward: 0 or -, seven characters, high digit first; 3.000
//   =  0  0 0 2 . 0 0 0  k g ; 0 0 0 1 . 0 0 ; 0 0 0 2 . 0 0      forward with unit, price and amount
//
// Nothing marks the end: a frame ends where the next begins. Reversed and forward cannot be told from each
// other, so they are two protocols. No check, no status and mostly no unit are sent: one reading alone proves
// little.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t number_length = 7, longest_reversed = 9, longest_forward = 27;

constexpr bool is_number(std::string_view text) {
    return text.size() == number_length &&
           std::all_of(text.begin(), text.end(), [](char c) { return parts::is_digit(c) || c == '.'; });
}

std::optional<domain::Reading> reading_of(std::string_view number, bool negative, std::string_view unit,
                                          std::string_view default_unit) {
    if (!is_number(number)) return std::nullopt;
    auto value = domain::Decimal::parse(number);
    if (!value) return std::nullopt;
    if (negative) value->units = -value->units;
    return parts::weight(*value, unit, default_unit);
}

using Read = std::optional<domain::Reading> (*)(std::string_view body, std::string_view default_unit);

std::optional<domain::Reading> reversed(std::string_view body, std::string_view default_unit) {
    if (body.size() < number_length || body.size() > number_length + 1) return std::nullopt;
    char const sign = body.size() == number_length ? '0' : body.back();
    if (sign != '0' && sign != '-' && sign != '1') return std::nullopt;
    std::array<char, number_length> number{};
    std::reverse_copy(body.begin(), body.begin() + number_length, number.begin());
    return reading_of({number.data(), number.size()}, sign != '0', {}, default_unit);
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ';
}

std::optional<domain::Reading> forward(std::string_view body, std::string_view default_unit) {
    bool const priced = body.size() == longest_forward - 1;
    if ((body.size() != number_length + 1 && !priced) || (body[0] != '0' && body[0] != '-'))
        return std::nullopt;
    std::string_view unit;
    if (priced) {
        unit = body.substr(8, 2);
        bool const separated = !parts::is_digit(body[10]) && body[10] == body[18];
        if (!is_letter(unit[0]) || !is_letter(unit[1]) || !separated || !is_number(body.substr(11, 7)) ||
            !is_number(body.substr(19, 7)))
            return std::nullopt;
    }
    return reading_of(body.substr(1, number_length), body[0] == '-', parts::trimmed(unit), default_unit);
}

Step step(std::string_view bytes, std::size_t longest, Read read, std::string_view default_unit,
          bool at_end) {
    if (bytes.empty()) return NeedMore{};
    if (bytes[0] != '=') return Skip{parts::until_start(bytes, "=")};
    auto const next = bytes.find('=', 1);
    if (next == std::string_view::npos && !at_end)
        return bytes.size() > longest ? Step(Skip{1}) : NeedMore{'='};
    std::size_t const length = std::min(next, bytes.size());
    if (length > longest) return Skip{1};
    auto reading = read(bytes.substr(1, length - 1), default_unit);
    return reading ? parts::frame(length, std::move(*reading)) : Step(Skip{1});
}

template <std::size_t longest, Read read, bool at_end>
Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return step(parts::text(bytes), longest, read, default_unit, at_end);
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const yaohua_eq_reversed;
constinit Protocol const yaohua_eq_reversed{
    .id = "yaohua_eq_reversed",
    .title = "Yaohua D2+ / A26 \"=\", low digit first",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest_reversed + 1,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = false,
    .decode = decode<longest_reversed, reversed, false>,
    .encode = encode,
    .commands = "",
    .units = "",
    .decode_end = decode<longest_reversed, reversed, true>,
};

extern Protocol const yaohua_eq_forward;
constinit Protocol const yaohua_eq_forward{
    .id = "yaohua_eq_forward",
    .title = "Yaohua A26 / A23p \"=\", high digit first",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest_forward + 1,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = false,
    .decode = decode<longest_forward, forward, false>,
    .encode = encode,
    .commands = "",
    .units = "kg g lb t",
    .decode_end = decode<longest_forward, forward, true>,
};

}  // namespace bozhong::scale
