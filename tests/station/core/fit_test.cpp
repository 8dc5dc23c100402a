// Whom a load suits that does not suit who is in hand, and weigh first, where nobody is: it is offered, one
// touch takes it, and nothing is booked for a customer she was not shown.

#include <gtest/gtest.h>

#include "station/core/fit.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

/// Customers … of one product, by what they ordered in jin.
std::vector<domain::SortTask> wanting(std::vector<std::string> const& amounts) {
    std::vector<domain::SortTask> out;
    for (std::size_t at = 0; at < amounts.size(); ++at)
        out.push_back(task(static_cast<int>(at) + 1, amounts[at]));
    return out;
}

std::string offered(StationRig const& rig) {
    auto const look = rig.look();
    return look.fit ? look.fit->customer_code : "";
}

std::string in_hand(StationRig const& rig) {
    auto const look = rig.look();
    return look.task ? look.task->customer_code : "";
}

/// Put on in one gesture and left there for as long.
StationRig& rest(StationRig& rig, Mass mass, int readings = 10) {
    rig.load(mass);
    for (int i = 0; i < readings; ++i) rig.reading(mass, true);
    return rig;
}

StationRig& rest(StationRig& rig, std::int64_t g, int readings = 10) {
    return rest(rig, grams(g), readings);
}

KeyPressed line_of(int number) {
    return {.line = {"O" + std::to_string(number), "1"}};
}

StationRig& take(StationRig& rig, int number) {
    return rig.wait(milliseconds{100}).press(Key::take_fit, line_of(number)).again();
}

