#include <gtest/gtest.h>

#include <random>

#include "sync/wire/event_codec.h"
#include "tests/support/seed.h"
#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

TEST(Results, AnUnknownCursorIsAnError) {
    Rig rig;
    for (auto const* cursor : {"1", "x", "7-0000000000000000", "-", "0-", "99999999999999999999-aa"}) {
        EXPECT_EQ(rig.call("GET", std::string("/v1/main/results?cursor=") + cursor, "", rig.central()).status,
                  400)
            << cursor;
    }
}

/// Writers and pullers in random order: every puller sees every revision once, in the one order of commits,
/// whatever its page size and wherever it stopped and began again.
TEST(Results, NothingIsSkippedAndPagesAreStable) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        std::mt19937 random(seed + bozhong::test::seed_offset());
        Rig rig;
        Table table(rig, "T01");
        std::vector<wire::OrderLine> lines;
        for (int i = 0; i < 12; ++i) lines.push_back(weighed_line("O" + std::to_string(i), "1", "4"));
        rig.import(lines);
        struct Puller {
            std::string cursor;
            std::vector<std::string> seen;
        };
        std::vector<Puller> pullers(3);
        auto const pull = [&](Puller& p) {
            auto const limit = std::to_string(1 + random() % 5);
            auto const page =
                rig.call("GET", "/v1/main/results?limit=" + limit + "&cursor=" + p.cursor, "", rig.central())
                    .as<wire::ResultsPage>();
            for (auto const& row : page.results)
                p.seen.push_back(row.cursor + row.order_no + "#" + std::to_string(row.revision));
            p.cursor = page.next;
            return page.more;
        };
        for (int step = 0; step < 120; ++step) {
            if (random() % 2 == 0) {
                table.weigh(lines[random() % lines.size()],
                            100'000 + static_cast<std::int64_t>(random() % 900'000));
                if (random() % 3 == 0) table.send();
            } else {
                pull(pullers[random() % pullers.size()]);
            }
        }
        table.send();
        Puller fresh;
        while (pull(fresh)) {
        }
        for (auto& p : pullers) {
            while (pull(p)) {
            }
            EXPECT_EQ(p.seen, fresh.seen);
        }
        EXPECT_FALSE(fresh.seen.empty());
    }
}

/// The worked example of docs/hub.md: two lines, one weighed and done, one counted and short.
TEST(Reconcile, TheDigestIsThatOfTheContract) {
    Rig rig;
    Table table(rig, "T01");
    auto const a = weighed_line("O1", "1", "4");
    auto const b = counted_line("O1", "2", "4");
    rig.import({a, b});
    table.weigh(a, 2'025'000);
    table.count(b, 3);
    table.add(domain::Shorted{{"O1", "2"}, "1", "份", "缺货", "p1"});
    table.send();
    auto const answer =
        rig.call("GET", "/v1/main/waves/W1/reconcile", "", rig.central()).as<wire::ReconcileAnswer>();
    EXPECT_EQ(answer.digest, "abac2eb352fbce37015fa14cf59d135bb86ba5249eee8d8c4a3a132542379d77");
    EXPECT_EQ(answer.lines, 2);
    EXPECT_EQ(answer.actual_mg, 2'025'000);
    EXPECT_EQ(answer.actual_count, 3);
    EXPECT_TRUE(answer.differences.empty());
    ASSERT_EQ(answer.stations.size(), 1U);
    EXPECT_EQ(answer.stations[0].in_force, 2);
}

TEST(Reconcile, EveryDifferenceIsNamed) {
    Rig rig;
    Table table(rig, "T01");
    auto const a = weighed_line("O1", "1", "4"), b = weighed_line("O2", "1", "4");
    rig.import({a, b});
    table.weigh(a, 2'000'000);
    table.weigh(b, 2'000'000);
    table.send();
    wire::ReconcileRequest theirs;
    theirs.lines.push_back({"O1", "1", std::nullopt, "done", 2'000'001, std::nullopt});
    theirs.lines.push_back({"O3", "1", std::nullopt, std::nullopt, 5, std::nullopt});
    auto const answer = rig.call("POST", "/v1/main/waves/W1/reconcile", wire::to_json(theirs), rig.central())
                            .as<wire::ReconcileAnswer>();
    ASSERT_EQ(answer.differences.size(), 3U);
    EXPECT_EQ(answer.differences[0].what, "actual_mg");
    EXPECT_EQ(answer.differences[0].hub, "2000000");
    EXPECT_EQ(answer.differences[0].theirs, "2000001");
    EXPECT_EQ(answer.differences[1].what, "missing_at_hub");
    EXPECT_EQ(answer.differences[2].what, "missing_at_caller");
    wire::ReconcileRequest own;
    own.lines.push_back({"O1", "1", std::nullopt, std::nullopt, 2'000'000, std::nullopt});
    own.lines.push_back({"O2", "1", std::nullopt, std::nullopt, 2'000'000, std::nullopt});
    EXPECT_TRUE(rig.call("POST", "/v1/main/waves/W1/reconcile", wire::to_json(own), table.auth())
                    .as<wire::ReconcileAnswer>()
                    .differences.empty());
    EXPECT_EQ(rig.call("GET", "/v1/main/waves/NONE/reconcile", "", rig.central()).status, 404);
}

