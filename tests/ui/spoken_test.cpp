#include "ui/text/spoken.h"

#include <gtest/gtest.h>

#include <set>

#include "ui/text/phrases.h"
#include "ui/text/spoken_amount.h"

namespace bozhong::ui {
namespace {

using core::Say;
using core::Spoken;

std::string zh(char const* value, char const* unit) {
    return spoken_amount(value, unit, Language::zh).toStdString();
}
std::string en(char const* value, char const* unit) {
    return spoken_amount(value, unit, Language::en).toStdString();
}

TEST(SpokenAmount, InMandarinAsTheTradeSaysIt) {
    struct Row {
        char const *value, *unit, *words;
    };
    for (auto const& [value, unit, words] : {
             Row{"1", "斤", "一斤"},          Row{"2", "斤", "两斤"},          Row{"2.0", "斤", "两斤"},
             Row{"2.5", "斤", "两斤半"},      Row{"2.50", "斤", "两斤半"},     Row{"0.5", "斤", "半斤"},
             Row{"1.5", "斤", "一斤半"},      Row{"0.8", "斤", "八两"},        Row{"0.2", "斤", "二两"},
             Row{"2.2", "斤", "两斤二两"},    Row{"2.3", "jin", "两斤三两"},   Row{"0.25", "斤", "二两半"},
             Row{"2.25", "斤", "两斤二两半"}, Row{"2.05", "斤", "两斤零半两"}, Row{"0.05", "斤", "半两"},
             Row{"2.34", "斤", "二点三四斤"}, Row{"12", "斤", "十二斤"},       Row{"22", "斤", "二十二斤"},
             Row{"200", "斤", "两百斤"},      Row{"2", "两", "二两"},          Row{"2.5", "两", "二两半"},
             Row{"2", "公斤", "两公斤"},      Row{"2.5", "kg", "两公斤半"},    Row{"0.5", "kg", "半公斤"},
             Row{"2.3", "kg", "二点三公斤"},  Row{"250", "g", "两百五十克"},   Row{"2", "份", "两份"},
             Row{"1", "箱", "一箱"},          Row{"12", "个", "十二个"},       Row{"2.5", "箱", "两箱半"},
             Row{"0", "斤", "零斤"},          Row{"x", "斤", "x斤"},
         })
        EXPECT_EQ(zh(value, unit), words) << value << unit;
}

TEST(SpokenAmount, InEnglish) {
    EXPECT_EQ(en("2", "斤"), "2 jin");
    EXPECT_EQ(en("2.50", "斤"), "2.5 jin");
    EXPECT_EQ(en("1", "kg"), "1 kilo");
    EXPECT_EQ(en("2.5", "公斤"), "2.5 kilos");
    EXPECT_EQ(en("250", "克"), "250 grams");
    EXPECT_EQ(en("1", "份"), "1 portion");
    EXPECT_EQ(en("4", "份"), "4 portions");
    EXPECT_EQ(en("4", "提"), "4 提") << "a unit without an English name is left to the Mandarin voice";
}

TEST(SpokenAmount, DifferencesAreWhatAHandCanDo) {
    auto const say = [](char const* value, char const* unit) {
        return spoken_difference(value, unit, Language::zh).toStdString();
    };
    EXPECT_EQ(say("0.72", "斤"), "七两");
    EXPECT_EQ(say("0.38", "斤"), "四两");
    EXPECT_EQ(say("1.64", "斤"), "一斤六两");
    EXPECT_EQ(say("0.04", "斤"), "一点点");
    EXPECT_EQ(say("0.724", "kg"), "零点七二公斤");
    EXPECT_EQ(say("", "kg"), "一点点");
    EXPECT_EQ(spoken_difference("0.72", "斤", Language::en).toStdString(), "0.7 jin");
}

TEST(SpokenCode, IsLettersThenDigitsOneByOne) {
    auto const both = [](char const* code) {
        return spoken_code(code, Language::zh).toStdString() + "|" +
               spoken_code(code, Language::en).toStdString();
    };
    EXPECT_EQ(both("D-038"), "D 三八|D 3 8");
    EXPECT_EQ(both("D-040"), "D 四零|D 4 0");
    EXPECT_EQ(both("A-003"), "A 三|A 3");
    EXPECT_EQ(both("A3"), "A 三|A 3");
    EXPECT_EQ(both("AB-12"), "A B 一二|A B 1 2");
    EXPECT_EQ(both("000"), "零|0");
    EXPECT_EQ(both("城南12"), "城南 一二|城南 1 2");
    EXPECT_EQ(both(""), "|");
}

QString whole(Say const& say, Language language) {
    QStringList parts;
    for (auto const& piece : sentence_of(say, language)) parts += piece.text;
    return parts.join(language == Language::zh ? QStringLiteral("，") : QStringLiteral(", "));
}

TEST(Spoken, TheNextTask) {
    Say const first{Spoken::next, {"2", "斤", "A-003", "", "黄瓜"}};
    EXPECT_EQ(whole(first, Language::zh), QStringLiteral("黄瓜，两斤，客户 A 三"));
    EXPECT_EQ(whole(first, Language::en), QStringLiteral("黄瓜, 2 jin, customer A 3"));
    Say const same{Spoken::next, {"4", "斤", "D-040", "分两袋", ""}};
    EXPECT_EQ(whole(same, Language::zh), QStringLiteral("四斤，D 四零，分两袋"));
    auto const pieces = sentence_of(first, Language::zh);
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(pieces[0].id, "product-黄瓜");
    EXPECT_EQ(pieces[1].id, "amount-2斤");
    EXPECT_EQ(pieces[2].id, "customer-A-003");
}

TEST(Spoken, OutcomeAndTrouble) {
    EXPECT_EQ(whole({Spoken::recorded}, Language::zh), QStringLiteral("好"));
    EXPECT_EQ(whole({Spoken::over, {"0.38", "斤"}}, Language::zh), QStringLiteral("多四两"));
    EXPECT_EQ(whole({Spoken::over, {"0.38", "斤"}}, Language::en), QStringLiteral("0.4 jin over"));
    EXPECT_EQ(whole({Spoken::under, {"0.72", "斤"}}, Language::zh), QStringLiteral("再加七两"));
    EXPECT_EQ(whole({Spoken::taken, {"D-038"}}, Language::zh), QStringLiteral("停一下，D 三八 不要了"));
    EXPECT_EQ(whole({Spoken::refused, {}, core::Refusal::unstable}, Language::zh),
              QStringLiteral("还没稳，手离开盘子"));
    EXPECT_EQ(sentence_of({Spoken::refused, {}, core::Refusal::unstable}, Language::zh)[0].id,
              "refused-unstable");
    EXPECT_TRUE(sentence_of({Spoken::refused, {}, core::Refusal::none}, Language::zh).empty());
}

TEST(Spoken, EveryKindHasWordsInBothLanguagesWithoutAHole) {
    std::set<std::string> ids;
    auto const look = [&](Say const& say) {
        for (Language const language : {Language::zh, Language::en}) {
            auto const pieces = sentence_of(say, language);
            ASSERT_FALSE(pieces.empty());
            EXPECT_FALSE(whole(say, language).contains('{')) << whole(say, language).toStdString();
            EXPECT_FALSE(whole(say, language).contains('\n'));
        }
        ids.insert(sentence_of(say, Language::zh)[0].id);
    };
    for (int at = 0; at <= static_cast<int>(Spoken::recorded); ++at)
        if (auto const what = static_cast<Spoken>(at); what != Spoken::refused)
            look({what, {"4", "斤", "D-038", "", "黄瓜"}});
    for (int at = 1; at <= static_cast<int>(core::Refusal::check_due); ++at)
        look({Spoken::refused, {}, static_cast<core::Refusal>(at)});
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(Spoken::recorded) +
                              static_cast<std::size_t>(core::Refusal::check_due));
}

}  // namespace
}  // namespace bozhong::ui
