// What each event of a station does at the hub.
#include "sync/hub/bag_store.h"
#include "sync/hub/ingest.h"
#include "sync/hub/rules.h"
#include "sync/hub/weighing_row.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"

namespace bozhong::hub {

using domain::StoredEvent;

bool Ingest::stood_for(EventId const& event) {
    return m_database
        .one("SELECT 1 FROM recovered WHERE station = ?1 AND incarnation = ?2 AND seq = ?3", m_station,
             event.incarnation, event.seq)
        .has_value();
}

bool Ingest::stands_for(EventId const& event, domain::EventName const& lost) {
    bool const original_here =
        m_database
            .one("SELECT 1 FROM weighings WHERE station = ?1 AND incarnation = ?2 AND seq = ?3", m_station,
                 lost.incarnation, lost.seq)
            .has_value();
    if (original_here) return false;
    return m_database
        .one("INSERT INTO recovered VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO NOTHING RETURNING by_seq",
             m_station, lost.incarnation, lost.seq, event.incarnation, event.seq)
        .has_value();
}

void Ingest::weighing(StoredEvent const& event, domain::TaskFacts const& task,
                      domain::EventName const& recovers) {
    bool const counted_elsewhere =
        stood_for(event.id) || (recovers.seq != 0 && !stands_for(event.id, recovers));
    auto const line = task.warehouse == m_warehouse || task.warehouse.empty()
                          ? m_hub.line(m_warehouse, task.line)
                          : std::nullopt;
    WeighingCase c;
    c.task_known = line.has_value();
    if (line) {
        c.cancelled = line->standing == "cancelled";
        c.closed = line->closed;
        auto const given = m_database.one(
            "SELECT ended_at FROM assignments WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND "
            "assignment = ?4 AND station = ?5",
            m_warehouse, task.line.order_no, task.line.line_no, task.assignment, m_station);
        c.ever_given = given.has_value();
        c.current = line->assignment == task.assignment;
        c.others_weighed_since = given && m_database.number(
                                              "SELECT count(*) FROM weighings WHERE warehouse = ?1 AND "
                                              "order_no = ?2 AND line_no = ?3 AND state = 'in_force' AND"
                                              " accepted_at >= ?4 AND assignment <> ?5",
                                              m_warehouse, task.line.order_no, task.line.line_no,
                                              given->integer(0), task.assignment) > 0;
    }
    auto const why = counted_elsewhere ? std::string() : why_held(c);
    std::string const state = counted_elsewhere ? "superseded" : why.empty() ? "in_force" : "held";
    add_weighing(m_database, m_warehouse, event.id, *m_applied.fact, m_applied.stamp, state,
                 m_hub.next("commit"));
    if (counted_elsewhere) return;
    if (!why.empty()) {
        hold(event.id, task.line, why, "held", event.hash);
        if (why == "cancelled") {
            m_database.run(
                "UPDATE cancels SET waiting_for = 'bag', outcome = '' WHERE warehouse = ?1 AND order_no = ?2 "
                "AND line_no = ?3"
                " AND waiting_for = 'station'",
                m_warehouse, task.line.order_no, task.line.line_no);
        }
        return;
    }
    m_touched.insert(task.line);
    if (!c.current) returned_late(*line);
}

/// A weighing of a table that had lost the task in the meantime counts. If it fills the task, the task goes
/// back to that table, so that the other does not weigh it a second time; if it does, that weighing is held.
void Ingest::returned_late(Line const& line) {
    m_hub.settle_line(m_warehouse, line.key);
    auto const now = m_hub.line(m_warehouse, line.key);
    if (!now || now->state != "done" || now->station == m_station) return;
    m_hub.move_line(*now, m_station);
    // The move is dated with this weighing: what the other table weighs from now on comes after it.
    m_database.run(
        "UPDATE assignments SET ended_at = (SELECT max(accepted_at) FROM weighings WHERE warehouse = ?1 AND "
        "order_no = ?2 AND"
        " line_no = ?3) WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND assignment = ?4",
        m_warehouse, line.key.order_no, line.key.line_no, now->assignment);
}

void Ingest::effect(StoredEvent const& e, domain::Weighed const& f) {
    weighing(e, f.task, {f.recovers_incarnation, f.recovers});
}
void Ingest::effect(StoredEvent const& e, domain::Counted const& f) {
    weighing(e, f.task, {f.recovers_incarnation, f.recovers});
}

/// A person at the hub has put a figure in the place of what the table now takes back: a person decides
/// again.
bool Ingest::corrected(domain::Voided const& f) {
    return m_database.number(
               "SELECT count(*) FROM weighings WHERE station = ?1 AND seq = ?2 AND order_no = ?3 AND line_no "
               "= ?4 AND "
               "state = 'corrected' AND (?5 = '' OR incarnation = ?5)",
               m_station, f.of, f.line.order_no, f.line.line_no, f.of_incarnation) > 0;
}

void Ingest::effect(StoredEvent const& e, domain::Voided const& f) {
    // Stations that did not write the incarnation meant this one, or after a new start the one before. Of a
    // weighing that was lost and entered again, the entry is what a void takes out of force.
    auto const found = m_database.one(
        "SELECT w.incarnation, w.state, w.seq FROM weighings w JOIN incarnations i ON i.station = w.station "
        "AND "
        "i.incarnation = w.incarnation LEFT JOIN recovered r ON r.station = w.station AND r.by_incarnation = "
        "w.incarnation AND r.by_seq = w.seq"
        " WHERE w.station = ?1 AND w.order_no = ?3 AND w.line_no = ?4 AND w.state IN ('in_force','held') AND "
        "((w.seq = ?2 AND (?6 = '' OR w.incarnation = ?6)) OR (r.seq = ?2 AND r.incarnation = CASE WHEN ?6 = "
        "'' "
        "THEN ?5 ELSE ?6 END))"
        " ORDER BY w.incarnation = ?5 DESC, i.opened_at DESC LIMIT 1",
        m_station, f.of, f.line.order_no, f.line.line_no, e.id.incarnation, f.of_incarnation);
    auto const line = m_hub.line(m_warehouse, f.line);
    if (!found && corrected(f)) return hold(e.id, f.line, "void_of_corrected", "held", e.hash);
    if (!found) return;
    if (found->text(1) == "in_force" && line && (line->closed || line->standing == "cancelled")) {
        return hold(e.id, f.line, line->closed ? "void_after_close" : "void_after_cancel", "held", e.hash);
    }
    m_database.run(
        "UPDATE weighings SET state = 'voided' WHERE station = ?1 AND incarnation = ?2 AND seq = ?3",
        m_station, found->text(0), found->integer(2));
    m_database.run(
        "UPDATE exceptions SET state = 'voided', decided_by = ?4, reason = ?5 WHERE station = ?1 AND "
        "incarnation = ?2 AND"
        " seq = ?3 AND state = 'open' AND kind <> 'flagged'",
        m_station, found->text(0), found->integer(2), "station:" + m_station, f.reason);
    if (line && line->ended == "ended") m_hub.end_line(*line, "", "");
    m_touched.insert(f.line);
}

void Ingest::by_word(LineKey const& key, std::string const& ended, std::string const& reason) {
    auto const line = m_hub.line(m_warehouse, key);
    if (!line || line->station != m_station || line->closed) return;
    m_hub.end_line(*line, ended, reason);
    m_touched.insert(key);
}

void Ingest::effect(StoredEvent const&, domain::Shorted const& f) {
    by_word(f.line, "short", f.reason);
}
void Ingest::effect(StoredEvent const&, domain::ShortUndone const& f) {
    by_word(f.line, "", "");
}
void Ingest::effect(StoredEvent const&, domain::TaskEnded const& f) {
    by_word(f.line, "ended", f.reason);
}
void Ingest::effect(StoredEvent const&, domain::TaskReopened const& f) {
    by_word(f.line, "", "");
}

namespace {

/// The incarnation an event names: its own when it names none.
std::string const& named(std::string const& incarnation, StoredEvent const& e) {
    return incarnation.empty() ? e.id.incarnation : incarnation;
}

}  // namespace

void Ingest::effect(StoredEvent const& e, domain::LabelQueued const& f) {
    m_database.run("INSERT INTO labels VALUES(?1,?2,?3,?4,'queued',?5,?6) ON CONFLICT DO NOTHING", m_station,
                   e.id.incarnation, e.id.seq, f.of, named(f.of_incarnation, e),
                   f.names == domain::BagNames{} ? std::string() : names_text(f.names));
    labelled({m_station, named(f.of_incarnation, e), f.of});
}

/// The bag has a label now, or another one: whether that is the order's is judged with its line.
void Ingest::labelled(EventId const& bag) {
    auto const row = m_database.one(
        "SELECT order_no, line_no FROM weighings WHERE station = ?1 AND incarnation = ?2 AND seq = ?3 AND warehouse = ?4",
        bag.station, bag.incarnation, bag.seq, m_warehouse);
    if (row) m_touched.insert({row->text(0), row->text(1)});
}

/// A label with an order's later names is out: from now on the bag bears them.
void Ingest::label_out(EventId const& label) {
    auto const row = m_database.one(
        "SELECT of_incarnation, of, names FROM labels WHERE station = ?1 AND incarnation = ?2 AND label = ?3 AND names <> ''",
        label.station, label.incarnation, label.seq);
    if (!row) return;
    m_database.run(
        "UPDATE weighings SET names = ?4 WHERE (station = ?1 AND incarnation = ?2 AND seq = ?3) OR (of_station = ?1 "
        "AND of_incarnation = ?2 AND of_seq = ?3)",
        label.station, row->text(0), row->integer(1), row->text(2));
    labelled({label.station, row->text(0), static_cast<domain::Seq>(row->integer(1))});
}
void Ingest::effect(StoredEvent const& e, domain::LabelMoved const& f) {
    m_database.run("UPDATE labels SET state = ?4 WHERE station = ?1 AND incarnation = ?2 AND label = ?3",
                   m_station, named(f.label_incarnation, e), f.label, wire::text(f.state));
    if (f.state == domain::LabelState::printed || f.state == domain::LabelState::sent)
        label_out({m_station, named(f.label_incarnation, e), f.label});
}
void Ingest::effect(StoredEvent const& e, domain::LabelHandwritten const& f) {
    m_database.run("UPDATE labels SET state = 'void' WHERE station = ?1 AND incarnation = ?2 AND label = ?3",
                   m_station, named(f.label_incarnation, e), f.label);
    label_out({m_station, named(f.label_incarnation, e), f.label});
}

}  // namespace bozhong::hub
