#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/hub/rules.h"
#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

TEST(WhyHeld, IsATable) {
    EXPECT_EQ(why_held({}), "unknown_task");
    EXPECT_EQ(why_held({true, true, false, true, true, false}), "cancelled");
    EXPECT_EQ(why_held({true, false, true, true, true, false}), "closed");
    EXPECT_EQ(why_held({true, false, false, false, true, false}), "not_given");
    EXPECT_EQ(why_held({true, false, false, true, false, true}), "moved");
    EXPECT_EQ(why_held({true, false, false, true, false, false}), "");
    EXPECT_EQ(why_held({true, false, false, true, true, true}), "");
}

TEST(Held, WeighedElsewhereIsInNoSumUntilDecided) {
    Floor f;
    f.both_weigh();
    EXPECT_EQ(f.result().actual_mg, 2'010'000);
    auto const waiting = f.held();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].why, "moved");
    EXPECT_EQ(waiting[0].weighing.station, "T01");
    EXPECT_EQ(waiting[0].weighing.net_mg, 1'950'000);
    ASSERT_EQ(waiting[0].in_force.size(), 1U);
    EXPECT_EQ(waiting[0].in_force[0].station, "T02");
    EXPECT_EQ(waiting[0].owner, "supervisor");
}

TEST(Held, Add) {
    Floor f;
    EXPECT_EQ(f.decide(f.both_weigh(), "add").status, 200);
    EXPECT_EQ(f.result().actual_mg, 3'960'000);
}

TEST(Held, Replace) {
    Floor f;
    EXPECT_EQ(f.decide(f.both_weigh(), "replace").status, 200);
    EXPECT_EQ(f.result().actual_mg, 1'950'000);
    EXPECT_EQ(f.result().weighings.size(), 1U);
}

TEST(Held, KeepFirstAndPutBackLeaveTheSum) {
    for (auto const* decision : {"keep_first", "put_back"}) {
        Floor f;
        auto const id = f.both_weigh();
        EXPECT_EQ(f.decide(id, decision).status, 200);
        EXPECT_EQ(f.result().actual_mg, 2'010'000);
        EXPECT_TRUE(f.held().empty());
        EXPECT_EQ(f.decide(id, "add").status, 409);  // once is enough
    }
}

TEST(Held, TheStationHearsOfEveryDecision) {
    Floor f;
    auto const id = f.both_weigh();
    f.decide(id, "keep_first");
    f.one.catch_up();
    std::vector<std::string> decisions;
    for (auto const& item : f.one.stored) {
        if (item.kind == "decision")
            decisions.push_back(std::get<domain::DecisionGiven>(wire::decode_feed(item).value()).decision);
    }
    EXPECT_THAT(decisions, testing::Contains("keep_first"));
}

TEST(Held, MovedButNobodyWeighedSinceIsInForceAndTheOtherTableIsToldToStop) {
    Floor f;
    f.one.weigh(f.line, 2'000'000, 1);
    f.move("T02");
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_TRUE(f.held().empty());
    f.two.weigh(f.line, 1'990'000, 2);  // it had not heard
    f.two.send();
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "moved");
}

TEST(Held, TwoBagsOfTheOldTableBothCount) {
    Floor f;
    f.one.weigh(f.line, 900'000, 1);
    f.one.weigh(f.line, 1'100'000, 1);
    f.move("T02");
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_TRUE(f.held().empty());
}

TEST(Held, UnknownTaskIsStoredButCannotCount) {
    Floor f;
    f.one.weigh(weighed_line("NONE", "1"), 700'000);
    f.one.send();
    auto const waiting = f.held();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].why, "unknown_task");
    EXPECT_EQ(f.decide(waiting[0].id, "add").status, 409);
    EXPECT_EQ(f.decide(waiting[0].id, "put_back").status, 200);
}

TEST(Cancel, UnsortedOnceTheTableConfirmed) {
    Floor f;
    EXPECT_EQ(f.stop("cancel").status, 200);
    EXPECT_EQ(f.outcome().outcome, "");
    EXPECT_EQ(f.outcome().waiting_for, "station");
    f.one.catch_up();
    EXPECT_EQ(f.outcome().outcome, "cancelled_unsorted");
    EXPECT_EQ(f.result().state, "cancelled");
}

