// NCI, as Weigh-Tronix, Avery Berkel, Brecknell, Adam MDW and CAS CI-100A speak it: SCP-01, and SCP-02 for
// cash registers. Sources: manuals NCI 7800 p32, Avery Weigh-Tronix 7821 p25, MT Diva p35-37, Ohaus Aviator
// p49, Brecknell PS2000 p33, Adam MDW p13-14.
//
//   W CR →  0A  0 0 0 1 . 2 5 l b  0D 0A  s s  0D 03       weight, then two to four status bytes
//           0A  s s  0D 03                                 status alone;  0A 3F 0D 03 command not understood
//
// SCP-02 writes S before the status, units in capitals, and only the status while it moves or is out of
// range. Status byte 1: bit 0 motion, 1 at zero, 2 and 3 memory errors. Byte 2: 0 under, 1 over, 2 memory, 3
// calibration. Byte 3: 2 net, 3 no zero since power-up. Bits 4 and 5 are set, bit 6 says that another byte
// follows. Carets in place of digits are over, underlines under, dashes a zero error. At 7E1 read as 8N1 the
// parity is bit 7, which is dropped.

#include <algorithm>
#include <array>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t longest = 28, most_status = 4, longest_weight = 16;

struct Status {
    int first = 0, second = 0, third = 0;
    bool has_third = false;
};

/// "S00", "00", "0p4" …: nothing when it is no status.
std::optional<Status> status_of(std::string_view text) {
    if (!text.empty() && text[0] == 'S') text.remove_prefix(1);
    if (text.size() < 2 || text.size() > most_status) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const fixed = (text[i] & 0x30) == 0x30;
        bool const more = (text[i] & 0x40) != 0;
        // Of the first byte bit 6 is always 0, another follows anyhow.
        if (!fixed || more != (i > 0 && i + 1 < text.size())) return std::nullopt;
    }
    bool const has_third = text.size() > 2;
    return Status{text[0], text[1], has_third ? text[2] : 0, has_third};
}

bool broken(Status s) {
    return (s.first & 0x0C) != 0 || (s.second & 0x0C) != 0 || (s.third & 0x08) != 0;
}

domain::Range range_of(Status s) {
    if (broken(s)) return domain::Range::invalid;
    if ((s.second & 2) != 0) return domain::Range::over;
    if ((s.second & 1) != 0) return domain::Range::under;
    return domain::Range::ok;
}

bool only(std::string_view text, char c) {
    return !text.empty() && text.find_first_not_of(c) == std::string_view::npos;
}

void apply(Status s, domain::Reading& reading) {
    reading.stable = (s.first & 1) != 0 ? domain::Known::no : domain::Known::yes;
    reading.at_zero = (s.first & 2) != 0 ? domain::Known::yes : domain::Known::no;
    if (s.has_third) reading.kind = (s.third & 4) != 0 ? domain::WeightKind::net : domain::WeightKind::gross;
}

Step read_weight(std::size_t length, std::string_view text, Status s, std::string_view default_unit) {
    auto const first_letter = std::find_if(
        text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    std::string_view const digits =
        parts::trimmed(text.substr(0, static_cast<std::size_t>(first_letter - text.begin())));
    std::string_view const unit =
        parts::plain_unit(text.substr(static_cast<std::size_t>(first_letter - text.begin())));
    auto range = range_of(s);
    if (only(digits, '^')) range = domain::Range::over;
    if (only(digits, '_')) range = domain::Range::under;
    if (only(digits, '-')) range = domain::Range::invalid;
    if (range != domain::Range::ok) {
        auto reading = parts::no_weight(range, unit, default_unit);
        apply(s, reading);
        return parts::frame(length, reading);
    }
    auto const found = parts::quantity(digits);
    if (!found || !found->unit.empty() || unit.empty() || unit.size() > 2) return Skip{1};
    auto reading = parts::weight(found->value, unit, default_unit);
    apply(s, reading);
    return parts::frame(length, reading);
}

Step read_status(std::size_t length, Status s, std::string_view default_unit) {
    auto range = range_of(s);
    bool const motion = (s.first & 1) != 0;
    if (range == domain::Range::ok && !motion) return parts::frame(length, Ignored{"status"});
    if (range == domain::Range::ok) range = domain::Range::invalid;
    auto reading = parts::no_weight(range, {}, default_unit);
    apply(s, reading);
    if (!motion) reading.stable = domain::Known::unknown;
    return parts::frame(length, reading);
}

/// Of the whole frame, `body` is what stands between 0A and 0D 03.
Step read(std::size_t length, std::string_view body, std::string_view default_unit) {
    if (body == "?") return parts::frame(length, Fault{"command not understood"});
    auto const turn = body.find("\r\n");
    if (turn == std::string_view::npos) {
        auto const status = status_of(body);
        return status ? read_status(length, *status, default_unit) : Step(Skip{1});
    }
    auto const status = status_of(body.substr(turn + 2));
    if (!status || turn > longest_weight) return Skip{1};
    return read_weight(length, body.substr(0, turn), *status, default_unit);
}

bool printable(char c) {
    return c >= 0x20 && c < 0x7F;
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    parts::Low7<longest> const low7(bytes);
    std::string_view const frame = low7.text();
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\n') return Skip{parts::until_start(frame, "\n")};
    auto const end = frame.find('\x03');
    // Between 0A and 03: printable characters, one CR LF between weight and status, CR before 03.
    auto const inside = frame.substr(1, end == std::string_view::npos ? end : end - 1);
    bool turned = false;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (printable(inside[i])) continue;
        if (inside[i] != '\r') return Skip{1};
        if (i + 1 == inside.size()) break;
        if (inside[i + 1] != '\n' || turned) return Skip{1};
        turned = true;
        ++i;
    }
    if (end == std::string_view::npos) return frame.size() < longest ? Step(NeedMore{}) : Skip{1};
    if (inside.empty() || inside.back() != '\r') return Skip{1};
    return read(end + 1, inside.substr(0, inside.size() - 1), default_unit);
}

/// SCP-02 alone has the S, so that the two can be told apart by what they send.
Step decode_ecr(parts::Bytes bytes, std::string_view default_unit) {
    Step step = decode(bytes, default_unit);
    auto const* frame = std::get_if<Frame>(&step);
    if (frame == nullptr) return step;
    auto const low7 = [](std::byte b) { return static_cast<char>(b & std::byte{0x7F}); };
    std::size_t at = frame->bytes;
    while (at > 1 && low7(bytes[at - 1]) != '\n') --at;
    char const first = low7(bytes[at]);
    if (first != 'S' && first != '?') step = Skip{1};
    return step;
}

/// U would switch the unit and is never sent.
std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "Z\r";
        case Command::tare: return "T\r";
        case Command::read: return "W\r";
        default: return {};
    }
}

}  // namespace

extern Protocol const nci_scp01;
constinit Protocol const nci_scp01{
    .id = "nci_scp01",
    .title = "NCI SCP-01 (Weigh-Tronix, Avery, Brecknell, Adam)",
    .kind = Kind::poll,
    .line = {9600, 7, 'E', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read",
    .units = "kg lb oz g",
};

extern Protocol const nci_scp02_ecr;
constinit Protocol const nci_scp02_ecr{
    .id = "nci_scp02_ecr",
    .title = "NCI SCP-02 / ECR (MT Diva, Brecknell 67xx)",
    .kind = Kind::poll,
    .line = {9600, 7, 'E', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode_ecr,
    .encode = encode,
    .commands = "zero tare read",
    .units = "kg lb oz g",
};

}  // namespace bozhong::scale
