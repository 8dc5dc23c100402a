// SMA, the Scale Manufacturers Association's own. Sources: manuals Sartorius PR 5220 p130, PR 5210 p37, B-TEK
// T419S p61, Fairbanks FB2550 p180.
//
//   0A W 0D →  0A  s r n m f  x x x x x x x . x x  u u u  0D         20 bytes
//
// s: Z centre of zero, O over, U under, E zero error, I initial zero error, T tare error, else blank. r:
// range. n: G gross, N net, T tare; g and n the same in high resolution. m: M moving. f: left to the maker.
// An O still carries a plausible number: the status counts first. 0A 3F 0D: not understood.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t length = 20;

bool is_one_of(std::string_view characters, char c) {
    return characters.find(c) != std::string_view::npos;
}

constexpr std::string_view shape = "\n@?@@??????????????\r";

bool fits(std::string_view frame) {
    if (parts::fit(frame, shape) == parts::Fit::no) return false;
    auto const is = [&](std::size_t place, std::string_view characters) {
        return frame.size() <= place || is_one_of(characters, frame[place]);
    };
    return is(1, " ZOUEIT") && is(2, " 0123456789") && is(3, "GNTgn") && is(4, "M ");
}

std::optional<ScaleEvent> read(std::string_view frame, std::string_view default_unit) {
    std::string_view const unit = parts::trimmed(frame.substr(16, 3));
    char const status = frame[1], kind = frame[3];
    auto range = domain::Range::ok;
    if (status == 'O') range = domain::Range::over;
    if (status == 'U') range = domain::Range::under;
    if (is_one_of("EIT", status)) range = domain::Range::invalid;
    bool const good = range == domain::Range::ok;
    auto const found = parts::quantity(frame.substr(6, 10));
    if (good && (!found || !found->unit.empty())) return std::nullopt;
    if (good && kind == 'T') return parts::tare(found->value, unit, default_unit);
    auto reading =
        good ? parts::weight(found->value, unit, default_unit) : parts::no_weight(range, unit, default_unit);
    if (good) reading.at_zero = status == 'Z' ? domain::Known::yes : domain::Known::no;
    reading.stable = frame[4] == 'M' ? domain::Known::no : domain::Known::yes;
    if (kind == 'G' || kind == 'g') reading.kind = domain::WeightKind::gross;
    if (kind == 'N' || kind == 'n') reading.kind = domain::WeightKind::net;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const frame = parts::text(bytes).substr(0, length);
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\n') return Skip{parts::until_start(parts::text(bytes), "\n")};
    if (frame.size() > 1 && frame[1] == '?') {
        if (frame.size() == 2) return NeedMore{};
        return frame[2] == '\r' ? parts::frame(3, Fault{"command not understood"}) : Step(Skip{1});
    }
    if (!fits(frame)) return Skip{1};
    if (frame.size() < length) return NeedMore{};
    auto event = read(frame, default_unit);
    return event ? parts::frame(length, std::move(*event)) : Step(Skip{1});
}

/// R repeats until the next command, so a stream has no end of its own.
std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "\nZ\r";
        case Command::tare: return "\nT\r";
        case Command::read: return "\nW\r";
        case Command::stream_on: return "\nR\r";
        default: return {};
    }
}

}  // namespace

extern Protocol const sma;
constinit Protocol const sma{
    .id = "sma",
    .title = "SMA (Scale Manufacturers Association)",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read stream_on",
    .units = "kg lb g oz t",
    .polls_by_reading = true,
};

}  // namespace bozhong::scale
