#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

domain::ScaleRecord small_scale() {
    domain::ScaleRecord scale = bench_scale();
    scale.id = "S2";
    scale.e = scale.d = Mass{1'000};
    scale.max = grams(3'000);
    return scale;
}

/// A table with a 15 kg scale of 5 g and a 3 kg scale of 1 g.
class TwoScales : public ::testing::Test {
  protected:
    static StationSetup setup() {
        StationSetup out;
        out.scales = {bench_scale(), small_scale()};
        return out;
    }
    void show(std::string const& scale, Mass mass, bool stable, int times = 1) {
        for (int i = 0; i < times; ++i) {
            rig.show(rig.make_reading(mass, stable), scale);
        }
    }
    void both_empty() {
        show("S1", Mass{}, true, 2);
        show("S2", Mass{}, true, 2);
    }
    void load(std::string const& scale, Mass mass) {
        show(scale, Mass{mass.mg / 2}, false);
        show(scale, mass, true, 3);
    }

    StationRig rig{{task(1, "0.12", "斤"), task(2, "4")}, setup()};
};

TEST_F(TwoScales, TheLoadChoosesTheScale) {
    rig.sign_in();
    both_empty();
    load("S2", grams(60));
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].scale, "S2");
    show("S2", Mass{}, true, 3);
    load("S1", grams(2'000));
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 2u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[1].scale, "S1");
    EXPECT_EQ(rig.facts<domain::Weighed>()[1].net, grams(2'000));
}

TEST_F(TwoScales, AScaleWhoseZeroWasNotSeenDoesNotTakeOver) {
    rig.sign_in();
    show("S1", Mass{}, true, 2);
    load("S2", grams(60));
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
}

TEST_F(TwoScales, WhileGoodsLieOnOneTheOtherHasNothingToSay) {
    rig.sign_in();
    both_empty();
    load("S1", grams(60));
    load("S2", grams(60));
    EXPECT_EQ(rig.look().devices.scale, "S1");
}

TEST_F(TwoScales, ABagTooLightForOneIsSentToTheOther) {
    rig.sign_in();
    both_empty();
    load("S1", grams(60));
    auto const notices = rig.look().notices;
    auto const hint = std::ranges::find(notices, NoticeKind::use_other_scale, &Notice::kind);
    ASSERT_NE(hint, notices.end());
    EXPECT_EQ(hint->figures, std::vector<std::string>{"S2"});
}

TEST_F(TwoScales, WhenTheScaleInUseDiesTheOtherGoesOn) {
    rig.sign_in();
    both_empty();
    rig.send(ScaleLinkChanged{"S1", LinkState::down, "cable"});
    show("S2", Mass{}, true, 2);
    load("S2", grams(60));
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Weighed>()[0].scale, "S2");
}

TEST_F(TwoScales, ALostLinkOfTheOtherLeavesTheOneInUseAlone) {
    rig.sign_in();
    both_empty();
    rig.send(ScaleLinkChanged{"S2", LinkState::down, "cable"});
    load("S1", grams(60));
    EXPECT_EQ(rig.look().weight.refusal, Refusal::below_minimum);
    EXPECT_EQ(rig.look().devices.scale_link, LinkState::up);
}

TEST(DoubtfulScale, AUnitSwitchedAtTheIndicatorStopsCapturesUntilSomebodyLooked) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    rig.load(grams(1'200));
    for (int i = 0; i < 15; ++i) rig.reading(grams(1'200), true);
    for (int i = 0; i < 8; ++i) rig.reading(grams(2'400), true);
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
    EXPECT_EQ(rig.look().weight.refusal, Refusal::unit_changed);
    EXPECT_EQ(rig.look().weight.scale_unit_seen, "斤");
    rig.lift(grams(2'400));
    rig.load(grams(2'000));
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.facts<domain::Weighed>().empty());
    rig.press(Key::scale_checked);
    rig.lift(grams(2'000));
    rig.load(grams(2'000));
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<domain::Weighed>().size(), 1u);
}

TEST(DoubtfulScale, ADisplayThatStandsStillIsTold) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    rig.load(grams(2'000));
    rig.press(Key::confirm);
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 60; ++i) rig.reading(grams(2'000), true);
        rig.press(Key::confirm);
    }
    rig.reading(grams(2'000), true);
    auto const notices = rig.look().notices;
    EXPECT_NE(std::ranges::find(notices, NoticeKind::scale_stuck, &Notice::kind), notices.end());
    EXPECT_EQ(rig.facts<domain::Weighed>().size(), 1u);
}

bool told(StationRig& rig, NoticeKind kind) {
    auto const notices = rig.look().notices;
    return std::ranges::find(notices, kind, &Notice::kind) != notices.end();
}

TEST(SharedScale, ASecondProgramIsToldInItsOwnWordsAndGoesOnWeighing) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    EXPECT_FALSE(told(rig, NoticeKind::scale_asked_twice));
    rig.send(ScaleLinkChanged{"S1", LinkState::up, "", false, Company::asks_too});
    EXPECT_TRUE(told(rig, NoticeKind::scale_asked_twice));
    EXPECT_EQ(rig.look().devices.scale_company, Company::asks_too);
    rig.send(ScaleLinkChanged{"S1", LinkState::up, "", false, Company::takes_bytes});
    EXPECT_TRUE(told(rig, NoticeKind::scale_torn));
    EXPECT_FALSE(told(rig, NoticeKind::scale_asked_twice));
    rig.load(grams(2'000));
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    rig.send(ScaleLinkChanged{"S1", LinkState::up, "", false, Company::alone});
    EXPECT_FALSE(told(rig, NoticeKind::scale_torn));
    EXPECT_EQ(rig.look().devices.scale_company, Company::alone);
}

TEST(SharedScale, OneThatWasTurnedAwayIsToldForAWhileAndChangesNothing) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    rig.send(ScaleLinkChanged{"S1", LinkState::up, "", false, Company::asks_too});
    rig.send(ScaleLinkChanged{"S1", LinkState::up, "a second client", false, Company::turned_away});
    EXPECT_TRUE(told(rig, NoticeKind::scale_caller));
    EXPECT_TRUE(told(rig, NoticeKind::scale_asked_twice));
    rig.now = rig.now + milliseconds{200'000};
    rig.send(TimePassed{});
    EXPECT_FALSE(told(rig, NoticeKind::scale_caller));
}

}  // namespace
}  // namespace bozhong::test
