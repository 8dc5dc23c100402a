#pragma once
// Payloads as they stand in the file: short JSON texts that differ little, compressed one by one against a
// dictionary of their usual words (zstd, RFC 8878). What unpack() gives is byte for byte what pack() took;
// the hashes of the chain are over that. From any thread.

#include <optional>
#include <string>
#include <string_view>

#include "station/journal/sqlite.h"

namespace bozhong::journal {

/// Number of the dictionary, then a zstd frame without its magic number. Empty when that would not be
/// shorter. A released dictionary (station/journal/dictionaries) never changes: the files of its time are
/// read with it for ever.
std::string pack(std::string_view payload);

/// Nothing when these are no packed bytes, or of a dictionary that this version does not know, or when more
/// than wire::max_payload_bytes would come out.
std::optional<std::string> unpack(std::string_view packed);

/// Of a row of the table journal: its columns payload and, right after it, packed. A row that was spoilt has
/// the payload "", which the hash of no event fits.
std::string payload_of(Query const& row, int payload_column);

}  // namespace bozhong::journal
