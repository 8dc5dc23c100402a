#include "station/simtest/faults.h"

#include <utility>

namespace bozhong::simtest {

std::vector<FaultKind> const& fault_kinds() {
    static std::vector<FaultKind> const kinds{
        {"kill", "F-01", "the station's process is killed between two steps"},
        {"kill_at_touch", "F-01", "killed in the middle of a touch of the disk"},
        {"power_cut", "F-02/03", "power cut; of unsynced writes any choice stays"},
        {"power_cut_at_touch", "F-03", "the same in the middle of a touch of the disk"},
        {"power_cut_twice", "F-04", "a second cut while it recovers from the first"},
        {"clean_restart", "", "ended and started again in order"},
        {"lying_disk", "F-06", "syncs answer well and make nothing durable, then the power goes"},
        {"disk_error_once", "F-09", "one operation of the disk fails"},
        {"disk_error", "F-09", "every operation fails for a while"},
        {"disk_full", "F-10", "no room for a while"},
        {"slow_disk", "F-11", "every touch of the disk takes seconds"},
        {"old_backup", "F-14", "the database is replaced by an old copy"},
        {"deleted", "F-14", "the database is deleted, the device key stays"},
        {"cloned", "F-14", "two computers with a clone of one disk take turns at the table"},
        {"net_cut", "F-15", "no way to the hub"},
        {"net_one_way", "F-15", "requests arrive, answers do not (half-open)"},
        {"net_delay", "F-15", "up to 15 s each way"},
        {"net_loss", "F-15", "30 % of requests and answers get lost"},
        {"net_twice", "F-16", "requests come twice"},
        {"net_replay", "F-16", "requests of long ago come again"},
        {"hub_kill", "F-17", "the hub's process is killed"},
        {"hub_kill_before_answer", "F-17", "killed after its commit, before its answer"},
        {"hub_power_cut", "F-17", "the hub loses its power"},
        {"hub_restored", "F-17", "the hub is restored from yesterday"},
        {"hub_slow", "F-17", "every answer takes seconds"},
        {"clock_jump", "F-21", "wall clocks jump, up to ten years"},
        {"scale_silent", "F-22", "the scale says nothing"},
        {"scale_off", "F-22", "the scale loses its power, with or without goods on"},
        {"scale_frozen", "F-23", "the scale repeats its last figure"},
        {"scale_flag_stuck", "F-23", "the stable flag is always set"},
        {"scale_noise", "F-22", "the figures shake"},
        {"paper_out", "F-25", "no paper, also in the middle of a label"},
        {"cover_open", "F-25", "the cover is open"},
        {"printer_power", "F-25", "the printer loses its power"},
        {"printer_cable", "F-25", "the printer's cable is out"},
        {"rot", "F-07", "one byte of the database rots; a technician verifies it and changes a bad disk"},
    };
    return kinds;
}

std::map<std::string, Faults::Act> const& Faults::acts() {
    static std::map<std::string, Act> const acts{
        {"kill", &Faults::kill_soon},
        {"kill_at_touch", &Faults::kill_at_touch},
        {"power_cut", &Faults::power_cut},
        {"power_cut_at_touch", &Faults::power_cut_at_touch},
        {"power_cut_twice", &Faults::power_cut_twice},
        {"clean_restart", &Faults::clean_restart},
        {"lying_disk", &Faults::lying_disk},
        {"disk_error_once", &Faults::disk_error_once},
        {"disk_error", &Faults::disk_error},
        {"disk_full", &Faults::disk_full},
        {"slow_disk", &Faults::slow_disk},
        {"old_backup", &Faults::old_backup},
        {"deleted", &Faults::deleted},
        {"cloned", &Faults::cloned},
        {"net_cut", &Faults::net_cut},
        {"net_one_way", &Faults::net_one_way},
        {"net_delay", &Faults::net_delay},
        {"net_loss", &Faults::net_loss},
        {"net_twice", &Faults::net_twice},
        {"net_replay", &Faults::net_replay},
        {"hub_kill", &Faults::hub_kill},
        {"hub_kill_before_answer", &Faults::hub_kill_before_answer},
        {"hub_power_cut", &Faults::hub_power_cut},
        {"hub_restored", &Faults::hub_restored},
        {"hub_slow", &Faults::hub_slow},
        {"clock_jump", &Faults::clock_jump},
        {"scale_silent", &Faults::scale_silent},
        {"scale_off", &Faults::scale_off},
        {"scale_frozen", &Faults::scale_frozen},
        {"scale_flag_stuck", &Faults::scale_flag_stuck},
        {"scale_noise", &Faults::scale_noise},
        {"paper_out", &Faults::paper_out},
        {"cover_open", &Faults::cover_open},
        {"printer_power", &Faults::printer_power},
        {"printer_cable", &Faults::printer_cable},
        {"rot", &Faults::rot},
    };
    return acts;
}

Faults::Faults(World world, Dice dice, std::set<std::string> on, Millis every_ms)
    : m_world(world),
      m_dice(std::move(dice)),
      m_copy_dice(m_dice),
      m_on(std::move(on)),
      m_every_ms(every_ms) {
    m_names.assign(m_on.begin(), m_on.end());
}

void Faults::begin_shift() {
    auto const generation = ++m_generation;
    if (m_names.empty()) return;
    m_world.scheduler.after(m_dice.between(1'000, m_every_ms), the_world,
                            [this, generation] { happen(generation); });
}

void Faults::happen(std::uint64_t generation) {
    if (generation != m_generation) return;
    if (m_copy_dice.chance(0.25)) keep_copies();
    inject(m_dice.pick(m_names));
    m_world.scheduler.after(m_dice.between(m_every_ms / 4, m_every_ms * 7 / 4), the_world,
                            [this, generation] { happen(generation); });
}

void Faults::inject(std::string const& name) {
    ++injected[name];
    auto& table = *m_world.tables[static_cast<std::size_t>(
        m_dice.between(0, static_cast<Millis>(m_world.tables.size()) - 1))];
    for (auto const& kind : fault_kinds())
        if (kind.name == name) m_world.story.tell(table.name, "fault " + name + ": " + kind.words);
    (this->*acts().at(name))(table);
}

void Faults::until_later(Millis least, Millis most, std::function<void()> undo) {
    auto const number = ++m_undos;
    m_undo[number] = std::move(undo);
    m_world.scheduler.after(m_dice.between(least, most), the_world, [this, number] {
        auto const found = m_undo.find(number);
        if (found == m_undo.end()) return;
        auto const work = std::move(found->second);
        m_undo.erase(found);
        work();
    });
}

void Faults::mend() {
    ++m_generation;
    for (auto& [number, undo] : std::exchange(m_undo, {})) undo();
    for (auto& table : m_world.tables) {
        table->disk.heal();
        table->on_capture = nullptr;
        table->press.on_bytes = nullptr;
    }
    m_world.hub.before_answer = nullptr;
}

void Faults::keep_copies() {
    if (m_on.contains("old_backup"))
        for (auto& table : m_world.tables)
            if (!m_copies.contains(table->name) || m_copy_dice.chance(0.3))
                m_copies[table->name] = table->disk.copy();
    if (m_on.contains("hub_restored") && (!m_hub_copy || m_copy_dice.chance(0.3))) {
        m_hub_copy = std::make_unique<MemoryDisk::Image>(m_world.hub_disk.copy());
        m_world.office.hub_was_copied();
    }
}

}  // namespace bozhong::simtest
