#include <gmock/gmock.h>

#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;
using label::DotBox;

bool overlap(DotBox const& a, DotBox const& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}
bool inside(DotBox const& a, DotBox const& b) {
    return a.x >= b.x && a.y >= b.y && a.right() <= b.right() && a.bottom() <= b.bottom();
}

/// Nothing leaves the label, nothing touches anything else or the quiet zone of a code, and no dot is black
/// outside the boxes that were measured.
void expect_clean(domain::LabelContent const& content) {
    auto const layout = layout_of(content);
    SCOPED_TRACE(label::describe(layout));
    DotBox const whole{0, 0, layout.width, layout.height};
    for (auto const& a : layout.placed) {
        EXPECT_TRUE(inside(a.ink, whole)) << a.id << " is clipped";
        for (auto const& b : layout.placed)
            if (&a != &b) {
                EXPECT_FALSE(overlap(a.ink, b.clear)) << a.id << " runs into " << b.id;
            }
    }
    auto raster = label::draw(layout, fonts());
    for (auto const& placed : layout.placed)
        raster.fill(placed.ink.x, placed.ink.y, placed.ink.width, placed.ink.height, false);
    for (std::byte const byte : raster.bytes())
        ASSERT_EQ(byte, std::byte{0}) << "ink outside the measured boxes";
}

