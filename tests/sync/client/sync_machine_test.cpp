#include "sync/client/sync_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model_world.h"

namespace {

using namespace bozhong;
using namespace bozhong::client;
using domain::milliseconds;
using test::Harm;
using test::World;

/// What must hold when all is delivered, whatever went wrong on the way.
void judge(World const& world, std::string const& what) {
    for (auto const& life : world.journal.lives) {
        if (world.hub.quarantined.contains(life.name)) continue;
        auto const found = world.hub.events.find(life.name);
        if (life.events.empty()) continue;
        ASSERT_NE(found, world.hub.events.end()) << what << ": incarnation " << life.name << " never came";
        ASSERT_EQ(found->second.size(), life.events.size()) << what << ": " << life.name;
        for (std::size_t i = 0; i < life.events.size(); ++i) {
            EXPECT_EQ(found->second[i].hash, life.events[i].hash) << what;
            EXPECT_EQ(found->second[i].payload, life.events[i].payload) << what;
        }
    }
    ASSERT_EQ(world.journal.feed.size(), world.hub.feed.size()) << what << ": feed";
    for (std::size_t i = 0; i < world.hub.feed.size(); ++i)
        EXPECT_EQ(world.journal.feed[i].position, world.hub.feed[i].position) << what;
    EXPECT_TRUE(world.told.back().connected) << what;
    EXPECT_EQ(world.told.back().unsent, 0) << what;
}

using Script = std::function<void(World&)>;

/// Plays the script whole, then again with every one of its steps going wrong in every way.
void play(Script const& before, Script const& after, Script const& judge_more = {}) {
    int steps = 0;
    auto const once = [&](int harm_at, Harm harm) {
        World world;
        world.harm_at = harm_at;
        world.harm = harm;
        std::string const what =
            "harm " + std::to_string(static_cast<int>(harm)) + " at step " + std::to_string(harm_at);
        before(world);
        world.start();
        after(world);
        ASSERT_TRUE(world.settle()) << what << ": " << (world.told.empty() ? "" : world.told.back().detail);
        judge(world, what);
        if (judge_more) judge_more(world);
        if (harm == Harm::none) steps = world.steps;
    };
    once(-1, Harm::none);
    ASSERT_GT(steps, 5);
    for (Harm const harm :
         {Harm::lost_before, Harm::lost_after, Harm::server_error, Harm::rubbish, Harm::not_let_in})
        for (int step = 0; step < steps; ++step) {
            once(step, harm);
            if (testing::Test::HasFatalFailure()) return;
        }
}

void nothing(World&) {}

TEST(SyncMachine, EventsGoUpInOrderInBatchesAndTheFeedComesDown) {
    play(
        [](World& world) {
            world.journal.append(11);
            world.hub.add_feed(12);
        },
        [](World& world) {
            world.run_for(milliseconds(500));
            world.append(3);
            world.hub.add_feed(2);
        });
}

TEST(SyncMachine, ABatchHoldsNoMoreThanItsLimitAndOneIncarnation) {
    World world;
    world.journal.append(11);
    world.journal.lives.push_back({"cccc000000000001", {}, 0});
    world.journal.append(2);
    std::vector<std::size_t> sizes;
    world.settings.batch_events = 4;
    world.start();
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(world.hub.events.at("aaaa000000000001").size(), 11u);
    EXPECT_EQ(world.hub.events.at("cccc000000000001").size(), 2u);
}

TEST(SyncMachine, AHubAheadGivesBackWhatTheDiskLost) {
    play(
        [](World& world) {
            world.journal.append(12);
            world.hub.events["aaaa000000000001"] = world.journal.lives[0].events;
            world.journal.lives[0].events.resize(5);
            world.journal.lives[0].acknowledged = 5;
            test::ModelJournal other;
            other.lives[0].name = "9999000000000009";
            other.append(7);
            world.hub.events["9999000000000009"] = other.lives[0].events;
        },
        [](World& world) {
            world.run_for(milliseconds(300));
            world.append(2);
        },
        [](World const& world) {
            EXPECT_GE(world.journal.lives.size(), 3u);
            EXPECT_THAT(world.journal.reasons, testing::Contains("hub_ahead"));
        });
}

TEST(SyncMachine, SaysConnectedOnlyAfterWhatWasLostIsBack) {
    for (int harm_at = -1; harm_at < 12; ++harm_at) {
        World world;
        world.harm_at = harm_at;
        world.harm = Harm::lost_before;
        world.hub.add_feed(3);
        world.journal.append(9);
        world.hub.events["aaaa000000000001"] = world.journal.lives[0].events;
        world.journal.lives[0].events.resize(5);
        world.start();
        bool seen = false;
        for (int i = 0; i < 5'000 && !seen; ++i) {
            world.run_for(milliseconds(1));
            seen = world.told.back().connected;
        }
        ASSERT_TRUE(seen) << harm_at;
        EXPECT_EQ(world.journal.lives[0].events.size(), 9u) << harm_at;
        EXPECT_EQ(world.journal.reasons, std::vector<std::string>{"hub_ahead"}) << harm_at;
    }
}

TEST(SyncMachine, ARestoredHubGetsEverythingAgain) {
    play(
        [](World& world) {
            world.journal.append(10);
            auto const& all = world.journal.lives[0].events;
            world.hub.events["aaaa000000000001"].assign(all.begin(), all.begin() + 3);
            world.journal.lives[0].acknowledged = 10;
        },
        nothing);
}

TEST(SyncMachine, AHubRestoredBetweenTwoBatchesGetsTheGap) {
    play([](World& world) { world.journal.append(8); },
         [](World& world) {
             world.run_for(milliseconds(400));
             auto found = world.hub.events.find("aaaa000000000001");
             if (found != world.hub.events.end() && found->second.size() > 2) found->second.resize(2);
             world.append(1);
         });
}

TEST(SyncMachine, AForkIsSetAsideAndTheStationGoesOnInANewIncarnation) {
    play(
        [](World& world) {
            world.journal.append(6);
            auto& theirs = world.hub.events["aaaa000000000001"];
            theirs = world.journal.lives[0].events;
            theirs.resize(5);
            theirs[3].hash = theirs[4].hash = "another";
            theirs[4].previous_hash = "another";
            world.journal.lives[0].acknowledged = 3;
        },
        [](World& world) {
            world.run_for(milliseconds(400));
            world.append(3);
        },
        [](World const& world) {
            EXPECT_EQ(world.journal.lives.back().name, "bbbb000000000001");
            EXPECT_GE(world.hub.events.at("bbbb000000000001").size(), 1u);
            EXPECT_TRUE(world.told.back().quarantined);
            EXPECT_EQ(world.hub.events.at("aaaa000000000001").size(), 5u) << "what was unquestioned stays";
        });
}

/// Last week's copy of the journal was put back and written on while no hub answered.
TEST(SyncMachine, AnOldCopyThatWasWrittenOnIsAFork) {
    play(
        [](World& world) {
            world.journal.append(9);
            auto theirs = world.journal.lives[0].events;
            for (std::size_t i = 3; i < theirs.size(); ++i) {
                theirs[i].hash = "their " + std::to_string(i);
                theirs[i].previous_hash = theirs[i - 1].hash;
            }
            world.hub.events["aaaa000000000001"] = theirs;
            world.journal.lives[0].events.resize(5);
            world.journal.lives[0].acknowledged = 3;
        },
        [](World& world) {
            world.run_for(milliseconds(400));
            world.append(3);
        },
        [](World const& world) {
            EXPECT_EQ(world.journal.reasons, std::vector<std::string>{"fork"});
            EXPECT_EQ(world.hub.quarantined.at("aaaa000000000001").from, 4u);
            EXPECT_GE(world.hub.aside.at("aaaa000000000001").size(), 2u)
                << "what was written here is there too";
            EXPECT_TRUE(world.told.back().quarantined);
        });
}

TEST(SyncMachine, AForkAtTheHeadIsSeenBeforeAnythingIsSent) {
    World world;
    world.journal.append(2);
    world.hub.events["aaaa000000000001"] = world.journal.lives[0].events;
    world.hub.events["aaaa000000000001"][1].hash = "another";
    world.journal.lives[0].acknowledged = 2;
    world.start();
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(world.journal.reasons, std::vector<std::string>{"fork"});
}

/// A copy of this disk wrote on elsewhere, and this one has begun a new incarnation since.
TEST(SyncMachine, AForkOfAnEarlierIncarnationIsSetAsideToo) {
    World world;
    world.journal.append(4);
    auto& theirs = world.hub.events["aaaa000000000001"];
    theirs = world.journal.lives[0].events;
    theirs[2].hash = theirs[3].hash = "another";
    theirs[3].previous_hash = "another";
    world.journal.lives[0].acknowledged = 4;
    world.journal.lives.push_back({"bbbb000000000009", {}, 0});
    world.journal.append(2);
    world.start();
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(world.hub.quarantined.at("aaaa000000000001").from, 3u);
    EXPECT_EQ(world.hub.aside.at("aaaa000000000001").size(), 2u)
        << "what this disk has is there to be decided";
    EXPECT_EQ(world.hub.events.at("bbbb000000000009").size(), 2u);
    EXPECT_TRUE(world.journal.reasons.empty()) << "the incarnation that is written is good";
}

TEST(SyncMachine, AHubThatComesBackIsFoundWithinTwoSeconds) {
    for (std::int64_t away_ms : {10, 900, 5'000, 60'000, 600'000}) {
        World world;
        world.hub.add_feed(1);
        world.start();
        ASSERT_TRUE(world.settle());
        world.hub_goes();
        world.run_for(milliseconds(away_ms / 2));
        world.append(5);
        world.run_for(milliseconds(away_ms / 2));
        EXPECT_FALSE(world.told.back().connected);
        world.hub.up = true;
        world.hub.add_feed(1);
        world.run_for(milliseconds(2'000));
        EXPECT_TRUE(world.told.back().connected) << away_ms;
        EXPECT_EQ(world.journal.unsent(), 0) << away_ms;
        EXPECT_EQ(world.journal.feed.size(), 2u) << away_ms;
        judge(world, "away " + std::to_string(away_ms));
    }
}

TEST(SyncMachine, TheAgeOfTheOldestUnsentEventIsToldWhileItGrows) {
    World world;
    world.start();
    ASSERT_TRUE(world.settle());
    world.hub_goes();
    world.append(2);
    world.run_for(milliseconds(10'000));
    EXPECT_FALSE(world.told.back().connected);
    EXPECT_EQ(world.told.back().unsent, 2);
    EXPECT_GE(world.told.back().oldest_unsent_ms, 8'000);
    EXPECT_THAT(world.told.back().detail, testing::HasSubstr("lost"));
    EXPECT_LT(world.told.size(), 60u) << "once a second is often enough";
}

TEST(SyncMachine, APeerThatIsAwayIsNotAskedInATightCircle) {
    World world;
    world.hub.up = false;
    world.start();
    world.run_for(milliseconds(60'000));
    EXPECT_LT(world.steps, 400);
    EXPECT_GT(world.steps, 60);
}

TEST(SyncMachine, AQuietMinuteCostsAFewLongPolls) {
    World world;
    world.start();
    ASSERT_TRUE(world.settle());
    int const before = world.steps;
    world.run_for(milliseconds(60'000));
    EXPECT_LT(world.steps - before, 12);
}

/// A line that carries five events in the time of a request: every batch beyond that is in vain.
TEST(SyncMachine, ASlowLineGetsSmallerBatches) {
    World world;
    world.journal.append(60);
    world.settings.batch_events = 256;
    world.carries = 5;
    world.start();
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(world.hub.events.at("aaaa000000000001").size(), 60u);
}

TEST(SyncMachine, AFeedOutOfOrderIsNotStored) {
    World world;
    world.hub.feed = {{5, "task", "{}"}, {4, "task", "{}"}};
    world.start();
    world.run_for(milliseconds(3'000));
    EXPECT_TRUE(world.journal.feed.empty());
    EXPECT_THAT(world.told.back().detail, testing::HasSubstr("out of order"));
}

TEST(SyncMachine, AFeedThatCannotBeTakenIsToldAlthoughTheHubAnswers) {
    SyncMachine machine({"main", "T03", 0, 1});
    auto const stuck = [](std::vector<Action> const& actions) {
        std::optional<bool> out;
        for (auto const& action : actions)
            if (auto const* tell = std::get_if<TellHub>(&action)) out = tell->seen.feed_stuck;
        return out;
    };
    machine.start(domain::Instant{});
    machine.handle(FeedStored{0}, domain::Instant{});
    machine.handle(HeadsRead{{"a", 0, ""}, {{"a", 0, ""}}}, domain::Instant{});
    machine.handle(HttpAnswered{Lane::up, 200, wire::to_json(wire::Mark{"T03", "", {}})}, domain::Instant{});
    EXPECT_EQ(stuck(machine.handle(HttpAnswered{Lane::down, 400, "{}"}, domain::Instant{})), true);
    machine.handle(TimePassed{}, domain::Instant{milliseconds(60'000)});
    machine.handle(FeedStored{0}, domain::Instant{milliseconds(60'000)});
    EXPECT_EQ(stuck(machine.handle(HttpAnswered{Lane::down, 200, wire::to_json(wire::FeedPage{})},
                                   domain::Instant{milliseconds(60'001)})),
              false);
}

TEST(SyncMachine, TheFeedBeginsAtTheCursorOfTheEnrolment) {
    World world;
    world.hub.add_feed(4);
    world.settings.feed_cursor = world.hub.feed[1].position;
    world.start();
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(world.journal.feed.size(), 2u);
}

TEST(BackOff, DoublesToItsMostAndIsTheSameForASeed) {
    BackOff one(5), same(5), other(6);
    std::vector<std::int64_t> first, second, third;
    for (int i = 0; i < 40; ++i) {
        first.push_back(one.next(milliseconds(1'500)).count());
        second.push_back(same.next(milliseconds(1'500)).count());
        third.push_back(other.next(milliseconds(1'500)).count());
        EXPECT_GE(first.back(), 50);
        EXPECT_LE(first.back(), 1'500);
    }
    EXPECT_LE(first[0], 100);
    EXPECT_GE(first[39], 750);
    EXPECT_EQ(first, second);
    EXPECT_NE(first, third);
    one.reset();
    EXPECT_LE(one.next(milliseconds(1'500)).count(), 100);
}

TEST(UrlText, KeepsNothingThatAUrlWouldRead) {
    EXPECT_EQ(url_text("T-03_a.~"), "T-03_a.~");
    EXPECT_EQ(url_text("a/b?c=d&e f%"), "a%2Fb%3Fc%3Dd%26e%20f%25");
    EXPECT_EQ(url_text("台"), "%E5%8F%B0");
}

TEST(SyncMachine, SaysWhatTheJournalWasComparedWith) {
    World world;
    world.journal.append(3);
    world.start();
    ASSERT_TRUE(world.settle());
    ASSERT_FALSE(world.witnesses.empty());
    EXPECT_EQ(world.witnesses.front(), "hub: has nothing of this station");
    auto const& life = world.journal.lives.back();
    world.hub_goes();
    world.run_until(world.now + milliseconds(100));
    world.hub.up = true;
    world.journal.append(1);
    world.start();
    ASSERT_TRUE(world.settle());
    EXPECT_EQ(world.witnesses.back(), "hub " + life.name + ":3:" + life.events[2].hash);
}

TEST(SyncMachine, AsksForTheFeedInTheNameOfTheLifeItIsOf) {
    SyncMachine machine({.warehouse = "main", .station = "T1"});
    (void)machine.start(domain::Instant{});
    auto const asked = machine.handle(FeedStored{40, "ab12"}, domain::Instant{});
    auto const is_request = [](Action const& action) { return std::holds_alternative<SendHttp>(action); };
    ASSERT_EQ(std::ranges::count_if(asked, is_request), 1);
    auto const& request = std::get<SendHttp>(*std::ranges::find_if(asked, is_request));
    EXPECT_THAT(request.target, testing::HasSubstr("/feed?after=40&generation=ab12&"));
}

}  // namespace
