// The hub's file: verified, copied beside the running hub, restored as a new life; and what stations and central see of
// that.
#include "sync/hub/keeping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

using domain::ErrorKind;
using testing::HasSubstr;

struct Kept : testing::Test {
    Rig rig;
    Table table{rig, "T01"};
    wire::OrderLine line = weighed_line("O1", "1", "4"), late = weighed_line("O2", "1", "4");
    std::string backup = rig.path("backup.db");

    void SetUp() override {
        rig.import({line});
        table.weigh(line, 1'000'000);
        table.send();
        table.catch_up();
        auto const made = backup_hub(rig.path("hub.db"), backup);
        ASSERT_TRUE(made.ok()) << made.error().text();
        ASSERT_TRUE(made->ok) << made->why;
    }
    void restore() {
        rig.replace_database([&](std::string const& path) {
            auto const restored = restore_hub(backup, path, "2026-01-01T00:00:00.000Z");
            ASSERT_TRUE(restored.ok()) << restored.error().text();
        });
    }
    /// Changes a copy behind the hub's back.
    Verdict after(std::string const& sql) const {
        auto const copy = rig.path("changed.db");
        std::filesystem::remove(copy);
        EXPECT_TRUE(copy_sqlite(rig.path("hub.db"), copy).ok());
        {
            auto database = open_sqlite(copy);
            EXPECT_TRUE(database.ok());
            (*database)->begin();
            (*database)->run(sql);
            EXPECT_TRUE((*database)->commit().ok()) << sql;
        }
        auto const verdict = verify_hub({copy, ""});
        EXPECT_TRUE(verdict.ok()) << verdict.error().text();
        return verdict.ok() ? *verdict : Verdict{};
    }
    wire::FeedPage feed(std::int64_t after, std::string const& generation) const {
        auto const reply = rig.call(
            "GET", table.base() + "/feed?after=" + std::to_string(after) + "&generation=" + generation, "", table.auth());
        EXPECT_EQ(reply.status, 200) << reply.body;
        return reply.as<wire::FeedPage>();
    }
    std::string generation() const {
        return rig.call("GET", "/v1/main/results/generation", "", rig.central()).as<wire::ResultsGeneration>().generation;
    }
};

TEST_F(Kept, IsVerifiedBesideTheRunningHub) {
    auto const verdict = verify_hub({rig.path("hub.db"), ""});
    ASSERT_TRUE(verdict.ok());
    EXPECT_TRUE(verdict->ok) << verdict->where << verdict->why;
    EXPECT_EQ(verdict->events, 1);
    EXPECT_EQ(verdict->signatures, 1);
    EXPECT_EQ(verdict->weighings, 1);
    EXPECT_GT(verdict->decisions, 0);
    EXPECT_EQ(verdict->results, 1);
}

