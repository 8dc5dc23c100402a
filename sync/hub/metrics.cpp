// What Prometheus scrapes: one warehouse's work, exceptions and stations, as it stands now. Every query goes
// by an index over what is open, so that a scrape costs the same in the tenth year as in the first week.
#include "sync/hub/hub.h"

namespace bozhong::hub {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// The text format 0.0.4 of Prometheus: HELP and TYPE once a name, then its lines.
class Exposition {
  public:
    void family(std::string name, std::string const& type, std::string const& help) {
        m_name = std::move(name);
        m_text += "# HELP " + m_name + " " + help + "\n# TYPE " + m_name + " " + type + "\n";
    }
    void add(Labels const& labels, std::int64_t value) { line(labels, std::to_string(value)); }
    void add_ms(Labels const& labels, std::int64_t value_ms) {
        auto const rest = std::to_string(1'000 + value_ms % 1'000).substr(1);
        line(labels, std::to_string(value_ms / 1'000) + "." + rest);
    }
    [[nodiscard]] std::string text() && { return std::move(m_text); }

  private:
    static std::string escaped(std::string const& value) {
        std::string out;
        for (char const c : value) {
            if (c == '\\' || c == '"') out += '\\';
            out += c == '\n' ? std::string("\\n") : std::string(1, c);
        }
        return out;
    }
    void line(Labels const& labels, std::string const& value) {
        m_text += m_name;
        std::string separator = "{";
        for (auto const& [name, text] : labels) {
            m_text += separator + name + "=\"" + escaped(text) + "\"";
            separator = ",";
        }
        m_text += (labels.empty() ? " " : "} ") + value + "\n";
    }

    std::string m_name, m_text;
};

constexpr char const* open_lines =
    "SELECT count(*) FROM lines WHERE station = ?2 AND state IN ('open','in_progress') AND warehouse = ?1 "
    "AND "
    "standing = 'active'";

}  // namespace

std::string Hub::metrics(std::string const& warehouse) {
    Exposition out;
    auto const number = [&](char const* query) { return m_database->number(query, warehouse); };
    out.family("bozhong_tasks_unassigned", "gauge", "Open tasks that no station has.");
    out.add({}, m_database->number(open_lines, warehouse, ""));
    out.family("bozhong_exceptions_open", "gauge", "Weighings that wait for a supervisor's decision.");
    out.add({}, number("SELECT count(*) FROM exceptions WHERE warehouse = ?1 AND state = 'open'"));
    out.family("bozhong_exceptions_oldest_seconds", "gauge",
               "Age of the oldest of them; 0 when there is none.");
    auto const oldest = number(
        "SELECT coalesce(min(received_ms), 0) FROM exceptions WHERE warehouse = ?1 AND state = 'open'");
    out.add_ms({}, oldest == 0 ? 0 : std::max<std::int64_t>(0, now_ms() - oldest));
    out.family("bozhong_results_total", "counter", "Result revisions that the order service can pull.");
    out.add({}, number("SELECT coalesce(max(position), 0) FROM results WHERE warehouse = ?1"));

    if (m_settings.webhook) {
        auto const hook = webhook_state(warehouse);
        out.family("bozhong_webhook_waiting_results", "gauge", "Results that the webhook's receiver has not taken yet.");
        out.add({}, hook.waiting);
        out.family("bozhong_webhook_failures", "gauge", "Tries in a row that it did not take; 0 when the last went well.");
        out.add({}, hook.failures);
    }

    auto const stations = m_database->run(
        "SELECT s.station, s.last_seen_ms, s.unsent, s.oldest_unsent_ms, s.feed_head - s.feed_stored,"
        " coalesce(sum(i.acknowledged), 0), count(*) FILTER (WHERE i.quarantine_from > 0)"
        " FROM stations s LEFT JOIN incarnations i ON i.station = s.station WHERE s.warehouse = ?1 AND "
        "s.active = 1"
        " GROUP BY s.station ORDER BY s.number",
        warehouse);
    auto const each = [&](char const* name, char const* type, char const* help, auto value) {
        out.family(name, type, help);
        for (auto const& row : stations) value(Labels{{"station", row.text(0)}}, row);
    };
    each("bozhong_station_online", "gauge", "1 when the hub heard from the station just now.",
         [&](auto labels, auto& r) {
             out.add(labels,
                     r.integer(1) > 0 && now_ms() - r.integer(1) < m_settings.online_within_ms ? 1 : 0);
         });
    each("bozhong_station_last_seen_timestamp_seconds", "gauge",
         "When the hub last heard from it; 0 = never.",
         [&](auto labels, auto& r) { out.add_ms(labels, r.integer(1)); });
    each(
        "bozhong_station_tasks_open", "gauge", "Open tasks that the station has.",
        [&](auto labels, auto& r) { out.add(labels, m_database->number(open_lines, warehouse, r.text(0))); });
    each("bozhong_station_unsent_events", "gauge", "Events that wait at the station, as it said last.",
         [&](auto labels, auto& r) { out.add(labels, r.integer(2)); });
    each("bozhong_station_oldest_unsent_seconds", "gauge", "Age of the oldest of them, as it said last.",
         [&](auto labels, auto& r) { out.add_ms(labels, r.integer(3)); });
    each("bozhong_station_feed_behind", "gauge", "Messages for the station that it has not stored yet.",
         [&](auto labels, auto& r) { out.add(labels, r.integer(4)); });
    each("bozhong_station_events_total", "counter", "Events of the station that the hub has.",
         [&](auto labels, auto& r) { out.add(labels, r.integer(5)); });
    each("bozhong_station_quarantined", "gauge",
         "Incarnations set aside because two programs wrote under one name.",
         [&](auto labels, auto& r) { out.add(labels, r.integer(6)); });
    return std::move(out).text();
}

}  // namespace bozhong::hub
