#pragma once
// Two times that never mix. Instant is monotonic and orders what happens at a station; WallTime is a note for
// people. Neither is ever read inside pure code: both are passed in.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bozhong::domain {

/// Tag of the station's monotonic time line; it has no now() on purpose.
struct Monotonic {
    using duration = std::chrono::milliseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Monotonic>;
    static constexpr bool is_steady = true;
};
using Instant = Monotonic::time_point;
using std::chrono::milliseconds;

/// UTC milliseconds since 1970.
struct WallTime {
    std::int64_t unix_ms = 0;
    friend auto operator<=>(WallTime, WallTime) = default;
};

/// RFC 3339 with milliseconds: "2026-11-21T02:20:54.123Z".
std::string rfc3339(WallTime time);
/// Reads that form back, with or without milliseconds, UTC ("Z") only, years 0000 to 9999.
std::optional<WallTime> parse_rfc3339(std::string_view text);

}  // namespace bozhong::domain
