// Whom the table works for, and in which order: what is hidden stays open, is said, and nothing touches it.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

TEST(Natural, NumbersInTextsCountAsNumbers) {
    EXPECT_LT(compare_natural("R2", "R10"), 0);
    EXPECT_EQ(compare_natural("A-007", "A-7"), 0);
    EXPECT_LT(compare_natural("A-9", "A-010"), 0);
    EXPECT_LT(compare_natural("A", "A-1"), 0);
    EXPECT_GT(compare_natural("B", "A-99999999999999999999999"), 0);
    EXPECT_LT(compare_natural("", "0"), 0);
}

TEST(WorkNames, OfAnotherTextAreTheFirst) {
    for (WalkBy const by : {WalkBy::place, WalkBy::route, WalkBy::code, WalkBy::sort_no, WalkBy::load})
        EXPECT_EQ(walk_by(name(by)), by);
    for (OnlyFor const only : {OnlyFor::everybody, OnlyFor::route, OnlyFor::driver})
        EXPECT_EQ(only_for(name(only)), only);
    EXPECT_EQ(walk_by("sideways"), WalkBy::place);
    EXPECT_EQ(only_for("sideways"), OnlyFor::everybody);
}

/// Four customers on two routes with two drivers.
std::vector<domain::SortTask> tasks(std::string const& sku = "sku1", int first = 1) {
    struct Row {
        char const *code, *route, *driver, *sort_no;
    };
    std::vector<domain::SortTask> out;
    for (Row const row : {Row{"C-10", "R10", "阿顺", "2"}, Row{"C-9", "R2", "阿顺", ""},
                          Row{"A-1", "R2", "老秦", "10"}, Row{"B-1", "R10", "老秦", "1"}}) {
        out.push_back(task(first++, "4", "斤", sku));
        out.back().customer_code = row.code;
        out.back().route = row.route;
        out.back().driver = row.driver;
        out.back().details.sort_no = row.sort_no;
    }
    return out;
}

std::vector<std::string> walk(StationRig& rig, std::string const& by) {
    rig.wait(milliseconds{100}).press(Key::walk, {.text = by});
    std::vector<std::string> codes;
    for (auto const& each : rig.look().customers) codes.push_back(each.customer_code);
    return codes;
}

using Codes = std::vector<std::string>;

TEST(Walk, IsAsTheTableChooses) {
    StationRig rig(tasks());
    rig.ready();
    EXPECT_EQ(walk(rig, "route"), (Codes{"C-9", "A-1", "C-10", "B-1"}));
    EXPECT_EQ(walk(rig, "code"), (Codes{"A-1", "B-1", "C-9", "C-10"}));
    EXPECT_EQ(walk(rig, "sort_no"), (Codes{"B-1", "C-10", "A-1", "C-9"}));
    EXPECT_EQ(rig.look().task->customer_code, "C-10") << "who is in hand stays in hand";
    EXPECT_EQ(rig.look().queue.front().customer_code, "A-1");
    EXPECT_EQ(rig.look().work.walk, WalkBy::sort_no);
    EXPECT_EQ(walk(rig, "place"), (Codes{"C-10", "C-9", "A-1", "B-1"}));
}

TEST(Walk, ATaskThatComesLaterFindsItsPlace) {
    StationRig rig(tasks());
    rig.ready();
    walk(rig, "code");
    auto late = task(9, "4");
    late.customer_code = "B-0";
    rig.send(FeedArrived{{domain::TaskGiven{late}}, 1, {}});
    EXPECT_EQ(walk(rig, "code"), (Codes{"A-1", "B-0", "B-1", "C-9", "C-10"}));
}

TEST(Only, OneRouteIsWorkedAndTheRestIsSaidToBeHidden) {
    StationRig rig(tasks());
    rig.ready().press(Key::only, {.text = "route", .detail = "R2"});
    auto const look = rig.look();
    EXPECT_EQ(look.task->customer_code, "C-9");
    EXPECT_EQ(look.product.hidden, 2);
    EXPECT_EQ(look.work, (WorkChoice{WalkBy::place, OnlyFor::route, "R2"}));
    EXPECT_EQ(look.queue.size() + static_cast<std::size_t>(look.queue_left), 1u);
    EXPECT_EQ(look.customers.size(), 4u) << "the list still has everybody";
    ASSERT_EQ(look.groups.size(), 4u);
    EXPECT_EQ(look.groups[0], (WorkGroup{OnlyFor::route, "R2", 2}));
    EXPECT_EQ(look.groups[1], (WorkGroup{OnlyFor::route, "R10", 2}));
}

