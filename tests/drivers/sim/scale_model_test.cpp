#include "drivers/sim/scale_model.h"

#include <gtest/gtest.h>

namespace bozhong::sim {
namespace {

constexpr std::int64_t kg = 1'000'000;

TEST(Indicator, OvershootsSettlesAndShowsExactlyTheLoad) {
    Indicator indicator({}, 1);
    indicator.update(0);
    indicator.pan().put(1'235'000, 1000);
    bool overshot = false, moved = false;
    for (int ms = 1000; ms < 1400; ms += 25) {
        Shown const shown = indicator.update(ms);
        overshot = overshot || shown.units > 1240;
        moved = moved || !shown.stable;
    }
    EXPECT_TRUE(overshot);
    EXPECT_TRUE(moved);
    indicator.update(1400);
    for (int ms = 1425; ms < 4000; ms += 25) {
        Shown const shown = indicator.update(ms);
        ASSERT_EQ(shown.units, 1235);
        ASSERT_TRUE(shown.stable);
    }
}

TEST(Indicator, SettleTimeMayBeNothing) {
    Indicator indicator({}, 1);
    indicator.update(0);
    indicator.pan().put(kg, 10, 0);
    EXPECT_EQ(indicator.update(10).units, 1000);
    EXPECT_FALSE(indicator.shown().stable) << "the display has just changed";
    EXPECT_TRUE(indicator.update(20).stable);
}

TEST(Indicator, RangeIsJudgedOnGross) {
    Indicator indicator({}, 1);
    indicator.pan().put(15'045'000, 0, 0);
    EXPECT_EQ(indicator.update(10).range, ShownRange::ok);
    indicator.pan().put(15'050'000, 0, 0);
    EXPECT_EQ(indicator.update(20).range, ShownRange::over);
    indicator.pan().put(-105'000, 0, 0);
    EXPECT_EQ(indicator.update(30).range, ShownRange::under);
}

TEST(Indicator, ZeroAndTareHaveTheirLimits) {
    Indicator indicator({}, 1);
    indicator.pan().put(200'000, 0, 0);
    indicator.update(10);
    indicator.update(20);
    EXPECT_EQ(indicator.obey({Ask::zero, {}}), Outcome::done);
    EXPECT_EQ(indicator.update(30).units, 0);
    indicator.pan().put(700'000, 30, 0);
    indicator.update(40);
    EXPECT_EQ(indicator.obey({Ask::zero, {}}), Outcome::not_now) << "moving";
    indicator.update(50);
    EXPECT_EQ(indicator.obey({Ask::zero, {}}), Outcome::above);
    EXPECT_EQ(indicator.obey({Ask::tare, {}}), Outcome::done);
    Shown const shown = indicator.update(60);
    EXPECT_TRUE(shown.net);
    EXPECT_EQ(shown.units, 0);
    EXPECT_EQ(shown.tare_units, 500);
    EXPECT_EQ(indicator.obey({Ask::clear_tare, {}}), Outcome::done);
    EXPECT_EQ(indicator.update(70).units, 500);
    EXPECT_EQ(indicator.obey({Ask::preset_tare, "120 g"}), Outcome::done);
    EXPECT_EQ(indicator.update(80).units, 380);
    EXPECT_EQ(indicator.obey({Ask::preset_tare, "a lot"}), Outcome::not_now);
}

TEST(Indicator, PowerUpForgetsTheTareAndWantsAnEmptyPan) {
    Indicator indicator({}, 1);
    indicator.pan().put(2 * kg, 0, 0);
    indicator.power_up(10);
    EXPECT_EQ(indicator.update(20).range, ShownRange::not_zeroed);
    indicator.pan().put(kg, 30, 0);
    indicator.power_up(40);
    EXPECT_EQ(indicator.update(50).units, 0) << "what lay there at power-up became zero";
}

TEST(Indicator, TrembleFreezeAndTheLyingFlag) {
    Indicator indicator({}, 1);
    indicator.pan().put(kg, 0, 0);
    indicator.update(10);
    indicator.update(20);
    indicator.pan().tremble(50'000, 500, 20);
    int unstable = 0;
    for (int ms = 40; ms < 500; ms += 20) unstable += indicator.update(ms).stable ? 0 : 1;
    EXPECT_GT(unstable, 10);
    indicator.update(600);
    EXPECT_TRUE(indicator.update(620).stable);
    indicator.freeze(true);
    indicator.pan().put(0, 700, 0);
    EXPECT_EQ(indicator.update(900).units, 1000);
    indicator.freeze(false);
    indicator.lie_stable(true);
    indicator.pan().put(3 * kg, 1000, 400);
    EXPECT_TRUE(indicator.update(1100).stable);
}

TEST(Pan, DriftsAtItsPace) {
    Pan pan({.noise_mg = 0}, 1);
    pan.drift(60'000, 0);
    EXPECT_EQ(pan.felt_mg(1'000), 1'000);
    pan.drift(0, 2'000);
    EXPECT_EQ(pan.felt_mg(60'000), 2'000);
}

TEST(Pan, SwingsInTheWindUntilItEnds) {
    Pan pan({.noise_mg = 0}, 1);
    pan.wind(20'000, 1000, 0);
    EXPECT_EQ(pan.felt_mg(250), 20'000);
    EXPECT_EQ(pan.felt_mg(750), -20'000);
    pan.wind(0, 1000, 800);
    EXPECT_EQ(pan.felt_mg(1050), 0);
}

TEST(Indicator, AnotherUnitShowsTheSameLoad) {
    Indicator indicator({}, 1);
    indicator.pan().put(1'250'000, 0, 0);
    indicator.update(10);
    indicator.update(20);
    indicator.show_in(domain::MassUnit::jin);
    EXPECT_EQ(indicator.shown().units, 2500);
    EXPECT_EQ(indicator.obey({Ask::tare, {}}), Outcome::done);
    EXPECT_EQ(indicator.update(30).tare_units, 2500);
    indicator.show_in(domain::MassUnit::g);
    EXPECT_EQ(indicator.update(40).units, 0);
    EXPECT_EQ(indicator.shown().tare_units, 1250);
    EXPECT_EQ(indicator.shown().decimals, 0);
}

}  // namespace
}  // namespace bozhong::sim
