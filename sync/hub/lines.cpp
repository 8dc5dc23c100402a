// One order line: read, summed, its state, and the revision of its result that follows.
#include "station/domain/tolerance.h"
#include "sync/hub/bag_store.h"
#include "sync/hub/details.h"
#include "sync/hub/hub.h"
#include "sync/wire/enum_names.h"

namespace bozhong::hub {
namespace {

constexpr std::string_view columns =
    "l.warehouse, l.order_no, l.line_no, l.wave, l.business_date, l.customer_code, l.customer, l.route, "
    "l.driver, l.tote,"
    "l.sku, l.product, l.category, l.kind, l.ordered, l.unit, l.note, l.extras, l.standing, l.station, "
    "l.state, "
    "l.ended, l.reason,"
    "l.version, l.place, l.assignment, l.actual_mg, l.actual_count, l.revision, l.after_close, o.state = "
    "'closed', o.shipped, l.after_lock";

Line read(Row const& r) {
    Line l;
    l.warehouse = r.text(0);
    l.key = {r.text(1), r.text(2)};
    std::size_t i = 3;
    for (auto* text :
         {&l.wave,    &l.business_date, &l.customer_code, &l.customer, &l.route,   &l.driver, &l.tote,
          &l.sku,     &l.product,       &l.category,      &l.kind,     &l.ordered, &l.unit,   &l.note,
          &l.details, &l.standing,      &l.station,       &l.state,    &l.ended,   &l.reason}) {
        *text = r.text(i++);
    }
    for (auto* number : {&l.version, &l.place, &l.assignment, &l.actual_mg, &l.actual_count, &l.revision}) {
        *number = r.integer(i++);
    }
    l.after_close = r.flag(i++);
    l.closed = r.flag(i++);
    l.shipped = r.flag(i++);
    l.after_lock = r.flag(i);
    return l;
}

std::string state_of(Line const& line, std::int64_t weighings) {
    if (line.standing == "cancelled") return "cancelled";
    if (line.ended == "ended") return "done";
    bool enough = false;
    auto const task = line.task();
    if (line.kind == "counted") {
        std::int64_t scale = 1;
        for (int i = 0; i < task.ordered.value.decimals; ++i) scale *= 10;
        enough = line.actual_count > 0 &&
                 line.actual_count >= domain::divide_half_even(task.ordered.value.units, scale);
    } else if (auto const ordered = task.ordered.mass()) {
        enough =
            weighings > 0 && domain::Mass{line.actual_mg} >= domain::band(task.tolerance, *ordered).green_low;
    }
    if (enough) return "done";
    if (line.ended == "short") return "short";
    return weighings > 0 ? "in_progress" : "open";
}

}  // namespace

domain::SortTask Line::task() const {
    domain::SortTask t;
    t.warehouse = warehouse;
    t.business_date = business_date;
    t.wave = wave;
    t.line = key;
    t.version = version;
    t.assignment = assignment;
    t.station = station;
    t.standing = wire::from_text<domain::TaskStanding>(standing).value_or(domain::TaskStanding::held);
    t.sku = sku;
    t.product = product;
    t.category = category;
    t.kind = kind == "counted" ? domain::TaskKind::counted : domain::TaskKind::weighed;
    t.ordered = {domain::Decimal::parse(ordered).value_or(domain::Decimal{}), unit};
    t.customer_code = customer_code;
    t.customer = customer;
    t.route = route;
    t.driver = driver;
    t.tote = tote;
    t.note = note;
    t.details = details_from(details);
    t.tolerance = tolerance_from(details);
    t.position = place;
    return t;
}

std::vector<Line> Hub::lines(std::string const& warehouse, std::string const& where,
                             std::vector<Value> const& values) {
    std::vector<Value> all{Value(warehouse)};
    all.insert(all.end(), values.begin(), values.end());
    std::string sql = "SELECT " + std::string(columns) +
                      " FROM lines l JOIN orders o ON o.warehouse = l.warehouse AND o.order_no = l.order_no"
                      " WHERE l.warehouse = ?1 AND " +
                      where;
    std::vector<Line> out;
    for (auto const& row : m_database->query(sql, all)) out.push_back(read(row));
    return out;
}

std::optional<Line> Hub::line(std::string const& warehouse, LineKey const& key) {
    auto found = lines(warehouse, "l.order_no = ?2 AND l.line_no = ?3", {key.order_no, key.line_no});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Line> Hub::lines_of_order(std::string const& warehouse, std::string const& order_no,
                                      std::string const& line_no) {
    return lines(warehouse, "l.order_no = ?2 AND (?3 = '' OR l.line_no = ?3) ORDER BY l.place, l.line_no",
                 {order_no, line_no});
}

void Hub::settle_line(std::string const& warehouse, LineKey const& key) {
    auto found = line(warehouse, key);
    if (!found) return;
    auto const sums = m_database->one(
        "SELECT count(*), coalesce(sum(net_mg), 0), coalesce(sum(count), 0), coalesce(sum(CASE WHEN ordered_then > ?4 "
        "OR (names <> ?5 AND names <> '') THEN 1 ELSE 0 END), 0), (SELECT count(*) FROM bag_tasks WHERE warehouse = ?1 "
        "AND order_no = ?2 AND line_no = ?3) FROM weighings"
        " WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 AND state = 'in_force'",
        warehouse, key.order_no, key.line_no, ordered_amount(*found), names_text(names_of(*found)));
    if (!sums) return;
    found->actual_mg = sums->integer(1);
    found->actual_count = sums->integer(2);
    found->state = state_of(*found, sums->integer(0));
    m_database->run(
        "UPDATE lines SET actual_mg = ?4, actual_count = ?5, state = ?6 WHERE warehouse = ?1 AND order_no = "
        "?2 AND line_no = ?3",
        warehouse, key.order_no, key.line_no, found->actual_mg, found->actual_count, found->state);
    publish(*found);
    // Bags made under what the order says now want nothing, and nearly all are.
    if (sums->integer(3) > 0 || sums->integer(4) > 0) settle_bags(*found);
}

void Hub::end_line(Line const& line, std::string const& ended, std::string const& reason) {
    m_database->run(
        "UPDATE lines SET ended = ?4, reason = ?5 WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3",
        line.warehouse, line.key.order_no, line.key.line_no, ended, reason);
}

std::pair<std::string, std::string> settled(Line const& line) {
    if (line.kind == "counted") return {std::to_string(line.actual_count), line.unit};
    auto const unit = domain::mass_unit(line.unit);
    return {domain::settle(domain::Mass{line.actual_mg}, unit.value_or(domain::MassUnit::kg)).text(),
            unit ? line.unit : "kg"};
}

std::vector<wire::ResultWeighing> weighings_of(Database& database, std::string const& warehouse,
                                               LineKey const& key, std::string const& state) {
    std::vector<wire::ResultWeighing> out;
    for (auto const& r : database.run("SELECT station, incarnation, seq, at, indication, scale_unit, "
                                      "gross_mg, tare_mg, net_mg, count, preset_tare,"
                                      " entry, assignment FROM weighings WHERE warehouse = ?1 AND order_no = "
                                      "?2 AND line_no = ?3 AND state = ?4"
                                      " ORDER BY accepted_at, station, incarnation, seq",
                                      warehouse, key.order_no, key.line_no, state)) {
        out.push_back({r.text(0), r.text(1), static_cast<domain::Seq>(r.integer(2)), r.text(3), r.text(4),
                       r.text(5), r.integer(6), r.integer(7), r.integer(8), r.integer(9), r.flag(10),
                       r.text(11), r.integer(12)});
    }
    return out;
}

}  // namespace bozhong::hub
