// Half a year without a hub and a million weighings at one table: what the journal weighs, how a station
// starts on it and goes on, how long a look at every event takes, and how long until the hub has it all and
// both agree. Real processes.

#include <filesystem>

#include "station/cli/bench/half_year.h"
#include "station/cli/bench/journal_question.h"
#include "station/cli/bench/rows.h"
#include "station/cli/bench/samples.h"
#include "station/cli/bench/whole_system.h"
#include "station/cli/hub_access.h"
#include "station/journal/journal.h"

namespace bozhong::cli::bench {

using namespace std::chrono_literals;

namespace {

constexpr double gib_mb = 1073.741824;

double file_mb(std::string const& path) {
    std::error_code none;
    return static_cast<double>(std::filesystem::file_size(path, none)) / 1e6;
}

Row figure(char const* what, char const* unit, double value) {
    Row row{"offline", what, unit, {}, "", {}, {}};
    row.ours.add({value});
    return row;
}

domain::Error late(std::string const& what, WholeSystem const& system) {
    return {domain::ErrorKind::timeout, what, system.dir(), "the logs there say more"};
}

/// The half year, phase by phase; what it found stands in `rows`.
class Offline {
  public:
    Offline(Sizes const& sizes)
        : m_sizes(sizes),
          m_half_year(HalfYear::of(sizes.count(sizes.weighings, 60), sizes.tiny)),
          m_system(sizes.dir + "/offline"),
          m_journal(m_system.journal()) {}

    domain::Result<Rows> run() {
        for (auto const phase : {&Offline::before, &Offline::weigh, &Offline::start, &Offline::go_on,
                                 &Offline::verify, &Offline::catch_up, &Offline::reconcile}) {
            if (auto const done = (this->*phase)(); !done.ok()) return done.error();
            std::fflush(stdout);
        }
        return Rows{};
    }

  private:
    void tell(Row const& row) {
        if (m_sizes.json)
            print_json(row, 1);
        else
            print_table(row);
        m_good = m_good && row.met();
    }

    /// Every day's orders are at the hub and on the station's list; then the line breaks.
    domain::Status before() {
        if (auto const ordered = order_half_year(m_system, m_half_year); !ordered.ok()) return ordered;
        m_system.stop_hub();
        return domain::Done{};
    }

    domain::Status weigh() {
        m_feed_mb = file_mb(m_journal);
        auto const begin = Clock::now();
        if (auto const done = weigh_all(m_journal, m_half_year); !done.ok()) return done;
        tell(figure("weighing it, 64 bags a commit", "s", milliseconds_since(begin) / 1000));
        m_events = ask_journal(m_journal, "SELECT count(*) FROM journal");
        tell(figure("weighings", "bags", m_half_year.weighings()));
        tell(figure("events", "n", static_cast<double>(m_events)));
        auto store = figure("their store: events, sums, labels", "MB", file_mb(m_journal) - m_feed_mb);
        tell(m_sizes.tiny ? store : store.at_most(gib_mb * m_half_year.weighings() / 1e6));
        tell(figure("beside it: the orders of the feed", "MB", m_feed_mb));
        return domain::Done{};
    }

    domain::Status start() {
        auto const begin = Clock::now();
        if (auto const up = m_system.start_station(); !up.ok()) return up;
        if (!m_system.list()) return late("the station does not answer", m_system);
        tell(figure("process to painted and list there", "ms", milliseconds_since(begin)).at_most(3000));
        tell(figure("the station's memory then", "MB", m_system.station().resident_mb()));
        m_system.stop_station();
        return domain::Done{};
    }

