// A station that goes for good: its sealed journal was handed in batch by batch, by the rules of any batch.
#include <boost/json.hpp>

#include "sync/hub/hub.h"
#include "sync/wire/sealed.h"

namespace bozhong::hub {

using domain::Error;
using domain::ErrorKind;

namespace {

/// Every event up to the head is here: settled, or set aside with its incarnation.
bool has_all(Database& database, std::string const& station, wire::MarkIncarnation const& head) {
    auto const stored = database.one(
        "SELECT 1 FROM events WHERE station = ?1 AND incarnation = ?2 AND seq = ?3 AND hash = ?4", station,
        head.incarnation, head.seq, head.hash);
    auto const set_aside = database.one(
        "SELECT 1 FROM quarantined WHERE station = ?1 AND incarnation = ?2 AND seq = ?3 AND hash = ?4",
        station, head.incarnation, head.seq, head.hash);
    return stored.has_value() || set_aside.has_value();
}

}  // namespace

Status Hub::retire(std::string const& warehouse, std::string const& station,
                                     wire::Seal const& seal, Author const& author) {
    auto const known = m_database->one(
        "SELECT public_key FROM stations WHERE station = ?1 AND warehouse = ?2", station, warehouse);
    if (!known) return Error{ErrorKind::not_found, "no such station", station, ""};
    if (seal.station != station)
        return Error{ErrorKind::bad_input, "this is the journal of station " + seal.station, "station", ""};
    if (seal.public_key != known->text(0) || !wire::seal_good(seal, seal.public_key))
        return Error{ErrorKind::no_right, "the seal is not of the device that is enrolled as this station",
                     "signature", "compare the device keys; nothing was changed"};
    for (auto const& head : seal.heads) {
        if (!has_all(*m_database, station, head))
            return Error{
                ErrorKind::conflict,
                "event " + head.incarnation + " " + std::to_string(head.seq) + " of the seal is not here",
                "heads", "hand the whole file in again"};
    }
    auto const fresh =
        m_database->one("INSERT INTO seals VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO NOTHING RETURNING station",
                        station, seal.digest, wire::to_json(seal), author.name(), now_ms());
    if (!fresh) return domain::Done{};
    m_database->run(
        "UPDATE stations SET active = 0, secret_hash = '', unsent = 0, oldest_unsent_ms = 0 WHERE station = "
        "?1",
        station);
    audit(warehouse, "retire", author, "configure_devices", "",
          boost::json::serialize(
              boost::json::object{{"station", station}, {"digest", seal.digest}, {"events", seal.events}}));
    return domain::Done{};
}

}  // namespace bozhong::hub
