#include "station/journal/sqlite.h"
#include "tests/station/simtest/crashes/story.h"

namespace bozhong::crashes {

using journal::Access, journal::Database, journal::Query;

std::string content(MemoryDisk& disk, std::string const& file) {
    if (!disk.exists(file)) return "";
    auto database = Database::open(file, Access::read, disk);
    if (!database) return database.error().text();
    auto& from = **database;
    std::string out;
    Query tables(from,
                 "SELECT name, (SELECT group_concat('quote(' || name || ')', '||'',''||') FROM "
                 "pragma_table_info(s.name)) FROM sqlite_schema s WHERE type='table' ORDER BY name");
    while (tables.next()) {
        out += tables.text(0) + "\n";
        Query rows(from, "SELECT " + tables.text(1) + " FROM " + tables.text(0) + " ORDER BY 1");
        while (rows.next()) out += rows.text(0) + "\n";
    }
    return from.ok() ? out : from.error().text();
}

std::vector<Story> stories() {
    return {station_story(), old_journal_story(), hub_story()};
}

}  // namespace bozhong::crashes
