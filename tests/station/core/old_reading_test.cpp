// A reading that is still shown may be too old to be booked: the scale's next answer is missing, or waits
// behind it in the same read. A press waits for that answer, hands-free does too.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Weighed;

/// A load at rest, its newest reading 300 ms old: two answers of the scale are missing.
class OldReading : public testing::Test {
  protected:
    OldReading() : rig({task(1, "4"), task(2, "4")}) {
        rig.ready().load(grams(2'000)).wait(milliseconds{200});
        EXPECT_TRUE(rig.look().confirm.possible);
    }
    std::size_t booked() { return rig.facts<Weighed>().size(); }
    StationRig rig;
};

TEST_F(OldReading, APressWaitsForTheNextAnswer) {
    rig.press(Key::confirm);
    EXPECT_EQ(booked(), 0u);
    rig.again();
    ASSERT_EQ(booked(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].net, grams(2'000));
    rig.again();
    EXPECT_EQ(booked(), 1u);
}

TEST_F(OldReading, NothingIsBookedWhenTheNextAnswerShowsAMove) {
    rig.press(Key::confirm).reading(grams(1'200), false);
    EXPECT_EQ(booked(), 0u);
    EXPECT_TRUE(rig.look().weight.refused_by_press);
    rig.reading(grams(1'995), true).reading(grams(1'995), true);
    EXPECT_EQ(booked(), 0u) << "the press is over";
}

TEST_F(OldReading, ALoadTakenAwayIsNotBookedByThePressBefore) {
    rig.press(Key::confirm).lift();
    EXPECT_EQ(booked(), 0u);
    rig.load(grams(2'000));
    EXPECT_EQ(booked(), 0u);
}

TEST_F(OldReading, AnotherLoadInItsPlaceIsNotBookedByThePressBefore) {
    // Swapped between two answers: the new bag lies still in the first frame anybody sees of it.
    rig.press(Key::confirm);
    for (int i = 0; i < 3; ++i) rig.reading(grams(2'060), true);
    EXPECT_EQ(booked(), 0u);
    EXPECT_FALSE(rig.look().weight.state == WeighState::recorded);
}

TEST_F(OldReading, IsRefusedWhenTheScaleSaysNothingMore) {
    rig.press(Key::confirm).wait(milliseconds{400});
    EXPECT_EQ(booked(), 0u);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::stale);
    rig.again();
    EXPECT_EQ(booked(), 0u);
}

TEST_F(OldReading, AnotherKeyTakesThePressBack) {
    rig.press(Key::confirm).press(Key::skip).again();
    EXPECT_EQ(booked(), 0u);
}

TEST(Overtaken, TheOlderOfTwoReadingsThatCameTogetherBooksNothing) {
    StationRig rig({task(1, "4")});
    rig.ready().press(Key::hands_free, {.text = "on"}).load(grams(2'000));
    ASSERT_TRUE(rig.facts<Weighed>().empty());
    // The line stalled for half a second; meanwhile the bag was lifted.
    rig.now += milliseconds{350};
    auto old = rig.make_reading(grams(2'000), true);
    old.overtaken = true;
    rig.interval = milliseconds{0};
    rig.show(old).reading(grams(600), false);
    rig.interval = milliseconds{100};
    rig.lift();
    EXPECT_TRUE(rig.facts<Weighed>().empty());
}

}  // namespace
}  // namespace bozhong::test
