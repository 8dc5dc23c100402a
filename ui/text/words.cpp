#include "ui/text/words.h"

#include <array>

namespace bozhong::ui {

namespace {

struct Entry {
    char const* zh;
    char const* en;
};

constexpr std::array entries{
#define WORD(name, zh, en) Entry{zh, en},
#include "ui/text/words.inc"
#undef WORD
};
static_assert(entries.size() == static_cast<std::size_t>(word_count));

}  // namespace

QString say(Word word, Language language, QStringList const& figures) {
    Entry const& entry = entries.at(static_cast<std::size_t>(word));
    QString text = QString::fromUtf8(language == Language::zh ? entry.zh : entry.en);
    for (qsizetype at = 0; at < figures.size(); ++at)
        text.replace(QStringLiteral("{%1}").arg(at), figures[at]);
    return text;
}

QString unit_word(std::string const& unit, Language language) {
    struct Unit {
        char const* zh;
        char const* en;
    };
    static constexpr std::array units{Unit{"斤", "jin"}, Unit{"两", "liang"}, Unit{"公斤", "kg"},
                                      Unit{"千克", "kg"}, Unit{"克", "g"}};
    if (language == Language::en)
        for (Unit const& each : units)
            if (unit == each.zh) return QString::fromUtf8(each.en);
    if (language == Language::zh && unit == "jin") return QStringLiteral("斤");
    return QString::fromStdString(unit);
}

}  // namespace bozhong::ui
