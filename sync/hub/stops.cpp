// Hold, release, cancel, put back, ship. A cancel ends in exactly one outcome; a refund may follow only the
// two cancelled_ ones.
#include <boost/json.hpp>

#include "station/domain/time.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

std::string detail(std::string const& order_no, std::string const& line_no) {
    return boost::json::serialize(boost::json::object{{"order_no", order_no}, {"line_no", line_no}});
}

/// "T03-k7-000042" names the station and ends with the sequence; a bar code of digits ends with the sequence.
/// What a person corrected at the hub has no label of its own.
bool names_bag(std::string const& label, wire::ResultWeighing const& w) {
    if (w.station.starts_with("hub:")) return false;
    auto const digits = label.find_last_not_of("0123456789");
    auto const tail = digits == std::string::npos ? label.substr(label.size() > 6 ? label.size() - 6 : 0)
                                                  : label.substr(digits + 1);
    auto const first = tail.find_first_not_of('0');
    bool const seq = first != std::string::npos && tail.substr(first) == std::to_string(w.seq);
    return seq && (digits == std::string::npos || label.starts_with(w.station + "-"));
}

Error no_such_order(std::string const& order_no) {
    return {ErrorKind::not_found, "no such order or line", order_no,
            "check the number; import the order first"};
}

Error closed_already(std::string const& order_no) {
    return {ErrorKind::conflict, "the order is closed", order_no, "correct its result instead"};
}

}  // namespace

Result<wire::StopAnswer> Hub::stop_answer(std::string const& warehouse, std::string const& order_no) {
    auto const order = m_database->one(
        "SELECT state, shipped FROM orders WHERE warehouse = ?1 AND order_no = ?2", warehouse, order_no);
    if (!order) return no_such_order(order_no);
    wire::StopAnswer answer;
    answer.order_no = order_no;
    answer.state = order->flag(1) ? "shipped" : order->text(0);
    for (auto const& r : m_database->run("SELECT line_no, outcome, waiting_for, decide_by_ms, reason FROM "
                                         "cancels WHERE warehouse = ?1 AND order_no = ?2 ORDER BY line_no",
                                         warehouse, order_no)) {
        answer.lines.push_back(
            {order_no, r.text(0), r.text(1), r.text(2), domain::rfc3339({r.integer(3)}), r.text(4)});
    }
    return answer;
}

Result<wire::StopAnswer> Hub::order(std::string const& warehouse, std::string const& order_no) {
    return stop_answer(warehouse, order_no);
}

Result<wire::StopAnswer> Hub::hold(std::string const& warehouse, std::string const& order_no,
                                   wire::StopRequest const& request, Author const& author) {
    auto const all = lines_of_order(warehouse, order_no, request.line_no);
    if (all.empty()) return no_such_order(order_no);
    for (auto const& each : all) {
        if (each.closed) return closed_already(order_no);
        if (each.standing != "active") continue;
        take(each, "held", "");
        m_database->run(
            "UPDATE lines SET standing = 'held', reason = ?4 WHERE warehouse = ?1 AND order_no = ?2 AND "
            "line_no = ?3",
            warehouse, order_no, each.key.line_no, request.reason);
        settle_line(warehouse, each.key);
    }
    audit(warehouse, "hold", author, "cancel", request.reason, detail(order_no, request.line_no));
    return stop_answer(warehouse, order_no);
}

Result<wire::StopAnswer> Hub::release(std::string const& warehouse, std::string const& order_no,
                                      wire::StopRequest const& request, Author const& author) {
    auto const all = lines_of_order(warehouse, order_no, request.line_no);
    if (all.empty()) return no_such_order(order_no);
    for (auto const& each : all) {
        if (each.closed) return closed_already(order_no);
        if (each.standing != "held") continue;
        m_database->run(
            "UPDATE lines SET standing = 'active', reason = '' WHERE warehouse = ?1 AND order_no = ?2 AND "
            "line_no = ?3",
            warehouse, order_no, each.key.line_no);
        settle_line(warehouse, each.key);
        if (auto const now = line(warehouse, each.key)) give(*now);
    }
    assign_unassigned(warehouse);
    audit(warehouse, "release", author, "cancel", request.reason, detail(order_no, request.line_no));
    return stop_answer(warehouse, order_no);
}

bool Hub::bag_exists(Line const& line) {
    return m_database->number(
               "SELECT count(*) FROM weighings WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND "
               "state IN ('in_force','held')",
               line.warehouse, line.key.order_no, line.key.line_no) > 0;
}

void Hub::cancel_outcome(Line const& line, std::string const& outcome, std::string const& waiting_for) {
    m_database->run(
        "UPDATE cancels SET outcome = ?4, waiting_for = ?5 WHERE warehouse = ?1 AND order_no = ?2 AND "
        "line_no = ?3",
        line.warehouse, line.key.order_no, line.key.line_no, outcome, waiting_for);
}

