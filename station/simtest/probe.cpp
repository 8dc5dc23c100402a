#include "station/simtest/probe.h"

namespace bozhong::simtest {
namespace {

constexpr Millis look_every = 500;
/// With events to send: a request has 10 s, and the one that finds the way cut may begin after another one.
constexpr Millis hub_bound = 25'000;
/// With nothing to send there is only the question for news, which the hub may answer after 25 s and which
/// has 35 s; a way cut in one direction shows in the second one.
constexpr Millis idle_hub_bound = 71'000;
constexpr Millis scale_bound = 3'000, printer_bound = 2'000;

/// A weight that a person could take for the present one.
bool shows_a_weight(core::WeighState state) {
    using core::WeighState;
    switch (state) {
        case WeighState::loading:
        case WeighState::under:
        case WeighState::settling:
        case WeighState::in_band:
        case WeighState::hands_free:
        case WeighState::under_soft:
        case WeighState::over_soft:
        case WeighState::over_hard:
        case WeighState::under_hard:
        case WeighState::released: return true;
        case WeighState::no_task:
        case WeighState::empty:
        case WeighState::recording:
        case WeighState::recorded:
        case WeighState::refused:
        case WeighState::stale:
        case WeighState::dead: return false;
    }
    return false;
}

}  // namespace

void Probe::begin_shift() {
    m_since.clear();
    m_scheduler.after(look_every, the_world, [this, mine = ++m_generation] { look(mine); });
}

void Probe::look(std::uint64_t generation) {
    if (generation != m_generation) return;
    for (auto& table : m_tables) look(*table);
    m_scheduler.after(look_every, the_world, [this, generation] { look(generation); });
}

void Probe::look(Table& table) {
    auto const& screen = table.screen;
    bool const away = table.way.cut() || !m_hub.up();
    // While the disk keeps the table waiting, nothing is asked of the hub; the screen says that it is the
    // disk.
    bool const shown = !screen.hub_connected || screen.disk_slow;
    expect(table, "the hub is away", away, shown, idle_hub_bound);
    expect(table, "the hub takes nothing", away && screen.unsent > 0, shown, hub_bound);
    bool const mute = table.scale.faults.off || table.scale.faults.silent;
    bool const silent_shown =
        (screen.counted && screen.task) || (!shows_a_weight(screen.state) && !screen.possible);
    expect(table, "the scale says nothing", mute, silent_shown, scale_bound);
    expect(table, "the printer is not ready", !table.press.whole(), !screen.printer_ready, printer_bound);
}

void Probe::expect(Table& table, char const* what, bool wrong, bool shown, Millis bound) {
    std::pair const key{table.name, std::string(what)};
    if (std::exchange(m_deaths[table.name], table.deaths) != table.deaths)
        std::erase_if(m_since, [&](auto const& one) { return one.first.first == table.name; });
    if (!wrong || shown || !table.up()) {
        m_since.erase(key);
        return;
    }
    auto& since = m_since.emplace(key, m_scheduler.now()).first->second;
    if (m_scheduler.now() - since <= bound) return;
    since = m_scheduler.now();
    m_judge.violated("I-21", table.name + " does not show that " + what);
}

}  // namespace bozhong::simtest
