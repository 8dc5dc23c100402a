// A table at work on a journal of a million events: two scales at 60 frames a second, a bag about every 1.5 s
// on one or the other, each recorded, printed by the virtual printer and acknowledged by a real hub
// meanwhile. The station's own parts, runner and window run in bozhong-bench-screen, which knows when each
// frame was written and painted.

#include <boost/json.hpp>
#include <cstdlib>

#include "station/cli/bench/half_year.h"
#include "station/cli/bench/journal_question.h"
#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

constexpr int weighings_before = 250'000;  ///< four events each
constexpr int tasks = 1000;
constexpr int bags_a_minute = 30, events_a_bag = 3;  ///< at least; weighed, label queued, label printed

/// Everything that was weighed before is at the hub, and a new wave on the station's list; hub and printer
/// stay.
domain::Status prepare(WholeSystem& system, Sizes const& sizes) {
    auto const half_year = HalfYear::of(sizes.count(weighings_before, 60), sizes.tiny);
    if (auto const ordered = order_half_year(system, half_year); !ordered.ok()) return ordered;
    if (auto const done = weigh_all(system.journal(), half_year); !done.ok()) return done;
    int const wave = sizes.count(tasks, 20);
    if (auto const done = system.import(wave); !done.ok()) return done;
    if (auto const up = system.start_printer(); !up.ok()) return up;
    if (auto const up = system.start_station(); !up.ok()) return up;
    bool const there = wait_until(
        [&] {
            pause(100ms);
            return ask_journal(system.journal(), "SELECT count(*) FROM task") >= half_year.lines() + wave &&
                   all_acknowledged(system.journal());
        },
        600s);
    system.stop_station();
    if (there) return domain::Done{};
    return domain::Error{domain::ErrorKind::timeout, "hub and station do not come to agree", system.dir(),
                         "the logs there say more"};
}

double number(json::object const& run, char const* key) {
    return run.at(key).to_number<double>();
}

std::vector<double> numbers(json::object const& run, char const* key) {
    std::vector<double> out;
    for (auto const& value : run.at(key).as_array()) out.push_back(value.to_number<double>());
    return out;
}

Row count(char const* what, char const* unit) {
    return {"busy", what, unit, {}, "", {}, {}};
}

/// What the runs said, one JSON object each. A frame that was lost in one run counts, whatever the others
/// did.
Rows rows_of(std::vector<json::object> const& runs, double events) {
    Row painted{"busy", "frame to painted weight, the scale in use", "ms", {}, "bare Qt, one scale", {}, {}};
    Row percent{"busy", "the station, all its threads", "% of a core", {}, "bare Qt, one scale", {}, {}};
    Row written = count("frames written by two scales", "n"),
        wrong = count("of them lost, out of turn, not shown", "n");
    Row weighed = count("recorded meanwhile", "/min"),
        printed = count("printed, by the printer's word", "/min"),
        sent = count("events acknowledged by the hub", "/min"), journal = count("events in the journal", "n");
    double all_written = 0, all_wrong = 0;
    for (auto const& run : runs) {
        painted.ours.add(numbers(run, "painted_ms"));
        painted.floor.add(numbers(run, "bare_ms"));
        percent.ours.add({number(run, "percent")});
        percent.floor.add({number(run, "bare_percent")});
        all_written += number(run, "written");
        all_wrong += std::max(number(run, "wrong"), number(run, "written") - number(run, "read"));
        double const minutes = number(run, "minutes");
        weighed.ours.add({number(run, "weighings") / minutes});
        printed.ours.add({number(run, "labels") / minutes});
        sent.ours.add({number(run, "acknowledged") / minutes});
    }
    written.ours.add({all_written});
    wrong.ours.add({all_wrong});
    journal.ours.add({events});
    return {painted.tail_at_most(8),
            written,
            wrong.at_most(0),
            percent.at_most(10),
            weighed.at_least(bags_a_minute),
            printed.at_least(bags_a_minute),
            sent.at_least(bags_a_minute * events_a_bag),
            journal.at_least(1'000'000)};
}

domain::Result<json::object> work_once(WholeSystem const& system, Sizes const& sizes) {
    char const* const chosen = std::getenv("QT_QPA_PLATFORM");
    auto const said = output_of(
        "bozhong-bench-screen",
        {"--busy", system.settings(), "--frames", std::to_string(sizes.count(1800, 120))},
        sizes.dir + "/busy.log",
        {{"QT_QPA_PLATFORM", chosen != nullptr ? chosen : "offscreen"}, {"XDG_RUNTIME_DIR", sizes.dir}});
    if (!said.ok()) return said.error();
    boost::system::error_code error;
    auto value = json::parse(said->substr(std::min(said->find('{'), said->size())), error);
    if (!error && value.is_object()) return std::move(value.get_object());
    return domain::Error{domain::ErrorKind::corrupt, "no figures", sizes.dir + "/busy.log", ""};
}

/// Each weighing of the runs has its paper.
bool all_on_paper(WholeSystem const& system, std::int64_t weighings) {
    auto const paper = file_text(system.paper());
    return std::ranges::count(paper, '\n') == weighings;
}

}  // namespace

domain::Result<Rows> bench_busy(Sizes const& sizes) {
    WholeSystem system(sizes.dir + "/busy");
    if (auto const ready = prepare(system, sizes); !ready.ok()) return ready.error();
    auto const events = ask_journal(system.journal(), "SELECT count(*) FROM journal");
    std::string const weighed = "SELECT count(*) FROM record";
    auto const before = ask_journal(system.journal(), weighed);
    std::vector<json::object> runs;
    for (int n = 0; n < sizes.runs; ++n) {
        auto run = work_once(system, sizes);
        if (!run.ok()) return run.error();
        runs.push_back(std::move(run).value());
    }
    if (!all_on_paper(system, ask_journal(system.journal(), weighed) - before))
        return domain::Error{domain::ErrorKind::corrupt, "paper and weighings are not the same number",
                             system.paper(), ""};
    return rows_of(runs, static_cast<double>(events));
}

}  // namespace bozhong::cli::bench
