#include "config/label_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace bozhong;
using testing::AllOf;
using testing::HasSubstr;

std::string const head = "name = \"t\"\nwidth_mm = 60\nheight_mm = 40\n";
std::string const element =
    "[[element]]\nid = \"a\"\nkind = \"text\"\ntext = \"{product}\"\nbox = [0, 0, 480, 40]\n";

std::string error_of(std::string const& toml) {
    auto const read = config::parse_label_template(toml, "t.toml");
    return read.ok() ? "no error" : read.error().text();
}

TEST(LabelTemplate, TheDeliveredOneLoads) {
    auto const form = config::load_label_template(BOZHONG_SOURCE_DIR "/config/labels/item-60x40.toml");
    ASSERT_TRUE(form.ok()) << form.error().text();
    EXPECT_EQ(form->name, "item-60x40");
    EXPECT_EQ(form->width, 480);
    EXPECT_EQ(form->height, 320);
    EXPECT_GE(form->elements.size(), 12u);
}

TEST(LabelTemplate, EveryKeyIsRead) {
    auto const form = config::parse_label_template(
        head + "title = \"x\"\nversion = 3\ndots_per_mm = 12\n" +
            "[[element]]\nid = \"a\"\nkind = \"text\"\ntext = [\"净 {net_kg} kg\", \"x\"]\nseparator = "
            "\"|\"\n"
            "box = [1, 2, 30, 40]\nfont = [30, 20]\nbold = false\nalign = \"right\"\ncut = \"start\"\nframe "
            "= 2\n"
            "inverse = true\nmodule = 3\nlevel = \"H\"\nleaves = \"b\"\nstack = \"s\"\n"
            "[[element]]\nid = \"b\"\nkind = \"box\"\nbox = [0, 0, 1, 1]\n",
        "t.toml");
    ASSERT_TRUE(form.ok()) << form.error().text();
    EXPECT_EQ(form->version, 3);
    EXPECT_EQ(form->width, 720);
    auto const& a = form->elements.at(0);
    EXPECT_EQ(a.parts, (std::vector<std::string>{"净 {net_kg} kg", "x"}));
    EXPECT_EQ(a.separator, "|");
    EXPECT_EQ(a.box, (domain::DotBox{1, 2, 30, 40}));
    EXPECT_EQ(a.font_max, 30);
    EXPECT_EQ(a.font_min, 20);
    EXPECT_FALSE(a.bold);
    EXPECT_EQ(a.align, domain::LabelAlign::right);
    EXPECT_EQ(a.cut, domain::LabelCut::start);
    EXPECT_EQ(a.frame, 2);
    EXPECT_TRUE(a.inverse);
    EXPECT_EQ(a.module, 3);
    EXPECT_EQ(a.level, "H");
    EXPECT_EQ(a.leaves, "b");
    EXPECT_EQ(a.stack, "s");
}

TEST(LabelTemplate, BoxesMayBeInMillimetres) {
    auto const form = config::parse_label_template(head +
                                                       "unit = \"mm\"\n[[element]]\nid = \"a\"\nkind = "
                                                       "\"text\"\ntext = \"x\"\nbox = [1, 2.5, 30, 4.99]\n",
                                                   "t.toml");
    ASSERT_TRUE(form.ok()) << form.error().text();
    EXPECT_EQ(form->elements.at(0).box, (domain::DotBox{8, 20, 240, 40}));
}

TEST(LabelTemplate, MillimetresAreReadForTheResolutionWanted) {
    std::string const text =
        head +
        "unit = \"mm\"\n[[element]]\nid = \"a\"\nkind = \"qr\"\ntext = \"x\"\nbox = [1, 2.5, 30, 5]\nfont = "
        "[5, 2]\nmodule = 0.25\nframe = 0.25\n";
    auto const form = config::parse_label_template(text, "t.toml", 12);
    ASSERT_TRUE(form.ok()) << form.error().text();
    EXPECT_EQ(form->width, 720);
    auto const& a = form->elements.at(0);
    EXPECT_EQ(a.box, (domain::DotBox{12, 30, 360, 60}));
    EXPECT_EQ(a.font_max, 60);
    EXPECT_EQ(a.font_min, 24);
    EXPECT_EQ(a.module, 3);
    EXPECT_EQ(a.frame, 3);
    EXPECT_EQ(a.line, 5);

    auto const dots = config::parse_label_template(head + element, "t.toml", 12);
    ASSERT_FALSE(dots.ok());
    EXPECT_THAT(dots.error().text(), AllOf(HasSubstr("dots_per_mm"), HasSubstr("unit = \"mm\"")));
}

TEST(LabelTemplate, AnErrorNamesFileLineKeyAndWhatWasExpected) {
    EXPECT_THAT(error_of(head + "[[element]]\nid = \"a\"\nkind = \"txt\"\n"),
                AllOf(HasSubstr("t.toml:6: "), HasSubstr("element[1].kind"), HasSubstr("\"qr\"")));
    EXPECT_THAT(error_of(head + element + "font = [20, 30]\n"),
                AllOf(HasSubstr("t.toml:9: element[1].font"), HasSubstr("[largest, smallest]")));
    EXPECT_THAT(
        error_of(head + "[[element]]\nid = \"a\"\nkind = \"text\"\ntext = \"{colour}\"\nbox = [0,0,1,1]\n"),
        AllOf(HasSubstr("t.toml:7: element[1].text"), HasSubstr("{colour}"), HasSubstr("label fields")));
    EXPECT_THAT(
        error_of(head + "[[element]]\nid = \"a\"\nkind = \"text\"\ntext = \"x\"\nbox = [0, 0, 481, 1]\n"),
        AllOf(HasSubstr("t.toml:8: element[1].box"), HasSubstr("480 × 320 dots")));
    EXPECT_THAT(error_of(head + "[[element]]\nid = \"a\"\nkind = \"text\"\ntext = \"x\"\nbox = [0, 0, 1]\n"),
                AllOf(HasSubstr("element[1].box"), HasSubstr("4 numbers")));
    EXPECT_THAT(error_of(head + element + "colour = \"red\"\n"),
                AllOf(HasSubstr("t.toml:9"), HasSubstr("element[1].colour")));
    EXPECT_THAT(error_of(head + element + element), HasSubstr("element[2].id \"a\" stands twice"));
    EXPECT_THAT(error_of(head + element + "leaves = \"b\"\n"), HasSubstr("leaves room for \"b\""));
    EXPECT_THAT(error_of(head + element + "leaves = \"a\"\n"), HasSubstr("leaves room for \"a\""));
    EXPECT_THAT(error_of(head), HasSubstr("at least one [[element]]"));
    EXPECT_THAT(error_of("name = \"t\"\nheight_mm = 40\n" + element), HasSubstr("width_mm"));
    EXPECT_THAT(error_of("height_mm = \"forty\"\n"), HasSubstr("t.toml"));
    EXPECT_THAT(error_of("name = "), HasSubstr("t.toml:1"));
    for (auto const* part : {"{product", "product}", "{}", "{pro{duct}"})
        EXPECT_THAT(error_of(head + "[[element]]\nid = \"a\"\nkind = \"text\"\ntext = \"" + part +
                             "\"\nbox = [0,0,9,9]\n"),
                    HasSubstr("element[1].text"))
            << part;
    EXPECT_EQ(config::load_label_template("/nowhere.toml").error().kind, domain::ErrorKind::not_found);
}

}  // namespace
