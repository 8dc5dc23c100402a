#include <gtest/gtest.h>

#include <QFontInfo>

#include "ui/style/draw.h"
#include "ui/style/grid.h"
#include "ui/style/tokens.h"

namespace bozhong::ui {
namespace {

TEST(Grid, TakesTheLargestUnitInHalfPixels) {
    EXPECT_EQ(choose_grid({1280, 800}, 217)->u, 10);
    EXPECT_EQ(choose_grid({1920, 1080}, 345.4)->u, 13.5);
    EXPECT_EQ(choose_grid({1024, 768}, 304.8)->u, 8);
    EXPECT_EQ(choose_grid({800, 1280}, 135.6)->u, 10);
    EXPECT_TRUE(choose_grid({800, 1280}, 135.6)->portrait);
    EXPECT_EQ(choose_grid({1080, 1920}, 194.3)->u, 13.5);
}

TEST(Grid, RefusesAPanelTooSmallForGloves) {
    EXPECT_TRUE(choose_grid({1280, 800}, 217)->fits_fingers());
    EXPECT_FALSE(choose_grid({1280, 800}, 154)->fits_fingers());  // 7 inch
    EXPECT_FALSE(choose_grid({480, 320}, 73));
    EXPECT_FALSE(choose_grid({1280, 800}, 0));
}

struct Pair {
    char const* name;
    Rgb Tokens::*ink;
    Rgb Tokens::*ground;
    double least;
};

class Contrast : public ::testing::TestWithParam<Theme> {};

TEST_P(Contrast, WhatMattersIsSevenToOneAndShapesThreeToOne) {
    using T = Tokens;
    Pair const pairs[] = {
        {"ink on bg", &T::ink, &T::bg, 7},
        {"ink on pan", &T::ink, &T::pan, 7},
        {"ink on key", &T::ink, &T::key, 7},
        {"ink2 on bg", &T::ink2, &T::bg, 7},
        {"ink2 on pan", &T::ink2, &T::pan, 7},
        {"figure on green", &T::white, &T::go_flood, 7},
        {"second on green", &T::go_second, &T::go_flood, 7},
        {"figure on amber", &T::on_warn, &T::warn, 7},
        {"second on amber", &T::on_warn_second, &T::warn, 7},
        {"figure on red", &T::white, &T::stop_flood, 7},
        {"second on red", &T::stop_second, &T::stop_flood, 6.5},
        {"figure on blue", &T::white, &T::rec_flood, 7},
        {"second on blue", &T::rec_second, &T::rec_flood, 7},
        {"confirm", &T::on_confirm, &T::confirm, 7},
        {"amber text", &T::warn_text, &T::pan, 7},
        {"red text", &T::stop, &T::pan, 7},
        {"recorded text", &T::rec, &T::pan, 7},
        {"plate", &T::plate_ink, &T::plate, 7},
        {"key edge on bg", &T::key_edge, &T::bg, 3},
        {"key edge on pan", &T::key_edge, &T::pan, 3},
        {"frame on pan", &T::go, &T::pan, 3},
        {"bar on track", &T::go_bar, &T::track, 3},
        {"marks", &T::ink3, &T::bg, 4.5},
    };
    Tokens const& all = tokens(GetParam());
    for (Pair const& pair : pairs)
        EXPECT_GE(contrast(all.*pair.ink, all.*pair.ground), pair.least - 0.05) << pair.name;
}

INSTANTIATE_TEST_SUITE_P(BothThemes, Contrast, ::testing::Values(Theme::dark, Theme::light));

TEST(Contrast, IsThatOfWcag) {
    EXPECT_NEAR(contrast(0x000000, 0xFFFFFF), 21, 0.01);
    EXPECT_NEAR(contrast(0xFFFFFF, 0x06552E), 8.9, 0.05);
    EXPECT_NEAR(contrast(0x34DE87, 0x161D1A), 9.8, 0.05);
}

TEST(Type, IsNotoSansWithFiguresOfOneWidth) {
    draw::load_fonts({}, {});
    EXPECT_TRUE(QFontInfo(draw::font(40, true)).family().contains(QStringLiteral("Noto Sans CJK")));
    for (bool const bold : {false, true}) {
        double const zero = draw::width(QStringLiteral("0"), 200, bold);
        for (char figure = '1'; figure <= '9'; ++figure)
            EXPECT_DOUBLE_EQ(draw::width(QString(QLatin1Char(figure)), 200, bold), zero) << figure;
    }
}

TEST(Type, TheCodeIsSplitAtItsSeam) {
    EXPECT_EQ(draw::split_code("D-038"), std::pair(QString("D"), QString("038")));
    EXPECT_EQ(draw::split_code("AB-1038"), std::pair(QString("AB"), QString("1038")));
    EXPECT_EQ(draw::split_code("店38"), std::pair(QString(), QString("店38")));
}

}  // namespace
}  // namespace bozhong::ui
