// The codes are read back from the drawn label by zbarimg, a reader that shares nothing with what drew them.

#include <gmock/gmock.h>

#include "drivers/label/barcode.h"
#include "tests/drivers/label/scanned.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

TEST(Codes, BothAreReadBackFromTheLabel) {
    for (auto const* name : {"amaranth", "copy-preset-tare", "longest", "counted", "plain-code"}) {
        auto const content = record(name);
        auto const lines = scanned(label::draw(layout_of(content), fonts()), name);
        EXPECT_THAT(lines, UnorderedElementsAre("CODE-128:" + content.barcode, "QR-Code:" + content.qr))
            << name;
    }
}

TEST(Codes, ASymbolOf53ModulesFitsItsSquareAndIsReadBack) {
    auto content = record();
    content.qr = "BZ1.";
    while (content.qr.size() < 187) content.qr += "0123456789ABCDEF:/*$%+-. ";
    content.qr.resize(187);  // 9-Q holds 189 alphanumeric characters
    auto const layout = layout_of(content);
    EXPECT_EQ(element(layout, "qr").ink.width, 53 * 3);
    auto const lines = scanned(label::draw(layout, fonts()), "version9");
    EXPECT_THAT(lines, UnorderedElementsAre("CODE-128:" + content.barcode, "QR-Code:" + content.qr));

    content.qr += std::string(120, '7');  // more than Q and M hold: a lower level is taken before giving up
    EXPECT_EQ(element(layout_of(content), "qr").ink.width, 53 * 3);
    EXPECT_EQ(scanned(label::draw(layout_of(content), fonts()), "version9-low").size(), 2u);
}

TEST(Codes, TheReaderStillReadsASmearedLabel) {
    auto const content = record();
    auto const layout = layout_of(content);
    auto raster = label::draw(layout, fonts());
    auto const qr = element(layout, "qr").ink;
    raster.fill(qr.x + 60, qr.y + 60, 30, 30, true);  // a drop of water, 4 mm
    EXPECT_THAT(scanned(raster, "smeared"), testing::Contains("QR-Code:" + content.qr));
}

TEST(Code128, TwelveDigitsAreSixSymbolsOfSetC) {
    auto const bars = label::code128("030700000042");
    ASSERT_TRUE(bars.ok());
    EXPECT_EQ(bars->width(), 11 * 8 + 13);
    std::string begin;
    for (int x = 0; x < 11; ++x) begin += bars->black(x, 0) ? '#' : '.';
    EXPECT_EQ(begin, "##.#..###..") << "start C";
}

TEST(Code128, OtherTextsAreReadBack) {
    for (std::string const text : {"T03-k7-000042", "12345", "~ !\"", "A", "a1234567b"}) {
        auto const bars = label::code128(text);
        ASSERT_TRUE(bars.ok());
        auto const large = label::enlarged(*bars, 2, 50);
        label::Raster paper(large.width() + 80, 60);
        paper.stamp(large, 40, 5, true);
        EXPECT_THAT(scanned(paper, "code128"), UnorderedElementsAre("CODE-128:" + text));
    }
    EXPECT_FALSE(label::code128("").ok());
    EXPECT_FALSE(label::code128("苋").ok());
    EXPECT_FALSE(label::code128(std::string(81, '1')).ok());
}

}  // namespace
