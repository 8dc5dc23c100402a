// Sartorius and Minebea SBI. Sources: manuals Sartorius CP p55 and p60, QC60 p145, CB p34, LE2202S p51, IW2
// p25.
//
//   + _ _ _ 1 2 5 5 . 7 _ k g _ CR LF                    16 bytes: sign, nine, blank, unit in three
//   N _ _ _ _ _ + _ _ _ 0 . 1 2 3 4 _ g _ _ CR LF        22 bytes: an identification of six in front
//   S t a t _ _ _ _ _ _ _ _ _ O F F _ _ _ _ CR LF        no weight: H above, L below the range, OFF, Err 54
//
// A blank unit says not stable. A digit in square brackets is not verified; it counts. The factory setting is
// 1200 7O1 with hardware handshake: without CTS the balance says nothing.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::string_view short_shape =
    "????????????"
    "??\r\n";
constexpr std::string_view long_shape =
    "@?????"
    "????????????"
    "??\r\n";

/// What stands where a weight would.
std::optional<ScaleEvent> read_words(std::string_view words, std::string_view default_unit) {
    if (words == "H" || words == "HH" || words == "High")
        return parts::no_weight(domain::Range::over, {}, default_unit);
    if (words == "L" || words == "LL" || words == "Low")
        return parts::no_weight(domain::Range::under, {}, default_unit);
    if (words == "OFF") return Fault{"switched off"};
    if (words == "Cal.") return Fault{"calibrating"};
    if (words.size() > 4 && words.substr(0, 3) == "Err")
        return Fault{"error " + std::string(parts::trimmed(words.substr(3)))};
    return std::nullopt;
}

std::optional<ScaleEvent> read_body(std::string_view body, std::string_view default_unit) {
    if (auto const words = parts::trimmed(body); !words.empty() && words[0] >= 'A' && words[0] <= 'Z')
        return read_words(words, default_unit);
    std::array<char, 10> signed_number{};
    auto const* const end = std::copy_if(body.begin(), body.begin() + signed_number.size(),
                                         signed_number.begin(), [](char c) { return c != '[' && c != ']'; });
    auto const found = parts::quantity({signed_number.begin(), end});
    std::string_view const unit = parts::trimmed(body.substr(11));
    bool const signed_or_blank = body[0] == '+' || body[0] == '-' || body[0] == ' ';
    if (!signed_or_blank || body[10] != ' ' || !found || !found->unit.empty() ||
        unit.find_first_of("0123456789. +-") != std::string_view::npos)
        return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    reading.stable = unit.empty() ? domain::Known::no : domain::Known::yes;
    return reading;
}

std::optional<ScaleEvent> read_short(std::string_view frame, std::string_view default_unit) {
    return read_body(frame.substr(0, 14), default_unit);
}

std::optional<ScaleEvent> read_long(std::string_view frame, std::string_view default_unit) {
    std::string_view const name = parts::trimmed(frame.substr(0, 6));
    auto event = read_body(frame.substr(6, 14), default_unit);
    auto* reading = event ? std::get_if<domain::Reading>(&*event) : nullptr;
    if (name == "Stat") return event;
    if (reading == nullptr || name.size() == 6 || name.find(' ') != std::string_view::npos)
        return std::nullopt;
    if (name == "N") {
        reading->kind = domain::WeightKind::net;
    } else if (name == "G") {
        reading->kind = domain::WeightKind::gross;
    } else {
        return Ignored{"not the load: " + std::string(name)};  // T1, Nom., a total, a count …
    }
    return event;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{long_shape, read_long}, {short_shape, read_short}};
    return parts::first_fit(bytes, frames, default_unit);
}

/// ESC Z calibrates and ESC T is tare and zero in one; neither is sent.
std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "\x1BV";
        case Command::tare: return "\x1BU";
        case Command::read: return "\x1BP";
        case Command::clear_tare:
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const sartorius_sbi;
constinit Protocol const sartorius_sbi{
    .id = "sartorius_sbi",
    .title = "Sartorius and Minebea SBI, 16 or 22 characters",
    .kind = Kind::poll,
    .line = {1200, 7, 'O', 1},
    .frame_max = long_shape.size(),
    .poll_every = std::chrono::milliseconds{250},
    .expected_interval = std::chrono::milliseconds{250},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read",
    .units = "g kg lb oz t mg",
};

}  // namespace bozhong::scale
