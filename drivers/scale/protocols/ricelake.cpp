// Rice Lake stream. Sources: manuals Rice Lake 480 p64, 482 p33, Tracer AV p34, 120 Plus p44.
//
//   02  - _ _ _ 0 . 5 0  K  N  _  CR LF     polarity, seven, unit letter, G or N, status
//
// Unit: K kg, L lb, G g, T t, O oz. Status: blank at rest, M in motion, O out of range, I invalid. Some
// models fill the weight with ^ above and ] below the range. The letters are taken by their place: "GG" is
// grams, gross.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::string_view shape = "\x02~???????@@@\r\n";

std::optional<std::string_view> unit_of(char letter) {
    switch (letter) {
        case 'K': return "kg";
        case 'L': return "lb";
        case 'G': return "g";
        case 'T': return "t";
        case 'O': return "oz";
        case ' ': return "";
        default: return std::nullopt;
    }
}

/// The weight, or why there is none.
std::optional<domain::Reading> weight_of(std::string_view frame, std::string_view unit,
                                         std::string_view default_unit) {
    using domain::Range;
    std::string_view const number = frame.substr(2, 7);
    char const status = frame[11];
    if (number.find_first_not_of('^') == std::string_view::npos)
        return parts::no_weight(Range::over, unit, default_unit);
    if (number.find_first_not_of(']') == std::string_view::npos)
        return parts::no_weight(Range::under, unit, default_unit);
    if (status == 'O')
        return parts::no_weight(frame[1] == '-' ? Range::under : Range::over, unit, default_unit);
    if (status == 'I') return parts::no_weight(Range::invalid, unit, default_unit);
    auto const found = parts::quantity(frame.substr(1, 8));
    if (!found || !found->unit.empty() || (status != ' ' && status != 'M')) return std::nullopt;
    auto reading = parts::weight(found->value, unit, default_unit);
    reading.stable = status == 'M' ? domain::Known::no : domain::Known::yes;
    return reading;
}

std::optional<ScaleEvent> read_frame(std::string_view frame, std::string_view default_unit) {
    auto const unit = unit_of(frame[9]);
    if (!unit || (frame[10] != 'G' && frame[10] != 'N')) return std::nullopt;
    auto reading = weight_of(frame, *unit, default_unit);
    if (!reading) return std::nullopt;
    reading->kind = frame[10] == 'G' ? domain::WeightKind::gross : domain::WeightKind::net;
    return *reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{shape, read_frame}};
    return parts::first_fit(bytes, frames, default_unit);
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const ricelake_stream;
constinit Protocol const ricelake_stream{
    .id = "ricelake_stream",
    .title = "Rice Lake stream",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = shape.size(),
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "",
    .units = "kg lb g t oz",
};

}  // namespace bozhong::scale
