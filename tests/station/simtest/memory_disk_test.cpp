// The simulated disk does what disks do: what is synced stays, what is not may be lost, torn or out of order,
// and SQLite on it keeps its promises exactly as far as its settings say.

#include "station/simtest/memory_disk.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>

#include "station/journal/journal.h"
#include "station/journal/verify.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::simtest {
namespace {

std::string const name = "d/a.db";

/// A database with one column of numbers, as far as these tests need it.
class Numbers {
  public:
    Numbers(MemoryDisk& disk, std::string const& synchronous, std::string const& mode = "WAL") {
        sqlite3_open_v2(name.c_str(), &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        disk.vfs().c_str());
        run("PRAGMA journal_mode=" + mode);
        run("PRAGMA synchronous=" + synchronous);
        run("CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, text TEXT)");
    }
    ~Numbers() {
        // No checkpoint from a connection that goes down.
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        sqlite3_close(m_handle);
    }
    Numbers(Numbers const&) = delete;
    Numbers& operator=(Numbers const&) = delete;

    int run(std::string const& sql) { return sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr); }
    int add(int n) { return run("INSERT INTO t VALUES (" + std::to_string(n) + ", hex(zeroblob(300)))"); }
    std::int64_t integer(std::string const& sql) {
        sqlite3_stmt* row = nullptr;
        sqlite3_prepare_v2(m_handle, sql.c_str(), -1, &row, nullptr);
        auto const out = sqlite3_step(row) == SQLITE_ROW ? sqlite3_column_int64(row, 0) : -1;
        sqlite3_finalize(row);
        return out;
    }
    std::int64_t count() { return integer("SELECT count(*) FROM t"); }
    bool sound() { return integer("SELECT integrity_check='ok' FROM pragma_integrity_check") == 1; }

  private:
    sqlite3* m_handle = nullptr;
};

/// Adds numbers until one fails; how many were answered well.
int add_until_it_fails(Numbers& numbers, int most) {
    int n = 0;
    while (n < most && numbers.add(n) == SQLITE_OK) ++n;
    return n;
}

struct Losses {
    int with_loss = 0, unsound = 0;
};

Losses cut_many_times(std::string const& synchronous, std::string const& mode, bool lies) {
    Losses out;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        MemoryDisk disk(seed);
        int told = 0;
        {
            Numbers numbers(disk, synchronous, mode);
            disk.lie(lies);
            told = add_until_it_fails(numbers, 1 + static_cast<int>(seed) * 7);
            // Without room to go on the last transaction is half written when the power goes.
            disk.fail(Operation::sync, 1, true);
            numbers.add(1000);
            disk.power_cut();
        }
        disk.heal();
        Numbers again(disk, synchronous, mode);
        out.with_loss += again.count() < told;
        out.unsound += !again.sound();
    }
    return out;
}

TEST(MemoryDisk, FullLosesNothingAtAPowerCut) {
    for (std::string const mode : {"WAL", "DELETE", "TRUNCATE", "PERSIST"}) {
        // The removal of a rollback journal is a commit, which only EXTRA syncs.
        auto const losses = cut_many_times(mode == "DELETE" ? "EXTRA" : "FULL", mode, false);
        EXPECT_EQ(losses.with_loss, 0) << mode;
        EXPECT_EQ(losses.unsound, 0) << mode;
    }
}

TEST(MemoryDisk, NormalLosesRowsButStaysSound) {
    auto const losses = cut_many_times("NORMAL", "WAL", false);
    EXPECT_GT(losses.with_loss, 10);
    EXPECT_EQ(losses.unsound, 0);
}

TEST(MemoryDisk, FullLosesTheUnsyncedRemovalOfARollbackJournal) {
    auto const losses = cut_many_times("FULL", "DELETE", false);
    EXPECT_GT(losses.with_loss, 5);
    EXPECT_EQ(losses.unsound, 0);
}

TEST(MemoryDisk, ALyingDiskLosesWhatFullPromised) {
    EXPECT_GT(cut_many_times("FULL", "WAL", true).with_loss, 10);
}

TEST(MemoryDisk, WithoutSyncsAPowerCutDamages) {
    EXPECT_GT(cut_many_times("OFF", "DELETE", false).unsound, 5);
}