TEST_F(Kept, NamesWhatIsNotWhatWasWritten) {
    table.weigh(line, 500'000);
    table.weigh(line, 500'000);
    table.send();
    auto const changed = after("UPDATE events SET payload = replace(payload, '500000', '900000') WHERE seq = 2");
    EXPECT_FALSE(changed.ok);
    EXPECT_EQ(changed.where, "T01 " + table.incarnation() + " 2");
    EXPECT_THAT(changed.why, HasSubstr("not what was written"));
    EXPECT_THAT(after("DELETE FROM events WHERE seq = 2").why, HasSubstr("missing"));
    EXPECT_THAT(after("DELETE FROM events WHERE seq = 3").why, HasSubstr("the events end with 2"));
    EXPECT_THAT(after("UPDATE signatures SET signature = replace(signature, 'a', 'b')").why, HasSubstr("signature"));
    EXPECT_THAT(after("UPDATE decisions SET payload = payload || ' ' WHERE seq = 1").where, HasSubstr("decision 1"));
    EXPECT_THAT(after("DELETE FROM decisions WHERE seq = 1").where, HasSubstr("decision"));
    EXPECT_THAT(after("DELETE FROM results WHERE position = 1").why, HasSubstr("row is missing"));
    EXPECT_THAT(after("UPDATE weighings SET net_mg = 7 WHERE seq = 2").where, HasSubstr("line O1/1"));
    EXPECT_TRUE(after("UPDATE stations SET name = 'x'").ok) << "a name is no record";
}

TEST_F(Kept, IsNeverWrittenOver) {
    EXPECT_EQ(backup_hub(rig.path("hub.db"), backup).error().kind, ErrorKind::conflict);
    EXPECT_EQ(restore_hub(backup, rig.path("hub.db"), "").error().kind, ErrorKind::conflict);
    EXPECT_EQ(verify_hub({rig.path("nothing.db"), ""}).error().kind, ErrorKind::unavailable);
}

TEST_F(Kept, ABadBackupIsNotRestored) {
    {
        auto database = open_sqlite(backup);
        (*database)->begin();
        (*database)->run("UPDATE events SET payload = '{}'");
        ASSERT_TRUE((*database)->commit().ok());
    }
    auto const path = rig.path("other.db");
    EXPECT_EQ(restore_hub(backup, path, "").error().kind, ErrorKind::corrupt);
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Kept, ARestoredHubDoesNotKnowLaterCursorsAndSaysWhereToGoOn) {
    auto const page = rig.call("GET", "/v1/main/results", "", rig.central()).as<wire::ResultsPage>();
    table.weigh(line, 1'000'000);
    table.send();
    auto const ahead = rig.call("GET", "/v1/main/results", "", rig.central()).as<wire::ResultsPage>().next;
    EXPECT_EQ(generation(), "");
    restore();
    auto const life = rig.call("GET", "/v1/main/results/generation", "", rig.central()).as<wire::ResultsGeneration>();
    EXPECT_EQ(life.generation.size(), 16U);
    EXPECT_EQ(life.since, "2026-01-01T00:00:00.000Z");
    EXPECT_EQ(life.resume_cursor, page.next);
    EXPECT_EQ(rig.call("GET", "/v1/main/results?cursor=" + page.next, "", rig.central()).status, 200);
    EXPECT_EQ(rig.call("GET", "/v1/main/results?cursor=" + ahead, "", rig.central()).status, 400);
    // The very same rows again are rows of another life: the old cursor never comes back to meaning.
    EXPECT_EQ(table.send().acknowledged, 2U);
    auto const grown = rig.call("GET", "/v1/main/results?cursor=" + life.resume_cursor, "", rig.central());
    EXPECT_EQ(grown.as<wire::ResultsPage>().results.at(0).actual_mg, 2'000'000);
    EXPECT_EQ(rig.call("GET", "/v1/main/results?cursor=" + ahead, "", rig.central()).status, 400);
}

TEST_F(Kept, ATableOfAnEarlierLifeGetsEverythingAnewAtUnusedPositions) {
    rig.import({late});
    table.catch_up();
    auto const before = table.stored.back().position;
    restore();
    EXPECT_EQ(rig.call("GET", table.base() + "/feed?after=" + std::to_string(before + 9), "", table.auth()).status, 400)
        << "a station that does not say its life gets no wrong items";
    auto const page = feed(before, "");
    ASSERT_FALSE(page.items.empty());
    EXPECT_EQ(page.items.front().kind, "restarted");
    EXPECT_GT(page.items.front().position, before);
    auto const restarted = wire::decode_feed(page.items.front());
    EXPECT_EQ(std::get<domain::FeedRestarted>(*restarted).generation, generation());
    std::set<std::string> given;
    for (auto const& item : page.items) {
        auto const fact = wire::decode_feed(item);
        if (auto const* task = std::get_if<domain::TaskGiven>(&*fact)) given.insert(task->task.line.order_no);
    }
    EXPECT_EQ(given, (std::set<std::string>{"O1"})) << "O2 was given after the backup";
    EXPECT_EQ(feed(before, "").items.front().position, page.items.front().position) << "asked again, the same";
    EXPECT_TRUE(feed(page.next, generation()).items.empty());
    rig.import({late});
    auto const more = feed(page.next, generation());
    ASSERT_EQ(more.items.size(), 1U);
    EXPECT_GT(more.items[0].position, page.next);
}

TEST_F(Kept, AFeedPositionOfAnotherLifeConfirmsNoCancel) {
    rig.import({late});
    table.catch_up();
    auto const before = table.stored.back().position;
    restore();
    rig.call("POST", "/v1/main/orders/O1/cancel", R"({"schema":1,"reason":"x"})", rig.central());
    (void)feed(before, "");
    auto const order = rig.call("GET", "/v1/main/orders/O1", "", rig.central()).as<wire::StopAnswer>();
    ASSERT_EQ(order.lines.size(), 1U);
    EXPECT_EQ(order.lines[0].outcome, "") << "the bag is looked for";
}

}  // namespace
}  // namespace bozhong::hub::test
