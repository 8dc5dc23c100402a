#include "drivers/voice/clips.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace bozhong::voice {
namespace {

std::string little(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
}

struct Wav {
    std::uint32_t coding = 1, channels = 1, rate = 44'100, bits = 16;
    Samples samples = {0, 1'000, -1'000, 32'767};
    [[nodiscard]] std::string bytes() const {
        std::string sound;
        for (auto const each : samples) sound += little(static_cast<std::uint16_t>(each), 2);
        std::string const format = little(coding, 2) + little(channels, 2) + little(rate, 4) +
                                   little(rate * channels * bits / 8, 4) + little(channels * bits / 8, 2) +
                                   little(bits, 2);
        std::string const body = "WAVEfmt " + little(16, 4) + format + "LIST" + little(3, 4) +
                                 std::string("abc\0", 4) + "data" +
                                 little(static_cast<std::uint32_t>(sound.size()), 4) + sound;
        return "RIFF" + little(static_cast<std::uint32_t>(body.size()), 4) + body;
    }
};

TEST(Wav, of_the_stations_rate_comes_back_as_it_is) {
    auto const read = read_wav(Wav{}.bytes());
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, Wav{}.samples);
}

TEST(Wav, of_half_the_rate_is_filled_in_between) {
    auto const read = read_wav(Wav{.rate = 22'050, .samples = {0, 1'000, 0}}.bytes());
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, (Samples{0, 500, 1'000, 500, 0, 0}));
}

TEST(Wav, of_any_other_kind_is_refused_with_words) {
    for (auto const& wav : {Wav{.coding = 3}, Wav{.channels = 2}, Wav{.rate = 96'000}, Wav{.bits = 8},
                            Wav{.rate = 8'000, .samples = Samples(8'000 * longest_clip_s + 1)}})
        EXPECT_FALSE(read_wav(wav.bytes()).ok());
    EXPECT_TRUE(read_wav(Wav{.rate = 8'000, .samples = Samples(8'000 * longest_clip_s)}.bytes()).ok());
}

TEST(Wav, cut_or_changed_anywhere_is_read_or_refused) {
    auto const whole = Wav{}.bytes();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        auto const read = read_wav(whole.substr(0, length));
        EXPECT_TRUE(!read.ok() || read->size() <= Wav{}.samples.size());
    }
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (int const byte : {0x00, 0x7f, 0xff}) {
            auto changed = whole;
            changed[at] = static_cast<char>(byte);
            auto const read = read_wav(changed);
            EXPECT_TRUE(!read.ok() || read->size() <= 6 * Wav{}.samples.size()) << at;
        }
}

TEST(Clips, are_named_by_the_piece_and_stay_in_their_folder) {
    EXPECT_EQ(clip_name("recorded"), "recorded.wav");
    EXPECT_EQ(clip_name("product-黄瓜"), "product-黄瓜.wav");
    EXPECT_EQ(clip_name("product-a/../b"), "product-a_.._b.wav");
    EXPECT_FALSE(clip_name("../x"));
    EXPECT_FALSE(clip_name(""));
    EXPECT_FALSE(clip_name(std::string("a\0b", 3)));
    EXPECT_FALSE(clip_name(std::string(201, 'a')));
}

TEST(Clips, are_found_by_language_and_one_of_no_use_says_which) {
    auto const folder =
        std::filesystem::temp_directory_path() / ("bozhong-clips-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "zh");
    std::ofstream(folder / "zh/recorded.wav", std::ios::binary) << Wav{}.bytes();
    std::ofstream(folder / "zh/over.wav", std::ios::binary) << "noise";
    Clips const clips(folder.string());
    auto const found = clips.find("zh", "recorded");
    ASSERT_TRUE(found.ok() && *found);
    EXPECT_EQ(**found, Wav{}.samples);
    EXPECT_FALSE(clips.find("en", "recorded")->has_value());
    EXPECT_FALSE(Clips("").find("zh", "recorded")->has_value());
    auto const bad = clips.find("zh", "over");
    ASSERT_FALSE(bad.ok());
    EXPECT_NE(bad.error().text().find("zh/over.wav"), std::string::npos);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bozhong::voice