TEST(MemoryDisk, KilledKeepsAllThatWasWritten) {
    MemoryDisk disk(1);
    {
        Numbers numbers(disk, "OFF");
        EXPECT_EQ(add_until_it_fails(numbers, 500), 500);
        disk.kill();
        EXPECT_NE(numbers.add(500), SQLITE_OK) << "the dead write nothing";
        EXPECT_EQ(numbers.count(), -1) << "and read nothing";
    }
    EXPECT_EQ(Numbers(disk, "OFF").count(), 500);
}

TEST(MemoryDisk, UnsyncedSectorsAreLostTornAndOutOfOrder) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        Files files;
        auto const file = files.create("f");
        file->write(0, std::string(1536, 'a'));
        file->settle();
        files.settle_folder("f");
        file->write(0, std::string(1536, 'b'));
        Random random(seed);
        files.cut(random);
        std::string told;
        for (std::size_t sector = 0; sector < 3; ++sector) {
            auto const bytes = files.find("f")->bytes().substr(sector * 512, 512);
            auto const changed = std::ranges::count(bytes, 'b');
            told += changed == 0 ? "o" : changed == 512 ? "n" : "t";
        }
        seen.insert(told);
    }
    for (auto const* one : {"ooo", "nnn", "noo", "oon", "ono", "non", "too", "nnt"})
        EXPECT_THAT(seen, testing::Contains(one));
}

TEST(MemoryDisk, NamesAndSizesAreLostToo) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Files files;
        files.create("d/old")->write(0, "12345");
        files.find("d/old")->settle();
        files.settle_folder("d/x");
        files.create("d/new");
        files.find("d/old")->resize(2);
        files.rename("d/old", "d/moved");
        Random random(seed);
        files.cut(random);
        std::string told;
        for (auto const& one : files.names())
            told += one.substr(2) + std::to_string(files.find(one)->bytes().size()) + " ";
        seen.insert(told);
    }
    for (auto const* one : {"old5 ", "old2 ", "moved5 ", "moved2 ", "new0 old5 ", "moved2 new0 "})
        EXPECT_THAT(seen, testing::Contains(one));
}

TEST(MemoryDisk, AFailedSyncIsNotMadeGoodByTheNextOne) {
    File file;
    file.write(0, "abc");
    file.give_up();
    file.write(3, "def");
    file.settle();
    Random random(1);
    EXPECT_EQ(file.bytes(), "abcdef") << "the process sees what it wrote";
    file.cut(random, 100);
    EXPECT_EQ(file.bytes(), std::string("\0\0\0def", 6));
}

TEST(MemoryDisk, FailsOnceOrForEver) {
    for (auto const operation : {Operation::write, Operation::sync}) {
        MemoryDisk disk(4);
        Numbers numbers(disk, "FULL");
        EXPECT_EQ(numbers.add(1), SQLITE_OK);
        disk.fail(operation, 1);
        EXPECT_NE(numbers.add(2), SQLITE_OK);
        EXPECT_TRUE(disk.met());
        EXPECT_EQ(numbers.add(3), SQLITE_OK);
        disk.fail_any(1, true);
        EXPECT_NE(numbers.add(4), SQLITE_OK);
        EXPECT_NE(numbers.add(5), SQLITE_OK);
        disk.heal();
        EXPECT_EQ(numbers.add(6), SQLITE_OK);
    }
    MemoryDisk disk(4);
    disk.fail(Operation::read, 1);
    EXPECT_EQ(Numbers(disk, "FULL").count(), -1);
}

