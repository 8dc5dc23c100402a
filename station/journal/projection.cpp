#include "station/journal/projection.h"

#include <algorithm>

#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::journal {

using domain::Done, domain::Status;

std::vector<std::string> const projection_tables{"task",       "person", "lot_given", "lot_changed",
                                                 "line_state", "record", "label"};

Projection::Projection(Database& database)
    : m_database(database),
      m_add_record(database, "INSERT INTO record VALUES (?,?,?,?,?,?,?,1,?,?,?,?,?,?,?,?)"),
      m_void_record(database, "UPDATE record SET in_force=0 WHERE place=?"),
      m_record_exists(database, "SELECT 1 FROM record WHERE place=?"),
      m_label_exists(database, "SELECT 1 FROM label WHERE place=?"),
      m_add_label(database, "INSERT INTO label VALUES (?,?,?,'queued')"),
      m_move_label(database, "UPDATE label SET state=? WHERE place=?"),
      m_lot_changed(database, "INSERT OR REPLACE INTO lot_changed VALUES (?,?,?)"),
      m_touch(database, "UPDATE line_state SET skipped=0 WHERE order_no=? AND line_no=? AND skipped"),
      m_line(database, "INSERT OR REPLACE INTO line_state VALUES (?,?,?,?,?,?)"),
      m_unend(database, "UPDATE line_state SET ended=0 WHERE order_no=? AND line_no=? AND ended"),
      m_unshort(database, "UPDATE line_state SET shorted=0 WHERE order_no=? AND line_no=? AND shorted"),
      m_task(database, "INSERT OR REPLACE INTO task VALUES (?,?,?,?,?,?)"),
      m_task_before(database,
                    "SELECT ordered, ordered_unit, amount_position FROM task WHERE order_no=? AND line_no=?"),
      m_task_gone(database, "DELETE FROM task WHERE order_no=? AND line_no=?"),
      m_person(database, "INSERT OR REPLACE INTO person VALUES (?,?)"),
      m_lot_given(database, "INSERT OR REPLACE INTO lot_given VALUES (?,?,?)") {}

Place Projection::named(Query& exists, domain::Seq seq, Place place) {
    if (seq == 0 || seq >> sequence_bits != 0) return 0;
    for (Life life = life_of(place); life > 0; --life) {
        Place const candidate = place_of(life, seq);
        if (candidate >= place) continue;
        bool const found = exists.with(candidate).next();
        exists.reset();
        if (found) return candidate;
    }
    return 0;
}

Place Projection::record_named(domain::Seq of, Place place) {
    return named(m_record_exists, of, place);
}

void Projection::touch(domain::LineKey const& line) {
    m_touch.with(line.order_no, line.line_no).run();
}

void Projection::add(Place place, domain::Weighed const& f, domain::Stamp const& stamp) {
    bool const preset =
        std::ranges::any_of(f.tares, [](auto const& tare) { return tare.kind == domain::TareKind::preset; });
    auto const& t = f.task;
    m_add_record
        .with(place, t.line.order_no, t.line.line_no, 0, f.net.mg, f.gross.mg, 0,
              f.entry == domain::Entry::manual, preset, t.product, t.customer_code, t.sku,
              t.ordered.value.text(), t.ordered.unit, stamp.at.unix_ms)
        .run();
    touch(t.line);
}

void Projection::add(Place place, domain::Counted const& f, domain::Stamp const& stamp) {
    auto const& t = f.task;
    m_add_record
        .with(place, t.line.order_no, t.line.line_no, 1, 0, 0, f.count, false, false, t.product,
              t.customer_code, t.sku, t.ordered.value.text(), t.ordered.unit, stamp.at.unix_ms)
        .run();
    touch(t.line);
}

void Projection::move_label(domain::Seq label, Place place, std::string_view state) {
    if (Place const found = named(m_label_exists, label, place); found != 0)
        m_move_label.with(state, found).run();
}

void Projection::apply(Place place, domain::Fact const& fact, domain::Stamp const& stamp) {
    using namespace domain;
    if (auto const* weighed = std::get_if<Weighed>(&fact)) {
        add(place, *weighed, stamp);
    } else if (auto const* counted = std::get_if<Counted>(&fact)) {
        add(place, *counted, stamp);
    } else if (auto const* queued = std::get_if<LabelQueued>(&fact)) {
        m_add_label.with(place, record_named(queued->of, place), queued->copy).run();
    } else if (auto const* moved = std::get_if<LabelMoved>(&fact)) {
        move_label(moved->label, place, wire::text(moved->state));
    } else if (auto const* written = std::get_if<LabelHandwritten>(&fact)) {
        move_label(written->label, place, wire::text(LabelState::voided));
    } else if (auto const* voided = std::get_if<Voided>(&fact)) {
        if (Place const found = record_named(voided->of, place); found != 0) m_void_record.with(found).run();
        m_unend.with(voided->line.order_no, voided->line.line_no).run();
    } else if (auto const* shorted = std::get_if<Shorted>(&fact)) {
        m_line.with(shorted->line.order_no, shorted->line.line_no, 0, place, 0, stamp.feed_position).run();
    } else if (auto const* undone = std::get_if<ShortUndone>(&fact)) {
        m_unshort.with(undone->line.order_no, undone->line.line_no).run();
    } else if (auto const* ended = std::get_if<TaskEnded>(&fact)) {
        m_line.with(ended->line.order_no, ended->line.line_no, 1, 0, 0, stamp.feed_position).run();
    } else if (auto const* reopened = std::get_if<TaskReopened>(&fact)) {
        m_line.with(reopened->line.order_no, reopened->line.line_no, 0, 0, 0, 0).run();
    } else if (auto const* skipped = std::get_if<Skipped>(&fact)) {
        m_line.with(skipped->line.order_no, skipped->line.line_no, 0, 0, 1, 0).run();
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
    m_task.with(task.line.order_no, task.line.line_no, position, ordered, task.ordered.unit, amount_position)
        .run();
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
    }
}

void Projection::clear() {
    for (auto const& table : projection_tables) m_database.execute("DELETE FROM " + table);
}

std::string dump_projections(Database& database) {
    std::string out;
    for (auto const& table : projection_tables) {
        Query columns(database,
                      "SELECT group_concat('quote(' || name || ')', '||'',''||') FROM pragma_table_info(?)");
        if (!columns.with(table).next()) break;
        std::string const all = columns.text(0);
        columns.reset();
        Query rows(database, "SELECT " + all + " FROM " + table + " ORDER BY 1");
        out += table + "\n";
        while (rows.next()) out += rows.text(0) + "\n";
    }
    return out;
}

Status project_all(Database& from, Database& to) {
    Projection projection(to);
    Query feed(from, "SELECT position, kind, body FROM feed ORDER BY position");
    while (feed.next()) {
        auto const fact = wire::decode_feed({feed.integer(0), feed.text(1), feed.text(2)});
        if (fact) projection.apply(feed.integer(0), *fact);
    }
    Query events(from, "SELECT place, type, payload FROM journal ORDER BY place");
    while (events.next()) {
        std::string const payload = events.text(2);
        auto const fact = wire::decode(events.text(1), payload);
        auto const stamp = wire::decode_stamp(payload);
        // What this version cannot read projects nothing, here as when it was appended.
        if (fact && stamp) projection.apply(events.integer(0), *fact, *stamp);
    }
    if (!from.ok()) return from.error();
    return to.status();
}

}  // namespace bozhong::journal
