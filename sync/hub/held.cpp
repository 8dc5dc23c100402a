// Exceptions: weighings that are in no sum until a person decides.
#include <boost/json.hpp>

#include "station/domain/time.h"
#include "sync/hub/weighing_row.h"
#include "sync/wire/event_codec.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

constexpr std::int64_t flagged_shown = 200;

/// The first of them, and how many there are.
void list_flagged(Database& database, wire::HeldWeighing& h) {
    h.flagged_total = database.number("SELECT count(*) FROM flagged WHERE exception = ?1", h.id);
    for (auto const& r :
         database.run("SELECT incarnation, seq, type, needed, order_no, line_no FROM flagged WHERE "
                      "exception = ?1 ORDER BY incarnation, seq LIMIT ?2",
                      h.id, flagged_shown))
        h.flagged.push_back(
            {r.text(0), static_cast<domain::Seq>(r.integer(1)), r.text(2), r.text(3), r.text(4), r.text(5)});
}

}  // namespace

Result<wire::HeldPage> Hub::exceptions(std::string const& warehouse, std::string const& state,
                                       std::int64_t offset, std::int64_t limit) {
    if (state != "open" && state != "decided")
        return Error{ErrorKind::bad_input, "expected open or decided", "state", ""};
    limit = std::clamp<std::int64_t>(limit, 1, 500);
    wire::HeldPage page;
    for (auto const& r : m_database->run(
             "SELECT x.id, x.kind, x.why, x.state, x.order_no, x.line_no, x.owner, x.decided_by, x.reason, "
             "x.received_ms, x.station,"
             " x.incarnation, x.seq, w.at, w.indication, w.scale_unit, w.gross_mg, w.tare_mg, w.net_mg, "
             "w.count, w.preset_tare, w.entry,"
             " w.assignment, q.payload, e.payload, x.person"
             " FROM exceptions x LEFT JOIN weighings w ON w.station = x.station AND w.incarnation = "
             "x.incarnation AND w.seq = x.seq"
             " LEFT JOIN quarantined q ON q.station = x.station AND q.incarnation = x.incarnation AND q.seq "
             "= x.seq AND q.hash = x.hash AND x.kind = 'quarantined'"
             " LEFT JOIN events e ON e.station = x.station AND e.incarnation = x.incarnation AND e.seq = "
             "x.seq"
             " WHERE x.warehouse = ?1 AND (x.state = 'open') = ?2 ORDER BY x.id LIMIT ?3 OFFSET ?4",
             warehouse, state == "open" ? 1 : 0, limit + 1, std::max<std::int64_t>(offset, 0))) {
        if (static_cast<std::int64_t>(page.exceptions.size()) == limit) {
            page.more = true;
            break;
        }
        wire::HeldWeighing h;
        h.id = r.integer(0);
        std::size_t i = 1;
        for (auto* text :
             {&h.kind, &h.why, &h.state, &h.order_no, &h.line_no, &h.owner, &h.decided_by, &h.reason})
            *text = r.text(i++);
        h.received_at = domain::rfc3339({r.integer(9)});
        h.weighing = {r.text(10),    r.text(11),    static_cast<domain::Seq>(r.integer(12)),
                      r.text(13),    r.text(14),    r.text(15),
                      r.integer(16), r.integer(17), r.integer(18),
                      r.integer(19), r.flag(20),    r.text(21),
                      r.integer(22)};
        h.payload = r.text(23);
        h.other_payload = h.kind == "quarantined" ? r.text(24) : "";
        h.person = r.text(25);
        if (h.kind == "flagged") list_flagged(*m_database, h);
        if (auto const found = line(warehouse, {h.order_no, h.line_no})) {
            h.product = found->product;
            h.customer_code = found->customer_code;
            h.ordered = found->ordered;
            h.unit = found->unit;
            h.in_force = weighings_of(*m_database, warehouse, found->key, "in_force");
        }
        page.exceptions.push_back(std::move(h));
    }
    return page;
}

