#include "station/journal/journal.h"

#include "station/journal/migrations.h"
#include "station/journal/sqlite_journal.h"

namespace bozhong::journal {

domain::Result<std::unique_ptr<app::Journal>> open_journal(std::string const& path,
                                                           OpenOptions const& options) {
    return SqliteJournal::open(path, options);
}

domain::Status rebuild(std::string const& path) {
    auto const lock = Lock::take(path);
    if (!lock) return lock.error();
    auto database = Database::open(path, Access::write);
    if (!database) return database.error();
    if (auto const steps = migrate(**database, migrations()); !steps) return steps.error();
    return (*database)->transaction([&]() -> domain::Status {
        Projection(**database).clear();
        return project_all(**database, **database);
    });
}

}  // namespace bozhong::journal
