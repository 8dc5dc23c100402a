#pragma once
// When may a load book itself? The value alone cannot tell a finished load from a pause while filling; the
// shape of the signal can, up to a point:
//
//  placed   the load came in one quick gesture: from the empty pan to its final level within 1 s, no level
//  held on
//           the way. The hand that set it down has left once the flag is set and the value no longer
//           trembles: 400 ms of that are enough.
//  filled   everything else: poured, built up in steps, changed after it had come to rest. Between two
//  handfuls the
//           hand is off the pan too, so no signature on the signal proves the end. Only quiet longer than any
//           pause of a filling hand (1–3 s) does: 3.5 s.
//
// Any tremble beyond 1 e, any unstable frame and any increase starts the count again. The key always works at
// once.

#include <optional>

#include "station/core/scale_watch.h"

namespace bozhong::core {

class HandsFree {
  public:
    static constexpr domain::milliseconds filled_hold{3'500};
    static constexpr domain::milliseconds gesture_most{1'000};

    /// Every usable reading, with the net of the load; `empty` while nothing is on the pan.
    void see(domain::Mass net, bool stable, bool empty, domain::Instant at, domain::Mass e);
    void forget() { *this = HandsFree{}; }
    /// How long the load must rest: `placed_hold` when it was placed, else filled_hold.
    [[nodiscard]] domain::milliseconds hold(domain::milliseconds placed_hold) const;
    /// Since when it rests; nothing while it moves.
    [[nodiscard]] std::optional<domain::Instant> resting_since() const { return m_rest_since; }
    [[nodiscard]] bool placed() const { return m_placed; }

  private:
    std::optional<domain::Instant> m_began;  ///< first reading off the empty pan
    std::optional<domain::Instant> m_rest_since;
    std::optional<domain::Instant> m_level_since;  ///< since when the value stays within 1 e, at rest or not
    domain::Mass m_level;                          ///< value the rest began with
    domain::Mass m_rested_at;                      ///< level of the last rest
    bool m_rested = false;
    bool m_placed = false;
};

}  // namespace bozhong::core
