#include "station/core/scale_watch.h"

#include <algorithm>

namespace bozhong::core {

using domain::Known;
using domain::Mass;
using domain::Range;
using domain::WeightKind;
using std::chrono::milliseconds;

void ScaleWatch::see(domain::Reading const& reading, std::vector<domain::Fact>& facts) {
    m_link = LinkState::up;
    m_has_pan = true;
    m_pan = Pan{.at = reading.at, .indication = reading.indication.written(), .kind = reading.kind, .overtaken = reading.overtaken};
    judge_unit(reading, facts);
    judge_tare(reading, facts);
    judge_masses(reading);
    judge_plausibility(reading, facts);
    judge_zero();
}

void ScaleWatch::judge_unit(domain::Reading const& reading, std::vector<domain::Fact>& facts) {
    std::string const unit = reading.indication.unit.empty() ? record().unit : std::string(reading.indication.unit);
    if (reading.range != Range::ok) return;
    if (unit.empty() || !reading.mass) {
        m_pan.refusal = Refusal::unit_unknown;
        return;
    }
    if (m_unit.empty()) m_unit = record().unit.empty() ? unit : record().unit;
    bool const same = domain::mass_unit(unit) == domain::mass_unit(m_unit);
    std::string const wrong = same ? "" : unit;
    // Frames without a unit cannot contradict what the signal gave away.
    if (!wrong.empty() || m_plausibility.finding() != Doubtful::unit_jump) note_unit(wrong, facts);
    if (!same) m_pan.refusal = Refusal::unit_changed;
}

void ScaleWatch::note_unit(std::string const& wrong, std::vector<domain::Fact>& facts) {
    if (wrong == m_wrong_unit) return;
    auto const shown = [&](std::string const& other) { return other.empty() ? m_unit : other; };
    facts.push_back(domain::ScaleChanged{record().id, "unit", shown(m_wrong_unit), shown(wrong)});
    m_wrong_unit = wrong;
    m_stability.forget();
    require_zero();
}

/// What the numbers themselves give away. A unit switched at the indicator is as bad as one named by the frame.
void ScaleWatch::judge_plausibility(domain::Reading const& reading, std::vector<domain::Fact>& facts) {
    if (reading.range != Range::ok || !reading.mass) return;
    m_plausibility.see(*reading.mass, m_pan.stable, record().frames_name_unit, reading.at, record());
    if (m_plausibility.finding() != Doubtful::unit_jump) return;
    note_unit(m_plausibility.unit_guess(), facts);
    m_pan.refusal = Refusal::unit_changed;
}

void ScaleWatch::unit_checked() {
    m_plausibility.unit_checked();
    require_zero();
}

void ScaleWatch::judge_tare(domain::Reading const& reading, std::vector<domain::Fact>& facts) {
    if (reading.range != Range::ok) return;
    std::string const tare =
        reading.kind == WeightKind::net ? "net " + (reading.tare ? reading.tare->text() : "?") : "";
    if (tare == m_scale_tare) return;
    auto const shown = [](std::string const& text) { return text.empty() ? "gross" : text; };
    facts.push_back(domain::ScaleChanged{record().id, "tare", shown(m_scale_tare), shown(tare)});
    m_scale_tare = tare;
    m_stability.forget();
    require_zero();
}

void ScaleWatch::judge_masses(domain::Reading const& reading) {
    if (reading.range == Range::over) m_pan.refusal = Refusal::out_of_range_over;
    if (reading.range == Range::under) m_pan.refusal = Refusal::out_of_range_under;
    if (reading.range == Range::invalid) m_pan.refusal = Refusal::stale;
    if (reading.range != Range::ok) m_stability.forget();
    if (reading.range != Range::ok || !reading.mass) return;

    auto const judged = m_stability.add(*reading.mass, reading.stable, reading.at, record());
    m_pan.stable = judged.stable;
    m_pan.evidence = judged.evidence;
    m_pan.at_zero = reading.at_zero == Known::yes;
    Mass const shown = *reading.mass;
    if (reading.kind == WeightKind::net) {
        m_pan.net = shown;
        auto const unit =
            domain::mass_unit(reading.indication.unit.empty() ? record().unit : reading.indication.unit);
        auto const tare = reading.tare && unit ? domain::to_mass(*reading.tare, *unit) : std::nullopt;
        if (tare) {
            m_pan.gross = shown + *tare;
            m_pan.tares.push_back({domain::TareKind::pan, "indicator", *tare});
        } else if (m_pan.refusal == Refusal::none) {
            // Zero, range and minimum are judged on gross, and nobody knows it here.
            m_pan.refusal = Refusal::tared_at_indicator;
        }
    } else {
        m_pan.gross = shown;
        m_pan.net = shown - tare_sum();
        m_pan.tares = m_tares;
    }
    if (!m_pan.gross) return;
    bool const scale_tared = reading.kind == WeightKind::net;
    if (*m_pan.gross > record().max + record().e * 9) m_pan.refusal = Refusal::out_of_range_over;
    if (*m_pan.gross < -(record().d * 20) && !scale_tared) m_pan.refusal = Refusal::out_of_range_under;
    bool const hidden =
        m_pan.refusal == Refusal::out_of_range_over || m_pan.refusal == Refusal::out_of_range_under;
    // What is clearly below zero proves that the zero seen before was not an empty pan. A pan that springs
    // back from a load just lifted dips too, but never by a quarter of it.
    if (*m_pan.gross + record().e * 2 >= m_peak || reading.at > m_peak_at + milliseconds{1'000}) {
        m_peak = std::max(m_before, *m_pan.gross);
        m_peak_at = reading.at;
    }
    m_before = std::max(Mass{}, *m_pan.gross);
    Mass const dip = std::max(record().e * 5, Mass{m_pan.stable ? 0 : m_peak.mg / 4});
    m_negative_run = *m_pan.gross < -dip ? m_negative_run + 1 : 0;
    if (m_negative_run >= 2 || (m_negative_run > 0 && m_pan.stable)) require_zero();
    if (hidden) m_pan.net.reset();
}

void ScaleWatch::judge_zero() {
    // The pan jumps to minus a container known here: somebody tared at the indicator.
    if (m_pan.gross && m_pan.stable && m_pan.kind != WeightKind::net) {
        bool const jumped = std::ranges::any_of(m_containers, [&](Mass container) {
            return domain::abs(*m_pan.gross + container) <= record().e;
        });
        if (jumped) {
            m_tared_at_indicator = true;
            require_zero();
        }
    }
    if (m_pan.gross) doubt_zero();
    if (m_pan.gross && m_pan.stable && (m_pan.refusal == Refusal::none || *m_pan.gross < Mass{})) {
        bool const zero = m_pan.gross->mg * 2 <= record().e.mg && m_pan.gross->mg * 2 >= -record().e.mg;
        if (m_doubt == Doubt::none && zero) {
            m_zero_seen = true;
            m_tared_at_indicator = false;
        }
    }
    if (m_tared_at_indicator && m_pan.refusal != Refusal::unit_changed)
        m_pan.refusal = Refusal::tared_at_indicator;
    m_pan.zero_seen = m_zero_seen;
    if (m_pan.refusal == Refusal::none && !m_zero_seen) m_pan.refusal = Refusal::not_zero;
}

void ScaleWatch::link(ScaleLinkChanged const& change, bool goods_on) {
    if (change.state == LinkState::down || change.power_up) lost(goods_on);
    m_link = change.state;
    m_detail = change.detail;
    if (change.company != Company::turned_away) m_company = change.company;
}

/// Walks through what proves a zero after a loss with goods on the pan.
void ScaleWatch::doubt_zero() {
    Mass const gross = *m_pan.gross;
    bool const load = gross > record().e * 5;
    // Below zero, or still loaded: the scale shows where the goods are, so a zero later on is a true one.
    bool const negative = gross < -(record().e * 5);
    switch (m_doubt) {
        case Doubt::none: break;
        case Doubt::first_reading:
            if (load || negative) {
                m_doubt = Doubt::none;
            } else if (m_pan.stable) {
                m_doubt = Doubt::wants_load;
            }
            break;
        case Doubt::wants_load:
            if (load) m_doubt = Doubt::wants_lift;
            if (negative) m_doubt = Doubt::none;
            break;
        case Doubt::wants_lift:
            if (!load && m_pan.stable) m_doubt = Doubt::none;
            break;
    }
}

void ScaleWatch::lost(bool goods_on) {
    if (goods_on) m_doubt = Doubt::first_reading;
    m_stability.forget();
    m_plausibility.forget();
    require_zero();
    m_pan.zero_seen = false;
    m_pan.stable = false;
}

bool ScaleWatch::add_tare(domain::Tare tare) {
    if (m_pan.kind == WeightKind::net) return false;
    if (m_pan.kind == WeightKind::unknown && record().sends_tare_command) return false;
    // A container tared on a pan whose zero was seen keeps that zero; a typed tare waits for an empty pan
    // again.
    bool const keeps_zero = tare.kind == domain::TareKind::container && m_zero_seen;
    if (tare.mass > record().e * 5) m_containers.push_back(tare.mass);
    if (m_containers.size() > 8) m_containers.erase(m_containers.begin());
    m_tares.push_back(std::move(tare));
    m_pan.tares = m_tares;
    if (m_pan.gross) m_pan.net = *m_pan.gross - tare_sum();
    if (!keeps_zero) require_zero();
    return true;
}

bool ScaleWatch::clear_tares() {
    if (m_tares.empty()) return false;
    m_tares.clear();
    m_pan.tares.clear();
    m_pan.net = m_pan.gross;
    m_tared_at_indicator = false;
    require_zero();
    return true;
}

domain::Mass ScaleWatch::tare_sum() const {
    Mass sum;
    for (auto const& tare : m_tares) sum += tare.mass;
    return sum;
}

namespace {
milliseconds stale_after(domain::ScaleRecord const& record) {
    return std::max(milliseconds{500}, record.expected_interval * 3);
}
milliseconds dead_after(domain::ScaleRecord const& record) {
    return std::max(milliseconds{1000}, stale_after(record));
}
}  // namespace

ScaleWatch::Freshness ScaleWatch::freshness(domain::Instant now) const {
    if (!m_has_pan || m_link == LinkState::down) return Freshness::dead;
    auto const age = now - m_pan.at;
    if (age > dead_after(record())) return Freshness::dead;
    return age > stale_after(record()) ? Freshness::stale : Freshness::fresh;
}

bool ScaleWatch::current(domain::Instant now) const {
    // A busy machine may look at a fast scale's reading later than its next one is due.
    milliseconds const missing = std::max(milliseconds{150}, record().expected_interval * 3 / 2);
    return !m_pan.overtaken && now - m_pan.at <= missing;
}

std::optional<domain::Instant> ScaleWatch::next_change(domain::Instant now) const {
    if (!m_has_pan || m_link == LinkState::down) return std::nullopt;
    milliseconds const tick{1};  // the limits themselves are still fresh
    for (auto const limit : {stale_after(record()), dead_after(record())}) {
        if (m_pan.at + limit + tick > now) return m_pan.at + limit + tick;
    }
    return std::nullopt;
}

}  // namespace bozhong::core
