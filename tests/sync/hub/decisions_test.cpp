// What becomes of weighings that are in no sum: what a person may decide of each kind, and what it then
// counts for.
#include <gmock/gmock.h>

#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;

std::vector<std::string> decisions_heard(Table& table) {
    table.catch_up();
    std::vector<std::string> out;
    for (auto const& item : table.stored)
        if (item.kind == "decision")
            out.push_back(std::get<domain::DecisionGiven>(wire::decode_feed(item).value()).decision);
    return out;
}

/// The station's first event once more, with other content.
void fork(Table& table, std::function<void()> const& other) {
    table.send();
    table.events.clear();
    other();
    EXPECT_TRUE(table.send().quarantine.has_value());
}

TEST(Decide, RefusesWhatIsNoDecision) {
    Floor f;
    auto const id = f.both_weigh();
    EXPECT_EQ(f.decide(id, "perhaps").status, 400);
    EXPECT_EQ(f.decide(id, "add", "").status, 400) << "a decision has a reason";
    EXPECT_EQ(f.decide(id + 1, "add").status, 404);
    EXPECT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.result().actual_mg, 2'010'000);
}

TEST(Decide, TheListHasPagesAndWhatWasDecided) {
    Floor f;
    for (auto const* order : {"N1", "N2", "N3"}) f.one.weigh(weighed_line(order, "1"), 700'000);
    f.one.send();
    auto const list = [&](std::string const& ask) {
        return f.rig.call("GET", "/v1/main/exceptions?" + ask, "", f.rig.supervisor());
    };
    auto const first = list("limit=2").as<wire::HeldPage>();
    ASSERT_EQ(first.exceptions.size(), 2U);
    EXPECT_TRUE(first.more);
    auto const rest = list("limit=2&offset=2").as<wire::HeldPage>();
    ASSERT_EQ(rest.exceptions.size(), 1U);
    EXPECT_FALSE(rest.more);
    f.decide(rest.exceptions[0].id, "put_back");
    auto const decided = list("state=decided").as<wire::HeldPage>();
    ASSERT_EQ(decided.exceptions.size(), 1U);
    EXPECT_EQ(decided.exceptions[0].state, "put_back");
    EXPECT_EQ(decided.exceptions[0].decided_by, "person:admin");
    EXPECT_EQ(list("state=all").status, 400);
}

TEST(Decide, AQuarantinedCountCountsAsWhatItSays) {
    Floor f;
    auto const line = counted_line("O2", "1");
    f.rig.import({line});
    auto const given = f.rig.call("POST", "/v1/main/assign",
                                  wire::to_json(wire::AssignRequest{"T01", "", "", "", "", {{"O2", "1"}}}),
                                  f.rig.supervisor());
    ASSERT_EQ(given.status, 200);
    f.one.count(line, 4);
    fork(f.one, [&] { f.one.count(line, 3); });
    auto const waiting = f.held();
    auto const found = std::ranges::find(waiting, "quarantined", &wire::HeldWeighing::kind);
    ASSERT_NE(found, waiting.end());
    EXPECT_EQ(found->order_no, "O2");
    EXPECT_EQ(f.decide(found->id, "replace").status, 200);
    EXPECT_EQ(f.result().order_no, "O2");
    EXPECT_EQ(f.result().actual_count, 3);
    EXPECT_EQ(f.result().entry, "manual");
}

/// "Marked by hand, and its tare as typed" holds in the results whichever way a weighing comes into a sum.
TEST(Decide, AQuarantinedWeightByHandStaysMarked) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    fork(f.one, [&] {
        f.one.weigh(f.line, 1'900'000);
        auto typed = std::get<domain::Weighed>(*wire::decode("weighed", f.one.events.back().payload));
        f.one.events.pop_back();
        typed.entry = domain::Entry::manual;
        typed.tares = {{domain::TareKind::preset, "typed", {12'000}}};
        f.one.add(typed);
    });
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.decide(f.held()[0].id, "replace").status, 200);
    auto const row = f.result();
    EXPECT_EQ(row.actual_mg, 1'900'000);
    EXPECT_EQ(row.entry, "manual");
    ASSERT_EQ(row.weighings.size(), 1U);
    EXPECT_TRUE(row.weighings[0].pt);
    EXPECT_EQ(row.weighings[0].tare_mg, 12'000);
    EXPECT_EQ(row.weighings[0].at, "2026-09-21T14:13:20.000Z") << "when it was weighed";
}

TEST(Decide, AQuarantinedOneWithoutATimeCountsWithoutOne) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    fork(f.one, [&] {
        f.one.weigh(f.line, 1'900'000);
        auto& event = f.one.events.back();
        event.payload.replace(event.payload.find("\"stamp\""), 7, "\"other\"");
        event.hash = wire::hash_event(event);
    });
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.decide(f.held()[0].id, "replace").status, 200);
    EXPECT_EQ(f.result().actual_mg, 1'900'000);
    EXPECT_EQ(f.result().weighings.at(0).at, "");
}

TEST(Decide, AQuarantinedOneLeftOutChangesNothing) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    fork(f.one, [&] { f.one.weigh(f.line, 1'900'000); });
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.decide(f.held()[0].id, "keep_first").status, 200);
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_THAT(decisions_heard(f.one), testing::Contains("keep_first"));
}

