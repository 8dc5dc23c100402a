// CAS, 22 bytes, and the commands of its indicators. Sources: manuals CAS CI-600D p74, PDI p37, NT-200 p48,
// CI-400 p103 and p105, Caston-III p20, CI-201A p42.
//
//   S T , G S ,  ID LAMP , 0 0 0 0 1 3 . 5  _  k g CR LF
//
// ST stable, US unstable, OL out of range; GS gross, NT net. ID (from 31h up) and LAMP are binary: the line
// must be 8N1, and an ID may look like a delimiter. LAMP: bit 7 set, 6 stable, 4 hold, 2 gross, 1 tare, 0
// zero; bit 5 differs between models. Commands name the device by two digits and are echoed: "01MZ" (CI-400,
// NT-500), "D01KZ" (CI-200); the Caston-III has "ZE", "TR", "WT". "!" failed, "?" not understood.

#include <algorithm>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t length = 22;

constexpr std::string_view shape = "@@,@@,**,******** **\r\n";

bool fits(std::string_view frame) {
    using parts::key;
    if (parts::fit(frame, shape) == parts::Fit::no) return false;
    auto const first = frame.size() < 2 ? key("ST") : key(frame.substr(0, 2));
    auto const second = frame.size() < 5 ? key("GS") : key(frame.substr(3, 2));
    bool const lamp = frame.size() <= 7 || (frame[7] & 0x80) != 0;
    return (first == key("ST") || first == key("US") || first == key("OL")) &&
           (second == key("GS") || second == key("NT")) && lamp;
}

std::optional<domain::Reading> read(std::string_view frame, std::string_view default_unit) {
    int const lamp = static_cast<unsigned char>(frame[7]);
    std::string_view const number = frame.substr(9, 8);
    std::string_view const unit = parts::plain_unit(frame.substr(18, 2));
    if (!domain::mass_unit(unit)) return std::nullopt;
    bool const out = frame[0] == 'O';
    auto const found = parts::quantity(number);
    if (!out && (!found || !found->unit.empty())) return std::nullopt;
    bool const minus = number.find('-') != std::string_view::npos;
    auto reading =
        out ? parts::no_weight(minus ? domain::Range::under : domain::Range::over, unit, default_unit)
            : parts::weight(found->value, unit, default_unit);
    if (!out) {
        bool const stable = frame[0] == 'S' && (lamp & 0x40) != 0;
        reading.stable = stable ? domain::Known::yes : domain::Known::no;
        reading.at_zero = (lamp & 0x01) != 0 ? domain::Known::yes : domain::Known::no;
        if ((lamp & 0x10) != 0) reading = parts::not_live(reading);
    }
    reading.kind = frame[3] == 'G' ? domain::WeightKind::gross : domain::WeightKind::net;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const frame = parts::text(bytes).substr(0, length);
    if (frame.empty()) return NeedMore{};
    if (auto const noise = parts::until_start(parts::text(bytes), "SUO"); noise > 0) return Skip{noise};
    if (!fits(frame)) return Skip{1};
    if (frame.size() < length) return NeedMore{};
    auto reading = read(frame, default_unit);
    return reading ? parts::frame(length, std::move(*reading)) : Step(Skip{1});
}

std::string no_command(Command, std::string_view) {
    return {};
}

bool is_device(std::string_view text) {
    return text.size() == 2 && parts::is_digit(text[0]) && parts::is_digit(text[1]);
}

/// The three sets: what a command is called in each; empty where the set has none.
struct Words {
    std::string_view ci400, ci200, caston;
};
Words words(Command command) {
    switch (command) {
        case Command::zero: return {"MZ", "KZ", "ZE"};
        case Command::tare: return {"MT", "KT", "TR"};
        case Command::read: return {"RW", "KW", "WT"};
        default: return {};
    }
}

std::optional<ScaleEvent> read_answer(std::string_view line) {
    if (line == "!") return Fault{"not possible now"};
    if (line == "?") return Fault{"command not understood"};
    for (Command const command : {Command::zero, Command::tare, Command::read}) {
        auto const [ci400, ci200, caston] = words(command);
        bool const echo =
            line == caston || (line.size() == 4 && is_device(line.substr(0, 2)) && line.substr(2) == ci400) ||
            (line.size() == 5 && line[0] == 'D' && is_device(line.substr(1, 2)) && line.substr(3) == ci200);
        if (!echo) continue;
        if (command == Command::read) return Ignored{"request"};
        return Reply{command, true, {}};
    }
    return std::nullopt;
}

Step decode_answers(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes);
    if (text.empty()) return NeedMore{};
    if (auto const noise = parts::until_start(text, "SUOD0123456789ZTW!?"); noise > 0) return Skip{noise};
    if (text[0] == 'S' || text[0] == 'U' || text[0] == 'O') return decode(bytes, default_unit);
    constexpr std::size_t longest_answer = 7;
    auto const line = parts::first_line(text, longest_answer);
    if (line.state == parts::Line::State::incomplete) return parts::rest_of_line();
    if (line.state == parts::Line::State::broken) return Skip{1};
    auto event = read_answer(line.content);
    return event ? parts::frame(line.bytes, std::move(*event)) : Step(Skip{1});
}

/// The argument is the device, "01" (CI-400), "D01" (CI-200), or "caston"; without one CI-400's device 01.
std::string encode(Command command, std::string_view argument) {
    auto const [ci400, ci200, caston] = words(command);
    if (ci400.empty()) return {};
    std::string out;
    if (argument == "caston")
        out = caston;
    else if (argument.size() == 3 && argument[0] == 'D' && is_device(argument.substr(1)))
        out.append(argument).append(ci200);
    else
        out.append(is_device(argument) ? argument : "01").append(ci400);
    return out + "\r\n";
}

}  // namespace

extern Protocol const cas_22;
constinit Protocol const cas_22{
    .id = "cas_22",
    .title = "CAS, 22 bytes (CI, NT, PDI, Caston)",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = no_command,
    .commands = "",
    .units = "kg g lb oz t",
};

extern Protocol const cas_cmd;
constinit Protocol const cas_cmd{
    .id = "cas_cmd",
    .title = "CAS, 22 bytes on request (CI-400, CI-200, Caston-III commands)",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = length,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode_answers,
    .encode = encode,
    .commands = "zero tare read",
    .units = "kg g lb oz t",
    .answers_commands = true,
};

}  // namespace bozhong::scale
