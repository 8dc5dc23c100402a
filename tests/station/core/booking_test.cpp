// What a press of the big key books, and what becomes of it once it is durable: counts, weights by hand,
// bags, second presses, releases, and the records at hand.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Counted;
using domain::Weighed;
using domain::Zone;

StationRig& settle(StationRig& rig, Mass mass, int readings = 3) {
    for (int i = 0; i < readings; ++i) rig.reading(mass, true);
    return rig;
}
/// Long enough after the first press for the second to count; the load stays as it is.
StationRig& press_twice(StationRig& rig, Mass mass) {
    rig.press(Key::confirm);
    return settle(rig, mass, 7).press(Key::confirm);
}
domain::Seq first_weighing(StationRig const& rig) {
    for (auto const& kept : rig.journal)
        if (std::holds_alternative<Weighed>(kept.fact)) return kept.seq;
    return 0;
}
domain::SortTask without_mass(int number) {
    auto out = task(number, "2", "箱");
    out.kind = domain::TaskKind::weighed;
    return out;
}

TEST(Count, AnotherCountThanOrderedTakesTwoPressesAndEndsTheTask) {
    StationRig rig({task(1, "3", "份"), task(2, "3", "份")});
    rig.ready().press(Key::count, {.number = 2});
    EXPECT_EQ(rig.look().confirm.presses_needed, 2);
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<Counted>().empty());
    rig.wait(milliseconds{300}).press(Key::confirm);
    EXPECT_TRUE(rig.facts<Counted>().empty()) << "a double tap is one press";
    rig.wait(milliseconds{400}).press(Key::confirm);
    ASSERT_EQ(rig.facts<Counted>().size(), 1u);
    EXPECT_EQ(rig.facts<Counted>()[0].count, 2);
    EXPECT_EQ(rig.facts<domain::TaskEnded>().size(), 1u);
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

TEST(Count, NoPiecesAreNoCount) {
    StationRig rig({task(1, "3", "份")});
    rig.ready().press(Key::count, {.number = 0}).press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::not_whole);
    EXPECT_TRUE(rig.facts<Counted>().empty());
}

TEST(Count, NeedsSomebodySignedIn) {
    StationRig rig({task(1, "3", "份")});
    rig.ready().press(Key::sign_out);
    EXPECT_EQ(rig.look().weight.state, WeighState::refused);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::not_signed_in);
    EXPECT_TRUE(rig.facts<Counted>().empty());
}

TEST(Count, ADoubleTapIsOfTheTaskBefore) {
    StationRig rig({task(1, "3", "份"), task(2, "3", "份")});
    rig.ready().press(Key::confirm).wait(milliseconds{200}).press(Key::confirm);
    EXPECT_EQ(rig.facts<Counted>().size(), 1u);
    rig.now += milliseconds{200};
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<Counted>().size(), 2u);
}

TEST(Count, WaitsForTheDiskAsAWeightDoes) {
    StationRig rig({task(1, "3", "份"), task(2, "3", "份")});
    rig.ready();
    rig.disk = false;
    rig.press(Key::confirm).wait(milliseconds{400}).press(Key::confirm);
    EXPECT_EQ(rig.waiting().size(), 1u) << "the first is being written";
    EXPECT_EQ(rig.look().weight.state, WeighState::recording);
    rig.commit().press(Key::skip);
    auto const asked = rig.waiting().size();
    rig.wait(milliseconds{400}).press(Key::confirm);
    EXPECT_EQ(rig.waiting().size(), asked) << "a decision about the task in hand is being written";
    while (!rig.waiting().empty()) rig.commit();
    EXPECT_EQ(rig.facts<Counted>().size(), 1u);
}

