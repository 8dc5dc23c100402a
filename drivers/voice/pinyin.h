#pragma once
// Chinese text as the syllables a voice reads: "长豆角 250克" → "chang2 dou4 jiao3 liang3 bai3 wu3 shi2 ke4".
//
// Readings of single characters come from ICU (the Unihan database's most usual Mandarin reading); words in
// which a character is read otherwise stand in pinyin_words.inc. Pure but for ICU's own tables; from one
// thread at a time.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bozhong::voice {

/// Longer texts are read up to here.
inline constexpr std::size_t most_syllables = 80;

class Pinyin {
  public:
    /// Loading the tables takes a tenth of a second and some megabytes.
    Pinyin();
    ~Pinyin();
    Pinyin(Pinyin const&) = delete;
    Pinyin& operator=(Pinyin const&) = delete;

    /// Syllables of Latin letters with a tone digit 1 … 5, single capital letters, and "," where a breath is.
    /// Arabic numbers become Chinese ones, up to eight digits as a number and longer ones digit by digit.
    /// What cannot be read aloud is left out.
    [[nodiscard]] std::vector<std::string> syllables(std::string_view utf8) const;
    [[nodiscard]] std::string text(std::string_view utf8) const;

  private:
    struct Tables;
    std::unique_ptr<Tables> m_tables;
};

}  // namespace bozhong::voice