    /// A weighing with its label, committed in turn here and in an empty journal.
    domain::Status go_on() {
        journal::OpenOptions options;
        options.station = station_id;
        options.stamp = stamp_now();
        auto const full = journal::open_journal(m_journal, options);
        if (!full.ok()) return full.error();
        auto const empty = journal::open_journal(m_sizes.dir + "/empty.db", options);
        if (!empty.ok()) return empty.error();
        std::vector<double> ours, floor;
        auto const commit = [&](app::Journal& journal, std::vector<double>& took) -> domain::Status {
            // Of a task that no order named: the hub will not take it for one of the waves.
            auto weighed = nth_weighed(0);
            weighed.task.line = {"EXTRA", std::to_string(took.size())};
            std::vector<domain::Fact> const facts{weighed, domain::LabelQueued{0, "bag", 1, 0}};
            auto const begin = Clock::now();
            auto const done = journal.append(facts, options.stamp);
            took.push_back(milliseconds_since(begin));
            return done.ok() ? domain::Status(domain::Done{}) : domain::Status(done.error());
        };
        for (int n = 0; n < m_sizes.count(300, 3); ++n) {
            if (auto const done = commit(**full, ours); !done.ok()) return done;
            if (auto const done = commit(**empty, floor); !done.ok()) return done;
        }
        if (auto const done = (*full)->mark_clean_end(); !done.ok()) return done;
        Row row{"offline", "a further weighing, committed", "ms", {}, "in an empty journal", {}, {}};
        row.ours.add(ours);
        row.floor.add(floor);
        tell(row.at_most_floors(2));
        return domain::Done{};
    }

    domain::Status verify() {
        auto const begin = Clock::now();
        auto const said =
            output_of("bozhong", {"journal", "verify", m_journal}, m_system.dir() + "/verify.log");
        if (!said.ok()) return said.error();
        double const seconds = milliseconds_since(begin) / 1000;
        tell(figure("journal verify, all events", "s", seconds));
        auto million =
            figure("journal verify, a million events", "s", seconds * 1e6 / static_cast<double>(m_events));
        tell(m_sizes.tiny ? million : million.at_most(10));
        return domain::Done{};
    }

    domain::Status catch_up() {
        if (auto const up = m_system.start_hub(); !up.ok()) return up;
        auto const begin = Clock::now();
        if (auto const up = m_system.start_station(); !up.ok()) return up;
        bool const done = wait_until(
            [&] {
                pause(200ms);
                m_station_mb = std::max(m_station_mb, m_system.station().resident_mb());
                m_hub_mb = std::max(m_hub_mb, m_system.hub().resident_mb());
                return all_acknowledged(m_journal);
            },
            3600s);
        if (!done) return late("the hub does not get everything", m_system);
        double const seconds = milliseconds_since(begin) / 1000;
        tell(figure("caught up at the hub", "s", seconds).at_most(600));
        tell(figure("events a second, until durable at the hub", "/s",
                    static_cast<double>(m_events) / seconds));
        tell(figure("the station's memory meanwhile, at most", "MB", m_station_mb));
        tell(figure("the hub's memory meanwhile, at most", "MB", m_hub_mb));
        tell(figure("the hub's store", "MB", file_mb(m_system.dir() + "/hub/hub.db")));
        return domain::Done{};
    }

    domain::Status reconcile() {
        auto const sums = sums_by_wave(m_journal);
        if (!sums.ok()) return sums.error();
        std::int64_t lines = 0, weighings = 0, differences = 0;
        for (auto const& [wave, request] : *sums) {
            if (wave == "W1") continue;  // the further weighings, of no order
            auto const answer = ask_for<wire::ReconcileAnswer>(
                m_system.central(),
                {"POST", "/v1/main/waves/" + wave + "/reconcile", wire::to_json(request), 60s});
            if (!answer.ok()) return answer.error();
            lines += answer->lines;
            weighings += answer->weighings;
            differences += static_cast<std::int64_t>(answer->differences.size());
        }
        bool const all = lines == m_half_year.lines() && weighings == m_half_year.weighings();
        if (!all)
            return domain::Error{domain::ErrorKind::corrupt, "the hub has another number of weighings",
                                 std::to_string(weighings), ""};
        tell(
            figure("reconcile: differences, line by line", "n", static_cast<double>(differences)).at_most(0));
        m_system.stop_station();
        m_system.stop_hub();
        if (m_good || m_sizes.tiny) return domain::Done{};
        return domain::Error{domain::ErrorKind::refused, "a goal was missed", "bench offline", ""};
    }

    Sizes const& m_sizes;
    HalfYear m_half_year;
    WholeSystem m_system;
    std::string m_journal;
    double m_feed_mb = 0, m_station_mb = 0, m_hub_mb = 0;
    std::int64_t m_events = 0;
    bool m_good = true;
};

}  // namespace

domain::Result<Rows> bench_offline(Sizes const& sizes) {
    return Offline(sizes).run();
}

}  // namespace bozhong::cli::bench
