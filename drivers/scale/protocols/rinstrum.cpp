// Rinstrum automatic output, FMT_1, ten a second. Source: manual Rinstrum R320 p44.
//
//   02  - _ _ _ _ 0 . 5  N  03       sign, seven, one status letter
//
// G gross and N net, at rest; M in motion, which hides gross and net; O over, U under the range, E error. No
// unit.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::string_view shape = "\x02~????????\x03";

std::optional<ScaleEvent> read_frame(std::string_view frame, std::string_view default_unit) {
    char const status = frame[9];
    if (status == 'O') return parts::no_weight(domain::Range::over, {}, default_unit);
    if (status == 'U') return parts::no_weight(domain::Range::under, {}, default_unit);
    if (status == 'E') return parts::no_weight(domain::Range::invalid, {}, default_unit);
    auto const found = parts::quantity(frame.substr(1, 8));
    if (!found || !found->unit.empty()) return std::nullopt;
    auto reading = parts::weight(found->value, {}, default_unit);
    reading.stable = status == 'M' ? domain::Known::no : domain::Known::yes;
    if (status == 'G')
        reading.kind = domain::WeightKind::gross;
    else if (status == 'N')
        reading.kind = domain::WeightKind::net;
    else if (status != 'M')
        return std::nullopt;
    return reading;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{shape, read_frame}};
    return parts::first_fit(bytes, frames, default_unit);
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const rinstrum_fmt1;
constinit Protocol const rinstrum_fmt1{
    .id = "rinstrum_fmt1",
    .title = "Rinstrum automatic output FMT_1",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = shape.size(),
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "",
    .units = "",
};

}  // namespace bozhong::scale