TEST(Cancel, PendingWhenTheTableIsAwayAndSettledWhenItIsBack) {
    Floor f;
    f.stop("cancel");
    f.rig.pass(61'000);
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (f.outcome().outcome.empty() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    EXPECT_EQ(f.outcome().outcome, "pending_station_offline");
    f.one.weigh(f.line, 2'000'000, 1);  // it had weighed it all the same
    f.one.send();
    EXPECT_EQ(f.outcome().outcome, "");
    EXPECT_EQ(f.outcome().waiting_for, "bag");
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "cancelled");
    EXPECT_EQ(f.decide(f.held()[0].id, "add").status, 409);
    EXPECT_EQ(f.decide(f.held()[0].id, "put_back").status, 200);
    EXPECT_EQ(f.outcome().outcome, "cancelled_put_back");
    EXPECT_EQ(f.result().actual_mg, 0);
}

TEST(Cancel, PutBackNeedsTheBagsOwnLabel) {
    Floor f;
    f.one.weigh(f.line, 2'000'000, 1);
    f.one.send();
    f.stop("cancel");
    EXPECT_EQ(f.outcome().waiting_for, "bag");
    auto const put = [&](std::string const& label) {
        return f.rig
            .call("POST", "/v1/main/orders/O1/put-back", wire::to_json(wire::PutBackRequest{"1", label}),
                  f.rig.central())
            .status;
    };
    EXPECT_EQ(put("T01-k7-000002"), 409);
    EXPECT_EQ(put("T02-k7-000001"), 409);
    EXPECT_EQ(put("T01-k7-000001"), 200);
    EXPECT_EQ(f.outcome().outcome, "cancelled_put_back");
    EXPECT_EQ(f.result().actual_mg, 0);
}

TEST(Cancel, RefusedOnceShipped) {
    Floor f;
    f.one.weigh(f.line, 2'000'000, 1);
    f.one.send();
    EXPECT_EQ(f.rig.call("POST", "/v1/main/orders/O1/ship", "", f.rig.central()).status, 200);
    f.stop("cancel");
    EXPECT_EQ(f.outcome().outcome, "refused_shipped");
    EXPECT_EQ(f.result().state, "done");
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
}

TEST(Hold, TakesTheTaskAwayAndReleaseGivesItBack) {
    Floor f;
    f.one.catch_up();
    f.stop("hold");
    f.one.catch_up();
    EXPECT_EQ(std::get<domain::TaskTaken>(wire::decode_feed(f.one.stored.back()).value()).why, "held");
    EXPECT_EQ(f.result().state, "held");
    EXPECT_EQ(f.rig.call("POST", "/v1/main/orders/O1/ship", "", f.rig.central()).status, 409);
    f.stop("release");
    f.one.catch_up();
    EXPECT_EQ(std::get<domain::TaskGiven>(wire::decode_feed(f.one.stored.back()).value()).task.line.order_no,
              "O1");
    EXPECT_EQ(f.result().state, "open");
    EXPECT_EQ(f.stop("hold", "NONE").status, 404);
}

TEST(Close, ListsWhatIsOpenThenShortsItAndHoldsWhatComesLater) {
    Floor f;
    auto const close = [&](bool short_open) {
        return f.rig
            .call("POST", "/v1/main/close",
                  wire::to_json(wire::CloseRequest{"wave", "W1", "", short_open, "发车"}), f.rig.central())
            .as<wire::CloseAnswer>();
    };
    EXPECT_EQ(close(false).state, "closing");
    EXPECT_EQ(close(false).open_tasks, 1);
    EXPECT_EQ(close(true).state, "closed");
    EXPECT_EQ(f.result().state, "short");
    EXPECT_TRUE(f.result().final);
    f.one.weigh(f.line, 2'000'000, 1);
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 0);
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "closed");
    EXPECT_EQ(f.decide(f.held()[0].id, "add").status, 200);
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_TRUE(f.result().after_close);
    EXPECT_THAT(f.result().reason, testing::HasSubstr("person:admin"));
    EXPECT_EQ(f.rig.import({weighed_line("O1", "1", "9")}).status, 409);
}

TEST(Journal, TheHubsOwnDecisionsAreAChain) {
    Floor f;
    f.decide(f.both_weigh(), "add");
    auto const reply = f.rig.call("GET", "/v1/main/decisions?limit=500", "", f.rig.supervisor());
    EXPECT_THAT(reply.body, testing::HasSubstr("\"type\":\"decide\""));
    EXPECT_THAT(reply.body, testing::HasSubstr("\"author\":\"person:admin\""));
    EXPECT_THAT(reply.body, testing::HasSubstr("\"previous_hash\":\"" + wire::no_previous_hash + "\""));
}

}  // namespace
}  // namespace bozhong::hub::test