TEST(Only, HandsFreeStopsAtTheEndOfTheRouteAndSaysWhoIsHidden) {
    StationRig rig(tasks());
    rig.ready().press(Key::only, {.text = "route", .detail = "R2"}).press(Key::hands_free, {.text = "on"});
    for (int i = 0; i < 2; ++i) {
        rig.load(grams(2'000));
        for (int j = 0; j < 10; ++j) rig.reading(grams(2'000), true);
        rig.lift();
        rig.wait(milliseconds{500});
        for (int j = 0; j < 3; ++j) rig.reading(Mass{}, true, domain::Known::yes);
    }
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 2u);
    auto const look = rig.look();
    EXPECT_FALSE(look.task);
    EXPECT_EQ(look.product.hidden, 2) << "and the screen says so";
    rig.press(Key::only, {});
    EXPECT_EQ(rig.look().task->customer_code, "C-10") << "one touch, and the others come";
    EXPECT_EQ(rig.look().product.hidden, 0);
}

TEST(Only, TheNextProductIsTheNextWithSomebodyOfTheRoute) {
    auto all = tasks();
    auto others = task(20, "4", "斤", "sku2");
    others.route = "R10";
    all.push_back(others);
    for (auto& each : tasks("sku3", 30)) all.push_back(std::move(each));
    StationRig rig(std::move(all));
    rig.ready().press(Key::only, {.text = "route", .detail = "R2"});
    rig.press(Key::shortage, {.text = "all"});
    EXPECT_EQ(rig.facts<domain::Shorted>().size(), 2u)
        << "none for all that follow touches nobody who is hidden";
    EXPECT_TRUE(rig.look().product_done);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().product.sku, "sku3");
    EXPECT_EQ(rig.look().task->customer_code, "C-9");
}

TEST(Only, GoodsOnThePanAndARecordedBagKeepTheirCustomer) {
    StationRig rig(tasks());
    rig.ready().load(grams(2'000)).press(Key::confirm);
    ASSERT_EQ(rig.look().weight.state, WeighState::recorded);
    rig.press(Key::only, {.text = "route", .detail = "R2"});
    EXPECT_EQ(rig.look().work, WorkChoice{}) << "she lifts it first";
    rig.lift();
    rig.press(Key::only, {.text = "driver", .detail = "老秦"});
    EXPECT_EQ(rig.look().task->customer_code, "A-1");
    rig.press(Key::go_to, {.line = {"O2", "1"}});
    EXPECT_EQ(rig.look().task->customer_code, "C-9") << "a hidden one may be named";
}

TEST(Only, ARouteWithNothingLeftLeavesNothingInHandAndSaysWhatItHides) {
    StationRig rig(tasks());
    rig.ready().press(Key::only, {.text = "route", .detail = "R77"});
    EXPECT_FALSE(rig.look().task);
    EXPECT_EQ(rig.look().product.hidden, 4);
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
}

TEST(Only, InPickModeTheCustomersOfTheRouteComeOneAfterTheOther) {
    StationRig rig(tasks());
    rig.ready().press(Key::mode, {.text = "pick"}).press(Key::only, {.text = "route", .detail = "R2"});
    EXPECT_EQ(rig.look().task->customer_code, "C-9");
    rig.load(grams(2'000)).press(Key::confirm);
    rig.lift();
    EXPECT_TRUE(rig.look().product_done);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().task->customer_code, "A-1");
}

TEST(Customers, SayWhatBecameOfTheirLabel) {
    StationRig rig(tasks());
    rig.ready().load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.look().customers[0].label, domain::LabelState::printed);
    EXPECT_FALSE(rig.look().customers[1].label);
    rig.press(Key::undo);
    EXPECT_FALSE(rig.look().customers[0].label) << "nothing of it is in force";
}

}  // namespace
}  // namespace bozhong::test
