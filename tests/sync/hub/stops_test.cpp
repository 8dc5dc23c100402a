// Hold, cancel, put back, ship and close: every cancel ends in exactly one outcome.
#include <gmock/gmock.h>

#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

TEST(Stops, AnUnknownOrderOrLineIsNamed) {
    Floor f;
    for (auto const* what : {"hold", "release", "cancel", "ship"})
        EXPECT_EQ(f.stop(what, "NONE").status, 404) << what;
    EXPECT_EQ(f.put_back("T01-k7-000001", "7").status, 404);
    auto const one = f.rig.call("POST", "/v1/main/orders/O1/cancel",
                                wire::to_json(wire::StopRequest{"7", "x"}), f.rig.central());
    EXPECT_EQ(one.status, 404);
}

TEST(Stops, TwiceIsOnce) {
    Floor f;
    EXPECT_EQ(f.stop("release").status, 200) << "nothing is held";
    f.one.catch_up();
    f.stop("hold");
    f.stop("hold");
    f.one.catch_up();
    EXPECT_EQ(std::ranges::count(f.one.stored, "task_taken", &domain::FeedItem::kind), 1);
    f.stop("cancel");
    auto const first = f.outcome();
    f.stop("cancel");
    EXPECT_EQ(f.outcome().reason, first.reason);
    f.one.catch_up();
    EXPECT_EQ(std::ranges::count(f.one.stored, "task_taken", &domain::FeedItem::kind), 1)
        << "a held task was taken from the table already";
    EXPECT_EQ(f.outcome().outcome, "cancelled_unsorted");
}

TEST(Stops, AnOrderNobodyHeldIsUnsortedAtOnce) {
    Rig rig;
    rig.import({weighed_line("O1", "1")});
    rig.call("POST", "/v1/main/orders/O1/cancel", wire::to_json(wire::StopRequest{"", "x"}), rig.central());
    auto const lines = rig.call("GET", "/v1/main/orders/O1", "", rig.central()).as<wire::StopAnswer>().lines;
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].outcome, "cancelled_unsorted");
}

TEST(Stops, AClosedOrderIsNeitherHeldNorReleasedNorCancelled) {
    Floor f;
    f.one.catch_up();
    f.stop("hold");
    EXPECT_EQ(f.close({"order", "O1", "", true, "发车"}).as<wire::CloseAnswer>().state, "closed");
    f.one.catch_up();
    auto const told = f.one.stored.size();
    EXPECT_EQ(f.stop("hold").status, 409);
    EXPECT_EQ(f.stop("release").status, 409);
    f.one.catch_up();
    EXPECT_EQ(f.one.stored.size(), told) << "nobody is given a task of a closed order";
    EXPECT_EQ(f.stop("cancel").status, 200);
    EXPECT_EQ(f.outcome().outcome, "refused_shipped");
    EXPECT_EQ(f.result().state, "held");
    EXPECT_TRUE(f.result().final);
}

TEST(PutBack, NeedsACancelThatLooksForABagAndALabel) {
    Floor f;
    EXPECT_EQ(f.put_back("T01-k7-000001").status, 409) << "nothing is cancelled";
    f.one.weigh(f.line, 2'000'000);
    f.one.weigh(f.line, 50'000);
    f.one.send();
    f.stop("cancel");
    EXPECT_EQ(f.put_back("").status, 400);
    EXPECT_EQ(f.put_back(std::string(513, '1')).status, 400);
    for (auto const* label : {"000000", "T01-k7-000000", "T01", "000003", "T011-k7-000001"})
        EXPECT_EQ(f.put_back(label).status, 409) << label;
    EXPECT_EQ(f.outcome().waiting_for, "bag");
    EXPECT_EQ(f.put_back("00000103000001").status, 200)
        << "a bar code of digits ends with the six of the sequence";
    EXPECT_EQ(f.outcome().outcome, "cancelled_put_back");
    EXPECT_EQ(f.put_back("T01-k7-000001").status, 409) << "no bag is looked for any more";
}

TEST(PutBack, AShortBarCodeIsAllSequence) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    f.stop("cancel");
    EXPECT_EQ(f.put_back("0001").status, 200);
}

