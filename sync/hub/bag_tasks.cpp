// Bags that are made when their order changes: take-out and re-label tasks, from the rules to the store and
// to the table that made the bag.
#include <boost/json.hpp>

#include "station/domain/time.h"
#include "station/domain/tolerance.h"
#include "sync/hub/bag_rules.h"
#include "sync/hub/bag_store.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

std::int64_t whole_pieces(domain::Decimal const& value) {
    std::int64_t scale = 1;
    for (int i = 0; i < value.decimals; ++i) scale *= 10;
    return domain::divide_half_even(value.units, scale);
}

std::string amount_text(Line const& line, std::int64_t amount) {
    if (line.kind == "counted") return std::to_string(amount);
    auto const unit = domain::mass_unit(line.unit).value_or(domain::MassUnit::kg);
    return domain::settle(domain::Mass{amount}, unit).text();
}

BagLine bag_line(Line const& line) {
    BagLine out{.wanted = line.standing == "active" && !line.closed && !line.shipped,
                .finished = line.state == "done" || line.state == "short"};
    out.names = names_text(names_of(line));
    auto const task = line.task();
    out.ordered = ordered_amount(line);
    out.most =
        line.kind == "counted" ? out.ordered : domain::band(task.tolerance, {out.ordered}).green_high.mg;
    return out;
}

std::vector<Bag> bags_of(Database& database, Line const& line) {
    std::vector<Bag> out;
    for (auto const& r : database.run(
             "SELECT CASE WHEN w.of_station = '' THEN w.station ELSE w.of_station END, CASE WHEN "
             "w.of_station = '' "
             "THEN w.incarnation ELSE w.of_incarnation END, CASE WHEN w.of_station = '' THEN w.seq ELSE "
             "w.of_seq "
             "END, w.kind, w.net_mg, w.count, w.ordered_then, w.names,"
             " (SELECT count(*) FROM labels b WHERE b.of_incarnation = CASE WHEN w.of_station = '' THEN "
             "w.incarnation ELSE w.of_incarnation END AND b.of = CASE WHEN w.of_station = '' THEN w.seq ELSE "
             "w.of_seq "
             "END AND b.station = CASE WHEN w.of_station = '' THEN w.station ELSE w.of_station END)"
             " FROM weighings w WHERE w.warehouse = ?1 AND w.order_no = ?2 AND w.line_no = ?3 AND w.state = "
             "'in_force' ORDER BY w.accepted_at DESC",
             line.warehouse, line.key.order_no, line.key.line_no)) {
        out.push_back({{r.text(0), r.text(1), static_cast<domain::Seq>(r.integer(2))},
                       r.text(3) == "counted" ? r.integer(5) : r.integer(4),
                       r.integer(6),
                       r.text(7),
                       r.integer(8) > 0});
    }
    return out;
}

constexpr char const* task_columns =
    "station, incarnation, seq, kind, state, amount, keep, take, ordered, ordered_then, names";

StoredBagTask read(Row const& r) {
    return {{r.text(0), r.text(1), static_cast<domain::Seq>(r.integer(2))},
            r.text(3),
            r.text(4),
            r.integer(5),
            r.integer(6),
            r.integer(7),
            r.integer(8),
            r.integer(9),
            r.text(10)};
}

std::vector<StoredBagTask> stored(Database& database, Line const& line) {
    std::vector<StoredBagTask> out;
    for (auto const& r :
         database.run("SELECT " + std::string(task_columns) +
                          " FROM bag_tasks WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 "
                          "ORDER BY kind, station, incarnation, seq",
                      line.warehouse, line.key.order_no, line.key.line_no))
        out.push_back(read(r));
    return out;
}

domain::BagTask told(Line const& line, StoredBagTask const& task, std::string const& reason) {
    return {.bag = task.bag,
            .line = line.key,
            .kind = task.kind,
            .open = task.state == "open",
            .counted = line.kind == "counted",
            .ordered = line.task().ordered,
            .in_bag = task.amount,
            .keep = task.keep,
            .take = task.take,
            .product = line.product,
            .customer_code = line.customer_code,
            .tote = line.tote,
            .names = task.kind == "relabel" ? names_from(task.names) : domain::BagNames{},
            .reason = reason};
}

