#include "drivers/printer/escpos_page.h"

#include <gtest/gtest.h>

#include "drivers/printer/escpos.h"

namespace {

using namespace bozhong;
using namespace bozhong::printer;
using namespace std::string_literals;

constexpr int width_bytes = 48, height = 240;

Profile const& slow() {
    return *find_profile("escpos_58_slow");
}

OwnPage blank() {
    return {{}, std::string(width_bytes * height, '\0')};
}

void ink(OwnPage& page, int byte, int row, char bits = '\xFF') {
    page.rest[static_cast<std::size_t>(row * width_bytes + byte)] = bits;
}

std::string sent(OwnPage const& page) {
    std::string const whole(width_bytes * height, '\x55');
    auto const out =
        encode_label(slow(), {std::as_bytes(std::span(whole)), width_bytes, height}, "0042", &page);
    EXPECT_TRUE(out.ok());
    return out.ok() ? out->bytes() : "";
}

std::string const begin = "\x1B@\x1BL\x1BW\0\0\0\0\x80\x01\xF0\0\x1BT\0"s;
std::string const end = "\x0C\x0C\x1Dr\x01"s;

TEST(EscposPage, TextBarsAndQrAreTheManualsCommands) {
    auto page = blank();
    page.parts = {OwnText{"\xBB\xC6\xB9\xCF 2kg", 2, true, 8, 300}, OwnBars{"030700000042", 2, 30, 20, 268},
                  OwnBars{"T{1", 3, 40, 0, 40}, OwnQr{"BZ1.A", 'Q', 3, 200, 200}};
    EXPECT_EQ(sent(page),
              begin +  //
                  "\x1B$\x08\0\x1D$\x2C\x01\x1C&\x1D!\x11\x1B"
                  "E\x01\xBB\xC6\xB9\xCF 2kg"s +  //
                  "\x1B$\x14\0\x1D$\x0C\x01\x1DH\0\x1Dh\x1E\x1Dw\x02\x1Dk\x49\x08{C\x03\x07\0\0\0\x2A"s +
                  "\x1B$\0\0\x1D$\x28\0\x1DH\0\x1Dh\x28\x1Dw\x03\x1Dk\x49\x06{BT{{1"s +
                  "\x1B$\xC8\0\x1D$\xC8\0\x1D(k\x04\0\x31\x41\x32\0\x1D(k\x03\0\x31\x43\x03"s +
                  "\x1D(k\x03\0\x31\x45\x32\x1D(k\x08\0\x31P0BZ1.A\x1D(k\x03\0\x31Q0"s + end);
}

TEST(EscposPage, OnlyInkIsSentWithItsPlace) {
    auto page = blank();
    EXPECT_EQ(sent(page), begin + end) << "nothing but an empty page";
    ink(page, 2, 10);
    ink(page, 3, 11);
    ink(page, 40, 11);             // far to the right in the same rows
    ink(page, 2, 100);             // far below
    EXPECT_EQ(sent(page), begin +  //
                              "\x1B$\x10\0\x1D$\x0C\0\x1Dv0\0\x02\0\x02\0\xFF\0\0\xFF"s +  //
                              "\x1B$\x40\x01\x1D$\x0C\0\x1Dv0\0\x01\0\x01\0\xFF"s +        //
                              "\x1B$\x10\0\x1D$\x65\0\x1Dv0\0\x01\0\x01\0\xFF"s + end);
}

TEST(EscposPage, AHighPictureIsSentInBands) {
    auto page = blank();
    for (int row = 0; row < height; ++row) ink(page, 0, row);
    auto const bytes = sent(page);
    EXPECT_NE(bytes.find("\x1D$\x80\0\x1Dv0\0\x01\0\x80\0"s), std::string::npos)
        << "128 rows that end at 128";
    EXPECT_NE(bytes.find("\x1D$\xF0\0\x1Dv0\0\x01\0\x70\0"s), std::string::npos) << "and 112 that end at 240";
}

TEST(EscposPage, WhatHoldsARealTimeCommandGoesAsTheWholePicture) {
    auto page = blank();
    ink(page, 0, 0, '\x10');
    ink(page, 1, 0, '\x04');
    auto const bytes = sent(page);
    EXPECT_EQ(bytes.find("\x1BL"), std::string::npos);
    EXPECT_EQ(find_realtime(bytes), std::string::npos);
}

TEST(EscposPage, ProfilesWithoutLettersOfTheirOwnGetThePicture) {
    auto page = blank();
    page.parts = {OwnText{"A", 1, false, 0, 24}};
    std::string const whole(width_bytes * height, '\x55');
    auto const out = encode_label(*find_profile("escpos_58_label"),
                                  {std::as_bytes(std::span(whole)), width_bytes, height}, "0042", &page);
    ASSERT_TRUE(out.ok());
    EXPECT_EQ(out->bytes().find("\x1BL"), std::string::npos);
}

}  // namespace