namespace {

struct Pending {
    std::string kind, why, hash;
    EventId event;
    LineKey line;
};

/// A quarantined weighing or count, from the bytes as they came.
struct Quarantined {
    domain::Fact fact;
    std::optional<domain::Stamp> stamp;
};

std::optional<Quarantined> quarantined(Database& database, Pending const& p) {
    auto const row = database.one(
        "SELECT type, payload FROM quarantined WHERE station = ?1 AND incarnation = ?2 AND seq = ?3 AND hash "
        "= ?4",
        p.event.station, p.event.incarnation, p.event.seq, p.hash);
    if (!row) return std::nullopt;
    auto const fact = wire::decode(row->text(0), row->text(1));
    if (!fact) return std::nullopt;
    auto const stamp = wire::decode_stamp(row->text(1));
    return Quarantined{*fact, stamp ? std::optional(*stamp) : std::nullopt};
}

}  // namespace

Status Hub::decide(std::string const& warehouse, std::int64_t id, wire::DecideRequest const& request,
                   Author const& author) {
    auto const row = m_database->one(
        "SELECT kind, why, hash, station, incarnation, seq, order_no, line_no, state FROM exceptions WHERE "
        "warehouse = ?1 AND id = ?2",
        warehouse, id);
    if (!row) return Error{ErrorKind::not_found, "no such exception", std::to_string(id), "reload the page"};
    if (row->text(8) != "open")
        return Error{ErrorKind::conflict, "this was decided already: " + row->text(8), std::to_string(id),
                     "reload the page"};
    Pending p{row->text(0),
              row->text(1),
              row->text(2),
              {row->text(3), row->text(4), static_cast<domain::Seq>(row->integer(5))},
              {row->text(6), row->text(7)}};
    auto const& d = request.decision;
    if (p.kind == "flagged" || d == "acknowledge") return acknowledge(warehouse, id, p.kind, request, author);
    if (d != "add" && d != "replace" && d != "keep_first" && d != "put_back") {
        return Error{ErrorKind::bad_input, "expected add, replace, keep_first or put_back", "decision", ""};
    }
    if (request.reason.empty()) return Error{ErrorKind::bad_input, "a decision needs a reason", "reason", ""};
    bool const counts = d == "add" || d == "replace";
    auto const found = line(warehouse, p.line);
    bool const is_void = p.why.starts_with("void_");
    auto const adopted = p.kind == "quarantined" ? quarantined(*m_database, p) : std::nullopt;
    bool const readable = p.kind == "quarantined" ? adopted.has_value() : p.why != "unreadable";
    if (counts && (!readable || is_void || !found || found->standing == "cancelled")) {
        return Error{ErrorKind::conflict, "this cannot count: " + p.why, "decision",
                     "decide keep_first or put_back"};
    }
    auto incarnation = p.event.incarnation;
    if (adopted && counts) {
        // It becomes a held one first, beside the settled event of the same number.
        incarnation += "/" + p.hash.substr(0, 8);
        add_weighing(*m_database, warehouse, {p.event.station, incarnation, p.event.seq}, adopted->fact,
                     adopted->stamp, "held", next("commit"));
    }
    if (d == "replace") {
        m_database->run(
            "UPDATE weighings SET state = 'superseded' WHERE warehouse = ?1 AND order_no = ?2 AND line_no = "
            "?3 AND state = 'in_force'",
            warehouse, p.line.order_no, p.line.line_no);
    }
    std::string const state = counts ? "in_force" : d == "put_back" ? "put_back" : "superseded";
    m_database->run(
        "UPDATE weighings SET state = ?4 WHERE station = ?1 AND incarnation = ?2 AND seq = ?3 AND state = "
        "'held'",
        p.event.station, incarnation, p.event.seq, state);
    m_database->run("UPDATE exceptions SET state = ?2, decided_by = ?3, reason = ?4 WHERE id = ?1", id, d,
                    author.name(), request.reason);
    if (found && counts) mark_late(*found, author, request.reason);
    if (found && d == "put_back" && found->standing == "cancelled" && !bag_exists(*found)) {
        m_database->run(
            "UPDATE cancels SET outcome = 'cancelled_put_back', waiting_for = '' WHERE warehouse = ?1 AND "
            "order_no = ?2 AND"
            " line_no = ?3 AND waiting_for = 'bag'",
            warehouse, p.line.order_no, p.line.line_no);
    }
    if (found) settle_line(warehouse, p.line);
    if (found) note_correction(*found, d, author, request.reason);
    tell(p.event, p.line, d, request.reason, author.name());
    audit(warehouse, "decide", author, "correct_any", request.reason,
          boost::json::serialize(boost::json::object{{"exception", id},
                                                     {"decision", d},
                                                     {"station", p.event.station},
                                                     {"incarnation", p.event.incarnation},
                                                     {"seq", p.event.seq},
                                                     {"before_mg", found ? found->actual_mg : 0}}));
    return Done{};
}

