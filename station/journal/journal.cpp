#include "station/journal/journal.h"

#include "station/journal/migrations.h"
#include "station/journal/sqlite_journal.h"

namespace bozhong::journal {

domain::Result<std::unique_ptr<app::Journal>> open_journal(std::string const& path,
                                                           OpenOptions const& options) {
    return SqliteJournal::open(path, options);
}

domain::Status rebuild(std::string const& path, domain::Disk& disk) {
    auto const lock = disk.lock(path);
    if (!lock) return lock.error();
    auto database = Database::open(path, Access::write, disk);
    if (!database) return database.error();
    if (auto const steps = migrate(**database, migrations()); !steps) return steps.error();
    return (*database)->transaction([&] { return project_anew(**database); });
}

}  // namespace bozhong::journal
