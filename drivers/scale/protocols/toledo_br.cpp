// Toledo and Filizola of Brazil. Source: OpenAC-Net/OpenAC.Net.Balanca (MIT), ProtocoloToledo.
//
//   05 →  02 0 1 2 5 0 03       five digits, grams
//         IIIII moving, NNNNN below zero, SSSSS over capacity
//
// A weight is sent only when it is stable.

#include <algorithm>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t length = 7;

/// Nothing when one is no digit.
std::optional<domain::Decimal> five_digits(std::string_view body) {
    domain::Decimal out;
    for (char const c : body) {
        if (!parts::is_digit(c)) return std::nullopt;
        out.units = out.units * 10 + (c - '0');
    }
    return out;
}

bool could_be_frame(std::string_view bytes) {
    std::string_view const body = bytes.substr(1, 5);
    bool const letters = body.empty() || ((body[0] == 'I' || body[0] == 'N' || body[0] == 'S') &&
                                          body.find_first_not_of(body[0]) == std::string_view::npos);
    return letters || std::all_of(body.begin(), body.end(), parts::is_digit);
}

domain::Reading read_letters(char letter, std::string_view default_unit) {
    switch (letter) {
        case 'N': return parts::no_weight(domain::Range::under, {}, default_unit);
        case 'S': return parts::no_weight(domain::Range::over, {}, default_unit);
        default: break;
    }
    auto moving = parts::no_weight(domain::Range::invalid, {}, default_unit);
    moving.stable = domain::Known::no;
    return moving;
}

Step read(std::string_view body, std::string_view default_unit) {
    auto const grams = five_digits(body);
    if (!grams) return parts::frame(length, read_letters(body[0], default_unit));
    auto reading = parts::weight(*grams, "g", default_unit);
    reading.stable = domain::Known::yes;
    return parts::frame(length, reading);
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const frame = parts::text(bytes).substr(0, length);
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\x02') return Skip{parts::until_start(parts::text(bytes), "\x02")};
    if (!could_be_frame(frame)) return Skip{1};
    if (frame.size() < length) return NeedMore{.at_least = length};
    if (frame[6] != '\x03') return Skip{1};
    return read(frame.substr(1, 5), default_unit);
}

std::string encode(Command command, std::string_view) {
    return command == Command::read ? "\x05" : "";
}

}  // namespace

extern Protocol const toledo_br;
constinit Protocol const toledo_br{
    .id = "toledo_br",
    .title = "Toledo / Filizola Brazil",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "read",
    .units = "g",
};

}  // namespace bozhong::scale
