#include "station/core/plausibility.h"

#include <gtest/gtest.h>

namespace bozhong::test {
namespace {

using core::Doubtful;
using core::Plausibility;
using domain::grams;
using domain::Instant;
using domain::Mass;
using std::chrono::milliseconds;

/// A scale of e = 5 g that shows one reading every 100 ms.
class Watched {
  public:
    explicit Watched(std::string unit = "kg") { record.unit = std::move(unit); }
    void show(Mass mass, bool stable, int times = 1) {
        for (int i = 0; i < times; ++i) {
            plausibility.see(mass, stable, unit_carried, now, record);
            now += milliseconds{100};
        }
    }
    Doubtful finding() const { return plausibility.finding(); }

    Plausibility plausibility;
    domain::ScaleRecord record;
    Instant now{milliseconds{1'000}};
    bool unit_carried = false;
};

TEST(Plausibility, AUnitKeyDoublesALoadAtOnce) {
    Watched scale;
    scale.show(grams(1'200), true, 15);
    scale.show(grams(2'400), true, 4);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
    scale.show(grams(2'400), true, 3);
    EXPECT_EQ(scale.finding(), Doubtful::unit_jump);
    EXPECT_EQ(scale.plausibility.unit_guess(), "斤");
}

TEST(Plausibility, PoundsAreToldFromJin) {
    Watched scale;
    scale.show(grams(2'000), true, 15);
    scale.show(grams(4'410), true, 8);
    EXPECT_EQ(scale.finding(), Doubtful::unit_jump);
    EXPECT_EQ(scale.plausibility.unit_guess(), "lb");
}

TEST(Plausibility, TheUnitKeyPressedBackEndsTheDoubt) {
    Watched scale;
    scale.show(grams(1'200), true, 15);
    scale.show(grams(2'400), true, 25);
    scale.show(grams(1'200), true, 8);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, TheDoubtOutlivesTheLoadAndTheLinkUntilAPersonLooked) {
    Watched scale;
    scale.show(grams(1'200), true, 15);
    scale.show(grams(2'400), true, 15);
    scale.show(Mass{}, true, 30);
    scale.plausibility.forget();
    EXPECT_EQ(scale.finding(), Doubtful::unit_jump);
    scale.plausibility.unit_checked();
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, ASecondEqualBagIsNoUnitKey) {
    Watched scale;
    scale.show(grams(1'200), true, 15);
    scale.show(grams(1'700), false);
    scale.show(grams(2'430), false);
    scale.show(grams(2'390), false);
    scale.show(grams(2'400), true, 15);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, ASecondEqualBagThatSettlesThroughItsWeightIsNoUnitKey) {
    Watched scale;
    scale.show(grams(1'200), true, 15);
    scale.show(grams(2'400), false);
    scale.show(grams(2'425), false);
    scale.show(grams(2'400), true, 15);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, FramesThatNameTheirUnitAreBelieved) {
    Watched scale;
    scale.unit_carried = true;
    scale.show(grams(1'200), true, 15);
    scale.show(grams(2'400), true, 15);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, ADisplayThatStandsStillIsToldAfterTwoPressesInVain) {
    Watched scale;
    scale.show(grams(1'200), true, 60);
    scale.plausibility.pressed_in_vain(scale.now);
    scale.show(grams(1'200), true, 20);
    scale.plausibility.pressed_in_vain(scale.now);
    EXPECT_EQ(scale.finding(), Doubtful::nothing) << "eight seconds only";
    scale.show(grams(1'200), true, 30);
    EXPECT_EQ(scale.finding(), Doubtful::stuck);
    scale.show(grams(1'195), true);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, AQuietEmptyScaleIsNotStuck) {
    Watched scale;
    scale.show(Mass{}, true, 3'000);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, AWanderingZeroIsToldAndForgottenAtZero) {
    Watched scale;
    for (int g : {0, 5, 10, 15}) scale.show(grams(g), true, 20);
    EXPECT_EQ(scale.finding(), Doubtful::zero_wanders);
    scale.plausibility.zero_pressed();
    scale.show(Mass{}, true);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, ALeafLeftOnThePanIsNoWanderingZero) {
    Watched scale;
    scale.show(Mass{}, true, 20);
    scale.show(grams(40), true, 20);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, FiveSecondsOfUpAndDownAskForHandsOff) {
    Watched scale;
    for (int i = 0; i < 24; ++i) {
        scale.show(grams(1'200), false);
        scale.show(grams(1'230), false);
    }
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
    scale.show(grams(1'200), false, 1);
    scale.show(grams(1'230), false, 2);
    scale.show(grams(1'200), false, 2);
    EXPECT_EQ(scale.finding(), Doubtful::unsteady);
    scale.show(grams(1'210), true);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

TEST(Plausibility, FillingByHandIsNotUnsteady) {
    Watched scale;
    for (int g = 100; g < 1'500; g += 20) scale.show(grams(g), false);
    EXPECT_EQ(scale.finding(), Doubtful::nothing);
}

}  // namespace
}  // namespace bozhong::test
