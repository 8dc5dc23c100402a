// The virtual printer against the manuals' tables and streams: it judges the product, so others judge it.
#include "drivers/sim/virtual_printer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

namespace {

using namespace bozhong::sim;

std::string golden(std::string const& file) {
    std::ifstream in(std::string(BOZHONG_SOURCE_DIR) + "/tests/golden/escpos/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string ask(VirtualPrinter& printer, std::string const& bytes) {
    printer.receive(bytes);
    return printer.take_answers();
}

std::string four_questions(VirtualPrinter& printer) {
    return ask(printer, "\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04");
}

TEST(VirtualPrinter, AnswersAsTheManualsSay) {
    VirtualPrinter printer;
    EXPECT_EQ(four_questions(printer), "\x12\x12\x12\x12");
    EXPECT_EQ(printer.port_status(), 0x18);
    printer.paper_out();
    EXPECT_EQ(four_questions(printer), "\x1A\x32\x12\x72");
    EXPECT_EQ(printer.port_status(), 0x30);
    printer.new_roll(std::nullopt);
    printer.cover_open();
    EXPECT_EQ(four_questions(printer), "\x1A\x16\x12\x12");
    printer.cover_close();
    printer.cutter_jam();
    EXPECT_EQ(four_questions(printer), "\x1A\x52\x1A\x12");
    EXPECT_EQ(ask(printer, "\x10\x05\x02\x10\x04\x01"), "\x12");
}

TEST(VirtualPrinter, StatusBackComesOnSwitchingOnAndOnChange) {
    VirtualPrinter printer;
    EXPECT_EQ(ask(printer, "\x1D\x61\x0F"), std::string("\x10\x00\x00\x00", 4));
    printer.cover_open();
    EXPECT_EQ(printer.take_answers(), std::string("\x38\x00\x00\x00", 4));
    printer.cover_close();
    EXPECT_EQ(printer.take_answers(), std::string("\x10\x00\x00\x00", 4));
    printer.paper_out();
    EXPECT_EQ(printer.take_answers(), std::string("\x18\x00\x0C\x00", 4));
    printer.new_roll(std::nullopt);
    printer.take_answers();
    EXPECT_EQ(ask(printer, "\x1B\x40"), "");
    printer.cover_open();
    EXPECT_EQ(printer.take_answers(), "") << "ESC @ switches it off";
}

TEST(VirtualPrinter, AnswersInOrderAndIsSilentWithoutPaper) {
    VirtualPrinter printer;
    EXPECT_EQ(ask(printer, golden("10-job-with-process-id.bin")),
              std::string("\x37\x22") + "0042" + std::string(2, '\0'));
    printer.paper_out();
    EXPECT_EQ(ask(printer, "\x1D\x72\x01"), "");
    printer.new_roll(std::nullopt);
    EXPECT_EQ(printer.take_answers(), std::string(1, '\0'));
}

TEST(VirtualPrinter, QuestionsOfTheManuals) {
    VirtualPrinter printer;
    std::string const answers = ask(printer, golden("09-status-queries.bin"));
    EXPECT_EQ(answers, std::string("\x12\x12\x12\x12\x00_BOZHONG\x00_SIM-58\x00\x10\x00\x00\x00", 26));
}

/// One byte at a time, in lumps or whole: the paper is the same; and both ways of sending a picture give the
/// same one.
TEST(VirtualPrinter, ThePaperDoesNotDependOnTheSplit) {
    std::vector<std::vector<std::vector<bool>>> papers;
    std::mt19937 random(3);
    for (std::string const file : {"06-raster-GSv0.bin", "07-raster-GSparenL-112-50.bin"}) {
        std::string const bytes = golden(file) + "\x0C";
        for (std::size_t piece : {std::size_t{1}, std::size_t{0}, bytes.size()}) {
            VirtualPrinter printer;
            for (std::size_t at = 0; at < bytes.size();) {
                std::size_t const size = piece == 0 ? random() % 700 + 1 : piece;
                printer.receive(bytes.substr(at, size));
                at += size;
            }
            auto const printed = printer.take_printed();
            ASSERT_EQ(printed.size(), 1U);
            EXPECT_FALSE(printed[0].torn);
            papers.push_back(printed[0].rows);
        }
    }
    for (auto const& paper : papers) EXPECT_EQ(paper, papers[0]);
}

TEST(VirtualPrinter, RealTimeBytesInAPictureAct) {
    VirtualPrinter printer;
    EXPECT_EQ(ask(printer, golden("08-raster-embedded-realtime.bin")), "\x12")
        << "the picture asked for its status";
}

TEST(VirtualPrinter, APictureOverTheGapIsDrawnSo) {
    PrinterMake make;
    make.dots_wide = 8;
    make.label_rows = 4;
    make.gap_rows = 2;
    VirtualPrinter printer(make);
    printer.receive(std::string("\x1D\x76\x30\x00\x01\x00\x07\x00", 8) + std::string(7, '\xFF') + "\x0C");
    auto const printed = printer.take_printed();
    ASSERT_EQ(printed.size(), 2U);
    EXPECT_TRUE(printed[0].across_gap);
    EXPECT_EQ(printed[0].rows.size(), 6U);
    EXPECT_FALSE(printed[1].across_gap);
}

TEST(VirtualPrinter, ARollEnds) {
    PrinterMake make;
    make.labels_on_roll = 2;
    VirtualPrinter printer(make);
    std::string const label = golden("06-raster-GSv0.bin").substr(0, 11530) + "\x0C\x1D\x72\x01";
    EXPECT_EQ(ask(printer, label), std::string(1, '\0'));
    EXPECT_EQ(ask(printer, label), "");
    EXPECT_TRUE(printer.paper_ended());
    EXPECT_EQ(printer.labels_printed(), 2);
}

TEST(VirtualPrinter, AFullBufferTakesNoMore) {
    PrinterMake make;
    make.buffer = 100;
    VirtualPrinter printer(make);
    printer.cover_open();
    printer.receive(std::string(250, 'x'));
    EXPECT_EQ(printer.room(), 0U);
    EXPECT_EQ(printer.buffered(), 100U);
    EXPECT_EQ(ask(printer, "\x10\x04\x01"), "") << "a question cannot pass a full buffer";
    printer.cover_close();
    EXPECT_EQ(printer.room(), 100U);
}

/// Whatever comes in, it neither hangs nor breaks, and its buffer keeps its bound.
TEST(VirtualPrinter, SurvivesAnything) {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        PrinterMake make;
        make.labels_on_roll = 3;
        make.buffer = 5000;
        VirtualPrinter printer(make);
        std::string bytes;
        constexpr char k_heads[] = {0x1B, 0x1C, 0x1D, 0x10, 'v', '0', 0x28, 'L',
                                    'W',  'T',  '$',  'k',  'Q', 1,   0x0C, 0};
        for (int i = 0; i < 3000; ++i)
            bytes += random() % 2 ? k_heads[random() % sizeof k_heads] : static_cast<char>(random());
        printer.receive(bytes);
        EXPECT_LE(printer.buffered(), 5000U);
        printer.power_off();
        printer.power_on();
        printer.new_roll(std::nullopt);
        EXPECT_EQ(four_questions(printer), "\x12\x12\x12\x12");
    }
}

TEST(VirtualPrinter, APeersLabelIsUnderstood) {
    PrinterMake make;
    make.label_rows = 100'000;
    make.gap_rows = 0;
    VirtualPrinter printer(make);
    int pictures = 0, texts = 0;
    printer.trace([&](std::string_view name, std::string const&) {
        pictures += name == "GS v 0" || name.starts_with("GS 8 L");
        texts += name == "text";
    });
    printer.receive(golden("30-receiptline-generic.bin"));
    EXPECT_EQ(printer.buffered(), 0U);
    EXPECT_EQ(pictures, 1);
    EXPECT_GE(texts, 15);
    EXPECT_LT(texts, 40) << "a picture taken for text";
}

}  // namespace
