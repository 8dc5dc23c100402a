#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ui/sound/tones.h"

namespace bozhong::ui {
namespace {

// Strength of one frequency in a stretch of samples (Goertzel).
double strength(std::vector<std::int16_t> const& samples, std::size_t from, std::size_t to, double hz) {
    double re = 0, im = 0;
    for (std::size_t at = from; at < to; ++at) {
        double const phase = 2 * std::numbers::pi * hz * static_cast<double>(at) / sample_rate;
        re += samples[at] * std::cos(phase);
        im += samples[at] * std::sin(phase);
    }
    return std::hypot(re, im) / static_cast<double>(to - from);
}

std::size_t samples_of(int ms) {
    return static_cast<std::size_t>(sample_rate) * static_cast<std::size_t>(ms) / 1000;
}

constexpr std::array all_tones{Tone::good, Tone::recorded, Tone::look, Tone::stop, Tone::stop_short};

struct Heard {
    int from_ms, to_ms;
    double hz;  ///< 0: silence
};

// What each is made of, from its samples: the loudest of the notes' frequencies, with nothing of it left in
// the gaps.
void expect_notes(Tone tone, std::vector<Heard> const& notes) {
    auto const samples = synthesise(tone, 3);
    EXPECT_EQ(samples.size(), samples_of(notes.back().to_ms));
    for (auto const& note : notes) {
        auto const from = samples_of(note.from_ms), to = samples_of(note.to_ms);
        if (note.hz == 0) {
            EXPECT_TRUE(std::all_of(samples.begin() + from, samples.begin() + to,
                                    [](auto each) { return each == 0; }));
            continue;
        }
        for (double const other : {440.0, 659.0, 740.0, 880.0, 988.0})
            if (other != note.hz) {
                EXPECT_GT(strength(samples, from, to, note.hz), 3 * strength(samples, from, to, other))
                    << note.hz;
            }
        EXPECT_GE(note.hz, 400);
        EXPECT_LE(note.hz, 2'500);
    }
}

TEST(Tones, GoodIsTwoJoinedNotesThatRise) {
    expect_notes(Tone::good, {{0, 70, 659}, {70, 180, 988}});
}

TEST(Tones, RecordedIsTheUpperNoteWithOneMore) {
    expect_notes(Tone::recorded, {{0, 110, 988}});
    auto const samples = synthesise(Tone::recorded, 3);
    EXPECT_GT(strength(samples, 0, samples.size(), 1318), 1000);
}

TEST(Tones, LookIsTwiceTheSameWithAGap) {
    expect_notes(Tone::look, {{0, 110, 740}, {110, 170, 0}, {170, 280, 740}});
}

TEST(Tones, WrongFallsInSteps) {
    expect_notes(Tone::stop, {{0, 80, 880}, {80, 110, 0}, {110, 190, 659}, {190, 220, 0}, {220, 380, 440}});
    expect_notes(Tone::stop_short, {{0, 80, 659}, {80, 110, 0}, {110, 220, 440}});
}

int peak(std::vector<std::int16_t> const& samples) {
    int most = 0;
    for (auto const each : samples) most = std::max(most, std::abs(int{each}));
    return most;
}

TEST(Tones, NeverClipAndNeverClick) {
    for (Tone const tone : all_tones)
        for (int loudness = 1; loudness <= 3; ++loudness) {
            auto const samples = synthesise(tone, loudness);
            int const most = peak(samples);
            EXPECT_LT(most, 32'000);
            EXPECT_LT(std::abs(samples.front()), most / 100);
            EXPECT_LT(std::abs(samples.back()), most / 100);
            // A jump, at a seam of two notes or anywhere, would be heard as a click. The steepest of the
            // waves is the falling one: three equally steep harmonics of 880 Hz.
            double const steepest = 3 * 2 * std::numbers::pi * 880 / sample_rate * most * 1.2;
            for (std::size_t at = 1; at < samples.size(); ++at)
                ASSERT_LT(std::abs(samples[at] - samples[at - 1]), steepest) << at;
        }
}

TEST(Tones, AreLouderTheMoreTheyMatterAndWithEachStep) {
    for (int loudness = 1; loudness <= 3; ++loudness) {
        EXPECT_GT(peak(synthesise(Tone::stop, loudness)), peak(synthesise(Tone::look, loudness)));
        EXPECT_GT(peak(synthesise(Tone::look, loudness)), peak(synthesise(Tone::good, loudness)));
    }
    for (Tone const tone : all_tones)
        for (int loudness = 1; loudness < 3; ++loudness)
            EXPECT_GT(peak(synthesise(tone, loudness + 1)), peak(synthesise(tone, loudness)) * 18 / 10);
    EXPECT_EQ(synthesise(Tone::good, 0), synthesise(Tone::good, 1));
    EXPECT_EQ(synthesise(Tone::good, 9), synthesise(Tone::good, 3));
}

TEST(Tones, StopIsNeverCutByGood) {
    EXPECT_FALSE(may_cut(Tone::stop, Tone::good));
    EXPECT_TRUE(may_cut(Tone::good, Tone::stop));
    EXPECT_TRUE(may_cut(Tone::stop, Tone::stop_short));
    EXPECT_TRUE(may_cut(Tone::look, Tone::good));
}

}  // namespace
}  // namespace bozhong::ui
