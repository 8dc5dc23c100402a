#include "station/journal/reader.h"

#include <limits>

#include "station/journal/migrations.h"
#include "station/journal/packing.h"
#include "sync/wire/chain.h"

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Result, domain::Status;

Result<Reader> Reader::open(std::string const& path, domain::Disk& disk) {
    auto database = Database::open(path, Access::read, disk);
    if (!database) return database.error();
    Reader out;
    out.m_database = std::move(*database);
    auto const owner = out.m_database->integer("PRAGMA application_id");
    auto const version = out.m_database->integer("PRAGMA user_version");
    if (!out.m_database->ok()) return out.m_database->error();
    if (owner != application_id)
        return Error{ErrorKind::unsupported, "this file is not a journal", path,
                     "name the station's journal.db"};
    if (version != migrations().back().version)
        return Error{ErrorKind::unsupported, "the journal has schema " + std::to_string(version), path,
                     "use the bozhong of the station that wrote it"};
    out.m_station = out.m_database->text("SELECT value FROM meta WHERE name='station'");
    Query lives(*out.m_database, "SELECT life, incarnation FROM incarnation");
    while (lives.next()) out.m_incarnations.emplace(lives.integer(0), lives.text(1));
    if (!out.m_database->ok()) return out.m_database->error();
    return out;
}

Status Reader::each(std::function<bool(domain::StoredEvent const&)> const& take) {
    Query rows(
        *m_database,
        "SELECT place, type, payload, packed, previous_hash, hash FROM journal WHERE place>? ORDER BY place "
        "LIMIT 500");
    Place last = std::numeric_limits<Place>::min();
    for (bool more = true; more;) {
        more = false;
        rows.with(last);
        while (rows.next()) {
            more = true;
            last = rows.integer(0);
            auto const life = m_incarnations.find(life_of(last));
            std::string const incarnation = life == m_incarnations.end() ? "" : life->second;
            if (!take({{m_station, incarnation, seq_of(last)},
                       rows.text(1),
                       payload_of(rows, 2),
                       wire::to_hex(rows.text(4)),
                       wire::to_hex(rows.text(5))})) {
                rows.reset();
                return Done{};
            }
        }
    }
    return m_database->status();
}

}  // namespace bozhong::journal
