// Dialog 06 of checkout scales. Sources: manuals MT Diva p54, Ohaus Aviator 7000 p40, Dibal DPOS400 p52, Cely
// PI100 p18-20.
//
//   asked     04 02 01 ESC 000100 ESC 03                     record 01: the unit price opens a weighing
//   answered  06, or 15 (record 08 asks why: 04 02 08 03)
//   asked     04 05
//   answered  02 02 ESC 3 ESC 01250 ESC 000100 ESC 000125 03      record 02: unit 3 = kg, weight, price,
//   amount
//             02 09 ESC 20 03                                     record 09: why there is no weight
//   closed    04
//
// Record 09: 20 moving, 21 not moved since the last weighing, 22 not finished, 30 below the minimum, 31 below
// zero, 32 overload. After power-up the scale may demand a checksum challenge (record 11) whose polynomial no
// manual gives; such a scale cannot be read. The weight of a record 02 is stable: a moving scale answers
// record 09.

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 40;
constexpr std::string_view refused = "refused";
constexpr char escape = '\x1B', end = '\x03';

std::string_view next_field(std::string_view& rest) {
    auto const at = std::min(rest.find(escape), rest.size());
    std::string_view const field = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return field;
}

std::optional<ScaleEvent> read_weight(std::string_view rest, std::string_view default_unit) {
    std::string_view const unit = next_field(rest);
    std::string_view const weight = next_field(rest);
    std::string_view const price = next_field(rest);
    if (unit != "3" || weight.size() != 5 || price.size() != 6 || rest.size() != 6) return std::nullopt;
    auto value = domain::Decimal::parse(weight);
    if (!value) return std::nullopt;
    value->decimals = 3;
    auto reading = parts::weight(*value, "kg", default_unit);
    reading.stable = domain::Known::yes;
    return reading;
}

std::optional<ScaleEvent> read_reason(std::string_view reason, std::string_view default_unit) {
    using domain::Range;
    auto reading = parts::no_weight(Range::invalid, {}, default_unit);
    if (reason == "20" || reason == "22") {
        reading.stable = domain::Known::no;
    } else if (reason == "31") {
        reading.range = Range::under;
    } else if (reason == "32") {
        reading.range = Range::over;
    } else if (reason != "21" && reason != "30") {
        if (reason.size() != 2) return std::nullopt;
        return Fault{"refused, status " + std::string(reason)};
    }
    return reading;
}

std::optional<ScaleEvent> read_record(std::string_view record, std::string_view default_unit) {
    std::string_view const number = next_field(record);
    if (number == "02") return read_weight(record, default_unit);
    if (number == "09") return read_reason(record, default_unit);
    if (number == "11") return Fault{"the scale demands a checksum challenge that is not public"};
    return std::nullopt;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes);
    if (text.empty()) return NeedMore{};
    if (auto const noise = parts::until_start(text, "\x02\x06\x15"); noise > 0) return Skip{noise};
    if (text[0] == '\x06') return Frame{1, Ignored{"acknowledged"}};
    if (text[0] == '\x15') return Frame{1, Fault{std::string(refused)}};
    for (std::size_t i = 1; i < std::min(text.size(), longest); ++i) {
        if (parts::is_digit(text[i]) || text[i] == escape) continue;
        auto event = text[i] == end ? read_record(text.substr(1, i - 1), default_unit) : std::nullopt;
        if (event) return Frame{i + 1, std::move(*event)};
        return Skip{1};
    }
    if (text.size() < longest) return NeedMore{};
    return Skip{1};
}

/// A weighing is opened with a price because the protocol wants one; the amount is not used.
std::string encode(Command command, std::string_view) {
    return command == Command::read ? std::string(
                                          "\x04\x02"
                                          "01\x1B"
                                          "000100\x1B\x03")
                                    : std::string();
}

/// A price that was taken is followed by the question for the weight, a refusal by the one for its reason;
/// every record is closed with 04.
std::string_view follow_up(ScaleEvent const& event) {
    if (std::holds_alternative<Ignored>(event)) return "\x04\x05";
    if (std::holds_alternative<domain::Reading>(event)) return "\x04";
    auto const* fault = std::get_if<Fault>(&event);
    if (fault != nullptr && fault->fault == refused)
        return "\x04\x02"
               "08\x03";
    return fault != nullptr ? "\x04" : "";
}

}  // namespace

extern Protocol const dialog06;
constinit Protocol const dialog06{
    .id = "dialog06",
    .title = "Dialog 06, checkout scales",
    .kind = Kind::poll,
    .line = {9600, 7, 'O', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{250},
    .expected_interval = std::chrono::milliseconds{250},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "read",
    .units = "kg",
    .follow_up = follow_up,
};

}  // namespace bozhong::scale
