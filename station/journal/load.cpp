// What the station needs at start, read from the projections: never by going through the journal.

#include <set>
#include <algorithm>
#include <map>

#include "station/domain/tolerance.h"
#include "station/journal/packing.h"
#include "station/journal/sqlite_journal.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::journal {

using domain::Result, domain::TaskState;

namespace {

bool enough(core::TaskRecord const& record) {
    auto const& task = record.task;
    if (record.bags == 0) return false;
    if (task.kind == domain::TaskKind::counted) {
        std::int64_t scale = 1;
        for (int i = 0; i < task.ordered.value.decimals; ++i) scale *= 10;
        return record.count > 0 && record.count >= domain::divide_half_even(task.ordered.value.units, scale);
    }
    auto const ordered = task.ordered.mass();
    return !ordered || record.sum >= domain::band(task.tolerance, *ordered).green_low;
}

/// Raised beyond what was accepted, a task wants more: its end was a decision about the old amount.
void reopen_if_raised(core::TaskRecord& record, bool raised_since) {
    if (!raised_since || enough(record)) return;
    record.ended_by_person = false;
    record.short_seq = 0;
}

TaskState state_of(core::TaskRecord const& record) {
    if (record.task.standing == domain::TaskStanding::cancelled) return TaskState::cancelled;
    if (record.ended_by_person || enough(record)) return TaskState::done;
    if (record.short_seq != 0) return TaskState::shorted;
    return record.bags > 0 ? TaskState::in_progress : TaskState::open;
}

/// The number of an incarnation → its id.
std::map<Life, std::string> incarnations(Database& database) {
    std::map<Life, std::string> out;
    Query rows(database, "SELECT life, incarnation FROM incarnation");
    while (rows.next()) out.emplace(rows.integer(0), rows.text(1));
    return out;
}

/// The oldest of the records at hand; 1 when that is all there are.
Place first_at_hand(Database& database) {
    return std::max<Place>(1,
                           database.integer("SELECT place FROM record ORDER BY place DESC LIMIT 1 OFFSET " +
                                            std::to_string(core::records_at_hand - 1)));
}

void fill(core::Record& r, domain::Weighed const& f) {
    r.line = f.task.line;
    r.kind = domain::TaskKind::weighed;
    r.net = f.net;
    r.gross = f.gross;
    r.manual = f.entry == domain::Entry::manual;
    r.preset_tare =
        std::ranges::any_of(f.tares, [](auto const& tare) { return tare.kind == domain::TareKind::preset; });
}

void fill(core::Record& r, domain::Counted const& f) {
    r.line = f.task.line;
    r.kind = domain::TaskKind::counted;
    r.count = f.count;
}

template <class Made>
void fill_of(core::Record& r, Made const& made) {
    fill(r, made);
    r.product = made.task.product;
    r.customer_code = made.task.customer_code;
    r.sku = made.task.sku;
    r.ordered = made.task.ordered;
}

void load_records(Database& database, Place from, std::map<Life, std::string>& lives, core::Restored& out) {
    Query rows(
        database,
        "SELECT place, in_force, type, payload, packed FROM record JOIN journal USING (place) WHERE place>=? "
        "ORDER BY place");
    rows.with(from);
    while (rows.next()) {
        auto const event = wire::decode_both(rows.text(2), payload_of(rows, 3));
        if (!event) continue;  // a row that the disk spoilt is no reason to stand still; verify names it
        core::Record r;
        r.seq = seq_of(rows.integer(0));
        r.incarnation = lives[life_of(rows.integer(0))];
        r.in_force = rows.integer(1) != 0;
        r.at = event->stamp.at;
        if (auto const* weighed = std::get_if<domain::Weighed>(&event->fact)) fill_of(r, *weighed);
        if (auto const* counted = std::get_if<domain::Counted>(&event->fact)) fill_of(r, *counted);
        out.records.push_back(std::move(r));
    }
}

/// Names that a label bears in the place of those at the weighing.
domain::BagNames names_on(Query& row) {
    if (!row.next()) return {};
    auto const fact = wire::decode(row.text(0), payload_of(row, 1));
    auto const* queued = fact ? std::get_if<domain::LabelQueued>(&*fact) : nullptr;
    return queued != nullptr ? queued->names : domain::BagNames{};
}

void load_labels(Database& database, Place from, std::map<Life, std::string>& lives, core::Restored& out) {
    Query labels(database,
                 "SELECT place, of_place, copy, state, renamed FROM label WHERE place>?1 AND of_place>=?1 UNION "
                 "SELECT place, of_place, copy, state, renamed FROM label WHERE state IN "
                 "('queued','sending','unknown','failed') ORDER BY 1");
    Query rows(database, "SELECT type, payload, packed FROM journal WHERE place=?");
    labels.with(from);
    while (labels.next()) {
        Place const place = labels.integer(0);
        auto const state = wire::from_text<domain::LabelState>(labels.text(3));
        Place const of = labels.integer(1);
        out.labels.push_back({seq_of(place), seq_of(of), static_cast<int>(labels.integer(2)),
                              state.value_or(domain::LabelState::unknown), lives[life_of(place)],
                              lives[life_of(of)],
                              labels.integer(4) != 0 ? names_on(rows.with(place)) : domain::BagNames{}});
        rows.reset();
    }
}

/// To be followed by the lines that are asked for, as k.
constexpr std::string_view task_columns =
    "SELECT f.position, f.kind, f.body, ifnull(s.ended,0), ifnull(s.shorted,0), ifnull(s.skipped,0), "
    "t.amount_position > ifnull(s.decided_at,0), ifnull(w.net_mg,0), ifnull(w.count,0), ifnull(w.in_force,0) "
    "FROM ";
constexpr std::string_view task_joins =
    " JOIN task t USING (order_no, line_no) JOIN feed f USING (position) LEFT JOIN line_state s USING "
    "(order_no, "
    "line_no) LEFT JOIN line_sum w USING (order_no, line_no) ORDER BY f.position";

domain::Status take_tasks(Query& rows, std::map<Life, std::string>& lives,
                          std::vector<core::TaskRecord>& out) {
    while (rows.next()) {
        auto fact = wire::decode_feed({rows.integer(0), rows.text(1), rows.text(2)});
        if (!fact) return fact.error();
        auto* given = std::get_if<domain::TaskGiven>(&*fact);
        if (given == nullptr) continue;
        core::TaskRecord task;
        task.task = std::move(given->task);
        task.ended_by_person = rows.integer(3) != 0;
        task.short_seq = seq_of(rows.integer(4));
        if (task.short_seq != 0) task.short_incarnation = lives[life_of(rows.integer(4))];
        task.skipped = rows.integer(5) != 0;
        task.sum = {rows.integer(7)};
        task.count = rows.integer(8);
        task.bags = static_cast<int>(rows.integer(9));
        reopen_if_raised(task, rows.integer(6) != 0);
        task.state = state_of(task);
        out.push_back(std::move(task));
    }
    return domain::Done{};
}

domain::Status load_open_tasks(Database& database, Place from, std::map<Life, std::string>& lives,
                               core::Restored& out) {
    Query rows(database, std::string(task_columns) +
                             "(SELECT order_no, line_no FROM task WHERE open UNION "
                             "SELECT order_no, line_no FROM line_sum WHERE last_place>=?) k" +
                             std::string(task_joins));
    return take_tasks(rows.with(from), lives, out.tasks);
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

domain::Status load_bag_tasks(Database& database, core::Restored& out) {
    Query rows(database,
               "SELECT f.position, f.kind, f.body FROM bag_task JOIN feed f USING (position) ORDER BY f.position");
    while (rows.next()) {
        auto fact = wire::decode_feed({rows.integer(0), rows.text(1), rows.text(2)});
        if (!fact) return fact.error();
        if (auto* bag = std::get_if<domain::BagTask>(&*fact)) out.bag_tasks.push_back(std::move(*bag));
    }
    return domain::Done{};
}

/// The newest word about a person decides; older ones than these were long before her last shift. What the
/// hub said of her since then (a new PIN) lifts the lock.
domain::Status load_sign_ins(Database& database, core::Restored& out) {
    Query rows(database,
               "SELECT type, payload, packed FROM journal WHERE type IN ('signed_in', 'sign_in_failed') "
               "ORDER BY place DESC LIMIT 2000");
    std::map<std::string, std::int64_t> given;
    Query people(database, "SELECT id, position FROM person");
    while (people.next()) given[people.text(0)] = people.integer(1);
    while (rows.next()) {
        auto const event = wire::decode_both(rows.text(0), payload_of(rows, 1));
        if (!event) return event.error();
        if (auto const* in = std::get_if<domain::SignedIn>(&event->fact))
            out.sign_in_failures.emplace(in->person, 0);
        if (auto const* failed = std::get_if<domain::SignInFailed>(&event->fact))
            out.sign_in_failures.emplace(
                failed->person, given[failed->person] > event->stamp.feed_position ? 0 : failed->failures);
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

/// Of scales not checked for a long time nothing need be known: theirs is due.
domain::Status load_checks(Database& database, core::Restored& out) {
    Query rows(database,
               "SELECT type, payload, packed FROM journal WHERE type = 'check_weighed' "
               "ORDER BY place DESC LIMIT 200");
    std::set<std::string> seen;
    while (rows.next()) {
        auto const event = wire::decode_both(rows.text(0), payload_of(rows, 1));
        if (!event) return event.error();
        auto const* check = std::get_if<domain::CheckWeighed>(&event->fact);
        if (check != nullptr && seen.insert(check->scale).second)
            out.checks.push_back({*check, event->stamp.at});
    }
    return domain::Done{};
}

}  // namespace

Result<std::vector<core::TaskRecord>> load_tasks(Database& database, std::span<domain::LineKey const> lines) {
    std::vector<core::TaskRecord> out;
    auto lives = incarnations(database);
    Query rows(database, std::string(task_columns) + "(SELECT ? AS order_no, ? AS line_no) k" +
                             std::string(task_joins));
    for (auto const& line : lines)
        if (auto const done = take_tasks(rows.with(line.order_no, line.line_no), lives, out); !done)
            return done.error();
    if (!database.ok()) return database.error();
    return out;
}

Result<core::Restored> load_projections(Database& database) {
    core::Restored out;
    auto lives = incarnations(database);
    Place const from = first_at_hand(database);
    load_records(database, from, lives, out);
    load_labels(database, from, lives, out);
    if (auto const done = load_open_tasks(database, from, lives, out); !done) return done.error();
    if (auto const done = load_people(database, out); !done) return done.error();
    if (auto const done = load_bag_tasks(database, out); !done) return done.error();
    if (auto const done = load_sign_ins(database, out); !done) return done.error();
    if (auto const done = load_checks(database, out); !done) return done.error();
    load_lots(database, out);
    if (!database.ok()) return database.error();
    return out;
}

}  // namespace bozhong::journal
