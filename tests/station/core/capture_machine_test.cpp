// One load, one capture: accumulate, take-away and swaps, reading by reading.

#include "station/core/capture_machine.h"

#include <gtest/gtest.h>

namespace bozhong::core {
namespace {

using domain::grams;
using domain::Mass;
using Phase = CaptureMachine::Phase;
using Step = CaptureMachine::Step;

class Machine : public testing::Test {
  protected:
    explicit Machine(LoadMode mode = LoadMode::normal) { machine.mode(mode); }
    Step see(int gross_g, bool stable) {
        Pan pan;
        pan.gross = pan.net = grams(gross_g);
        pan.stable = stable;
        return machine.see(pan, record);
    }
    Step rest(int gross_g) { return see(gross_g, true); }
    Step move(int gross_g) { return see(gross_g, false); }
    void capture() {
        machine.booked();
        machine.captured(machine.load());
    }

    domain::ScaleRecord record;  // e = 5 g, minimum 100 g
    CaptureMachine machine;
};
struct TakingAway : Machine {
    TakingAway() : Machine(LoadMode::take_away) {}
};
struct PilingUp : Machine {
    PilingUp() : Machine(LoadMode::accumulate) {}
};

TEST_F(TakingAway, EachCaptureIsTheDecrease) {
    EXPECT_EQ(move(8'000), Step::nothing);
    EXPECT_EQ(rest(95), Step::nothing) << "less than the minimum is no crate to take from";
    EXPECT_EQ(rest(8'000), Step::nothing);
    EXPECT_EQ(machine.base(), grams(8'000));
    EXPECT_EQ(rest(7'975), Step::nothing) << "5 e are no load yet";
    EXPECT_EQ(move(7'000), Step::load_began);
    EXPECT_EQ(rest(6'900), Step::nothing);
    EXPECT_EQ(machine.net(), grams(1'100));
    auto const first = machine.load();
    capture();
    EXPECT_EQ(machine.phase(), Phase::captured);
    EXPECT_EQ(machine.base(), grams(6'900)) << "the next load is taken from here";
    EXPECT_EQ(rest(6'900), Step::nothing) << "captured once";
    EXPECT_EQ(rest(6'875), Step::nothing);
    EXPECT_EQ(move(6'400), Step::swapped) << "the next one, without an empty pan between";
    EXPECT_EQ(machine.load(), first + 1);
    EXPECT_EQ(machine.net(), grams(500));
}

TEST_F(TakingAway, WhatIsPutBackIsNoLoad) {
    rest(8'000);
    move(7'000);
    EXPECT_EQ(machine.phase(), Phase::on_pan);
    EXPECT_EQ(move(7'990), Step::removed);
    EXPECT_EQ(machine.phase(), Phase::empty);
    EXPECT_EQ(rest(8'000), Step::nothing);
}

TEST_F(TakingAway, ARefilledCrateIsANewBaseAndBooksNothing) {
    rest(3'000);
    rest(2'000);
    capture();
    EXPECT_EQ(move(9'000), Step::nothing) << "the crate is not at rest yet";
    EXPECT_EQ(rest(9'000), Step::removed);
    EXPECT_EQ(machine.phase(), Phase::empty);
    EXPECT_EQ(machine.base(), grams(9'000));
    EXPECT_EQ(machine.net(), Mass{});
    EXPECT_EQ(rest(9'500), Step::nothing) << "refilled again while nothing was taken";
    EXPECT_EQ(machine.base(), grams(9'500));
    EXPECT_EQ(rest(9'000), Step::load_began);
    EXPECT_EQ(machine.net(), grams(500));
}

TEST_F(TakingAway, AnUndoneCaptureMayBeCapturedAgainWhole) {
    rest(3'000);
    rest(2'000);
    auto const load = machine.load();
    capture();
    machine.undone();
    EXPECT_EQ(machine.base(), grams(3'000));
    EXPECT_EQ(machine.load(), load + 1) << "what was bound to the old load is not to this";
    rest(2'000);
    EXPECT_EQ(machine.phase(), Phase::on_pan);
    EXPECT_EQ(machine.net(), grams(1'000));
}

TEST_F(TakingAway, MovingOnWaitsForTheNextLoadFromHere) {
    rest(3'000);
    rest(2'000);
    machine.move_on();
    EXPECT_EQ(machine.phase(), Phase::on_pan) << "not before it is captured";
    capture();
    machine.move_on();
    EXPECT_EQ(machine.phase(), Phase::empty);
    EXPECT_EQ(rest(2'000), Step::nothing);
    EXPECT_EQ(rest(1'500), Step::load_began);
    EXPECT_EQ(machine.net(), grams(500));
}

TEST_F(PilingUp, EachCaptureIsTheIncrease) {
    EXPECT_EQ(move(300), Step::nothing) << "no level at rest yet";
    EXPECT_EQ(rest(0), Step::nothing);
    EXPECT_EQ(rest(2'000), Step::load_began);
    capture();
    EXPECT_EQ(rest(2'020), Step::nothing);
    EXPECT_EQ(rest(3'500), Step::swapped);
    EXPECT_EQ(machine.net(), grams(1'500));
    capture();
    machine.undone();
    EXPECT_EQ(machine.base(), grams(2'000));
    rest(3'500);
    EXPECT_EQ(machine.net(), grams(1'500));
}

TEST_F(PilingUp, BagsCarriedAwayBookNothing) {
    rest(0);
    rest(2'000);
    capture();
    EXPECT_EQ(rest(0), Step::removed);
    EXPECT_EQ(machine.base(), Mass{});
    EXPECT_EQ(rest(1'000), Step::load_began);
    EXPECT_EQ(machine.net(), grams(1'000));
}

TEST_F(Machine, OnlyTheLoadOnThePanIsCapturedAndOnlyThatIsUndone) {
    rest(0);
    rest(2'000);
    auto const load = machine.load();
    machine.captured(load + 1);
    EXPECT_EQ(machine.phase(), Phase::on_pan);
    machine.undone();
    EXPECT_EQ(machine.load(), load) << "nothing was captured";
    machine.booked();
    machine.captured(load);
    machine.captured(load);
    EXPECT_EQ(machine.phase(), Phase::captured);
    machine.move_on();
    EXPECT_EQ(machine.phase(), Phase::captured) << "here a load is lifted first";
    machine.undone();
    EXPECT_EQ(machine.phase(), Phase::on_pan);
}

TEST_F(Machine, AFallByFourFifthsAndRestIsASwap) {
    rest(0);
    rest(2'000);
    capture();
    EXPECT_EQ(rest(405), Step::nothing) << "not four fifths, and not the same load any more";
    EXPECT_EQ(machine.phase(), Phase::captured);
    EXPECT_EQ(move(395), Step::nothing);
    EXPECT_EQ(move(300), Step::nothing);
    EXPECT_EQ(move(1'500), Step::nothing) << "the next bag comes down";
    EXPECT_EQ(rest(1'800), Step::swapped);
    EXPECT_TRUE(machine.rose());
    EXPECT_EQ(machine.phase(), Phase::on_pan);
}

TEST_F(Machine, WhatRemainsAtRestAfterAFallIsNotSeenComing) {
    rest(0);
    rest(2'000);
    capture();
    EXPECT_EQ(rest(390), Step::swapped);
    EXPECT_FALSE(machine.rose()) << "it may be a part of the load before";
}

TEST_F(Machine, OneFrameNearZeroIsNoEmptyPan) {
    rest(0);
    rest(2'000);
    capture();
    EXPECT_EQ(move(0), Step::nothing) << "a digit may have been lost";
    EXPECT_EQ(move(2'000), Step::nothing);
    EXPECT_EQ(machine.phase(), Phase::captured);
    EXPECT_EQ(move(0), Step::nothing);
    EXPECT_EQ(move(0), Step::removed);
    EXPECT_EQ(machine.phase(), Phase::empty);
    rest(2'000);
    capture();
    EXPECT_EQ(rest(0), Step::removed) << "one at rest is";
}

TEST_F(Machine, WhatRemainsAfterARemovalIsResidueUntilThePanIsAtZero) {
    rest(0);
    rest(2'000);
    capture();
    EXPECT_EQ(rest(40), Step::removed);
    EXPECT_TRUE(machine.residue());
    EXPECT_EQ(rest(95), Step::nothing) << "up to 20 e";
    EXPECT_EQ(move(2'040), Step::load_began);
    EXPECT_TRUE(machine.residue()) << "it lies under the next load now";
    EXPECT_EQ(move(0), Step::removed);
    EXPECT_EQ(move(0), Step::nothing);
    EXPECT_FALSE(machine.residue());
}

TEST_F(Machine, ALeafUnderAHurriedSwapIsSeenBetweenTheSwingsOfThePan) {
    rest(0);
    rest(6'800);
    capture();
    for (int const swing : {-395, 0, 85, 50, 60, 3'400}) move(swing);
    rest(6'580);
    EXPECT_TRUE(machine.residue()) << "57 g lie under the next bag";
    rest(0);
    rest(6'800);
    capture();
    for (int const swing : {-395, 45, -5, 3'400}) move(swing);
    rest(6'580);
    EXPECT_FALSE(machine.residue()) << "an empty pan swings through there once";
}

TEST_F(Machine, WhatIsPutOnBeforeTheDiskAnswersIsNotInTheCapture) {
    rest(0);
    rest(2'000);
    machine.booked();
    move(300);
    machine.captured(machine.load());
    EXPECT_EQ(move(0), Step::nothing);
    EXPECT_EQ(move(0), Step::removed);
}

TEST_F(TakingAway, ThePortionThatFollowsBeforeTheDiskAnswersIsWhole) {
    rest(8'000);
    rest(6'900);
    machine.booked();
    auto const first = machine.load();
    move(6'500);
    machine.captured(first);
    EXPECT_EQ(machine.base(), grams(6'900));
    EXPECT_EQ(rest(5'900), Step::swapped);
    EXPECT_EQ(machine.net(), grams(1'000));
}

TEST_F(TakingAway, ALeafThatFallsBackMakesTheNextPortionNoLighter) {
    rest(8'000);
    rest(6'900);
    capture();
    machine.move_on();
    EXPECT_EQ(rest(6'920), Step::nothing);
    EXPECT_EQ(rest(6'915), Step::nothing) << "one division back is only the display";
    EXPECT_EQ(rest(5'920), Step::load_began);
    EXPECT_EQ(machine.net(), grams(1'000));
}

TEST_F(TakingAway, ThePortionIsNotTheDifferenceOfTwoCrates) {
    rest(8'000);
    rest(6'900);
    capture();
    machine.move_on();
    EXPECT_EQ(move(0), Step::load_began) << "as far as anybody can see all of it is taken";
    EXPECT_EQ(move(0), Step::nothing);
    EXPECT_EQ(move(3'000), Step::removed);
    EXPECT_EQ(rest(6'400), Step::nothing) << "another crate, 500 g lighter";
    EXPECT_EQ(machine.phase(), Phase::empty);
    EXPECT_EQ(rest(5'400), Step::load_began);
    EXPECT_EQ(machine.net(), grams(1'000));
}

TEST_F(PilingUp, TheFirstBagAfterThePileWentIsWholeAndALeafIsNotUnderIt) {
    rest(0);
    rest(3'000);
    capture();
    machine.move_on();
    move(0);
    EXPECT_EQ(move(0), Step::nothing) << "the pile is gone, nobody waits for it";
    EXPECT_EQ(rest(1'000), Step::load_began) << "without a level at rest between";
    EXPECT_EQ(machine.net(), grams(1'000));
    capture();
    EXPECT_EQ(move(60), Step::nothing);
    EXPECT_EQ(rest(20), Step::removed);
    EXPECT_TRUE(machine.residue());
}

TEST_F(Machine, ForgettingKeepsTheModeAndNeverANumber) {
    machine.mode(LoadMode::take_away);
    rest(3'000);
    rest(2'000);
    auto const load = machine.load();
    machine.forget();
    EXPECT_TRUE(machine.differs());
    EXPECT_GT(machine.load(), load);
    EXPECT_EQ(rest(2'000), Step::nothing);
    EXPECT_EQ(machine.base(), grams(2'000)) << "a new first level";
}

}  // namespace
}  // namespace bozhong::core
