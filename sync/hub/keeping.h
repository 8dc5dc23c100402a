#pragma once
// The hub's database as a file to keep: is it what was written, a copy of it taken beside the running hub,
// and its way back. docs/recovery.md has the drills.

#include <cstdint>
#include <string>

#include "sync/hub/database.h"

namespace bozhong::hub {

/// What was looked at, and the first thing that is not as it must be.
struct Verdict {
    bool ok = true;
    std::int64_t events = 0, signatures = 0, decisions = 0, results = 0, weighings = 0, stations = 0;
    std::string where, why;
};

/// Reads only, in one transaction: the engine's own check (SQLite's; of a PostgreSQL that is pg_amcheck's); every station's chain to the acknowledged end and its
/// signatures; the hub's own journal; the results' cursors; the sums of the weighings in force. An error is a
/// store that cannot be read as a hub's at all.
Result<Verdict> verify_hub(Store const& store);

/// A verified copy of the running hub's database as the new file `out`. It holds no secret of the hub:
/// hub.key and central.token are kept apart. conflict when `out` exists; a copy that does not verify is not
/// left behind.
Result<Verdict> backup_hub(std::string const& path, std::string const& out);

/// Makes the new database `path` of a backup and begins a new life of the hub in it: cursors and feed
/// positions that were given out after the backup mean nothing any more, and are not given out again. corrupt
/// when the backup does not verify; conflict when there is a database already.
Result<Verdict> restore_hub(std::string const& from, std::string const& path, std::string const& now);

/// The same new life in a PostgreSQL that pg_restore has brought back. conflict while a hub uses it.
Result<Verdict> adopt_restored(std::string const& conninfo, std::string const& now);

}  // namespace bozhong::hub
