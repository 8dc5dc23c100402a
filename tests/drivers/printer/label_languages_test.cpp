// The label languages: their bytes for a small label, and pictures drawn by the virtual printer, which knows
// the languages from their manuals and not from the encoders.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "drivers/printer/encode.h"
#include "drivers/sim/virtual_printer.h"
#include "golden.h"
#include "tests/support/seed.h"

namespace {

using namespace bozhong;
using namespace bozhong::printer;

std::string encoded(Profile const& profile, std::string const& rows, int width_bytes) {
    auto const result = encode_label(
        profile, {std::as_bytes(std::span(rows)), width_bytes, static_cast<int>(rows.size()) / width_bytes});
    EXPECT_TRUE(result.ok());
    return result.ok() ? result->bytes() : "";
}

Profile profile_of(char const* id) {
    return *find_profile(id);
}

TEST(Tspl, ALabelIsSetUpClearedDrawnAndPrintedOnce) {
    EXPECT_EQ(
        encoded(profile_of("tspl_203"), std::string("\x80\x01\xFF\x00", 4), 2),
        "SIZE 2 mm,0.3 mm\r\nGAP 2 mm,0 mm\r\nSPEED 4\r\nDENSITY 8\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\n"
        "SET REPRINT OFF\r\nSET CUTTER OFF\r\nCLS\r\n"
        "BITMAP 0,0,2,2,0,\x7F\xFE" +
            std::string("\x00\xFF", 2) + "\r\nPRINT 1,1\r\n");
}

TEST(Tspl, MarkCutterAndPlainPaperAreSaid) {
    Profile profile = profile_of("tspl_203_mark");
    profile.media = {3, 6, 12};
    profile.cutter = true;
    std::string const marked = encoded(profile, "\x01", 1);
    for (char const* part : {"BLINE 3 mm,0 mm\r\n", "SPEED 6\r\n", "DENSITY 12\r\n", "SET CUTTER 1\r\n"})
        EXPECT_NE(marked.find(part), std::string::npos) << part;
    profile.feed = Feed::none;
    EXPECT_NE(encoded(profile, "\x01", 1).find("GAP 0 mm,0 mm\r\n"), std::string::npos);
}

TEST(Tspl, NoPictureByteIsTakenForAnImmediateCommand) {
    // 1B 21 after the inversion: inside a row, across two rows, and twice in one.
    std::string const inside("\x00\xE4\xDE\x00", 4), across("\x00\xE4\xDE\x00", 4),
        twice("\xE4\xDE\xE4\xDE", 4);
    for (auto const& [rows, width] : {std::pair{inside, 4}, std::pair{across, 2}, std::pair{twice, 4}}) {
        std::string const bytes = encoded(profile_of("tspl_203"), rows, width);
        EXPECT_EQ(bytes.find("\x1B!"), std::string::npos);
    }
}

TEST(Zpl, ALabelIsOneFormatWithOneCompressedPicture) {
    std::string const rows = std::string(4, '\0') + std::string(4, '\xFF') + std::string(4, '\xFF') +
                             std::string("\x00\x01\x00\x00", 4) + std::string("\x12\x22\x22\x2F", 4);
    EXPECT_EQ(encoded(profile_of("zpl_203"), rows, 4),
              "~SD16\r\n^XA^MNW^MMT^PR4^PW32^LL5^LH0,0^LT0^LS0^PON^PMN^JZN\r\n"
              "^FO0,0^GFA,20,20,4,,!:I01,1L2!^FS\r\n^PQ1,0,0,N^XZ\r\n");
}

TEST(Zpl, LongRunsAreTwentiesAndOnes) {
    // 43 and 19 equal digits, then one that fills no row.
    std::string rows(32, '\xAA');
    rows.back() = '\x5A';
    rows[21] = '\xA5';
    std::string const bytes = encoded(profile_of("zpl_203"), rows, 32);
    EXPECT_NE(bytes.find(",32,hIA5XA5A^FS"), std::string::npos) << bytes;
}

TEST(Cpcl, ALabelIsOneSessionOfHexPictures) {
    Profile profile = profile_of("cpcl_203_mark");
    profile.band_rows = 2;
    EXPECT_EQ(encoded(profile, "\x12\x34\x56", 1),
              "! UTILITIES\r\nBAR-SENSE\r\nON-OUT-OF-PAPER PURGE 0\r\nPRINT\r\n! 0 200 200 3 1\r\nPAGE-WIDTH "
              "8\r\nSPEED 4\r\nCONTRAST 1\r\n"
              "EG 1 2 0 0 1234\r\nEG 1 1 0 2 56\r\nFORM\r\nPRINT\r\n");
}

sim::PrinterLanguage language_of(Profile const& profile) {
    if (profile.language == Language::tspl) return sim::PrinterLanguage::tspl;
    return profile.language == Language::zpl ? sim::PrinterLanguage::zpl : sim::PrinterLanguage::cpcl;
}

/// The label as the virtual printer has it on its paper, packed again.
std::string drawn(Profile const& profile, std::string const& bytes, int width_bytes, int rows) {
    sim::PrinterMake make;
    make.language = language_of(profile);
    make.dots_wide = profile.dots_wide;
    make.dots_per_mm = profile.dots_per_mm();
    make.label_rows = rows;
    sim::VirtualPrinter printer(make);
    for (std::size_t at = 0; at < bytes.size(); at += 997) {
        printer.receive(std::string_view(bytes).substr(at, 997));
        while (printer.moving()) printer.pass(100);
    }
    EXPECT_EQ(printer.buffered(), 0U);
    auto const printed = printer.take_printed();
    if (printed.size() != 1) return std::to_string(printed.size()) + " labels";
    EXPECT_FALSE(printed[0].across_gap);
    std::string out;
    for (int y = 0; y < rows; ++y) {
        auto const& row = printed[0].rows[static_cast<std::size_t>(y)];
        for (std::size_t x = static_cast<std::size_t>(width_bytes) * 8; x < row.size(); ++x)
            EXPECT_FALSE(row[x]);
        for (int i = 0; i < width_bytes; ++i) {
            int value = 0;
            for (std::size_t bit = 0; bit < 8; ++bit)
                value = value * 2 + (row[static_cast<std::size_t>(i) * 8 + bit] ? 1 : 0);
            out += static_cast<char>(value);
        }
    }
    return out;
}

/// A stream that was not made by this project: the cross it draws says which of 0 and 1 is black.
TEST(VirtualTspl, DrawsAForeignBitmapBlackOnWhite) {
    sim::PrinterMake make;
    make.language = sim::PrinterLanguage::tspl;
    sim::VirtualPrinter printer(make);
    printer.receive(golden("21-tspl-bitmap.bin"));
    while (printer.moving()) printer.pass(100);
    auto const printed = printer.take_printed();
    ASSERT_EQ(printed.size(), 1U);
    int black = 0;
    for (auto const& row : printed[0].rows) black += static_cast<int>(std::ranges::count(row, true));
    EXPECT_EQ(black, 54);
    EXPECT_TRUE(printed[0].rows[9][24]);
    EXPECT_FALSE(printed[0].rows[9][26]);
}

class OnPaper : public testing::TestWithParam<char const*> {};

/// Rows of few byte values, among them those of immediate commands, empty and full rows and repeated ones.
TEST_P(OnPaper, RandomPicturesComeOutDotForDot) {
    Profile const profile = profile_of(GetParam());
    std::string const values("\xE4\xDE\x1B\x21\x00\x00\x00\xFF\xFF\x7E\x10\x04", 12);
    std::mt19937 random(7 + test::seed_offset());
    for (int round = 0; round < 60; ++round) {
        int const width = 1 + static_cast<int>(random() % 60);
        int const height = profile.dots_per_mm() * (1 + static_cast<int>(random() % 30));
        std::string rows;
        while (rows.size() < static_cast<std::size_t>(width * height)) {
            auto const kind = random() % 5;
            std::string row(static_cast<std::size_t>(width), kind == 0 ? '\0' : '\xFF');
            if (kind > 1)
                for (char& byte : row) byte = values[random() % (kind == 2 ? 2 : values.size())];
            if (kind == 4 && !rows.empty()) row = rows.substr(rows.size() - row.size());
            rows += row;
        }
        rows[0] = '\x01';
        ASSERT_EQ(drawn(profile, encoded(profile, rows, width), width, height), rows) << "round " << round;
    }
}

INSTANTIATE_TEST_SUITE_P(Profiles, OnPaper,
                         testing::Values("tspl_203", "tspl_300", "zpl_203", "zpl_300", "cpcl_203"),
                         [](auto const& each) { return std::string(each.param); });

}  // namespace
