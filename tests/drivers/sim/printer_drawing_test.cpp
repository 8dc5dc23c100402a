// What the virtual printer draws by itself, against the dots of its own font for places, and against
// strangers (zbarimg, tesseract) for what it says.
#include <gmock/gmock.h>

#include "drivers/sim/printer_codes.h"
#include "tests/drivers/sim/printer_desk.h"

namespace {

using namespace bozhong::sim_test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

// ---- text ----

TEST(PrinterText, ChineseLinesAreReadByAStranger) {
    Strip const paper = paper_of(golden("01-text-gb18030.bin"));
    picture_of(paper, "01");
    std::string const text = read(paper, "01");
    EXPECT_THAT(text, HasSubstr("上海青"));
    EXPECT_THAT(text, HasSubstr("净重"));
    EXPECT_THAT(text, HasSubstr("12.345kg"));
    EXPECT_THAT(text, HasSubstr("20261120-001"));
    // Doubled dots are steps to a reader that was taught on print.
    std::u32string const name = U"小白菜";
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(part(paper, 120 + 48 * i, 0, 48, 48),
                  enlarged(cell(name[static_cast<std::size_t>(i)], 24), 2, 2));
}

TEST(PrinterText, CellsStandWhereTheirSizesPutThem) {
    Strip const paper = paper_of(
        "\x1B@A\xD0\xA1"
        "B\n\x1D!\x11"
        "C\x1D!\x00"
        "D\n"s);
    EXPECT_EQ(part(paper, 0, 0, 12, 24), cell(U'A'));
    EXPECT_EQ(part(paper, 12, 0, 24, 24), cell(U'小', 24));
    EXPECT_EQ(part(paper, 36, 0, 12, 24), cell(U'B'));
    EXPECT_TRUE(is_white(part(paper, 0, 24, 384, 6))) << "the rest of a line of 30";
    EXPECT_EQ(part(paper, 0, 30, 24, 48), enlarged(cell(U'C'), 2, 2));
    EXPECT_EQ(part(paper, 24, 54, 12, 24), cell(U'D')) << "all heights stand on one base";
    EXPECT_EQ(height_of(paper), 78) << "a line is as high as its tallest";
}

TEST(PrinterText, StylesOfACell) {
    Strip const paper = paper_of(
        "\x1B@\x1B"
        "E\x01"
        "A\x1B"
        "E\x00\x1D"
        "B\x01"
        "A\x1D"
        "B\x00\x1B-\x02"
        "A\n"s);
    Strip bold = cell(U'A');
    stamp(bold, cell(U'A'), 1, 0);
    EXPECT_EQ(part(paper, 0, 0, 12, 24), bold);
    Strip reversed = cell(U'A');
    reverse(reversed, 0, 0, 12, 24);
    EXPECT_EQ(part(paper, 12, 0, 12, 24), reversed);
    Strip underlined = cell(U'A');
    fill(underlined, 0, 22, 12, 2, true);
    EXPECT_EQ(part(paper, 24, 0, 12, 24), underlined);
}

TEST(PrinterText, AlignmentMarginsAndPositions) {
    EXPECT_EQ(part(paper_of("\x1B"
                            "a\x01"
                            "A\n"s),
                   186, 0, 12, 24),
              cell(U'A'));
    EXPECT_EQ(part(paper_of("\x1B"
                            "a\x02"
                            "A\n"s),
                   372, 0, 12, 24),
              cell(U'A'));
    EXPECT_EQ(part(paper_of("\x1D"
                            "L\x10\x00\x1D"
                            "W\x64\x00\x1B"
                            "a\x02"
                            "A\n"s),
                   16 + 100 - 12, 0, 12, 24),
              cell(U'A'));
    EXPECT_EQ(part(paper_of("\x1B$\x2C\x01"
                            "A\n"s),
                   300, 0, 12, 24),
              cell(U'A'));
    EXPECT_EQ(part(paper_of("A\x1B\\\x0A\x00"
                            "B\n"s),
                   22, 0, 12, 24),
              cell(U'B'));
    EXPECT_EQ(part(paper_of("A\tB\n"s), 96, 0, 12, 24), cell(U'B'));
    EXPECT_EQ(part(paper_of("\x1B"
                            "D\x02\x05\x00"
                            "A\tB\tC\n"s),
                   60, 0, 12, 24),
              cell(U'C'));
}

TEST(PrinterText, ALineWrapsAtTheHeadAndFeedsAreRows) {
    Strip const wrapped = paper_of(std::string(33, 'H') + "\n");
    EXPECT_EQ(height_of(wrapped), 60);
    EXPECT_EQ(part(wrapped, 0, 30, 12, 24), cell(U'H'));
    EXPECT_TRUE(is_white(part(wrapped, 12, 30, 372, 30)));
    EXPECT_EQ(height_of(paper_of("\x1B\x33\x40"
                                 "A\n"s)),
              64);
    EXPECT_EQ(height_of(paper_of("\x1B\x33\x00"
                                 "A\n"s)),
              24);
    EXPECT_EQ(height_of(paper_of("\x1B\x33\x40\x1B\x32"
                                 "A\n"s)),
              30);
    EXPECT_EQ(height_of(paper_of("A\x1B"
                                 "d\x03"s)),
              90);
    EXPECT_EQ(height_of(paper_of("A\x1BJ\x32"s)), 50);
    EXPECT_EQ(height_of(paper_of("\x1BJ\x32"s)), 50);
}

/// What firmware with a two-byte font makes of four-byte characters: digits that nobody wrote.
TEST(PrinterText, FourByteCharactersFallOutOfStep) {
    std::vector<std::string> texts;
    VirtualPrinter printer(long_paper());
    printer.trace([&](std::string_view name, std::string const& detail) {
        if (name == "text") texts.push_back(detail);
    });
    printer.receive(golden("02-text-gb18030-4byte.bin"));
    EXPECT_THAT(texts, ElementsAre("A", "\x81", "9", "\xEE", "9", "B", "\x95", "4", "\xB2", "5", "C"));
    Strip const paper = paper_of(golden("02-text-gb18030-4byte.bin"));
    picture_of(paper, "02");
    EXPECT_EQ(part(paper, 24, 0, 12, 24), cell(U'9'));
    EXPECT_EQ(part(paper, 12, 0, 12, 24), cell(0)) << "a frame for what is no character";
}

TEST(PrinterText, WithoutItsFontItSaysSoAndDrawsFrames) {
    std::vector<std::string> said;
    VirtualPrinter printer(long_paper("/nowhere/font.ttc"));
    printer.trace([&](std::string_view name, std::string const& detail) {
        if (name == "no font") said.push_back(detail);
    });
    printer.receive("AB\n");
    EXPECT_THAT(said, ElementsAre("/nowhere/font.ttc"));
    EXPECT_EQ(part(paper_of("A\n", long_paper("/nowhere/font.ttc")), 0, 0, 12, 24), cell(0));
}

/// A roll that ends in the middle of a line: the rest of the line comes on the next roll.
TEST(PrinterText, ALineStopsWithThePaperAndGoesOn) {
    PrinterMake make;
    make.label_rows = 10;
    make.gap_rows = 0;
    make.labels_on_roll = 1;
    VirtualPrinter printer(make);
    printer.receive("H\n\x1Dr\x01");
    EXPECT_TRUE(printer.paper_ended());
    EXPECT_EQ(printer.take_answers(), "");
    Strip rows;
    for (int roll = 0; roll < 3; ++roll) {
        printer.new_roll(1);
        for (auto const& label : printer.take_printed())
            rows.insert(rows.end(), label.rows.begin(), label.rows.end());
    }
    EXPECT_EQ(printer.take_answers(), "\0"s) << "the question after it is answered when it is out";
    Strip const whole = cell(U'H');
    EXPECT_EQ(part(rows, 0, 0, 12, 20), part(whole, 0, 0, 12, 20));
}

// ---- codes ----

TEST(PrinterCodes, TheSamplesAreScanned) {
    EXPECT_THAT(scanned(paper_of(golden("03-code128-fnB.bin")), "03"), ElementsAre("CODE-128:SKU-123456"));
    EXPECT_THAT(scanned(paper_of(golden("04-ean13-fnA-and-fnB.bin")), "04"),
                ElementsAre("EAN-13:6901234567892"))
        << "zbarimg says equal codes once";
    // As bytes: the reader would guess at another language.
    std::string const picture = picture_of(paper_of(golden("05-qr.bin")), "05");
    EXPECT_EQ(output_of("zbarimg --quiet -Sbinary '" + picture + "' 2>/dev/null"), "批次20261120-001");
}

TEST(PrinterCodes, BothEanFunctionsDrawTheSame) {
    Strip const paper = paper_of(golden("04-ean13-fnA-and-fnB.bin"));
    int const each = 80 + 24 + 30;  // bars, text, the line feed after it
    ASSERT_EQ(height_of(paper), 2 * each);
    EXPECT_EQ(part(paper, 0, 0, 384, each), part(paper, 0, each, 384, each));
    EXPECT_EQ(scanned(part(paper, 0, each, 384, each), "04-second").size(), 1U);
}

TEST(PrinterCodes, OtherKindsAreScanned) {
    std::string const begin = "\x1B@\x1Dh\x50\x1Dw\x02";
    EXPECT_THAT(scanned(paper_of(begin + "\x1Dk\x00"
                                         "01234567890\0"s),
                        "upc-a"),
                ElementsAre("EAN-13:0012345678905"));
    EXPECT_THAT(scanned(paper_of(begin + "\x1Dk\x44\x08"
                                         "96385074"s),
                        "ean8"),
                ElementsAre("EAN-8:96385074"));
    EXPECT_THAT(scanned(paper_of(begin + "\x1Dk\x45\x06"
                                         "BZ-123"s),
                        "code39"),
                ElementsAre("CODE-39:BZ-123"));
    EXPECT_THAT(scanned(paper_of(begin + "\x1Dk\x46\x0A"
                                         "0123456789"s),
                        "itf"),
                ElementsAre("I2/5:0123456789"));
}

/// Every character of every set, in pieces that a reader takes.
TEST(PrinterCodes, Code128InAllSets) {
    auto const scan = [](std::string const& data, std::string const& name) {
        auto const bars = code128_in_sets(data);
        return bars ? scanned(drawn(*bars, 2, 0, 60), name) : std::vector<std::string>{};
    };
    for (int from = 32; from < 127; from += 19) {
        std::string data = "{B", text;
        for (int c = from; c < from + 19; ++c) {
            text += static_cast<char>(c);
            data += c == '{' ? "{{" : std::string(1, static_cast<char>(c));
        }
        EXPECT_THAT(scan(data, "128-b"), ElementsAre("CODE-128:" + text));
    }
    for (int from = 0; from < 100; from += 20) {
        std::string data = "{C", text;
        for (int pair = from; pair < from + 20; ++pair) {
            data += static_cast<char>(pair);
            text += std::to_string(100 + pair).substr(1);
        }
        EXPECT_THAT(scan(data, "128-c"), ElementsAre("CODE-128:" + text));
    }
    EXPECT_THAT(scan("{AAB\x09"
                     "C{Bxy{SAz{C\x0C\x22",
                     "128-mixed"),
                ElementsAre("CODE-128:AB\tCxyAz1234"));
}

TEST(PrinterCodes, ABadCodePrintsNothing) {
    std::string const bad[] = {
        "\x1Dk\x43\x0D"
        "6901234567890"s,  // a wrong check digit
        "\x1Dk\x43\x0C"
        "69012345678A"s,  // a letter
        "\x1Dk\x49\x03"
        "ABC"s,  // no set
        "\x1Dk\x49\x04"
        "{C\x64\x00"s,  // 100 is no pair
        "\x1Dk\x46\x03"
        "123"s,                                             // an odd number of digits
        "\x1Dw\x06\x1Dk\x49\x22{B" + std::string(32, 'W'),  // wider than the head
        "\x1D(k\x03\x00\x31\x51\x30"s,                      // nothing stored
    };
    for (auto const& bytes : bad) EXPECT_EQ(height_of(paper_of(bytes)), 0);
}

TEST(PrinterCodes, ATextBeforeACodeIsALineOfItsOwn) {
    Strip const paper = paper_of("AB\x1Dh\x50\x1Dw\x02\x1Dk\x49\x05{BA-1"s);
    EXPECT_EQ(height_of(paper), 30 + 80);
    EXPECT_EQ(part(paper, 12, 0, 12, 24), cell(U'B'));
}

TEST(PrinterCodes, APeersLabelIsReadAndScanned) {
    Strip const paper = paper_of(golden("30-receiptline-generic.bin"));
    EXPECT_THAT(scanned(paper, "30"),
                UnorderedElementsAre("CODE-128:SKU-123456", "EAN-13:6901234567892", HasSubstr("QR-Code:")));
    EXPECT_EQ(part(paper, 156, 0, 24, 48), enlarged(cell(U'小', 24), 1, 2));
    EXPECT_THAT(read(part(paper, 0, 48, 384, 24), "30"), HasSubstr("净重12.345kg"));
}

// ---- page mode ----

TEST(PrinterPage, TheSampleIsDrawnAtItsPositions) {
    VirtualPrinter printer;
    printer.receive(golden("12-page-mode-label.bin") + "\x1D\x0C");
    auto const printed = printer.take_printed();
    ASSERT_EQ(printed.size(), 1U);
    EXPECT_FALSE(printed[0].across_gap);
    Strip const& paper = printed[0].rows;
    picture_of(paper, "12");
    EXPECT_EQ(part(paper, 0, 16, 24, 24), cell(U'上', 24)) << "its bottom edge at 40";
    EXPECT_EQ(part(paper, 200, 56, 12, 24), cell(U'1')) << "its bottom edge at 80";
    std::string const text = read(paper, "12");
    EXPECT_THAT(text, HasSubstr("上海青"));
    EXPECT_THAT(text, HasSubstr("12.345kg"));
}

/// The area 100 wide and 60 high at (20, 10) of the page, and "A" with its cell of 12 × 24.
TEST(PrinterPage, FourDirections) {
    auto const page = [](char direction) {
        return paper_of("\x1BL\x1BW\x14\x00\x0A\x00\x64\x00\x3C\x00\x1BT"s + direction + "A\x0C");
    };
    EXPECT_EQ(part(page('\0'), 20, 10, 12, 24), cell(U'A'));
    EXPECT_EQ(part(page('\1'), 20, 10 + 60 - 12, 24, 12), turned(cell(U'A'), 3));
    EXPECT_EQ(part(page('\2'), 20 + 100 - 12, 10 + 60 - 24, 12, 24), turned(cell(U'A'), 2));
    EXPECT_EQ(part(page('\3'), 20 + 100 - 24, 10, 24, 12), turned(cell(U'A'), 1));
    EXPECT_EQ(height_of(page('\3')), 70) << "FF prints the page down to its area's end, and goes no further";
}

TEST(PrinterPage, PositionsWrapsAndPictures) {
    std::string const begin = "\x1BL\x1BW\x00\x00\x00\x00\x3C\x00\xC8\x00";  // 60 × 200
    std::string const page = begin.substr(0, 2) + "\x1BW\x00\x00\x00\x00\x3C\x00\xC8\x00"s;
    EXPECT_EQ(part(paper_of(page + "HHHHHI\x0C"), 0, 30, 12, 24), cell(U'I'))
        << "the sixth goes to the next line";
    EXPECT_EQ(part(paper_of(page + "\x1D$\x64\x00\x1D\\\xF6\xFF"
                                   "I\x0C"s),
                   0, 90 - 24, 12, 24),
              cell(U'I'));
    EXPECT_EQ(part(paper_of(page + "H\x1B\\\x05\x00I\x0C"s), 17, 0, 12, 24), cell(U'I'));
    Strip black = blank(8, 3);
    fill(black, 0, 0, 8, 3, true);
    std::string const picture = "\x1D\x76\x30\x00\x01\x00\x03\x00\xFF\xFF\xFF"s;
    Strip const drawn = paper_of(page + "\x1B$\x0A\x00\x1D$\x32\x00"s + picture + "\x0C");
    EXPECT_EQ(part(drawn, 10, 47, 8, 3), black);
    EXPECT_TRUE(is_white(part(drawn, 0, 50, 60, 50)));
}

TEST(PrinterPage, CodesInIt) {
    std::string const page = "\x1BL\x1BW\x00\x00\x00\x00\x80\x01\xF0\x00"s;
    std::string const code = "\x1D$\x64\x00\x1Dh\x40\x1Dw\x02\x1Dk\x49\x0B{BSKU-{C\x0C\x22\x38"s;
    std::string const qr =
        "\x1B$\x04\x01\x1D$\xC8\x00\x1D(k\x03\x00\x31\x43\x04\x1D(k\x08\x00\x31\x50\x30LOT-1"
        "\x1D(k\x03\x00\x31\x51\x30"s;
    Strip const paper = paper_of(page + code + qr + "\x0C");
    EXPECT_THAT(scanned(paper, "page-codes"), UnorderedElementsAre("CODE-128:SKU-123456", "QR-Code:LOT-1"));
    EXPECT_TRUE(is_white(part(paper, 0, 0, 260, 36)));
    EXPECT_FALSE(is_white(part(paper, 0, 36, 260, 1))) << "64 rows of bars end at 100";
    EXPECT_FALSE(is_white(part(paper, 0, 99, 260, 1)));
    EXPECT_TRUE(is_white(part(paper, 0, 100, 260, 100)));
}

TEST(PrinterPage, LeavingDroppingAndStaying) {
    std::string const page = "\x1BL\x1BW\x00\x00\x00\x00\x80\x01\x28\x00"s;
    EXPECT_EQ(height_of(paper_of(page + "A\x1BS")), 0);
    EXPECT_TRUE(is_white(paper_of(page + "A\x18\x0C")));
    EXPECT_EQ(height_of(paper_of(page + "A\x1B\x0C\x0C")), 80) << "ESC FF keeps the page";
    EXPECT_EQ(height_of(paper_of(page + "A\x1B@B\n")), 30) << "ESC @ drops it";
}

/// Nothing that a sender can say makes it draw without end.
TEST(PrinterPage, BoundsOfAPage) {
    std::string const high = "\x1BL\x1BW\x00\x00\x00\x00\xFF\xFF\xFF\xFF"s;
    EXPECT_EQ(height_of(paper_of(high + std::string(5000, '\n') + "A\x0C")), PageArea::k_rows_max);
    std::string const tall = "\x1D\x76\x30\x00\x01\x00\x61\x09"s + std::string(2401, '\xFF');
    EXPECT_TRUE(is_white(paper_of(high + tall + "\x0C"))) << "a picture higher than a page";
}

// ---- trouble, and how bytes come ----

TEST(PrinterTrouble, TheDrawingDoesNotDependOnTheSplit) {
    for (std::string const file :
         {"01-text-gb18030.bin", "02-text-gb18030-4byte.bin", "03-code128-fnB.bin",
          "04-ean13-fnA-and-fnB.bin", "05-qr.bin", "12-page-mode-label.bin", "30-receiptline-generic.bin"}) {
        VirtualPrinter printer(long_paper());
        for (char const c : golden(file)) printer.receive({&c, 1});
        printer.receive("\x1D\x56\x00"s);
        auto const printed = printer.take_printed();
        ASSERT_EQ(printed.size(), 1U) << file;
        EXPECT_EQ(printed[0].rows, paper_of(golden(file))) << file;
    }
}

TEST(PrinterTrouble, APageStopsWithThePaperAndGoesOn) {
    PrinterMake make;
    make.label_rows = 100;
    make.gap_rows = 0;
    make.labels_on_roll = 1;
    VirtualPrinter printer(make);
    printer.receive(golden("12-page-mode-label.bin") + "\x1Dr\x01");
    EXPECT_TRUE(printer.paper_ended());
    EXPECT_EQ(printer.take_answers(), "");
    printer.new_roll(std::nullopt);
    EXPECT_EQ(printer.take_answers(), "\0"s);
    // 240 rows: 100 on the old roll, 140 on the new one, whose second hundred is not whole yet.
    printer.receive(std::string("A\n") + "\x1D\x56\x00"s);
    auto const printed = printer.take_printed();
    ASSERT_EQ(printed.size(), 2U) << "the page's white end is no label of its own";
    EXPECT_EQ(part(printed[1].rows, 0, 40, 12, 24), cell(U'A'));
    EXPECT_EQ(height_of(printed[1].rows), 70);
}

TEST(PrinterTrouble, WhatIsNotPrintedDiesWithThePowerAndIsHeldByTheCover) {
    VirtualPrinter printer(long_paper());
    printer.receive("\x1BL\x1BW\x00\x00\x00\x00\x80\x01\x28\x00H"s);
    printer.power_off();
    printer.power_on();
    printer.receive("HH");
    printer.power_off();
    printer.power_on();
    printer.at(2, [](VirtualPrinter& it) { it.cover_open(); });
    printer.receive("AB\n\x1D\x56\x00"s);
    EXPECT_EQ(printer.buffered(), 4U) << "the cover opened behind the second character";
    EXPECT_TRUE(printer.take_printed().empty());
    printer.cover_close();
    auto const printed = printer.take_printed();
    ASSERT_EQ(printed.size(), 1U);
    EXPECT_EQ(height_of(printed[0].rows), 30);
    EXPECT_EQ(part(printed[0].rows, 0, 0, 12, 24), cell(U'A'));
    EXPECT_EQ(part(printed[0].rows, 12, 0, 12, 24), cell(U'B'));
    EXPECT_TRUE(is_white(part(printed[0].rows, 24, 0, 360, 30)));
}

}  // namespace
