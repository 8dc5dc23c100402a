// GS1 and EAN codes are read back from the drawn label by programs that share nothing with what drew them:
// zbarimg, dmtxread and ZXingReader. The FNC1 separators are compared as bytes.
#include <gmock/gmock.h>

#include <array>
#include <cstdio>

#include "drivers/label/barcode.h"
#include "station/domain/gs1.h"
#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;
using testing::HasSubstr;

std::string output_of(std::string const& command) {
    std::FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
    std::string text;
    std::array<char, 512> buffer{};
    while (std::size_t const got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        text.append(buffer.data(), got);
    pclose(pipe);
    return text;
}

std::string picture(label::Raster const& raster, std::string const& name) {
    std::string const path = artefacts + "gs1-" + name + ".png";
    write_file(path, label::to_png(raster));
    return path;
}

/// The part of a label that has this element on it, with its quiet zone.
label::Raster cut_out(label::Layout const& layout, label::Raster const& raster, std::string const& id) {
    auto const box = element(layout, id).clear;
    label::Raster out(box.width, box.height);
    for (int y = 0; y < box.height; ++y)
        for (int x = 0; x < box.width; ++x) out.set(x, y, raster.black(box.x + x, box.y + y));
    return out;
}

domain::LabelContent goods() {
    auto content = record();
    content.gtin = domain::gtin14("6901234567892");
    content.lot = "L0617-3";
    return content;
}

class Gs1 : public testing::TestWithParam<int> {};

TEST_P(Gs1, DataMatrixAndBarsAreReadBackFromTheLargeLabel) {
    auto const large = form("item-80x50", GetParam());
    auto const layout = label::lay_out(large, goods(), fonts());
    ASSERT_TRUE(layout.ok()) << layout.error().text();
    auto const drawn = label::draw(*layout, fonts());
    std::string const at = std::to_string(GetParam());
    std::string const matrix = picture(cut_out(*layout, drawn, "gs1"), "matrix-" + at);
    std::string const expected =
        "0106901234567892"
        "3103002025"
        "10L0617-3\x1D"
        "21T03-k7-000042";
    EXPECT_EQ(output_of("dmtxread -N1 -G 29 '" + matrix + "'"), "\x1D" + expected);
    std::string const seen = output_of("ZXingReader '" + matrix + "'");
    EXPECT_THAT(seen, HasSubstr("Identifier: ]d2"));
    EXPECT_THAT(seen, HasSubstr("4C 30 36 31 37 2D 33 1D 32 31"));

    std::string const bars = picture(cut_out(*layout, drawn, "gs1_bars"), "bars-" + at);
    EXPECT_EQ(output_of("zbarimg --quiet --raw '" + bars + "'"),
              "0106901234567892"
              "3103002025\n");
    EXPECT_THAT(output_of("ZXingReader '" + bars + "'"), HasSubstr("Identifier: ]C1"));

    std::string const whole = output_of("zbarimg --quiet '" + picture(drawn, "whole-" + at) + "'");
    EXPECT_THAT(whole, HasSubstr("QR-Code:" + goods().qr));
    EXPECT_THAT(whole, HasSubstr("CODE-128:" + goods().barcode));
}

INSTANTIATE_TEST_SUITE_P(DotsPerMm, Gs1, testing::Values(8, 12));

TEST(Gs1Bars, AnOpenElementInTheMiddleIsEndedByFnc1InBarsToo) {
    auto const bars = label::gs1_128("(10)L0617-3(21)T03");
    ASSERT_TRUE(bars.ok()) << bars.error().text();
    label::Raster raster((bars->width() + 20) * 2, 60);
    for (int x = 0; x < bars->width(); ++x)
        if (bars->black(x, 0)) raster.fill((x + 10) * 2, 0, 2, 60, true);
    EXPECT_EQ(output_of("zbarimg --quiet --raw '" + picture(raster, "open") + "'"),
              "10L0617-3\x1D"
              "21T03\n");
}

TEST(Ean13, IsReadBackAndItsCheckDigitIsJudged) {
    for (auto const* digits : {"6901234567892", "690123456789"}) {
        auto const bars = label::ean13(digits);
        ASSERT_TRUE(bars.ok()) << bars.error().text();
        EXPECT_EQ(bars->width(), 95);
        label::Raster raster((bars->width() + 20) * 2, 60);
        for (int x = 0; x < bars->width(); ++x)
            if (bars->black(x, 0)) raster.fill((x + 11) * 2, 0, 2, 60, true);
        EXPECT_EQ(output_of("zbarimg --quiet '" + picture(raster, "ean13") + "'"), "EAN-13:6901234567892\n");
    }
    EXPECT_FALSE(label::ean13("6901234567890").ok());
}

TEST(Gs1Words, NumbersAndWeights) {
    EXPECT_EQ(domain::gtin14("6901234567892"), "06901234567892");
    EXPECT_EQ(domain::gtin14("06901234567892"), "06901234567892");
    EXPECT_EQ(domain::gtin14("96385074"), "00000096385074");
    for (auto const* wrong : {"6901234567893", "690123456789", "SKU-1", "", "苋菜", "69012345678923"})
        EXPECT_EQ(domain::gtin14(wrong), "") << wrong;
    EXPECT_EQ(domain::ean13_digits("06901234567892"), "6901234567892");
    EXPECT_EQ(domain::ean13_digits("16901234567899"), "");
    EXPECT_EQ(domain::gs1_net_weight("2.025"), "(3103)002025");
    EXPECT_EQ(domain::gs1_net_weight("12.5"), "(3101)000125");
    EXPECT_EQ(domain::gs1_net_weight("1000"), "(3100)001000");
    EXPECT_EQ(domain::gs1_net_weight("999.999"), "(3103)999999");
    for (auto const* wrong : {"1000.000", "-0.5", "", "1.2.3", "0.1234567"})
        EXPECT_EQ(domain::gs1_net_weight(wrong), "") << wrong;
}

TEST(Gs1Words, WithoutAGtinThereIsNoTextAndALotWithoutCharactersIsLeftOut) {
    auto content = goods();
    EXPECT_EQ(domain::gs1_elements(content), "(01)06901234567892(3103)002025(10)L0617-3(21)T03-k7-000042");
    EXPECT_EQ(domain::gs1_weight_elements(content), "(01)06901234567892(3103)002025");
    content.lot = "早市3";
    EXPECT_EQ(domain::gs1_elements(content), "(01)06901234567892(3103)002025(21)T03-k7-000042");
    content.lot = "A(21)B";
    EXPECT_EQ(domain::gs1_elements(content), "(01)06901234567892(3103)002025(21)T03-k7-000042");
    content.gtin.clear();
    EXPECT_EQ(domain::gs1_elements(content), "");
}

}  // namespace
