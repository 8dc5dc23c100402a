#pragma once
// When may a load book itself? The value alone cannot tell a finished load from a pause while filling; the
// shape of the signal can, up to a point:
//
//  placed: the load came in one gesture of a hand, from the empty pan to its peak within 500 ms, no level
//  held and no second push on the way, no increase after it had come to rest. The hand that set it down has
//  gone once the value rings no more and the scale calls it stable: 400 ms of that are enough.
//
//  filled: everything else, poured, built up in steps, changed after a rest, swapped in, or come unseen on a
//  scale that shows no weight while it moves. Between two
//  handfuls the hand is off the pan too, so no signature proves the end. Only quiet longer than any pause of
//  a filling hand (1–3 s) does: 3.5 s.
//
// Any move beyond 1 e and any unstable frame starts the count again. The key works at once in every case.
// What this cannot tell: a first handful that lands inside the band in one gesture looks like a finished bag, and so
// does an empty tote as heavy as what is wanted.

#include <optional>

#include "station/domain/mass.h"
#include "station/domain/time.h"

namespace bozhong::core {

class HandsFree {
  public:
    static constexpr domain::milliseconds filled_hold{3'500};
    static constexpr domain::milliseconds gesture_most{500};
    static constexpr domain::milliseconds level_held{250};

    /// Every usable reading, with the net of the load; `empty` while nothing is on the pan.
    void see(domain::Mass net, bool stable, bool empty, domain::Instant at, domain::Mass e);
    void forget() { *this = HandsFree{}; }
    /// The load was not seen coming from an empty pan.
    void not_placed() { m_placed = false; }
    /// How long the load must rest: `placed_hold` when it was placed, else filled_hold.
    [[nodiscard]] domain::milliseconds hold(domain::milliseconds placed_hold) const;
    /// Since when it rests; nothing while it moves.
    [[nodiscard]] std::optional<domain::Instant> resting_since() const { return m_rest_since; }

  private:
    std::optional<domain::Instant> m_began;  ///< first reading off the empty pan
    std::optional<domain::Instant> m_rest_since;
    domain::Instant m_level_since{};  ///< since when the value stays within 1 e, at rest or not
    domain::Mass m_level, m_peak, m_rested_at;
    bool m_rested = false;
    bool m_fell_back = false;  ///< from the first peak: the hand let go, or the pan rings
    bool m_placed = true;
};

}  // namespace bozhong::core
