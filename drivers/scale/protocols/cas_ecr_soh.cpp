// The cash-register protocol of CAS AP-1 and SW-II, Aclas OS2, Gram ZFOC, Ohaus Aviator. Sources: CAS AP-1
// interface note, CAS SW-II manual p15, Pinnacle/Aclas OS2CX p19 and p23, Gram ZFOC p30, Ohaus Aviator 7000
// service manual p36.
//
//   host 05 (ENQ)   scale 06 (ready) or 15 (not now)   host 11 (DC1)
//   01 02  STA  sign  w w w w w w  u u  BCC  03 04
//
// STA: S stable, U unstable, F out of range or not zeroed. Sign: blank, minus, F over capacity (Aviator).
// Weight of five or six characters, unit of one or two (SJ is jin 斤), so the end is found by 03 04. BCC is
// the XOR from STA on, in the OS2CX manual from 01 on. OS2 also listens to <TK> tare, <ZK> zero, <AL> answer
// only, <PB> send by itself; <DB> would switch it to another protocol and is never sent.

#include <algorithm>

#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

constexpr std::size_t shortest = 13, longest = 15, head = 4, check_and_end = 3;
constexpr std::string_view ready = "ready";

bool is_state(char c) {
    return c == 'S' || c == 'U' || c == 'F';
}
bool is_sign(char c) {
    return c == ' ' || c == '-' || c == 'F' || c == '+';
}

/// As far as the bytes go, of which there is one at least.
bool begins(std::string_view bytes) {
    return bytes[0] == '\x01' && (bytes.size() < 2 || bytes[1] == '\x02') &&
           (bytes.size() < 3 || is_state(bytes[2])) && (bytes.size() < 4 || is_sign(bytes[3]));
}

/// Of weight and unit: a torn frame must not swallow the 06 that the next answer begins with, so all that
/// stands before the check is printable.
std::size_t printable_body(std::string_view bytes) {
    std::size_t const most = std::min(bytes.size(), longest - check_and_end);
    std::size_t at = head;
    while (at < most && bytes[at] >= 0x20 && bytes[at] <= 0x7E) ++at;
    return at - head;
}

/// As far as the bytes go, a frame of this size ends there.
bool could_end(std::string_view bytes, std::size_t size) {
    return (bytes.size() < size - 1 || bytes[size - 2] == '\x03') &&
           (bytes.size() < size || bytes[size - 1] == '\x04');
}

bool check_holds(std::string_view frame) {
    auto const bcc = static_cast<unsigned char>(frame[frame.size() - 3]);
    auto const from_status = parts::xor_of(frame.substr(2, frame.size() - 5));
    return bcc == from_status || bcc == (from_status ^ 0x01 ^ 0x02);
}

Step weight(std::string_view frame, parts::Quantity const& found, std::string_view default_unit) {
    auto value = found.value;
    if (frame[3] == '-') value.units = -value.units;
    Step step = parts::weight_frame(frame.size(), value, parts::plain_unit(found.unit), default_unit);
    parts::reading_in(step).stable = frame[2] == 'S' ? domain::Known::yes : domain::Known::no;
    return step;
}

/// Of a frame whose check holds.
Step read(std::string_view frame, std::string_view default_unit) {
    if (frame[3] == 'F') return parts::no_weight_frame(frame.size(), domain::Range::over, {}, default_unit);
    if (frame[2] == 'F')
        return parts::no_weight_frame(frame.size(), domain::Range::invalid, {}, default_unit);
    auto const found = parts::quantity(frame.substr(head, frame.size() - head - check_and_end));
    if (!found || found->unit.empty() || found->unit.size() > 2) return Skip{1};
    return weight(frame, *found, default_unit);
}

Step decode(parts::Bytes bytes, std::string_view default_unit) {
    std::string_view const text = parts::text(bytes);
    if (text.empty()) return NeedMore{};
    if (auto const noise = parts::until_start(text, "\x01\x06\x15"); noise > 0) return Skip{noise};
    if (text[0] == '\x06') return parts::frame(1, Ignored{ready});
    if (text[0] == '\x15') return parts::frame(1, Fault{"not ready"});
    if (!begins(text)) return Skip{1};
    if (text.size() <= head) return NeedMore{};
    std::size_t const body = printable_body(text);
    bool wrong_check = false;
    for (std::size_t size = shortest; size <= longest; ++size) {
        if (body < std::min(size - check_and_end, text.size()) - head) break;
        if (!could_end(text, size)) continue;
        if (text.size() < size) return NeedMore{};
        wrong_check = !check_holds(text.substr(0, size));
        if (!wrong_check) return read(text.substr(0, size), default_unit);
    }
    return Skip{1, wrong_check};
}

std::string_view follow_up(ScaleEvent const& event) {
    auto const* ignored = std::get_if<Ignored>(&event);
    return ignored != nullptr && ignored->what == ready ? "\x11" : "";
}

std::string encode(Command command, std::string_view) {
    switch (command) {
        case Command::zero: return "<ZK>\t";
        case Command::tare: return "<TK>\t";
        case Command::read: return "\x05";
        case Command::stream_on: return "<PB>\t";
        case Command::stream_off: return "<AL>\t";
        default: return {};
    }
}

}  // namespace

extern Protocol const cas_ecr_soh;
constinit Protocol const cas_ecr_soh{
    .id = "cas_ecr_soh",
    .title = "CAS ECR / Aclas OS2 / Gram ZFOC (ENQ, ACK, DC1)",
    .kind = Kind::poll,
    .line = {9600, 8, 'N', 1},
    .frame_max = longest,
    .poll_every = std::chrono::milliseconds{100},
    .expected_interval = std::chrono::milliseconds{100},
    .has_stable_flag = true,
    .decode = decode,
    .encode = encode,
    .commands = "zero tare read stream_on stream_off",
    .units = "kg g lb jin",
    .follow_up = follow_up,
    .polls_by_reading = true,
};

}  // namespace bozhong::scale
