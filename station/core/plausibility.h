#pragma once
// What the signal itself gives away about a scale whose frames are good and whose numbers are wrong: a
// display that stands still, a unit switched at the indicator where frames carry none, a zero that wanders, a
// pan that never comes to rest. Judged on the shown mass alone; each finding has one remedy that a person can
// do at the scale.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "station/domain/scale_record.h"

namespace bozhong::core {

enum class Doubtful {
    nothing,
    stuck,         ///< pressed twice in vain while the number has not moved for ten seconds
    unit_jump,     ///< a load at rest became 2 or 2.2 times as heavy, or as light, at once
    zero_wanders,  ///< the empty pan at rest drifted by 3 divisions in at least three moves
    unsteady,      ///< five seconds of up and down without rest: wind, a hand, a pan that is not level
};

class Plausibility {
  public:
    /// Every reading that shows a weight. `unit_carried`: the frames name their unit themselves.
    void see(domain::Mass shown, bool stable, bool unit_carried, domain::Instant at,
             domain::ScaleRecord const& record);
    /// She pressed and nothing could be recorded, because the pan did not do what she did.
    void pressed_in_vain(domain::Instant at);
    void zero_pressed() { m_zero = {}; }
    /// The link was lost or another scale chosen: what was seen proves nothing any more. A unit stays
    /// doubtful.
    void forget();
    /// A person looked at the scale and says that its unit is the record's.
    void unit_checked() { m_jump.reset(); }

    /// The gravest that holds now.
    [[nodiscard]] Doubtful finding() const;
    /// The unit the jump points to ("斤", "lb", "kg"); "?" where the record's own gives no hint.
    [[nodiscard]] std::string const& unit_guess() const { return m_guess; }

  private:
    /// The shown mass became about numerator/denominator of what it was.
    struct Ratio {
        std::int64_t numerator = 1, denominator = 1;
        friend bool operator==(Ratio, Ratio) = default;
    };
    struct Rest {
        domain::Mass mass;
        domain::Instant since{}, last{};
    };
    struct Candidate {
        domain::Mass before, after;
        Ratio ratio;
        domain::Instant at{};
    };
    struct ZeroTrack {
        std::optional<domain::Mass> low, high, last;
        int moves = 0;
    };
    struct Turn {
        domain::Instant at{};
        domain::Mass mass;
    };

    void watch_jump(domain::Mass shown, bool stable, domain::Instant at, domain::ScaleRecord const& record);
    void confirm_jump(domain::ScaleRecord const& record);
    void watch_rest(domain::Mass shown, bool stable, domain::Instant at, domain::Mass e);
    void watch_zero(domain::Mass shown, bool stable, domain::ScaleRecord const& record);
    void watch_turns(domain::Mass shown, bool stable, domain::Instant at, domain::ScaleRecord const& record);
    [[nodiscard]] static std::optional<Ratio> ratio_of(domain::Mass before, domain::Mass after,
                                                       domain::Mass e);

    std::optional<domain::Mass> m_last;
    domain::Instant m_same_since{}, m_seen_at{};
    int m_vain = 0;
    std::optional<Rest> m_rest;  ///< the readings up to the last one, at rest
    std::optional<Candidate> m_candidate;
    std::optional<Ratio> m_jump;
    std::string m_guess;
    ZeroTrack m_zero;
    bool m_zero_wanders = false;
    std::deque<Turn> m_turns;  ///< where the signal turned, at most 64
    int m_direction = 0;
    std::optional<domain::Instant> m_unrest_since;
    bool m_unsteady = false;
};

}  // namespace bozhong::core
