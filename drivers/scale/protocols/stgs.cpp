// The "ST,GS" text of Excell, General Measure, T-Scale, Jadever, A&D indicators and many others. Sources:
// manuals Excell 20key-6PS p14, Excell H3 p67, General Measure M02 p56, A&D AD-4402 p80-82 and AD-4406
// p45-46, KERN KXS p70.
//
//   S T , G S , + 0 0 0 . 8 7 6 k g CR LF        typically 18 bytes
//
// Header 1: ST stable, US unstable, OL out of range (the sign tells which way; UL under), HD hold. Header 2:
// GS/G gross, NT/N net; TR/T, PT, TW, TN are tares and totals, not the load. The number is padded with zeros
// or blanks and its sign may stand apart; the second comma may be missing, a comma may stand before the unit.
// The unit is taken whole:
// "+15.06.24hkg" is Hong Kong catty and tael, and no reading. Commands as the Excell two-way format; A&D
// echoes them.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 32;
constexpr std::array<std::string_view, 9> openings{"ST,", "US,",  "OL,",  "UL,", "LO,",
                                                   "HD,", "MZ\r", "MT\r", "CT\r"};
constexpr std::array<std::string_view, 9> second_headers{"GS", "NT", "TR", "PT", "TW", "TN", "G", "N", "T"};

bool could_open(std::string_view bytes) {
    if (bytes.size() >= 3) {
        auto const opening = parts::key(bytes.substr(0, 3));
        return std::any_of(openings.begin(), openings.end(),
                           [&](std::string_view o) { return parts::key(o) == opening; });
    }
    return std::any_of(openings.begin(), openings.end(),
                       [&](std::string_view o) { return bytes == o.substr(0, bytes.size()); });
}

std::optional<ScaleEvent> echoed_command(std::string_view line) {
    if (line == "MZ") return Reply{Command::zero, true, {}};
    if (line == "MT") return Reply{Command::tare, true, {}};
    if (line == "CT") return Reply{Command::clear_tare, true, {}};
    return std::nullopt;
}

domain::Reading out_of_range(std::string_view state, std::string_view rest, std::string_view default_unit) {
    bool const minus = rest.find('-') != std::string_view::npos;
    domain::Range range = minus ? domain::Range::under : domain::Range::over;
    if (state == "UL") range = domain::Range::under;
    if (state == "LO") range = domain::Range::invalid;  // AD-4402 writes it for either side
    return parts::no_weight(range, {}, default_unit);
}

/// The line's meaning; nothing when it is not one of this family's.
std::optional<ScaleEvent> read_line(std::string_view line, std::string_view default_unit) {
    if (auto echo = echoed_command(line)) return echo;
    std::string_view const state = line.substr(0, 2);
    line.remove_prefix(std::min<std::size_t>(3, line.size()));
    auto const* header = std::find_if(second_headers.begin(), second_headers.end(),
                                      [&](std::string_view h) { return line.substr(0, h.size()) == h; });
    if (header == second_headers.end()) return std::nullopt;
    line.remove_prefix(header->size());
    if (line.empty() || (line.front() != ',' && line.front() != ' ')) return std::nullopt;
    if (line.front() == ',') line.remove_prefix(1);

    bool const gross = header->front() == 'G';
    bool const live = gross || header->front() == 'N';
    auto const found = parts::quantity(line);
    domain::Reading reading;
    if (state == "OL" || state == "UL" || state == "LO") {
        reading = out_of_range(state, line, default_unit);
    } else if (!found) {
        return std::nullopt;
    } else if (!live) {
        return Ignored{"tare or total"};
    } else {
        reading = parts::weight(found->value, found->unit, default_unit);
        if (state != "HD") reading.stable = state == "ST" ? domain::Known::yes : domain::Known::no;
    }
    if (!live) return Ignored{"tare or total"};
    if (state == "HD") {  // a held value is shown, but it is not what lies on the pan
        reading.range = domain::Range::invalid;
        reading.mass.reset();
    }
    reading.kind = gross ? domain::WeightKind::gross : domain::WeightKind::net;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes);
    if (text.empty()) return NeedMore{};
    if (auto const noise = parts::until_start(text, "SUOLHMC"); noise > 0) return Skip{noise};
    if (!could_open(text)) return Skip{1};
    auto const line = parts::first_line(text, longest);
    if (line.state == parts::Line::State::incomplete) return parts::rest_of_line();
    if (line.state == parts::Line::State::broken) return Skip{1};
    auto event = read_line(line.content, default_unit);
    if (!event) return Skip{1};
    return parts::frame(line.bytes, std::move(*event));
}

std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "MZ\r\n";
        case Command::tare: return "MT\r\n";
        case Command::clear_tare: return "CT\r\n";
        case Command::read: return "RW\r\n";
        case Command::stream_on: return "SC\r\n";
        case Command::stream_off: return "SO\r\n";
        case Command::preset_tare:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const stgs;
constinit Protocol const stgs{
    .id = "stgs",
    .title = "ST,GS text (Excell, General Measure, T-Scale, A&D indicators)",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare clear_tare read stream_on stream_off",
    .units = "kg g lb oz t",
};

}  // namespace bozhong::scale
