// The same readings however the bytes arrive: split, glued, doubled, after noise.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

class Stream : public testing::TestWithParam<std::string_view> {
  protected:
    Protocol const& protocol() const { return *find_protocol(GetParam()); }
    std::string glued(int times = 1) const {
        std::string out;
        for (Vector const& frame : good_frames(GetParam()))
            for (int i = 0; i < times; ++i) out += frame.bytes;
        return out;
    }
};

INSTANTIATE_TEST_SUITE_P(Protocols, Stream, testing::ValuesIn(protocols_with_vectors()),
                         [](auto const& one) { return std::string(one.param); });

TEST_P(Stream, GluedFramesGiveOneEventEach) {
    auto const frames = good_frames(GetParam());
    auto const outcome = decode_whole(protocol(), glued());
    EXPECT_EQ(outcome.events.size(), frames.size());
    EXPECT_EQ(outcome.counters, (Counters{frames.size(), 0, 0}));
    EXPECT_EQ(decode_whole(protocol(), glued(3)).events.size(), 3 * frames.size());
}

TEST_P(Stream, AnySplitGivesTheSame) {
    std::string const bytes = glued(2) + "\x02S\x02T,Z" + glued();
    auto const whole = decode_whole(protocol(), bytes);
    for (unsigned seed = 0; seed < 60; ++seed) {
        auto const chunked = decode_chunked(protocol(), bytes, seed == 0 ? 1 : 1 + seed % 40, seed);
        EXPECT_EQ(chunked.events, whole.events) << seed;
        EXPECT_EQ(chunked.counters, whole.counters) << seed;
    }
}

