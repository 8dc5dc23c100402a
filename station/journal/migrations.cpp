#include "station/journal/migrations.h"

namespace bozhong::journal {

using domain::Error, domain::ErrorKind;

domain::Result<int> migrate(Database& database, std::span<Migration const> steps,
                            std::function<domain::Status()> const& finish) {
    auto const version = database.integer("PRAGMA user_version");
    auto const owner = database.integer("PRAGMA application_id");
    auto const tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!database.ok()) return database.error();
    if (owner != application_id && (owner != 0 || tables != 0))
        return Error{ErrorKind::unsupported, "this file is not a journal", database.path(),
                     "name the station's journal.db"};
    int const newest = steps.empty() ? 0 : steps.back().version;
    if (version > newest)
        return Error{ErrorKind::unsupported,
                     "the journal has schema " + std::to_string(version) + ", this program knows " +
                         std::to_string(newest),
                     database.path(), "start the newer version of the program"};
    int done = 0;
    for (auto const& step : steps) {
        if (step.version <= version) continue;
        auto const status = database.transaction([&]() -> domain::Status {
            database.execute(std::string(step.sql));
            database.execute("PRAGMA application_id=" + std::to_string(application_id));
            database.execute("PRAGMA user_version=" + std::to_string(step.version));
            return finish && step.version == newest ? finish() : domain::Done{};
        });
        if (!status) return status.error();
        ++done;
    }
    return done;
}

}  // namespace bozhong::journal
