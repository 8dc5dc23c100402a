// What people look at: boards, tasks, stations, decisions. JSON shapes are in sync/openapi.yaml.
#include <boost/json.hpp>

#include "station/domain/time.h"
#include "sync/hub/hub.h"

namespace bozhong::hub {
namespace {

namespace json = boost::json;

std::string answer(json::object body) {
    json::object out{{"schema", wire::schema_version}};
    for (auto& item : body) out[item.key()] = std::move(item.value());
    return json::serialize(out);
}

constexpr std::string_view progress_columns =
    "count(*), count(*) FILTER (WHERE l.state = 'open' AND l.standing = 'active'),"
    " count(*) FILTER (WHERE l.state = 'in_progress' AND l.standing = 'active'),"
    " count(*) FILTER (WHERE l.state = 'done' AND l.standing = 'active'),"
    " count(*) FILTER (WHERE l.state = 'short' AND l.standing = 'active'),"
    " count(*) FILTER (WHERE l.standing = 'held'), count(*) FILTER (WHERE l.standing = 'cancelled'),"
    " sum(l.actual_mg), sum(l.actual_count)";

json::object progress(Row const& r, std::size_t from) {
    return {{"tasks", r.integer(from)},           {"open", r.integer(from + 1)},
            {"in_progress", r.integer(from + 2)}, {"done", r.integer(from + 3)},
            {"short", r.integer(from + 4)},       {"held", r.integer(from + 5)},
            {"cancelled", r.integer(from + 6)},   {"actual_mg", r.integer(from + 7)},
            {"actual_count", r.integer(from + 8)}};
}

std::string grouped(std::string const& names) {
    return "SELECT " + names + ", " + std::string(progress_columns) +
           " FROM lines l WHERE l.warehouse = ?1 AND l.wave = ?2 GROUP BY ";
}

}  // namespace

std::string Hub::waves(std::string const& warehouse) {
    json::array out;
    for (auto const& r :
         m_database->run("SELECT l.wave, max(l.business_date), coalesce(max(c.state), 'open'), " +
                             std::string(progress_columns) +
                             " FROM lines l LEFT JOIN closings c ON c.warehouse = l.warehouse AND c.scope = "
                             "'wave' AND c.id = l.wave"
                             " WHERE l.warehouse = ?1 GROUP BY l.wave ORDER BY max(l.added) DESC, max(l.business_date) DESC, l.wave DESC LIMIT 100",
                         warehouse)) {
        out.push_back({{"wave", r.text(0)},
                       {"business_date", r.text(1)},
                       {"state", r.text(2)},
                       {"locked", is_locked(warehouse, r.text(1))},
                       {"progress", progress(r, 3)}});
    }
    return answer({{"waves", out}});
}

Result<std::string> Hub::board(std::string const& warehouse, std::string const& wave) {
    auto const whole = m_database->one(grouped("l.wave") + "l.wave", warehouse, wave);
    if (!whole) return domain::Error{domain::ErrorKind::not_found, "no such wave", wave, "check its name"};
    auto const closing = [&](std::string const& scope, std::string const& of_wave, std::string const& id) {
        auto const row = m_database->one(
            "SELECT state FROM closings WHERE warehouse = ?1 AND scope = ?2 AND id = ?3 AND (wave = ?4 OR ?2 "
            "= 'wave')",
            warehouse, scope, id, of_wave);
        return row ? row->text(0) : std::string("open");
    };
    json::array routes, products, stations;
    for (auto const& r :
         m_database->run(grouped("l.route, max(l.driver)") + "l.route ORDER BY l.route", warehouse, wave)) {
        routes.push_back({{"route", r.text(0)},
                          {"driver", r.text(1)},
                          {"state", closing("route", wave, r.text(0))},
                          {"progress", progress(r, 2)}});
    }
    for (auto const& r : m_database->run(grouped("l.sku, max(l.product), max(l.category), l.station") +
                                             "l.sku, l.station ORDER BY max(l.product), l.sku",
                                         warehouse, wave)) {
        products.push_back({{"sku", r.text(0)},
                            {"product", r.text(1)},
                            {"category", r.text(2)},
                            {"station", r.text(3)},
                            {"progress", progress(r, 4)}});
    }
    for (auto const& r :
         m_database->run(grouped("l.station") + "l.station ORDER BY l.station", warehouse, wave)) {
        stations.push_back({{"station", r.text(0)}, {"progress", progress(r, 1)}});
    }
    bool const locked = m_database->number(
                            "SELECT count(*) FROM locks WHERE warehouse = ?1 AND business_date IN (SELECT "
                            "l.business_date FROM lines l WHERE l.warehouse = ?1 AND l.wave = ?2)",
                            warehouse, wave) > 0;
    auto const held = m_database->number(
        "SELECT count(*) FROM exceptions WHERE warehouse = ?1 AND state = 'open'", warehouse);
    return answer({{"wave", wave},
                   {"state", closing("wave", "", wave)},
                   {"locked", locked},
                   {"progress", progress(*whole, 1)},
                   {"routes", routes},
                   {"products", products},
                   {"stations", stations},
                   {"exceptions", held}});
}

std::string Hub::tasks(std::string const& warehouse, Filter const& f) {
    std::string const where =
        "(?2 = '' OR l.wave = ?2) AND (?3 = '' OR l.route = ?3) AND (?4 = '' OR l.sku = ?4) AND (?5 = '' OR "
        "l.station = ?5) AND"
        " (?6 = '' OR l.state = ?6 OR l.standing = ?6) AND (?7 = '' OR replace(l.product || ' ' || "
        "l.customer_code || ' ' || l.customer || ' ' || l.order_no || ' ' || l.tote, ?7, '') <> l.product || ' ' || "
        "l.customer_code || ' ' || l.customer || ' ' || l.order_no || ' ' || l.tote)";
    auto const total = m_database->number("SELECT count(*) FROM lines l WHERE l.warehouse = ?1 AND " + where,
                                          warehouse, f.wave, f.route, f.sku, f.station, f.state, f.search);
    json::array out;
    auto const limit = std::to_string(std::clamp<std::int64_t>(f.limit, 1, 1'000));
    auto const offset = std::to_string(std::max<std::int64_t>(f.offset, 0));
    for (auto const& l :
         lines(warehouse,
               where + " ORDER BY l.wave, l.product, l.sku, l.place, l.order_no, l.line_no LIMIT " + limit +
                   " OFFSET " + offset,
               {f.wave, f.route, f.sku, f.station, f.state, f.search})) {
        auto const [qty, qty_unit] = settled(l);
        out.push_back({{"order_no", l.key.order_no},
                       {"line_no", l.key.line_no},
                       {"wave", l.wave},
                       {"route", l.route},
                       {"sku", l.sku},
                       {"product", l.product},
                       {"customer_code", l.customer_code},
                       {"customer", l.customer},
                       {"tote", l.tote},
                       {"ordered", l.ordered},
                       {"unit", l.unit},
                       {"kind", l.kind},
                       {"state", l.state},
                       {"standing", l.standing},
                       {"station", l.station},
                       {"assignment", l.assignment},
                       {"actual_mg", l.actual_mg},
                       {"actual_count", l.actual_count},
                       {"qty", qty},
                       {"qty_unit", qty_unit},
                       {"note", l.note},
                       {"reason", l.reason}});
    }
    return answer({{"total", total}, {"tasks", out}});
}

std::string Hub::stations(std::string const& warehouse) {
    json::array out;
    for (auto const& r : m_database->run(
             "SELECT s.station, s.name, s.number, s.enrolled_ms, s.active, s.last_seen_ms, s.unsent, "
             "s.oldest_unsent_ms, s.feed_head, s.feed_stored,"
             " (SELECT count(*) FROM lines l WHERE l.station = s.station AND l.warehouse = s.warehouse AND "
             "l.state IN ('open','in_progress') AND l.standing = 'active'),"
             " (SELECT count(*) FROM incarnations i WHERE i.station = s.station AND i.quarantine_from > 0)"
             " FROM stations s WHERE s.warehouse = ?1 ORDER BY s.number",
             warehouse)) {
        auto const seen = r.integer(5);
        out.push_back({{"station", r.text(0)},
                       {"name", r.text(1)},
                       {"number", r.integer(2)},
                       {"enrolled", domain::rfc3339({r.integer(3)})},
                       {"active", r.flag(4)},
                       {"last_seen", seen > 0 ? domain::rfc3339({seen}) : ""},
                       {"online", seen > 0 && now_ms() - seen < m_settings.online_within_ms},
                       {"unsent", r.integer(6)},
                       {"oldest_unsent_ms", r.integer(7)},
                       {"feed_head", r.integer(8)},
                       {"feed_stored", r.integer(9)},
                       {"open_tasks", r.integer(10)},
                       {"quarantined", r.integer(11)}});
    }
    return answer({{"stations", out}, {"now", now()}});
}

std::string Hub::decisions(std::string const& warehouse, std::int64_t after, std::int64_t limit) {
    json::array out;
    auto next = after;
    for (auto const& r : m_database->run("SELECT seq, type, payload, previous_hash, hash FROM decisions "
                                         "WHERE warehouse = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
                                         warehouse, after, std::clamp<std::int64_t>(limit, 1, 500))) {
        boost::system::error_code wrong;
        auto const payload = json::parse(r.text(2), wrong);
        json::object entry = payload.is_object() ? payload.get_object() : json::object{};
        entry["seq"] = next = r.integer(0);
        entry["type"] = r.text(1);
        entry["previous_hash"] = r.text(3);
        entry["hash"] = r.text(4);
        out.push_back(entry);
    }
    return answer({{"decisions", out}, {"next", next}});
}

std::string Hub::webhook(std::string const& warehouse) {
    auto const s = webhook_state(warehouse);
    return answer({{"configured", s.configured},
                   {"waiting", s.waiting},
                   {"failures", s.failures},
                   {"failing_since", s.failing_since},
                   {"problem", s.problem},
                   {"taken_at", s.taken_at}});
}

std::string Hub::people(std::string const& warehouse) {
    json::array out;
    for (auto const& r : m_database->run("SELECT id, name, role, rights, active, badge <> '' FROM people "
                                         "WHERE warehouse = ?1 ORDER BY id",
                                         warehouse)) {
        json::array rights;
        std::string const text = r.text(3);
        for (std::size_t start = 0; start < text.size();) {
            auto const end = std::min(text.find(',', start), text.size());
            rights.push_back(json::string(text.substr(start, end - start)));
            start = end + 1;
        }
        out.push_back({{"id", r.text(0)},
                       {"name", r.text(1)},
                       {"role", r.text(2)},
                       {"rights", rights},
                       {"active", r.flag(4)},
                       {"badge", r.flag(5)}});
    }
    return answer({{"people", out}});
}

}  // namespace bozhong::hub
