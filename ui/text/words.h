#pragma once
// Every word on the screen, by name, in Chinese and English.

#include <QString>
#include <QStringList>

namespace bozhong::ui {

enum class Language { zh, en };

enum class Word {
#define WORD(name, zh, en) name,
#include "ui/text/words.inc"
#undef WORD
};

inline constexpr int word_count = 0
#define WORD(name, zh, en) +1
#include "ui/text/words.inc"
#undef WORD
    ;

/// The text with {0}, {1} … replaced by the figures.
QString say(Word word, Language language, QStringList const& figures = {});

/// 斤 → jin in English; what has no English name stays as the customer ordered it.
QString unit_word(std::string const& unit, Language language);

}  // namespace bozhong::ui
