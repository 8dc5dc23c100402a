// Outbounds and shipments: orders that are ready, and orders that leave on one truck; and what that leaves on the floor.
#include "sync/hub/handover_parts.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

Status Handovers::check_orders(HandoverKind kind, std::string const& number, wire::LeavingRequest const& request) {
    if (request.orders.empty() || request.orders.size() > orders_max)
        return Error{ErrorKind::bad_input, "1 to " + std::to_string(orders_max) + " orders", "orders", ""};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < request.orders.size(); ++i) {
        auto const& order_no = request.orders[i];
        auto const where = "orders[" + std::to_string(i) + "]";
        if (!seen.insert(order_no).second) return Error{ErrorKind::conflict, "stands twice", where, "keep one of them"};
        if (!m_hub.database().one("SELECT 1 FROM orders WHERE warehouse = ?1 AND order_no = ?2", m_warehouse, order_no))
            return Error{ErrorKind::not_found, "no such order: " + order_no, where, "send the order first"};
        auto const other = m_hub.database().one(
            "SELECT number FROM handover_orders WHERE warehouse = ?1 AND kind = ?2 AND order_no = ?3 AND number <> ?4", m_warehouse,
            name(kind), order_no, number);
        if (other)
            return Error{ErrorKind::conflict, "order " + order_no + " is on " + name(kind) + " " + other->text(0), where,
                         "take it off there, or cancel that one"};
    }
    return Done{};
}

Result<wire::Handover> Handovers::put(HandoverKind kind, std::string const& number, wire::LeavingRequest const& request) {
    if (auto good = good_header(number, request.business_date,
                                {{"route", &request.route}, {"driver", &request.driver}, {"vehicle", &request.vehicle}, {"note", &request.note}});
        !good)
        return good.error();
    if (auto good = check_orders(kind, number, request); !good) return good.error();
    auto kept = keep(kind, number, request.business_date, wire::to_json(request));
    if (!kept.ok() || kept->state != "open") return kept;
    m_hub.database().run("DELETE FROM handover_orders WHERE warehouse = ?1 AND kind = ?2 AND number = ?3", m_warehouse, name(kind), number);
    for (auto const& order_no : request.orders)
        m_hub.database().run("INSERT INTO handover_orders VALUES(?1,?2,?3,?4)", m_warehouse, name(kind), number, order_no);
    return kept;
}

/// What of an order keeps it from being ready.
std::optional<Error> Handovers::not_ready(std::string const& order_no) {
    for (auto const& line : m_hub.lines_of_order(m_warehouse, order_no, "")) {
        if (line.standing == "held")
            return Error{ErrorKind::conflict, "line " + line.key.line_no + " of order " + order_no + " is on hold", order_no,
                         "release or cancel it first"};
        if (!line.closed)
            return Error{ErrorKind::conflict, "order " + order_no + " is not closed", order_no, "close the order, its route or its wave first"};
    }
    return std::nullopt;
}

Result<wire::Handover> Handovers::confirm(HandoverKind kind, std::string const& number) {
    auto const found = find(kind, number);
    if (!found) return no_such(kind, number);
    if (found->state == "confirmed") return shown(kind, *found);
    if (found->state != "open") return ended(kind, number, found->state);
    auto const request = wire::from_json<wire::LeavingRequest>(found->content);
    if (!request) return request.error();
    for (auto const& order_no : request->orders)
        if (auto const why = not_ready(order_no)) return *why;
    if (kind == HandoverKind::shipment) {
        for (auto const& order_no : request->orders)
            if (auto left = m_hub.ship(m_warehouse, order_no, m_author); !left.ok()) return left.error();
    }
    end(kind, number, "confirmed", "", "");
    return read(kind, number);
}

void Handovers::show_orders(wire::Handover& out) {
    for (auto const& order_no : out.orders) {
        for (auto const& line : m_hub.lines_of_order(m_warehouse, order_no, "")) {
            auto const [actual, unit] = settled(line);
            auto const state = line.standing == "active" ? line.state : line.standing;
            out.lines.push_back({line.key.line_no, line.sku, line.product, "", line.kind, line.ordered, actual, unit, "", line.reason,
                                 order_no, line.key.line_no, state});
        }
    }
}

Result<wire::Stock> Handovers::stock(std::string const& business_date, std::string const& sku) {
    if (!is_date(business_date)) return Error{ErrorKind::bad_input, "expected a date as 2026-03-02", "date", ""};
    wire::Stock out{business_date, {}};
    for (auto const& r : m_hub.database().run(
             "SELECT sku, lot, max(product), sum(a), sum(b), sum(c), sum(d), sum(e), sum(f), sum(g), sum(h) FROM ("
             "SELECT sku, lot, product, CASE WHEN kind = 'receipt' THEN mg ELSE 0 END AS a, CASE WHEN kind = 'receipt' THEN count ELSE 0 END AS b,"
             " CASE WHEN kind = 'return' THEN mg ELSE 0 END AS c, CASE WHEN kind = 'return' THEN count ELSE 0 END AS d,"
             " 0 AS e, 0 AS f, 0 AS g, 0 AS h FROM handover_goods WHERE warehouse = ?1 AND business_date = ?2 "
             "UNION ALL SELECT l.sku, w.lot, l.product, 0, 0, 0, 0,"
             " CASE WHEN o.shipped = 0 THEN w.net_mg ELSE 0 END, CASE WHEN o.shipped = 0 THEN w.count ELSE 0 END,"
             " CASE WHEN o.shipped <> 0 THEN w.net_mg ELSE 0 END, CASE WHEN o.shipped <> 0 THEN w.count ELSE 0 END"
             " FROM lines l JOIN orders o ON o.warehouse = l.warehouse AND o.order_no = l.order_no JOIN weighings w ON"
             " w.warehouse = l.warehouse AND w.order_no = l.order_no AND w.line_no = l.line_no AND w.state = 'in_force'"
             " WHERE l.warehouse = ?1 AND l.business_date = ?2) AS all_of_it WHERE ?3 = '' OR sku = ?3 GROUP BY sku, lot ORDER BY sku, lot",
             m_warehouse, business_date, sku)) {
        wire::StockRow row{r.text(0), r.text(2), r.text(1)};
        std::size_t i = 3;
        for (auto const& [mg, count] : {std::pair{&row.received_mg, &row.received_count}, {&row.returned_mg, &row.returned_count},
                                        {&row.sorted_mg, &row.sorted_count}, {&row.left_mg, &row.left_count}}) {
            *mg = r.integer(i++);
            *count = r.integer(i++);
        }
        row.here_mg = row.received_mg + row.returned_mg - row.left_mg;
        row.here_count = row.received_count + row.returned_count - row.left_count;
        out.rows.push_back(std::move(row));
    }
    return out;
}

}  // namespace bozhong::hub
