// Departures, and the forecast against them: what the rules need from the store, and their answer as JSON.
#include <boost/json.hpp>

#include "station/domain/time.h"
#include "sync/hub/forecast_rules.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

namespace json = boost::json;

/// How often a table's pace is looked up anew: it is a median of an hour's gaps and moves slowly.
constexpr std::int64_t pace_kept_ms = 10'000;
constexpr std::size_t departures_most = 500;

std::string time_text(std::optional<std::int64_t> const& ms) {
    return ms ? domain::rfc3339({*ms}) : "";
}

std::vector<std::int64_t> times_of(Database& database, std::string const& station) {
    std::vector<std::int64_t> out;
    for (auto const& r :
         database.run("SELECT at FROM weighings WHERE station = ?1 AND at <> '' ORDER BY accepted_at "
                      "DESC LIMIT ?2",
                      station, static_cast<std::int64_t>(2 * gaps_looked_at)))
        if (auto const at = domain::parse_rfc3339(r.text(0))) out.push_back(at->unix_ms);
    return out;
}

json::object advice_json(Advice const& advice) {
    json::array lines;
    for (auto const& key : advice.lines)
        lines.push_back({{"order_no", key.order_no}, {"line_no", key.line_no}});
    return {{"route", advice.route},
            {"sku", advice.sku},
            {"product", advice.product},
            {"from", advice.from},
            {"to", advice.to},
            {"count", advice.lines.size()},
            {"gain_s", advice.gain_ms / 1'000},
            {"in_time", advice.in_time},
            {"whole", advice.whole},
            {"finish_at", time_text(advice.finish_ms)},
            {"from_finish_at", time_text(advice.from_finish_ms)},
            {"to_finish_at", time_text(advice.to_finish_ms)},
            {"assign", {{"schema", wire::schema_version}, {"to", advice.to}, {"lines", lines}}}};
}

}  // namespace

Status Hub::put_departures(std::string const& warehouse, std::string const& wave,
                           wire::DeparturesRequest const& request, Author const& author) {
    if (m_database->number("SELECT count(*) FROM lines WHERE warehouse = ?1 AND wave = ?2", warehouse,
                           wave) == 0)
        return Error{ErrorKind::not_found, "no such wave", wave, "check its name; import its orders first"};
    if (request.departures.size() > departures_most)
        return Error{ErrorKind::bad_input, "more than 500 departures", "departures", "send them in parts"};
    json::array told;
    for (std::size_t i = 0; i < request.departures.size(); ++i) {
        auto const& one = request.departures[i];
        std::string const where = "departures[" + std::to_string(i) + "].";
        if (!one.route.empty() && !good_id(one.route))
            return Error{ErrorKind::bad_input, "at most 64 bytes without control characters", where + "route",
                         ""};
        auto const at = domain::parse_rfc3339(one.departs_at);
        if (!one.departs_at.empty() && !at)
            return Error{ErrorKind::bad_input, "expected a time in UTC like 2026-03-02T21:30:00Z, or nothing",
                         where + "departs_at", "nothing was applied"};
        m_database->run("DELETE FROM departures WHERE warehouse = ?1 AND wave = ?2 AND route = ?3", warehouse,
                        wave, one.route);
        if (at)
            m_database->run("INSERT INTO departures VALUES(?1,?2,?3,?4)", warehouse, wave, one.route,
                            at->unix_ms);
        told.push_back({{"route", one.route}, {"departs_at", one.departs_at}});
    }
    audit(warehouse, "departures", author, "reassign", "",
          json::serialize(json::object{{"wave", wave}, {"departures", told}}));
    return Done{};
}

/// A table's own pace; a table that has not weighed enough yet is as fast as the middle one of the others.
std::map<std::string, std::int64_t> Hub::paces(std::string const& warehouse) {
    auto& kept = m_paces[warehouse];
    if (kept.at_ms > 0 && now_ms() - kept.at_ms < pace_kept_ms && now_ms() >= kept.at_ms)
        return kept.of_table;
    kept = {now_ms(), {}};
    for (auto const& station : active_stations(warehouse))
        if (auto const pace = pace_of(times_of(*m_database, station))) kept.of_table[station] = *pace;
    return kept.of_table;
}

