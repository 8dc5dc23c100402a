#pragma once
// What one frame of a scale says, after the protocol has understood it.

#include <cstdint>
#include <optional>
#include <string>

#include "station/domain/decimal.h"
#include "station/domain/inline_text.h"
#include "station/domain/mass.h"
#include "station/domain/time.h"

namespace bozhong::domain {

enum class Known { no, yes, unknown };
enum class Range { ok, over, under, invalid };
enum class WeightKind { gross, net, unknown };

/// Exactly what the scale's display showed, as it is recorded: sign first, trailing zeros kept, no padding; unit as the frame or
/// the configuration names it ("kg"), empty when nobody knows it.
struct Indication {
    std::string value;
    std::string unit;
    friend bool operator==(Indication const&, Indication const&) = default;
};

/// What the display shows now: the digits with every zero behind the point; none when the range is not ok.
struct Display {
    std::optional<Decimal> value;
    InlineText<15> unit;

    [[nodiscard]] std::string text() const { return value ? value->text() : std::string(); }
    [[nodiscard]] Indication written() const { return {text(), std::string(unit)}; }
    friend bool operator==(Display const&, Display const&) = default;
};

/// A frame's bytes inside the reading itself: scales send dozens of readings a second, and none of them shall
/// cost an allocation. No protocol has longer frames; of a longer one the beginning is kept.
using RawFrame = InlineText<64>;

struct Reading {
    Display indication;
    std::optional<Mass> mass;  ///< none when the unit is unknown or the range is not ok
    WeightKind kind = WeightKind::unknown;
    std::optional<Decimal> tare;  ///< the scale's own tare in the indication's unit, if the frame tells
    Known stable = Known::unknown;
    Range range = Range::ok;
    Known at_zero = Known::unknown;
    Instant at{};  ///< arrival of the frame's last byte
    RawFrame raw;  ///< the frame's bytes
    /// A newer one came in the same read, so it is older than its arrival says.
    bool overtaken = false;
    friend bool operator==(Reading const&, Reading const&) = default;
};

}  // namespace bozhong::domain
