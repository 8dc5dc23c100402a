#pragma once
// One load is captured once: empty → on the pan → captured → awaiting removal → empty. Pure on gross and net.
//
// Empty is judged on gross: within ±5 e, or a fall by at least 80 % of what was captured, followed by
// stability (a swap that was too quick to see the empty pan). What remains at rest of 2–20 e after a removal
// is residue: it is shown, offered to zero, and no load is captured on top of it. In accumulate and take-away
// nothing is removed: the level at the last capture is the base, and a load is the difference from it. What
// moves the level the other way between two loads (a refill, a leaf that falls back) moves the base; a pan
// seen empty ends the crate, or the pile, that was there.

#include <cstdint>
#include <optional>

#include "station/core/scale_watch.h"

namespace bozhong::core {

enum class LoadMode { normal, split, accumulate, take_away };

class CaptureMachine {
  public:
    enum class Phase { empty, on_pan, captured };
    enum class Step { nothing, load_began, removed, swapped };

    void mode(LoadMode mode) {
        m_mode = mode;
        forget();
    }
    /// A usable reading (gross and net known, zero seen).
    Step see(Pan const& pan, domain::ScaleRecord const& record);
    /// The disk is asked to keep what lies there now; until it answers, more may be put on or taken off.
    void booked() { m_booked_gross = m_gross, m_booked_net = m_net; }
    void captured(std::uint64_t load);
    /// The capture was undone while its load was still on the pan: it may be captured again.
    void undone();
    /// A software tare changed what of the load is net.
    void retared(domain::Mass net) { m_net = net; }
    /// Link, scale or zero was lost: nothing is known of the pan until it was seen empty.
    void forget();
    /// Accumulate and take-away: the next load begins from here.
    void move_on();

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] std::uint64_t load() const {
        return m_load;
    }  ///< number of the load on the pan or last on it
    [[nodiscard]] bool residue() const { return m_residue; }
    /// Of a swap: the new load was seen coming up from a lower level, so it is not what remained of the old
    /// one.
    [[nodiscard]] bool rose() const { return m_rose; }
    /// Net of this load: the pan's net, or the difference from the base.
    [[nodiscard]] domain::Mass net() const { return m_net; }
    [[nodiscard]] domain::Mass gross() const { return m_gross; }
    [[nodiscard]] domain::Mass base() const { return m_base; }
    [[nodiscard]] bool differs() const {
        return m_mode == LoadMode::accumulate || m_mode == LoadMode::take_away;
    }

  private:
    Step see_empty(Pan const& pan, domain::ScaleRecord const& record);
    Step see_on_pan(Pan const& pan, domain::ScaleRecord const& record);
    Step see_captured(Pan const& pan, domain::ScaleRecord const& record);
    Step see_difference(Pan const& pan, domain::ScaleRecord const& record);
    std::optional<Step> see_exchange(Pan const& pan, domain::ScaleRecord const& record);
    Step see_change(Pan const& pan, domain::ScaleRecord const& record);
    Step let_go();
    Step begin_load(Step step);
    void note_low_level();
    void note_residue(Pan const& pan, domain::Mass limit, domain::ScaleRecord const& record);

    LoadMode m_mode = LoadMode::normal;
    Phase m_phase = Phase::empty;
    std::uint64_t m_load = 0;
    domain::Mass m_gross, m_net, m_base;
    domain::Mass m_booked_gross, m_booked_net, m_captured_gross, m_captured_net;
    bool m_fell = false;  ///< since the capture the signal fell by 80 % of the load
    bool m_after_removal = false;
    bool m_unproven = false;  ///< this load began before the pan was at rest after a removal
    bool m_residue = false;
    bool m_base_known = false;
    bool m_crate_gone = false;  ///< take-away: the pan was seen empty
    bool m_pile = false;        ///< accumulate: something was captured since the pan was empty
    bool m_rose = true;
    domain::Mass m_e, m_low, m_before;  ///< lowest since the fall; the reading before
    bool m_low_level = false;           ///< between two loads something of 2–20 e may have remained
    bool m_zero_between = false;        ///< between two loads a reading at zero was seen
    int m_empty_run = 0;
};

}  // namespace bozhong::core
