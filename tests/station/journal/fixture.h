#pragma once
// A journal in a folder of its own, and the shortest ways to fill it.

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "station/journal/journal.h"
#include "station/journal/sqlite.h"
#include "sync/wire/feed_codec.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::journal {

class Folder {
  public:
    /// `fast` is for tests that open hundreds of files and bring their own faults: in memory where that
    /// exists.
    explicit Folder(bool fast = false) {
        auto const root = fast && std::filesystem::exists("/dev/shm")
                              ? std::filesystem::path("/dev/shm")
                              : std::filesystem::temp_directory_path();
        auto pattern = (root / "bozhong-journal-XXXXXX").string();
        m_path = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    [[nodiscard]] std::string operator/(std::string const& name) const { return (m_path / name).string(); }

  private:
    std::filesystem::path m_path;
};

inline OpenOptions options() {
    OpenOptions out;
    out.station = "T03";
    out.software = "bozhong test";
    out.stamp = samples::stamp();
    return out;
}

inline std::unique_ptr<app::Journal> open_good(std::string const& path, OpenOptions const& how = options()) {
    auto journal = open_journal(path, how);
    if (!journal) {
        ADD_FAILURE() << journal.error().text();
        std::abort();
    }
    return std::move(*journal);
}

inline domain::Head append_good(app::Journal& journal, std::vector<domain::Fact> const& facts) {
    auto const head = journal.append(facts, samples::stamp());
    EXPECT_TRUE(head.ok()) << head.error().text();
    return head.ok() ? *head : domain::Head{};
}

inline std::vector<domain::Fact> weighing(std::string line, std::int64_t net_mg = 2'025'000) {
    return {samples::weighed("SO-1", std::move(line), net_mg), domain::LabelQueued{0, "60x40", 1, 0}};
}

inline domain::FeedItem feed_item(std::int64_t position, domain::FeedFact const& fact) {
    auto body = wire::encode_feed(fact);
    return {position, body.kind, body.body};
}

inline domain::SortTask task(std::string line, domain::Decimal ordered = {4, 0}) {
    auto out = samples::sort_task("SO-1", std::move(line));
    out.kind = domain::TaskKind::weighed;
    out.standing = domain::TaskStanding::active;
    out.ordered = {ordered, "斤"};
    out.tolerance = {};
    return out;
}

/// Changes a stored file behind the journal's back, its triggers out of the way meanwhile.
inline void tamper(std::string const& path, std::string const& sql) {
    auto database = Database::open(path, Access::write);
    ASSERT_TRUE(database.ok()) << database.error().text();
    auto const triggers =
        (*database)->text("SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type='trigger'");
    (*database)->execute(
        "DROP TRIGGER IF EXISTS journal_no_update; DROP TRIGGER IF EXISTS journal_no_delete;"
        "DROP TRIGGER IF EXISTS journal_no_replace");
    EXPECT_TRUE((*database)->execute(sql)) << (*database)->error().text();
    EXPECT_TRUE((*database)->execute(triggers)) << (*database)->error().text();
}

/// The medium spoils the page where a table (or index) begins. The log is in the file by then.
inline void rot_table(std::string const& path, std::string const& table) {
    std::int64_t page = 0, size = 0;
    {
        auto database = Database::open(path, Access::write);
        ASSERT_TRUE(database.ok() && (*database)->empty_log().ok());
        page = (*database)->integer("SELECT rootpage FROM sqlite_schema WHERE name='" + table + "'");
        size = (*database)->integer("PRAGMA page_size");
    }
    ASSERT_GT(page, 1);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((page - 1) * size);
    file << std::string(static_cast<std::size_t>(size), '\xEE');
}

}  // namespace bozhong::journal