void Hub::cancel_line(Line const& line, std::string const& reason) {
    if (line.standing == "cancelled") return;
    auto const open = [&](std::string const& outcome, std::string const& waiting_for) {
        auto const head =
            m_database->number("SELECT feed_head FROM stations WHERE station = ?1", line.station);
        m_database->run(
            "INSERT INTO cancels VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10) ON CONFLICT(warehouse, order_no, "
            "line_no) DO UPDATE SET"
            " outcome = excluded.outcome, waiting_for = excluded.waiting_for, reason = excluded.reason",
            line.warehouse, line.key.order_no, line.key.line_no, now_ms(),
            now_ms() + m_settings.cancel_within_ms, outcome, waiting_for, line.station, head, reason);
    };
    if (line.shipped || line.closed) return open("refused_shipped", "");
    if (line.standing == "active") take(line, "cancelled", "");
    m_database->run(
        "UPDATE lines SET standing = 'cancelled', reason = ?4 WHERE warehouse = ?1 AND order_no = ?2 AND "
        "line_no = ?3",
        line.warehouse, line.key.order_no, line.key.line_no, reason);
    if (bag_exists(line)) {
        open("", "bag");
    } else if (line.assignment == 0) {
        open("cancelled_unsorted", "");
    } else {
        open("", "station");
    }
    settle_line(line.warehouse, line.key);
}

Result<wire::StopAnswer> Hub::cancel(std::string const& warehouse, std::string const& order_no,
                                     wire::StopRequest const& request, Author const& author) {
    auto const all = lines_of_order(warehouse, order_no, request.line_no);
    if (all.empty()) return no_such_order(order_no);
    for (auto const& each : all) cancel_line(each, request.reason);
    audit(warehouse, "cancel", author, "cancel", request.reason, detail(order_no, request.line_no));
    return stop_answer(warehouse, order_no);
}

/// The holder has stored that the line is cancelled and has nothing more to send: nobody can have sorted it.
void Hub::confirm_cancels(std::string const& station, std::int64_t feed_stored) {
    for (auto const& r : m_database->run("SELECT warehouse, order_no, line_no FROM cancels WHERE station = "
                                         "?1 AND waiting_for = 'station' AND feed_position <= ?2 ORDER BY order_no, line_no",
                                         station, feed_stored)) {
        if (auto const found = line(r.text(0), {r.text(1), r.text(2)}))
            cancel_outcome(*found, "cancelled_unsorted", "");
    }
}

Status Hub::decide_overdue_cancels() {
    for (auto const& r : m_database->run("SELECT warehouse, order_no, line_no FROM cancels WHERE outcome = "
                                         "'' AND waiting_for = 'station' AND decide_by_ms <= ?1 ORDER BY order_no, line_no",
                                         now_ms())) {
        // It goes on waiting for the station, whose word will replace this outcome.
        if (auto const found = line(r.text(0), {r.text(1), r.text(2)}))
            cancel_outcome(*found, "pending_station_offline", "station");
    }
    return Done{};
}

Result<wire::StopAnswer> Hub::put_back(std::string const& warehouse, std::string const& order_no,
                                       wire::PutBackRequest const& request, Author const& author) {
    auto const found = line(warehouse, {order_no, request.line_no});
    if (!found) return no_such_order(order_no);
    auto const waiting = m_database->one(
        "SELECT waiting_for FROM cancels WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3", warehouse,
        order_no, request.line_no);
    if (!waiting || waiting->text(0) != "bag") {
        return Error{ErrorKind::conflict, "no bag of this line is looked for", request.line_no,
                     "read the order's state"};
    }
    if (request.label.empty() || request.label.size() > 512)
        return Error{ErrorKind::bad_input, "scan the bag's label", "label", ""};
    bool known = false;
    // A bag whose figure a person has corrected, or that was decided not to count, still bears its label.
    for (auto const* state : {"in_force", "held", "corrected", "superseded"}) {
        for (auto const& w : weighings_of(*m_database, warehouse, found->key, state))
            known = known || names_bag(request.label, w);
    }
    if (!known)
        return Error{ErrorKind::conflict, "this label is not of a bag of this line", "label",
                     "scan the right bag"};
    m_database->run(
        "UPDATE weighings SET state = 'put_back' WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND "
        "state IN ('in_force','held')",
        warehouse, order_no, request.line_no);
    m_database->run(
        "UPDATE exceptions SET state = 'put_back', decided_by = ?4 WHERE warehouse = ?1 AND order_no = ?2 "
        "AND line_no = ?3 AND state = 'open' AND kind <> 'flagged'",
        warehouse, order_no, request.line_no, author.name());
    cancel_outcome(*found, "cancelled_put_back", "");
    settle_line(warehouse, found->key);
    audit(warehouse, "put_back", author, "cancel", "", detail(order_no, request.line_no));
    return stop_answer(warehouse, order_no);
}

Result<wire::StopAnswer> Hub::ship(std::string const& warehouse, std::string const& order_no,
                                   Author const& author) {
    auto const all = lines_of_order(warehouse, order_no, "");
    if (all.empty()) return no_such_order(order_no);
    for (auto const& each : all) {
        if (each.standing == "held")
            return Error{ErrorKind::conflict, "a line of the order is on hold", each.key.line_no,
                         "release or cancel it first"};
    }
    m_database->run("UPDATE orders SET shipped = 1 WHERE warehouse = ?1 AND order_no = ?2", warehouse,
                    order_no);
    for (auto const& each : all) {
        auto const cancel = m_database->one(
            "SELECT waiting_for FROM cancels WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3",
            warehouse, order_no, each.key.line_no);
        if (!cancel || cancel->text(0) != "bag") continue;
        // The bag went out after all: the goods are with the customer and settle as weighed.
        cancel_outcome(each, "refused_shipped", "");
        m_database->run(
            "UPDATE lines SET standing = 'active' WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3",
            warehouse, order_no, each.key.line_no);
        settle_line(warehouse, each.key);
    }
    audit(warehouse, "ship", author, "close", "", detail(order_no, ""));
    return stop_answer(warehouse, order_no);
}

}  // namespace bozhong::hub
