#pragma once
// The hub's store on a PostgreSQL of version 13 or newer, which several hubs may share. What differs from
// SQLite:
//
// begin() takes one lock of the whole store (an advisory lock of its schema) and holds it until the commit
// stands. So transactions of all hubs follow one another, numbers grow in commit order, and no cursor passes
// a row that becomes visible later.
//
// A connection that is lost makes the store broken(): the process ends and starts again. Lost in a commit,
// nobody knows whether it stands; commit() then is an error, nothing is acknowledged, and who asked asks
// again.

#include "sync/hub/database.h"

namespace bozhong::hub {

/// Connects, refuses a server that would lose what it acknowledged (fsync off, a standby), speaks to one that
/// is not on this computer over TLS only, and brings the schema to this version. `conninfo` is libpq's:
/// "postgresql://…" or "host=… dbname=…"; no error text repeats it. conflict while a restore has the store,
/// or while hubs of an earlier version use it and its schema must change.
Result<std::unique_ptr<Database>> open_postgres(std::string const& conninfo);

/// One moment of it, beside running hubs: begin and see what stood then. It writes nothing.
Result<std::unique_ptr<Database>> open_postgres_to_read(std::string const& conninfo);

/// For this process alone: conflict while a hub uses it.
Result<std::unique_ptr<Database>> open_postgres_alone(std::string const& conninfo);

/// bad_input when it cannot be read as one.
Result<bool> has_password(std::string const& conninfo);

/// A step of migrations() as PostgreSQL spells it. Texts compare by their bytes, as SQLite's do.
std::string postgres_schema(std::string_view step);
/// ?1, ?2 … as $1, $2 …, outside of quotes.
std::string postgres_statement(std::string_view sql);

}  // namespace bozhong::hub
