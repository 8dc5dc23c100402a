#include <gtest/gtest.h>

#include <QRegularExpression>
#include <set>

#include "tests/ui/fixtures/fixtures.h"
#include "ui/text/phrases.h"

namespace bozhong::ui {
namespace {

std::multiset<QString> places(QString const& text) {
    std::multiset<QString> found;
    static QRegularExpression const place(QStringLiteral("\\{\\d\\}"));
    for (auto each = place.globalMatch(text); each.hasNext();) found.insert(each.next().captured());
    return found;
}

TEST(Words, HaveBothLanguagesWithTheSameFigures) {
    for (int at = 0; at < word_count; ++at) {
        auto const word = static_cast<Word>(at);
        QString const zh = say(word, Language::zh), en = say(word, Language::en);
        EXPECT_FALSE(zh.isEmpty()) << at;
        EXPECT_FALSE(en.isEmpty()) << at;
        EXPECT_EQ(places(zh), places(en)) << zh.toStdString();
    }
}

TEST(Words, NeverBlameHerAndNeverShowCodes) {
    for (int at = 0; at < word_count; ++at) {
        QString const zh = say(static_cast<Word>(at), Language::zh);
        for (char const* const banned : {"错误", "失败", "异常", "无效", "请稍候"})
            EXPECT_FALSE(zh.contains(QString::fromUtf8(banned))) << zh.toStdString();
        QString const en = say(static_cast<Word>(at), Language::en).toLower();
        for (char const* const banned : {"error", "failed", "invalid", "are you sure"})
            EXPECT_FALSE(en.contains(QLatin1String(banned))) << en.toStdString();
    }
}

TEST(Words, FiguresAndUnitsAreFilledIn) {
    EXPECT_EQ(say(Word::add, Language::en, {QStringLiteral("0.72 jin")}), QStringLiteral("Add 0.72 jin"));
    EXPECT_EQ(amount("4.05", "斤", Language::zh), QStringLiteral("4.05 斤"));
    EXPECT_EQ(amount("4.05", "斤", Language::en), QStringLiteral("4.05 jin"));
    EXPECT_EQ(amount("4", "份", Language::en), QStringLiteral("4 份"));
}

TEST(Phrases, EveryStateHasItsOwnFace) {
    std::set<std::tuple<Flood, Icon, QString, QString>> faces;
    std::set<core::WeighState> states;
    for (auto const& scene : fixtures::sort_scenes()) {
        if (!states.insert(scene.snapshot.weight.state).second) continue;
        for (Language const language : {Language::zh, Language::en}) {
            StateLook const look = look_of(scene.snapshot, language);
            EXPECT_FALSE(look.phrase.isEmpty()) << scene.name;
            EXPECT_FALSE(look.key.isEmpty()) << scene.name;
            EXPECT_FALSE((look.phrase + look.then + look.key + look.key_sub).contains('{')) << scene.name;
            if (language == Language::zh) {
                EXPECT_TRUE(faces.emplace(look.flood, look.icon, look.phrase, look.key).second) << scene.name;
            }
        }
    }
    EXPECT_GE(states.size(), 16U);
}

TEST(Phrases, TheKeySaysTheFigureItWillRecord) {
    core::Snapshot s = fixtures::working();
    s.weight.state = core::WeighState::in_band;
    s.confirm.amount = "4.05 斤";
    EXPECT_EQ(look_of(s, Language::zh).key_sub, QStringLiteral("记 4.05 斤"));
    EXPECT_EQ(look_of(s, Language::en).key_sub, QStringLiteral("Record 4.05 jin"));
}

TEST(Phrases, EveryRefusalNamesACure) {
    for (int at = 1; at <= static_cast<int>(core::Refusal::check_due); ++at) {
        core::Snapshot s = fixtures::working();
        s.weight.state = core::WeighState::refused;
        s.weight.refusal = static_cast<core::Refusal>(at);
        for (Language const language : {Language::zh, Language::en}) {
            StateLook const look = look_of(s, language);
            EXPECT_EQ(look.flood, Flood::red_edge) << at;
            EXPECT_FALSE(look.phrase.isEmpty() || look.then.isEmpty() || look.key.isEmpty()) << at;
            EXPECT_NE(look.icon, Icon::none) << at;
        }
    }
}

TEST(Phrases, GreenIsShownOnlyWhenTheMachineSaysSo) {
    // A weight in the band that still moves, is stale or is refused never floods green.
    for (auto const& scene : fixtures::sort_scenes()) {
        using core::WeighState;
        auto const state = scene.snapshot.weight.state;
        bool const capturable = state == WeighState::in_band || state == WeighState::hands_free ||
                                state == WeighState::released || state == WeighState::recording;
        EXPECT_EQ(look_of(scene.snapshot, Language::zh).flood == Flood::green, capturable) << scene.name;
    }
}

TEST(Notices, AreOneLineWithoutHoles) {
    for (int at = 0; at <= static_cast<int>(core::NoticeKind::printer); ++at) {
        core::Notice notice;
        notice.kind = static_cast<core::NoticeKind>(at);
        notice.figures = {"D-038", "6 斤"};
        notice.number = 12;
        for (Language const language : {Language::zh, Language::en}) {
            QString const text = notice_text(notice, language);
            EXPECT_FALSE(text.isEmpty() || text.contains('\n') || text.contains('{')) << at;
        }
    }
}

}  // namespace
}  // namespace bozhong::ui
