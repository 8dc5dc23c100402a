// Rights that were taken away while a table was away: what was done there counts, and a supervisor is told.
#include <gmock/gmock.h>

#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

struct Night : Floor {
    void person(std::string const& id, std::string const& role, bool active = true,
                std::vector<std::string> const& rights = {}) {
        wire::PersonRequest const request{"员工 " + id, role, "", "4711", "", rights, active};
        EXPECT_EQ(rig.call("PUT", "/v1/main/people/" + id, wire::to_json(request), rig.supervisor()).status,
                  200);
    }
    domain::Seq weigh(std::string const& by, std::int64_t net_mg,
                      domain::Entry entry = domain::Entry::scale) {
        domain::Weighed weighed;
        weighed.task.line = {"O1", "1"};
        weighed.task.warehouse = "main";
        weighed.task.assignment = 1;
        weighed.gross = weighed.net = {net_mg};
        weighed.entry = entry;
        weighed.person = by;
        return one.add(weighed);
    }
    std::int64_t open_flags() {
        std::int64_t n = 0;
        for (auto const& x : held()) n += x.kind == "flagged" ? 1 : 0;
        return n;
    }
};

TEST(Authors, WhatALeaverDidWhileTheTableWasAwayCountsAndIsFlaggedOnce) {
    Night f;
    f.person("11", "sorter");
    f.weigh("11", 1'000'000);
    f.one.send();
    EXPECT_EQ(f.open_flags(), 0) << "with the right nothing is said";
    f.weigh("11", 500'000);
    f.weigh("11", 450'000);
    f.person("11", "sorter", false);
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 1'950'000) << "nothing is discarded, all of it counts";
    auto const waiting = f.held();
    ASSERT_EQ(waiting.size(), 1U);
    auto const& flag = waiting[0];
    EXPECT_EQ(flag.kind, "flagged");
    EXPECT_EQ(flag.why, "right_revoked");
    EXPECT_EQ(flag.person, "11");
    EXPECT_EQ(flag.owner, "supervisor");
    EXPECT_EQ(flag.flagged_total, 2);
    ASSERT_EQ(flag.flagged.size(), 2U);
    EXPECT_EQ(flag.flagged[0].seq, 2U);
    EXPECT_EQ(flag.flagged[1].seq, 3U);
    EXPECT_EQ(flag.flagged[0].needed, "capture");
    EXPECT_EQ(flag.flagged[0].type, "weighed");
    EXPECT_EQ(flag.flagged[0].order_no, "O1");
    f.one.send();
    EXPECT_EQ(f.held().at(0).flagged_total, 2) << "sent again it is the same";
}

TEST(Authors, ItIsAcknowledgedAndNotDecidedOtherwise) {
    Night f;
    f.person("11", "sorter");
    f.weigh("11", 1'950'000);
    f.person("11", "sorter", false);
    f.one.send();
    auto const id = f.held().at(0).id;
    EXPECT_EQ(f.decide(id, "keep_first").status, 409);
    EXPECT_EQ(f.decide(id, "acknowledge", "").status, 400);
    EXPECT_EQ(f.decide(id, "acknowledge", "he left on Friday").status, 200);
    EXPECT_EQ(f.decide(id, "acknowledge").status, 409) << "once";
    EXPECT_EQ(f.open_flags(), 0);
    EXPECT_EQ(f.result().actual_mg, 1'950'000);
    f.weigh("11", 10'000);
    f.one.send();
    EXPECT_EQ(f.open_flags(), 1) << "what comes later is told anew";
}

TEST(Authors, AHeldWeighingIsNotAcknowledged) {
    Night f;
    EXPECT_EQ(f.decide(f.both_weigh(), "acknowledge").status, 409);
}

TEST(Authors, TheRightThatWasNeededIsJudgedNotTheRole) {
    Night f;
    f.person("11", "sorter");
    f.person("boss", "supervisor");
    f.weigh("boss", 500'000, domain::Entry::manual);
    f.one.send();
    EXPECT_EQ(f.open_flags(), 0);
    f.person("boss", "sorter");
    f.weigh("boss", 400'000);
    f.one.send();
    EXPECT_EQ(f.open_flags(), 0) << "a weight from the scale needs no more than a sorter has";
    f.weigh("boss", 300'000, domain::Entry::manual);
    f.one.add(domain::Released{{"O1", "1"}, "red", 1, {}, "boss", ""});
    f.one.add(domain::Voided{1, {"O1", "1"}, "wrong", "11", "boss", {}});
    f.one.send();
    auto const waiting = f.held();
    ASSERT_EQ(waiting.size(), 1U);
    std::vector<std::string> needed;
    for (auto const& each : waiting[0].flagged) needed.push_back(each.needed);
    EXPECT_THAT(needed, testing::ElementsAre("enter_weight", "release_red", "correct_any"));
}

TEST(Authors, SomebodyThisHubNeverKnewIsNotJudged) {
    Night f;
    f.weigh("who", 1'950'000);
    f.weigh("", 10'000);
    f.one.send();
    EXPECT_EQ(f.open_flags(), 0);
}

TEST(Authors, AFlagDoesNotKeepAnOrderOpenAndOutlivesItsVoid) {
    Night f;
    f.person("11", "sorter");
    auto const seq = f.weigh("11", 1'950'000);
    f.person("11", "sorter", false);
    f.one.send();
    auto const closed = f.close({"order", "O1", "", false, ""}).as<wire::CloseAnswer>();
    EXPECT_EQ(closed.held, 0);
    EXPECT_EQ(closed.state, "closed");
    f.one.add(domain::Voided{seq, {"O1", "1"}, "wrong", "", "", {}});
    f.one.send();
    EXPECT_EQ(f.open_flags(), 1);
}

}  // namespace
}  // namespace bozhong::hub::test
