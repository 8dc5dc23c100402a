// The benches of whole processes: importing a wave, starting with a full journal, and standing there.

#include "station/cli/bench/rows.h"
#include "station/cli/bench/samples.h"
#include "station/cli/bench/whole_system.h"
#include "station/journal/sqlite.h"

namespace bozhong::cli::bench {

using namespace std::chrono_literals;

namespace {

constexpr char const* screen_program = "bozhong-bench-screen";

std::string numbered(Sizes const& sizes, std::string const& name, int run) {
    return sizes.dir + "/" + name + std::to_string(run);
}

/// The rows of the wave into two bare SQLite files, one transaction each: what hub and station cannot avoid.
domain::Result<double> bare_rows(std::string const& folder, int tasks) {
    auto const items = feed_of_tasks(tasks);
    double took = 0;
    for (std::string const name : {"/bare1.db", "/bare2.db"}) {
        auto const database = journal::Database::open(folder + name, journal::Access::write);
        if (!database.ok()) return database.error();
        (*database)->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)");
        journal::Query insert(**database, "INSERT INTO t (id, body) VALUES (?, ?)");
        auto const begin = Clock::now();
        auto const done = (*database)->transaction([&]() -> domain::Status {
            for (auto const& item : items) insert.with(item.position, item.body).run();
            return domain::Done{};
        });
        if (!done.ok()) return done.error();
        took += milliseconds_since(begin);
    }
    return took;
}

domain::Result<double> import_once(WholeSystem& system, int tasks) {
    if (auto const up = system.start_hub(); !up.ok()) return up.error();
    if (auto const known = system.enrol(); !known.ok()) return known.error();
    if (auto const up = system.start_station(); !up.ok()) return up.error();
    auto const begin = Clock::now();
    if (auto const done = system.import(tasks); !done.ok()) return done.error();
    bool const there = wait_until(
        [&] {
            auto const list = system.list();
            return list && list->tasks >= tasks;
        },
        60s);
    double const took = milliseconds_since(begin);
    if (there) return took;
    return domain::Error{domain::ErrorKind::timeout, "the tasks do not reach the station", system.dir(), ""};
}

/// A bare Qt window with a list of 200 rows: started, painted, ended; its own memory when painted.
struct BareWindow {
    double milliseconds = 0, megabytes = 0;
};
domain::Result<BareWindow> bare_window(Sizes const& sizes) {
    auto const begin = Clock::now();
    auto const said = output_of(screen_program, {"--bare-list"}, sizes.dir + "/bare-list.log",
                                {{"QT_QPA_PLATFORM", "offscreen"}});
    if (!said.ok()) return said.error();
    return BareWindow{milliseconds_since(begin), last_number(*said)};
}

/// Percent of one core over so long.
double processor_percent(Process& process, std::chrono::milliseconds time) {
    double const before = process.processor_seconds();
    auto const begin = Clock::now();
    pause(time);
    return (process.processor_seconds() - before) / milliseconds_since(begin) * 1e5;
}

/// Bare Qt painting a changing number of 60 frames a second from a pty: percent of a core.
domain::Result<double> bare_percent(Sizes const& sizes) {
    auto const said = output_of(screen_program, {"--bare-stream", std::to_string(sizes.count(600, 12))},
                                sizes.dir + "/bare-stream.log", {{"QT_QPA_PLATFORM", "offscreen"}});
    if (!said.ok()) return said.error();
    return last_number(*said);
}

struct Stream {
    int rate;
    bool changing;
};

domain::Status stand_there(WholeSystem& system, Stream stream, int tasks) {
    if (auto const up = system.start_hub(); !up.ok()) return up;
    if (auto const known = system.enrol(); !known.ok()) return known;
    if (auto const done = system.import(tasks); !done.ok()) return done;
    if (auto const up = system.start_scale(stream.rate, stream.changing); !up.ok()) return up;
    if (auto const up = system.start_station(); !up.ok()) return up;
    bool const there = wait_until(
        [&] {
            auto const list = system.list();
            return list && list->tasks >= tasks && list->pan_is_live;
        },
        30s);
    if (!there)
        return domain::Error{domain::ErrorKind::timeout, "no live weight on the screen", system.dir(), ""};
    if (auto const in = system.sign_in("B07", "4711"); !in.ok()) return in;
    return system.move_scale("put 2.025");
}

domain::Result<Row> processor_row(Sizes const& sizes, Stream stream, Row row) {
    WholeSystem system(numbered(sizes, "stream", stream.rate));
    if (auto const stands = stand_there(system, stream, sizes.count(1000, 20)); !stands.ok())
        return stands.error();
    auto const time = std::chrono::milliseconds(sizes.count(10'000, 200));
    pause(time / 5);
    for (int run = 0; run < sizes.runs; ++run) {
        if (stream.changing) {
            if (auto const moves = system.move_scale("tremble 50 60000"); !moves.ok()) return moves.error();
            auto const bare = bare_percent(sizes);
            if (!bare.ok()) return bare.error();
            row.floor.add({*bare});
        }
        row.ours.add({processor_percent(system.station(), time)});
    }
    return row;
}

domain::Result<Row> memory_row(Sizes const& sizes) {
    WholeSystem system(sizes.dir + "/memory");
    if (auto const stands = stand_there(system, {20, false}, sizes.count(1000, 20)); !stands.ok())
        return stands.error();
    Row row{"steady", "memory, 1,000 tasks, signed in, 20 Hz", "MB",
            {},       "bare Qt window, list of 200 rows",      {},
            {}};
    for (int run = 0; run < sizes.runs; ++run) {
        auto const bare = bare_window(sizes);
        if (!bare.ok()) return bare.error();
        row.floor.add({bare->megabytes});
        row.ours.add({system.station().resident_mb()});
    }
    return row.at_most(120);
}

}  // namespace

domain::Result<Rows> bench_import(Sizes const& sizes) {
    int const tasks = sizes.count(1000, 20);
    Row row{"import", "file to hub to station's list, 1,000 tasks", "ms",
            {},       "the rows into two bare SQLite files",        {},
            {}};
    for (int run = 0; run < sizes.runs; ++run) {
        WholeSystem system(numbered(sizes, "import", run));
        auto const bare = bare_rows(system.dir(), tasks);
        if (!bare.ok()) return bare.error();
        row.floor.add({*bare});
        auto const took = import_once(system, tasks);
        if (!took.ok()) return took.error();
        row.ours.add({*took});
    }
    return Rows{row.at_most(1000)};
}

domain::Result<Rows> bench_start(Sizes const& sizes) {
    int const tasks = sizes.count(1000, 20);
    WholeSystem system(sizes.dir + "/start");
    if (auto const made = system.prepare_journal(tasks, sizes.count(100'000, 500)); !made.ok())
        return made.error();
    Row time{"start", "process to painted and list there", "ms", {}, "bare Qt window, list of 200 rows", {},
             {}};
    Row memory{"start", "memory then, 100,000 events", "MB", {}, "bare Qt window, list of 200 rows", {}, {}};
    for (int run = 0; run < sizes.runs; ++run) {
        auto const bare = bare_window(sizes);
        if (!bare.ok()) return bare.error();
        auto const begin = Clock::now();
        if (auto const up = system.start_station(); !up.ok()) return up.error();
        auto const list = system.list();
        time.ours.add({milliseconds_since(begin)});
        if (!list || list->tasks < tasks)
            return domain::Error{domain::ErrorKind::corrupt, "the list is not there", system.dir(), ""};
        memory.ours.add({system.station().resident_mb()});
        time.floor.add({bare->milliseconds});
        memory.floor.add({bare->megabytes});
        system.stop_station();
    }
    return Rows{time.at_most(500), memory.at_most(120)};
}

domain::Result<Rows> bench_steady(Sizes const& sizes) {
    auto memory = memory_row(sizes);
    if (!memory.ok()) return memory.error();
    auto still =
        processor_row(sizes, {20, false}, {"steady", "20 Hz unchanging", "% of a core", {}, "", {}, {}});
    if (!still.ok()) return still.error();
    auto moving = processor_row(
        sizes, {60, true},
        {"steady", "60 Hz changing", "% of a core", {}, "bare Qt label, 60 Hz changing", {}, {}});
    if (!moving.ok()) return moving.error();
    return Rows{*memory, still->at_most(1), moving->at_most(4)};
}

}  // namespace bozhong::cli::bench
