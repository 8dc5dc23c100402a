#pragma once
// A weighing pan with physics, for tests of the station alone: goods and hands push on a damped spring, the
// display rounds to its division a few times a second and calls itself stable when nothing moved for a while.
// It shares nothing with the simulated scale of the drivers. Floating point is allowed here: this is the
// world, not the record.

#include <cmath>
#include <cstdint>
#include <deque>
#include <random>

namespace bozhong::test {

class PanPhysics {
  public:
    static constexpr int step_ms = 10;

    explicit PanPhysics(std::uint64_t seed) : m_random(seed) {}

    double goods_g = 0;    ///< what lies on the pan
    double hand_g = 0;     ///< how hard a hand pushes (or lifts, when negative)
    double tremble_g = 0;  ///< how much the hand on the goods trembles

    /// Ten milliseconds pass.
    void step() {
        std::normal_distribution<double> shake(0, 1);
        double const force = goods_g + hand_g + tremble_g * shake(m_random);
        constexpr double omega = 28, damping = 0.55, dt = step_ms / 1000.0;
        m_speed += dt * (omega * omega * (force - m_position) - 2 * damping * omega * m_speed);
        m_position += dt * m_speed;
        m_recent.push_back(m_position + 0.3 * shake(m_random));
        if (m_recent.size() > 30) m_recent.pop_front();
    }
    /// The power comes back: what is on the pan now becomes its zero.
    void power_up() {
        m_zero = m_position;
        m_recent.clear();
    }
    void zero_key() { m_zero = m_position; }

    [[nodiscard]] std::int64_t shown_mg() const {
        return std::llround((m_position - m_zero) / division_g) * static_cast<std::int64_t>(division_g) *
               1'000;
    }
    [[nodiscard]] bool stable() const {
        if (m_recent.size() < 30) return false;
        double low = m_recent.front(), high = low;
        for (double const x : m_recent) low = std::min(low, x), high = std::max(high, x);
        return high - low <= division_g;
    }
    static constexpr double division_g = 5;

  private:
    std::mt19937_64 m_random;
    double m_position = 0, m_speed = 0, m_zero = 0;
    std::deque<double> m_recent;
};

}  // namespace bozhong::test
