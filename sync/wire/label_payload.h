#pragma once
// The text of a label's QR code: enough to prove a record, or to rebuild it when the disk it was on is lost.
//
//   BZ1.KEY.STATION.INCARNATION.SEQ.AMOUNT.HASH.SIGNATURE
//
//   BZ1          format and its version
//   KEY          8 hex digits, upper case: the first of the device's public key
//   STATION      its id; bytes other than A–Z 0–9 and "-" as %HH
//   INCARNATION  16 hex digits, upper case
//   SEQ          decimal
//   AMOUNT       net milligrams, or N and a count of pieces
//   HASH         the first 8 hex digits of the event's hash, upper case
//   SIGNATURE    Ed25519, 64 bytes in base 45 (RFC 9285), 96 characters
//
// Signed are the bytes "bozhong-label" and everything before the last point that precedes the signature. All
// characters belong to QR's alphanumeric mode, in which base 45 is the densest way to write bytes. Its last
// character is never a space, so that scanners which act as keyboards and trim their lines do no harm.
// Signing and verifying are the caller's; pure, any thread.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "station/domain/facts.h"
#include "station/domain/result.h"

namespace bozhong::wire {

struct LabelClaim {
    std::string key_id;  ///< 8 lower-case hex digits
    domain::EventId event;
    std::optional<std::int64_t> net_mg;  ///< of a weighing
    std::optional<std::int64_t> count;   ///< of a count; exactly one of the two
    std::string short_hash;              ///< 8 lower-case hex digits
    friend bool operator==(LabelClaim const&, LabelClaim const&) = default;
};

/// 64 bytes of signature over the bytes given.
using SignBytes = std::function<std::string(std::string_view bytes)>;
using VerifyBytes =
    std::function<bool(std::string_view key_id, std::string_view bytes, std::string_view signature)>;

/// Fails with bad_input when the claim is not well formed, unavailable when there is no signature.
domain::Result<std::string> label_payload(LabelClaim const& claim, SignBytes const& sign);

/// bad_input: not such a text. unsupported: a later version. refused: the signature is not the device's.
domain::Result<LabelClaim> read_label_payload(std::string_view text, VerifyBytes const& verify);

std::string to_base45(std::string_view bytes);
std::optional<std::string> from_base45(std::string_view text);

}  // namespace bozhong::wire
