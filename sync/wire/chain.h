#pragma once
// The hash chain and the device signature of a journal: one definition for the station and the hub.
//
// Hash of an event: BLAKE2b, 32 bytes, no key, over (integers big-endian)
//   u8   1                              version of this layout
//   u16  length, station                UTF-8
//   u16  length, incarnation            16 lower-case hex digits as ASCII
//   u64  sequence
//   u16  length, type                   ASCII
//   u32  length, payload                the bytes as first written
//   32 bytes previous hash              of sequence − 1 in the same incarnation; 32 zero bytes before
//   sequence 1
// (The chain goes on across incarnations by the payload of `started`, which names the predecessor's last
// hash.)
//
// Signature of a head: Ed25519 (detached, 64 bytes) over
//   "bozhong-head" (12 bytes ASCII)
//   u8   1
//   u16  length, station; u16 length, incarnation; u64 sequence; 32 bytes hash
//
// Hashes, keys and signatures are lower-case hex outside this header. Functions are pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "station/domain/facts.h"

namespace bozhong::wire {

/// Previous hash of the first event of an incarnation: 64 zeros.
extern std::string const no_previous_hash;

/// 64 hex digits from id, type, payload and previous_hash of the event; its own hash is not looked at. Empty
/// when previous_hash is not 64 hex digits or a part is longer than its length field.
std::string hash_event(domain::StoredEvent const& event);

/// The bytes a device signature covers; empty when the head's hash is not 64 hex digits.
std::string head_bytes(std::string_view station, domain::Head const& head);

struct KeyPair {
    std::string public_key;  ///< 64 hex digits
    std::string secret_key;  ///< 128 hex digits; never in a database, log or message
};
KeyPair make_key_pair();
/// The pair a stored secret key belongs to; nothing when it is not one.
std::optional<KeyPair> key_pair(std::string_view secret_key);

/// 128 hex digits; empty when the key or the head is not well formed.
std::string sign_head(std::string_view secret_key, std::string_view station, domain::Head const& head);
bool signature_good(std::string_view public_key, std::string_view station, domain::Head const& head,
                    std::string_view signature);

/// Random lower-case hex digits of so many bytes, for incarnations (8) and tokens.
std::string random_hex(std::size_t bytes);
std::string to_hex(std::string_view bytes);
/// The bytes of an even number of lower-case hex digits.
std::optional<std::string> from_hex(std::string_view hex);

}  // namespace bozhong::wire
