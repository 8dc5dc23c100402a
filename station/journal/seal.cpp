#include "station/journal/seal.h"

#include "sync/wire/chain.h"

namespace bozhong::journal {

std::string feed_hash(std::string const& before, domain::FeedItem const& item) {
    return wire::hash_event(
        {{"", "feed", static_cast<domain::Seq>(item.position)}, item.kind, item.body, before, ""});
}

std::string feed_hash(Database& database) {
    std::string out = wire::no_previous_hash;
    Query rows(database, "SELECT position, kind, body FROM feed ORDER BY position");
    while (rows.next()) out = feed_hash(out, {rows.integer(0), rows.text(1), rows.text(2)});
    return out;
}

std::string seal_of(Database& database) {
    std::string text;
    Query meta(database, "SELECT name, value FROM meta WHERE name != 'seal' ORDER BY name");
    while (meta.next()) text += meta.text(0) + "=" + meta.text(1) + "\n";
    Query lives(database, "SELECT life, incarnation, acknowledged FROM incarnation ORDER BY life");
    while (lives.next())
        text += std::to_string(lives.integer(0)) + " " + lives.text(1) + " " +
                std::to_string(lives.integer(2)) + "\n";
    return wire::hash_event({{"", "seal", 0}, "seal", text, wire::no_previous_hash, ""});
}

}  // namespace bozhong::journal