TEST(BestFit, IsWhoStillWantsMostNearlyThis) {
    TaskList tasks;
    for (auto& each : wanting({"9", "4.4", "4.2", "4", "3.8"})) tasks.give(each);
    tasks.begin();
    auto const code = [&](std::int64_t g) {
        auto const found = best_fit(tasks, grams(g));
        return found ? tasks.items()[*found].task.customer_code : std::string();
    };
    EXPECT_EQ(code(2'190), "A-02");
    EXPECT_EQ(code(2'110), "A-03");
    EXPECT_EQ(code(2'010), "A-04");
    EXPECT_EQ(code(1'000), "") << "what is green for nobody is nobody's";
    tasks.at({"O3", "1"}).sum = grams(1'000);
    EXPECT_EQ(code(1'100), "A-03") << "what is in force counts";
}

TEST(BestFit, OfEqualsTakesWhoComesFirstOnTheWayAndSkippedOnesLast) {
    TaskList tasks;
    for (auto& each : wanting({"4", "9", "4", "4"})) tasks.give(each);
    tasks.go_to({"O2", "1"});
    auto const first = [&] { return tasks.items()[*best_fit(tasks, grams(2'000))].task.customer_code; };
    EXPECT_EQ(first(), "A-03");
    tasks.at({"O3", "1"}).skipped = true;
    EXPECT_EQ(first(), "A-04");
    tasks.at({"O4", "1"}).skipped = true;
    EXPECT_EQ(first(), "A-01");
}

TEST(BestFit, LooksAtNoMoreCustomersThanItsBound) {
    TaskList tasks;
    tasks.give(task(0, "9"));
    int const most = static_cast<int>(most_looked_at);
    for (int number = 1; number <= most; ++number) tasks.give(task(number, "5"));
    tasks.give(task(most + 1, "4"));
    tasks.begin();
    EXPECT_FALSE(best_fit(tasks, grams(2'000)));
    tasks.at({"O1", "1"}).away = true;
    EXPECT_TRUE(best_fit(tasks, grams(2'000)));
}

TEST(BestFit, IsNeverWhoIsHiddenGoneHeldCountedOrOfAnotherProduct) {
    auto all = wanting({"9", "4", "4", "4"});
    all[1].route = "R2";
    all[2].route = "R1";
    all[3].route = "R1";
    all.push_back(task(9, "4", "斤", "sku2"));
    all.push_back(task(8, "4", "份"));
    all[4].route = all[5].route = "R1";
    TaskList tasks;
    for (auto& each : all) tasks.give(each);
    tasks.begin();
    tasks.choose({WalkBy::place, OnlyFor::route, "R1"});
    tasks.go_to({"O1", "1"});
    tasks.at({"O3", "1"}).away = true;
    EXPECT_EQ(tasks.items()[*best_fit(tasks, grams(2'000))].task.customer_code, "A-04");
    tasks.at({"O4", "1"}).shorted = true;
    EXPECT_FALSE(best_fit(tasks, grams(2'000)));
}

TEST(Fit, ALoadThatIsTooMuchIsOfferedToWhomItSuits) {
    StationRig rig(wanting({"4", "5", "6"}));
    rig.ready().load(grams(3'000));
    EXPECT_EQ(offered(rig), "") << "not before it has rested";
    for (int i = 0; i < 4; ++i) rig.reading(grams(3'000), true);
    EXPECT_EQ(offered(rig), "A-03");
    EXPECT_EQ(in_hand(rig), "A-01") << "nothing is taken by itself";
    take(rig, 3);
    EXPECT_EQ(in_hand(rig), "A-03");
    EXPECT_EQ(offered(rig), "");
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty()) << "taking is not booking";
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].task.line.order_no, "O3");
    EXPECT_EQ(in_hand(rig), "A-03") << "the plate changes on removal";
    rig.lift();
    EXPECT_EQ(in_hand(rig), "A-01") << "whose turn it was";
}

TEST(Fit, WhatIsOnlyABitTooMuchIsOfferedToo) {
    StationRig rig(wanting({"4", "4.5"}));
    rest(rig.ready(), 2'250);
    EXPECT_EQ(rig.look().weight.state, WeighState::over_soft);
    EXPECT_EQ(offered(rig), "A-02");
}

TEST(Fit, ALoadThatSuitsWhoIsInHandIsOfferedToNobody) {
    StationRig rig(wanting({"4", "4.1"}));
    rest(rig.ready(), 2'050);
    EXPECT_EQ(rig.look().weight.state, WeighState::in_band);
    EXPECT_EQ(offered(rig), "");
}

TEST(Fit, AFillingHandIsNotInterrupted) {
    StationRig rig(wanting({"6", "4"}));
    rig.ready();
    for (int g : {600, 1'100, 1'600, 2'000}) {
        rig.reading(grams(g - 200), false);
        for (int i = 0; i < 8; ++i) rig.reading(grams(g), true);
        EXPECT_EQ(offered(rig), "") << g;
    }
    for (int i = 0; i < 35; ++i) rig.reading(grams(2'000), true);
    EXPECT_EQ(offered(rig), "A-02") << "a bag that lies longer than any pause is finished";
}

TEST(Fit, ABagPutDownInOneGestureIsOfferedAtOnceAlsoWhenItIsTooLittle) {
    StationRig rig(wanting({"6", "4"}));
    rest(rig.ready(), 2'000, 4);
    EXPECT_EQ(offered(rig), "A-02");
}

TEST(Fit, StandsStillWhileThePanTremblesUnderTheFingerAndGoesWithTheLoad) {
    StationRig rig(wanting({"9", "4", "4.1"}));
    rest(rig.ready(), 2'020);
    ASSERT_EQ(offered(rig), "A-02");
    rig.reading(grams(2'045), false);
    EXPECT_EQ(offered(rig), "A-02");
    for (int i = 0; i < 8; ++i) rig.reading(grams(2'040), true);
    EXPECT_EQ(offered(rig), "A-02") << "another may be nearer now; it does not change under her finger";
    take(rig, 2);
    EXPECT_EQ(in_hand(rig), "A-02");
    rig.lift();
    EXPECT_EQ(in_hand(rig), "A-01");
    EXPECT_EQ(offered(rig), "");
}

TEST(Fit, IsGoneWhenMoreIsPutOn) {
    StationRig rig(wanting({"9", "4"}));
    rest(rig.ready(), 2'000);
    ASSERT_EQ(offered(rig), "A-02");
    rig.reading(grams(2'600), false);
    EXPECT_EQ(offered(rig), "");
    take(rig, 2);
    EXPECT_EQ(in_hand(rig), "A-01") << "a touch that comes too late takes nobody";
}

TEST(Fit, IsGoneWhenTheTaskIsAndAnotherIsFound) {
    StationRig rig(wanting({"9", "4", "4"}));
    rest(rig.ready(), 2'000);
    ASSERT_EQ(offered(rig), "A-02");
    rig.send(FeedArrived{{domain::TaskTaken{{"O2", "1"}, "moved", "T2"}}, 1, {}});
    EXPECT_EQ(offered(rig), "A-03");
    rig.send(FeedArrived{{domain::TaskTaken{{"O3", "1"}, "moved", "T2"}}, 2, {}});
    EXPECT_EQ(offered(rig), "");
}

TEST(Fit, NeverStealsATaskInTheMiddleOfASplit) {
    StationRig rig(wanting({"9", "4"}));
    rig.ready().press(Key::load_mode, {.text = "split"});
    for (int i = 0; i < 3; ++i) rig.reading(Mass{}, true, domain::Known::yes);
    rest(rig, 2'000);
    EXPECT_EQ(offered(rig), "");
    rig.press(Key::confirm).lift();
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    rig.press(Key::load_mode, {.text = "normal"});
    for (int i = 0; i < 3; ++i) rig.reading(Mass{}, true, domain::Known::yes);
    EXPECT_EQ(in_hand(rig), "A-01");
    rest(rig, 1'980, 40);
    EXPECT_EQ(offered(rig), "") << "the first of two bags is recorded";
}

TEST(Fit, IsNotOfferedInPickModeNorForALoadThatIsNone) {
    StationRig rig(wanting({"9", "4"}));
    rig.ready().press(Key::mode, {.text = "pick"});
    rest(rig, 2'000, 40);
    EXPECT_EQ(offered(rig), "");
}

TEST(Fit, IsOfferedToNobodyWhileNobodyIsSignedIn) {
    StationRig rig(wanting({"9", "4"}));
    rest(rig.ready().press(Key::sign_out), 2'000);
    EXPECT_EQ(offered(rig), "");
}

TEST(Fit, LiftedUnrecordedItLeavesEverybodyWhereTheyWere) {
    StationRig rig(wanting({"9", "5", "4"}));
    rest(rig.ready(), 2'000);
    take(rig, 3).lift();
    EXPECT_EQ(in_hand(rig), "A-01");
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
    EXPECT_TRUE(rig.facts<domain::Skipped>().empty());
}

TEST(Fit, TakenByMistakeItIsUndoneByGoingBackToWhoWasInHand) {
    StationRig rig(wanting({"9", "4", "5"}));
    rest(rig.ready(), 2'000);
    take(rig, 2).press(Key::go_to, line_of(3));
    rig.lift();
    EXPECT_EQ(in_hand(rig), "A-03") << "whom she named herself stays";
}

TEST(Fit, HandsFreeBooksOnlyForWhomSheTook) {
    StationRig rig(wanting({"9", "4"}));
    rig.ready().press(Key::hands_free, {.text = "on"});
    rest(rig, 2'000, 60);
    EXPECT_EQ(offered(rig), "A-02");
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
    take(rig, 2);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty()) << "the plate has to be seen first";
    for (int i = 0; i < 6; ++i) rig.reading(grams(2'000), true);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].task.line.order_no, "O2");
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].trigger, "hands_free");
}

TEST(Fit, HandsFreeLeavesALoadAloneThatLayThereWhenSheWentToSomebodyByHand) {
    StationRig rig(wanting({"9", "4", "4.1"}));
    rig.ready().press(Key::hands_free, {.text = "on"});
    rest(rig, 2'000);
    rig.press(Key::go_to, line_of(2));
    for (int i = 0; i < 20; ++i) rig.reading(grams(2'000), true);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
}

TEST(Fit, LiftedBeforeTheDiskAnsweredItIsStillRecordedAndTheTurnComesBack) {
    StationRig rig(wanting({"9", "4"}));
    rest(rig.ready(), 2'000);
    take(rig, 2);
    rig.disk = false;
    rig.press(Key::confirm).lift();
    EXPECT_EQ(in_hand(rig), "A-02") << "not before it is kept";
    rig.commit();
    EXPECT_EQ(in_hand(rig), "A-01");
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
}

TEST(Fit, TakeAwayPortionsAreOfferedToo) {
    StationRig rig(wanting({"9", "4"}));
    rig.ready().press(Key::load_mode, {.text = "take_away"});
    for (int i = 0; i < 6; ++i) rig.reading(grams(10'000), true);
    rig.reading(grams(9'000), false);
    for (int i = 0; i < 45; ++i) rig.reading(grams(8'000), true);
    EXPECT_EQ(offered(rig), "A-02");
    take(rig, 2).press(Key::confirm);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].net, grams(2'000));
    rig.wait(milliseconds{200});
    for (int i = 0; i < 20; ++i) rig.reading(grams(8'000), true);
    EXPECT_EQ(in_hand(rig), "A-01");
}

StationRig weighing_first(std::vector<std::string> const& amounts) {
    StationRig rig(wanting(amounts));
    rig.ready().press(Key::walk, {.text = "load"});
    return rig;
}

TEST(WeighFirst, PutsNobodyInHandAndSaysWhatItWaitsFor) {
    auto rig = weighing_first({"4", "5"});
    auto const look = rig.look();
    EXPECT_FALSE(look.task);
    EXPECT_TRUE(look.weigh_first);
    EXPECT_FALSE(look.product_done);
    EXPECT_EQ(look.weight.state, WeighState::empty);
    EXPECT_EQ(look.weight.unit, "斤");
    EXPECT_EQ(look.queue.size(), 2u) << "somebody may still be named";
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().product.sku, "sku1") << "an empty pan goes on to nothing";
    EXPECT_TRUE(rig.look().weigh_first);
}

TEST(WeighFirst, TheLoadIsHeldAndTheBigKeyTakesWhomItSuitsThenRecords) {
    auto rig = weighing_first({"4", "5", "6"});
    rig.reading(grams(1'000), false);
    EXPECT_EQ(rig.look().weight.state, WeighState::settling);
    rest(rig, 2'500);
    EXPECT_EQ(rig.look().weight.state, WeighState::no_task);
    EXPECT_EQ(offered(rig), "A-02");
    EXPECT_EQ(rig.heard(Tone::look), 1);
    rig.press(Key::confirm);
    EXPECT_EQ(in_hand(rig), "A-02");
    rig.wait(milliseconds{300}).press(Key::confirm);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty()) << "a double tap is one press";
    for (int i = 0; i < 6; ++i) rig.reading(grams(2'500), true);
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].task.line.order_no, "O2");
    rig.lift();
    EXPECT_FALSE(rig.look().task);
    EXPECT_TRUE(rig.look().weigh_first);
}

TEST(WeighFirst, WhatSuitsNobodyWaitsForMoreOrLess) {
    auto rig = weighing_first({"4", "6"});
    rest(rig, 2'500);
    EXPECT_EQ(rig.look().weight.state, WeighState::no_task);
    EXPECT_EQ(offered(rig), "");
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
    EXPECT_FALSE(rig.look().task);
    rest(rig, 3'000, 5);
    EXPECT_EQ(offered(rig), "A-02") << "while she fills, each rest is looked at";
}

TEST(WeighFirst, HandsFreeRecordsAfterTheOneTouch) {
    auto rig = weighing_first({"4", "5"});
    rig.press(Key::hands_free, {.text = "on"});
    rest(rig, 2'500, 40);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
    rig.press(Key::confirm);
    for (int i = 0; i < 6; ++i) rig.reading(grams(2'500), true);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].task.line.order_no, "O2");
}

TEST(WeighFirst, EndsWithTheProductAndGoesOnToTheNext) {
    auto tasks = wanting({"4"});
    tasks.push_back(task(9, "5", "斤", "sku2"));
    StationRig rig(std::move(tasks));
    rig.ready().press(Key::walk, {.text = "load"});
    rest(rig, 2'000).press(Key::confirm);
    rest(rig, 2'000).press(Key::confirm);
    rig.lift();
    EXPECT_TRUE(rig.look().product_done);
    EXPECT_FALSE(rig.look().weigh_first);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().product.sku, "sku2");
    EXPECT_TRUE(rig.look().weigh_first);
    EXPECT_FALSE(rig.look().task);
}

TEST(WeighFirst, WhatNoWeightCanFindComesByItself) {
    std::vector<domain::SortTask> tasks{task(1, "4"), task(2, "4", "份")};
    StationRig rig(std::move(tasks));
    rig.ready().press(Key::walk, {.text = "load"});
    EXPECT_TRUE(rig.look().weigh_first);
    rest(rig, 2'000).press(Key::confirm);
    rest(rig, 2'000).press(Key::confirm);
    rig.lift();
    EXPECT_EQ(in_hand(rig), "A-02");
}

TEST(WeighFirst, KeepsWhoWasNamedAndWhoHasABagAlready) {
    auto rig = weighing_first({"4", "5"});
    rig.press(Key::go_to, line_of(1));
    EXPECT_EQ(in_hand(rig), "A-01");
    rest(rig, 2'500).lift();
    EXPECT_EQ(in_hand(rig), "A-01") << "named by hand, not by a load";
    rig.wait(milliseconds{100}).press(Key::walk, {.text = "place"});
    EXPECT_EQ(in_hand(rig), "A-01");
    rig.wait(milliseconds{100}).press(Key::walk, {.text = "load"});
    EXPECT_EQ(in_hand(rig), "") << "weigh first begins at once";
}

TEST(WeighFirst, ALoadThatSuitedSomebodyAndWasLiftedLeavesNobodyInHand) {
    auto rig = weighing_first({"4", "5"});
    rest(rig, 2'500).press(Key::confirm);
    EXPECT_EQ(in_hand(rig), "A-02");
    rig.lift();
    EXPECT_EQ(in_hand(rig), "");
    EXPECT_TRUE(rig.look().weigh_first);
}

TEST(WeighFirst, TooLittleToWeighIsSaid) {
    auto rig = weighing_first({"4", "0.1"});
    rest(rig, 50);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::below_minimum);
    EXPECT_EQ(offered(rig), "");
}

TEST(WeighFirst, OneRouteOnlyIsKept) {
    auto tasks = wanting({"4", "5"});
    tasks[0].route = "R1";
    tasks[1].route = "R2";
    StationRig rig(std::move(tasks));
    rig.ready().press(Key::walk, {.text = "load"}).press(Key::only, {.text = "route", .detail = "R1"});
    rest(rig, 2'500);
    EXPECT_EQ(offered(rig), "") << "nothing is done to whom it hides";
    EXPECT_TRUE(rig.look().weigh_first);
}

}  // namespace
}  // namespace bozhong::test
