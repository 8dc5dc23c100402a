#pragma once
// Failure is loud: what has been wrong for longer than its bound must stand on the screen.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "station/simtest/table.h"

namespace bozhong::simtest {

class Probe {
  public:
    Probe(Scheduler& scheduler, Judge& judge, HubProcess& hub, std::vector<std::unique_ptr<Table>>& tables)
        : m_scheduler(scheduler), m_judge(judge), m_hub(hub), m_tables(tables) {}

    void begin_shift();
    void end_shift() { ++m_generation; }

  private:
    void look(std::uint64_t generation);
    void look(Table& table);
    /// `wrong` since more than `bound` and not `shown`: a violation.
    void expect(Table& table, char const* what, bool wrong, bool shown, Millis bound);

    Scheduler& m_scheduler;
    Judge& m_judge;
    HubProcess& m_hub;
    std::vector<std::unique_ptr<Table>>& m_tables;
    std::map<std::pair<std::string, std::string>, Millis> m_since;
    std::map<std::string, int> m_deaths;
    std::uint64_t m_generation = 0;
};

}  // namespace bozhong::simtest
