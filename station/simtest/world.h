#pragma once
// One warehouse: a hub, its tables and people, and the night's course.

#include <memory>
#include <vector>

#include "station/simtest/audit.h"
#include "station/simtest/faults.h"
#include "station/simtest/mutants.h"
#include "station/simtest/office.h"
#include "station/simtest/probe.h"
#include "station/simtest/simtest.h"
#include "station/simtest/sorter.h"

namespace bozhong::simtest {

class World {
  public:
    explicit World(Options const& options);
    ~World();
    Report run();

  private:
    void set_up();
    void enrol(Table& table);
    void supervise();
    /// Runs until the condition holds, at most so long; false when it never did.
    bool run_until(std::function<bool()> const& condition, Millis at_most);
    void run_until_done(std::function<void(std::function<void()>)> const& start, char const* what);
    void work_until(Millis end);
    void one_day(int day, Millis end);
    void settle(int day);
    [[nodiscard]] bool all_quiet();
    void audit(int day);
    void watch_hub();
    Habits habits(Dice& dice) const;
    void finish(Report& report);
    std::string everything();
    std::string course();

    Options m_options;
    Dice m_dice;
    Scheduler m_scheduler;
    Story m_story;
    Judge m_judge;
    MemoryDisk m_hub_disk;
    HubProcess m_hub;
    Mutant m_mutant;
    std::vector<std::unique_ptr<Table>> m_tables;
    std::vector<std::unique_ptr<Sorter>> m_sorters;
    std::unique_ptr<Office> m_office;
    std::unique_ptr<Faults> m_faults;
    Probe m_probe;
    std::vector<JournalDump> m_dumps;
};

}  // namespace bozhong::simtest