TEST(MemoryDisk, Fills) {
    MemoryDisk disk(5);
    Numbers numbers(disk, "FULL");
    disk.limit(200'000);
    int const added = add_until_it_fails(numbers, 1000);
    EXPECT_GT(added, 5);
    EXPECT_LT(added, 1000);
    EXPECT_EQ(numbers.add(2000), SQLITE_FULL);
    EXPECT_LT(disk.free_bytes(name), 10'000);
    disk.heal();
    EXPECT_EQ(numbers.add(2000), SQLITE_OK);
    EXPECT_EQ(numbers.count(), added + 1);
}

TEST(MemoryDisk, ReadsAmissAndRots) {
    MemoryDisk disk(6);
    {
        Numbers numbers(disk, "FULL", "DELETE");
        add_until_it_fails(numbers, 100);
    }
    auto const then = disk.copy();
    auto const damaged = [&](auto const& harm) {
        disk.restore(then);
        harm();
        Numbers numbers(disk, "FULL", "DELETE");
        return !numbers.sound() || numbers.count() != 100;
    };
    EXPECT_FALSE(damaged([] {}));
    EXPECT_TRUE(damaged([&] { disk.misdirect_read(8); }));
    EXPECT_TRUE(disk.met());
    EXPECT_TRUE(damaged([&] { disk.flip(name, disk.bytes(name).size() - 4096, 0xFF); }));
    EXPECT_TRUE(damaged([&] { disk.overwrite(name, 0, "no database"); }));
    disk.restore(then);
    disk.flip(name, 0, 1);
    disk.flip(name, 0, 1);
    EXPECT_EQ(disk.bytes(name), then.files.find(name)->bytes());
    Numbers(disk, "FULL", "DELETE").run("DELETE FROM t");
    disk.stale_read(3, then);
    Numbers(disk, "FULL", "DELETE").count();
    EXPECT_TRUE(disk.met());
}

TEST(MemoryDisk, SharesTheLogBetweenConnections) {
    MemoryDisk disk(7);
    Numbers writer(disk, "FULL");
    Numbers other(disk, "FULL");
    writer.add(1);
    EXPECT_EQ(other.count(), 1);
    EXPECT_EQ(writer.run("BEGIN IMMEDIATE"), SQLITE_OK);
    EXPECT_EQ(other.add(2), SQLITE_BUSY);
    EXPECT_EQ(other.count(), 1) << "readers go on";
    EXPECT_EQ(writer.run("COMMIT"), SQLITE_OK);
    EXPECT_EQ(other.add(2), SQLITE_OK);
    EXPECT_EQ(other.run("BEGIN; SELECT count(*) FROM t"), SQLITE_OK);
    EXPECT_EQ(writer.integer("PRAGMA wal_checkpoint(TRUNCATE)"), 1) << "busy: a reader holds the log";
    EXPECT_EQ(other.run("COMMIT"), SQLITE_OK);
    EXPECT_EQ(writer.integer("PRAGMA wal_checkpoint(TRUNCATE)"), 0);
    EXPECT_EQ(disk.bytes(name + "-wal").size(), 0U);
    EXPECT_EQ(other.count(), 2);
}

TEST(MemoryDisk, TwoDisksWithOneSeedAreEqualToTheByte) {
    auto const live = [] {
        seed_sqlite(11);
        MemoryDisk disk(11);
        {
            Numbers numbers(disk, "NORMAL");
            add_until_it_fails(numbers, 300);
            disk.power_cut();
        }
        return disk.bytes(name) + disk.bytes(name + "-wal");
    };
    auto const once = live();
    EXPECT_GT(once.size(), 10'000U);
    EXPECT_EQ(live(), once);
}

TEST(MemoryDisk, CarriesAJournalWholly) {
    MemoryDisk disk(8);
    journal::OpenOptions options;
    options.station = "T03";
    options.stamp = samples::stamp();
    options.disk = &disk;
    std::vector<domain::Fact> const facts{samples::weighed("SO-1", "1", 2'025'000)};
    {
        auto const journal = journal::open_journal("t/journal.db", options);
        ASSERT_TRUE(journal.ok()) << journal.error().text();
        EXPECT_EQ(journal::open_journal("t/journal.db", options).error().kind, domain::ErrorKind::conflict);
        ASSERT_TRUE((*journal)->append(facts, samples::stamp()).ok());
        disk.power_cut();
        EXPECT_FALSE((*journal)->append(facts, samples::stamp()).ok());
    }
    auto const journal = journal::open_journal("t/journal.db", options);
    ASSERT_TRUE(journal.ok()) << journal.error().text();
    EXPECT_EQ((*journal)->head().seq, 2U);
    EXPECT_TRUE(journal::verify("t/journal.db", {}, disk)->ok);
    EXPECT_THAT(disk.names(), testing::ElementsAre("t/journal.db", "t/journal.db-wal", "t/journal.db.key"));
    disk.limit(1'000'000);
    EXPECT_LT((*journal)->free_bytes(), 1'000'000);
}

}  // namespace
}  // namespace bozhong::simtest