std::string subject_of(StoredBagTask const& task) {
    return "bag\n" + task.kind + "\n" + task.bag.incarnation + "\n" + std::to_string(task.bag.seq);
}

}  // namespace

domain::BagNames names_of(Line const& line) {
    return {line.customer_code, line.customer, line.route, line.driver, line.tote};
}

std::string names_text(domain::BagNames const& names) {
    return boost::json::serialize(
        boost::json::array{names.customer_code, names.customer, names.route, names.driver, names.tote});
}

domain::BagNames names_from(std::string const& text) {
    boost::system::error_code wrong;
    auto const value = boost::json::parse(text, wrong);
    domain::BagNames out;
    auto const* all = value.if_array();
    if (all == nullptr || all->size() != 5) return out;
    std::size_t i = 0;
    for (auto* name : {&out.customer_code, &out.customer, &out.route, &out.driver, &out.tote})
        if (auto const* part = (*all)[i++].if_string()) *name = std::string(*part);
    return out;
}

std::int64_t ordered_amount(domain::Amount const& ordered, bool counted) {
    if (counted) return whole_pieces(ordered.value);
    auto const mass = ordered.mass();
    return mass ? mass->mg : 0;
}

std::int64_t ordered_amount(Line const& line) {
    return ordered_amount(line.task().ordered, line.kind == "counted");
}

/// Bags of before these were kept: as the order said until it changed.
void Hub::remember_order(Line const& line) {
    m_database->run(
        "UPDATE weighings SET ordered_then = CASE WHEN ordered_then = 0 THEN ?4 ELSE ordered_then END, names "
        "= CASE "
        "WHEN names = '' THEN ?5 ELSE names END WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND "
        "(ordered_then = 0 OR names = '')",
        line.warehouse, line.key.order_no, line.key.line_no, ordered_amount(line),
        names_text(names_of(line)));
}

void Hub::settle_bags(Line const& line) {
    auto const before = stored(*m_database, line);
    for (auto const& task : bag_tasks(bag_line(line), bags_of(*m_database, line), before)) {
        if (std::ranges::find(before, task) != before.end()) continue;
        m_database->run(
            "INSERT INTO bag_tasks VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,'','') ON "
            "CONFLICT(warehouse, station, incarnation, seq, kind) DO UPDATE SET state = excluded.state, "
            "amount = "
            "excluded.amount, keep = excluded.keep, take = excluded.take, ordered = excluded.ordered, "
            "ordered_then = "
            "excluded.ordered_then, names = excluded.names, decided_by = '', reason = ''",
            line.warehouse, task.bag.station, task.bag.incarnation, task.bag.seq, task.kind,
            line.key.order_no, line.key.line_no, task.state, task.amount, task.keep, task.take, task.ordered,
            task.ordered_then, task.names, now_ms());
        tell_bag(line, task, "");
    }
}

/// Of a figure made at the hub before its bag was kept no table can be told.
void Hub::tell_bag(Line const& line, StoredBagTask const& task, std::string const& reason) {
    if (!task.bag.station.starts_with("hub:"))
        send(task.bag.station, told(line, task, reason), subject_of(task));
}

void Hub::tell_open_bags(std::string const& station, std::string const& warehouse) {
    for (auto const& r :
         m_database->run("SELECT " + std::string(task_columns) +
                             ", order_no, line_no FROM bag_tasks WHERE warehouse = ?1 AND station = "
                             "?2 AND state = 'open' ORDER BY opened_ms, incarnation, seq, kind",
                         warehouse, station)) {
        if (auto const found = line(warehouse, {r.text(11), r.text(12)})) tell_bag(*found, read(r), "");
    }
}

