// The pan as the scale's record judges it: units, tares, range, and what proves a zero.

#include "station/core/scale_watch.h"

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Known;
using domain::WeightKind;
using Freshness = ScaleWatch::Freshness;

class Watch : public testing::Test {
  protected:
    explicit Watch(domain::ScaleRecord record = bench_scale()) : watch(std::move(record)) {}
    static domain::Reading reading(int g, Known stable = Known::yes) {
        domain::Reading seen;
        seen.mass = grams(g);
        seen.indication = {domain::in_unit(grams(g), domain::MassUnit::kg, 3), "kg"};
        seen.kind = WeightKind::gross;
        seen.stable = stable;
        return seen;
    }
    /// What the scale says of a load in a container it has tared itself.
    static domain::Reading net(int g, std::optional<int> tare_g = std::nullopt) {
        auto seen = reading(g);
        seen.kind = WeightKind::net;
        if (tare_g) seen.tare = domain::in_unit(grams(*tare_g), domain::MassUnit::kg, 3);
        return seen;
    }
    Pan const& see(domain::Reading seen) {
        seen.at = now;
        now += milliseconds{100};
        watch.see(seen, facts);
        return watch.pan();
    }
    Pan const& rest(domain::Reading const& seen) {
        see(seen);
        return see(seen);
    }
    Pan const& rest(int g) { return rest(reading(g)); }
    [[nodiscard]] std::vector<std::string> changes() const {
        std::vector<std::string> out;
        for (auto const& fact : facts) {
            auto const& change = std::get<domain::ScaleChanged>(fact);
            out.push_back(change.what + " " + change.before + " " + change.after);
        }
        return out;
    }
    ScaleWatch watch;
    std::vector<domain::Fact> facts;
    domain::Instant now{milliseconds{1'000'000}};
};

