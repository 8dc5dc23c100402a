// Mettler-Toledo continuous output and its clones. Sources: manuals MT ICS425 p50, MT Wildcat p6-5, KERN FTC
// p42, Ohaus Defender 5000 EN-68, Rice Lake 480 p53.
//
//   02  SWA SWB SWC  W W W W W W  T T T T T T  0D  [CHK]      18 bytes, 17 without the check
//
// SWA bits 0-2: decimal point, value = digits × 10^(2 − code). SWB: 0 net, 1 negative, 2 out of range (the
// sign tells which way), 3 motion, 4 kg (0 = lb), 6 zero not captured since power-up. SWC bits 0-2: 0 =
// lb/kg, 1 = g, 2 = t, 3 = oz; bit 4: expanded ×10, a service display that is no weight to trade by. CHK
// makes the sum of all 18 bytes 0 modulo 128. The fixed bits differ between makers, so status is masked,
// never compared. These scales often run at 7E1, where a line read as 8N1 shows the parity as bit 7; the
// check is defined on the low 7 bits, so bit 7 is dropped. Worldweigh ends with CR LF in place of the check
// (BWS manual p22); a frame damaged elsewhere could end so too, hence a protocol of its own.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t without_check = 17;
constexpr char start = '\x02';

/// Blanks, then digits: the six characters of a weight or a tare.
bool is_field(std::string_view field) {
    field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
    return std::all_of(field.begin(), field.end(), parts::is_digit);
}

bool could_be_frame(std::string_view bytes) {
    if (bytes.size() > 4 && !is_field(bytes.substr(4, 6))) return false;
    if (bytes.size() > 10 && !is_field(bytes.substr(10, 6))) return false;
    return bytes.size() <= 16 || bytes[16] == '\r';
}

std::optional<domain::Decimal> number(std::string_view field, int point_code, bool negative) {
    field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
    auto value = domain::Decimal::parse(field);
    if (!value) return std::nullopt;
    for (int zeros = 2 - point_code; zeros > 0; --zeros) value->units *= 10;
    value->decimals = std::max(0, point_code - 2);
    if (negative) value->units = -value->units;
    return value;
}

std::string_view unit_of(int swb, int swc) {
    switch (swc & 7) {
        case 0: return (swb & 0x10) != 0 ? "kg" : "lb";
        case 1: return "g";
        case 2: return "t";
        case 3: return "oz";
        default: return {};
    }
}

domain::Reading read(std::string_view frame, std::string_view default_unit) {
    int const point = frame[1] & 7;
    int const swb = frame[2];
    int const swc = frame[3];
    bool const negative = (swb & 2) != 0;
    std::string_view const unit = unit_of(swb, swc);
    auto const value = number(frame.substr(4, 6), point, negative);
    auto range = domain::Range::ok;
    if ((swb & 4) != 0)
        range = negative ? domain::Range::under : domain::Range::over;
    else if ((swb & 0x40) != 0 || !value)
        range = domain::Range::invalid;
    auto out = range == domain::Range::ok ? parts::weight(*value, unit, default_unit)
                                          : parts::no_weight(range, unit, default_unit);
    if ((swc & 0x10) != 0 && out.range == domain::Range::ok) out = parts::not_live(std::move(out));
    out.kind = (swb & 1) != 0 ? domain::WeightKind::net : domain::WeightKind::gross;
    out.stable = (swb & 8) != 0 ? domain::Known::no : domain::Known::yes;
    out.tare = number(frame.substr(10, 6), point, false);
    return out;
}

/// How many bytes the frame takes, 0 = wrong check, nothing = the next bytes must tell.
std::optional<std::size_t> frame_length(std::string_view bytes, bool at_end) {
    if (bytes.size() == without_check) return at_end ? std::optional{without_check} : std::nullopt;
    int sum = 0;
    for (char const c : bytes.substr(0, without_check + 1)) sum += c;
    bool const good = sum % 128 == 0;
    if (bytes[without_check] != start) return good ? without_check + 1 : 0;
    // 02 after the CR is the next frame's start or a check that happens to be 02; the start after it decides.
    if (bytes.size() == without_check + 1)
        return at_end ? std::optional{good ? without_check + 1 : 0} : std::nullopt;
    if (bytes[without_check + 1] == start) return good ? without_check + 1 : 0;
    return without_check;
}

Step decode_frame(parts::Bytes bytes, std::string_view default_unit, bool at_end) {
    parts::Low7<without_check + 2> const low7(bytes);
    std::string_view const frame = low7.text();
    if (frame.empty()) return NeedMore{};
    if (frame[0] != start) return Skip{parts::until_start(frame, "\x02")};
    if (!could_be_frame(frame)) return Skip{1};
    if (frame.size() < without_check) return NeedMore{.at_least = without_check};
    auto const taken = frame_length(frame, at_end);
    if (!taken) return NeedMore{};
    if (*taken == 0) return Skip{1, true};
    return parts::frame(*taken, read(frame, default_unit));
}

Step decode_lines(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const frame = parts::text(bytes).substr(0, without_check + 1);
    if (frame.empty()) return NeedMore{};
    if (frame[0] != start) return Skip{parts::until_start(frame, "\x02")};
    if (!could_be_frame(frame)) return Skip{1};
    if (frame.size() <= without_check) return NeedMore{};
    if (frame[without_check] != '\n') return Skip{1};
    return parts::frame(frame.size(), read(frame, default_unit));
}

Step decode(parts::Bytes bytes, std::string_view unit) {
    return decode_frame(bytes, unit, false);
}
Step decode_end(parts::Bytes bytes, std::string_view unit) {
    return decode_frame(bytes, unit, true);
}

/// No preset tare: KERN's "T0.120" would be the plain T, the load itself as tare, to every other maker's
/// scale.
std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "Z\r\n";
        case Command::tare: return "T\r\n";
        case Command::clear_tare: return "C\r\n";
        case Command::preset_tare:
        case Command::read:
        case Command::stream_on:
        case Command::stream_off:
        case Command::reset: return {};
    }
    return {};
}

}  // namespace

extern Protocol const toledo_cont;
constinit Protocol const toledo_cont{
    .id = "toledo_cont",
    .title = "Mettler-Toledo continuous, 17 or 18 bytes",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = without_check + 2,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare clear_tare",
    .units = "kg lb g t oz",
    .answers_commands = false,
    .decode_end = decode_end,
};

extern Protocol const toledo_cont_lf;
constinit Protocol const toledo_cont_lf{
    .id = "toledo_cont_lf",
    .title = "Toledo continuous ending with CR LF (Worldweigh)",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = without_check + 1,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode_lines,
    .encode = encode,
    .commands = "zero tare clear_tare",
    .units = "kg lb g t oz",
};

}  // namespace bozhong::scale