/// What was flagged counts as it is; a person has seen it. A figure that is wrong is corrected like any
/// other.
Status Hub::acknowledge(std::string const& warehouse, std::int64_t id, std::string const& kind,
                        wire::DecideRequest const& request, Author const& author) {
    if (kind != "flagged" || request.decision != "acknowledge")
        return Error{ErrorKind::conflict, "this exception is decided otherwise: " + kind, "decision",
                     kind == "flagged" ? "acknowledge it; correct the weighing where its figure is wrong"
                                       : "decide add, replace, keep_first or put_back"};
    if (request.reason.empty()) return Error{ErrorKind::bad_input, "a decision needs a reason", "reason", ""};
    m_database->run("UPDATE exceptions SET state = 'acknowledge', decided_by = ?2, reason = ?3 WHERE id = ?1",
                    id, author.name(), request.reason);
    audit(warehouse, "decide", author, "correct_any", request.reason,
          boost::json::serialize(boost::json::object{{"exception", id}, {"decision", "acknowledge"}}));
    return Done{};
}

/// A restored hub hears of weighings before the order service has sent their orders again. When it does, they
/// count: the table that weighed the task has it. Two tables that did are for a person to decide.
void Hub::settle_unknown(std::string const& warehouse) {
    for (auto const& r : m_database->run("SELECT x.order_no, x.line_no, min(x.station) FROM exceptions x "
                                         "JOIN lines l ON l.warehouse = x.warehouse "
                                         "AND l.order_no = x.order_no AND l.line_no = x.line_no JOIN "
                                         "stations s ON s.station = x.station WHERE "
                                         "x.warehouse = ?1 AND x.state = 'open' AND x.kind = 'held' AND "
                                         "x.why = 'unknown_task' AND l.station = '' "
                                         "AND l.standing = 'active' AND s.active = 1 GROUP BY x.order_no, "
                                         "x.line_no HAVING count(DISTINCT x.station) "
                                         "= 1 ORDER BY x.order_no, x.line_no",
                                         warehouse)) {
        LineKey const key{r.text(0), r.text(1)};
        if (auto const found = line(warehouse, key)) move_line(*found, r.text(2));
        for (auto const& x : m_database->run("UPDATE exceptions SET state = 'add', decided_by = 'hub', "
                                             "reason = 'the order came' WHERE warehouse = ?1 "
                                             "AND order_no = ?2 AND line_no = ?3 AND state = 'open' AND why "
                                             "= 'unknown_task' RETURNING station, "
                                             "incarnation, seq",
                                             warehouse, key.order_no, key.line_no)) {
            EventId const event{x.text(0), x.text(1), static_cast<domain::Seq>(x.integer(2))};
            m_database->run(
                "UPDATE weighings SET state = 'in_force' WHERE station = ?1 AND incarnation = ?2 AND seq = "
                "?3 AND state = "
                "'held'",
                event.station, event.incarnation, event.seq);
            tell(event, key, "add", "the order came", "hub");
        }
        settle_line(warehouse, key);
    }
}

}  // namespace bozhong::hub
