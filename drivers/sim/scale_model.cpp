#include "drivers/sim/scale_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "station/domain/mass.h"

namespace bozhong::sim {
namespace {

std::int64_t rounded_to(std::int64_t value, std::int64_t step) {
    return domain::divide_half_even(value, step) * step;
}

}  // namespace

void Pan::put(std::int64_t load_mg, std::int64_t now_ms, int settle_ms) {
    m_before = m_load;
    m_load = load_mg;
    m_changed_at = now_ms;
    m_settle_ms = settle_ms;
}

void Pan::tremble(std::int64_t amplitude_mg, int for_ms, std::int64_t now_ms) {
    m_tremble_mg = amplitude_mg;
    m_tremble_until = now_ms + for_ms;
}

void Pan::drift(std::int64_t mg_per_minute, std::int64_t now_ms) {
    m_drifted += m_drift * (now_ms - m_drift_since) / 60'000;
    m_drift = mg_per_minute;
    m_drift_since = now_ms;
}

void Pan::wind(std::int64_t amplitude_mg, int period_ms, std::int64_t now_ms) {
    m_wind_mg = amplitude_mg;
    m_wind_period_ms = std::max(1, period_ms);
    m_wind_since = now_ms;
}

bool Pan::rests(std::int64_t now_ms) const {
    return now_ms >= m_changed_at + m_settle_ms && now_ms >= m_tremble_until;
}

std::int64_t Pan::felt_mg(std::int64_t now_ms) {
    std::int64_t felt = m_load + m_drifted + m_drift * (now_ms - m_drift_since) / 60'000;
    if (now_ms < m_changed_at + m_settle_ms) {
        // Only on its way and in the wind a simulated weight is not exact: there no true value exists.
        double const part = static_cast<double>(now_ms - m_changed_at) / m_settle_ms;
        double const swing = std::exp(-5.0 * part) * std::cos(12.0 * part);
        felt += std::llround(static_cast<double>(m_before - m_load) * swing);
    }
    if (m_wind_mg != 0) {
        double const turns = static_cast<double>(now_ms - m_wind_since) / m_wind_period_ms;
        felt += std::llround(static_cast<double>(m_wind_mg) * std::sin(2 * std::numbers::pi * turns));
    }
    if (now_ms < m_tremble_until && m_tremble_mg > 0)
        felt += std::uniform_int_distribution<std::int64_t>(-m_tremble_mg, m_tremble_mg)(m_random);
    auto const noise = std::min(m_nature.noise_mg, m_nature.division_mg * 2 / 5);
    return felt + std::uniform_int_distribution<std::int64_t>(-noise, noise)(m_random);
}

Shown Indicator::update(std::int64_t now_ms) {
    if (m_frozen) return m_shown;
    m_felt = m_pan.felt_mg(now_ms);
    m_gross_before = m_gross;
    m_gross = rounded_to(m_felt - m_zero, m_nature.division_mg);
    bool const steady = std::abs(m_gross - m_gross_before) <= m_nature.division_mg;
    m_shown.stable = m_lies || (steady && m_pan.rests(now_ms));
    m_shown.net = m_tare != 0;
    m_shown.units = to_units(m_gross - m_tare);
    m_shown.tare_units = to_units(m_tare);
    m_shown.range = ShownRange::ok;
    if (m_gross > m_nature.max_mg + 9 * m_nature.division_mg) m_shown.range = ShownRange::over;
    if (m_gross < -20 * m_nature.division_mg) m_shown.range = ShownRange::under;
    if (!m_zeroed) m_shown.range = ShownRange::not_zeroed;
    return m_shown;
}

Outcome Indicator::obey(Request const& request) {
    switch (request.ask) {
        case Ask::zero: return zero();
        case Ask::tare:
            if (!m_shown.stable || m_gross <= 0) return Outcome::not_now;
            m_tare = m_gross;
            break;
        case Ask::clear_tare: m_tare = 0; break;
        case Ask::preset_tare: return preset(request.argument);
        case Ask::unknown: return Outcome::not_now;
        case Ask::greet:
        case Ask::read:
        case Ask::stream:
        case Ask::stop: return Outcome::done;
    }
    m_shown.net = m_tare != 0;
    m_shown.tare_units = to_units(m_tare);
    m_shown.units = to_units(m_gross - m_tare);
    return Outcome::done;
}

/// Within ±2 % of Max around the zero of switching on, on a resting pan.
Outcome Indicator::zero() {
    if (!m_shown.stable || m_tare != 0) return Outcome::not_now;
    std::int64_t const from_first = m_zero + m_gross - m_first_zero;
    if (from_first > m_nature.max_mg / 50) return Outcome::above;
    if (from_first < -m_nature.max_mg / 50) return Outcome::below;
    m_zero += m_gross;
    m_gross = m_gross_before = 0;
    m_shown.units = 0;
    m_zeroed = true;
    return Outcome::done;
}

void Indicator::show_in(domain::MassUnit unit) {
    m_shown.unit = unit;
    m_shown.decimals = unit == domain::MassUnit::g ? 0 : 3;
    m_shown.units = to_units(m_gross - m_tare);
    m_shown.tare_units = to_units(m_tare);
}

Outcome Indicator::preset(std::string const& argument) {
    auto const space = std::min(argument.find(' '), argument.size());
    auto const value = domain::Decimal::parse(argument.substr(0, space));
    auto const unit = domain::mass_unit(argument.substr(std::min(space + 1, argument.size())));
    auto const mass = value && unit ? domain::to_mass(*value, *unit) : std::nullopt;
    if (!mass || mass->mg < 0) return Outcome::not_now;
    if (mass->mg > m_nature.max_mg) return Outcome::above;
    m_tare = rounded_to(mass->mg, m_nature.division_mg);
    m_shown.tare_units = to_units(m_tare);
    return Outcome::done;
}

void Indicator::power_up(std::int64_t now_ms) {
    m_tare = 0;
    m_frozen = false;
    std::int64_t const felt = rounded_to(m_pan.felt_mg(now_ms), m_nature.division_mg);
    m_zeroed = std::abs(felt) <= m_nature.max_mg / 10;
    m_zero = m_first_zero = m_zeroed ? felt : 0;
}

}  // namespace bozhong::sim
