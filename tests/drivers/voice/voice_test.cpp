#include "drivers/voice/voice.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>

namespace bozhong::voice {
namespace {

double seconds(Samples const& samples) {
    return static_cast<double>(samples.size()) / sample_rate;
}

TEST(Speech, is_as_long_as_a_sentence_and_shorter_when_faster) {
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    auto const slow = (*speech)->say("四斤，D 三八", Tongue::mandarin, 100);
    auto const fast = (*speech)->say("四斤，D 三八", Tongue::mandarin, 160);
    EXPECT_GT(seconds(slow), 0.5);
    EXPECT_LT(seconds(slow), 2.0);
    EXPECT_LT(seconds(fast), 0.8 * seconds(slow));
    auto const bounded = (*speech)->say("四斤，D 三八", Tongue::mandarin, 900);
    EXPECT_NEAR(seconds(bounded), seconds(fast), 0.01);
    EXPECT_TRUE((*speech)->say("", Tongue::mandarin, 100).empty());
    EXPECT_TRUE((*speech)->say("……", Tongue::mandarin, 100).empty());
}

TEST(Speech, reads_english_and_leaves_chinese_in_it_to_the_other_voice) {
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    EXPECT_EQ((*speech)->phonemes("黄瓜", Tongue::english), (*speech)->phonemes("黄瓜", Tongue::mandarin));
    EXPECT_EQ((*speech)->phonemes("customer A 3", Tongue::english).find("a#"), std::string::npos)
        << "a letter, no article";
    auto const alone = (*speech)->say("two jin", Tongue::english, 100);
    EXPECT_GT((*speech)->say("黄瓜 two jin", Tongue::english, 100).size(), alone.size());
}

TEST(Speech, ends_after_fifteen_seconds_whatever_it_is_given) {
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    std::string endless;
    for (int i = 0; i < 2'000; ++i) endless += "菜心";
    EXPECT_LE(seconds((*speech)->say(endless, Tongue::mandarin, 100)), 15.0);
    std::string babble;
    for (int i = 0; i < 2'000; ++i) babble += "ten thousand ";
    EXPECT_LE(seconds((*speech)->say(babble, Tongue::english, 100)), 15.0);
}

TEST(Speech, does_nothing_of_what_stands_in_a_remark) {
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    EXPECT_EQ((*speech)->phonemes("<break/>", Tongue::mandarin),
              (*speech)->phonemes("BREAK", Tongue::mandarin));
    EXPECT_GT(seconds((*speech)->say("<break time=\"9s\"/> hello", Tongue::english, 100)), 0.2);
    EXPECT_LT(seconds((*speech)->say("<break time=\"9s\"/> hello", Tongue::english, 100)), 8.0);
}

/// What a voice handed out, in order; take() waits for the next.
struct Ears {
    std::mutex mutex;
    std::condition_variable wake;
    std::vector<std::pair<Samples, bool>> heard;
    std::vector<std::string> troubles;

    Voice::Owner owner() {
        return {[this](Samples samples, bool urgent) {
                    std::lock_guard const lock(mutex);
                    heard.emplace_back(std::move(samples), urgent);
                    wake.notify_one();
                },
                [this](std::string const& trouble) {
                    std::lock_guard const lock(mutex);
                    troubles.push_back(trouble);
                }};
    }
    std::pair<Samples, bool> take() {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return !heard.empty(); });
        auto first = heard.front();
        heard.erase(heard.begin());
        return first;
    }
};

TEST(Voice, makes_a_sentence_on_its_own_thread) {
    Ears ears;
    Voice voice("", ears.owner());
    voice.say({.pieces = {{"product-黄瓜", "黄瓜"}, {"amount-2斤", "两斤"}}, .urgent = true});
    auto const [samples, urgent] = ears.take();
    EXPECT_GT(seconds(samples), 0.5);
    EXPECT_TRUE(urgent);
    EXPECT_TRUE(ears.troubles.empty());
}

TEST(Voice, lets_a_newer_sentence_replace_the_one_that_waits) {
    std::promise<void> begun, go;
    std::vector<std::size_t> made;
    std::promise<void> both;
    auto const sound = [&](Samples samples, bool) {
        made.push_back(samples.size());
        if (made.size() == 1) {
            begun.set_value();
            go.get_future().wait();
        }
        if (made.size() == 2) both.set_value();
    };
    {
        Voice voice("", {sound, [](auto const&) {}});
        voice.say({.pieces = {{"1", "一"}}});
        begun.get_future().wait();
        voice.say({.pieces = {{"2", "二二二二"}}});
        voice.say({.pieces = {{"3", "三三三三三三三三三三三三"}}});
        go.set_value();
        both.get_future().wait();
    }
    ASSERT_EQ(made.size(), 2u) << "the one in the middle was never made";
    EXPECT_GT(made[1], 3 * made[0]);
}

TEST(Voice, puts_recordings_in_the_place_of_their_pieces) {
    auto const folder =
        std::filesystem::temp_directory_path() / ("bozhong-voice-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "zh");
    // A recording of two samples, 0x1234 each.
    std::string const wav(
        "RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0"
        "data\4\0\0\0\x34\x12\x34\x12",
        48);
    std::ofstream(folder / "zh/recorded.wav", std::ios::binary) << wav;
    std::ofstream(folder / "zh/over.wav", std::ios::binary) << "noise";
    {
        Ears ears;
        Voice voice(folder.string(), ears.owner());
        voice.say({.pieces = {{"recorded", "好"}}});
        auto const alone = ears.take().first;
        ASSERT_GT(alone.size(), 2u);
        EXPECT_EQ(alone[0], 0x1234);
        EXPECT_EQ(alone[1], 0x1234);
        EXPECT_EQ(alone[2], 0);
        for (int i = 0; i < 2; ++i) {
            voice.say({.pieces = {{"over", "多四两"}, {"recorded", "好"}}});
            auto const both = ears.take().first;
            EXPECT_GT(seconds(both), 0.4) << "spoken, because its recording is of no use";
        }
        std::lock_guard const lock(ears.mutex);
        EXPECT_EQ(ears.troubles.size(), 1u) << "said once";
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bozhong::voice
