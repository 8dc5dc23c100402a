// What the bench of a busy table calls lost, doubled, out of turn and not shown.

#include "tests/bench/frame_watch.h"

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace bozhong;
using bench::Stream;
using bench::Turn;

constexpr std::array pan{1, 3, 0, 2};

Stream::Frame trembling(int n) {
    return n < 40 || n >= 80 ? Stream::Frame{pan.at(static_cast<std::size_t>(n) % 4), true}
                             : Stream::Frame{100 * (n - 39), false};
}

domain::Reading reading_of(Stream::Frame frame) {
    domain::Reading reading;
    reading.mass = domain::grams(frame.grams);
    reading.stable = frame.stable ? domain::Known::yes : domain::Known::no;
    return reading;
}

struct FrameWatch : testing::Test {
    Stream stream{trembling};
    Turn turn{stream};
    void give(int first, int end) {
        for (int n = first; n < end; ++n) turn.see(reading_of(trembling(n)));
    }
};

TEST_F(FrameWatch, ZerosOfBeforeAreNoFrames) {
    for (int n = 0; n < 7; ++n) turn.see(reading_of({0, true}));
    give(0, 120);
    EXPECT_EQ(turn.zeros(), 7);
    EXPECT_EQ(turn.newest(), 119);
    EXPECT_EQ(turn.missing() + turn.out_of_turn(), 0);
}

TEST_F(FrameWatch, ALostFrameIsMissedWhereverItIs) {
    for (int lost = 1; lost < 119; ++lost) {
        turn = Turn(stream);
        give(0, lost);
        give(lost + 1, 120);
        EXPECT_EQ(turn.missing(), 1) << lost;
        EXPECT_EQ(turn.out_of_turn(), 0) << lost;
    }
}

TEST_F(FrameWatch, FramesLostAtRestAreMissedAtTheNextMove) {
    give(0, 10);
    give(14, 60);  // four of them: the tremble looks as if nothing were gone
    EXPECT_EQ(turn.missing(), 4);
}

TEST_F(FrameWatch, ADoubledOrSwappedFrameIsOutOfTurn) {
    give(0, 50);
    give(49, 120);
    EXPECT_EQ(turn.out_of_turn(), 1) << "doubled";
    turn = Turn(stream);
    give(0, 50);
    give(51, 52);
    give(50, 51);
    give(52, 120);
    EXPECT_EQ(turn.missing(), 1) << "the one that came too late was missed first";
    EXPECT_EQ(turn.out_of_turn(), 1);
}

/// A scale that gives what the test says, and a station that shows every reading, or not.
struct Pan final : app::ScaleControl {
    void start(OnEvent on_event) override { say = std::move(on_event); }
    void send(std::string const&) override {}
    void stop() override {}
    OnEvent say;
};

TEST_F(FrameWatch, AFrameThatTheNextSnapshotDoesNotShowCounts) {
    bench::FrameWatch watch({{"scale1", &stream}});
    auto made = std::make_unique<Pan>();
    Pan& scale = *made;
    auto const watched = watch.watched("scale1", std::move(made));
    core::Snapshot snapshot;
    snapshot.devices.scale = "scale1";
    int shows = 0;  // a figure of the script
    watched->start([&](core::Event const&) {
        ++snapshot.revision;
        snapshot.weight.net_kg = "0.00" + std::to_string(pan.at(static_cast<std::size_t>(shows)));
        watch.see(snapshot);
    });
    for (shows = 0; shows < 4; ++shows) scale.say(core::ReadingSeen{reading_of(trembling(shows)), "scale1"});
    EXPECT_EQ(watch.not_shown(), 0);
    shows = 0;  // it stays behind from here on
    for (int n = 5; n < 7; ++n) scale.say(core::ReadingSeen{reading_of(trembling(n)), "scale1"});
    EXPECT_EQ(watch.not_shown(), 2);
    EXPECT_TRUE(watch.all_read(7));
    EXPECT_FALSE(watch.all_read(8));
}

}  // namespace
