#include "station/simtest/mutants.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "station/simtest/chance.h"
#include "station/simtest/mutant_parts.h"

namespace bozhong::simtest {

std::vector<MutantKind> const& mutants() {
    static std::vector<MutantKind> const kinds{
        {"early_word", "the station says recorded before the commit"},
        {"early_label", "a label leaves before the commit"},
        {"early_answer", "the hub acknowledges before its commit"},
        {"insertion_cursor", "results are paged by when a line first came, not by commit order"},
        {"no_assignment_check", "a weighing counts although the task was moved and weighed elsewhere"},
        {"synchronous_normal", "commits are not synced, neither at the stations nor at the hub"},
        {"counted_incarnation", "incarnations are counted instead of drawn"},
        {"double_capture", "now and then a load is booked twice"},
    };
    return kinds;
}

namespace {

/// Connections from now on begin with synchronous=NORMAL, and nobody can change it.
int open_normal(sqlite3* handle, char const**, sqlite3_api_routines const*) {
    sqlite3_exec(handle, "PRAGMA synchronous=NORMAL", nullptr, nullptr, nullptr);
    auto const keep = [](void*, int action, char const* what, char const*, char const*, char const*) {
        bool const sync =
            action == SQLITE_PRAGMA && what != nullptr && sqlite3_stricmp(what, "synchronous") == 0;
        return sync ? SQLITE_IGNORE : SQLITE_OK;
    };
    return sqlite3_set_authorizer(handle, keep, nullptr);
}

using Entry = void (*)();
Entry normal_entry() {
    return reinterpret_cast<Entry>(open_normal);
}

}  // namespace

Mutant::Mutant(std::string name) : m_name(std::move(name)) {
    if (m_name == "synchronous_normal") sqlite3_auto_extension(normal_entry());
    if (m_name == "counted_incarnation")
        SeededChance::name_incarnations([this] { return m_next_incarnation; });
}

Mutant::~Mutant() {
    if (m_name == "synchronous_normal") sqlite3_cancel_auto_extension(normal_entry());
    if (m_name == "counted_incarnation") SeededChance::name_incarnations(nullptr);
}

void Mutant::apply(HubProcess& hub) {
    if (m_name == "early_answer")
        hub.wrap = [](auto inside) { return std::make_unique<LateDatabase>(std::move(inside)); };
    if (m_name == "insertion_cursor")
        hub.wrap = [](auto inside) {
            return std::make_unique<OtherSql>(
                std::move(inside), "SELECT row FROM results WHERE warehouse = ?1 AND position > ?2",
                "SELECT row FROM results r WHERE warehouse = ?1 AND (SELECT min(f.position) FROM results f "
                "WHERE "
                "f.warehouse = r.warehouse AND f.order_no = r.order_no AND f.line_no = r.line_no) > ?2 ORDER "
                "BY "
                "position LIMIT ?3");
        };
    if (m_name == "no_assignment_check")
        hub.wrap = [](auto inside) {
            return std::make_unique<OtherSql>(
                std::move(inside),
                "SELECT count(*) FROM weighings WHERE warehouse = ?1 AND order_no = ?2 "
                "AND line_no = ?3 AND state = 'in_force' AND accepted_at >= ?4",
                "SELECT 0 WHERE ?1 = ?1 AND ?2 = ?2 AND ?3 = ?3 AND ?4 = ?4 AND ?5 = ?5");
        };
}

void Mutant::apply(Table& table) {
    if (m_name == "early_word")
        table.wrap = [](auto inside, Table&) { return std::make_unique<EarlyWord>(std::move(inside)); };
    if (m_name == "early_label")
        table.wrap = [](auto inside, Table& of) {
            return std::make_unique<EarlyLabel>(std::move(inside), of);
        };
    if (m_name == "double_capture")
        table.wrap = [](auto inside, Table&) { return std::make_unique<TwiceBooked>(std::move(inside)); };
    if (m_name == "counted_incarnation") {
        table.before_open = [this] { m_next_incarnation = 1; };
        table.wrap = [this](auto inside, Table&) {
            m_next_incarnation = 0;
            return std::make_unique<CountedIncarnations>(std::move(inside), m_next_incarnation);
        };
    }
}

}  // namespace bozhong::simtest