TEST(Decide, WhatCannotBeReadCannotCount) {
    Floor f;
    auto const spoil = [&] {
        auto& event = f.one.events.back();
        event.payload = "{}";
        event.hash = wire::hash_event(event);
    };
    f.one.weigh(f.line, 2'000'000);
    spoil();
    EXPECT_EQ(f.one.send().acknowledged, 1U) << "never refused";
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "unreadable");
    EXPECT_EQ(f.decide(f.held()[0].id, "add").status, 409);
    EXPECT_EQ(f.decide(f.held()[0].id, "put_back").status, 200);
    fork(f.one, [&] {
        f.one.weigh(f.line, 1'900'000);
        spoil();
        f.one.events.back().payload = "[]";
    });
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].kind, "quarantined");
    EXPECT_EQ(f.decide(f.held()[0].id, "add").status, 409);
    EXPECT_EQ(f.decide(f.held()[0].id, "keep_first").status, 200);
    EXPECT_TRUE(f.rig.all_results().empty());
}

TEST(Decide, AWeighingWhoseTimeCannotBeReadCountsAllTheSame) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    auto& event = f.one.events.back();
    auto const at = event.payload.find("\"stamp\"");
    ASSERT_NE(at, std::string::npos) << event.payload;
    event.payload.replace(at, 7, "\"other\"");
    event.hash = wire::hash_event(event);
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_EQ(f.result().weighings.at(0).at, "");
}

TEST(Decide, AVoidAfterTheCloseOrTheCancelWaitsForAPerson) {
    for (bool const closed : {true, false}) {
        Floor f;
        auto const seq = f.one.weigh(f.line, 2'000'000);
        f.one.send();
        if (closed) {
            ASSERT_EQ(f.close({"wave", "W1", "", true, "发车"}).status, 200);
        } else {
            f.stop("cancel");
        }
        f.one.add(domain::Voided{seq, {"O1", "1"}, "wrong", "p1", ""});
        f.one.send();
        EXPECT_EQ(f.result().actual_mg, 2'000'000) << "the sum that was told stays";
        ASSERT_EQ(f.held().size(), 1U);
        EXPECT_EQ(f.held()[0].why, closed ? "void_after_close" : "void_after_cancel");
        EXPECT_EQ(f.decide(f.held()[0].id, "add").status, 409) << "a void is no weighing";
        EXPECT_EQ(f.decide(f.held()[0].id, "keep_first").status, 200);
        EXPECT_EQ(f.result().actual_mg, 2'000'000);
    }
}

TEST(Decide, LeavingOutAfterTheCloseIsNoCorrection) {
    Floor f;
    f.close({"wave", "W1", "", true, "发车"});
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.decide(f.held()[0].id, "keep_first").status, 200);
    EXPECT_FALSE(f.result().after_close);
}

TEST(Decide, ACancelEndsWhenTheLastBagIsBack) {
    Floor f;
    f.one.weigh(f.line, 900'000);
    f.one.send();
    f.stop("cancel");
    f.one.weigh(f.line, 1'000'000);
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.decide(f.held()[0].id, "put_back").status, 200);
    EXPECT_EQ(f.outcome().outcome, "") << "the first bag is still out";
    EXPECT_EQ(f.outcome().waiting_for, "bag");
    EXPECT_EQ(f.put_back("T01-k7-000001").status, 200);
    EXPECT_EQ(f.outcome().outcome, "cancelled_put_back");
}

/// A hub restored from yesterday hears of weighings before the order service has sent their orders again.
TEST(UnknownTask, CountsWhenItsOrderComesAndTheTableThatWeighedHasIt) {
    Floor f;
    auto const late = weighed_line("N1", "1", "4");
    f.two.weigh(late, 900'000);
    f.two.weigh(late, 1'100'000);
    f.two.send();
    ASSERT_EQ(f.held().size(), 2U);
    EXPECT_EQ(f.rig.import({late}).status, 200);
    EXPECT_TRUE(f.held().empty());
    EXPECT_EQ(f.result().order_no, "N1");
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_EQ(f.result().state, "done");
    auto const heard = decisions_heard(f.two);
    EXPECT_EQ(std::ranges::count(heard, "add"), 2);
    EXPECT_EQ(f.two.stored.back().kind, "decision");
    f.two.weigh(late, 50'000);
    f.two.send();
    EXPECT_EQ(f.result().actual_mg, 2'050'000) << "the task is this table's now";
}

TEST(UnknownTask, OfTwoTablesIsForAPerson) {
    Floor f;
    auto const late = weighed_line("N1", "1", "4");
    for (auto* table : {&f.one, &f.two}) {
        table->weigh(late, 1'000'000);
        table->send();
    }
    EXPECT_EQ(f.rig.import({late}).status, 200);
    ASSERT_EQ(f.held().size(), 2U);
    EXPECT_TRUE(f.rig.all_results().empty());
    EXPECT_EQ(f.decide(f.held()[1].id, "add").status, 200);
    EXPECT_EQ(f.result().actual_mg, 1'000'000);
}

TEST(UnknownTask, VoidedByItsTableIsDecided) {
    Floor f;
    auto const seq = f.one.weigh(weighed_line("NONE", "1"), 700'000);
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    f.one.add(domain::Voided{seq, {"NONE", "1"}, "wrong", "p1", ""});
    f.one.send();
    EXPECT_TRUE(f.held().empty());
}

TEST(UnknownTask, OfAnotherWarehouseIsNotThisOnes) {
    Floor f;
    for (auto const* warehouse : {"south", ""}) {
        f.one.weigh(f.line, 1'000'000);
        auto fact = std::get<domain::Weighed>(*wire::decode("weighed", f.one.events.back().payload));
        f.one.events.pop_back();
        fact.task.warehouse = warehouse;
        f.one.add(fact);
    }
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "unknown_task");
    EXPECT_EQ(f.result().actual_mg, 1'000'000) << "one that names none is of the station's own";
}

}  // namespace
}  // namespace bozhong::hub::test
