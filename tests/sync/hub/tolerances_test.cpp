#include "sync/hub/tolerances.h"

#include <gmock/gmock.h>

#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using domain::grams;
using domain::Limit;
using testing::HasSubstr;

TEST(Tolerances, ColumnsBecomeAProfileAndTheRestIsTheDefault) {
    EXPECT_EQ(tolerance_of({}), domain::ToleranceProfile{});
    EXPECT_EQ(tolerance_of({{"note", "x"}}), domain::ToleranceProfile{});
    auto const fruit = tolerance_of({{"tolerance", "水果"},
                                     {"green_under", "5%"},
                                     {"green_over", "7.5 % 20 g"},
                                     {"tolerance_pick", "stricter"}});
    EXPECT_EQ(fruit.name, "水果");
    EXPECT_EQ(fruit.green_under, (Limit{50, {}}));
    EXPECT_EQ(fruit.green_over, (Limit{75, grams(20)}));
    EXPECT_EQ(fruit.red_over, domain::ToleranceProfile{}.red_over);
    EXPECT_EQ(fruit.pick, domain::Pick::stricter);
    EXPECT_EQ(tolerance_of({{"red_under", "0.1斤"}}).red_under, (Limit{0, grams(50)}));
    EXPECT_EQ(tolerance_of({{"red_under", "0.1斤"}}).name, "order") << "a journal tells it from the default";
    EXPECT_EQ(tolerance_of({{"green_under", "0%"}}).green_under, (Limit{0, {}})) << "nothing below";
}

TEST(Tolerances, WhatIsNoLimitIsRefused) {
    EXPECT_EQ(wrong_in_tolerance(
                  {{"green_under", "8%"}, {"green_over", ""}, {"red_over", "1000%"}, {"red_under", "1 kg"}}),
              "");
    for (auto const* bad : {"8", "-8%", "8.25%", "1000.1%", "50", "g", "50 litres", "8% 50", "50g 8%", "8%%",
                            "1e2%", "10001kg", "%"})
        EXPECT_THAT(wrong_in_tolerance({{"green_under", bad}}), HasSubstr("green_under must be a limit"))
            << bad;
    EXPECT_THAT(wrong_in_tolerance({{"tolerance_pick", "any"}}), HasSubstr("looser or stricter"));
    EXPECT_THAT(wrong_in_tolerance({{"tolerance", std::string(65, 'x')}}), HasSubstr("at most 64"));
    EXPECT_THAT(wrong_in_tolerance({{"tolerance", "a\nb"}}), HasSubstr("control"));
}

std::vector<domain::SortTask> given(Table& table) {
    table.catch_up();
    std::vector<domain::SortTask> out;
    for (auto const& item : table.stored)
        if (item.kind == "task")
            out.push_back(std::get<domain::TaskGiven>(wire::decode_feed(item).value()).task);
    return out;
}

TEST(Tolerances, TheTableHasTheLinesOwnAndTheHubJudgesByIt) {
    Floor f;
    auto strict = weighed_line("O2", "1", "4");
    strict.extras = {{"tolerance", "strict"}, {"green_under", "1%"}};
    ASSERT_EQ(f.rig.import({strict}).status, 200);
    f.rig.call("POST", "/v1/main/assign",
               wire::to_json(wire::AssignRequest{"T01", "", "", "", "", {{"O2", "1"}}}), f.rig.supervisor());
    auto const tasks = given(f.one);
    ASSERT_FALSE(tasks.empty());
    EXPECT_EQ(tasks.back().line.order_no, "O2");
    EXPECT_EQ(tasks.back().tolerance.name, "strict");
    EXPECT_EQ(tasks.back().tolerance.green_under, (Limit{10, {}}));
    f.one.weigh(f.line, 1'950'000, 1);
    f.one.weigh(strict, 1'950'000, tasks.back().assignment);
    f.one.send();
    std::map<std::string, std::string> states;
    for (auto const& row : f.rig.all_results()) states[row.order_no] = row.state;
    EXPECT_EQ(states["O1"], "done") << "2.5 % below is green by default";
    EXPECT_EQ(states["O2"], "partial") << "and not enough at 1 %";
    strict.extras = {{"green_under", "8"}};
    auto const refused = f.rig.import({strict});
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("green_under"));
}

}  // namespace
}  // namespace bozhong::hub::test
