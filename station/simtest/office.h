#pragma once
// The order service and the supervisors: waves in, changes, holds, cancels, moves between tables, decisions
// about held weighings, closing; and two pullers that read results with cursors, one of which forgets its
// cursor now and then.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "station/simtest/hub_process.h"
#include "station/simtest/judge.h"
#include "station/simtest/network.h"
#include "sync/wire/messages.h"

namespace bozhong::simtest {

struct OfficeHabits {
    bool changes = false, holds = false, cancels = false, moves = false, ships = false;
    Millis every_ms = 240'000;  ///< between two of these
    int lines_per_table = 1'500;
};

class Office {
  public:
    Office(Scheduler& scheduler, Story& story, Judge& judge, HubProcess& hub, Dice dice, OfficeHabits habits,
           std::vector<std::string> tables);

    /// At set-up, with the hub up: people, and a code for each table.
    void appoint_people();
    void import_wave(int day);
    void begin_shift();
    void end_shift();
    /// Decides what is held, closes the wave and pulls to the end. `done` when the hub has said that all is
    /// closed.
    void close_day(int day, std::function<void()> done);
    [[nodiscard]] std::vector<wire::ResultRow> const& pulled() const { return m_rows; }
    void hub_was_copied() { m_given.clear(); }
    /// The hub was put back to its copy: what was pulled beyond it is not there any more, and the order service
    /// gives again what it gave since, as docs/recovery.md asks of it.
    void hub_was_restored();
    [[nodiscard]] bool has_given_all() const { return !m_giving_again; }
    /// Asks the hub's own comparison with what was pulled; differences are violations.
    void reconcile(int day, std::function<void()> done);

    Way way;
    /// What some table is at: a supervisor moves it when that table is late or away.
    struct AtWork {
        std::string table, product;
    };
    std::function<AtWork()> at_work;
    /// What a supervisor says to the sorter of the table that has it now.
    std::function<void(std::string const& table, std::string const& sku)> told;

  private:
    struct Puller {
        std::string cursor;
        std::size_t place = 0;  ///< rows before it
    };
    using Then = std::function<void(hub::Answer const&)>;

    hub::Request request(std::string const& method, std::string const& path, std::string const& body);
    /// Again and again until the hub answers.
    void ask(hub::Request request, Then then);
    /// A word of the order service, kept for a restored hub.
    void give(std::string const& path, std::string const& body, Then then);
    void give_again(std::size_t next, std::uint64_t restore);
    void work(std::uint64_t generation);
    void one_matter();
    void change_amount(wire::OrderLine& line);
    void stop(std::string const& what, wire::OrderLine const& line);
    void move(wire::OrderLine const& line);
    void pull(std::size_t which, std::function<void()> done);
    void take_page(std::size_t which, std::string const& asked, std::size_t place,
                   wire::ResultsPage const& page);
    void pull_now_and_then(std::uint64_t generation);
    void sign_in(std::function<void()> then);
    void decide_all(std::function<void()> then);
    void decide(std::vector<wire::HeldWeighing> held, std::function<void()> then);
    void end_holds(std::function<void()> then);
    wire::OrderLine make_line(int day, int number);

    Scheduler& m_scheduler;
    Story& m_story;
    Judge& m_judge;
    HubProcess& m_hub;
    Dice m_dice;
    OfficeHabits m_habits;
    std::vector<std::string> m_tables;
    std::vector<wire::OrderLine> m_lines;  ///< of the present wave
    std::vector<std::string> m_held;       ///< orders on hold
    std::vector<hub::Request> m_given;     ///< and taken by the hub since it was copied
    std::vector<Puller> m_pullers{2};
    std::vector<wire::ResultRow> m_rows;     ///< all results in the hub's order, as they were given
    std::vector<std::string> m_cursors{""};  ///< the cursor before each row, and the last one
    std::string m_cookie, m_csrf;
    std::uint64_t m_generation = 0, m_keys = 0, m_restores = 0;
    bool m_hub_restored = false, m_giving_again = false;
};

}  // namespace bozhong::simtest
