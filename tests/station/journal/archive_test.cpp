// Acknowledged events stay until the hub says that they are archived, so that a hub restored from yesterday gets them back.
// No hub says so yet: nothing is ever deleted.

#include "station/journal/reader.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

std::vector<std::string> hashes(std::string const& path) {
    std::vector<std::string> out;
    auto reader = Reader::open(path);
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(reader->each([&](domain::StoredEvent const& event) { return out.push_back(event.hash), true; }).ok());
    return out;
}

TEST(Archive, WhatIsAcknowledgedStaysThroughEverythingAStationDoes) {
    Folder folder;
    std::string const path = folder / "journal.db";
    std::vector<std::string> before;
    std::string first_life;
    {
        auto const journal = open_good(path);
        for (int i = 0; i < 300; ++i) append_good(*journal, weighing("1"));
        auto const head = journal->head();
        first_life = head.incarnation;
        ASSERT_TRUE(journal->acknowledge(head.incarnation, head.seq).ok());
        before = hashes(path);
        ASSERT_EQ(before.size(), head.seq);
        auto const item = feed_item(1, domain::FeedRestarted{"ab12"});
        ASSERT_TRUE(journal->append_feed({&item, 1}).ok());
        ASSERT_TRUE(journal->open_incarnation("fork", samples::stamp()).ok());
        ASSERT_TRUE(journal->acknowledge(journal->head().incarnation, 1).ok());
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    ASSERT_TRUE(rebuild(path).ok());
    auto const journal = open_good(path);
    auto after = hashes(path);
    ASSERT_GE(after.size(), before.size());
    after.resize(before.size());
    EXPECT_EQ(after, before);
    // And a hub that knows nothing any more gets every one of them.
    ASSERT_TRUE(journal->reoffer(first_life, 0).ok());
    auto const again = journal->unsent(10'000);
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(again->size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ((*again)[i].hash, before[i]);
}

TEST(Archive, TheFileItselfRefusesToForget) {
    Folder folder;
    std::string const path = folder / "journal.db";
    {
        auto const journal = open_good(path);
        append_good(*journal, weighing("1"));
        ASSERT_TRUE(journal->acknowledge(journal->head().incarnation, journal->head().seq).ok());
    }
    for (auto const* sql : {"DELETE FROM journal", "UPDATE journal SET payload='{}'",
                            "INSERT OR REPLACE INTO journal SELECT * FROM journal LIMIT 1"}) {
        auto database = Database::open(path, Access::write);
        ASSERT_TRUE(database.ok());
        EXPECT_FALSE((*database)->execute(sql)) << sql;
        EXPECT_THAT((*database)->error().what, testing::HasSubstr("append-only")) << sql;
    }
    EXPECT_EQ(hashes(path).size(), 3U);
}

}  // namespace
}  // namespace bozhong::journal
