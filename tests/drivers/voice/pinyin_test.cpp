#include "drivers/voice/pinyin.h"

#include <gtest/gtest.h>

namespace bozhong::voice {
namespace {

struct Row {
    char const* text;
    char const* read;
};

TEST(Pinyin, reads_the_trades_words_as_the_trade_does) {
    Pinyin const pinyin;
    for (auto const& [text, read] : {
             Row{"黄瓜", "huang2 gua1"},
             Row{"长豆角", "chang2 dou4 jiao3"},
             Row{"本地菠菜", "ben3 di4 bo1 cai4"},
             Row{"长线茄", "chang2 xian4 qie2"},
             Row{"紫茄子(2)", "zi3 qie2 zi5, er4"},
             Row{"红灯笼番茄", "hong2 deng1 long2 fan1 qie2"},
             Row{"沙地胡萝卜", "sha1 di4 hu2 luo2 bo5"},
             Row{"薄荷叶", "bo4 he5 ye4"},
             Row{"薄皮椒", "bao2 pi2 jiao1"},
             Row{"黑皮鸡枞菌", "hei1 pi2 ji1 zong1 jun1"},
             Row{"猪肚菇(盒)", "zhu1 du3 gu1, he2"},
             Row{"余干椒", "yu2 gan1 jiao1"},
             Row{"豆腐干", "dou4 fu5 gan1"},
             Row{"赤泥土豆(大)", "chi4 ni2 tu3 dou4, da4"},
             Row{"重庆小面", "chong2 qing4 xiao3 mian4"},
             Row{"称重", "cheng1 zhong4"},
             Row{"叫班长", "jiao4 ban1 zhang3"},
             Row{"绿豆芽", "lü4 dou4 ya2"},
             Row{"两斤半", "liang3 jin1 ban4"},
             Row{"不要了", "bu2 yao4 le5"},
             Row{"秤没信号", "cheng4 mei2 xin4 hao4"},
         })
        EXPECT_EQ(pinyin.text(text), read) << text;
}

TEST(Pinyin, says_numbers_and_letters) {
    Pinyin const pinyin;
    EXPECT_EQ(pinyin.text("杏鲍菇(250克)"), "xing4 bao4 gu1, liang3 bai3 wu3 shi2 ke4");
    EXPECT_EQ(pinyin.text("2.5公斤"), "er4 dian3 wu3 gong1 jin1");
    EXPECT_EQ(pinyin.text("D 三八"), "D san1 ba1");
    EXPECT_EQ(pinyin.text("a级"), "A ji2");
    EXPECT_EQ(pinyin.text("007"), "ling2 ling2 qi1");
    EXPECT_EQ(pinyin.text("123456789"), "yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3");
}

TEST(Pinyin, leaves_out_what_cannot_be_read_and_ends) {
    Pinyin const pinyin;
    EXPECT_EQ(pinyin.text(""), "");
    EXPECT_EQ(pinyin.text(" ※<speak>[[\x01"), "S P E A K");
    EXPECT_EQ(pinyin.text("菜\xff\xfe心"), "cai4 xin1");
    EXPECT_EQ(pinyin.text("，，菜，，心，，"), "cai4, xin1");
    std::string endless;
    for (int i = 0; i < 5'000; ++i) endless += "菜";
    EXPECT_EQ(pinyin.syllables(endless).size(), most_syllables);
}

}  // namespace
}  // namespace bozhong::voice
