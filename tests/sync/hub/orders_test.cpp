#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;

TEST(Import, TheSameFileAgainHasNoEffect) {
    Rig rig;
    Table table(rig, "T01");
    std::vector const lines{weighed_line("O1", "1"), counted_line("O1", "2")};
    EXPECT_EQ(rig.import(lines).as<wire::ImportAnswer>().added, 2);
    table.catch_up();
    auto const given = table.stored.size();
    auto const again = rig.import(lines).as<wire::ImportAnswer>();
    EXPECT_EQ(again.added + again.changed, 0);
    EXPECT_EQ(again.unchanged, 2);
    table.catch_up();
    EXPECT_EQ(table.stored.size(), given);
}

TEST(Import, ChangedContentIsANewVersionAtTheTable) {
    Rig rig;
    Table table(rig, "T01");
    rig.import({weighed_line("O1", "1")});
    rig.import({weighed_line("O1", "1", "3")});
    table.catch_up();
    auto const fact = wire::decode_feed(table.stored.back());
    ASSERT_TRUE(fact.ok());
    auto const& task = std::get<domain::TaskGiven>(fact.value()).task;
    EXPECT_EQ(task.version, 2);
    EXPECT_EQ(task.assignment, 1);
    EXPECT_EQ(task.ordered.value.text(), "3");
}

TEST(Import, ALineTwiceNamesBothRowsAndAppliesNothing) {
    Rig rig;
    auto const reply =
        rig.import({weighed_line("O1", "1"), weighed_line("O2", "1"), weighed_line("O1", "1", "5")});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("row 2 and row 4"));
    EXPECT_EQ(rig.call("GET", "/v1/main/orders/O2", "", rig.central()).status, 404);
}

TEST(Import, ABadLineNamesItsRowAndAppliesNothing) {
    Rig rig;
    auto wrong = weighed_line("O2", "1", "两斤");
    EXPECT_THAT(rig.import({weighed_line("O1", "1"), wrong}).body, HasSubstr("row 3"));
    wrong = weighed_line("O2", "1", "2");
    wrong.unit = "份";
    EXPECT_EQ(rig.import({weighed_line("O1", "1"), wrong}).status, 400);
    wrong = counted_line("O2", "1", "1.5");
    EXPECT_EQ(rig.import({weighed_line("O1", "1"), wrong}).status, 400);
    wrong = weighed_line("O2", std::string(65, 'x'));
    EXPECT_EQ(rig.import({weighed_line("O1", "1"), wrong}).status, 400);
    wrong = weighed_line("O2", "1", "-1");
    EXPECT_EQ(rig.import({weighed_line("O1", "1"), wrong}).status, 400);
    wrong = weighed_line("O2", "1");
    wrong.warehouse = "other";
    EXPECT_EQ(rig.import({weighed_line("O1", "1"), wrong}).status, 400);
    EXPECT_EQ(rig.call("GET", "/v1/main/orders/O1", "", rig.central()).status, 404);
}

TEST(Import, AbsentLinesAreCancelledOnlyWhenAsked) {
    Rig rig;
    rig.import({weighed_line("O1", "1"), weighed_line("O2", "1")});
    EXPECT_EQ(rig.import({weighed_line("O1", "1")}).as<wire::ImportAnswer>().cancelled, 0);
    EXPECT_EQ(rig.import({weighed_line("O1", "1")}, "W1").as<wire::ImportAnswer>().cancelled, 1);
    auto const order = rig.call("GET", "/v1/main/orders/O2", "", rig.central()).as<wire::StopAnswer>();
    ASSERT_EQ(order.lines.size(), 1U);
    EXPECT_EQ(order.lines[0].outcome, "cancelled_unsorted");
}

TEST(Import, ADryRunTellsAndKeepsNothing) {
    Rig rig;
    auto const dry = rig.import({weighed_line("O1", "1")}, "", true).as<wire::ImportAnswer>();
    EXPECT_EQ(dry.added, 1);
    EXPECT_TRUE(dry.dry_run);
    EXPECT_EQ(rig.call("GET", "/v1/main/orders/O1", "", rig.central()).status, 404);
}

TEST(Import, TextsAreKeptByteForByte) {
    Rig rig;
    Table table(rig, "T01");
    auto line = counted_line("O 1/空", "1");
    line.customer = "<b>\"客户\"</b> ";
    rig.import({line});
    table.catch_up();
    auto const task = std::get<domain::TaskGiven>(wire::decode_feed(table.stored.back()).value()).task;
    EXPECT_EQ(task.product, "云南生菜(份) ");
    EXPECT_EQ(task.customer, "<b>\"客户\"</b> ");
    EXPECT_EQ(task.line.order_no, "O 1/空");
    EXPECT_EQ(rig.call("GET", "/v1/main/orders/O%201%2F%E7%A9%BA", "", rig.central()).status, 200);
}

