// What each fault does.
#include <utility>

#include "station/journal/verify.h"
#include "station/simtest/faults.h"

namespace bozhong::simtest {

// ---- the station's process and disk

/// Half of the kills come with a weighing on its way to the disk.
void Faults::kill_soon(Table& table) {
    auto const steps = static_cast<int>(m_dice.between(1, 12));
    if (m_dice.chance(0.5)) return table.die_in(steps, Death::kill);
    table.on_capture = [&table, steps] {
        table.die_in(steps, Death::kill);
        table.on_capture = nullptr;
    };
}

void Faults::kill_at_touch(Table& table) {
    table.on_capture = [&table, touch = static_cast<int>(m_dice.between(1, 14))] {
        table.die_at_touch(touch, Death::kill);
        table.on_capture = nullptr;
    };
}

void Faults::power_cut(Table& table) {
    table.die_in(static_cast<int>(m_dice.between(1, 6)), Death::power_cut);
}

void Faults::power_cut_at_touch(Table& table) {
    table.on_capture = [&table, touch = static_cast<int>(m_dice.between(1, 14))] {
        table.die_at_touch(touch, Death::power_cut);
        table.on_capture = nullptr;
    };
}

void Faults::power_cut_twice(Table& table) {
    table.die(Death::power_cut);
    auto& scheduler = m_world.scheduler;
    auto const touch = static_cast<int>(m_dice.between(1, 40));
    scheduler.after(m_dice.between(500, 3'000), the_world, [&table, touch] {
        table.die_at_touch(touch, Death::power_cut);
        table.start();
    });
    // Whether or not it met the touch, it is up again later.
    scheduler.after(20'000, the_world, [&table] {
        table.disk.heal();
        table.start();
    });
}

void Faults::clean_restart(Table& table) {
    table.end_cleanly();
}

