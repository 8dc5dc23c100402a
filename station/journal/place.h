#pragma once
// The journal's integer key: the incarnation's number within this file, then the sequence.

#include <cstdint>

#include "station/domain/facts.h"

namespace bozhong::journal {

using Place = std::int64_t;
using Life = std::int64_t;  ///< 1, 2, 3 …

inline constexpr int sequence_bits = 40;

constexpr Place place_of(Life life, domain::Seq seq) {
    return (life << sequence_bits) | static_cast<std::int64_t>(seq);
}
constexpr Life life_of(Place place) {
    return place >> sequence_bits;
}
constexpr domain::Seq seq_of(Place place) {
    return static_cast<domain::Seq>(place & ((Place{1} << sequence_bits) - 1));
}

}  // namespace bozhong::journal
