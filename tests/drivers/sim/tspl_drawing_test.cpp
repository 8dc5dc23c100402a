// What TSPL draws on a label: places against the dots of the font, codes against zbarimg.
#include <gmock/gmock.h>

#include <random>

#include "tests/drivers/sim/printer_desk.h"

namespace {

using namespace bozhong::sim_test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

/// The commands on a label of 48 × 30 mm, which is 384 × 240 dots.
Strip tspl_label(std::string const& commands) {
    PrinterMake make;
    make.language = PrinterLanguage::tspl;
    VirtualPrinter printer(make);
    printer.receive("SIZE 48 mm,30 mm\r\nGAP 3 mm,0\r\nCLS\r\nBAR 380,236,4,4\r\n" + commands +
                    "PRINT 1\r\n");
    printer.pass(2000);
    auto printed = printer.take_printed();
    EXPECT_EQ(printed.size(), 1U);
    if (printed.size() != 1) return blank(384, 240);
    fill(printed[0].rows, 380, 236, 4, 4, false);
    printed[0].rows.resize(240);
    return printed[0].rows;
}

TEST(PrinterTspl, TheSampleIsReadAndScanned) {
    PrinterMake make;
    make.language = PrinterLanguage::tspl;
    VirtualPrinter printer(make);
    printer.receive(golden("20-tspl-label.bin"));
    printer.pass(2000);
    auto printed = printer.take_printed();
    ASSERT_EQ(printed.size(), 1U);
    EXPECT_FALSE(printed[0].across_gap);
    printed[0].rows.resize(240);
    Strip const upright = turned(printed[0].rows, 2);  // DIRECTION 1
    EXPECT_THAT(scanned(upright, "20"),
                UnorderedElementsAre("CODE-128:SKU-123456", "QR-Code:LOT:20261120-001"));
    EXPECT_EQ(part(upright, 8, 8, 24, 24), cell(U'小', 24));
    EXPECT_THAT(read(part(upright, 0, 0, 120, 40), "20"), HasSubstr("小白菜"));
    EXPECT_THAT(read(part(upright, 0, 200, 260, 24), "20-readable"), HasSubstr("123456"));
}

TEST(PrinterTspl, FontsAndMultipliers) {
    Strip const label = tspl_label(
        "TEXT 0,0,\"3\",0,2,1,\"A,B\"\r\nTEXT 0,40,\"TSS24.BF2\",0,1,1,\"\xD0\xA1\\[\"]x\"\r\n"
        "TEXT 0,80,\"TST24.BF2\",0,1,1,\"\xA4\x70\"\r\nTEXT 100,120,\"1\",0,1,1,3,\"HI\"\r\n"
        "TEXT 200,0,\"0\",0,12,12,\"A\"\r\n");
    EXPECT_EQ(part(label, 0, 0, 32, 24), enlarged(cell(U'A', 16), 2, 1));
    EXPECT_EQ(part(label, 64, 0, 32, 24), enlarged(cell(U'B', 16), 2, 1))
        << "a comma in quotes parts nothing";
    EXPECT_EQ(part(label, 0, 40, 24, 24), cell(U'小', 24));
    EXPECT_EQ(part(label, 24, 40, 12, 24), cell(U'"'));
    EXPECT_EQ(part(label, 36, 40, 12, 24), cell(U'x'));
    EXPECT_EQ(part(label, 0, 80, 24, 24), cell(U'小', 24)) << "Big5";
    EXPECT_EQ(part(label, 92, 120, 8, 12), cell(U'I', 8, 12)) << "ends at x";
    EXPECT_EQ(part(label, 200, 0, 16, 33), cell(U'A', 16, 33)) << "12 points are 33 dots";
}

TEST(PrinterTspl, ATextTurnsAboutItsCorner) {
    Strip line = blank(24, 24);
    stamp(line, cell(U'A'), 0, 0);
    stamp(line, cell(U'B'), 12, 0);
    auto const text = [](std::string const& degrees) {
        return tspl_label("TEXT 100,100,\"TSS24.BF2\"," + degrees + ",1,1,\"AB\"\r\n");
    };
    EXPECT_EQ(part(text("0"), 100, 100, 24, 24), line);
    EXPECT_EQ(part(text("90"), 76, 100, 24, 24), turned(line, 1));
    EXPECT_EQ(part(text("180"), 76, 76, 24, 24), turned(line, 2));
    EXPECT_EQ(part(text("270"), 100, 76, 24, 24), turned(line, 3));
    EXPECT_TRUE(is_white(text("45")));
}

TEST(PrinterTspl, CodesAreScanned) {
    EXPECT_THAT(scanned(tspl_label("BARCODE 20,20,\"EAN13\",60,2,0,2,2,\"690123456789\"\r\n"
                                   "QRCODE 20,120,H,4,M,0,M2,S7,\"B0005a!b,c!N0123\"\r\n"),
                        "tspl-1"),
                UnorderedElementsAre("EAN-13:6901234567892", "QR-Code:a!b,c0123"));
    EXPECT_THAT(scanned(tspl_label("BARCODE 200,10,\"39\",60,0,90,2,5,\"BZ-1\"\r\n"), "tspl-2"),
                ElementsAre("CODE-39:BZ-1"));
    EXPECT_THAT(scanned(tspl_label("QRCODE 200,200,L,3,A,180,\"turned\"\r\n"), "tspl-3"),
                ElementsAre("QR-Code:turned"));
    EXPECT_TRUE(is_white(tspl_label("BARCODE 20,20,\"EAN13\",60,2,0,2,2,\"69012345678X\"\r\n")));
}

TEST(PrinterTspl, LinesAndReverse) {
    Strip wanted = blank(384, 240);
    fill(wanted, 10, 20, 30, 4, true);
    fill(wanted, 50, 50, 100, 60, true);
    fill(wanted, 53, 53, 94, 54, false);
    reverse(wanted, 40, 40, 30, 30);
    EXPECT_EQ(tspl_label("BAR 10,20,30,4\r\nBOX 50,50,150,110,3\r\nREVERSE 40,40,30,30\r\n"), wanted);
    EXPECT_TRUE(is_white(tspl_label("BAR 10,20,30,4\r\nERASE 0,0,100,100\r\n")));
}

/// Whatever its numbers are, a command draws inside the label or not at all.
TEST(PrinterTspl, BoundsOfACommand) {
    Strip const label = tspl_label(
        "TEXT -99999,0,\"0\",0,99999,99999,\"A\"\r\nTEXT 0,0,\"5\",90,10,10,\"" + std::string(2000, 'A') +
        "\"\r\nBOX 0,0,99999,99999,1\r\nBARCODE 0,0,\"128\",99999,0,0,9,9,\"A\"\r\n"
        "QRCODE 0,0,L,99,A,0,\"A\"\r\nTEXT\r\nBAR\r\nREVERSE 1\r\n");
    EXPECT_TRUE(is_white(label));
}

/// Commands with anything for arguments neither break it nor keep it from the next label.
TEST(PrinterTspl, SurvivesAnything) {
    std::mt19937 random(5);
    constexpr char const* k_names[] = {"TEXT", "BARCODE", "QRCODE", "BAR", "BOX", "REVERSE", "ERASE"};
    constexpr char const* k_words[] = {
        "\"128\"", "\"39\"", "\"EAN13\"",     "\"CODA\"", "\"25\"", "\"0\"",  "\"8\"",
        "H",       "M",      "\"TSS24.BF2\"", "90",       "270",    "-7",     "3",
        "1",       "2",      "\"B0009x!N\"",  "99999",    "\"\xD0", "\\[\"]", "\"A1234B\"",
        "",        "240",    "\"6901234\""};
    for (int round = 0; round < 100; ++round) {
        std::string commands;
        for (int line = 0; line < 10; ++line) {
            commands += k_names[random() % std::size(k_names)];
            for (auto words = random() % 11; words > 0; --words)
                commands += (commands.back() >= 'A' && commands.back() <= 'Z' ? " " : ",") +
                            std::string(k_words[random() % std::size(k_words)]);
            commands += "\r\n";
        }
        EXPECT_EQ(height_of(tspl_label(commands + "CLS\r\nBAR 380,236,4,4\r\n")), 240);
    }
}

}  // namespace
