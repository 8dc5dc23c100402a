// Dini Argeo's strings. Sources: manuals DGT4X p52 and p54, 3590/E-AF04 p65.
//
//   S T , G S , _ _ _ _ _ 0 . 0 , k g CR LF               standard; two address digits in front on RS-485
//   S T , 1 , _ _ _ _ _ 1 2 . 3 4 k g , _ _ 0 . 0 0 k g CR LF      extended: scale number, gross, tare
//
// ST stable, US unstable, OL over, UL under. GS gross, NT net; VL microvolts and RZ converter points are no
// weights. OK means accepted, not done: whether a zero or a tare worked is seen from the readings. ERR01 …
// ERR04 refuse.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 48;

std::string_view next_field(std::string_view& rest) {
    auto const comma = std::min(rest.find(','), rest.size());
    std::string_view const field = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    return field;
}

bool is_unit(std::string_view text) {
    return !text.empty() && text.size() <= 3 &&
           parts::fit(text, std::string_view("@@@").substr(0, text.size())) == parts::Fit::whole;
}

std::optional<domain::Reading> reading_of(std::string_view state, std::string_view number,
                                          std::string_view unit, std::string_view default_unit) {
    if (state == "OL") return parts::no_weight(domain::Range::over, unit, default_unit);
    if (state == "UL") return parts::no_weight(domain::Range::under, unit, default_unit);
    auto const found = parts::quantity(number);
    if (!found || !found->unit.empty()) return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    reading.stable = state == "ST" ? domain::Known::yes : domain::Known::no;
    return reading;
}

std::optional<ScaleEvent> standard(std::string_view state, std::string_view header, std::string_view rest,
                                   std::string_view default_unit) {
    std::string_view const number = next_field(rest);
    std::string_view const unit = parts::trimmed(rest);
    if (number.size() < 8 || number.size() > 10 || !is_unit(unit)) return std::nullopt;
    if (header == "VL" || header == "RZ") return Ignored{"converter value"};
    auto reading = reading_of(state, number, unit, default_unit);
    if (reading) reading->kind = header == "GS" ? domain::WeightKind::gross : domain::WeightKind::net;
    return reading;
}

/// The weight is gross even while a tare is shown beside it.
std::optional<ScaleEvent> extended(std::string_view state, std::string_view rest,
                                   std::string_view default_unit) {
    std::string_view const weight = next_field(rest);
    auto const tare = parts::quantity(rest);
    if (weight.size() < 10 || !tare || tare->unit.empty()) return std::nullopt;
    auto reading =
        reading_of(state, weight.substr(0, weight.size() - tare->unit.size()), tare->unit, default_unit);
    if (!reading || weight.substr(weight.size() - tare->unit.size()) != tare->unit) return std::nullopt;
    reading->kind = domain::WeightKind::gross;
    reading->tare = tare->value;
    return reading;
}

std::optional<ScaleEvent> read_line(std::string_view line, std::string_view default_unit) {
    if (line == "OK") return Ignored{"accepted"};
    if (line.size() == 5 && line.substr(0, 4) == "ERR0" && parts::is_digit(line[4]))
        return Fault{"refused, " + std::string(line)};
    if (line.size() > 2 && parts::is_digit(line[0]) && parts::is_digit(line[1])) line.remove_prefix(2);
    std::string_view const state = next_field(line);
    constexpr std::array<std::string_view, 4> states{"ST", "US", "OL", "UL"};
    if (std::find(states.begin(), states.end(), state) == states.end()) return std::nullopt;
    std::string_view const header = next_field(line);
    if (header.size() == 1 && parts::is_digit(header[0])) return extended(state, line, default_unit);
    constexpr std::array<std::string_view, 4> headers{"GS", "NT", "VL", "RZ"};
    if (std::find(headers.begin(), headers.end(), header) == headers.end()) return std::nullopt;
    return standard(state, header, line, default_unit);
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return parts::line_step(bytes, "SUOE0123456789", longest, read_line, default_unit);
}

std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "ZERO\r\n";
        case Command::tare: return "TARE\r\n";
        case Command::read: return "READ\r\n";
        case Command::clear_tare:
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const dini_argeo;
constinit Protocol const dini_argeo{
    .id = "dini_argeo",
    .title = "Dini Argeo, standard and extended string",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read",
    .units = "kg g lb t",
};

}  // namespace bozhong::scale
