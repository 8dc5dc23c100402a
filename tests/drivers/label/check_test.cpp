// Every template the project carries is good at both resolutions, and a bad one is found at load.
#include <gmock/gmock.h>

#include "drivers/label/check.h"
#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;
using testing::AllOf;
using testing::HasSubstr;

TEST(Check, EveryDeliveredTemplateIsGoodAtBothResolutions) {
    int count = 0;
    for (auto const& file : delivered_templates())
        for (int const dots_per_mm : {8, 12}) {
            auto const read = config::load_label_template(file, dots_per_mm);
            ASSERT_TRUE(read.ok()) << read.error().text();
            auto const checked = label::check(*read, fonts());
            EXPECT_TRUE(checked.ok()) << checked.error().text();
            EXPECT_EQ(read->width % dots_per_mm, 0);
            ++count;
        }
    EXPECT_GE(count, 20);
}

std::string error_of(std::string const& elements) {
    auto const read = config::parse_label_template(
        "name = \"t\"\nwidth_mm = 60\nheight_mm = 40\nunit = \"mm\"\n" + elements, "t.toml");
    if (!read.ok()) return read.error().text();
    auto const checked = label::check(*read, fonts());
    return checked.ok() ? "good" : checked.error().text();
}

std::string element(std::string const& kind, std::string const& text, std::string const& box,
                    std::string const& rest = "") {
    return "[[element]]\nid = \"e\"\nkind = \"" + kind + "\"\ntext = \"" + text + "\"\nbox = [" + box +
           "]\n" + rest;
}

TEST(Check, WhatHasNoRoomIsNamedByLineAndElement) {
    EXPECT_THAT(error_of(element("text", "不许剪掉的很长很长的一句话", "0, 0, 10, 3", "cut = \"never\"\n")),
                AllOf(HasSubstr("t.toml:5"), HasSubstr("element \"e\""), HasSubstr("no room")));
    EXPECT_THAT(error_of(element("code128", "{short_form}", "0, 0, 30, 5")), HasSubstr("no room"));
    EXPECT_THAT(error_of(element("qr", "{qr}", "0, 0, 8, 8", "module = 0.375\n")), HasSubstr("no room"));
    EXPECT_THAT(error_of(element("gs1_128", "{gs1}", "0, 0, 60, 5")), HasSubstr("no room"));
}

TEST(Check, ACharacterWithoutAGlyphIsNamed) {
    EXPECT_THAT(error_of(element("text", "\xF3\xB0\x80\x80", "0, 0, 10, 3")), HasSubstr("no glyph"));
}

TEST(Check, APictureThatIsNotThereIsNamed) {
    auto const picture = [](std::string const& file) {
        return error_of("[[element]]\nid = \"e\"\nkind = \"picture\"\nbox = [0, 0, 9, 9]\n" + file);
    };
    EXPECT_THAT(picture("file = \"nobody.png\"\n"),
                AllOf(HasSubstr("t.toml:9"), HasSubstr("nobody.png"), HasSubstr("is not there")));
    EXPECT_THAT(picture("file = \"../leaf.png\"\n"), HasSubstr("without a folder"));
    EXPECT_THAT(picture(""), AllOf(HasSubstr("t.toml:5"), HasSubstr("file")));
    EXPECT_EQ(picture("file = \"leaf.png\"\n"), "good");
}

TEST(Check, WhatMakesNoCodeIsNamed) {
    EXPECT_THAT(error_of(element("ean13", "6901234567893", "0, 0, 60, 10")), HasSubstr("no code"));
    EXPECT_THAT(error_of(element("ean13", "690", "0, 0, 60, 10")), HasSubstr("12 or 13 digits"));
    EXPECT_THAT(error_of(element("gs1_128", "(01)06901234567893", "0, 0, 60, 10")), HasSubstr("no code"));
    EXPECT_THAT(error_of(element("gs1_datamatrix", "06901234567892", "0, 0, 20, 20")), HasSubstr("no code"));
    EXPECT_THAT(error_of(element("code128", "{product}", "0, 0, 60, 10")), HasSubstr("printable ASCII"));
}

TEST(Check, ElementsThatRunIntoEachOtherAreNamed) {
    std::string const other =
        "[[element]]\nid = \"o\"\nkind = \"text\"\ntext = \"苋菜\"\nbox = [10, 0, 20, 5]\n";
    EXPECT_THAT(error_of(element("text", "一二三四五六七八", "0, 0, 30, 5") + other),
                HasSubstr("runs into \"o\""));
    EXPECT_EQ(error_of(element("text", "一二", "0, 0, 9, 5") + other), "good");
}

TEST(Check, CodesTooSmallToBeScannedAreErrorsOfTheFile) {
    EXPECT_THAT(error_of(element("code128", "{barcode}", "0, 0, 60, 10", "module = 0.125\n")),
                AllOf(HasSubstr("t.toml:10: element[1].module"), HasSubstr("0.25 mm")));
    EXPECT_THAT(error_of(element("ean13", "{ean13}", "0, 0, 60, 2")),
                AllOf(HasSubstr("t.toml:9: element[1].box"), HasSubstr("3 mm")));
}

}  // namespace
