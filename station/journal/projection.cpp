#include "station/journal/projection.h"

#include <algorithm>
#include <optional>

#include "station/domain/tolerance.h"
#include "station/journal/packing.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::journal {

using domain::Done, domain::Status;

std::vector<std::string> const projection_tables{"task",   "person", "lot_given", "lot_changed", "line_state",
                                                 "record", "label",  "line_sum",  "recovered",   "bag_task"};

namespace {

/// A task is open while it wants something: by what is in force, or by a person's word about the amount of
/// now. The same as core::TaskItem::done() says of a task in memory.
constexpr std::string_view refresh_task =
    "UPDATE task SET open = active AND NOT EXISTS (SELECT 1 FROM line_sum w WHERE w.order_no=task.order_no "
    "AND "
    "w.line_no=task.line_no AND w.in_force>0 AND ifnull(iif(task.counted, w.count, w.net_mg)>=task.wanted, "
    "1)) "
    "AND NOT EXISTS (SELECT 1 FROM line_state s WHERE s.order_no=task.order_no AND s.line_no=task.line_no "
    "AND "
    "s.ended AND task.amount_position<=s.decided_at) WHERE order_no=? AND line_no=?";

/// From where on it is enough: milligrams, or pieces; nothing when any weighing is.
std::optional<std::int64_t> wanted(domain::SortTask const& task) {
    if (task.kind == domain::TaskKind::counted) {
        std::int64_t scale = 1;
        for (int i = 0; i < task.ordered.value.decimals; ++i) scale *= 10;
        return std::max<std::int64_t>(1, domain::divide_half_even(task.ordered.value.units, scale));
    }
    auto const ordered = task.ordered.mass();
    if (!ordered) return std::nullopt;
    return domain::band(task.tolerance, *ordered).green_low.mg;
}

}  // namespace

Projection::Projection(Database& database, Database& journal)
    : m_database(database),
      m_life(journal, "SELECT life FROM incarnation WHERE incarnation=?"),
      m_incarnation(journal, "SELECT incarnation FROM incarnation WHERE life=?"),
      m_standing(database, "SELECT place FROM recovered WHERE incarnation=? AND seq=?"),
      m_stand(database, "INSERT OR REPLACE INTO recovered VALUES (?,?,?)"),
      m_in_force(database, "SELECT in_force FROM record WHERE place=?"),
      m_add_record(database, "INSERT INTO record VALUES (?,1)"),
      m_void_record(database, "UPDATE record SET in_force=0 WHERE place=? AND in_force RETURNING place"),
      m_record_exists(database, "SELECT 1 FROM record WHERE place=?"),
      m_label_exists(database, "SELECT 1 FROM label WHERE place=?"),
      m_event(journal, "SELECT type, payload, packed FROM journal WHERE place=?"),
      m_worked(database,
               "INSERT INTO line_sum VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
               "net_mg=net_mg+excluded.net_mg, "
               "count=count+excluded.count, in_force=in_force+excluded.in_force, last_place=max(last_place, "
               "excluded.last_place)"),
      m_refresh(database, refresh_task),
      m_add_label(database, "INSERT INTO label VALUES (?,?,?,'queued',?)"),
      m_move_label(database, "UPDATE label SET state=? WHERE place=?"),
      m_lot_changed(database, "INSERT OR REPLACE INTO lot_changed VALUES (?,?,?)"),
      m_touch(database, "UPDATE line_state SET skipped=0 WHERE order_no=? AND line_no=? AND skipped"),
      m_line(database, "INSERT OR REPLACE INTO line_state VALUES (?,?,?,?,?,?)"),
      m_unend(database, "UPDATE line_state SET ended=0 WHERE order_no=? AND line_no=? AND ended"),
      m_unshort(database, "UPDATE line_state SET shorted=0 WHERE order_no=? AND line_no=? AND shorted"),
      m_task(database, "INSERT OR REPLACE INTO task VALUES (?,?,?,?,?,?,?,?,?,0)"),
      m_task_before(database,
                    "SELECT ordered, ordered_unit, amount_position FROM task WHERE order_no=? AND line_no=?"),
      m_task_gone(database, "DELETE FROM task WHERE order_no=? AND line_no=?"),
      m_person(database, "INSERT OR REPLACE INTO person VALUES (?,?)"),
      m_lot_given(database, "INSERT OR REPLACE INTO lot_given VALUES (?,?,?)"),
      m_bag_task(database, "INSERT OR REPLACE INTO bag_task VALUES (?,?,?,?)"),
      m_bag_task_over(database, "DELETE FROM bag_task WHERE kind=? AND incarnation=? AND seq=?") {}

