// From the press of the big key to the event on the disk and the label's bytes in memory, through the
// station's own runner: core, commit, row read back, verified, laid out, drawn, encoded. Before each press
// one row is committed to a bare SQLite file on the same disk.

#include <filesystem>

#include "station/cli/bench/samples.h"
#include "station/cli/bench/table.h"
#include "station/journal/sqlite.h"

namespace bozhong::cli::bench {

namespace {

domain::Error stuck(std::string const& what) {
    return {domain::ErrorKind::unavailable, what, "bench confirm",
            "run it again with nothing else on the machine"};
}

/// One row of a weighing's size, durable, nothing else: what SQLite itself costs here.
class BareCommits {
  public:
    explicit BareCommits(journal::Database& database)
        : m_database(database), m_insert(database, "INSERT INTO t (payload) VALUES (?)") {}
    double one() {
        auto const begin = Clock::now();
        (void)m_database.transaction([&]() -> domain::Status {
            m_insert.with(m_payload).run();
            return domain::Done{};
        });
        return milliseconds_since(begin);
    }

  private:
    journal::Database& m_database;
    journal::Query m_insert;
    std::string m_payload = std::string(1100, 'x');
};

struct OneRun {
    std::vector<double> whole, commit, bare;
};

/// An empty pan and a task; when the product is done the same key goes on to the next one.
bool ready_for_next(Table& table) {
    table.show({});
    auto const ready = [](auto const& s) { return s.task && s.weight.state == core::WeighState::empty; };
    if (!table.until([&](auto const& s) { return s.product_done || ready(s); })) return false;
    bool product_done = false;
    table.until([&](auto const& s) { return product_done = s.product_done, true; });
    if (product_done) table.press_confirm();
    return table.until(ready);
}

domain::Result<OneRun> weigh(std::string const& folder, int count) {
    auto const database = journal::Database::open(folder + "/bare.db", journal::Access::write);
    if (!database.ok()) return database.error();
    (*database)->execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, payload TEXT)");
    BareCommits bare(**database);
    auto table = Table::open(folder + "/journal.db", count + 1);
    if (!table.ok()) return table.error();
    OneRun run;
    for (int n = 0; n < count; ++n) {
        if (!ready_for_next(**table)) return stuck("no task comes up");
        (*table)->show(domain::grams(2025));
        if (!(*table)->until([](auto const& s) { return s.confirm.possible; }))
            return stuck("the load cannot be confirmed");
        bare.one();  // wakes processor and disk, for the floor as for what follows
        run.bare.push_back(bare.one());
        auto const begin = Clock::now();
        (*table)->press_confirm();
        auto const made = (*table)->label_made(static_cast<std::size_t>(n));
        if (!made) return stuck("no label comes");
        run.whole.push_back(std::chrono::duration<double, std::milli>(*made - begin).count());
        if (!(*table)->until([](auto const& s) { return s.weight.state == core::WeighState::recorded; }))
            return stuck("the weighing is not shown as recorded");
    }
    run.commit = (*table)->commits();
    return run;
}

}  // namespace

domain::Result<Rows> bench_confirm(Sizes const& sizes) {
    Row whole{"confirm", "press to durable event and label bytes", "ms",
              {},        "bare one-row commit, WAL FULL",          {},
              {}};
    Row commit{"confirm", "the commit in it", "ms", {}, "bare one-row commit, WAL FULL", {}, {}};
    for (int n = 0; n < sizes.runs; ++n) {
        auto const folder = sizes.dir + "/confirm" + std::to_string(n);
        std::filesystem::create_directories(folder);
        auto run = weigh(folder, sizes.count(300, 3));
        if (!run.ok()) return run.error();
        whole.ours.add(run->whole);
        commit.ours.add(run->commit);
        whole.floor.add(run->bare);
        commit.floor.add(run->bare);
    }
    whole.tail_at_most(10);
    commit.at_most_floors(2);
    return Rows{std::move(whole), std::move(commit)};
}

}  // namespace bozhong::cli::bench
