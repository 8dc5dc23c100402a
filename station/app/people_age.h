#pragma once
// How old the hub's word on people is. It is counted in time that this station ran without hearing the hub: a
// clock that anyone can set has no part in it, and time switched off does not count, because nobody signs in
// then. Pure; one thread.

#include <algorithm>

#include "station/domain/time.h"

namespace bozhong::app {

class PeopleAge {
  public:
    /// It is written down in steps of this, so that a restart forgets less than one.
    static constexpr domain::milliseconds step{600'000};

    /// As it was written down last.
    void restore(domain::milliseconds noted, domain::Instant now) {
        m_before = m_noted = noted;
        m_since = now;
    }
    void heard(bool heard, domain::Instant now) {
        if (heard || m_heard) m_before = domain::milliseconds{0}, m_since = now;
        m_heard = heard;
    }
    [[nodiscard]] domain::milliseconds at(domain::Instant now) const {
        return m_heard ? domain::milliseconds{0}
                       : m_before + std::max(now - m_since, domain::milliseconds{0});
    }
    /// True when it must be written down: a step has passed, or the hub was heard again.
    bool note(domain::Instant now) {
        auto const age = at(now);
        if (age < m_noted + step && !(m_heard && m_noted > domain::milliseconds{0})) return false;
        m_noted = age;
        return true;
    }

  private:
    domain::milliseconds m_before{0}, m_noted{0};
    domain::Instant m_since{};
    bool m_heard = false;
};

}  // namespace bozhong::app
