// The feed: facts the hub tells a station, in commit order, as often as it asks.
#include "sync/wire/feed_codec.h"

#include "sync/hub/hub.h"

namespace bozhong::hub {
namespace {

std::string subject_of(LineKey const& key) {
    return "line\n" + key.order_no + "\n" + key.line_no;
}

}  // namespace

void Hub::send(std::string const& station, domain::FeedFact const& fact, std::string const& subject) {
    if (station.empty()) return;
    auto const body = wire::encode_feed(fact);
    auto const position = m_database->number(
        "UPDATE stations SET feed_head = feed_head + 1 WHERE station = ?1 RETURNING feed_head", station);
    m_database->run("INSERT INTO feed VALUES(?1,?2,?3,?4,?5)", station, position, body.kind, subject,
                    body.body);
    m_dirty.insert(station);
}

void Hub::give(Line const& line) {
    send(line.station, domain::TaskGiven{line.task()}, subject_of(line.key));
}

void Hub::take(Line const& line, std::string const& why, std::string const& to) {
    send(line.station, domain::TaskTaken{line.key, why, to}, subject_of(line.key));
}

void Hub::tell(EventId const& event, LineKey const& line, std::string const& decision,
               std::string const& reason, std::string const& person) {
    send(event.station, domain::DecisionGiven{event, line, decision, reason, person},
         "event\n" + event.incarnation + "\n" + std::to_string(event.seq));
}

std::string Hub::generation() {
    auto const row = m_database->one("SELECT value FROM meta WHERE name = 'generation'");
    return row ? row->text(0) : "";
}

/// A station whose feed is of another life of this hub gets everything anew, at positions that neither life
/// has used. Asked again before the station has stored it, it is the same. Returns the position before the
/// first item.
std::int64_t Hub::restart_feed(std::string const& station, std::int64_t after) {
    domain::FeedRestarted const restarted{generation()};
    auto const known = m_database->number(
        "SELECT position FROM feed WHERE station = ?1 AND subject = 'restarted' AND position > ?2 AND body = "
        "?3 "
        "ORDER BY position DESC LIMIT 1",
        station, after, wire::encode_feed(restarted).body);
    if (known > 0) return known - 1;
    auto const row = m_database->one(
        "UPDATE stations SET feed_head = CASE WHEN feed_head < ?2 THEN ?2 ELSE feed_head END WHERE station = "
        "?1 "
        "RETURNING feed_head, warehouse",
        station, after);
    send(station, restarted, "restarted");
    send_snapshot(station, row->text(1));
    for (auto const& each :
         lines(row->text(1), "l.station = ?2 AND l.standing = 'active' AND o.state <> 'closed' ORDER BY l.wave, l.sku, l.place, l.order_no, l.line_no", {station}))
        give(each);
    tell_open_bags(station, row->text(1));
    return row->integer(0);
}

Result<wire::FeedPage> Hub::feed(std::string const& station, FeedAsk const& ask, bool seen) {
    auto const row =
        m_database->one("SELECT feed_head, feed_stored FROM stations WHERE station = ?1", station);
    if (!row) return domain::Error{domain::ErrorKind::not_found, "no such station", station, "enrol it"};
    bool const other_life = ask.generation && *ask.generation != generation();
    if (ask.after < 0 || (ask.after > row->integer(0) && !other_life)) {
        return domain::Error{domain::ErrorKind::bad_input, "this feed position is not one of this hub",
                             "after", "start again from 0 after a supervisor has looked at the hub"};
    }
    if (seen) {
        // A position of another life says nothing about what of this one is stored.
        auto const stored = other_life ? row->integer(1) : ask.after;
        m_database->run(
            "UPDATE stations SET last_seen_ms = ?2, feed_stored = ?3, unsent = ?4, oldest_unsent_ms = ?5 "
            "WHERE station = ?1",
            station, now_ms(), stored, ask.unsent, ask.oldest_unsent_ms);
        // What is still unsent there may be a weighing of the cancelled line.
        if (ask.unsent == 0 && !other_life) confirm_cancels(station, ask.after);
    }
    auto const limit = std::clamp<std::int64_t>(ask.limit, 1, m_settings.page_rows);
    auto const after = other_life ? restart_feed(station, ask.after) : ask.after;
    wire::FeedPage page;
    page.next = after;
    page.now = now();
    // A station that starts from nothing needs only the last word on each subject.
    std::string const newest = after > 0
                                   ? ""
                                   : " AND NOT EXISTS (SELECT 1 FROM feed n WHERE n.station = f.station AND"
                                     " n.subject = f.subject AND n.position > f.position)";
    for (auto const& r : m_database->run(
             "SELECT f.position, f.kind, f.body FROM feed f WHERE f.station = ?1 AND f.position > ?2" +
                 newest + " ORDER BY f.position LIMIT ?3",
             station, after, limit + 1)) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            page.more = true;
            break;
        }
        page.next = r.integer(0);
        page.items.push_back({r.integer(0), r.text(1), r.text(2)});
    }
    return page;
}

}  // namespace bozhong::hub
