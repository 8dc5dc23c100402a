#pragma once
// What goes wrong. Each fault of docs and seed is one kind with a name; a seed turns on a random subset (a
// swarm), and the weather maker lets them happen at random moments of the shift. mend() ends all of them.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "station/simtest/hub_process.h"
#include "station/simtest/office.h"
#include "station/simtest/table.h"

namespace bozhong::simtest {

/// Every fault's name and its number in the list of faults; "" names several.
struct FaultKind {
    std::string name, number, words;
};
std::vector<FaultKind> const& fault_kinds();

class Faults {
  public:
    struct World {
        Scheduler& scheduler;
        Story& story;
        Judge& judge;
        HubProcess& hub;
        MemoryDisk& hub_disk;
        Office& office;
        std::vector<std::unique_ptr<Table>>& tables;
    };
    Faults(World world, Dice dice, std::set<std::string> on, Millis every_ms);

    void begin_shift();
    /// No new ones from now on; those that last are ended.
    void mend();
    /// At rest, and now and then in the middle of work: what an old backup is made of.
    void keep_copies();
    std::map<std::string, int> injected;
    [[nodiscard]] std::set<std::string> const& on() const { return m_on; }

  private:
    void happen(std::uint64_t generation);
    void inject(std::string const& name);
    using Act = void (Faults::*)(Table&);
    static std::map<std::string, Act> const& acts();
    /// Undoes after a while, and at mend() at the latest.
    void until_later(Millis least, Millis most, std::function<void()> undo);

    void kill_soon(Table&);
    void kill_at_touch(Table&);
    void power_cut(Table&);
    void power_cut_at_touch(Table&);
    void power_cut_twice(Table&);
    void clean_restart(Table&);
    void lying_disk(Table&);
    void disk_error_once(Table&);
    void disk_error(Table&);
    void disk_full(Table&);
    void slow_disk(Table&);
    void old_backup(Table&);
    void deleted(Table&);
    void rot(Table&);
    void change_bad_disk(Table&);
    void cloned(Table&);
    void net_cut(Table&);
    void net_one_way(Table&);
    void net_delay(Table&);
    void net_loss(Table&);
    void net_twice(Table&);
    void net_replay(Table&);
    void hub_kill(Table&);
    void hub_kill_before_answer(Table&);
    void hub_power_cut(Table&);
    void hub_restored(Table&);
    void hub_slow(Table&);
    void clock_jump(Table&);
    void scale_silent(Table&);
    void scale_off(Table&);
    void scale_frozen(Table&);
    void scale_flag_stuck(Table&);
    void scale_noise(Table&);
    void paper_out(Table&);
    void cover_open(Table&);
    void printer_power(Table&);
    void printer_cable(Table&);
    void replace_disk(Table& table, MemoryDisk::Image const& image, std::string const& words);

    World m_world;
    Dice m_dice, m_copy_dice;
    std::set<std::string> m_on;
    std::vector<std::string> m_names;
    Millis m_every_ms;
    std::uint64_t m_generation = 0;
    std::map<std::uint64_t, std::function<void()>> m_undo;
    std::uint64_t m_undos = 0;
    std::map<std::string, MemoryDisk::Image> m_copies, m_clones;
    std::unique_ptr<MemoryDisk::Image> m_hub_copy;
};

}  // namespace bozhong::simtest
