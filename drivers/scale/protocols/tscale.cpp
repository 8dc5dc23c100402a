// T-Scale bench scales; captures of an NHB and a QHW. Near kin of the ST,GS text, but with fixed columns:
//
//   NHB   S T , G S _ _ _ _ 8 5 . 5 g _ _ CR LF      one comma, number in eight, unit in three
//   QHW   S T , G S , _ _ _ 2 4 5 . 6 _ g CR LF      two commas, number in eight, unit in two
//
// ST stable, US unstable, OL out of range; GS gross, NT net.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

std::optional<ScaleEvent> read_frame(std::string_view frame, std::size_t number_at,
                                     std::string_view default_unit) {
    std::string_view const state = frame.substr(0, 2), header = frame.substr(3, 2);
    std::string_view const number = frame.substr(number_at, 8);
    std::string_view const unit = parts::trimmed(frame.substr(number_at + 8, 16 - number_at - 8));
    if ((header != "GS" && header != "NT") || unit.find(' ') != std::string_view::npos) return std::nullopt;
    // Blanks stand in front of the number, never a plus: that is what tells it from the ST,GS text.
    if (number.find('+') != std::string_view::npos) return std::nullopt;
    auto const found = parts::quantity(number);
    bool const out = state == "OL";
    if (!out && (!found || (state != "ST" && state != "US"))) return std::nullopt;
    bool const minus = number.find('-') != std::string_view::npos;
    auto reading =
        out ? parts::no_weight(minus ? domain::Range::under : domain::Range::over, unit, default_unit)
            : parts::weight(found->value, unit, default_unit);
    if (!out) reading.stable = state == "ST" ? domain::Known::yes : domain::Known::no;
    reading.kind = header == "GS" ? domain::WeightKind::gross : domain::WeightKind::net;
    return reading;
}

std::optional<ScaleEvent> read_nhb(std::string_view frame, std::string_view default_unit) {
    return read_frame(frame, 5, default_unit);
}
std::optional<ScaleEvent> read_qhw(std::string_view frame, std::string_view default_unit) {
    return read_frame(frame, 6, default_unit);
}

Step decode_nhb(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{"@@,@@########@@@\r\n", read_nhb}};
    return parts::first_fit(bytes, frames, default_unit);
}
Step decode_qhw(parts::Bytes bytes, std::string_view default_unit) {
    static constexpr parts::Shaped frames[] = {{"@@,@@,########@@\r\n", read_qhw}};
    return parts::first_fit(bytes, frames, default_unit);
}

std::string encode(Command, std::string_view) {
    return {};
}

}  // namespace

extern Protocol const tscale_nhb;
constinit Protocol const tscale_nhb{
    .id = "tscale_nhb",
    .title = "T-Scale NHB",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = 18,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode_nhb,
    .encode = encode,
    .commands = "",
    .units = "g kg lb oz",
};
extern Protocol const tscale_qhw;
constinit Protocol const tscale_qhw{
    .id = "tscale_qhw",
    .title = "T-Scale QHW",
    .kind = Kind::stream,
    .line = {9600, 8, 'N', 1},
    .frame_max = 18,
    .poll_every = std::chrono::milliseconds{0},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode_qhw,
    .encode = encode,
    .commands = "",
    .units = "g kg lb oz",
};

}  // namespace bozhong::scale
