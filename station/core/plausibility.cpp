#include "station/core/plausibility.h"

#include <algorithm>
#include <array>

namespace bozhong::core {

using domain::Instant;
using domain::Mass;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds stands_still{10'000}, rest_before_jump{1'000}, rest_after_jump{500}, no_rest{5'000};
constexpr int vain_presses = 2, zero_moves = 3, turns_of_unrest = 6;

bool near(Mass a, Mass b, Mass e) {
    return domain::abs(a - b) <= e;
}

std::string guess(std::string const& unit, std::int64_t numerator, std::int64_t denominator) {
    auto const kind = domain::mass_unit(unit);
    bool const pounds = numerator == 22'046 || denominator == 22'046;
    bool const heavier = numerator > denominator;
    if (kind == domain::MassUnit::kg && heavier) return pounds ? "lb" : "斤";
    if (kind == domain::MassUnit::jin && !heavier && !pounds) return "kg";
    if (kind == domain::MassUnit::lb && !heavier && pounds) return "kg";
    return "?";
}

}  // namespace

void Plausibility::forget() {
    m_last.reset();
    m_rest.reset();
    m_candidate.reset();
    m_vain = 0;
    m_turns.clear();
    m_direction = 0;
    m_unrest_since.reset();
    m_unsteady = false;
    m_zero = {};
    m_zero_wanders = false;
}

void Plausibility::see(Mass shown, bool stable, bool unit_carried, Instant at,
                       domain::ScaleRecord const& record) {
    m_seen_at = at;
    if (m_last != shown) {
        m_same_since = at;
        m_vain = 0;
    }
    watch_turns(shown, stable, at, record);
    if (!unit_carried) watch_jump(shown, stable, at, record);
    watch_rest(shown, stable, at, record.e);
    watch_zero(shown, stable, record);
    m_last = shown;
}

void Plausibility::pressed_in_vain(Instant at) {
    // A double tap is one press.
    if (m_last && at > m_same_since + milliseconds{600}) ++m_vain;
}

/// Twice or 2.2046 times, up or down, to 3 ‰ and a division on either side.
std::optional<Plausibility::Ratio> Plausibility::ratio_of(Mass before, Mass after, Mass e) {
    constexpr std::array<Ratio, 4> known{{{2, 1}, {1, 2}, {22'046, 10'000}, {10'000, 22'046}}};
    for (auto const ratio : known) {
        std::int64_t const expected = before.mg * ratio.numerator / ratio.denominator;
        std::int64_t const spread = std::max<std::int64_t>(expected / 333, e.mg * 2);
        if (domain::abs(Mass{after.mg - expected}).mg <= spread) return ratio;
    }
    return std::nullopt;
}

/// A hand that doubles a load passes through other weights and lets it settle; a unit key does neither.
void Plausibility::watch_jump(Mass shown, bool stable, Instant at, domain::ScaleRecord const& record) {
    if (m_candidate) {
        if (!near(shown, m_candidate->after, record.e)) return m_candidate.reset();
        if (at >= m_candidate->at + rest_after_jump && stable) confirm_jump(record);
        return;
    }
    bool const rested = m_rest && m_rest->last - m_rest->since >= rest_before_jump;
    if (!rested || near(shown, m_rest->mass, record.e)) return;
    Mass const least = record.e * 20;
    if (m_rest->mass < least || shown < least) return;
    if (auto const ratio = ratio_of(m_rest->mass, shown, record.e))
        m_candidate = Candidate{m_rest->mass, shown, *ratio, at};
}

void Plausibility::confirm_jump(domain::ScaleRecord const& record) {
    Ratio const ratio = m_candidate->ratio;
    bool const back = m_jump == Ratio{ratio.denominator, ratio.numerator};
    m_candidate.reset();
    if (back) return m_jump.reset();
    m_jump = ratio;
    m_guess = guess(record.unit, ratio.numerator, ratio.denominator);
}

void Plausibility::watch_rest(Mass shown, bool stable, Instant at, Mass e) {
    // The candidate's own rest must not hide what was before it.
    if (m_candidate) return;
    if (!stable) return m_rest.reset();
    if (m_rest && near(shown, m_rest->mass, e))
        m_rest->last = at;
    else
        m_rest = Rest{shown, at, at};
}

void Plausibility::watch_zero(Mass shown, bool stable, domain::ScaleRecord const& record) {
    if (domain::abs(shown) > record.e * 20) {
        m_zero = {};
        m_zero_wanders = false;
        return;
    }
    if (!stable) return;
    if (m_zero.last && *m_zero.last != shown) ++m_zero.moves;
    m_zero.last = shown;
    m_zero.low = std::min(m_zero.low.value_or(shown), shown);
    m_zero.high = std::max(m_zero.high.value_or(shown), shown);
    m_zero_wanders = m_zero.moves >= zero_moves && *m_zero.high - *m_zero.low >= record.d * 3;
}

void Plausibility::watch_turns(Mass shown, bool stable, Instant at, domain::ScaleRecord const& record) {
    if (stable || domain::abs(shown) <= record.e * 5) {
        m_turns.clear();
        m_direction = 0;
        m_unrest_since.reset();
        m_unsteady = false;
        return;
    }
    if (!m_unrest_since) m_unrest_since = at;
    if (!m_last || *m_last == shown) return;
    int const direction = shown > *m_last ? 1 : -1;
    if (m_direction != 0 && direction != m_direction) {
        if (m_turns.empty() || !near(m_turns.back().mass, *m_last, record.e))
            m_turns.push_back({at, *m_last});
        if (m_turns.size() > 64) m_turns.pop_front();
    }
    m_direction = direction;
    auto const recent =
        std::ranges::count_if(m_turns, [&](Turn const& turn) { return turn.at > at - no_rest; });
    m_unsteady = recent >= turns_of_unrest && at - *m_unrest_since >= no_rest;
}

Doubtful Plausibility::finding() const {
    if (m_jump) return Doubtful::unit_jump;
    if (m_vain >= vain_presses && m_seen_at - m_same_since >= stands_still) return Doubtful::stuck;
    if (m_unsteady) return Doubtful::unsteady;
    if (m_zero_wanders) return Doubtful::zero_wanders;
    return Doubtful::nothing;
}

}  // namespace bozhong::core