Place Projection::named(Query& exists, domain::EventName const& name, Place place) {
    if (name.seq == 0 || name.seq >> sequence_bits != 0) return 0;
    Life newest = life_of(place), oldest = 1;
    if (!name.incarnation.empty()) {
        newest = oldest = m_life.with(name.incarnation).next() ? m_life.integer(0) : 0;
        m_life.reset();
    }
    for (Life life = newest; life > 0 && life >= oldest; --life) {
        Place const candidate = place_of(life, name.seq);
        if (candidate >= place) continue;
        bool const found = exists.with(candidate).next();
        exists.reset();
        if (found) return candidate;
    }
    return 0;
}

Place Projection::record_named(domain::EventName const& of, Place place) {
    return named(m_record_exists, of, place);
}

std::string Projection::incarnation_of(Place place) {
    std::string const found = m_incarnation.with(life_of(place)).next() ? m_incarnation.text(0) : "";
    m_incarnation.reset();
    return found;
}

Place Projection::standing_for(domain::EventName const& lost) {
    Place const found = m_standing.with(lost.incarnation, static_cast<std::int64_t>(lost.seq)).next()
                            ? m_standing.integer(0)
                            : 0;
    m_standing.reset();
    return found;
}

/// Called for every record once it is there. A record entered again stands for the one that was lost, and
/// only one of the two counts, in whatever order they come.
void Projection::recovered(Place place, domain::EventName const& lost) {
    if (standing_for({incarnation_of(place), seq_of(place)}) != 0) leave_force(place, place);
    if (lost.seq == 0) return;
    Place const before = standing_for(lost);
    if (before != 0) leave_force(std::max(before, place), place);
    if (before != 0 && before < place) return;
    m_stand.with(lost.incarnation, static_cast<std::int64_t>(lost.seq), place).run();
    Place const original = record_named(lost, place);
    if (original == 0) return;
    bool const counted = m_in_force.with(original).next() && m_in_force.integer(0) != 0;
    m_in_force.reset();
    leave_force(counted ? original : place, place);
}

void Projection::void_record(domain::EventName const& of, Place place) {
    domain::EventName const whole{of.incarnation.empty() ? incarnation_of(place) : of.incarnation, of.seq};
    if (Place const found = record_named(of, place); found != 0) leave_force(found, place);
    if (Place const found = standing_for(whole); found != 0) leave_force(found, place);
}

void Projection::touch(domain::LineKey const& line) {
    m_touch.with(line.order_no, line.line_no).run();
}

void Projection::worked(domain::LineKey const& line, Place place, Work work) {
    m_worked.with(line.order_no, line.line_no, work.net_mg, work.count, work.in_force, place).run();
    refresh(line);
}

/// What a person said of a line: the columns of line_state.
void Projection::decided(domain::LineKey const& line, Place place, Word word) {
    m_line.with(line.order_no, line.line_no, word.ended, word.shorted, word.skipped, word.at).run();
    worked(line, place, {});
}

void Projection::refresh(domain::LineKey const& line) {
    m_refresh.with(line.order_no, line.line_no).run();
}

void Projection::add(Place place, domain::Weighed const& f) {
    m_add_record.with(place).run();
    touch(f.task.line);
    worked(f.task.line, place, {f.net.mg, 0, 1});
    recovered(place, {f.recovers_incarnation, f.recovers});
}