TEST(Count, ATaskThatBecomesCountedUnderARecordedLoadWaitsForTheLoadToGo) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(1'000)).press(Key::load_mode, {.text = "split"}).lift().load(grams(1'000));
    rig.press(Key::confirm);
    ASSERT_EQ(rig.look().weight.state, WeighState::recorded);
    rig.send(FeedArrived{{domain::TaskGiven{task(1, "3", "份")}}, 9});
    rig.wait(milliseconds{100}).reading(grams(1'000), true).press(Key::confirm);
    EXPECT_TRUE(rig.facts<Counted>().empty());
    EXPECT_EQ(rig.look().weight.refusal, Refusal::already_captured);
}

TEST(CountAll, BooksEveryOpenCountedTaskOfTheProductAsOrdered) {
    auto weighed = task(2, "4");
    StationRig rig({task(1, "3", "份"), weighed, task(3, "5", "份"), task(4, "0", "份")});
    rig.ready().press(Key::count_all);
    auto const made = rig.facts<Counted>();
    ASSERT_EQ(made.size(), 2u);
    EXPECT_EQ(made[0].count, 3);
    EXPECT_EQ(made[1].count, 5);
    EXPECT_EQ(rig.facts<domain::LabelQueued>().size(), 2u);
    rig.wait(milliseconds{100}).press(Key::count_all);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::no_task) << "nothing counted is open";
    EXPECT_EQ(rig.facts<Counted>().size(), 2u);
}

TEST(CountAll, IsRefusedLikeAnyOther) {
    StationRig rig({task(1, "3", "份")});
    rig.ready().send(StorageSeen{1'000, true}).press(Key::count_all);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::disk);
    EXPECT_TRUE(rig.facts<Counted>().empty());
}

TEST(CountAll, TakesOnlyTheRestOfATask) {
    core::Restored restored;
    restored.tasks.push_back({.task = task(7, "3", "份"), .count = 2, .bags = 1});
    StationRig rig({}, {}, restored);
    rig.ready().press(Key::count_all);
    ASSERT_EQ(rig.facts<Counted>().size(), 1u);
    EXPECT_EQ(rig.facts<Counted>()[0].count, 1);
}

TEST(Press, AtTheEndSaysThatNothingIsLeft) {
    StationRig rig({});
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::not_signed_in);
    rig.ready().press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::no_task);
}

TEST(Press, WaitsForADecisionThatIsBeingWritten) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000));
    rig.disk = false;
    rig.press(Key::skip).press(Key::confirm);
    EXPECT_EQ(rig.waiting().size(), 1u);
    rig.commit();
    EXPECT_TRUE(rig.facts<Weighed>().empty()) << "that press was for the task she skipped";

    StationRig done({task(1, "4")});
    done.ready().load(grams(2'000)).press(Key::confirm).lift();
    ASSERT_TRUE(done.look().product_done);
    done.disk = false;
    done.press(Key::undo).wait(milliseconds{100}).press(Key::confirm);
    EXPECT_EQ(done.waiting().size(), 1u);
    EXPECT_FALSE(done.look().weight.refused_by_press);
}

TEST(Press, AnAnswerOfTheDiskNobodyAskedForChangesNothing) {
    StationRig rig({task(1, "4")});
    rig.ready().send(CommitFailed{999, {domain::ErrorKind::io, "x", "", ""}}).send(Committed{998, {}, 50});
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.look().history.size(), 1u);
}

