#pragma once
// What happens on the pan and what the indicator makes of it. Pure: time is passed in, chance comes from a
// seed.

#include <cstdint>
#include <random>

#include "drivers/sim/scale_wire.h"

namespace bozhong::sim {

struct ScaleNature {
    std::int64_t max_mg = 15'000'000;
    std::int64_t division_mg = 5'000;  ///< what the display steps by; a multiple of 1 g
    int settle_ms = 400;               ///< from putting on until the pan rests
    std::int64_t noise_mg = 1'000;     ///< of a resting pan, never more than 0.4 divisions
    std::int64_t drift_mg_per_minute = 0;
};

/// Load cell and pan: an overshooting, decaying swing from the old load to the new one.
class Pan {
  public:
    Pan(ScaleNature nature, unsigned seed) : m_nature(nature), m_random(seed) {}
    void put(std::int64_t load_mg, std::int64_t now_ms, int settle_ms);
    void put(std::int64_t load_mg, std::int64_t now_ms) { put(load_mg, now_ms, m_nature.settle_ms); }
    /// Somebody leans on the table.
    void tremble(std::int64_t amplitude_mg, int for_ms, std::int64_t now_ms);
    void drift(std::int64_t mg_per_minute, std::int64_t now_ms);
    /// A draught presses and lifts with this period until the amplitude is 0 again.
    void wind(std::int64_t amplitude_mg, int period_ms, std::int64_t now_ms);
    [[nodiscard]] std::int64_t load_mg() const { return m_load; }
    [[nodiscard]] bool rests(std::int64_t now_ms) const;
    /// What the cell feels now.
    std::int64_t felt_mg(std::int64_t now_ms);

  private:
    ScaleNature m_nature;
    std::mt19937 m_random;
    std::int64_t m_load = 0, m_before = 0, m_changed_at = 0, m_tremble_mg = 0, m_tremble_until = 0;
    std::int64_t m_drift = 0, m_drift_since = 0, m_drifted = 0;
    std::int64_t m_wind_mg = 0, m_wind_since = 0;
    int m_settle_ms = 0, m_wind_period_ms = 1;
};

/// Zero, tare, stability, range: the electronics between pan and wire.
class Indicator {
  public:
    Indicator(ScaleNature nature, unsigned seed) : m_nature(nature), m_pan(nature, seed) {}
    Pan& pan() { return m_pan; }
    /// The next update of the display.
    Shown update(std::int64_t now_ms);
    [[nodiscard]] Shown const& shown() const { return m_shown; }
    Outcome obey(Request const& request);
    /// Tare forgotten; zero taken anew when the pan is within 10 % of Max, otherwise the weight is not valid.
    void power_up(std::int64_t now_ms);
    void freeze(bool on) { m_frozen = on; }
    /// Somebody presses the key for the unit; the tare stays.
    void show_in(domain::MassUnit unit);
    /// Says stable whatever happens.
    void lie_stable(bool on) { m_lies = on; }

  private:
    [[nodiscard]] std::int64_t to_units(std::int64_t mg) const {
        return domain::in_unit({mg}, m_shown.unit, m_shown.decimals).units;
    }
    Outcome zero();
    Outcome preset(std::string const& argument);

    ScaleNature m_nature;
    Pan m_pan;
    Shown m_shown;
    std::int64_t m_felt = 0, m_zero = 0, m_first_zero = 0, m_tare = 0, m_gross = 0, m_gross_before = 0;
    bool m_zeroed = true, m_frozen = false, m_lies = false;
};

}  // namespace bozhong::sim
