// What the station needs at start, read from the projections: never by going through the journal.

#include <map>

#include "station/domain/tolerance.h"
#include "station/journal/sqlite_journal.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::journal {

using domain::Result, domain::TaskState;

namespace {

struct Sum {
    domain::Mass net;
    std::int64_t count = 0;
    int in_force = 0;
};
using Sums = std::map<domain::LineKey, Sum>;

bool enough(domain::SortTask const& task, Sum const& sum) {
    if (sum.in_force == 0) return false;
    if (task.kind == domain::TaskKind::counted) {
        std::int64_t scale = 1;
        for (int i = 0; i < task.ordered.value.decimals; ++i) scale *= 10;
        return sum.count > 0 && sum.count >= domain::divide_half_even(task.ordered.value.units, scale);
    }
    auto const ordered = task.ordered.mass();
    return !ordered || sum.net >= domain::band(task.tolerance, *ordered).green_low;
}

/// Raised beyond what was accepted, a task wants more: its end was a decision about the old amount.
void reopen_if_raised(core::TaskRecord& record, Sum const& sum, bool raised_since) {
    if (!raised_since || enough(record.task, sum)) return;
    record.ended_by_person = false;
    record.short_seq = 0;
}

TaskState state_of(core::TaskRecord const& record, Sum const& sum) {
    if (record.task.standing == domain::TaskStanding::cancelled) return TaskState::cancelled;
    if (record.ended_by_person || enough(record.task, sum)) return TaskState::done;
    if (record.short_seq != 0) return TaskState::shorted;
    return sum.in_force > 0 ? TaskState::in_progress : TaskState::open;
}

/// The number of an incarnation → its id.
std::map<Life, std::string> incarnations(Database& database) {
    std::map<Life, std::string> out;
    Query rows(database, "SELECT life, incarnation FROM incarnation");
    while (rows.next()) out.emplace(rows.integer(0), rows.text(1));
    return out;
}

constexpr std::string_view wanted_records =
    "WITH wanted(place) AS (SELECT r.place FROM task t JOIN record r ON r.order_no=t.order_no AND "
    "r.line_no=t.line_no "
    "UNION SELECT place FROM (SELECT place FROM record ORDER BY place DESC LIMIT 200)) ";

core::Record record_of(Query const& row, std::map<Life, std::string>& lives) {
    core::Record r;
    r.seq = seq_of(row.integer(0));
    r.incarnation = lives[life_of(row.integer(0))];
    r.line = {row.text(1), row.text(2)};
    r.kind = row.integer(3) == 0 ? domain::TaskKind::weighed : domain::TaskKind::counted;
    r.net = {row.integer(4)};
    r.gross = {row.integer(5)};
    r.count = row.integer(6);
    r.in_force = row.integer(7) != 0;
    r.manual = row.integer(8) != 0;
    r.preset_tare = row.integer(9) != 0;
    r.product = row.text(10);
    r.customer_code = row.text(11);
    r.sku = row.text(12);
    r.ordered = {domain::Decimal::parse(row.text(13)).value_or(domain::Decimal{}), row.text(14)};
    r.at = {row.integer(15)};
    return r;
}

void load_records(Database& database, std::map<Life, std::string>& lives, core::Restored& out) {
    Query rows(database, std::string(wanted_records) +
                             "SELECT record.* FROM wanted JOIN record USING (place) ORDER BY place");
    while (rows.next()) out.records.push_back(record_of(rows, lives));

    Query labels(database,
                 std::string(wanted_records) +
                     "SELECT place, of_place, copy, state FROM label WHERE of_place IN wanted UNION "
                     "SELECT place, of_place, copy, state FROM label WHERE state IN "
                     "('queued','sending','unknown','failed') ORDER BY 1");
    while (labels.next()) {
        Place const place = labels.integer(0);
        auto const state = wire::from_text<domain::LabelState>(labels.text(3));
        out.labels.push_back({seq_of(place), seq_of(labels.integer(1)), static_cast<int>(labels.integer(2)),
                              state.value_or(domain::LabelState::unknown), lives[life_of(place)]});
    }
}

domain::Status load_tasks(Database& database, core::Restored& out) {
    Sums sums;
    for (auto const& record : out.records) {
        if (!record.in_force) continue;
        auto& sum = sums[record.line];
        sum.net += record.net;
        sum.count += record.count;
        ++sum.in_force;
    }
    Query rows(
        database,
        "SELECT f.position, f.kind, f.body, ifnull(s.ended,0), ifnull(s.shorted,0), ifnull(s.skipped,0), "
        "t.amount_position > ifnull(s.decided_at,0) "
        "FROM task t JOIN feed f USING (position) LEFT JOIN line_state s USING (order_no, line_no) "
        "ORDER BY f.position");
    while (rows.next()) {
        auto fact = wire::decode_feed({rows.integer(0), rows.text(1), rows.text(2)});
        if (!fact) return fact.error();
        auto* given = std::get_if<domain::TaskGiven>(&*fact);
        if (given == nullptr) continue;
        core::TaskRecord task;
        task.task = std::move(given->task);
        task.ended_by_person = rows.integer(3) != 0;
        task.short_seq = seq_of(rows.integer(4));
        task.skipped = rows.integer(5) != 0;
        auto const& sum = sums[task.task.line];
        reopen_if_raised(task, sum, rows.integer(6) != 0);
        task.state = state_of(task, sum);
        out.tasks.push_back(std::move(task));
    }
    return domain::Done{};
}

domain::Status load_people(Database& database, core::Restored& out) {
    Query rows(database,
               "SELECT f.position, f.kind, f.body FROM person JOIN feed f USING (position) ORDER BY id");
    while (rows.next()) {
        auto fact = wire::decode_feed({rows.integer(0), rows.text(1), rows.text(2)});
        if (!fact) return fact.error();
        if (auto* given = std::get_if<domain::PersonGiven>(&*fact))
            out.people.push_back(std::move(given->person));
    }
    return domain::Done{};
}

/// The newest word about a person decides; older ones than these were long before her last shift. What the hub said
/// of her since then (a new PIN) lifts the lock.
domain::Status load_sign_ins(Database& database, core::Restored& out) {
    Query rows(database,
               "SELECT type, payload FROM journal WHERE type IN ('signed_in', 'sign_in_failed') "
               "ORDER BY place DESC LIMIT 2000");
    std::map<std::string, std::int64_t> given;
    Query people(database, "SELECT id, position FROM person");
    while (people.next()) given[people.text(0)] = people.integer(1);
    while (rows.next()) {
        auto const fact = wire::decode(rows.text(0), rows.text(1));
        if (!fact) return fact.error();
        auto const stamp = wire::decode_stamp(rows.text(1));
        if (!stamp) return stamp.error();
        if (auto const* in = std::get_if<domain::SignedIn>(&*fact)) out.sign_in_failures.emplace(in->person, 0);
        if (auto const* failed = std::get_if<domain::SignInFailed>(&*fact))
            out.sign_in_failures.emplace(failed->person,
                                         given[failed->person] > stamp->feed_position ? 0 : failed->failures);
    }
    return domain::Done{};
}

/// The lot of a product is what was said last: here, or by the hub after it.
void load_lots(Database& database, core::Restored& out) {
    Query given(database, "SELECT sku, lot FROM lot_given");
    while (given.next()) out.lots[given.text(0)] = given.text(1);
    Query changed(database,
                  "SELECT c.sku, c.lot FROM lot_changed c LEFT JOIN lot_given g USING (sku) "
                  "WHERE g.position IS NULL OR g.position <= c.feed_position");
    while (changed.next()) out.lots[changed.text(0)] = changed.text(1);
}

}  // namespace

Result<core::Restored> load_projections(Database& database) {
    core::Restored out;
    auto lives = incarnations(database);
    load_records(database, lives, out);
    if (auto const done = load_tasks(database, out); !done) return done.error();
    if (auto const done = load_people(database, out); !done) return done.error();
    if (auto const done = load_sign_ins(database, out); !done) return done.error();
    load_lots(database, out);
    if (!database.ok()) return database.error();
    return out;
}

}  // namespace bozhong::journal