void Projection::add(Place place, domain::Counted const& f) {
    m_add_record.with(place).run();
    touch(f.task.line);
    worked(f.task.line, place, {0, f.count, 1});
    recovered(place, {f.recovers_incarnation, f.recovers});
}

/// What a voided record had added is taken away again, from the line it was added to.
void Projection::leave_force(Place record, Place place) {
    bool const was_in_force = m_void_record.with(record).next();
    m_void_record.reset();
    if (!was_in_force || !m_event.with(record).next()) return;
    auto const fact = wire::decode(m_event.text(0), payload_of(m_event, 1));
    m_event.reset();
    if (!fact) return;
    if (auto const* weighed = std::get_if<domain::Weighed>(&*fact))
        worked(weighed->task.line, place, {-weighed->net.mg, 0, -1});
    if (auto const* counted = std::get_if<domain::Counted>(&*fact))
        worked(counted->task.line, place, {0, -counted->count, -1});
}

void Projection::move_label(domain::EventName const& label, Place place, std::string_view state) {
    if (Place const found = named(m_label_exists, label, place); found != 0)
        m_move_label.with(state, found).run();
}

void Projection::apply(Place place, domain::Fact const& fact, domain::Stamp const& stamp) {
    using namespace domain;
    if (auto const* weighed = std::get_if<Weighed>(&fact)) {
        add(place, *weighed);
    } else if (auto const* counted = std::get_if<Counted>(&fact)) {
        add(place, *counted);
    } else if (auto const* queued = std::get_if<LabelQueued>(&fact)) {
        m_add_label
            .with(place, record_named({queued->of_incarnation, queued->of}, place), queued->copy,
                  !(queued->names == BagNames{}))
            .run();
    } else if (auto const* moved = std::get_if<LabelMoved>(&fact)) {
        move_label({moved->label_incarnation, moved->label}, place, wire::text(moved->state));
    } else if (auto const* written = std::get_if<LabelHandwritten>(&fact)) {
        move_label({written->label_incarnation, written->label}, place, wire::text(LabelState::voided));
    } else if (auto const* voided = std::get_if<Voided>(&fact)) {
        void_record({voided->of_incarnation, voided->of}, place);
        m_unend.with(voided->line.order_no, voided->line.line_no).run();
        worked(voided->line, place, {});
    } else if (auto const* shorted = std::get_if<Shorted>(&fact)) {
        decided(shorted->line, place, {0, place, 0, stamp.feed_position});
    } else if (auto const* undone = std::get_if<ShortUndone>(&fact)) {
        m_unshort.with(undone->line.order_no, undone->line.line_no).run();
        worked(undone->line, place, {});
    } else if (auto const* ended = std::get_if<TaskEnded>(&fact)) {
        decided(ended->line, place, {1, 0, 0, stamp.feed_position});
    } else if (auto const* reopened = std::get_if<TaskReopened>(&fact)) {
        decided(reopened->line, place, {});
    } else if (auto const* skipped = std::get_if<Skipped>(&fact)) {
        decided(skipped->line, place, {0, 0, 1, 0});
    } else if (auto const* lot = std::get_if<LotChanged>(&fact)) {
        m_lot_changed.with(lot->sku, lot->lot, stamp.feed_position).run();
    }
}

void Projection::give(std::int64_t position, domain::SortTask const& task) {
    std::string const ordered = task.ordered.value.text();
    auto& before = m_task_before.with(task.line.order_no, task.line.line_no);
    std::int64_t amount_position = 0;
    if (before.next()) {
        bool const same = before.text(0) == ordered && before.text(1) == task.ordered.unit;
        amount_position = same ? before.integer(2) : position;
    }
    before.reset();
    m_task
        .with(task.line.order_no, task.line.line_no, position, ordered, task.ordered.unit, amount_position,
              task.standing == domain::TaskStanding::active, task.kind == domain::TaskKind::counted,
              wanted(task))
        .run();
    refresh(task.line);
}

