// A&D's standard format of balances and weighing modules. Sources: manuals A&D AD-4212D-33 p27, GH-252 p44,
// FX-i p52, HC-i p36; commands of the indicators AD-4406 p45-46, AD-4401A p53.
//
//   S T , + 0 0 0 . 1 2 7 8 _ _ g CR LF      17 bytes: header, sign and number in nine, unit in three
//
// ST stable (WT on some), US unstable, QT a count of pieces, OL out of range with a sign and 9999999E+19,
// which is no number. EC,E01 is an error. Indicators echo a command as its answer; I says not now, ? unknown.
// The same frames come from balances and from indicators, whose commands differ; hence two entries.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::string_view shape = "@@,????????????\r\n";
constexpr std::size_t longest_answer = 9;

std::optional<ScaleEvent> read_frame(std::string_view frame, std::string_view default_unit) {
    std::string_view const header = frame.substr(0, 2);
    std::string_view const unit = parts::plain_unit(frame.substr(12, 3));
    if (header == "OL") {
        if (frame.substr(4, 11) != "9999999E+19") return std::nullopt;
        return parts::no_weight(frame[3] == '-' ? domain::Range::under : domain::Range::over, {},
                                default_unit);
    }
    auto const found = parts::quantity(frame.substr(3, 9));
    if (!found || !found->unit.empty()) return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    if (header == "ST" || header == "WT" || header == "QT")
        reading.stable = domain::Known::yes;
    else if (header == "US")
        reading.stable = domain::Known::no;
    else
        return std::nullopt;
    // A count without a unit is no weight in the configured one.
    if (header == "QT" && unit.empty()) return Ignored{"count of pieces"};
    return reading;
}

std::optional<ScaleEvent> read_answer(std::string_view line, std::string_view) {
    if (line == "MZ") return Reply{Command::zero, true, {}};
    if (line == "MT") return Reply{Command::tare, true, {}};
    if (line == "CT") return Reply{Command::clear_tare, true, {}};
    if (line == "I") return Fault{"not possible now"};
    if (line == "?") return Fault{"unknown command"};
    if (line.size() == 6 && line.substr(0, 4) == "EC,E" && parts::is_digit(line[4]) &&
        parts::is_digit(line[5]))
        return Fault{"error " + std::string(line.substr(3))};
    return std::nullopt;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{shape, read_frame}};
    std::string_view const text = parts::text(bytes);
    if (!text.empty() && text[0] == '\x06') return Frame{1, Ignored{"acknowledged"}};
    Step step = parts::first_fit(bytes, frames, default_unit);
    constexpr std::string_view answers = "MCIE?";
    if (std::holds_alternative<NeedMore>(step))
        step = NeedMore{};  // it may be an answer, and they are short
    else if (std::holds_alternative<Skip>(step) && answers.find(text[0]) != std::string_view::npos)
        step = parts::line_step(bytes, answers, longest_answer, read_answer, default_unit);
    return step;
}

std::string encode_indicator(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "MZ\r\n";
        case Command::tare: return "MT\r\n";
        case Command::clear_tare: return "CT\r\n";
        case Command::read: return "RW\r\n";
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

/// CAL, which calibrates, and PRT are not among them.
std::string encode_balance(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "Z\r\n";
        case Command::tare: return "T\r\n";
        case Command::read: return "Q\r\n";
        case Command::clear_tare:
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const and_std;
constinit Protocol const and_std{
    .id = "and_std",
    .title = "A&D standard format, asked as an indicator (RW, MZ)",
    .kind = Kind::poll,
    .line = {2400, 7, 'E', 1},
    .frame_max = shape.size(),
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode_indicator,
    .commands = "zero tare clear_tare read",
    .units = "g kg lb oz t",
};
extern Protocol const and_balance;
constinit Protocol const and_balance{
    .id = "and_balance",
    .title = "A&D standard format, asked as a balance (Q, Z)",
    .kind = Kind::poll,
    .line = {2400, 7, 'E', 1},
    .frame_max = shape.size(),
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode_balance,
    .commands = "zero tare read",
    .units = "g kg lb oz t",
};

}  // namespace bozhong::scale
