#pragma once
// Journal facts ↔ the JSON payload that is stored, hashed, sent and kept. The bytes are made once, by
// encode(); nobody makes them again from a decoded fact.
//
// {"v":1,"stamp":{"at":"2026-11-21T02:20:54.123Z","clock_good":true,"person":"p7","feed_position":12},
// …fields…}
//
// Fields stand in the order and under the names of sync/wire/fields.h; masses are integers named *_mg;
// enumerations are the texts of enum_names.h. Bounds: sync/wire/limits.h. Pure functions, any thread.

#include <string>
#include <string_view>

#include "station/domain/facts.h"
#include "station/domain/result.h"

namespace bozhong::wire {

/// Never fails: text that is not UTF-8 or longer than the bound is mended and cut. The caller checks the
/// whole against max_payload_bytes.
std::string encode(domain::Fact const& fact, domain::Stamp const& stamp);

/// bad_input names the field. A type this version does not know is an UnknownFact; unknown fields are passed
/// over.
domain::Result<domain::Fact> decode(std::string_view type, std::string_view payload);
domain::Result<domain::Stamp> decode_stamp(std::string_view payload);

struct Decoded {
    domain::Fact fact;
    domain::Stamp stamp;
};
/// Both of the two, with one look at the payload.
domain::Result<Decoded> decode_both(std::string_view type, std::string_view payload);

}  // namespace bozhong::wire