std::vector<std::string> nasty_products() {
    return {"姜蒜小米椒组合装(小份)",
            "蟹味菇与白玉菇双拼(盒)",
            "洪山菜薹莲藕拼装礼盒",
            "红椒(2)",
            "葱",
            "iPhone-Melon gjpqy",
            "（全角）【括号】",
            "黄心乌黄心乌黄心乌黄心乌黄心乌黄心乌黄心乌",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"};
}

domain::LabelContent crowded() {
    auto content = record("longest");
    content.copy = 1;
    content.manual = content.below_min = content.preset_tare = true;
    return content;
}

TEST(Layout, NothingIsClippedOrOverlapsWhateverTheProduct) {
    for (auto const& product : nasty_products()) {
        SCOPED_TRACE(product);
        for (auto content : {record(), crowded()}) {
            content.product = product;
            expect_clean(content);
        }
    }
}

TEST(Layout, NothingIsClippedOrOverlapsWhateverTheCode) {
    for (std::string const code : {"A-1", "D-038", "AB-12345", "WW-99999999999", "老王火锅", "x", "d-038",
                                   "A-", "-7", "ABC-1", "SH-PUDONG-LUJIAZUI-0017"}) {
        SCOPED_TRACE(code);
        for (auto content : {record(), crowded()}) {
            content.customer_code = code;
            expect_clean(content);
        }
    }
    auto content = record();
    content.customer_code = std::string(64, 'W');
    expect_clean(content);
}

TEST(Layout, NothingIsClippedOrOverlapsWhateverTheAmount) {
    for (std::string const actual : {"0.05", "4.05", "12.34", "123.45", "-0.02", "99999.99", "4"}) {
        SCOPED_TRACE(actual);
        for (auto content : {record(), crowded()}) {
            content.actual = actual;
            content.ordered = "12.5 公斤";
            expect_clean(content);
        }
    }
}

TEST(Layout, IdsOf64BytesNeitherClipNorOverlap) {
    auto content = crowded();
    content.order_no = content.lot = content.sorter = content.customer = content.driver = content.route =
        content.tote = content.short_form = std::string(64, 'M');
    content.ordered = "1234567.89 小包装礼盒";
    expect_clean(content);
}

TEST(Layout, EveryProductOfTheWholesalerIsReadable) {
    std::ifstream file(BOZHONG_SOURCE_DIR "/../shared/data/products.csv");
    if (!file) GTEST_SKIP() << "no ../shared/data/products.csv";
    std::string line;
    int seen = 0;
    for (std::getline(file, line); std::getline(file, line); ++seen) {
        std::size_t const comma = line.find(',');
        auto content = record();
        content.product = line.substr(comma + 1, line.find(',', comma + 1) - comma - 1);
        expect_clean(content);
        auto const product = element(layout_of(content), "product");
        EXPECT_FALSE(product.cut) << content.product;
        EXPECT_GE(product.size, 38) << content.product;
        content.copy = 1;
        expect_clean(content);
        EXPECT_FALSE(element(layout_of(content), "product").cut) << content.product;
    }
    EXPECT_GT(seen, 200);
}

TEST(Layout, NoCharacterOfALabelIsMissingInTheFont) {
    for (auto const* name : {"amaranth", "longest", "counted"})
        for (auto const& placed : layout_of(record(name)).placed)
            for (auto const& run : placed.runs)
                EXPECT_FALSE(fonts().bold.shape(run.text).missing) << run.text;
    EXPECT_TRUE(fonts().bold.shape("\U000F0000").missing);
}

TEST(Layout, AZoneAndNumberMakeAPlateAnythingElseIsWrittenOut) {
    auto content = record();
    auto const plate = element(layout_of(content), "code");
    ASSERT_EQ(plate.runs.size(), 2u);
    EXPECT_EQ(plate.runs[0].text, "D");
    EXPECT_FALSE(plate.runs[0].black);
    EXPECT_EQ(plate.runs[1].text, "038");
    EXPECT_GE(fonts().bold.ink(fonts().bold.shape("038"), plate.runs[1].size, 0, 100).height, 78);

    content.customer_code = "d-038";
    auto const plain = element(layout_of(content), "code");
    ASSERT_EQ(plain.runs.size(), 1u);
    EXPECT_EQ(plain.runs[0].text, "d-038");
    EXPECT_TRUE(plain.runs[0].black);
}

TEST(Layout, MarksStandOnlyOnTheLabelsTheyAreFor) {
    auto content = record();
    auto layout = layout_of(content);
    EXPECT_EQ(element(layout, "copy").text, "");
    EXPECT_EQ(element(layout, "marks").text, "");
    EXPECT_EQ(element(layout, "bag").text, "");
    EXPECT_EQ(element(layout, "net").text, "净 2.025 kg");
    content.tare_kg = "0.012";  // a tare the scale knows is no preset tare
    EXPECT_EQ(element(layout_of(content), "net").text, "净 2.025 kg");

    content.preset_tare = content.manual = true;
    content.copy = 1;
    content.bag = 1, content.bags = 2;
    layout = layout_of(content);
    EXPECT_EQ(element(layout, "copy").text, "补打 COPY");
    EXPECT_EQ(element(layout, "marks").text, "手工");
    EXPECT_EQ(element(layout, "bag").text, "1/2");
    EXPECT_EQ(element(layout, "net").text, "净 2.025 kg PT 0.012");
    EXPECT_GE(element(layout, "net").size, 20);
}

TEST(Layout, TheCopyMarkHasAFrame) {
    auto content = record();
    content.copy = 1;
    auto const layout = layout_of(content);
    auto const copy = element(layout, "copy").ink;
    auto const raster = label::draw(layout, fonts());
    for (int x = copy.x; x < copy.right(); ++x)
        EXPECT_TRUE(raster.black(x, copy.y) && raster.black(x, copy.bottom() - 1));
    for (int y = copy.y; y < copy.bottom(); ++y)
        EXPECT_TRUE(raster.black(copy.x, y) && raster.black(copy.right() - 1, y));
    EXPECT_FALSE(raster.black(copy.x + 4, copy.y + 4));
}

TEST(Layout, WhatIsEmptyIsNotDrawnAndTheCornerClosesUp) {
    auto content = record();
    auto const full = layout_of(content);
    content.tote = content.time = content.net_kg = content.order_no = "";
    auto const layout = layout_of(content);
    EXPECT_EQ(element(layout, "tote").text, "");
    EXPECT_LT(element(layout, "customer").ink.y, element(full, "customer").ink.y);
    EXPECT_EQ(element(layout, "when").text, "员工07");
    EXPECT_EQ(element(layout, "net").text, "");
    EXPECT_EQ(element(layout, "order").text, "");

    auto const nothing = layout_of({});
    for (auto const& placed : nothing.placed)
        ADD_FAILURE() << placed.id << " is drawn though nothing is known";
}

TEST(Layout, TextsThatDoNotFitAreCutWhereTheTemplateSays) {
    auto content = record();
    content.order_no = "SO-2023061700000123456789-EAST-0007";
    content.product = std::string(60, 'M');
    auto const layout = layout_of(content);
    EXPECT_TRUE(element(layout, "order").cut);
    EXPECT_TRUE(element(layout, "order").text.starts_with("…"));
    EXPECT_TRUE(element(layout, "order").text.ends_with("EAST-0007"));
    EXPECT_TRUE(element(layout, "product").text.ends_with("…"));
    for (auto const* id : {"actual", "net", "code", "bars", "qr"})
        EXPECT_FALSE(element(layout, id).cut) << id;
}

TEST(Layout, ACodeThatHasNoRoomIsAnErrorThatNamesTheElement) {
    auto content = record();
    content.qr = std::string(400, 'A');
    auto const layout = label::lay_out(form(), content, fonts());
    ASSERT_FALSE(layout.ok());
    EXPECT_EQ(layout.error().where, "item-60x40, element qr");
}

TEST(Fonts, AFileThatIsNoFontIsAnError) {
    EXPECT_EQ(label::Font::open("/nowhere.ttc").error().kind, domain::ErrorKind::not_found);
    EXPECT_FALSE(label::Font::open(BOZHONG_SOURCE_DIR "/CMakeLists.txt").ok());
    EXPECT_FALSE(label::Font::open(label::default_bold_font, 99).ok());
}

TEST(Fonts, ControlCharactersAndBrokenUtf8DrawWithoutHarm) {
    auto content = record();
    content.product = "A\tB\x01\xFF\xC3";
    content.customer = std::string("\xE6", 1);
    expect_clean(content);
}

/// One text element on a label of 60 × 40 mm.
label::Layout text_in(std::string const& words, std::string const& box, std::string const& rest) {
    auto const read = config::parse_label_template(
        "name = \"t\"\nwidth_mm = 60\nheight_mm = 40\nunit = \"mm\"\n[[element]]\nid = \"e\"\nkind = "
        "\"text\"\ntext = \"" +
            words + "\"\nbox = [" + box + "]\n" + rest,
        "t.toml");
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().text());
    auto const layout = label::lay_out(*read, record(), fonts());
    EXPECT_TRUE(layout.ok()) << (layout.ok() ? "" : layout.error().text());
    return layout.ok() ? *layout : label::Layout{};
}

