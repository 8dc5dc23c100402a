#pragma once
// What one frame of a scale says, after the protocol has understood it.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "station/domain/mass.h"
#include "station/domain/time.h"

namespace bozhong::domain {

enum class Known { no, yes, unknown };
enum class Range { ok, over, under, invalid };
enum class WeightKind { gross, net, unknown };

/// Exactly what the scale's display showed: sign first, trailing zeros kept, no padding; unit as the frame or
/// the configuration names it ("kg"), empty when nobody knows it.
struct Indication {
    std::string value;
    std::string unit;
    friend bool operator==(Indication const&, Indication const&) = default;
};

/// A frame's bytes inside the reading itself: scales send dozens of readings a second, and none of them shall
/// cost an allocation. No protocol has longer frames; of a longer one the beginning is kept.
class RawFrame {
  public:
    static constexpr std::size_t longest = 64;

    RawFrame() = default;
    explicit RawFrame(std::string_view bytes) { assign(bytes); }
    void assign(std::string_view bytes) {
        m_size = static_cast<std::uint8_t>(std::min(bytes.size(), longest));
        std::copy_n(bytes.begin(), m_size, m_bytes.begin());
    }
    [[nodiscard]] std::string_view bytes() const { return {m_bytes.data(), m_size}; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    friend bool operator==(RawFrame const& a, RawFrame const& b) { return a.bytes() == b.bytes(); }

  private:
    std::array<char, longest> m_bytes{};
    std::uint8_t m_size = 0;
};

struct Reading {
    Indication indication;     ///< empty value when the range is not ok
    std::optional<Mass> mass;  ///< none when the unit is unknown or the range is not ok
    WeightKind kind = WeightKind::unknown;
    std::optional<Decimal> tare;  ///< the scale's own tare in the indication's unit, if the frame tells
    Known stable = Known::unknown;
    Range range = Range::ok;
    Known at_zero = Known::unknown;
    std::string scale;  ///< id of the scale record; the session fills it
    Instant at{};       ///< arrival of the frame's last byte
    RawFrame raw;       ///< the frame's bytes
    friend bool operator==(Reading const&, Reading const&) = default;
};

}  // namespace bozhong::domain
