#pragma once
// Which protocol, on which line, made these bytes? Judged by structure alone: how many of the heard bits a
// protocol explains. A check, a fixed byte, a narrow choice of characters explain bits; a byte that could be
// anything, or belongs to no frame, explains none. So the stricter of two protocols that both fit wins, and
// bytes heard at a wrong speed, which look random, give next to nothing. Pure; nothing is sent.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drivers/scale/protocol.h"

namespace bozhong::scale {

/// What came in while the line was set so; no line where the bytes come ready made (TCP, a capture).
struct Heard {
    std::optional<LineSettings> line;
    std::string bytes;
    std::string asked{};  ///< the request it answers; empty when nothing was sent
};
/// What the display shows while it is listened to; an empty unit when the person did not say.
struct ShownWeight {
    domain::Decimal value;
    std::string unit;
};
struct Candidate {
    std::string protocol;
    LineSettings line;
    double score = 0;  ///< bits explained of bits heard, 0 … 1
    std::vector<std::string> evidence;
    /// What the bytes cannot tell: "unit", "digit order", "meaning" (the same frames read otherwise by a
    /// rival). One known weight on the pan decides them.
    std::vector<std::string> undecided;
};

/// "2.345 kg", "2.345"; nothing when it is not that.
std::optional<ShownWeight> parse_shown(std::string_view text);

/// Best first, at most `most`; empty when nothing that was heard is a frame of any. A line heard as 8N1 is
/// also tried as 7E1 and 7O1, whose characters take the same time and show their parity as bit 7.
std::vector<Candidate> detect(std::span<Heard const> heard, std::span<Protocol const> protocols,
                              std::optional<ShownWeight> const& shown = std::nullopt, std::size_t most = 5);

/// True when listening further would change nothing: nearly all that was heard is explained.
bool convincing(Candidate const& candidate);

/// The lines to listen on, the usual ones first. All are 8N1: it hears 7E1 and 7O1 too.
std::vector<LineSettings> listening_lines();
/// The lines to ask on: those of the protocols that must be asked, and 8N1 at the usual speeds.
std::vector<LineSettings> asking_lines(std::span<Protocol const> protocols);

/// Requests that are harmless wherever they arrive, taken from what these protocols read by; the closed list
/// is in detect_requests.cpp. In the order to try them.
std::vector<std::string> harmless_requests(std::span<Protocol const> protocols);

/// What the answer to such a request obliges to send: the second half of a handshake, where a protocol that
/// reads by this request has one. Keeps its own buffer; call it with the bytes as they come.
std::function<std::string(std::string_view)> follow_up_of(std::span<Protocol const> protocols,
                                                          std::string const& request);

/// "2.345" as the display shows it, judged against what a frame says.
bool same_weight(ShownWeight const& shown, domain::Display const& display);

}  // namespace bozhong::scale
