// The "ST,GS" text of Excell, General Measure, T-Scale, Jadever, A&D indicators and many others. Sources:
// manuals Excell 20key-6PS p14, Excell H3 p67, General Measure M02 p56, A&D AD-4402 p80-82 and AD-4406
// p45-46, KERN KXS p70, KERN GAB-N p37, Tiger TI-02 p21.
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

enum class State { stable, unstable, out, under, either, held };

std::optional<State> state_of(std::string_view three) {
    switch (parts::key(three)) {
        case parts::key("ST,"): return State::stable;
        case parts::key("US,"): return State::unstable;
        case parts::key("OL,"): return State::out;
        case parts::key("UL,"): return State::under;
        case parts::key("LO,"): return State::either;  // AD-4402 writes it for either side
        case parts::key("HD,"): return State::held;
        default: return std::nullopt;
    }
}

std::optional<Command> echoed_command(std::string_view three) {
    switch (parts::key(three)) {
        case parts::key("MZ\r"): return Command::zero;
        case parts::key("MT\r"): return Command::tare;
        case parts::key("CT\r"): return Command::clear_tare;
        default: return std::nullopt;
    }
}

enum class Shows { gross, net, tare, total };

/// The second header and the comma or blank behind it, taken off the line.
std::optional<Shows> take_second_header(std::string_view& line) {
    auto const is_end = [&](std::size_t at) {
        return at < line.size() && (line[at] == ',' || line[at] == ' ');
    };
    std::size_t const length = is_end(1) ? 1 : 2;
    if (!is_end(length)) return std::nullopt;
    auto const header = parts::key(line.substr(0, length));
    line.remove_prefix(length + (line[length] == ',' ? 1 : 0));
    switch (header) {
        case parts::key("GS"):
        case parts::key("G"): return Shows::gross;
        case parts::key("NT"):
        case parts::key("N"): return Shows::net;
        case parts::key("TR"):
        case parts::key("T"):
        case parts::key("PT"): return Shows::tare;
        case parts::key("TW"):
        case parts::key("TN"): return Shows::total;
        default: return std::nullopt;
    }
}

domain::Range range_of(State state, std::string_view number) {
    if (state == State::under) return domain::Range::under;
    if (state == State::either) return domain::Range::invalid;
    return number.find('-') != std::string_view::npos ? domain::Range::under : domain::Range::over;
}

bool is_out(State state) {
    return state == State::out || state == State::under || state == State::either;
}

/// A frame of `bytes` by the line behind its first header; skipped when it is not one of this family's.
Step read_line(State state, std::string_view line, std::size_t bytes, std::string_view default_unit) {
    auto const shows = take_second_header(line);
    if (!shows) return Skip{1};
    bool const out = is_out(state);
    auto const found = out ? std::nullopt : parts::quantity(line);
    if (!found && !out) return Skip{1};
    if (*shows == Shows::total || (*shows == Shows::tare && out))
        return parts::frame(bytes, Ignored{"total"});
    if (*shows == Shows::tare)
        return parts::frame(bytes, parts::tare(found->value, found->unit, default_unit));
    auto reading = out ? parts::no_weight(range_of(state, line), {}, default_unit)
                       : parts::weight(found->value, found->unit, default_unit);
    if (state == State::stable) reading.stable = domain::Known::yes;
    if (state == State::unstable) reading.stable = domain::Known::no;
    if (state == State::held) reading = parts::not_live(std::move(reading));
    reading.kind = *shows == Shows::gross ? domain::WeightKind::gross : domain::WeightKind::net;
    return parts::frame(bytes, std::move(reading));
}

/// Whether so few bytes could become a first header or an echo.
bool could_open(std::string_view bytes) {
    constexpr std::array<std::string_view, 9> openings{"ST,", "US,",  "OL,",  "UL,", "LO,",
                                                       "HD,", "MZ\r", "MT\r", "CT\r"};
    return std::any_of(openings.begin(), openings.end(),
                       [&](std::string_view o) { return bytes == o.substr(0, bytes.size()); });
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes);
    if (text.empty()) return NeedMore{};
    auto const state = text.size() < 3 ? std::nullopt : state_of(text.substr(0, 3));
    if (!state) {
        if (auto const noise = parts::until_start(text, "SUOLHMC"); noise > 0) return Skip{noise};
        if (text.size() < 3) return could_open(text) ? Step(NeedMore{}) : Skip{1};
        auto const echo = echoed_command(text.substr(0, 3));
        if (!echo) return Skip{1};
        if (text.size() == 3) return parts::rest_of_line();
        return text[3] == '\n' ? parts::frame(4, Reply{*echo, true, {}}) : Step(Skip{1});
    }
    auto const line = parts::first_line(text, longest);
    if (line.state == parts::Line::State::incomplete) return parts::rest_of_line();
    if (line.state == parts::Line::State::broken) return Skip{1};
    return read_line(*state, line.content.substr(std::min<std::size_t>(3, line.content.size())), line.bytes,
                     default_unit);
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