/// The cancel looks for the bag of the table's first event, and ends when its label is scanned.
void found_by_its_label(Floor& f) {
    ASSERT_EQ(f.outcome().waiting_for, "bag");
    EXPECT_EQ(f.put_back("000001").status, 200);
    EXPECT_EQ(f.outcome().outcome, "cancelled_put_back");
}

TEST(PutBack, ABagWhoseFigureWasCorrectedIsKnownByItsLabel) {
    Floor f;
    auto const seq = f.one.weigh(f.line, 2'000'000);
    f.one.send();
    EXPECT_EQ(f.rig
                  .call("POST", "/v1/main/weighings/correct",
                        wire::to_json(
                            wire::CorrectRequest{"T01", f.one.incarnation(), seq, "1.9", "kg", "picture"}),
                        f.rig.supervisor())
                  .status,
              200);
    f.stop("cancel");
    found_by_its_label(f);
}

TEST(PutBack, ABagThatWasDecidedNotToCountIsKnownByItsLabel) {
    Floor f;
    f.stop("cancel");
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    auto const waiting = f.held();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(f.decide(waiting[0].id, "keep_first").status, 200);
    found_by_its_label(f);
}

TEST(PutBack, WhileTheTableHasNotAnsweredNoBagIsLookedFor) {
    Floor f;
    f.stop("cancel");
    ASSERT_EQ(f.outcome().waiting_for, "station");
    EXPECT_EQ(f.put_back("T01-k7-000001").status, 409);
}

TEST(Ship, ABagThatWentOutAfterAllIsRefusedAndSettlesAsWeighed) {
    Floor f;
    auto const other = weighed_line("O1", "2", "4");
    f.rig.import({other});
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    f.stop("cancel");
    ASSERT_EQ(f.outcome().waiting_for, "bag");
    EXPECT_EQ(f.result().state, "cancelled");
    EXPECT_EQ(f.ship().status, 200);
    auto const order = f.rig.call("GET", "/v1/main/orders/O1", "", f.rig.central()).as<wire::StopAnswer>();
    EXPECT_EQ(order.state, "shipped");
    ASSERT_EQ(order.lines.size(), 2U);
    EXPECT_EQ(order.lines[0].outcome, "refused_shipped");
    EXPECT_NE(order.lines[1].outcome, "refused_shipped") << "of that line nothing was in the house";
    EXPECT_EQ(f.result().state, "done");
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
}

TEST(Close, RefusesWhatIsNoScope) {
    Floor f;
    EXPECT_EQ(f.close({"truck", "7", "", false, ""}).status, 400);
    EXPECT_EQ(f.close({"route", "R1", "", false, ""}).status, 400) << "a route is closed within a wave";
    EXPECT_EQ(f.close({"route", "R9", "W1", false, ""}).status, 404);
    EXPECT_EQ(f.close({"wave", "W9", "", false, ""}).status, 404);
    EXPECT_TRUE(f.rig.all_results().empty());
}

TEST(Close, ARouteClosesItsOwnOrdersAndAWaveTheRest) {
    Floor f;
    auto far = weighed_line("O2", "1", "4");
    far.route = "R2";
    f.rig.import({far});
    auto const route = f.close({"route", "R2", "W1", true, "发车"}).as<wire::CloseAnswer>();
    EXPECT_EQ(route.state, "closed");
    EXPECT_EQ(route.shorted, 1);
    EXPECT_EQ(f.result().order_no, "O2");
    EXPECT_EQ(f.result().state, "short");
    EXPECT_EQ(f.result().reason, "closed");
    auto const wave = f.close({"wave", "W1", "", false, ""}).as<wire::CloseAnswer>();
    EXPECT_EQ(wave.state, "closing");
    EXPECT_EQ(wave.open_tasks, 1) << "what is closed already is not open";
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    EXPECT_EQ(f.close({"wave", "W1", "", false, ""}).as<wire::CloseAnswer>().state, "closed")
        << "nothing is open any more";
    EXPECT_TRUE(f.result().final);
}

