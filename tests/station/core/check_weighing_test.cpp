// A check weighing with a known mass: when it is due, what it stops, who may sign it, what it writes.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::CheckWeighed;
using domain::Weighed;

StationSetup checked_every(int hours, bool blocks) {
    StationSetup setup;
    setup.scales = {bench_scale()};
    setup.scales[0].check_every_hours = hours;
    setup.scales[0].check_blocks = blocks;
    setup.idle_lock = milliseconds{1'000'000'000};
    return setup;
}

bool due_is_told(StationRig const& rig) {
    return std::ranges::any_of(rig.look().notices,
                               [](auto const& each) { return each.kind == NoticeKind::check_due; });
}

StationRig& check(StationRig& rig, Mass nominal, Mass shown, std::string person = "b1") {
    rig.load(shown).press(Key::check_weight, {.number = nominal.mg, .person = std::move(person)});
    return rig;
}

TEST(CheckWeighing, IsNotAskedForWhenItsPeriodIsNought) {
    StationRig rig({task(1, "4")}, checked_every(0, true));
    rig.ready().load(grams(2'000));
    EXPECT_FALSE(due_is_told(rig));
    EXPECT_TRUE(rig.look().confirm.possible);
}

TEST(CheckWeighing, IsDueFromTheStartAndOnlyToldUnlessItBlocks) {
    StationRig rig({task(1, "4")}, checked_every(12, false));
    rig.ready().load(grams(2'000));
    EXPECT_TRUE(due_is_told(rig));
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

TEST(CheckWeighing, BlocksUntilAGoodOneAndAgainAfterItsPeriod) {
    StationRig rig({task(1, "4"), task(2, "4")}, checked_every(1, true));
    rig.ready().load(grams(2'000));
    EXPECT_EQ(rig.look().weight.refusal, Refusal::check_due);
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
    rig.lift();
    check(rig, grams(2'000), grams(2'005)).lift();
    EXPECT_FALSE(due_is_told(rig));
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
    rig.lift().wait(milliseconds{3'600'000}).lift().lift().load(grams(2'000));
    EXPECT_TRUE(due_is_told(rig));
    EXPECT_EQ(rig.look().weight.refusal, Refusal::check_due);
}

TEST(CheckWeighing, ABadOneIsWrittenAndItStaysDue) {
    StationRig rig({task(1, "4")}, checked_every(12, true));
    check(rig.ready(), grams(2'000), grams(2'010));
    ASSERT_EQ(rig.facts<CheckWeighed>().size(), 1u);
    auto const fact = rig.facts<CheckWeighed>()[0];
    EXPECT_EQ(fact.scale, "S1");
    EXPECT_EQ(fact.nominal, grams(2'000));
    EXPECT_EQ(fact.shown, grams(2'010));
    EXPECT_FALSE(fact.ok);
    EXPECT_EQ(fact.person, "b1");
    ASSERT_TRUE(rig.look().devices.check.last);
    EXPECT_EQ(rig.look().devices.check.last->shown, grams(2'010));
    EXPECT_TRUE(due_is_told(rig));
}

TEST(CheckWeighing, AllowsOneTwoAndThreeDivisions) {
    struct Row {
        std::int64_t nominal_g, shown_g;
        bool ok;
    };
    for (auto const& row : {Row{2'500, 2'505, true}, Row{2'500, 2'510, false}, Row{2'505, 2'515, true},
                            Row{10'000, 10'010, true}, Row{10'000, 10'015, false}, Row{10'005, 10'020, true},
                            Row{10'005, 9'985, false}}) {
        StationRig rig({task(1, "4")});
        check(rig.ready(), grams(row.nominal_g), grams(row.shown_g));
        ASSERT_EQ(rig.facts<CheckWeighed>().size(), 1u) << row.nominal_g;
        EXPECT_EQ(rig.facts<CheckWeighed>()[0].ok, row.ok) << row.nominal_g << " " << row.shown_g;
    }
}

TEST(CheckWeighing, IsSignedByAPersonWithTheRight) {
    StationRig rig({task(1, "4")});
    check(rig.ready(), grams(2'000), grams(2'000), "");
    check(rig, grams(2'000), grams(2'000), "p1");
    EXPECT_TRUE(rig.facts<CheckWeighed>().empty());
    EXPECT_EQ(rig.look().weight.refusal, Refusal::no_right);
}

TEST(CheckWeighing, WantsAMassTheScaleCanCarry) {
    for (auto const nominal : {Mass{}, -grams(500), grams(15'005)}) {
        StationRig rig({task(1, "4")});
        check(rig.ready(), nominal, grams(2'000));
        EXPECT_TRUE(rig.facts<CheckWeighed>().empty()) << nominal.mg;
    }
}

TEST(CheckWeighing, ItsMassIsNotGoods) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().press(Key::hands_free, {.text = "on"});
    check(rig.lift(), grams(2'000), grams(2'000));
    for (int i = 0; i < 50; ++i) rig.reading(grams(2'000), true);
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<Weighed>().empty()) << "what lies there is the check mass";
    rig.lift().load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

constexpr std::int64_t eight_in_the_evening = 1'687'003'200'000, hour_ms = 3'600'000;

/// A station started so many hours after the journal's newest check, which was good or not.
StationRig restarted_after(int hours, bool ok) {
    Restored restored;
    restored.checks = {{{"S1", grams(2'000), grams(2'000), ok, "b1"}, {eight_in_the_evening}}};
    StationRig rig({task(1, "4")}, checked_every(12, true), restored);
    rig.send(WallClockSeen{{eight_in_the_evening + hours * hour_ms}, true});
    rig.ready().load(grams(2'000));
    return rig;
}

TEST(CheckWeighing, OfAnEarlierRunHoldsForTheRestOfItsPeriod) {
    auto rig = restarted_after(2, true);
    EXPECT_FALSE(due_is_told(rig));
    EXPECT_TRUE(rig.look().confirm.possible);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
    rig.lift();
    rig.now += milliseconds{10 * hour_ms};
    rig.lift().load(grams(2'000));
    EXPECT_TRUE(due_is_told(rig)) << "twelve hours are over";
}

TEST(CheckWeighing, OfAnEarlierRunThatIsTooOldOrWasBadOrLiesInTheFutureIsDue) {
    for (auto const& [hours, ok] : {std::pair{13, true}, {2, false}, {-1, true}}) {
        auto rig = restarted_after(hours, ok);
        EXPECT_TRUE(due_is_told(rig)) << hours;
        EXPECT_EQ(rig.look().weight.refusal, Refusal::check_due) << hours;
    }
}

TEST(CheckWeighing, ABadOneReplacesAGoodOneOfAnEarlierRun) {
    auto rig = restarted_after(2, true);
    rig.lift();
    check(rig, grams(2'000), grams(2'100));
    EXPECT_TRUE(due_is_told(rig));
}

}  // namespace
}  // namespace bozhong::test
