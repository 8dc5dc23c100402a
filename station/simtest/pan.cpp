#include "station/simtest/pan.h"

#include <cmath>

namespace bozhong::simtest {

void Pan::step(Dice& dice) {
    double const force = goods_g + hand_g + (tremble_g > 0 ? tremble_g * dice.bell() : 0);
    constexpr double omega = 28, damping = 0.55, dt = step_ms / 1000.0;
    m_speed += dt * (omega * omega * (force - m_position) - 2 * damping * omega * m_speed);
    m_position += dt * m_speed;
    if (std::abs(m_position - m_level) > division_g / 2) {
        m_level = m_position;
        m_still_ms = 0;
    } else {
        m_still_ms += step_ms;
    }
    m_at_rest = std::abs(m_speed) < 0.01 && std::abs(force - m_position) < 0.01 && m_still_ms > 600;
}

void Pan::pass(std::int64_t ms, Dice& dice) {
    if (at_rest() && std::abs(goods_g - m_position) < 0.01) return;
    m_at_rest = false;
    for (std::int64_t done = 0; done < ms && !at_rest(); done += step_ms) step(dice);
}

std::int64_t Pan::shown_mg(Dice& dice) const {
    double const seen = m_position - m_zero + 0.3 * dice.bell();
    return std::llround(seen / division_g) * static_cast<std::int64_t>(division_g) * 1'000;
}

}  // namespace bozhong::simtest
