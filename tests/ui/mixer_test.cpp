#include "ui/sound/mixer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bozhong::ui {
namespace {

std::vector<std::int16_t> words(std::int16_t level, std::size_t length = 1'000) {
    return std::vector<std::int16_t>(length, level);
}

/// Everything that is to be heard, asked for as a device asks: in pieces.
std::vector<std::int16_t> all(Mixer& mixer) {
    std::vector<std::int16_t> out, piece(441);
    while (auto const made = mixer.read(piece)) out.insert(out.end(), piece.begin(), piece.begin() + made);
    return out;
}

TEST(Mixer, IsSilentWhenNothingIsToBeHeard) {
    Mixer mixer;
    EXPECT_TRUE(mixer.silent());
    EXPECT_TRUE(all(mixer).empty());
}

TEST(Mixer, WordsFollowTheToneAfterABreath) {
    Mixer mixer;
    mixer.tone(Tone::good, 2);
    mixer.speech(words(7), false);
    auto const heard = all(mixer);
    auto const tone = synthesise(Tone::good, 2);
    std::size_t const breath = sample_rate * 60 / 1000;
    ASSERT_EQ(heard.size(), tone.size() + breath + 1'000);
    EXPECT_TRUE(std::equal(tone.begin(), tone.end(), heard.begin()));
    EXPECT_EQ(heard[tone.size() + breath - 1], 0);
    EXPECT_EQ(heard[tone.size() + breath], 7);
    EXPECT_TRUE(mixer.silent());
    mixer.speech(words(7), false);
    EXPECT_EQ(all(mixer).size(), 1'000u) << "no breath after silence";
}

TEST(Mixer, AToneLiesOverWordsThatGoDownMeanwhile) {
    Mixer mixer;
    mixer.speech(words(8'000, 40'000), false);
    std::vector<std::int16_t> piece(100);
    mixer.read(piece);
    mixer.tone(Tone::recorded, 1);
    auto const heard = all(mixer);
    auto const tone = synthesise(Tone::recorded, 1);
    ASSERT_EQ(heard.size(), 40'000u - 100);
    for (std::size_t at = 0; at < tone.size(); ++at) ASSERT_EQ(heard[at], tone[at] + 2'000);
    EXPECT_EQ(heard[tone.size()], 8'000);
}

TEST(Mixer, ANewerSentenceReplacesOneThatHasNotBegun) {
    Mixer mixer;
    mixer.speech(words(1), false);
    std::vector<std::int16_t> piece(10);
    mixer.read(piece);
    mixer.speech(words(2), false);
    mixer.speech(words(3), false);
    auto const heard = all(mixer);
    ASSERT_EQ(heard.size(), 990u + 1'000);
    EXPECT_EQ(heard.front(), 1);
    EXPECT_EQ(heard.back(), 3);
    EXPECT_EQ(std::ranges::count(heard, 2), 0);
}

TEST(Mixer, AnUrgentSentenceCutsTheOneThatIsHeard) {
    Mixer mixer;
    mixer.speech(words(1), false);
    std::vector<std::int16_t> piece(10);
    mixer.read(piece);
    mixer.speech(words(2), true);
    EXPECT_EQ(all(mixer), words(2));
}

TEST(Mixer, GoodDoesNotCutWrong) {
    Mixer mixer;
    mixer.tone(Tone::stop, 2);
    mixer.tone(Tone::good, 2);
    EXPECT_EQ(all(mixer), synthesise(Tone::stop, 2));
    mixer.tone(Tone::good, 2);
    mixer.tone(Tone::stop_short, 2);
    EXPECT_EQ(all(mixer), synthesise(Tone::stop_short, 2));
}

TEST(Mixer, SumsNeverOverflow) {
    Mixer mixer;
    mixer.speech(words(32'767, 20'000), false);
    std::vector<std::int16_t> piece(10);
    mixer.read(piece);
    mixer.tone(Tone::stop, 3);
    for (auto const each : all(mixer)) ASSERT_GT(each, -32'768);
}

}  // namespace
}  // namespace bozhong::ui