TEST(Import, WhatOnlyLabelsSayComesWithTheTaskAndChangesWithTheLine) {
    Rig rig;
    Table table(rig, "T01");
    auto line = weighed_line("O1", "1");
    line.extras = {{"spec", "一级"},  {"origin", "云南昆明"}, {"shelf_life", "3 天"},
                   {"sort_no", "17"}, {"price", "3.50"},      {"shop_grade", "甲"}};
    rig.import({line});
    table.catch_up();
    auto const given = [&] {
        return std::get<domain::TaskGiven>(wire::decode_feed(table.stored.back()).value()).task.details;
    };
    EXPECT_EQ(given(), (domain::LineDetails{"一级", "云南昆明", "3 天", "17", "3.50"}));
    line.extras["price"] = "4.20";
    EXPECT_EQ(rig.import({line}).as<wire::ImportAnswer>().changed, 1);
    table.catch_up();
    EXPECT_EQ(given().price, "4.20");
    line.extras.clear();
    rig.import({line});
    table.catch_up();
    EXPECT_EQ(given(), domain::LineDetails{});
}

TEST(Import, APriceThatIsNoneIsRefusedWithItsRow) {
    Rig rig;
    auto line = weighed_line("O1", "1");
    for (std::string const price : {"3.5元", "-1", "1234567890", "1e3"}) {
        line.extras = {{"price", price}};
        auto const answer = rig.import({line});
        EXPECT_EQ(answer.status, 400) << price;
        EXPECT_THAT(answer.body, testing::HasSubstr("price must be a decimal"));
    }
    line.extras = {{"origin", std::string(65, 'x')}};
    EXPECT_EQ(rig.import({line}).status, 400);
}

TEST(Import, AWaveOfAThousandIsOnTheTable) {
    Rig rig;
    Table table(rig, "T01");
    std::vector<wire::OrderLine> lines;
    for (int i = 0; i < 1'000; ++i) {
        lines.push_back(weighed_line("O" + std::to_string(i / 10), std::to_string(i)));
        lines.back().sku = std::to_string(i % 40);
    }
    EXPECT_EQ(rig.import(lines).status, 200);
    table.catch_up();
    EXPECT_GE(table.stored.size(), 1'000U);
}

TEST(Idempotency, TheSameKeyIsAnsweredAgainWithoutEffect) {
    Rig rig;
    auto with = rig.central();
    with.key = "key-1";
    auto const body = wire::to_json(wire::ImportRequest{{weighed_line("O1", "1")}, "", false});
    auto const first = rig.call("POST", "/v1/main/orders/import", body, with);
    auto const second = rig.call("POST", "/v1/main/orders/import", body, with);
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(second.as<wire::ImportAnswer>().added, 1);
    auto const other = wire::to_json(wire::ImportRequest{{weighed_line("O2", "1")}, "", false});
    EXPECT_EQ(rig.call("POST", "/v1/main/orders/import", other, with).status, 422);
    rig.restart();
    EXPECT_EQ(rig.call("POST", "/v1/main/orders/import", body, with).body, first.body);
}

TEST(Assignment, AProductGoesToOneTableAndTheLoadIsShared) {
    Rig rig;
    Table one(rig, "T01"), two(rig, "T02");
    std::vector<wire::OrderLine> lines;
    for (int i = 0; i < 20; ++i) {
        lines.push_back(weighed_line("O" + std::to_string(i), "1"));
        lines.back().sku = std::to_string(i % 4);
    }
    rig.import(lines);
    one.catch_up();
    two.catch_up();
    std::map<std::string, std::set<std::string>> tables_of;
    std::map<std::string, int> load;
    for (auto const* table : {&one, &two}) {
        for (auto const& item : table->stored) {
            if (item.kind != "task") continue;
            tables_of[std::get<domain::TaskGiven>(wire::decode_feed(item).value()).task.sku].insert(
                table->id());
            ++load[table->id()];
        }
    }
    for (auto const& [sku, tables] : tables_of) EXPECT_EQ(tables.size(), 1U) << sku;
    EXPECT_EQ(load["T01"], 10);
    EXPECT_EQ(load["T02"], 10);
}

TEST(Assignment, OrdersThatCameFirstWaitForTheFirstTable) {
    Rig rig;
    EXPECT_EQ(rig.import({weighed_line("O1", "1")}).as<wire::ImportAnswer>().unassigned, 1);
    Table table(rig, "T01");
    table.catch_up();
    EXPECT_EQ(table.stored.back().kind, "task");
}

TEST(Assignment, AMoveTellsBothTablesAndRaisesTheNumber) {
    Rig rig;
    Table one(rig, "T01");
    auto const line = weighed_line("O1", "1");
    rig.import({line});
    Table two(rig, "T02");
    auto const reply =
        rig.call("POST", "/v1/main/assign",
                 wire::to_json(wire::AssignRequest{"T02", "1001", "W1", "", "busy", {}}), rig.supervisor());
    EXPECT_EQ(reply.as<wire::AssignAnswer>().moved, 1) << reply.body;
    one.catch_up();
    two.catch_up();
    auto const taken = std::get<domain::TaskTaken>(wire::decode_feed(one.stored.back()).value());
    EXPECT_EQ(taken.why, "moved");
    EXPECT_EQ(taken.to_station, "T02");
    EXPECT_EQ(std::get<domain::TaskGiven>(wire::decode_feed(two.stored.back()).value()).task.assignment, 2);
}

}  // namespace
}  // namespace bozhong::hub::test
