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

/// Carets, underlines or dashes in place of all digits.
domain::Range range_of(std::string_view digits, Status s) {
    bool const filled = !digits.empty() && digits.find_first_not_of(digits[0]) == std::string_view::npos;
    if (filled && digits[0] == '^') return domain::Range::over;
    if (filled && digits[0] == '_') return domain::Range::under;
    if (filled && digits[0] == '-') return domain::Range::invalid;
    return range_of(s);
}

void apply(Status s, domain::Reading& reading) {
    reading.stable = (s.first & 1) != 0 ? domain::Known::no : domain::Known::yes;
    reading.at_zero = (s.first & 2) != 0 ? domain::Known::yes : domain::Known::no;
    if (s.has_third) reading.kind = (s.third & 4) != 0 ? domain::WeightKind::net : domain::WeightKind::gross;
}

Step weight(std::size_t length, domain::Decimal value, std::string_view unit, Status s,
            std::string_view default_unit) {
    Step step = parts::weight_frame(length, value, unit, default_unit);
    apply(s, parts::reading_in(step));
    return step;
}

Step no_weight(std::size_t length, domain::Range range, std::string_view unit, Status s,
               std::string_view default_unit) {
    Step step = parts::no_weight_frame(length, range, unit, default_unit);
    apply(s, parts::reading_in(step));
    return step;
}

Step read_weight(std::size_t length, std::string_view text, Status s, std::string_view default_unit) {
    std::size_t letter = 0;
    while (letter < text.size() && !parts::is_letter(text[letter])) ++letter;
    std::string_view const digits = parts::trimmed(text.substr(0, letter));
    std::string_view const unit = parts::plain_unit(text.substr(letter));
    auto const range = range_of(digits, s);
    if (range != domain::Range::ok) return no_weight(length, range, unit, s, default_unit);
    auto const found = parts::quantity(digits);
    if (!found || !found->unit.empty() || unit.empty() || unit.size() > 2) return Skip{1};
    return weight(length, found->value, unit, s, default_unit);
}

/// Without a weight only motion says something about rest.
Step out_of_range(std::size_t length, domain::Range range, Status s, std::string_view default_unit) {
    Step step = no_weight(length, range, {}, s, default_unit);
    auto& stable = parts::reading_in(step).stable;
    if (stable == domain::Known::yes) stable = domain::Known::unknown;
    return step;
}

Step read_status(std::size_t length, Status s, std::string_view default_unit) {
    auto const range = range_of(s);
    if (range != domain::Range::ok) return out_of_range(length, range, s, default_unit);
    if ((s.first & 1) == 0) return parts::frame(length, Ignored{"status"});
    return no_weight(length, domain::Range::invalid, {}, s, default_unit);
}

constexpr bool printable(char c) {
    return c >= 0x20 && c < 0x7F;
}
/// Past the printable characters from there on.
std::size_t past_text(std::string_view bytes, std::size_t at) {
    while (at < bytes.size() && printable(bytes[at])) ++at;
    return at;
}

/// What stands between 0A and 0D 03, and whether it is SCP-02's.
Step read(std::size_t length, std::string_view text, std::string_view status_text, bool ecr,
          std::string_view default_unit) {
    if (text.empty() && status_text == "?") return parts::frame(length, Fault{"command not understood"});
    if (ecr && (status_text.empty() || status_text[0] != 'S')) return Skip{1};
    auto const status = status_of(status_text);
    if (!status || text.size() > longest_weight) return Skip{1};
    if (text.data() == nullptr) return read_status(length, *status, default_unit);
    return read_weight(length, text, *status, default_unit);
}

Step decode_either(parts::Bytes bytes, bool ecr, std::string_view default_unit) {
    parts::Low7<longest> const low7(bytes);
    std::string_view const frame = low7.text();
    if (frame.empty()) return NeedMore{};
    if (frame[0] != '\n') return Skip{parts::until_start(frame, "\n")};
    // Printable characters up to CR 03; before them the weight with CR LF, where there is one.
    std::string_view weight;
    std::size_t begin = 1, at = past_text(frame, begin);
    if (at + 1 < frame.size() && frame[at] == '\r' && frame[at + 1] == '\n') {
        weight = frame.substr(begin, at - begin);
        begin = at + 2;
        at = past_text(frame, begin);
    }
    if (at < frame.size() && frame[at] != '\r') return Skip{1};
    if (at + 1 < frame.size() && frame[at + 1] != '\x03') return Skip{1};
    if (at + 1 >= frame.size()) return frame.size() < longest ? Step(NeedMore{}) : Skip{1};
    return read(at + 2, weight, frame.substr(begin, at - begin), ecr, default_unit);
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    return decode_either(bytes, false, default_unit);
}
/// SCP-02 alone has the S, so that the two can be told apart by what they send.
Step decode_ecr(parts::Bytes bytes, std::string_view default_unit) {
    return decode_either(bytes, true, default_unit);
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
