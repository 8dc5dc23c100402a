#pragma once
// The whole station as one pure machine: no clock, thread, file, socket or locale. Same events, same effects.

#include <memory>
#include <vector>

#include "station/core/effect.h"
#include "station/core/event.h"
#include "station/core/restored.h"
#include "station/core/snapshot.h"

namespace bozhong::core {

struct StationSetup {
    std::string station, station_name, warehouse;
    std::vector<domain::ScaleRecord> scales;  ///< the first is in use at start
    bool manual_entry = true;
    bool hands_free_allowed = true;
    bool stop_when_label_fails = true;        ///< a label belongs to the bag in hand: the next weighing waits
    domain::milliseconds idle_lock{600'000};
    domain::milliseconds people_age_max{7 * 24 * 3'600'000};  ///< of the hub's word on people; 0 = no bound
    domain::milliseconds hands_free_hold{400};
    domain::milliseconds second_press_lock{600}, second_press_window{5'000}, key_bounce{80};
    domain::milliseconds label_begin_within{10'000};
    domain::milliseconds disk_slow_after{1'000};   ///< a write unanswered so long is told on the screen
    domain::milliseconds difference_shows{1'500};  ///< accumulate, take-away: how long "recorded" stands
    int utc_offset_minutes = 480;             ///< of the warehouse, for label and history times
    bool test_control = false;
};

class Station {
  public:
    Station(StationSetup setup, Restored restored);
    ~Station();
    Station(Station&&) noexcept;
    Station& operator=(Station&&) noexcept;

    /// Never fails: what cannot be done now is a refusal in the snapshot. Effects are in the order to be done.
    std::vector<Effect> handle(Event const& event, Instant now);
    /// When TimePassed is wanted next; nothing changes by time before that.
    [[nodiscard]] Instant wake_at() const;
    [[nodiscard]] Snapshot snapshot(Instant now) const;
    /// Rises when a snapshot would differ (figures, states, counts); cheap to ask.
    [[nodiscard]] std::uint64_t revision() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace bozhong::core