std::string Hub::bag_tasks_of(std::string const& warehouse, std::string const& state, std::int64_t limit) {
    boost::json::array out;
    bool const open = state != "over";
    std::string const which = open ? "state IN ('open','again') ORDER BY opened_ms"
                                   : "state NOT IN ('open','again') ORDER BY opened_ms DESC";
    auto const total = m_database->number(
        "SELECT count(*) FROM bag_tasks WHERE warehouse = ?1 AND (state IN ('open','again')) = ?2", warehouse,
        open ? 1 : 0);
    for (auto const& r :
         m_database->run("SELECT " + std::string(task_columns) +
                             ", order_no, line_no, opened_ms, decided_by, reason FROM bag_tasks WHERE "
                             "warehouse = ?1 AND " +
                             which + ", station, incarnation, seq, kind LIMIT ?2",
                         warehouse, std::clamp<std::int64_t>(limit, 1, 500))) {
        auto const task = read(r);
        auto const found = line(warehouse, {r.text(11), r.text(12)});
        if (!found) continue;
        bool const take = task.kind == "take_out";
        auto const names = names_from(task.names);
        out.push_back({{"kind", task.kind},
                       {"state", task.state},
                       {"station", task.bag.station},
                       {"incarnation", task.bag.incarnation},
                       {"seq", task.bag.seq},
                       {"order_no", found->key.order_no},
                       {"line_no", found->key.line_no},
                       {"wave", found->wave},
                       {"product", found->product},
                       {"customer_code", found->customer_code},
                       {"customer", found->customer},
                       {"route", found->route},
                       {"tote", found->tote},
                       {"ordered", found->ordered},
                       {"unit", found->unit},
                       {"counted", found->kind == "counted"},
                       {"in_bag", take ? amount_text(*found, task.amount) : ""},
                       {"keep", take ? amount_text(*found, task.keep) : ""},
                       {"take", take ? amount_text(*found, task.take) : ""},
                       {"take_amount", task.take},
                       {"label_says", boost::json::object{{"customer_code", names.customer_code},
                                                          {"customer", names.customer},
                                                          {"route", names.route},
                                                          {"driver", names.driver},
                                                          {"tote", names.tote}}},
                       {"opened_at", domain::rfc3339({r.integer(13)})},
                       {"decided_by", r.text(14)},
                       {"reason", r.text(15)}});
    }
    return boost::json::serialize(
        boost::json::object{{"schema", wire::schema_version}, {"total", total}, {"bag_tasks", out}});
}

Status Hub::leave_bag(std::string const& warehouse, wire::LeaveBagRequest const& request,
                      Author const& author) {
    if (request.reason.empty() || request.reason.size() > 512)
        return Error{ErrorKind::bad_input, "a decision needs a reason of at most 512 bytes", "reason", ""};
    if (!good_id(request.station) || !good_id(request.incarnation) || !good_id(request.kind))
        return Error{ErrorKind::bad_input, "no such bag can be", "station",
                     "name the bag as the list of tasks does"};
    std::string const name = request.station + " " + request.incarnation + " " + std::to_string(request.seq);
    auto const row =
        m_database->one("SELECT " + std::string(task_columns) +
                            ", order_no, line_no FROM bag_tasks WHERE warehouse = ?1 AND station = ?2 AND "
                            "incarnation = ?3 AND seq = ?4 AND kind = ?5",
                        warehouse, request.station, request.incarnation, request.seq, request.kind);
    auto const found = row ? line(warehouse, {row->text(11), row->text(12)}) : std::nullopt;
    if (!found) return Error{ErrorKind::not_found, "no such task of a bag", name, "reload the page"};
    auto task = read(*row);
    if (task.state != "open" && task.state != "again")
        return Error{ErrorKind::conflict, "this is over already: " + task.state, name, "reload the page"};
    if (task.state == "again")
        return Error{ErrorKind::conflict, "the bag is being weighed again", name,
                     "wait, or close its line short"};
    task.state = "left";
    m_database->run(
        "UPDATE bag_tasks SET state = 'left', decided_by = ?6, reason = ?7 WHERE warehouse = ?1 AND station "
        "= ?2 AND "
        "incarnation = ?3 AND seq = ?4 AND kind = ?5",
        warehouse, request.station, request.incarnation, request.seq, request.kind, author.name(),
        request.reason);
    tell_bag(*found, task, request.reason);
    audit(warehouse, "leave_bag", author, "correct_any", request.reason,
          boost::json::serialize(boost::json::object{{"kind", task.kind},
                                                     {"order_no", found->key.order_no},
                                                     {"line_no", found->key.line_no},
                                                     {"station", task.bag.station},
                                                     {"incarnation", task.bag.incarnation},
                                                     {"seq", task.bag.seq},
                                                     {"take", task.take}}));
    return Done{};
}

}  // namespace bozhong::hub
