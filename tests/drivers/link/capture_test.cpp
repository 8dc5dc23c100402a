#include "drivers/link/capture.h"

#include <gtest/gtest.h>

namespace bozhong::link {
namespace {

TEST(Capture, WrittenAndReadBackTheSame) {
    Capture capture;
    capture.header = {{"protocol", "stgs"}, {"source", "a: b"}};
    capture.records = {{0, Direction::from_scale, std::string("\x02\x00\xff", 3)},
                       {12, Direction::to_scale, "Z\r\n"}};
    std::string text = capture_header(capture.header);
    for (CapturedBytes const& record : capture.records) text += capture_line(record);
    EXPECT_EQ(text, "bozhong-capture 1\nprotocol: stgs\nsource: a: b\n\n0 < 02 00 FF\n12 > 5A 0D 0A\n");
    auto const read = parse_capture(text, "x.cap");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->header, capture.header);
    EXPECT_EQ(read->records, capture.records);
    EXPECT_EQ(read->value("protocol"), "stgs");
    EXPECT_EQ(read->value("unit"), "");
}

TEST(Capture, RemarksAndEmptyLinesAreFree) {
    auto const read = parse_capture("bozhong-capture 1\n\n# here it was cut\n\n5 < 0d0a\n", "x.cap");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->records, (std::vector<CapturedBytes>{{5, Direction::from_scale, "\r\n"}}));
}

TEST(Capture, ErrorsNameTheLine) {
    auto const where = [](std::string const& text) { return parse_capture(text, "x.cap").error().where; };
    EXPECT_EQ(where("hello\n"), "x.cap:1");
    EXPECT_EQ(where("bozhong-capture 1\nprotocol stgs\n\n"), "x.cap:2");
    EXPECT_EQ(where("bozhong-capture 1\n\n0 < 0\n"), "x.cap:3");
    EXPECT_EQ(where("bozhong-capture 1\n\n0 02\n"), "x.cap:3");
    EXPECT_EQ(where("bozhong-capture 1\n\n9 < 02\n8 < 02\n"), "x.cap:4");
    EXPECT_EQ(where("bozhong-capture 1\nunit: kg\n"), "x.cap");
    EXPECT_EQ(read_capture("/nowhere/x.cap").error().kind, domain::ErrorKind::unavailable);
}

TEST(Hex, PairsWithAnySpaces) {
    EXPECT_EQ(*from_hex(" 5a\n0D 0a\t"), "Z\r\n");
    EXPECT_EQ(*from_hex(""), "");
    EXPECT_FALSE(from_hex("5").ok());
    EXPECT_FALSE(from_hex("5 A").ok());
    EXPECT_FALSE(from_hex("xx").ok());
}

}  // namespace
}  // namespace bozhong::link
