// Loads that book themselves, where the scale shows nothing while it moves.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Weighed;

class HandsFreeTable : public ::testing::Test {
  protected:
    HandsFreeTable() { rig.ready().press(Key::hands_free, {.text = "on"}); }
    void moving_unseen() {
        domain::Reading seen;
        seen.range = domain::Range::invalid;
        seen.stable = domain::Known::no;
        rig.show(seen);
    }
    void rest(int readings) {
        for (int i = 0; i < readings; ++i) rig.reading(grams(1'000), true);
    }
    [[nodiscard]] std::size_t booked() const { return rig.facts<Weighed>().size(); }

    StationRig rig{{task(1, "2"), task(2, "2")}};
};

TEST_F(HandsFreeTable, ALoadSeenComingBooksAfterAShortRest) {
    rig.reading(grams(600), false);
    rest(10);
    EXPECT_EQ(booked(), 1u);
}

TEST_F(HandsFreeTable, ALoadNobodySawComingRestsLongerThanAFillingHandPauses) {
    moving_unseen();
    rest(10);
    EXPECT_EQ(booked(), 0u) << "the hand may be off the pan for a moment only";
    moving_unseen();
    rest(10);
    EXPECT_EQ(booked(), 0u);
    rest(30);
    EXPECT_EQ(booked(), 1u);
}

TEST_F(HandsFreeTable, AnEmptyPanEndsTheDoubt) {
    moving_unseen();
    for (int i = 0; i < 3; ++i) rig.reading({}, true, domain::Known::yes);
    rig.reading(grams(600), false);
    rest(10);
    EXPECT_EQ(booked(), 1u);
}

}  // namespace
}  // namespace bozhong::test
