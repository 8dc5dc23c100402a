// Order, route and wave: open, closing, closed.
#include <boost/json.hpp>

#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Error;
using domain::ErrorKind;

namespace {

/// The lines a closing is about, as a condition over lines l with ?2 = id and ?3 = wave.
std::optional<std::string> condition(std::string const& scope) {
    if (scope == "order") return "l.order_no = ?2 AND (?3 = '' OR l.wave = ?3)";
    if (scope == "route") return "l.route = ?2 AND l.wave = ?3";
    if (scope == "wave") return "l.wave = ?2 AND (?3 = '' OR l.wave = ?3)";
    return std::nullopt;
}

}  // namespace

void Hub::close_order(std::string const& warehouse, std::string const& order_no) {
    m_database->run("UPDATE orders SET state = 'closed' WHERE warehouse = ?1 AND order_no = ?2", warehouse,
                    order_no);
    for (auto const& each : lines_of_order(warehouse, order_no, "")) {
        auto const waiting = m_database->one(
            "SELECT waiting_for FROM cancels WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND "
            "outcome = ''",
            warehouse, order_no, each.key.line_no);
        if (waiting && waiting->text(0) == "bag") {
            // The bag was not found before the order was closed: it leaves the house with it.
            cancel_outcome(each, "refused_shipped", "");
            m_database->run(
                "UPDATE lines SET standing = 'active' WHERE warehouse = ?1 AND order_no = ?2 AND line_no = "
                "?3",
                warehouse, order_no, each.key.line_no);
        } else if (waiting) {
            cancel_outcome(each, "pending_station_offline", "station");
        }
        if (each.standing == "active" && (each.state == "open" || each.state == "in_progress")) {
            end_line(each, "short", each.reason.empty() ? "closed" : each.reason);
            take(each, "closed", "");
        }
        settle_line(warehouse, each.key);
    }
}

Result<wire::CloseAnswer> Hub::close(std::string const& warehouse, wire::CloseRequest const& request,
                                     Author const& author) {
    auto const where = condition(request.scope);
    if (!where) return Error{ErrorKind::bad_input, "expected order, route or wave", "scope", ""};
    if (request.scope == "route" && request.wave.empty())
        return Error{ErrorKind::bad_input, "a route is closed within a wave", "wave", ""};
    auto const about =
        lines(warehouse, *where + " ORDER BY l.order_no, l.line_no", {request.id, request.wave});
    if (about.empty())
        return Error{ErrorKind::not_found, "no line belongs to this " + request.scope, request.id,
                     "check its name"};
    wire::CloseAnswer answer;
    answer.scope = request.scope;
    answer.id = request.id;
    std::set<std::string> orders;
    for (auto const& each : about) {
        if (each.closed) continue;
        orders.insert(each.key.order_no);
        if (each.standing != "cancelled" &&
            (each.state == "open" || each.state == "in_progress" || each.standing == "held"))
            ++answer.open_tasks;
    }
    auto const count = [&](std::string const& sql) {
        return m_database->number(sql + *where, warehouse, request.id, request.wave);
    };
    std::string const join =
        " l ON l.warehouse = x.warehouse AND l.order_no = x.order_no AND l.line_no = x.line_no WHERE "
        "l.warehouse = ?1 AND ";
    answer.held = count("SELECT count(*) FROM exceptions x JOIN lines" + join +
                        "x.state = 'open' AND x.kind <> 'flagged' AND ");
    answer.open_cancels = count("SELECT count(*) FROM cancels x JOIN lines" + join + "x.outcome = '' AND ");
    answer.bag_tasks = count("SELECT count(*) FROM bag_tasks x JOIN lines" + join +
                             "x.state IN ('open','again') AND ");
    answer.unknown_labels = count(
        "SELECT count(*) FROM labels b JOIN weighings x ON x.station = b.station AND x.incarnation = "
        "b.of_incarnation AND x.seq = b.of"
        " AND b.state = 'unknown' JOIN lines" +
        join);
    for (auto const& row : m_database->run("SELECT station FROM stations WHERE warehouse = ?1 AND active = 1 "
                                           "AND (unsent > 0 OR last_seen_ms < ?2) ORDER BY number",
                                           warehouse, now_ms() - m_settings.online_within_ms)) {
        answer.unsent_stations.push_back(row.text(0));
    }
    bool const open = answer.open_tasks > 0 || answer.held > 0 || answer.open_cancels > 0;
    answer.state = open && !request.short_open ? "closing" : "closed";
    if (answer.state == "closed") {
        answer.shorted = answer.open_tasks;
        for (auto const& order_no : orders) close_order(warehouse, order_no);
    }
    m_database->run(
        "INSERT INTO closings VALUES(?1,?2,?3,?4,?5) ON CONFLICT(warehouse, scope, wave, id) DO UPDATE SET "
        "state = excluded.state",
        warehouse, request.scope, request.wave, request.id, answer.state);
    audit(warehouse, "close", author, "close", request.reason,
          boost::json::serialize(boost::json::object{{"scope", request.scope},
                                                     {"id", request.id},
                                                     {"wave", request.wave},
                                                     {"state", answer.state},
                                                     {"shorted", answer.shorted}}));
    return answer;
}

}  // namespace bozhong::hub
