// MT-SICS level 0 and 1, and KERN KCP, which is the same. Sources: manuals MT AT balances p87, MT JS p30,
// KERN KIB-TM p7, KERN CKE p35; answers as in the public test suite Atlantis-Software/mt-sics (MIT).
//
//   S S     100.00 g CR LF       stable        S D … dynamic      S + / S - over / under     S I not now
//   Z A / Z I / Z + / Z -        zero done, not possible, above / below the limit; ZI D / ZI S zeroed at once
//   T S … / T I …, TA A …, TAC A tare          I4 A "1234567" serial number, also the answer to @
//   ES ET EL                     syntax, transmission, logical error
//
// Parsed by fields, not columns. The weight is net. SIR streams until another command; an old stream may be
// running when the link opens, so the session sends @ first.

#include <algorithm>
#include <vector>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 64;

/// The first field and what follows it without the blank between them.
std::pair<std::string_view, std::string_view> split(std::string_view text) {
    auto const space = std::min(text.find(' '), text.size());
    std::string_view rest = text.substr(space);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    return {text.substr(0, space), rest};
}

std::string_view refusal(std::string_view status) {
    if (status == "I") return "not possible now";
    if (status == "+") return "above the limit";
    if (status == "-") return "below the limit";
    if (status == "L") return "wrong parameter";
    return {};
}

std::optional<ScaleEvent> read_weight(std::string_view status, std::string_view rest,
                                      std::string_view default_unit) {
    if (status == "S" || status == "D") {
        auto const found = parts::quantity(rest);
        if (!found) return std::nullopt;
        auto reading = parts::weight(found->value, found->unit, default_unit);
        reading.kind = domain::WeightKind::net;
        reading.stable = status == "S" ? domain::Known::yes : domain::Known::no;
        return reading;
    }
    if (!rest.empty()) return std::nullopt;
    if (status == "+") return parts::no_weight(domain::Range::over, {}, default_unit);
    if (status == "-") return parts::no_weight(domain::Range::under, {}, default_unit);
    if (status == "I" || status == "L") return Reply{Command::read, false, std::string(refusal(status))};
    return std::nullopt;
}

std::optional<Command> answered(std::string_view name) {
    if (name == "Z" || name == "ZI") return Command::zero;
    if (name == "T" || name == "TI") return Command::tare;
    if (name == "TA") return Command::preset_tare;
    if (name == "TAC") return Command::clear_tare;
    return std::nullopt;
}

/// A, S and D mean done; S and D of a tare carry the weight taken.
std::optional<ScaleEvent> read_reply(Command to, std::string_view status, std::string_view rest) {
    if (auto const reason = refusal(status); !reason.empty() && rest.empty())
        return Reply{to, false, std::string(reason)};
    if (status != "A" && status != "S" && status != "D") return std::nullopt;
    if (!rest.empty() && !parts::quantity(rest)) return std::nullopt;
    return Reply{to, true, {}};
}

std::optional<ScaleEvent> read_line(std::string_view line, std::string_view default_unit) {
    if (line == "ES") return Fault{"syntax error"};
    if (line == "ET") return Fault{"transmission error"};
    if (line == "EL") return Fault{"logical error"};
    auto const [name, after] = split(line);
    auto const [status, rest] = split(after);
    if (name == "S") return read_weight(status, rest, default_unit);
    if (auto const command = answered(name)) return read_reply(*command, status, rest);
    if (name == "I4" && status == "A" && rest.size() >= 2 && rest.front() == '"' && rest.back() == '"')
        return Ignored{"serial number " + std::string(rest.substr(1, rest.size() - 2))};
    if (name.size() == 2 && name[0] == 'I' && parts::is_digit(name[1]) && (status == "A" || status == "B"))
        return Ignored{"identity"};
    return std::nullopt;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return parts::line_step(bytes, "SZTIE", longest, read_line, default_unit);
}

/// "0.120" is kilograms; "120 g" says its unit.
std::string preset_tare(std::string_view argument) {
    auto const found = parts::quantity(argument);
    if (!found || found->value.units < 0) return {};
    return "TA " + found->value.text() + " " + std::string(found->unit.empty() ? "kg" : found->unit) + "\r\n";
}

std::string encode(Command command, std::string_view argument) {
    switch (command) {
        case Command::zero: return "Z\r\n";
        case Command::tare: return "T\r\n";
        case Command::clear_tare: return "TAC\r\n";
        case Command::preset_tare: return preset_tare(argument);
        case Command::read: return "SI\r\n";
        case Command::stream_on: return "SIR\r\n";
        case Command::stream_off:
        case Command::reset: return "@\r\n";
    }
    return {};
}

}  // namespace

extern Protocol const mt_sics;
constinit Protocol const mt_sics{
    .id = "mt_sics",
    .title = "MT-SICS level 0/1, KERN KCP",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{400},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare clear_tare preset_tare read stream_on stream_off reset",
    .units = "g kg lb oz t",
    .answers_commands = true,
    .always_net = true,
};

}  // namespace bozhong::scale
