#pragma once
// What lies on a scale, and what the scale makes of it: goods and hands push on a damped spring; the display
// rounds to its division and calls itself stable when nothing moved for a while. Binary floating point is
// right here: this is the world, not the record.

#include <cstdint>

#include "station/simtest/dice.h"

namespace bozhong::simtest {

class Pan {
  public:
    static constexpr int step_ms = 10;
    static constexpr double division_g = 5;

    double goods_g = 0;    ///< what lies on it: the truth
    double hand_g = 0;     ///< how hard a hand pushes
    double tremble_g = 0;  ///< how much the hand on the goods trembles

    /// Time passes; free of charge while nothing moves.
    void pass(std::int64_t ms, Dice& dice);
    void zero_key() { m_zero = m_position; }
    /// The power comes back: what is on the pan becomes its zero.
    void power_up() { m_zero = m_position; }

    [[nodiscard]] std::int64_t shown_mg(Dice& dice) const;
    [[nodiscard]] bool stable() const { return m_still_ms >= 300; }
    /// Nothing pushes it, nothing rings.
    [[nodiscard]] bool at_rest() const { return m_at_rest && hand_g == 0 && tremble_g == 0; }
    [[nodiscard]] double zero_g() const { return m_zero; }

  private:
    void step(Dice& dice);

    double m_position = 0, m_speed = 0, m_zero = 0, m_level = 0;
    std::int64_t m_still_ms = 1'000;
    bool m_at_rest = true;
};

}  // namespace bozhong::simtest