TEST_F(Watch, AReadingWithoutAnyUnitIsNoWeight) {
    auto record = bench_scale();
    record.unit.clear();
    watch = ScaleWatch(record);
    auto seen = reading(1'000);
    seen.indication.unit = "";
    EXPECT_EQ(rest(seen).refusal, Refusal::unit_unknown);
}

TEST_F(Watch, TheScalesOwnTareMakesGrossOfNet) {
    rest(0);
    auto const& pan = rest(net(1'500, 500));
    EXPECT_EQ(pan.gross, grams(2'000));
    EXPECT_EQ(pan.net, grams(1'500));
    ASSERT_EQ(pan.tares.size(), 1u);
    EXPECT_EQ(pan.tares[0].kind, domain::TareKind::pan);
    EXPECT_EQ(pan.tares[0].mass, grams(500));
    EXPECT_EQ(pan.refusal, Refusal::not_zero) << "a tare is a change: the empty pan is seen first";
    rest(net(-500, 500));
    EXPECT_TRUE(watch.pan().zero_seen) << "zero is judged on gross";
    EXPECT_EQ(rest(net(1'500, 500)).refusal, Refusal::none);
    EXPECT_EQ(changes(), std::vector<std::string>{"tare gross net 0.500"});
}

TEST_F(Watch, ATareWithoutAUnitIsInThatOfTheRecord) {
    auto seen = net(1'500, 500);
    seen.indication.unit = "";
    EXPECT_EQ(rest(seen).gross, grams(2'000));
    seen.indication.unit = "stone";
    EXPECT_FALSE(rest(seen).gross.has_value()) << "nobody knows how heavy that tare is";
    EXPECT_EQ(watch.pan().refusal, Refusal::unit_changed);
}

TEST_F(Watch, ANegativeNetMeansTheTaredContainerIsAway) {
    auto const& pan = rest(net(-700, 500));
    EXPECT_EQ(pan.gross, -grams(200));
    EXPECT_EQ(pan.net, -grams(700)) << "shown, although 20 d below zero";
    EXPECT_FALSE(rest(-200).net.has_value()) << "without a tare it is no weight";
    EXPECT_EQ(watch.pan().refusal, Refusal::out_of_range_under);
}

TEST_F(Watch, WhatComesToRestClearlyBelowZeroTakesTheZeroAway) {
    rest(0);
    ASSERT_TRUE(watch.pan().zero_seen);
    see(reading(-24, Known::no));
    EXPECT_TRUE(watch.pan().zero_seen);
    see(reading(-27));
    EXPECT_FALSE(watch.pan().zero_seen) << "at rest one reading is enough";
}

TEST_F(Watch, AUnitThatChangedOutweighsATareAtTheIndicator) {
    rest(0);
    rest(500);
    ASSERT_TRUE(watch.add_tare({domain::TareKind::container, "tote", grams(500)}));
    rest(-500);
    ASSERT_EQ(watch.pan().refusal, Refusal::tared_at_indicator);
    auto other = reading(300);
    other.indication.unit = "lb";
    EXPECT_EQ(rest(other).refusal, Refusal::unit_changed);
}

TEST_F(Watch, ATareOfTheScaleItselfIsNotTakenForAJump) {
    rest(0);
    rest(500);
    ASSERT_TRUE(watch.add_tare({domain::TareKind::container, "tote", grams(500)}));
    EXPECT_EQ(rest(net(-1'000, 500)).refusal, Refusal::not_zero);
}

TEST_F(Watch, AScaleThatRestartedIsAScaleThatWasLost) {
    rest(0);
    watch.link({"S1", LinkState::up, "", true}, false);
    EXPECT_FALSE(watch.pan().zero_seen);
    EXPECT_EQ(rest(2'000).refusal, Refusal::not_zero);
}

/// Goods lay on the pan when the scale was lost: it may have zeroed itself under them.
TEST_F(Watch, AZeroUnderGoodsIsBelievedOnceTheyWereSeenOrLifted) {
    auto const lose = [&] {
        rest(0);
        rest(2'000);
        watch.lost(true);
    };
    lose();
    rest(0);
    EXPECT_FALSE(watch.pan().zero_seen) << "the goods may lie there";
    rest(2'000);
    rest(0);
    EXPECT_TRUE(watch.pan().zero_seen) << "something was put on and lifted";

    lose();
    rest(2'000);
    rest(0);
    EXPECT_TRUE(watch.pan().zero_seen) << "the scale showed the goods";

    lose();
    rest(-2'000);
    rest(0);
    EXPECT_TRUE(watch.pan().zero_seen) << "they were lifted meanwhile: it had zeroed itself under them";

    lose();
    rest(0);
    rest(-2'000);
    rest(0);
    EXPECT_TRUE(watch.pan().zero_seen) << "they are lifted now";

    lose();
    rest(0);
    watch.zero_pressed();
    rest(0);
    EXPECT_TRUE(watch.pan().zero_seen) << "a person says so";
}

TEST_F(Watch, SoftwareTaresAreForReadingsKnownToBeGross) {
    domain::Tare const tote{domain::TareKind::container, "tote", grams(500)};
    rest(net(500));
    EXPECT_FALSE(watch.add_tare(tote)) << "net already";
    auto unknown = reading(500);
    unknown.kind = WeightKind::unknown;
    rest(unknown);
    EXPECT_TRUE(watch.add_tare(tote)) << "this station never sends a tare command";
    auto record = bench_scale();
    record.sends_tare_command = true;
    watch = ScaleWatch(record);
    rest(unknown);
    EXPECT_FALSE(watch.add_tare(tote)) << "the scale may have tared it itself";
    EXPECT_TRUE(watch.tares().empty());
}

TEST_F(Watch, ATareBeforeTheFirstReadingOrTheFirstZeroWaitsForAnEmptyPan) {
    domain::Tare const tote{domain::TareKind::container, "tote", grams(500)};
    auto record = bench_scale();
    watch = ScaleWatch(record);
    ASSERT_TRUE(watch.add_tare(tote));
    EXPECT_FALSE(watch.pan().net.has_value());
    EXPECT_EQ(rest(1'500).net, grams(1'000));
    EXPECT_EQ(watch.pan().refusal, Refusal::not_zero);
    ASSERT_TRUE(watch.add_tare(tote));
    EXPECT_EQ(watch.pan().net, grams(500));
    EXPECT_FALSE(watch.pan().zero_seen);
    EXPECT_EQ(watch.tare_sum(), grams(1'000));
    ASSERT_TRUE(watch.clear_tares());
    EXPECT_EQ(watch.pan().net, grams(1'500));
    EXPECT_FALSE(watch.clear_tares()) << "there is none";
}

TEST_F(Watch, ALostLinkHasNothingToWaitFor) {
    EXPECT_FALSE(watch.next_change(now).has_value());
    rest(0);
    EXPECT_TRUE(watch.next_change(now).has_value());
    watch.link({"S1", LinkState::down, "cut"}, false);
    EXPECT_EQ(watch.freshness(now), Freshness::dead);
    EXPECT_FALSE(watch.next_change(now).has_value());
}

}  // namespace
}  // namespace bozhong::test
