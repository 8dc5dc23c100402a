#include "station/core/hands_free.h"

namespace bozhong::core {

void HandsFree::see(domain::Mass net, bool stable, bool empty, domain::Instant at, domain::Mass e) {
    if (empty) {
        forget();
        return;
    }
    if (!m_began) {
        m_began = at;
        m_placed = true;
    }
    bool const moved = !m_level_since || domain::abs(net - m_level) > e;
    if (moved) {
        // A level held for a while and then left means that the load is being built up.
        if (m_level_since && at - *m_level_since >= domain::milliseconds{300}) m_placed = false;
        m_level_since = at;
        m_level = net;
        m_rest_since.reset();
        if (at - *m_began > gesture_most) m_placed = false;
    }
    if (!stable) {
        m_rest_since.reset();
        return;
    }
    if (m_rested && domain::abs(net - m_rested_at) > e) m_placed = false;
    if (!m_rest_since) m_rest_since = at;
    m_rested = true;
    m_rested_at = net;
}

domain::milliseconds HandsFree::hold(domain::milliseconds placed_hold) const {
    return m_placed ? placed_hold : std::max(placed_hold, filled_hold);
}

}  // namespace bozhong::core