Floor Hub::floor_now(std::string const& warehouse, std::string const& wave) {
    Floor floor;
    floor.now_ms = now_ms();
    auto const known = paces(warehouse);
    std::vector<std::int64_t> all;
    for (auto const& [station, pace] : known) all.push_back(pace);
    auto const middle = median(all).value_or(pace_unknown_ms);
    for (auto const& r : m_database->run(
             "SELECT station, last_seen_ms FROM stations WHERE warehouse = ?1 AND active = 1", warehouse)) {
        auto const found = known.find(r.text(0));
        floor.tables[r.text(0)] = {r.text(0), found == known.end() ? middle : found->second,
                                   now_ms() - r.integer(1) < m_settings.online_within_ms};
    }
    // Waves that are imported before this one are sorted before it; later ones are not in its way.
    auto const added = m_database->number("SELECT max(added) FROM lines WHERE warehouse = ?1 AND wave = ?2",
                                          warehouse, wave);
    for (auto const& r : m_database->run("SELECT l.order_no, l.line_no, l.wave, l.route, l.sku, l.product, "
                                         "l.station, l.place, l.added, l.assignment, "
                                         "l.state FROM lines l JOIN orders o ON o.warehouse = l.warehouse "
                                         "AND o.order_no = l.order_no WHERE "
                                         "l.warehouse = ?1 AND l.state IN ('open','in_progress') AND "
                                         "l.standing = 'active' AND o.state <> 'closed' "
                                         "AND l.added <= ?2 ORDER BY l.order_no, l.line_no LIMIT 100000",
                                         warehouse, added)) {
        floor.lines.push_back({{r.text(0), r.text(1)},
                               r.text(2),
                               r.text(3),
                               r.text(4),
                               r.text(5),
                               r.text(6),
                               r.integer(7),
                               r.integer(8),
                               r.integer(9),
                               r.text(10) == "in_progress"});
    }
    for (auto const& r :
         m_database->run("SELECT DISTINCT wave, sku, station FROM lines WHERE warehouse = ?1 AND wave IN "
                         "(SELECT DISTINCT wave FROM lines WHERE warehouse = ?1 AND state IN "
                         "('open','in_progress') AND standing = 'active') AND state IN "
                         "('in_progress','done','short') AND standing = 'active' AND station <> ''",
                         warehouse))
        floor.begun[begun_key(r.text(0), r.text(1), r.text(2))] = true;
    std::int64_t whole = 0;
    for (auto const& r : m_database->run(
             "SELECT wave, route, departs_ms FROM departures WHERE warehouse = ?1 ORDER BY wave, route",
             warehouse)) {
        if (r.text(0) == wave && r.text(1).empty()) whole = r.integer(2);
        if (!r.text(1).empty()) floor.departs[{r.text(0), r.text(1)}] = r.integer(2);
    }
    // A time for the whole wave is that of each of its routes that has none of its own.
    if (whole > 0)
        for (auto const& r : m_database->run(
                 "SELECT DISTINCT route FROM lines WHERE warehouse = ?1 AND wave = ?2", warehouse, wave))
            floor.departs.try_emplace({wave, r.text(0)}, whole);
    return floor;
}

Result<std::string> Hub::forecast(std::string const& warehouse, std::string const& wave) {
    if (m_database->number("SELECT count(*) FROM lines WHERE warehouse = ?1 AND wave = ?2", warehouse,
                           wave) == 0)
        return Error{ErrorKind::not_found, "no such wave", wave, "check its name"};
    auto const floor = floor_now(warehouse, wave);
    auto const told = hub::forecast(floor);
    json::array routes, tables, moves;
    for (auto const& r :
         m_database->run("SELECT route, max(driver) FROM lines WHERE warehouse = ?1 AND wave = ?2 GROUP BY "
                         "route ORDER BY route",
                         warehouse, wave)) {
        auto const found = told.routes.find({wave, r.text(0)});
        RouteForecast route = found == told.routes.end() ? RouteForecast{.state = "done"} : found->second;
        json::object entry{{"route", r.text(0)},
                           {"driver", r.text(1)},
                           {"open", route.open},
                           {"nobody", route.nobody},
                           {"departs_at", time_text(route.departs_ms)},
                           {"finish_at", time_text(route.finish_ms)},
                           {"state", route.state},
                           {"table", route.table}};
        if (route.departs_ms && route.finish_ms)
            entry["margin_s"] = (*route.departs_ms - *route.finish_ms) / 1'000;
        routes.push_back(std::move(entry));
    }
    auto const known = paces(warehouse);
    for (auto const& [station, table] : floor.tables) {
        auto const found = told.tables.find(station);
        auto const open = found == told.tables.end() ? 0 : found->second.open;
        tables.push_back({{"station", station},
                          {"online", table.online},
                          {"pace_ms", table.pace_ms},
                          {"learned", known.contains(station)},
                          {"open", open},
                          {"finish_at", open > 0 ? time_text(found->second.finish_ms) : ""}});
    }
    for (auto const& advice : advise(floor, wave)) moves.push_back(advice_json(advice));
    return json::serialize(json::object{{"schema", wire::schema_version},
                                        {"wave", wave},
                                        {"now", now()},
                                        {"tight_s", tight_ms / 1'000},
                                        {"routes", routes},
                                        {"tables", tables},
                                        {"moves", moves}});
}

}  // namespace bozhong::hub