void Projection::apply(std::int64_t position, domain::FeedFact const& fact) {
    using namespace domain;
    if (auto const* given = std::get_if<TaskGiven>(&fact)) {
        give(position, given->task);
    } else if (auto const* taken = std::get_if<TaskTaken>(&fact)) {
        m_task_gone.with(taken->line.order_no, taken->line.line_no).run();
    } else if (auto const* person = std::get_if<PersonGiven>(&fact)) {
        m_person.with(person->person.id, position).run();
    } else if (auto const* lot = std::get_if<LotGiven>(&fact)) {
        m_lot_given.with(lot->sku, lot->lot, position).run();
    } else if (auto const* bag = std::get_if<BagTask>(&fact)) {
        auto const seq = static_cast<std::int64_t>(bag->bag.seq);
        if (bag->open)
            m_bag_task.with(bag->kind, bag->bag.incarnation, seq, position).run();
        else
            m_bag_task_over.with(bag->kind, bag->bag.incarnation, seq).run();
    } else if (std::holds_alternative<FeedRestarted>(fact)) {
        for (auto const* table : {"task", "person", "lot_given", "bag_task"})
            m_database.execute(std::string("DELETE FROM ") + table);
    }
}

void Projection::clear() {
    for (auto const& table : projection_tables) m_database.execute("DELETE FROM " + table);
}

namespace {

/// Every row of a table as one text, in the order of its key.
std::string rows_of(Database& database, std::string const& table) {
    Query columns(
        database,
        "SELECT group_concat('quote(' || name || ')', '||'',''||'), (SELECT group_concat(name) FROM (SELECT "
        "name FROM pragma_table_info(?1) WHERE pk ORDER BY pk)) FROM pragma_table_info(?1)");
    if (!columns.with(table).next()) return "SELECT '' LIMIT 0";
    return "SELECT " + columns.text(0) + " FROM " + table + " ORDER BY " + columns.text(1);
}

}  // namespace

std::string dump_projections(Database& database) {
    std::string out;
    for (auto const& table : projection_tables) {
        Query rows(database, rows_of(database, table));
        out += table + "\n";
        while (rows.next()) out += rows.text(0) + "\n";
    }
    return out;
}

bool same_rows(Database& left, Database& right, std::string const& table) {
    Query shape(
        left,
        "SELECT count(*), (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(?1) WHERE pk "
        "ORDER BY pk)) FROM pragma_table_info(?1)");
    if (!shape.with(table).next()) return false;
    auto const columns = static_cast<int>(shape.integer(0));
    std::string const rows = "SELECT * FROM " + table + " ORDER BY " + shape.text(1);
    Query lefts(left, rows), rights(right, rows);
    // The tables are STRICT: a column's bytes say the value.
    auto const same = [&](int column) {
        return lefts.null(column) == rights.null(column) && lefts.text(column) == rights.text(column);
    };
    while (lefts.next()) {
        if (!rights.next()) return false;
        for (int column = 0; column < columns; ++column)
            if (!same(column)) return false;
    }
    return !rights.next() && left.ok() && right.ok();
}

Status project_all(Database& from, Database& to) {
    Projection projection(to, from);
    Query feed(from, "SELECT position, kind, body FROM feed ORDER BY position");
    while (feed.next()) {
        auto const fact = wire::decode_feed({feed.integer(0), feed.text(1), feed.text(2)});
        if (fact) projection.apply(feed.integer(0), *fact);
    }
    Query events(from, "SELECT place, type, payload, packed FROM journal ORDER BY place");
    while (events.next()) {
        auto const event = wire::decode_both(events.text(1), payload_of(events, 2));
        // What this version cannot read projects nothing, here as when it was appended.
        if (event) projection.apply(events.integer(0), event->fact, event->stamp);
    }
    if (!from.ok()) return from.error();
    return to.status();
}

Status project_anew(Database& database) {
    Projection(database, database).clear();
    return project_all(database, database);
}

}  // namespace bozhong::journal
