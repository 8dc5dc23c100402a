// Which station holds which task. All lines of a product of a wave go to one table, one of its sorting group; a move
// raises the assignment number.
#include <boost/json.hpp>
#include <limits>
#include <map>

#include "sync/hub/sort_groups.h"

namespace bozhong::hub {

std::vector<std::string> Hub::active_stations(std::string const& warehouse) {
    std::vector<std::string> out;
    for (auto const& row : m_database->run(
             "SELECT station FROM stations WHERE warehouse = ?1 AND active = 1 ORDER BY number", warehouse)) {
        out.push_back(row.text(0));
    }
    return out;
}

void Hub::move_line(Line const& line, std::string const& to) {
    if (line.assignment > 0) {
        if (line.standing == "active" && line.station != to) take(line, "moved", to);
        m_database->run(
            "UPDATE assignments SET ended_at = ?5 WHERE warehouse = ?1 AND order_no = ?2 AND line_no = ?3 "
            "AND assignment = ?4",
            line.warehouse, line.key.order_no, line.key.line_no, line.assignment, next("commit"));
    }
    Line moved = line;
    moved.station = to;
    ++moved.assignment;
    m_database->run(
        "UPDATE lines SET station = ?4, assignment = ?5 WHERE warehouse = ?1 AND order_no = ?2 AND line_no = "
        "?3",
        line.warehouse, line.key.order_no, line.key.line_no, to, moved.assignment);
    m_database->run("INSERT INTO assignments VALUES(?1,?2,?3,?4,?5,0)", line.warehouse, line.key.order_no,
                    line.key.line_no, moved.assignment, to);
    if (line.standing == "active") give(moved);
}

namespace {

/// Of these tables, or of all where none is named; the first by name among equals.
std::string least_loaded(std::map<std::string, std::int64_t> const& load, std::set<std::string> const& of) {
    std::pair<std::int64_t, std::string> least{std::numeric_limits<std::int64_t>::max(), ""};
    for (auto const& [table, lines] : load)
        if (of.empty() || of.contains(table)) least = std::min(least, {lines, table});
    return least.second;
}

}  // namespace

std::int64_t Hub::assign_unassigned(std::string const& warehouse) {
    auto const tables = active_stations(warehouse);
    if (tables.empty()) return 0;
    std::map<std::string, std::int64_t> load;
    for (auto const& table : tables) load[table] = 0;
    for (auto const& row : m_database->run("SELECT station, count(*) FROM lines WHERE warehouse = ?1 AND "
                                           "state IN ('open','in_progress') AND"
                                           " standing = 'active' GROUP BY station",
                                           warehouse)) {
        if (auto const found = load.find(row.text(0)); found != load.end()) found->second = row.integer(1);
    }
    std::map<std::pair<std::string, std::string>, std::string> table_of;
    for (auto const& row : m_database->run("SELECT wave, sku, station FROM lines WHERE warehouse = ?1 AND "
                                           "station <> '' GROUP BY wave, sku, station ORDER BY count(*), station",
                                           warehouse)) {
        if (load.contains(row.text(2))) table_of[{row.text(0), row.text(1)}] = row.text(2);
    }
    auto const groups = SortGroups(*this, warehouse).list();
    std::int64_t given = 0;
    for (auto const& line : lines(warehouse,
                                  "l.station = '' AND l.standing = 'active' AND o.state <> 'closed' ORDER BY "
                                  "l.wave, l.sku, l.place, l.order_no, l.line_no",
                                  {})) {
        auto& table = table_of[{line.wave, line.sku}];
        if (table.empty()) table = least_loaded(load, tables_of(groups, line.sku, line.category, tables));
        move_line(line, table);
        ++load[table];
        ++given;
    }
    return given;
}

Result<wire::AssignAnswer> Hub::assign(std::string const& warehouse, wire::AssignRequest const& request,
                                       Author const& author) {
    using domain::Error;
    using domain::ErrorKind;
    auto const tables = active_stations(warehouse);
    if (std::find(tables.begin(), tables.end(), request.to) == tables.end()) {
        return Error{ErrorKind::not_found, "no station " + request.to + " takes tasks", "to",
                     "choose one that is enrolled"};
    }
    std::vector<Line> chosen;
    wire::AssignAnswer answer;
    answer.to = request.to;
    for (auto const& key : request.lines) {
        auto found = line(warehouse, key);
        if (!found)
            return Error{ErrorKind::not_found, "no such line", key.order_no + "/" + key.line_no,
                         "reload the page"};
        chosen.push_back(std::move(*found));
    }
    if (request.lines.empty()) {
        if (request.sku.empty()) return Error{ErrorKind::bad_input, "name lines or a product", "sku", ""};
        chosen = lines(warehouse,
                       "l.sku = ?2 AND (?3 = '' OR l.wave = ?3) AND (?4 = '' OR l.station = ?4) AND l.state "
                       "IN ('open','in_progress') ORDER BY l.wave, l.place, l.order_no, l.line_no",
                       {request.sku, request.wave, request.from});
    }
    for (auto const& each : chosen) {
        if (each.closed || each.standing == "cancelled") {
            answer.refused.push_back(
                {each.key.order_no + "/" + each.key.line_no, each.closed ? "closed" : "cancelled"});
        } else if (each.station == request.to) {
            ++answer.unchanged;
        } else {
            move_line(each, request.to);
            ++answer.moved;
        }
    }
    if (answer.moved > 0) {
        boost::json::array moved;
        for (auto const& each : chosen) {
            moved.push_back(
                {{"order_no", each.key.order_no}, {"line_no", each.key.line_no}, {"from", each.station}});
        }
        audit(warehouse, "assign", author, "reassign", request.reason,
              boost::json::serialize(boost::json::object{{"to", request.to}, {"lines", moved}}));
    }
    return answer;
}

}  // namespace bozhong::hub
