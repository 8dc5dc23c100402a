#include "station/simtest/around.h"

#include <algorithm>
#include <utility>

namespace bozhong::simtest {

void Around::post(app::Place place, Work work) {
    Millis wait = 0;
    if (place == app::Place::journal) wait = m_pace.disk_ms + m_dice.between(0, 3);
    if (place == app::Place::slow) wait = m_dice.between(20, 60);
    auto& free = m_free[static_cast<std::size_t>(place)];
    free = std::max(free, m_scheduler.now()) + wait;
    m_scheduler.at(free, m_life, [this, place, work = std::move(work)] {
        work();
        if (m_pace.done) m_pace.done(place);
    });
}

void Around::set(Alarm alarm, domain::milliseconds wait, Work work) {
    auto const which = static_cast<std::size_t>(alarm);
    auto const generation = ++m_generation[which];
    m_scheduler.after(wait.count(), m_life, [this, which, generation, work = std::move(work)] {
        if (m_generation[which] != generation) return;
        work();
        if (m_pace.done) m_pace.done(app::Place::strand);
    });
}

}  // namespace bozhong::simtest
