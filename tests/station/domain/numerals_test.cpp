#include "station/domain/numerals.h"

#include <gtest/gtest.h>

namespace bozhong::domain {
namespace {

TEST(Numerals, whole_numbers_as_mandarin_says_them) {
    struct Row {
        std::int64_t number;
        char const* words;
    };
    for (auto const& [number, words] : {Row{0, "零"},
                                        Row{2, "二"},
                                        Row{10, "十"},
                                        Row{12, "十二"},
                                        Row{20, "二十"},
                                        Row{22, "二十二"},
                                        Row{100, "一百"},
                                        Row{102, "一百零二"},
                                        Row{110, "一百一十"},
                                        Row{112, "一百一十二"},
                                        Row{200, "两百"},
                                        Row{222, "两百二十二"},
                                        Row{1'000, "一千"},
                                        Row{1'002, "一千零二"},
                                        Row{1'020, "一千零二十"},
                                        Row{1'200, "一千两百"},
                                        Row{2'000, "两千"},
                                        Row{10'000, "一万"},
                                        Row{20'000, "两万"},
                                        Row{20'002, "两万零二"},
                                        Row{120'000, "十二万"},
                                        Row{123'456, "十二万三千四百五十六"},
                                        Row{99'999'999, "九千九百九十九万九千九百九十九"},
                                        Row{100'000'000, "一零零零零零零零零"},
                                        Row{-3, "三"}})
        EXPECT_EQ(mandarin_number(number), words) << number;
}

TEST(Numerals, decimals_and_digits) {
    EXPECT_EQ(mandarin_decimal(*Decimal::parse("2.50")), "二点五");
    EXPECT_EQ(mandarin_decimal(*Decimal::parse("0.05")), "零点零五");
    EXPECT_EQ(mandarin_decimal(*Decimal::parse("12")), "十二");
    EXPECT_EQ(mandarin_decimal(*Decimal::parse("-1.2")), "一点二");
    EXPECT_EQ(mandarin_digits("0A38"), "零三八");
}

}  // namespace
}  // namespace bozhong::domain
