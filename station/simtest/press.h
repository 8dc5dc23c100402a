#pragma once
// A label printer with paper, and the driver of one process before it. The machine and what is on its tape
// outlive the process; what lies in its buffer comes out whoever is there.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "station/app/ports.h"
#include "station/simtest/dice.h"
#include "station/simtest/scheduler.h"

namespace bozhong::simtest {

/// One label that is physically there, whole.
struct Paper {
    std::string station;
    std::string incarnation;  ///< in which the label was asked for; with `label` its name
    domain::Seq label = 0;
    domain::LabelContent content;
    Millis at = 0;
    int disk = 0;  ///< the how-manieth disk of the table it was printed from
};

class Press {
  public:
    Press(Scheduler& scheduler, Dice dice, std::string station, bool answers)
        : m_scheduler(scheduler),
          m_dice(std::move(dice)),
          m_station(std::move(station)),
          m_answers(answers) {}

    /// The driver of one process. forget() before the process's parts go.
    std::unique_ptr<app::Printer> make_driver(Life life);
    void forget();
    /// Takes a label into its buffer whatever the driver says; the driver's own try of it prints nothing
    /// more.
    void take_early(app::LabelJob job);

    // What can happen to it at any moment.
    void paper(bool there);
    void cover(bool closed);
    void power(bool on);
    void cable(bool in);
    [[nodiscard]] bool whole() const { return m_paper && m_cover && m_power && m_cable; }
    void mend();

    std::function<std::string()> incarnation;  ///< in which the process writes now
    std::vector<Paper> tape;
    std::function<void(Paper const&)> on_paper;
    std::function<void()> on_bytes;  ///< a label begins to go out: a good moment for a fault

  private:
    class Driver;
    friend class Driver;
    [[nodiscard]] bool ready() const { return m_paper && m_cover && m_power; }
    void changed();
    /// The bytes are in the buffer: paper comes out unless something happens before.
    void buffered(app::LabelJob job, std::uint64_t ticket);

    Scheduler& m_scheduler;
    Dice m_dice;
    std::string m_station;
    bool m_answers;  ///< it says when a label is out
    bool m_paper = true, m_cover = true, m_power = true, m_cable = true;
    std::uint64_t m_breaks = 0;  ///< rises with whatever spoils a label under way
    std::uint64_t m_tickets = 0;
    std::set<domain::Seq> m_early;
    std::map<domain::Seq, std::string> m_asked_in;  ///< incarnations of the labels asked for last
    Driver* m_driver = nullptr;
};

}  // namespace bozhong::simtest
