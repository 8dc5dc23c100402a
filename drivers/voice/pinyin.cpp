#include "drivers/voice/pinyin.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include "station/domain/numerals.h"

namespace bozhong::voice {
namespace {

constexpr std::size_t most_characters = 400;
/// Longer rows of digits are codes.
constexpr int longest_number = 8;

std::map<icu::UnicodeString, char const*> const& word_readings() {
    static std::map<icu::UnicodeString, char const*> const words{
#define READING(word, syllables) {icu::UnicodeString::fromUTF8(word), syllables},
#include "drivers/voice/pinyin_words.inc"
#undef READING
    };
    return words;
}

bool is_han(UChar32 character) {
    return u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC) != 0;
}
bool is_digit(UChar32 character) {
    return character >= '0' && character <= '9';
}

/// Letters and a tone, with something in it that can be sung; m, n and hm as words are interjections.
std::optional<std::string> syllable(std::string word) {
    if (word.empty()) return std::nullopt;
    if (word.back() < '1' || word.back() > '5') word += '5';
    std::string const letters = word.substr(0, word.size() - 1);
    bool const latin = std::ranges::all_of(letters, [](char c) {
        return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;  // ü, ê
    });
    bool const sung =
        letters.find_first_of("aeiouv") != std::string::npos || letters.find("ü") != std::string::npos;
    if (!latin || !sung) return std::nullopt;
    return word;
}

void add_words(std::vector<std::string>& out, std::string const& words) {
    std::istringstream in(words);
    for (std::string word; in >> word;)
        if (auto made = syllable(std::move(word))) out.push_back(*std::move(made));
}

void breathe(std::vector<std::string>& out) {
    if (!out.empty() && out.back() != ",") out.emplace_back(",");
}

}  // namespace

struct Pinyin::Tables {
    std::unique_ptr<icu::Transliterator> reader;
    std::int32_t longest_word = 1;

    Tables() {
        UErrorCode status = U_ZERO_ERROR;
        reader.reset(
            icu::Transliterator::createInstance("Han-Latin; Latin-NumericPinyin", UTRANS_FORWARD, status));
        if (U_FAILURE(status)) reader.reset();
        for (auto const& [word, reading] : word_readings())
            longest_word = std::max(longest_word, word.length());
    }

    [[nodiscard]] std::string reading(icu::UnicodeString han) const {
        std::string out;
        if (!reader || han.isEmpty()) return out;
        reader->transliterate(han);
        return han.toUTF8String(out);
    }
    /// The trade's word that begins here, the longest.
    [[nodiscard]] std::pair<std::int32_t, char const*> word(icu::UnicodeString const& text,
                                                            std::int32_t at) const {
        for (auto length = std::min(longest_word, text.length() - at); length > 0; --length) {
            auto const found = word_readings().find(text.tempSubString(at, length));
            if (found != word_readings().end()) return {length, found->second};
        }
        return {0, nullptr};
    }
    /// Hanzi up to the next word of the trade or to what is no hanzi.
    std::int32_t read_han(icu::UnicodeString const& text, std::int32_t at,
                          std::vector<std::string>& out) const {
        icu::UnicodeString plain;
        while (at < text.length() && is_han(text.char32At(at))) {
            auto const [length, known] = word(text, at);
            if (known != nullptr) {
                add_words(out, reading(plain));
                plain.remove();
                add_words(out, known);
                at += length;
                continue;
            }
            plain.append(text.char32At(at));
            at = text.moveIndex32(at, 1);
        }
        add_words(out, reading(plain));
        return at;
    }
    std::int32_t read_digits(icu::UnicodeString const& text, std::int32_t at,
                             std::vector<std::string>& out) const {
        std::string digits;
        while (at < text.length() && is_digit(text.char32At(at)))
            digits += static_cast<char>(text.char32At(at++));
        bool const number = digits.size() <= longest_number && (digits == "0" || digits[0] != '0');
        auto const words =
            number ? domain::mandarin_number(std::stol(digits)) : domain::mandarin_digits(digits);
        add_words(out, reading(icu::UnicodeString::fromUTF8(words)));
        if (at + 1 < text.length() && text.char32At(at) == '.' && is_digit(text.char32At(at + 1))) {
            add_words(out, "dian3");
            std::string decimals;
            for (++at; at < text.length() && is_digit(text.char32At(at)); ++at)
                decimals += static_cast<char>(text.char32At(at));
            add_words(out, reading(icu::UnicodeString::fromUTF8(domain::mandarin_digits(decimals))));
        }
        return at;
    }
};

Pinyin::Pinyin() : m_tables(std::make_unique<Tables>()) {}
Pinyin::~Pinyin() = default;

std::vector<std::string> Pinyin::syllables(std::string_view utf8) const {
    auto text = icu::UnicodeString::fromUTF8(
        {utf8.data(), static_cast<std::int32_t>(std::min(utf8.size(), most_characters * 4))});
    text.truncate(most_characters);
    std::vector<std::string> out;
    for (std::int32_t at = 0; at < text.length() && out.size() < most_syllables;) {
        UChar32 const character = text.char32At(at);
        if (is_han(character)) {
            at = m_tables->read_han(text, at, out);
            continue;
        }
        if (is_digit(character)) {
            at = m_tables->read_digits(text, at, out);
            continue;
        }
        bool const letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        if (letter) out.emplace_back(1, static_cast<char>(u_toupper(character)));
        if (!letter && u_ispunct(character) && character != '-') breathe(out);
        at = text.moveIndex32(at, 1);
    }
    if (out.size() > most_syllables) out.resize(most_syllables);
    while (!out.empty() && out.back() == ",") out.pop_back();
    return out;
}

std::string Pinyin::text(std::string_view utf8) const {
    std::string out;
    for (auto const& each : syllables(utf8)) {
        if (!out.empty() && each != ",") out += ' ';
        out += each;
    }
    return out;
}

}  // namespace bozhong::voice
