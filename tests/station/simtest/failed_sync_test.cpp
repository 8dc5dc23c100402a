// After a failed sync the system goes on showing what is on no medium. What is told after the next start must
// not stand on it.

#include <gmock/gmock.h>

#include "station/journal/journal.h"
#include "station/simtest/memory_disk.h"
#include "sync/hub/database.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::simtest {
namespace {

std::unique_ptr<app::Journal> open(MemoryDisk& disk) {
    journal::OpenOptions options;
    options.station = "T03";
    options.stamp = samples::stamp();
    options.disk = &disk;
    auto opened = journal::open_journal("journal.db", options);
    EXPECT_TRUE(opened.ok()) << opened.error().text();
    return opened.ok() ? std::move(*opened) : nullptr;
}

TEST(FailedSync, WhatTheStationRecordsAfterItOutlastsAPowerCut) {
    std::vector<domain::Fact> const facts{samples::weighed("SO-1", "1", 2'025'000)};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        MemoryDisk disk(seed);
        {
            auto const journal = open(disk);
            ASSERT_TRUE(journal->append(facts, samples::stamp()).ok());
            disk.fail(Operation::sync, 1);
            EXPECT_FALSE(journal->append(facts, samples::stamp()).ok());
            EXPECT_FALSE(journal->append(facts, samples::stamp()).ok()) << "closed";
        }
        domain::Head told;
        {
            auto const journal = open(disk);
            auto const head = journal->append(facts, samples::stamp());
            ASSERT_TRUE(head.ok());
            told = *head;
            disk.power_cut();
        }
        EXPECT_EQ(open(disk)->read({told.incarnation, told.seq})->hash, told.hash) << "seed " << seed;
    }
}

TEST(FailedSync, WhatTheHubCommitsAfterItOutlastsAPowerCut) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        MemoryDisk disk(seed);
        auto const commit = [](hub::Database& database, std::string const& name) {
            database.begin();
            database.run("INSERT INTO meta VALUES(?1, 'x')", name);
            return database.commit().ok();
        };
        {
            auto const database = hub::open_sqlite("hub.db", &disk).value();
            ASSERT_TRUE(commit(*database, "first"));
            disk.fail(Operation::sync, 1);
            EXPECT_FALSE(commit(*database, "second"));
            EXPECT_TRUE(database->broken());
            auto const operations = disk.operations();
            EXPECT_FALSE(commit(*database, "third"));
            EXPECT_EQ(disk.operations(), operations) << "the handle is never used again";
        }
        {
            auto const database = hub::open_sqlite("hub.db", &disk).value();
            ASSERT_TRUE(commit(*database, "fourth"));
            disk.power_cut();
        }
        auto const database = hub::open_sqlite("hub.db", &disk).value();
        EXPECT_EQ(database->number("SELECT count(*) FROM meta WHERE name='fourth'"), 1) << "seed " << seed;
    }
}

TEST(FailedSync, TheHubHearsOfACheckpointThatFailed) {
    MemoryDisk disk(1);
    auto const database = hub::open_sqlite("hub.db", &disk).value();
    // A thousand pages and more in one transaction: its commit is followed by a checkpoint, whose second sync
    // is the database's.
    disk.fail(Operation::sync, 3);
    database->begin();
    database->run("INSERT INTO meta VALUES('long', ?1)", std::string(5'000'000, 'x'));
    EXPECT_TRUE(database->commit().ok()) << "it stands";
    EXPECT_TRUE(disk.met());
    EXPECT_TRUE(database->broken());
}

}  // namespace
}  // namespace bozhong::simtest
