// A person's figure in the place of a weighing: what then counts, what is said of it, and what it is refused
// for.
#include <gmock/gmock.h>

#include "sync/hub/keeping.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;

struct Corrected : testing::Test {
    Floor f;
    domain::Seq seq = f.one.weigh(f.line, 2'010'000);
    Corrected() { f.one.send(); }

    Reply correct(std::string const& qty, std::string const& unit = "斤",
                  std::string const& reason = "weighed again") {
        return correct(wire::CorrectRequest{"T01", f.one.incarnation(), seq, qty, unit, reason});
    }
    Reply correct(wire::CorrectRequest const& request) {
        return f.rig.call("POST", "/v1/main/weighings/correct", wire::to_json(request), f.rig.supervisor());
    }
    std::vector<wire::LedgerWeighing> ledger() {
        return f.rig.call("GET", "/v1/main/orders/O1/lines/1/weighings", "", f.rig.central())
            .as<wire::LedgerPage>()
            .weighings;
    }
    std::vector<std::string> heard() {
        f.one.catch_up();
        std::vector<std::string> out;
        for (auto const& item : f.one.stored)
            if (item.kind == "decision")
                out.push_back(std::get<domain::DecisionGiven>(wire::decode_feed(item).value()).decision);
        return out;
    }
};

TEST_F(Corrected, TheFigureCountsAndTheWeighingStaysAsItIs) {
    auto const before = f.result().revision;
    EXPECT_EQ(correct("4.20").status, 200);
    auto const result = f.result();
    EXPECT_EQ(result.actual_mg, 2'100'000);
    EXPECT_EQ(result.qty, "4.20");
    EXPECT_EQ(result.entry, "manual");
    EXPECT_EQ(result.revision, before + 1);
    ASSERT_EQ(result.weighings.size(), 1U);
    EXPECT_EQ(result.weighings[0].station, "hub:main");
    EXPECT_EQ(result.weighings[0].indication, "4.20");
    auto const all = ledger();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].state, "in_force");
    EXPECT_EQ(all[1].state, "corrected");
    EXPECT_EQ(all[1].weighing.net_mg, 2'010'000);
    EXPECT_EQ(heard(), std::vector<std::string>{"correct"});
}

TEST_F(Corrected, IsSaidInTheHubsJournalWithBeforeAndAfter) {
    correct("2.1", "kg");
    auto const said = f.rig.call("GET", "/v1/main/decisions", "", f.rig.supervisor()).body;
    for (auto const* part :
         {"\"correct\"", "person:admin", "weighed again", "\"before_mg\":2010000", "\"after_mg\":2100000"})
        EXPECT_THAT(said, HasSubstr(part));
}

TEST_F(Corrected, ZeroTakesItOutAndTheLineIsOpenAgain) {
    EXPECT_EQ(correct("0").status, 200);
    EXPECT_EQ(f.result().actual_mg, 0);
    EXPECT_EQ(f.result().state, "open");
    EXPECT_TRUE(f.result().weighings.empty());
}

TEST_F(Corrected, ACorrectionIsCorrectedToo) {
    correct("4.20");
    auto const first = ledger()[0].weighing;
    EXPECT_EQ(correct({first.station, first.incarnation, first.seq, "4.10", "斤", "read wrong"}).status, 200);
    EXPECT_EQ(f.result().actual_mg, 2'050'000);
    EXPECT_EQ(correct("4.30").status, 409) << "the weighing itself does not count any more";
    EXPECT_EQ(heard(), std::vector<std::string>{"correct"});
}

TEST_F(Corrected, AfterTheOrderIsClosedItIsMarkedWithWhoAndWhy) {
    EXPECT_EQ(f.close({"order", "O1", "", true, "gone"}).status, 200);
    EXPECT_EQ(correct("3.90", "斤", "the customer sent a picture").status, 200);
    auto const result = f.result();
    EXPECT_TRUE(result.final);
    EXPECT_TRUE(result.after_close);
    EXPECT_THAT(result.reason, HasSubstr("the customer sent a picture"));
    EXPECT_EQ(result.actual_mg, 1'950'000);
}

TEST_F(Corrected, AVoidOfTheTableWaitsForAPerson) {
    correct("4.20");
    f.one.add(domain::Voided{.of = seq, .line = {"O1", "1"}, .reason = "wrong bag"});
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 2'100'000);
    auto const waiting = f.held();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].why, "void_of_corrected");
    EXPECT_EQ(f.decide(waiting[0].id, "keep_first").status, 200);
}

TEST_F(Corrected, CountsToo) {
    auto const eggs = counted_line("O2", "1");
    f.rig.import({eggs});
    f.rig.call("POST", "/v1/main/assign",
               wire::to_json(wire::AssignRequest{"T01", "", "", "", "", {{"O2", "1"}}}), f.rig.supervisor());
    auto const of = f.one.count(eggs, 3);
    f.one.send();
    EXPECT_EQ(correct({"T01", f.one.incarnation(), of, "2.5", "", "again"}).status, 400);
    EXPECT_EQ(correct({"T01", f.one.incarnation(), of, "4", "", "again"}).status, 200);
    EXPECT_EQ(f.result().actual_count, 4);
}

TEST_F(Corrected, IsRefusedWithTheFieldNamed) {
    for (auto const& [qty, unit, reason, field] : {std::tuple{"", "斤", "x", "qty"},
                                                   {"-1", "斤", "x", "qty"},
                                                   {"4,2", "斤", "x", "qty"},
                                                   {"4", "箱", "x", "unit"},
                                                   {"4", "斤", "", "reason"},
                                                   {"999999999", "kg", "x", "qty"}}) {
        auto const reply = correct(qty, unit, reason);
        EXPECT_EQ(reply.status, 400) << qty;
        EXPECT_THAT(reply.body, HasSubstr("\"field\":\"" + std::string(field)));
    }
    EXPECT_EQ(correct("4.02").status, 409) << "2.01 kg is what it says already";
    EXPECT_EQ(correct({"T01", f.one.incarnation(), seq + 7, "1", "kg", "x"}).status, 404);
    f.stop("cancel");
    EXPECT_EQ(correct("4.20").status, 409);
}

TEST_F(Corrected, NeedsTheRight) {
    auto const body = wire::to_json(wire::CorrectRequest{"T01", f.one.incarnation(), seq, "1", "kg", "x"});
    EXPECT_EQ(f.rig.call("POST", "/v1/main/weighings/correct", body, f.rig.central()).status, 403);
    EXPECT_EQ(f.rig.call("POST", "/v1/main/weighings/correct", body, f.one.auth()).status, 403);
    EXPECT_EQ(f.result().actual_mg, 2'010'000);
}

TEST(Station, MayNotBearTheNameOfACorrection) {
    Rig rig;
    EXPECT_EQ(
        rig.call("POST", "/v1/main/codes", wire::to_json(wire::CodeRequest{"hub:main", ""}), rig.supervisor())
            .status,
        400);
}

}  // namespace
}  // namespace bozhong::hub::test
