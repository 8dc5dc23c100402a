#include "station/core/hands_free.h"

#include <algorithm>

namespace bozhong::core {

void HandsFree::see(domain::Mass net, bool stable, bool empty, domain::Instant at, domain::Mass e) {
    if (empty) return forget();
    bool const first = !m_began;
    if (first) m_began = at;
    if (first || domain::abs(net - m_level) > e) {
        // A level that was held and then left upwards means that the load is being built up.
        if (!first && net > m_level && at - m_level_since >= level_held) m_placed = false;
        m_level = net;
        m_level_since = at;
        m_rest_since.reset();
    }
    if (net > m_peak + e) {
        // A ringing pan never rises above its first peak: this is a second push.
        if (m_fell_back) m_placed = false;
        m_peak = net;
        if (at - *m_began > gesture_most) m_placed = false;
    }
    if (net < m_peak - e * 2) m_fell_back = true;
    if (!stable) {
        m_rest_since.reset();
        return;
    }
    if (m_rested && domain::abs(net - m_rested_at) > e) m_placed = false;
    if (!m_rest_since) m_rest_since = at;
    if (!m_rested || domain::abs(net - m_rested_at) > e) m_rested_at = net;
    m_rested = true;
}

domain::milliseconds HandsFree::hold(domain::milliseconds placed_hold) const {
    return m_placed ? placed_hold : std::max(placed_hold, filled_hold);
}

}  // namespace bozhong::core