TEST_P(Stream, FramesThatStraddleTheEndOfTheBufferArriveWhole) {
    std::string bytes;
    while (bytes.size() < 20'000) bytes += glued();
    auto const whole = decode_whole(protocol(), bytes);
    EXPECT_EQ(whole.counters.skipped, 0U);
    for (std::size_t const piece : {7, 64, 4095, 4097, 9'000}) {
        auto const chunked = decode_chunked(protocol(), bytes, piece, static_cast<unsigned>(piece));
        EXPECT_EQ(chunked.events, whole.events) << piece;
        EXPECT_EQ(chunked.counters, whole.counters) << piece;
    }
}

/// Its end is no blank and no sign: right before a number they would be a part of it.
std::string noise(std::mt19937& random, std::string_view alphabet) {
    std::string out(1 + random() % 40, ' ');
    std::generate(out.begin(), out.end(), [&] { return alphabet[random() % alphabet.size()]; });
    while (out.back() == ' ' || out.back() == '+' || out.back() == '-')
        out.back() = alphabet[random() % alphabet.size()];
    return out;
}

TEST_P(Stream, NoiseBetweenFramesChangesNothing) {
    auto const frames = good_frames(GetParam());
    auto const clean = decode_whole(protocol(), glued());
    std::mt19937 random(7);
    // Everything that frames are made of, whole starts and ends among it, plus what they never hold.
    using namespace std::string_view_literals;
    std::string_view const alphabet = "\x02\x03\r\n+-0123456789. ,STUSGNZIkg\xff\x80\x00"sv;
    for (int round = 0; round < 300; ++round) {
        std::string bytes;
        for (Vector const& frame : frames) bytes += noise(random, alphabet) + frame.bytes;
        auto const outcome = decode_whole(protocol(), bytes + glued());
        // Noise may swallow nothing of what follows it: the clean tail is always there in full.
        ASSERT_GE(outcome.events.size(), clean.events.size());
        std::vector<ScaleEvent> const tail(outcome.events.end() - static_cast<std::ptrdiff_t>(frames.size()),
                                           outcome.events.end());
        ASSERT_EQ(tail, clean.events) << round;
        // Nor does a frame behind noise get lost.
        auto next = outcome.events.begin();
        for (ScaleEvent const& event : clean.events) {
            next = std::find(next, outcome.events.end(), event);
            ASSERT_NE(next, outcome.events.end()) << round;
            ++next;
        }
    }
}

/// Same number, unit, range and stability; gross or net may be missing.
bool same_weight(ScaleEvent const& a, ScaleEvent const& b) {
    auto const* one = std::get_if<domain::Reading>(&a);
    auto const* other = std::get_if<domain::Reading>(&b);
    return one != nullptr && other != nullptr && one->indication == other->indication &&
           one->stable == other->stable && one->range == other->range;
}

/// The status at the end of an NCI frame is a frame of its own, and true.
bool carries_no_weight(ScaleEvent const& event) {
    auto const* reading = std::get_if<domain::Reading>(&event);
    return reading == nullptr || !reading->indication.value;
}

TEST_P(Stream, EveryStartInsideAFrameResynchronises) {
    std::string const bytes = glued();
    auto const clean = decode_whole(protocol(), bytes);
    auto const first = good_frames(GetParam()).front().bytes.size();
    std::vector<ScaleEvent> const expected(clean.events.begin() + 1, clean.events.end());
    for (std::size_t cut = 1; cut < first; ++cut) {
        auto events = decode_whole(protocol(), bytes.substr(cut)).events;
        // A format may begin with a part that can be left out; without it the number is still the frame's
        // own.
        if (events.size() == clean.events.size() &&
            (same_weight(events[0], clean.events[0]) || carries_no_weight(events[0])))
            events.erase(events.begin());
        EXPECT_EQ(events, expected) << cut;
    }
}

/// One to four bytes changed, lost or put in.
std::string damaged(std::string bytes, std::mt19937& random) {
    for (auto times = 1 + random() % 4; times > 0; --times) {
        auto const place = random() % (bytes.size() + 1);
        switch (random() % 3) {
            case 0:
                if (place < bytes.size()) bytes[place] = static_cast<char>(random());
                break;
            case 1:
                if (place < bytes.size()) bytes.erase(place, 1);
                break;
            default: bytes.insert(place, 1, static_cast<char>(random()));
        }
    }
    return bytes;
}

TEST_P(Stream, TwoGoodFramesBehindADamagedOneItIsInStep) {
    auto const frames = good_frames(GetParam());
    std::mt19937 random(23);
    for (int round = 0; round < 1500; ++round) {
        auto const& broken = frames[random() % frames.size()];
        auto const& good = frames[random() % frames.size()];
        auto const clean = decode_whole(protocol(), good.bytes);
        std::string const bytes = damaged(broken.bytes, random) + good.bytes + good.bytes;
        auto const outcome = decode_whole(protocol(), bytes);
        ASSERT_FALSE(outcome.events.empty());
        ASSERT_EQ(outcome.events.back(), clean.events.back()) << broken.id << " " << good.id << " " << round;
        auto const cut = decode_chunked(protocol(), bytes, 1 + random() % 20, static_cast<unsigned>(round));
        ASSERT_EQ(cut.events, outcome.events) << broken.id << " " << round;
    }
}

TEST_P(Stream, RandomBytesNeitherHangNorGrow) {
    std::mt19937 random(11);
    Decoder decoder(protocol(), "kg");
    std::uint64_t fed = 0;
    std::uint64_t framed = 0;
    for (int round = 0; round < 200; ++round) {
        std::string bytes(1 + random() % 300, ' ');
        std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
        fed += bytes.size();
        for (auto const& decoded : decoder.feed(as_bytes(bytes))) framed += decoded.bytes;
    }
    EXPECT_LE(fed - framed - decoder.counters().skipped, protocol().frame_max);
    for (auto const& decoded : decoder.end()) framed += decoded.bytes;
    EXPECT_EQ(fed, framed + decoder.counters().skipped);
}

class Checked : public Stream {};
INSTANTIATE_TEST_SUITE_P(Protocols, Checked,
                         testing::Values("toledo_cont", "yaohua_a12e_wg", "yaohua_cmd", "yaohua_tf0"),
                         [](auto const& one) { return std::string(one.param); });

/// Yaohua writes a nibble above 9 in one of two ways; they mean the same.
bool same_nibble(char a, char b) {
    return std::max(a, b) >= 'A' && std::max(a, b) - std::min(a, b) == 'A' - ':';
}

TEST_P(Checked, NoChangedByteMakesAReading) {
    auto const frames = good_frames(GetParam());
    for (Vector const& frame : frames) {
        for (std::size_t place = 0; place < frame.bytes.size(); ++place) {
            for (int flip = 1; flip < 128; ++flip) {
                std::string bad = frame.bytes;
                bad[place] = static_cast<char>(bad[place] ^ flip);
                if (GetParam() != "toledo_cont" && same_nibble(bad[place], frame.bytes[place])) continue;
                std::string const bytes = bad + frames.back().bytes + frames.back().bytes;
                auto const outcome = decode_whole(protocol(), bytes);
                // Both good frames behind the bad one arrive, and nothing else does.
                ASSERT_EQ(outcome.events.size(), 2u) << frame.id << " byte " << place << " xor " << flip;
            }
        }
    }
}

}  // namespace
}  // namespace bozhong::scale::test