/// Every kind of difference, of weights and of pieces, from either side.
TEST(Reconcile, NamesPiecesRevisionsAndLinesSaidTwice) {
    Rig rig;
    Table table(rig, "T01");
    auto const a = weighed_line("O1", "1", "4"), b = counted_line("O2", "1"), c = counted_line("O3", "1");
    rig.import({a, b, c});
    table.weigh(a, 2'000'000);
    table.count(b, 4);
    table.count(c, 2);
    table.count(c, 2);
    table.send();
    wire::ReconcileRequest theirs;
    theirs.lines.push_back({"O1", "1", 7, std::nullopt, 2'000'000, std::nullopt});
    theirs.lines.push_back({"O1", "1", 1, std::nullopt, 2'000'000, std::nullopt});
    theirs.lines.push_back({"O2", "1", std::nullopt, "short", std::nullopt, 3});
    theirs.lines.push_back({"O9", "1", std::nullopt, std::nullopt, std::nullopt, 5});
    auto const ask = [&](wire::ReconcileRequest const& request, With const& as) {
        return rig.call("POST", "/v1/main/waves/W1/reconcile", wire::to_json(request), as)
            .as<wire::ReconcileAnswer>();
    };
    std::vector<std::string> found;
    for (auto const& each : ask(theirs, rig.central()).differences)
        found.push_back(each.order_no + " " + each.what + " " + each.hub + "/" + each.theirs);
    EXPECT_EQ(found, (std::vector<std::string>{"O1 revision 1/7", "O1 twice /twice", "O2 state done/short",
                                               "O2 actual_count 4/3", "O9 missing_at_hub /5",
                                               "O3 missing_at_caller 4/"}));
    wire::ReconcileRequest own;
    own.lines.push_back({"O1", "1", std::nullopt, std::nullopt, 2'000'000, std::nullopt});
    own.lines.push_back({"O2", "1", std::nullopt, std::nullopt, std::nullopt, 4});
    own.lines.push_back({"O3", "1", std::nullopt, std::nullopt, std::nullopt, 4});
    EXPECT_TRUE(ask(own, table.auth()).differences.empty()) << "a station's own counts add up";
}

TEST(Reconcile, CountsWhatIsInNoSumAndFindsAResultThatIsNotTheSum) {
    Rig rig;
    Table table(rig, "T01");
    auto const a = weighed_line("O1", "1", "4"), b = counted_line("O2", "1");
    rig.import({a, b});
    auto const seq = table.weigh(a, 1'000'000);
    table.weigh(a, 2'000'000);
    table.weigh(a, 7'000, 9);
    table.count(b, 4);
    table.add(domain::Voided{seq, {"O1", "1"}, "wrong", "p1", ""});
    table.send();
    auto const ask = [&] {
        return rig.call("GET", "/v1/main/waves/W1/reconcile", "", rig.central()).as<wire::ReconcileAnswer>();
    };
    auto const good = ask();
    EXPECT_TRUE(good.differences.empty());
    ASSERT_EQ(good.stations.size(), 1U);
    EXPECT_EQ(good.stations[0].weighings, 4);
    EXPECT_EQ(good.stations[0].in_force, 2);
    EXPECT_EQ(good.stations[0].voided, 1);
    EXPECT_EQ(good.stations[0].held, 1);
    EXPECT_EQ(good.stations[0].net_mg, 2'000'000);
    EXPECT_EQ(good.stations[0].count, 4);
    rig.change_database(
        "UPDATE weighings SET net_mg = CASE WHEN net_mg = 2000000 THEN 2000001 ELSE net_mg END, count = CASE WHEN count = 4 THEN 5 "
        "ELSE count END");
    auto const bad = ask();
    ASSERT_EQ(bad.differences.size(), 2U);
    for (auto const& each : bad.differences) EXPECT_EQ(each.what, "result_is_not_the_sum");
    EXPECT_EQ(bad.differences[0].hub, "2000001");
    EXPECT_EQ(bad.differences[0].theirs, "2000000");
    EXPECT_EQ(bad.differences[1].hub, "5");
}

TEST(Results, ByHandOnceInALineMakesItMixed) {
    Rig rig;
    Table table(rig, "T01");
    auto const line = weighed_line("O1", "1", "4");
    rig.import({line});
    table.weigh(line, 1'000'000);
    table.weigh(line, 1'000'000);
    auto typed = std::get<domain::Weighed>(*wire::decode("weighed", table.events.back().payload));
    table.events.pop_back();
    typed.entry = domain::Entry::manual;
    table.add(typed);
    table.send();
    EXPECT_EQ(rig.all_results().back().entry, "mixed");
}

}  // namespace
}  // namespace bozhong::hub::test