void Faults::lying_disk(Table& table) {
    table.disk.lie(true);
    until_later(5'000, 120'000, [this, &table] {
        m_world.judge.may_lose(table.name);
        table.die(Death::power_cut);
        table.disk.heal();
        // Of a database that was moved out of the log without being written, pieces may be left.
        change_bad_disk(table);
        table.start_after(2'000);
    });
}

void Faults::disk_error_once(Table& table) {
    table.disk.fail_any(static_cast<std::uint64_t>(m_dice.between(1, 40)));
}

void Faults::disk_error(Table& table) {
    table.disk.fail_any(static_cast<std::uint64_t>(m_dice.between(1, 40)), true);
    until_later(2'000, 60'000, [&table] { table.disk.heal(); });
}

void Faults::disk_full(Table& table) {
    std::int64_t used = 0;
    for (auto const& file : table.disk.names())
        used += static_cast<std::int64_t>(table.disk.bytes(file).size());
    table.disk.limit(used + m_dice.between(0, 200'000));
    until_later(10'000, 300'000, [&table] { table.disk.heal(); });
}

void Faults::slow_disk(Table& table) {
    table.pace.disk_ms = m_dice.between(200, 10'000);
    until_later(10'000, 60'000, [&table] { table.pace.disk_ms = 0; });
}

/// Half the time the hub is away as well, so that nobody can say what this disk lacks.
void Faults::replace_disk(Table& table, MemoryDisk::Image const& image, std::string const& words) {
    if (m_dice.chance(0.5)) net_cut(table);
    table.die(Death::kill);
    m_world.judge.may_lose(table.name);
    table.disk.restore(image);
    m_world.story.tell(table.name, words);
    table.start_after(3'000);
}

void Faults::old_backup(Table& table) {
    auto const copy = m_copies.find(table.name);
    if (copy != m_copies.end()) replace_disk(table, copy->second, "goes on with an old copy of its disk");
}

namespace {

void remove_journal(Table& table) {
    for (std::string const end : {"", "-wal", "-shm"}) table.disk.remove(Table::path + end);
}

}  // namespace

void Faults::deleted(Table& table) {
    if (m_dice.chance(0.5)) net_cut(table);
    table.die(Death::kill);
    m_world.judge.may_lose(table.name);
    remove_journal(table);
    table.start_after(3'000);
}

/// What verify does not find must do no harm: the table goes on with it, and every later judgement holds.
void Faults::rot(Table& table) {
    table.die(Death::kill);
    auto const size = static_cast<Millis>(table.disk.bytes(Table::path).size());
    if (size == 0) return table.start_after(3'000);
    table.disk.flip(Table::path, static_cast<std::size_t>(m_dice.between(0, size - 1)),
                    static_cast<unsigned char>(m_dice.between(1, 255)));
    change_bad_disk(table);
    table.start_after(3'000);
}

/// What a technician does, by docs/recovery.md, with a journal that verify finds fault with.
void Faults::change_bad_disk(Table& table) {
    auto const verdict = journal::verify(Table::path, {}, table.disk);
    if (verdict.ok() && verdict->ok) return;
    m_world.story.tell(table.name, "verify finds the journal damaged; a new disk");
    m_world.judge.may_lose(table.name);
    remove_journal(table);
}

/// The first time the disk is cloned; from then on the two disks change places, each going on where it was.
void Faults::cloned(Table& table) {
    auto const clone = m_clones.find(table.name);
    if (clone == m_clones.end()) {
        m_clones[table.name] = table.disk.copy();
        return;
    }
    table.die(Death::kill);
    auto here = table.disk.copy();
    replace_disk(table, clone->second, "goes on with the other of two disks");
    clone->second = std::move(here);
}

// ---- the way to the hub

void Faults::net_cut(Table& table) {
    table.way.weather.to_hub = table.way.weather.from_hub = false;
    until_later(5'000, 1'800'000, [&table] { table.way.weather.to_hub = table.way.weather.from_hub = true; });
}

void Faults::net_one_way(Table& table) {
    auto& open = m_dice.chance(0.5) ? table.way.weather.from_hub : table.way.weather.to_hub;
    open = false;
    until_later(5'000, 600'000, [&open] { open = true; });
}

void Faults::net_delay(Table& table) {
    table.way.weather.delay_ms = m_dice.between(100, 15'000);
    until_later(10'000, 300'000, [&table] { table.way.weather.delay_ms = 0; });
}

void Faults::net_loss(Table& table) {
    table.way.weather.lose_request = table.way.weather.lose_answer = 0.3;
    until_later(10'000, 300'000,
                [&table] { table.way.weather.lose_request = table.way.weather.lose_answer = 0; });
}

void Faults::net_twice(Table& table) {
    table.way.weather.twice = 0.5;
    until_later(10'000, 600'000, [&table] { table.way.weather.twice = 0; });
}

void Faults::net_replay(Table& table) {
    table.way.weather.keep_for_replay = true;
    table.way.replay(static_cast<std::size_t>(m_dice.between(1, 20)));
}

// ---- the hub

void Faults::hub_kill(Table&) {
    m_world.hub.kill();
    m_world.hub.stay_down_for(m_dice.between(500, 60'000));
}

void Faults::hub_kill_before_answer(Table&) {
    auto& world = m_world;
    auto const down = m_dice.between(500, 20'000);
    world.hub.before_answer = [&world, down] {
        world.hub.before_answer = nullptr;
        world.scheduler.soon([&world, down] {
            world.hub.kill();
            world.hub.stay_down_for(down);
        });
    };
}

void Faults::hub_power_cut(Table&) {
    m_world.hub.kill(Death::power_cut);
    m_world.hub.stay_down_for(m_dice.between(500, 60'000));
}

void Faults::hub_restored(Table&) {
    if (!m_hub_copy) return;
    m_world.hub.kill();
    m_world.judge.hub_was_restored();
    m_world.office.hub_was_restored();
    m_world.hub_disk.restore(*m_hub_copy);
    m_world.hub.stay_down_for(m_dice.between(500, 60'000));
}

void Faults::hub_slow(Table&) {
    m_world.hub.slow_ms = m_dice.between(100, 8'000);
    until_later(5'000, 120'000, [this] { m_world.hub.slow_ms = 0; });
}

// ---- clocks and devices

void Faults::clock_jump(Table& table) {
    constexpr Millis year = 31'536'000'000;
    Millis const far = m_dice.chance(0.4) ? 10 * year : 3'600'000;
    auto& clock = m_dice.chance(0.3) ? m_world.hub.clock : table.clock;
    clock.error = m_dice.between(-far, far);
}

void Faults::scale_silent(Table& table) {
    table.scale.faults.silent = true;
    until_later(500, 60'000, [&table] { table.scale.faults.silent = false; });
}

void Faults::scale_off(Table& table) {
    table.scale.power_off();
    until_later(1'000, 30'000, [&table] { table.scale.power_on(); });
}

void Faults::scale_frozen(Table& table) {
    table.scale.faults.frozen = true;
    until_later(1'000, 30'000, [&table] { table.scale.faults.frozen = false; });
}

void Faults::scale_flag_stuck(Table& table) {
    table.scale.faults.always_stable = true;
    until_later(5'000, 120'000, [&table] { table.scale.faults.always_stable = false; });
}

void Faults::scale_noise(Table& table) {
    table.scale.faults.noise_g = static_cast<double>(m_dice.between(3, 60));
    until_later(1'000, 60'000, [&table] { table.scale.faults.noise_g = 0; });
}

namespace {

/// Now, or in the middle of the next label.
void now_or_with_label(Dice& dice, Table& table, Scheduler& scheduler, std::function<void()> what) {
    if (dice.chance(0.3)) return what();
    table.press.on_bytes = [&table, &scheduler, wait = dice.between(10, 900), what = std::move(what)] {
        scheduler.after(wait, the_world, what);
        scheduler.soon([&table] { table.press.on_bytes = nullptr; });
    };
}

}  // namespace

void Faults::paper_out(Table& table) {
    now_or_with_label(m_dice, table, m_world.scheduler, [&table] { table.press.paper(false); });
    until_later(5'000, 60'000, [&table] { table.press.paper(true); });
}

void Faults::cover_open(Table& table) {
    now_or_with_label(m_dice, table, m_world.scheduler, [&table] { table.press.cover(false); });
    until_later(3'000, 30'000, [&table] { table.press.cover(true); });
}

void Faults::printer_power(Table& table) {
    now_or_with_label(m_dice, table, m_world.scheduler, [&table] { table.press.power(false); });
    until_later(3'000, 60'000, [&table] { table.press.power(true); });
}

void Faults::printer_cable(Table& table) {
    now_or_with_label(m_dice, table, m_world.scheduler, [&table] { table.press.cable(false); });
    until_later(3'000, 60'000, [&table] { table.press.cable(true); });
}

}  // namespace bozhong::simtest
