// Ohaus Defender, Ranger and floor scales of the same output. Sources: manuals Ohaus Defender 5000 EN-48,
// Defender 2200 EN-31, Ranger RP p48; lines captured from a Defender 3000.
//
//   - _ _ 1 . 6 4 0 _ k g _ _ _ ? N CR LF            18 bytes as captured
//   - _ _ _ 1 . 6 4 0 _ k g _ _ _ ? N E T CR LF      21 bytes as printed: a blank after the sign, legend in
//   three
//
// Sign, apart from the digits; weight in seven; unit in five; ? while unstable; legend G gross, N or NET net,
// T or PT tare. There is no zero flag. The widths are what tells a whole line from one without its sign, so
// no other is taken.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::string_view captured = "~####### @@@@@??\r\n";
constexpr std::string_view printed = "~ ####### @@@@@????\r\n";

std::optional<ScaleEvent> read_frame(std::string_view frame, std::string_view default_unit) {
    std::string_view const line = frame.substr(0, frame.size() - 2);
    std::size_t const unit_at = frame.size() == captured.size() ? 9 : 10;
    char const mark = line[unit_at + 5];
    std::string_view const legend = parts::trimmed(line.substr(unit_at + 6));
    std::string_view const unit = parts::trimmed(line.substr(unit_at, 5));
    auto const found = parts::quantity(line.substr(0, unit_at));
    if (!found || unit.find(' ') != std::string_view::npos || (mark != ' ' && mark != '?'))
        return std::nullopt;
    if (legend == "T" || legend == "PT") return Ignored{"tare"};
    auto reading = parts::weight(found->value, unit, default_unit);
    if (legend == "G")
        reading.kind = domain::WeightKind::gross;
    else if (legend == "N" || legend == "NET")
        reading.kind = domain::WeightKind::net;
    else if (!legend.empty())
        return std::nullopt;
    reading.stable = mark == '?' ? domain::Known::no : domain::Known::yes;
    return reading;
}

std::optional<ScaleEvent> read_fault(std::string_view, std::string_view) {
    return Fault{"unknown command"};
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {
        {captured, read_frame}, {printed, read_frame}, {"ES\r\n", read_fault}};
    return parts::first_fit(bytes, frames, default_unit);
}

/// A preset tare is a whole number of grams.
std::string preset_tare(std::string_view argument) {
    auto const found = parts::quantity(argument);
    auto const unit = found ? domain::mass_unit(found->unit.empty() ? "kg" : found->unit) : std::nullopt;
    auto const mass = unit ? domain::to_mass(found->value, *unit) : std::nullopt;
    if (!mass || mass->mg < 0 || mass->mg % 1000 != 0) return {};
    return std::to_string(mass->mg / 1000) + "T\r\n";
}

std::string encode(Command command, std::string_view argument) {
    switch (command) {
        case Command::zero: return "Z\r\n";
        case Command::tare: return "T\r\n";
        case Command::preset_tare: return preset_tare(argument);
        case Command::read: return "IP\r\n";
        case Command::stream_on: return "CP\r\n";
        case Command::stream_off: return "0P\r\n";
        case Command::clear_tare:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const ohaus;
constinit Protocol const ohaus{
    .id = "ohaus",
    .title = "Ohaus Defender and Ranger, 18 or 21 bytes",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = printed.size(),
    .poll_every = std::chrono::milliseconds{400},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare preset_tare read stream_on stream_off",
    .units = "kg g lb oz",
};

}  // namespace bozhong::scale