TEST(Close, ListsHeldOnesAndOpenCancelsBesideOpenTasks) {
    Floor f;
    auto const cancelled = weighed_line("O2", "1", "4"), held = weighed_line("O3", "1", "4");
    f.rig.import({cancelled, held});
    f.one.weigh(f.line, 500'000);
    f.one.send();
    f.stop("cancel", "O2");
    f.stop("hold", "O3");
    auto answer = f.close({"wave", "W1", "", false, ""}).as<wire::CloseAnswer>();
    EXPECT_EQ(answer.open_tasks, 2) << "the one in progress and the one on hold";
    EXPECT_EQ(answer.open_cancels, 1);
    EXPECT_EQ(answer.held, 0);
    EXPECT_EQ(answer.state, "closing");
    f.move("T02");
    f.two.weigh(f.line, 1'500'000, 2);
    f.two.send();
    f.one.weigh(f.line, 400'000, 1);
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    answer = f.close({"order", "O1", "W1", false, ""}).as<wire::CloseAnswer>();
    EXPECT_EQ(answer.open_tasks, 0);
    EXPECT_EQ(answer.held, 1);
    EXPECT_EQ(answer.state, "closing") << "a held weighing alone keeps it open";
    answer = f.close({"order", "O2", "", false, ""}).as<wire::CloseAnswer>();
    EXPECT_EQ(answer.open_tasks, 0);
    EXPECT_EQ(answer.state, "closing") << "and so does a cancel";
}

TEST(Close, ShortsWhatWasBegunAndEndsEveryCancel) {
    Floor f;
    auto const away = weighed_line("O1", "2", "4"), out = weighed_line("O1", "3", "4"),
               begun = weighed_line("O1", "4", "4");
    f.rig.import({away, out, begun});
    f.one.weigh(out, 2'000'000);
    f.one.weigh(begun, 500'000);
    f.one.send();
    for (auto const* line : {"2", "3"})
        f.rig.call("POST", "/v1/main/orders/O1/cancel", wire::to_json(wire::StopRequest{line, "退"}),
                   f.rig.central());
    EXPECT_EQ(f.close({"order", "O1", "", true, "发车"}).as<wire::CloseAnswer>().state, "closed");
    auto const lines =
        f.rig.call("GET", "/v1/main/orders/O1", "", f.rig.central()).as<wire::StopAnswer>().lines;
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].outcome, "pending_station_offline") << "its table has not answered";
    EXPECT_EQ(lines[0].waiting_for, "station");
    EXPECT_EQ(lines[1].outcome, "refused_shipped") << "its bag was not found and leaves with the order";
    std::map<std::string, wire::ResultRow> last;
    for (auto const& row : f.rig.all_results()) last[row.line_no] = row;
    EXPECT_EQ(last["1"].state, "short");
    EXPECT_EQ(last["2"].state, "cancelled");
    EXPECT_EQ(last["3"].state, "done");
    EXPECT_EQ(last["3"].actual_mg, 2'000'000);
    EXPECT_EQ(last["4"].state, "short");
    EXPECT_EQ(last["4"].actual_mg, 500'000);
    for (auto const& [line, row] : last) EXPECT_TRUE(row.final) << line;
}

/// Shipped although it was cancelled, and too little in it: the reason that was given stays with it.
TEST(Close, KeepsTheReasonALineAlreadyHas) {
    Floor f;
    f.one.weigh(f.line, 500'000);
    f.one.send();
    f.stop("cancel");
    f.ship();
    ASSERT_EQ(f.result().state, "partial");
    f.close({"order", "O1", "", true, "发车"});
    EXPECT_EQ(f.result().state, "short");
    EXPECT_EQ(f.result().reason, "客户退单");
}

TEST(Close, ATaskOnHoldIsOpenHoweverMuchIsInIt) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    f.stop("hold");
    EXPECT_EQ(f.close({"order", "O1", "", false, ""}).as<wire::CloseAnswer>().open_tasks, 1);
    auto const pieces = counted_line("O2", "1");
    f.rig.import({pieces});
    f.stop("hold", "O2");
    EXPECT_EQ(f.result().state, "held");
    EXPECT_EQ(f.result().actual_count, 0);
}

}  // namespace
}  // namespace bozhong::hub::test
