// Locked business days: what is corrected later is a fact, and a difference with a person and a reason.
#include <gmock/gmock.h>

#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;

struct Day : Floor {
    Day() {
        line.business_date = "2026-03-02";
        rig.import({line});
    }
    Reply lock(std::string const& date = "2026-03-02") {
        return rig.call("POST", "/v1/main/lock", wire::to_json(wire::LockRequest{date, "settled"}),
                        rig.central());
    }
    Reply correct(domain::Seq seq, std::string const& qty,
                  std::string const& reason = "the picture shows it") {
        wire::CorrectRequest const request{"T01", one.incarnation(), seq, qty, "斤", reason};
        return rig.call("POST", "/v1/main/weighings/correct", wire::to_json(request), rig.supervisor());
    }
    std::vector<wire::Correction> corrections(std::string const& ask = "") {
        auto const reply = rig.call("GET", "/v1/main/corrections" + ask, "", rig.central());
        EXPECT_EQ(reply.status, 200) << reply.body;
        return reply.as<wire::CorrectionPage>().corrections;
    }
    std::vector<wire::LockedDay> locked() {
        return rig.call("GET", "/v1/main/locks", "", rig.supervisor()).as<wire::LockedDays>().days;
    }
    void weigh_and_close() {
        one.weigh(line, 2'010'000, 1);
        one.send();
        close({"order", "O1", "", false, ""});
    }
};

TEST(Books, ADayIsLockedWhenAllOfItIsClosed) {
    Day f;
    EXPECT_EQ(f.lock("2026-3-2").status, 400);
    EXPECT_EQ(f.lock("2026-03-03").status, 404) << "a day that nobody knows";
    auto const open = f.lock();
    EXPECT_EQ(open.status, 409);
    EXPECT_THAT(open.body, HasSubstr("1 lines of this day are not closed"));
    f.weigh_and_close();
    auto const answer = f.lock();
    ASSERT_EQ(answer.status, 200) << answer.body;
    ASSERT_EQ(f.locked().size(), 1U);
    EXPECT_EQ(f.locked()[0].business_date, "2026-03-02");
    EXPECT_EQ(f.locked()[0].locked_by, "central");
    EXPECT_EQ(f.locked()[0].lines, 1);
    f.rig.pass(60'000);
    EXPECT_EQ(f.lock().body, answer.body) << "asked again it is the same lock";
}

TEST(Books, ACorrectionAfterTheLockCountsAndIsADifference) {
    Day f;
    f.weigh_and_close();
    EXPECT_EQ(f.correct(1, "4.10").status, 200);
    f.lock();
    ASSERT_EQ(f.corrections().size(), 1U);
    EXPECT_TRUE(f.corrections()[0].after_close);
    EXPECT_FALSE(f.corrections()[0].after_lock);
    EXPECT_EQ(f.result().after_lock, std::nullopt);
    EXPECT_TRUE(f.corrections("?after_lock=1").empty());

    auto const by_hub = f.result().weighings.at(0);
    wire::CorrectRequest const request{by_hub.station, by_hub.incarnation, by_hub.seq, "4.20",
                                       "斤",           "weighed again"};
    ASSERT_EQ(
        f.rig.call("POST", "/v1/main/weighings/correct", wire::to_json(request), f.rig.supervisor()).status,
        200);
    EXPECT_EQ(f.result().qty, "4.20");
    EXPECT_EQ(f.result().after_lock, true);
    EXPECT_TRUE(f.result().after_close);
    auto const late = f.corrections("?after_lock=1");
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0].by, "person:admin");
    EXPECT_EQ(late[0].what, "correct");
    EXPECT_EQ(late[0].reason, "weighed again");
    EXPECT_EQ(late[0].qty_before, "4.10");
    EXPECT_EQ(late[0].qty_after, "4.20");
    EXPECT_EQ(late[0].unit, "斤");
    EXPECT_EQ(late[0].mg_after - late[0].mg_before, 50'000);
    EXPECT_EQ(f.locked().at(0).differences, 1);
}

TEST(Books, AStationThatComesAfterTheLockIsHeldAndDecidedIntoTheDifferences) {
    Day f;
    f.weigh_and_close();
    f.lock();
    f.one.weigh(f.line, 200'000, 1);
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "closed");
    EXPECT_TRUE(f.corrections().empty());
    ASSERT_EQ(f.decide(f.held()[0].id, "add", "the second bag").status, 200);
    auto const late = f.corrections("?after_lock=1&date=2026-03-02");
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0].what, "add");
    EXPECT_EQ(late[0].mg_after - late[0].mg_before, 200'000);
    EXPECT_EQ(f.result().after_lock, true);
    EXPECT_TRUE(f.corrections("?date=2026-03-03").empty());
}

TEST(Books, ADecisionThatChangesNoFigureIsNoCorrection) {
    Day f;
    f.weigh_and_close();
    f.one.weigh(f.line, 200'000, 1);
    f.one.send();
    f.decide(f.held().at(0).id, "keep_first");
    EXPECT_TRUE(f.corrections().empty());
}

TEST(Books, ALockedDayTakesNoNewOrders) {
    Day f;
    f.weigh_and_close();
    f.lock();
    auto fresh = weighed_line("O9", "1", "4");
    fresh.business_date = "2026-03-02";
    auto const reply = f.rig.import({fresh});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("locked"));
    fresh.business_date = "2026-03-03";
    EXPECT_EQ(f.rig.import({fresh}).status, 200);
    fresh.business_date = "2026-03-02";
    EXPECT_EQ(f.rig.import({fresh}).status, 409) << "nor a line moved into it";
    EXPECT_EQ(f.rig.import({f.line}).status, 200) << "the same again changes nothing";
}

TEST(Books, TheBoardAndTheWavesSayIt) {
    Day f;
    f.weigh_and_close();
    auto const get = [&](std::string const& path) {
        return f.rig.call("GET", path, "", f.rig.supervisor()).body;
    };
    EXPECT_THAT(get("/v1/main/waves"), HasSubstr("\"locked\":false"));
    f.lock();
    EXPECT_THAT(get("/v1/main/waves"), HasSubstr("\"locked\":true"));
    EXPECT_THAT(get("/v1/main/waves/W1/board"), HasSubstr("\"locked\":true"));
}

TEST(Books, TheListHasPages) {
    Day f;
    f.weigh_and_close();
    f.correct(1, "4.10");
    auto const by_hub = f.result().weighings.at(0);
    wire::CorrectRequest const request{by_hub.station, by_hub.incarnation, by_hub.seq, "0", "斤", "none"};
    f.rig.call("POST", "/v1/main/weighings/correct", wire::to_json(request), f.rig.supervisor());
    auto const page =
        f.rig.call("GET", "/v1/main/corrections?limit=1", "", f.rig.central()).as<wire::CorrectionPage>();
    ASSERT_EQ(page.corrections.size(), 1U);
    EXPECT_TRUE(page.more);
    auto const rest = f.corrections("?after=" + std::to_string(page.next));
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].qty_after, "0.00");
}

}  // namespace
}  // namespace bozhong::hub::test