TEST(Lot, GoesWithEveryWeighingOnceItIsWrittenDown) {
    StationRig rig({task(1, "4"), task(2, "4"), task(3, "4")});
    rig.ready().press(Key::lot, {.text = "L-8"}).load(grams(2'000)).press(Key::confirm).lift();
    rig.press(Key::lot, {.text = "L-9"});
    auto const said = rig.facts<domain::LotChanged>();
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[1].previous, "L-8");
    EXPECT_EQ(said[1].person, "p1");
    rig.disk = false;
    rig.wait(milliseconds{100}).press(Key::lot, {.text = "L-10"}).fail_commit();
    rig.disk = true;
    rig.send(StorageSeen{1ll << 40, false}).load(grams(2'000)).press(Key::confirm);
    auto const made = rig.facts<Weighed>();
    ASSERT_EQ(made.size(), 2u);
    EXPECT_EQ(made[0].task.lot, "L-8");
    EXPECT_EQ(made[1].task.lot, "L-9") << "the third was never durable";
}

TEST(Split, EachBagAddsToTheTaskAndNoneBooksItself) {
    StationRig rig({task(1, "4")});
    rig.ready().press(Key::load_mode, {.text = "split"}).lift().press(Key::hands_free, {.text = "on"});
    rig.load(grams(1'000));
    settle(rig, grams(1'000), 60);
    EXPECT_TRUE(rig.facts<Weighed>().empty()) << "only she knows that this bag is full";
    rig.press(Key::confirm).lift();
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].mode, "normal");
    EXPECT_EQ(rig.facts<Weighed>()[0].task.bag, 1);
    EXPECT_TRUE(rig.facts<domain::TaskEnded>().empty());
    rig.load(grams(1'000)).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 2u);
    rig.lift();
    EXPECT_TRUE(rig.look().product_done);
}

TEST(Difference, BelowTheMinimumIsAmberAndMarked) {
    StationRig rig({task(1, "0.18"), task(2, "4")});
    rig.ready().press(Key::load_mode, {.text = "take_away"});
    settle(rig.load(grams(8'000)), grams(7'910));
    EXPECT_EQ(rig.look().weight.state, WeighState::under_soft)
        << "90 g are in the band, and below the minimum";
    press_twice(rig, grams(7'910));
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_TRUE(rig.facts<Weighed>()[0].below_min);
    EXPECT_EQ(rig.facts<Weighed>()[0].net, grams(90));
}

TEST(Difference, TooLittleForTheMinimumAndTheTaskIsOnlyTooLittle) {
    StationRig rig({task(1, "4")});
    rig.ready().press(Key::load_mode, {.text = "take_away"});
    settle(rig.load(grams(8'000)), grams(7'950));
    EXPECT_EQ(rig.look().weight.state, WeighState::under);
    EXPECT_FALSE(rig.look().confirm.possible);
}

TEST(Difference, ALevelALittleBelowZeroIsNoRefusal) {
    StationRig rig({task(1, "4")});
    rig.ready().press(Key::load_mode, {.text = "accumulate"});
    settle(rig, {});
    settle(rig, -grams(20));
    EXPECT_EQ(rig.look().weight.refusal, Refusal::none);
    EXPECT_EQ(rig.look().weight.state, WeighState::empty);
}

TEST(BelowMinimum, IsOnlyUnderAsLongAsTheTaskWantsMore) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(90));
    EXPECT_EQ(rig.look().weight.state, WeighState::under);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::below_minimum);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().weight.state, WeighState::under)
        << "a press does not make a small load one to release";
    rig.press(Key::sign_out);
    EXPECT_FALSE(rig.look().confirm.possible) << "nobody has the right";
}

TEST(Under, APressInsistsAndASupervisorReleases) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(1'000));
    EXPECT_EQ(rig.look().weight.state, WeighState::under);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().weight.state, WeighState::under_hard);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
    rig.wait(milliseconds{100});
    settle(rig, grams(1'000)).press(Key::release, {.reason = "all there is", .person = "nobody"});
    EXPECT_TRUE(rig.facts<domain::Released>().empty()) << "a person this table does not know";
    rig.wait(milliseconds{100});
    settle(rig, grams(1'000)).press(Key::release, {.reason = "all there is", .person = "b1"});
    EXPECT_EQ(rig.look().weight.state, WeighState::released);
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].zone, Zone::red_under);
    EXPECT_TRUE(rig.facts<Weighed>()[0].released_by.has_value());
}

TEST(RedRelease, DoesNotOutliveTheLink) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(3'000)).press(Key::release, {.person = "b1"});
    ASSERT_EQ(rig.look().weight.state, WeighState::released);
    rig.send(ScaleLinkChanged{"S1", LinkState::down, ""}).send(ScaleLinkChanged{"S1", LinkState::up, ""});
    settle(rig, grams(3'000)).lift().load(grams(3'000));
    EXPECT_EQ(rig.look().weight.state, WeighState::over_hard) << "what was released is not known to be this";
}

TEST(Amber, IsNotAskedTwiceForTheSameLoadWhenTheDiskRefused) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(2'300));
    rig.disk = false;
    press_twice(rig, grams(2'300)).fail_commit();
    rig.disk = true;
    rig.send(StorageSeen{1ll << 40, false}).wait(milliseconds{100});
    settle(rig, grams(2'300));
    EXPECT_EQ(rig.look().confirm.presses_needed, 1);
    settle(rig, grams(1'700));
    EXPECT_EQ(rig.look().weight.state, WeighState::under_soft);
    EXPECT_EQ(rig.look().confirm.presses_needed, 2) << "that is another question";
    settle(rig, grams(2'300)).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

TEST(NoBand, ALineThatNamesNoMassTakesTwoPresses) {
    StationRig rig({without_mass(1)});
    rig.ready().load(grams(2'000));
    EXPECT_EQ(rig.look().weight.state, WeighState::under_soft);
    press_twice(rig, grams(2'000));
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].zone, Zone::amber_under);
    rig.lift();
    EXPECT_TRUE(rig.look().product_done);
}

TEST(NoBand, AboveTheRangeThereIsNothingToSplit) {
    StationRig rig({without_mass(1)});
    rig.ready().reading(grams(15'100), true);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::out_of_range_over);
    StationRig big({task(1, "60")});  // 30 kg, and the scale takes 15
    big.ready().reading(grams(15'100), true);
    EXPECT_EQ(big.look().weight.refusal, Refusal::too_much_split);
}

TEST(Tared, ALoadLighterThanItsTareIsNotThereYet) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(500)).press(Key::tare, {.text = "tote"});
    rig.lift().reading(grams(300), false);
    EXPECT_EQ(rig.look().weight.state, WeighState::loading);
    settle(rig, grams(300));
    EXPECT_EQ(rig.look().weight.state, WeighState::under);
    EXPECT_FALSE(rig.look().confirm.possible);
}

TEST(Rights, ASupervisorWhoMayNotCaptureDoesNot) {
    StationRig rig({task(1, "4")});
    domain::Person looker{.id = "p7", .name = "看"};
    rig.sign_in(looker).reading({}, true).reading({}, true).load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::no_right);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
}

TEST(Labels, AFailedOneStopsNobodyWhereTheWarehouseSaysSo) {
    StationSetup setup;
    setup.stop_when_label_fails = false;
    StationRig rig({task(1, "4"), task(2, "4")}, setup);
    rig.printer = false;
    rig.ready().load(grams(2'000)).press(Key::confirm);
    rig.send(LabelChanged{rig.printed.at(0).label, domain::LabelState::failed, "status", "P1", "paper"})
        .lift();
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 2u);
}

struct Typed {
    char const* name;
    KeyPressed press;
    Refusal refusal;
};

class ByHandRefused : public testing::TestWithParam<Typed> {};

TEST_P(ByHandRefused, AndBooksNothing) {
    StationRig rig({task(1, "4")});
    rig.sign_in(supervisor()).press(Key::manual_weight, GetParam().press);
    EXPECT_EQ(rig.look().weight.refusal, GetParam().refusal);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
}

INSTANTIATE_TEST_SUITE_P(
    table, ByHandRefused,
    testing::Values(
        Typed{"no_number", {.text = "two", .where = "S2"}, Refusal::not_whole},
        Typed{"more_than_any_mass", {.text = "99999999999999999", .where = "S2"}, Refusal::not_whole},
        Typed{"no_tare", {.text = "2", .detail = "little", .where = "S2"}, Refusal::not_whole},
        Typed{"no_scale", {.text = "2"}, Refusal::not_whole},
        Typed{"a_negative_tare", {.text = "2", .detail = "-0.1", .where = "S2"}, Refusal::negative},
        Typed{"all_tare", {.text = "2", .detail = "2", .where = "S2"}, Refusal::negative},
        Typed{"an_unknown_signer", {.text = "2", .where = "S2", .person = "b9"}, Refusal::no_right}),
    [](auto const& param) { return param.param.name; });

TEST(ByHand, CanBeSwitchedOffAndNeedsAWeighedTaskAndADisk) {
    KeyPressed const typed{.text = "2.000", .where = "S2"};
    StationSetup off;
    off.manual_entry = false;
    StationRig switched_off({task(1, "4")}, off);
    switched_off.sign_in(supervisor()).press(Key::manual_weight, typed);
    EXPECT_EQ(switched_off.look().weight.refusal, Refusal::switched_off);
    StationRig counted({task(1, "4", "份")});
    counted.sign_in(supervisor()).press(Key::manual_weight, typed);
    EXPECT_EQ(counted.look().weight.refusal, Refusal::no_task);
    StationRig none({});
    none.ready().sign_in(supervisor()).press(Key::manual_weight, typed);
    EXPECT_EQ(none.look().weight.refusal, Refusal::no_task);
    StationRig full({task(1, "4")});
    full.sign_in(supervisor()).send(StorageSeen{1'000, true}).press(Key::manual_weight, typed);
    EXPECT_EQ(full.look().weight.refusal, Refusal::disk);
    for (auto const* rig : {&switched_off, &counted, &none, &full})
        EXPECT_TRUE(rig->facts<Weighed>().empty());
}

TEST(ByHand, InRedNeedsTheRightToReleaseIt) {
    auto entering = sorter();
    entering.rights.insert(domain::Right::enter_weight);
    for (auto const* kg : {"1.000", "3.000"}) {
        StationRig rig({task(1, "4")});
        rig.sign_in(entering).press(Key::manual_weight, {.text = kg, .where = "S2"});
        EXPECT_EQ(rig.look().weight.refusal, Refusal::no_right) << kg;
        rig.sign_in(supervisor())
            .wait(milliseconds{100})
            .press(Key::manual_weight, {.text = kg, .where = "S2"});
        ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
        auto const made = rig.facts<Weighed>()[0];
        EXPECT_EQ(made.person, "b1");
        EXPECT_EQ(made.person_name, "王");
        EXPECT_TRUE(made.tares.empty()) << "none was typed";
        EXPECT_EQ(rig.facts<domain::TaskEnded>().size(), 1u) << "ended by decision";
    }
}

TEST(ByHand, OneBagOfSeveralIsNeitherRedNorTheEnd) {
    auto entering = sorter();
    entering.rights.insert(domain::Right::enter_weight);
    StationRig rig({task(1, "4")});
    rig.sign_in(entering).press(Key::load_mode, {.text = "split"});
    rig.press(Key::manual_weight, {.text = "1.000", .where = "S2"});
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].zone, Zone::red_under);
    EXPECT_TRUE(rig.facts<domain::TaskEnded>().empty());
    EXPECT_FALSE(rig.look().product_done);
}

TEST(ByHand, ALineThatNamesNoMassIsAmber) {
    StationRig rig({without_mass(1)});
    rig.sign_in(supervisor()).press(Key::manual_weight, {.text = "1.000", .where = "S2"});
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].zone, Zone::amber_under);
}

TEST(Records, TheOldestLeavesTheTableWhenThereAreTooMany) {
    core::Restored restored;
    restored.head = {"00000000000000a1", core::records_at_hand, ""};
    for (domain::Seq seq = 1; seq <= core::records_at_hand; ++seq) {
        core::Record record{
            .seq = seq, .incarnation = "00000000000000a1", .line = {"X", "1"}, .net = grams(100)};
        restored.records.push_back(record);
    }
    StationRig rig({task(1, "4"), task(2, "4")}, {}, restored);
    rig.ready().sign_in(supervisor()).load(grams(2'000)).press(Key::confirm).lift();
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    rig.press(Key::void_event, {.seq = 1});
    EXPECT_TRUE(rig.facts<domain::Voided>().empty()) << "it is in the journal alone";
    rig.wait(milliseconds{100}).press(Key::void_event, {.reason = "wrong", .seq = 2});
    auto const voided = rig.facts<domain::Voided>();
    ASSERT_EQ(voided.size(), 1u);
    EXPECT_EQ(voided[0].of, 2u);
    EXPECT_EQ(voided[0].line.order_no, "X") << "of a task that is not on the list any more";
    rig.wait(milliseconds{100}).press(Key::void_event, {.seq = 2});
    EXPECT_EQ(rig.facts<domain::Voided>().size(), 1u) << "once";
}

TEST(Void, OfAnEarlierBagLeavesTheOneOnThePanRecorded) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().sign_in(supervisor()).load(grams(2'000)).press(Key::confirm).lift();
    rig.load(grams(2'050)).press(Key::confirm);
    rig.press(Key::reweigh, {.seq = first_weighing(rig)});
    ASSERT_EQ(rig.facts<domain::Voided>().size(), 1u);
    settle(rig, grams(2'050), 1);
    EXPECT_EQ(rig.look().weight.state, WeighState::recorded);
}

TEST(Shortage, TakenBackAfterAnotherBagWasBooked) {
    StationRig rig({task(1, "4"), task(2, "4"), task(3, "4")});
    rig.ready().press(Key::shortage, {.text = "none"});
    rig.load(grams(2'000)).press(Key::confirm).lift();
    rig.press(Key::short_undo, {.line = {"O1", "1"}});
    ASSERT_EQ(rig.facts<domain::ShortUndone>().size(), 1u);
    EXPECT_FALSE(rig.look().undo.undone) << "the last thing she did was the bag";
    EXPECT_EQ(rig.look().undo.customer_code, "A-02");
}

TEST(Reweigh, OfATaskThatWentAwayGoesNowhere) {
    StationRig rig({task(1, "4"), task(2, "4"), task(3, "4")});
    rig.ready().sign_in(supervisor()).load(grams(2'000)).press(Key::confirm).lift();
    rig.send(FeedArrived{{domain::TaskTaken{{"O1", "1"}, "moved", "T2"}}, 9});
    rig.press(Key::reweigh, {.seq = first_weighing(rig)});
    ASSERT_EQ(rig.facts<domain::Voided>().size(), 1u);
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

TEST(Shortage, OfAnEarlierRunIsTakenBackBeforeAnythingElseIsDone) {
    core::Restored restored;
    restored.tasks.push_back({.task = task(7, "4"),
                              .state = domain::TaskState::shorted,
                              .short_seq = 3,
                              .short_incarnation = "00000000000000b2"});
    StationRig rig({}, {}, restored);
    rig.ready().press(Key::short_undo, {.line = {"O7", "1"}});
    ASSERT_EQ(rig.facts<domain::ShortUndone>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::ShortUndone>()[0].of_incarnation, "00000000000000b2");
}

TEST(Press, OfWhatNobodyNamedIsAKey) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(2'000)).press(Key::confirm, {.by = ""});
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].trigger, "key");
}

TEST(Press, ALinkLostBeforeTheDiskAnsweredLeavesNothingOnThePan) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000));
    rig.disk = false;
    rig.press(Key::confirm).send(ScaleLinkChanged{"S1", LinkState::down, ""});
    rig.disk = true;
    while (!rig.waiting().empty()) rig.commit();
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

}  // namespace
}  // namespace bozhong::test
