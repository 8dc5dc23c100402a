#pragma once
// What one frame of a scale says, after the protocol has understood it.

#include <optional>
#include <string>

#include "station/domain/mass.h"
#include "station/domain/time.h"

namespace bozhong::domain {

enum class Known { no, yes, unknown };
enum class Range { ok, over, under, invalid };
enum class WeightKind { gross, net, unknown };

/// Exactly what the scale's display showed: sign first, trailing zeros kept, no padding; unit as the frame or the
/// configuration names it ("kg"), empty when nobody knows it.
struct Indication {
    std::string value;
    std::string unit;
    friend bool operator==(Indication const&, Indication const&) = default;
};

struct Reading {
    Indication indication;         ///< empty value when the range is not ok
    std::optional<Mass> mass;      ///< none when the unit is unknown or the range is not ok
    WeightKind kind = WeightKind::unknown;
    std::optional<Decimal> tare;   ///< the scale's own tare in the indication's unit, if the frame tells
    Known stable = Known::unknown;
    Range range = Range::ok;
    Known at_zero = Known::unknown;
    std::string scale;             ///< id of the scale record; the session fills it
    Instant at{};                  ///< arrival of the frame's last byte
    std::string raw;               ///< the frame's bytes
    friend bool operator==(Reading const&, Reading const&) = default;
};

}  // namespace bozhong::domain
