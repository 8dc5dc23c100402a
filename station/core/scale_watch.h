#pragma once
// What the pan says now: readings judged by the scale's record. Gross and net, fresh or not, stable or not,
// and the zero guard: after loss of the link, power-up, another scale, unit, zero or tare nothing is captured
// until an empty, stable pan at zero has been seen.

#include <optional>
#include <string>
#include <vector>

#include "station/core/event.h"
#include "station/core/plausibility.h"
#include "station/core/snapshot.h"
#include "station/core/stability.h"

namespace bozhong::core {

/// One judged reading. Masses are there only when they may be shown as a weight.
struct Pan {
    domain::Instant at{};
    std::optional<domain::Mass> gross, net;
    std::vector<domain::Tare> tares;
    domain::Indication indication;
    domain::WeightKind kind = domain::WeightKind::unknown;
    bool overtaken = false;  ///< newer ones wait to be seen
    bool stable = false;
    std::string evidence;
    bool at_zero = false;
    bool zero_seen = false;           ///< the guard is satisfied
    Refusal refusal = Refusal::none;  ///< why this reading cannot be used
};

class ScaleWatch {
  public:
    explicit ScaleWatch(domain::ScaleRecord record) : m_record(std::move(record)) {}

    /// Takes a reading of this scale; facts that touch the metrology (another unit, a tare at the indicator) are
    /// added to `facts`.
    void see(domain::Reading const& reading, std::vector<domain::Fact>& facts);
    void link(ScaleLinkChanged const& change, bool goods_on);
    /// The scale counts as gone. With goods on the pan that nobody has recorded, a zero shown afterwards may
    /// be a scale that zeroed itself under them: it is believed only after a person pressed zero, or after
    /// something was put on and lifted again.
    void lost(bool goods_on);
    void zero_pressed() {
        require_zero();
        m_doubt = Doubt::none;
        m_plausibility.zero_pressed();
    }
    void pressed_in_vain(domain::Instant now) { m_plausibility.pressed_in_vain(now); }
    /// A person looked at the indicator: it shows the record's unit.
    void unit_checked();
    void require_zero() { m_zero_seen = m_pan.zero_seen = false; }

    /// Only when the tare rules allow software tares.
    bool add_tare(domain::Tare tare);
    bool clear_tares();

    enum class Freshness { fresh, stale, dead };
    [[nodiscard]] Freshness freshness(domain::Instant now) const;
    /// The scale's next answer is neither missing nor waiting to be seen. What is only fresh is shown; nothing is
    /// booked by it, the pan may have changed since.
    [[nodiscard]] bool current(domain::Instant now) const;
    [[nodiscard]] std::optional<domain::Instant> next_change(domain::Instant now) const;

    [[nodiscard]] Pan const& pan() const { return m_pan; }
    [[nodiscard]] bool has_pan() const { return m_has_pan; }
    [[nodiscard]] domain::ScaleRecord const& record() const { return m_record; }
    [[nodiscard]] std::vector<domain::Tare> const& tares() const { return m_tares; }
    [[nodiscard]] domain::Mass tare_sum() const;
    [[nodiscard]] LinkState link_state() const { return m_link; }
    [[nodiscard]] std::string const& link_detail() const { return m_detail; }
    /// Never turned_away, which is over when it is told.
    [[nodiscard]] Company company() const { return m_company; }
    [[nodiscard]] Doubtful doubtful() const { return m_plausibility.finding(); }
    [[nodiscard]] std::string const& unit_seen() const { return m_wrong_unit; }

  private:
    void note_unit(std::string const& wrong, std::vector<domain::Fact>& facts);
    void judge_unit(domain::Reading const& reading, std::vector<domain::Fact>& facts);
    void judge_tare(domain::Reading const& reading, std::vector<domain::Fact>& facts);
    void judge_masses(domain::Reading const& reading);
    void judge_plausibility(domain::Reading const& reading, std::vector<domain::Fact>& facts);
    void judge_zero();
    void doubt_zero();

    domain::ScaleRecord m_record;
    std::vector<domain::Tare> m_tares;
    std::vector<domain::Mass> m_containers;  ///< tared before on this scale, at most 8
    Stability m_stability;
    Plausibility m_plausibility;
    Pan m_pan;
    bool m_has_pan = false;
    bool m_zero_seen = false;
    LinkState m_link = LinkState::up;
    Company m_company = Company::alone;
    std::string m_detail, m_unit, m_wrong_unit, m_scale_tare;
    enum class Doubt { none, first_reading, wants_load, wants_lift } m_doubt = Doubt::none;
    bool m_tared_at_indicator = false;
    int m_negative_run = 0;
    domain::Mass m_peak;    ///< highest of about the last second
    domain::Mass m_before;  ///< the reading before, not below zero
    domain::Instant m_peak_at{};
};

}  // namespace bozhong::core
