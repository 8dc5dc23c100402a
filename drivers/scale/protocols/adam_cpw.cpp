// Adam CPWplus. Sources: manual Adam CPWplus 150 p14; lines of a scale in the public project
// odoo-cpwplus-driver.
//
//   + _ _ 0 . 1 2 _ _ l b CR LF              sign, number, unit
//   G / W _ _ + _ 0 . 5 8 _ l b CR LF        with G/W gross or N/W net in front
//
// There is no stable flag and no zero command: Z is the tare key, and T only reports the tare.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 32;

std::optional<ScaleEvent> read_line(std::string_view line, std::string_view default_unit) {
    char name = ' ';
    if (line.size() > 3 && line.substr(1, 2) == "/W") {
        name = line[0];
        line = parts::trimmed(line.substr(3));
    }
    // Without its sign it may be the rest of a negative weight.
    auto const found = parts::quantity(line);
    if (line.empty() || (line[0] != '+' && line[0] != '-') || !found || found->unit.empty())
        return std::nullopt;
    if (name == 'T') return Ignored{"tare"};
    auto reading = parts::weight(found->value, found->unit, default_unit);
    if (name == 'G') reading.kind = domain::WeightKind::gross;
    if (name == 'N') reading.kind = domain::WeightKind::net;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return parts::line_step(bytes, "GNT+-", longest, read_line, default_unit);
}

std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::tare: return "Z\r\n";
        case Command::read: return "G\r\n";
        case Command::zero:
        case Command::clear_tare:
        case Command::preset_tare:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const adam_cpw;
constinit Protocol const adam_cpw{
    .id = "adam_cpw",
    .title = "Adam CPWplus",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{200},
    .expected_interval = std::chrono::milliseconds{200},
    .has_stable_flag = false,
    .decode = decode,
    .encode = encode,
    .commands = "tare read",
    .units = "kg lb g oz",
};

}  // namespace bozhong::scale
