// Every product name that is at hand, read aloud: each character a syllable, each syllable one tone, nothing
// spelled.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "drivers/voice/speech.h"

namespace bozhong::voice {
namespace {

/// Names hold no comma or quote in the files that are read here.
std::set<std::string> column(std::filesystem::path const& file, std::string const& name) {
    std::ifstream in(file);
    std::set<std::string> out;
    std::size_t wanted = std::string::npos;
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> cells(1);
        for (char const c : line)
            if (c == ',')
                cells.emplace_back();
            else if (c != '\r')
                cells.back() += c;
        if (wanted == std::string::npos)
            wanted = static_cast<std::size_t>(std::ranges::find(cells, name) - cells.begin());
        else if (wanted < cells.size())
            out.insert(cells[wanted]);
    }
    return out;
}

std::size_t hanzi_of(std::string const& utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= 0xe4 && byte <= 0xe9;  // U+4000 … U+9FFF, three bytes each
    }));
}

/// The rows of digits in espeak-ng's phonemes: the contours of tones.
std::size_t tones_of(std::string const& phonemes) {
    static std::regex const digits("[0-9]+");
    return static_cast<std::size_t>(std::distance(
        std::sregex_iterator(phonemes.begin(), phonemes.end(), digits), std::sregex_iterator()));
}

void expect_read(Speech& speech, std::set<std::string> const& names) {
    static std::regex const toned("([a-z]|ü)+[1-5]");
    for (auto const& name : names) {
        auto const syllables = speech.pinyin().syllables(name);
        std::size_t sung = 0, from_hanzi = 0;
        for (auto const& each : syllables) {
            if (each == ",") continue;
            bool const letter = each.size() == 1 && each[0] >= 'A' && each[0] <= 'Z';
            EXPECT_TRUE(letter || std::regex_match(each, toned)) << name << ": " << each;
            sung += 1;
            from_hanzi += letter ? 0 : 1;
        }
        EXPECT_GE(from_hanzi, hanzi_of(name)) << name << ": something is left out";
        auto const phonemes = speech.phonemes(name, Tongue::mandarin);
        EXPECT_EQ(phonemes.find('('), std::string::npos) << name << " is in another language: " << phonemes;
        EXPECT_EQ(tones_of(phonemes), sung) << name << ": " << phonemes;
        EXPECT_FALSE(speech.say(name, Tongue::mandarin, 100).empty()) << name;
    }
}

TEST(Names, of_the_sample_are_all_read) {
    auto const names =
        column(std::filesystem::path(BOZHONG_SOURCE_DIR) / "config/sample/orders.csv", "product");
    ASSERT_GE(names.size(), 20u);
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    expect_read(**speech, names);
}

TEST(Names, of_real_produce_are_all_read) {
    auto const file = std::filesystem::path(BOZHONG_SOURCE_DIR) / "../shared/data/products.csv";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/data/products.csv";
    auto const names = column(file, "name");
    ASSERT_GE(names.size(), 200u);
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    expect_read(**speech, names);
}

// What the reader can come up with is no more than this; the voice knows each of them.
TEST(Names, of_every_hanzi_have_a_syllable_that_the_voice_sings_once) {
    auto speech = Speech::open();
    ASSERT_TRUE(speech.ok());
    std::map<std::string, std::string> syllables;  ///< and one that is read so
    for (unsigned int code = 0x4e00; code <= 0x9fa5; ++code) {
        std::string const hanzi{static_cast<char>(0xe0 | code >> 12),
                                static_cast<char>(0x80 | (code >> 6 & 0x3f)),
                                static_cast<char>(0x80 | (code & 0x3f))};
        for (auto const& each : (*speech)->pinyin().syllables(hanzi)) syllables.emplace(each, hanzi);
    }
    EXPECT_GT(syllables.size(), 1'200u);
    EXPECT_LT(syllables.size(), 1'700u);
    for (auto const& [syllable, hanzi] : syllables)
        EXPECT_EQ(tones_of((*speech)->phonemes(hanzi, Tongue::mandarin)), 1u) << hanzi << ' ' << syllable;
}

}  // namespace
}  // namespace bozhong::voice