TEST(Layout, ATextIsBrokenIntoLinesWhereThatMakesItLarger) {
    std::string const words = "武汉市江汉区老灶台火锅店", box = "0, 0, 30, 9", font = "font = [8, 2]\n";
    auto const one = element(text_in(words, box, font), "e");
    auto const two = element(text_in(words, box, font + "lines = 2\n"), "e");
    EXPECT_EQ(one.text, words);
    EXPECT_EQ(two.text, "武汉市江汉区\n老灶台火锅店");
    EXPECT_GT(two.size, one.size * 3 / 2);
    EXPECT_EQ(element(text_in("苋菜", box, font + "lines = 3\n"), "e").text, "苋菜");
}

TEST(Layout, ALongTextIsCutOnlyWhereItsLinesAreFull) {
    std::string words;
    for (int i = 0; i < 20; ++i) words += "很长的话";
    auto const placed = element(text_in(words, "0, 0, 30, 9", "font = [4, 3]\nlines = 3\n"), "e");
    EXPECT_TRUE(placed.cut);
    EXPECT_GE(std::count(placed.text.begin(), placed.text.end(), '\n'), 1);
}

domain::LabelTemplate list_of(int repeat) {
    auto const read = config::parse_label_template(
        "name = \"t\"\nwidth_mm = 60\nheight_mm = 40\nunit = \"mm\"\n[[element]]\nid = \"e\"\nkind = "
        "\"text\"\n"
        "text = [\"{row2}\", \"{row1}\"]\nbox = [0, 5, 30, 3]\nfont = [3, 2]\nrepeat = " +
            std::to_string(repeat) + "\npitch = 3.5\n",
        "t.toml");
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().text());
    return *read;
}

TEST(Layout, ARepeatedElementIsDrawnForEachLineWithItsColumns) {
    auto content = record();
    content.lines = "A-017\tT017\n\nD-038\tT038\nB-001";
    auto const layout = label::lay_out(list_of(4), content, fonts());
    ASSERT_TRUE(layout.ok());
    ASSERT_EQ(layout->placed.size(), 3U) << "an empty line is no text, but keeps its place";
    EXPECT_EQ(layout->placed[0].text, "T017 A-017");
    EXPECT_EQ(layout->placed[1].text, "T038 D-038");
    EXPECT_EQ(layout->placed[2].text, "B-001");
    EXPECT_EQ(layout->placed[1].runs[0].baseline - layout->placed[0].runs[0].baseline, 2 * 28);
    content.lines.clear();
    EXPECT_TRUE(label::lay_out(list_of(4), content, fonts())->placed.empty());
}

TEST(Layout, AListOfMoreLinesThanItsElementRepeatsIsNoShorterList) {
    auto content = record();
    content.lines = "a\nb\nc";
    auto const layout = label::lay_out(list_of(2), content, fonts());
    ASSERT_FALSE(layout.ok());
    EXPECT_EQ(label::element_named_by(layout.error()), "e");
    EXPECT_THAT(layout.error().text(), testing::HasSubstr("room for 2 lines of 3"));
}

TEST(Layout, APictureStandsInTheMiddleOfItsBoxAndItsFieldDecidesWhetherItStands) {
    auto const retail = form("retail-60x40");
    auto content = record();
    auto const without = label::lay_out(retail, content, fonts());
    ASSERT_TRUE(without.ok()) << without.error().text();
    EXPECT_EQ(element(*without, "leaf").ink.width, 0);
    content.origin = "云南";
    auto const with = label::lay_out(retail, content, fonts());
    ASSERT_TRUE(with.ok()) << with.error().text();
    auto const leaf = element(*with, "leaf");
    EXPECT_EQ(leaf.ink, (DotBox{8, 8, 64, 64}));
    int black = 0;
    for (int i = 0; i < 64 * 64; ++i) black += leaf.dots.black(i % 64, i / 64);
    EXPECT_GT(black, 64 * 64 / 5);
    EXPECT_LT(black, 64 * 64 * 4 / 5);
}

TEST(Layout, ThaiStandsBesideHanziWithItsMarksOnTheirLetters) {
    auto const& font = fonts().bold;
    auto const& both = font.shape("ผักบุ้ง 空心菜");
    EXPECT_FALSE(both.missing);
    auto const width = [&](char const* text) { return font.shape(text).advance; };
    EXPECT_EQ(both.advance, width("ผักบุ้ง") + width(" 空心菜"));
    EXPECT_EQ(width("บุ้"), width("บ")) << "vowel below and tone above take no room of their own";
}

}  // namespace
