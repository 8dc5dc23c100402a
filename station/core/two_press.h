#pragma once
// Amber needs two presses: 600 ms in which a double tap counts for nothing, then 5 s for the second. Bound to
// a load, so that a trembling value neither loses the first press nor asks twice.

#include <cstdint>
#include <optional>

#include "station/domain/time.h"

namespace bozhong::core {

class TwoPress {
  public:
    enum class Answer { armed, ignored, go };

    Answer press(std::uint64_t load, domain::Instant now, domain::milliseconds lock,
                 domain::milliseconds window) {
        if (armed(load, now, lock, window)) {
            if (now < *m_first + lock) return Answer::ignored;
            m_first.reset();
            return Answer::go;
        }
        m_load = load;
        m_first = now;
        return Answer::armed;
    }
    [[nodiscard]] bool armed(std::uint64_t load, domain::Instant now, domain::milliseconds lock,
                             domain::milliseconds window) const {
        return m_first && m_load == load && now <= *m_first + lock + window;
    }
    /// Milliseconds for which a press still counts for nothing.
    [[nodiscard]] std::int64_t locked_ms(domain::Instant now, domain::milliseconds lock) const {
        return m_first && now < *m_first + lock ? (*m_first + lock - now).count() : 0;
    }
    [[nodiscard]] std::optional<domain::Instant> first() const { return m_first; }
    void disarm() { m_first.reset(); }

  private:
    std::uint64_t m_load = 0;
    std::optional<domain::Instant> m_first;
};

}  // namespace bozhong::core
