#include "station/simtest/world.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "station/simtest/chance.h"
#include "sync/wire/chain.h"

namespace bozhong::simtest {
namespace {

constexpr Millis hour = 3'600'000;
constexpr Millis settle_most = 4 * hour;

std::set<std::string> swarm(Dice& dice) {
    std::set<std::string> on;
    for (auto const& kind : fault_kinds())
        if (dice.chance(0.4)) on.insert(kind.name);
    // What loses facts by its nature is rarer, so that most runs need no excuse for a loss.
    for (char const* rare : {"lying_disk", "old_backup", "deleted", "cloned", "hub_restored", "rot"})
        if (!dice.chance(0.4)) on.erase(rare);
    return on;
}

std::string digest_of(std::string const& all) {
    std::string hash(16, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<unsigned char const*>(all.data()), all.size(), nullptr, 0);
    return wire::to_hex(hash);
}

}  // namespace

World::World(Options const& options)
    : m_options(options),
      m_dice(Dice::of(options.seed, "world")),
      m_story(m_scheduler),
      m_judge(m_story),
      m_hub_disk(Dice::of(options.seed, "hub disk").raw()),
      m_hub(m_scheduler, m_hub_disk),
      m_mutant(options.mutant),
      m_probe(m_scheduler, m_judge, m_hub, m_tables) {
    if (options.trace) m_story.listen(options.trace);
    set_up();
}

World::~World() {
    for (auto& table : m_tables) table->die(Death::kill);
    m_hub.kill();
}

Habits World::habits(Dice& dice) const {
    Habits habits;
    for (double* odd :
         {&habits.double_tap, &habits.press_early, &habits.fill_by_hand, &habits.swap, &habits.residue,
          &habits.undo, &habits.shortage, &habits.second_bag, &habits.too_much, &habits.tremble})
        if (dice.chance(0.5)) *odd = 0.02 + 0.15 * dice.unit();
    habits.hands_free = dice.chance(0.3);
    habits.pause_ms = dice.between(500, 8'000);
    return habits;
}

void World::set_up() {
    int const stations = m_options.stations > 0 ? m_options.stations : static_cast<int>(m_dice.between(1, 3));
    m_mutant.apply(m_hub);
    m_hub.clock.error = -m_options.clocks_off_days * Story::day_ms;
    m_hub.start();
    std::vector<std::string> names;
    for (int i = 1; i <= stations; ++i) names.push_back("T" + std::to_string(i));
    OfficeHabits habits_of_office;
    for (bool* odd : {&habits_of_office.changes, &habits_of_office.holds, &habits_of_office.cancels,
                      &habits_of_office.moves, &habits_of_office.ships})
        *odd = m_dice.chance(0.5);
    habits_of_office.lines_per_table =
        m_options.lines_per_table > 0 ? m_options.lines_per_table
                                      : static_cast<int>(m_options.shift_hours * (120 + 100 * m_dice.unit()));
    m_office = std::make_unique<Office>(m_scheduler, m_story, m_judge, m_hub,
                                        Dice::of(m_options.seed, "office"), habits_of_office, names);
    m_office->appoint_people();
    for (auto const& name : names) {
        m_tables.push_back(
            std::make_unique<Table>(Table::Parts{m_scheduler, m_story, m_judge, m_hub, m_options.seed,
                                                 m_dice.chance(0.8), m_dice.chance(0.6)},
                                    name));
        auto& table = *m_tables.back();
        table.clock.error = m_options.clocks_off_days * Story::day_ms;
        enrol(table);
        m_mutant.apply(table);
        auto dice = Dice::of(m_options.seed, "habits " + name);
        m_sorters.push_back(std::make_unique<Sorter>(
            m_scheduler, m_judge, table, Dice::of(m_options.seed, "sorter " + name), habits(dice)));
    }
    auto dice = Dice::of(m_options.seed, "swarm");
    auto const on = m_options.faults ? *m_options.faults : swarm(dice);
    m_faults = std::make_unique<Faults>(
        Faults::World{m_scheduler, m_story, m_judge, m_hub, m_hub_disk, *m_office, m_tables},
        Dice::of(m_options.seed, "faults"), on, static_cast<Millis>(m_options.shift_hours * hour / 30));
    supervise();
    watch_hub();
    for (auto& table : m_tables) table->start();
}

/// A supervisor takes work from the table that is away, if there is one, and tells the other one's sorter.
void World::supervise() {
    m_office->at_work = [this, own = Dice::of(m_options.seed, "supervisor")]() mutable -> Office::AtWork {
        auto const away = std::ranges::find_if(m_tables, [](auto const& table) { return table->way.cut(); });
        auto const& table = away != m_tables.end() && own.chance(0.7) ? *away : own.pick(m_tables);
        return {table->name, table->screen.product};
    };
    m_office->told = [this](std::string const& to, std::string const& sku) {
        for (std::size_t i = 0; i < m_tables.size(); ++i)
            if (m_tables[i]->name == to) m_sorters[i]->hear(sku);
    };
}

void World::enrol(Table& table) {
    auto& hub = m_hub.hub();
    hub::Author const install{hub::Author::Kind::central, "install", "main", {}};
    auto const code = hub.write([&] { return hub.make_code("main", {table.name, table.name}, install); });
    if (!code.ok()) return m_judge.violated("set-up", code.error().text());
    auto const given = hub.write([&] { return hub.enrol({code->code, table.public_key(), "simulation"}); });
    if (!given.ok()) return m_judge.violated("set-up", given.error().text());
    table.enrolment = {given->warehouse, given->secret, given->feed_cursor, given->station_number,
                       given->short_first};
}

/// What the hub had acknowledged before it died is there when it is back.
void World::watch_hub() {
    m_hub.on_start = [this] {
        for (auto const& [name, seq] : m_judge.acknowledged()) {
            auto const have = m_hub.hub().database().number(
                "SELECT acknowledged FROM incarnations WHERE station = ?1 AND incarnation = ?2", name.first,
                name.second);
            if (have < static_cast<std::int64_t>(seq))
                m_judge.violated("I-9", "acknowledged up to " + std::to_string(seq) + " of " + name.first +
                                            " " + name.second + ", after the restart the hub has " +
                                            std::to_string(have));
        }
    };
}

bool World::run_until(std::function<bool()> const& condition, Millis at_most) {
    Millis const end = m_scheduler.now() + at_most;
    while (m_scheduler.now() < end) {
        if (condition()) return true;
        m_scheduler.run_until(m_scheduler.now() + 1'000);
    }
    return condition();
}

void World::run_until_done(std::function<void(std::function<void()>)> const& start, char const* what) {
    auto const done = std::make_shared<bool>(false);
    start([done] { *done = true; });
    if (!run_until([done] { return *done; }, settle_most))
        m_judge.violated("converges", std::string(what) + " did not end");
}

/// To the end, or to the first violation: what follows from one says little.
void World::work_until(Millis end) {
    while (m_scheduler.now() < end && m_judge.violations().empty())
        m_scheduler.run_until(std::min(end, m_scheduler.now() + 60'000));
}

void World::one_day(int day, Millis end) {
    m_hub.tick_every = 1'000;
    m_office->import_wave(day);
    m_scheduler.run_until(m_scheduler.now() + 60'000);
    for (auto& sorter : m_sorters) sorter->begin_shift();
    m_office->begin_shift();
    m_faults->begin_shift();
    m_probe.begin_shift();
    work_until(std::min(end, m_scheduler.now() + static_cast<Millis>(m_options.shift_hours * hour)));
    m_probe.end_shift();
    m_faults->mend();
    m_office->end_shift();
    for (auto& sorter : m_sorters) sorter->end_shift();
    if (!m_judge.violations().empty()) return;
    settle(day);
    m_faults->keep_copies();
    m_hub.tick_every = 10'000;
    m_scheduler.run_until(end);
}

/// Faults are over and everybody has gone: everything sent, stored and told, without anybody's help.
bool World::all_quiet() {
    if (!m_hub.up() || !m_office->has_given_all()) return false;
    return std::ranges::all_of(m_tables, [](auto const& table) {
        return table->up() && table->screen.hub_connected && table->screen.unsent == 0;
    });
}

void World::settle(int day) {
    if (!run_until([this] { return all_quiet(); }, settle_most)) {
        for (auto const& table : m_tables)
            if (!table->up() || !table->screen.hub_connected || table->screen.unsent != 0)
                m_judge.violated("converges",
                                 table->name + (table->up() ? " is up" : " is down") +
                                     (table->screen.hub_connected ? ", connected" : ", not connected") +
                                     ", " + std::to_string(table->screen.unsent) + " events unsent");
        return;
    }
    m_scheduler.run_until(m_scheduler.now() + 90'000);  // the longest cancel is decided
    run_until_done([&](auto done) { m_office->close_day(day, done); }, "closing the wave");
    run_until([this] { return all_quiet(); }, settle_most);
    run_until_done([&](auto done) { m_office->reconcile(day, done); }, "the comparison");
    audit(day);
}

void World::audit(int) {
    m_dumps.clear();
    for (auto const& table : m_tables) {
        m_dumps.push_back(read_journal(m_judge, table->name, table->disk, Table::path));
        audit_station(m_judge, m_dumps.back());
    }
    auto& database = m_hub.hub().database();
    audit_hub(m_judge, database, m_dumps, true);
    audit_results(m_judge, database, m_office->pulled());
}

Report World::run() {
    Millis const length = static_cast<Millis>(m_options.days * Story::day_ms);
    Millis const end = m_scheduler.now() + length;
    for (int day = 1; m_scheduler.now() < end && m_judge.violations().empty(); ++day)
        one_day(day, std::min(end, m_scheduler.now() + Story::day_ms));
    Report report;
    finish(report);
    return report;
}

void World::finish(Report& report) {
    report.seed = m_options.seed;
    report.stations = static_cast<int>(m_tables.size());
    report.simulated_s = static_cast<double>(m_scheduler.now() - Story::began) / 1'000 * report.stations;
    report.faults = m_faults->injected;
    report.weighings = m_judge.weighings;
    report.counts = m_judge.counts;
    report.papers = static_cast<std::int64_t>(m_judge.papers().size());
    report.lost = m_judge.lost;
    report.results = static_cast<std::int64_t>(m_office->pulled().size());
    report.steps = m_scheduler.steps();
    report.violations = m_judge.violations();
    for (auto const& table : m_tables) report.deaths += table->deaths;
    report.digest = digest_of(everything());
    report.course = digest_of(course());
}

std::string World::everything() {
    std::string all;
    for (auto const& dump : m_dumps) all += dump.digest;
    if (m_hub.up()) all += hub_digest(m_hub.hub().database());
    for (auto const& paper : m_judge.papers())
        all += text(paper.content.event) + " " + std::to_string(paper.label) + " " + paper.content.qr + "\n";
    return all;
}

/// Weighings in the order of their journals and results in the hub's, without names, times and texts.
std::string World::course() {
    std::string all;
    for (auto const& [id, booked] : m_judge.booked())
        all += id.station + " " + booked.line.order_no + "/" + booked.line.line_no + " " +
               std::to_string(booked.net_mg) + " " + std::to_string(booked.count) +
               (booked.voided ? " void\n" : "\n");
    for (auto const& row : m_office->pulled())
        all += row.order_no + "/" + row.line_no + " " + std::to_string(row.revision) + " " + row.state + " " +
               row.qty + "\n";
    return all;
}

}  // namespace bozhong::simtest
