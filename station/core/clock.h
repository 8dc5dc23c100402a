#pragma once
// The wall clock as a note: what it said last and how long ago. Order never comes from it.

#include <cstdlib>
#include <optional>
#include <string>

#include "station/domain/time.h"

namespace bozhong::core {

class Clock {
  public:
    struct Jump {
        domain::WallTime before, after;
    };

    /// A jump when the wall clock moved against the monotonic one by more than two seconds.
    std::optional<Jump> see(domain::WallTime wall, bool good, domain::Instant now) {
        std::optional<Jump> jump;
        if (m_seen) {
            auto const expected = at(now);
            if (std::llabs(expected.unix_ms - wall.unix_ms) > 2'000) jump = Jump{expected, wall};
        }
        m_wall = wall;
        m_at = now;
        m_seen = true;
        m_good = good;
        return jump;
    }
    [[nodiscard]] domain::WallTime at(domain::Instant now) const {
        return m_seen ? domain::WallTime{m_wall.unix_ms + (now - m_at).count()} : domain::WallTime{};
    }
    [[nodiscard]] bool good() const { return m_seen && m_good; }

  private:
    domain::WallTime m_wall;
    domain::Instant m_at{};
    bool m_seen = false, m_good = false;
};

}  // namespace bozhong::core
