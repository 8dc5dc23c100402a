#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/ui/fixtures/fixtures.h"
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

TEST(Tones, GoodRises) {
    auto const samples = synthesise(Tone::good, 3);
    std::size_t const seam = sample_rate * 70 / 1000;
    EXPECT_EQ(samples.size(), seam + sample_rate * 110 / 1000);
    EXPECT_GT(strength(samples, 0, seam, 659), 5 * strength(samples, 0, seam, 988));
    EXPECT_GT(strength(samples, seam, samples.size(), 988), 5 * strength(samples, seam, samples.size(), 659));
}

TEST(Tones, RecordedIsTheUpperToneWithOneUnderIt) {
    auto const samples = synthesise(Tone::recorded, 3);
    EXPECT_EQ(samples.size(), std::size_t{sample_rate} * 110 / 1000);
    EXPECT_GT(strength(samples, 0, samples.size(), 988), 1000);
    EXPECT_GT(strength(samples, 0, samples.size(), 1318), 1000);
}

TEST(Tones, LookIsTwiceTheSame) {
    auto const samples = synthesise(Tone::look, 3);
    EXPECT_EQ(samples.size(), std::size_t{sample_rate} * 280 / 1000);
    std::size_t const gap = sample_rate * 140 / 1000;
    EXPECT_EQ(samples[gap], 0);
    EXPECT_GT(strength(samples, 0, sample_rate / 10, 440), 1000);
}

TEST(Tones, StopFalls) {
    auto const samples = synthesise(Tone::stop, 3);
    EXPECT_EQ(samples.size(), std::size_t{sample_rate} * 320 / 1000);
    std::size_t const part = samples.size() / 5;
    EXPECT_GT(strength(samples, 0, part, 300), strength(samples, 0, part, 207));
    EXPECT_LT(strength(samples, samples.size() - 2 * part, samples.size() - part, 300),
              strength(samples, samples.size() - 2 * part, samples.size() - part, 220));
    EXPECT_EQ(synthesise(Tone::stop_short, 3).size(), std::size_t{sample_rate} * 160 / 1000);
}

TEST(Tones, StartAndEndWithoutAClickAndNeverClip) {
    for (Tone const tone : {Tone::good, Tone::recorded, Tone::look, Tone::stop, Tone::stop_short})
        for (int loudness = 1; loudness <= 3; ++loudness) {
            auto const samples = synthesise(tone, loudness);
            EXPECT_LT(std::abs(samples.front()), 200);
            EXPECT_LT(std::abs(samples.back()), 600);
            for (auto const each : samples) ASSERT_LT(std::abs(each), 32'767);
        }
}

core::Snapshot in(core::WeighState state) {
    core::Snapshot s = fixtures::working();
    s.weight.state = state;
    return s;
}

TEST(Cues, FollowTheStateOnceOnEntry) {
    using core::WeighState;
    EXPECT_EQ(tone_between(in(WeighState::settling), in(WeighState::in_band)), Tone::good);
    EXPECT_EQ(tone_between(in(WeighState::in_band), in(WeighState::in_band)), std::nullopt);
    EXPECT_EQ(tone_between(in(WeighState::recording), in(WeighState::recorded)), Tone::recorded);
    EXPECT_EQ(tone_between(in(WeighState::in_band), in(WeighState::recording)), std::nullopt);
    EXPECT_EQ(tone_between(in(WeighState::loading), in(WeighState::over_soft)), Tone::look);
    EXPECT_EQ(tone_between(in(WeighState::loading), in(WeighState::over_hard)), Tone::stop);
    EXPECT_EQ(tone_between(in(WeighState::loading), in(WeighState::dead)), Tone::stop);
    core::Snapshot pressed = in(WeighState::refused);
    pressed.weight.refused_by_press = true;
    EXPECT_EQ(tone_between(in(WeighState::recorded), pressed), Tone::stop_short);
}

TEST(Cues, ARemarkAsksForALook) {
    core::Snapshot before = fixtures::working(), after = fixtures::working();
    after.task = after.customers[12];
    EXPECT_EQ(tone_between(before, after), Tone::look);
    EXPECT_EQ(tone_between(after, after), std::nullopt);
}

TEST(Cues, StopIsNeverCutByGood) {
    EXPECT_FALSE(may_cut(Tone::stop, Tone::good));
    EXPECT_TRUE(may_cut(Tone::good, Tone::stop));
    EXPECT_TRUE(may_cut(Tone::stop, Tone::stop_short));
    EXPECT_TRUE(may_cut(Tone::look, Tone::good));
}

}  // namespace
}  // namespace bozhong::ui
