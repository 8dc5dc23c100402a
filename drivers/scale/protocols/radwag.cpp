// Radwag. Sources: manuals Radwag R p82-87, WTC p48-49, MA X2 p105-107, WTB p56.
//
//   S U I ? _ - _ _ _ 5 8 . 2 3 7 _ k g _ CR LF     21 bytes: command in three, mark, blank, sign, nine,
//   blank, unit
//
// Mark: blank stable, ? unstable, ^ above, v below the range. S answers twice: S A at once, the weight later.
// Short answers are the command, a blank and A accepted, D done, E timed out, I busy, ^ or v beyond the
// limit, OK; ES is an unknown command. UT takes the tare in the unit the scale shows, taken here to be
// kilograms.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::string_view shape = "S@@? ~######### @@@\r\n";
constexpr std::string_view tare_shape = "OT ? ~######### @@@\r\n";
constexpr std::size_t longest_answer = 9;

std::optional<ScaleEvent> read_mass(std::string_view frame, std::string_view default_unit) {
    constexpr std::array<std::string_view, 4> commands{"S", "SI", "SU", "SUI"};
    auto const name = parts::trimmed(frame.substr(0, 3));
    char const mark = frame[3];
    std::string_view const unit = parts::trimmed(frame.substr(16, 3));
    auto const found = parts::quantity(frame.substr(5, 10));
    if (std::find(commands.begin(), commands.end(), name) == commands.end() ||
        unit.find(' ') != std::string_view::npos)
        return std::nullopt;
    if (mark == '^') return parts::no_weight(domain::Range::over, unit, default_unit);
    if (mark == 'v') return parts::no_weight(domain::Range::under, unit, default_unit);
    if (!found || (mark != ' ' && mark != '?')) return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    reading.stable = mark == ' ' ? domain::Known::yes : domain::Known::no;
    return reading;
}

std::optional<ScaleEvent> read_tare(std::string_view, std::string_view) {
    return Ignored{"tare"};
}

std::optional<Command> answered(std::string_view name) {
    if (name == "Z") return Command::zero;
    if (name == "T") return Command::tare;
    if (name == "UT") return Command::preset_tare;
    if (name == "S" || name == "SI" || name == "SU" || name == "SUI") return Command::read;
    if (name == "C1" || name == "CU1") return Command::stream_on;
    if (name == "C0" || name == "CU0") return Command::stream_off;
    return std::nullopt;
}

std::optional<ScaleEvent> read_answer(std::string_view line, std::string_view) {
    if (line == "ES") return Fault{"unknown command"};
    auto const space = std::min(line.find(' '), line.size());
    auto const command = answered(line.substr(0, space));
    std::string_view const status = line.substr(std::min(space + 1, line.size()));
    if (!command) return std::nullopt;
    bool const at_once = *command == Command::stream_on || *command == Command::stream_off;
    if (status == "A" && !at_once) return Ignored{"accepted"};
    if (status == "A" || status == "D" || status == "OK") return Reply{*command, true, {}};
    if (status == "E") return Reply{*command, false, "timed out waiting for stability"};
    if (status == "I") return Reply{*command, false, "not possible now"};
    if (status == "^") return Reply{*command, false, "above the limit"};
    if (status == "v") return Reply{*command, false, "below the limit"};
    return std::nullopt;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{shape, read_mass}, {tare_shape, read_tare}};
    Step step = parts::first_fit(bytes, frames, default_unit);
    if (std::holds_alternative<NeedMore>(step)) return NeedMore{};  // it may be an answer, and they are short
    constexpr std::string_view answers = "ZTUSCE";
    if (!std::holds_alternative<Skip>(step) || answers.find(parts::text(bytes)[0]) == std::string_view::npos)
        return step;
    return parts::line_step(bytes, answers, longest_answer, read_answer, default_unit);
}

std::string preset_tare(std::string_view argument) {
    auto const found = parts::quantity(argument);
    bool const in_kilograms = found && (found->unit.empty() || found->unit == "kg");
    if (!in_kilograms || found->value.units < 0) return {};
    return "UT " + found->value.text() + "\r\n";
}

std::string encode(Command command, std::string_view argument) {
    switch (command) {
        case Command::zero: return "Z\r\n";
        case Command::tare: return "T\r\n";
        case Command::preset_tare: return preset_tare(argument);
        case Command::read: return "SI\r\n";
        case Command::stream_on: return "C1\r\n";
        case Command::stream_off: return "C0\r\n";
        case Command::clear_tare:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const radwag;
constinit Protocol const radwag{
    .id = "radwag",
    .title = "Radwag balances and terminals",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = shape.size(),
    .poll_every = std::chrono::milliseconds{400},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare preset_tare read stream_on stream_off",
    .units = "g kg lb oz",
    .answers_commands = true,
};

}  // namespace bozhong::scale
