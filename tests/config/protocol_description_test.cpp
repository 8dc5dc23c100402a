// A description's file: what is wrong in it is named with file, line and key; whatever it says, its driver
// keeps the promises of a protocol.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "config/protocol_description.h"
#include "config/protocols.h"
#include "drivers/scale/decoder.h"
#include "tests/fuzz/described_stream.h"
#include "tests/support/seed.h"

namespace bozhong::config {
namespace {

using scale::Command;
using testing::AllOf;
using testing::HasSubstr;

std::string const frame =
    "[[frame]]\nfields = [{ is = \"bytes\", hex = \"02\" }, { is = \"number\", length = 6 }]\n";

std::vector<domain::Reading> readings(std::string const& toml, std::string_view bytes) {
    auto const description = parse_protocol_description(toml, "test.toml");
    EXPECT_TRUE(description.ok()) << (description ? "" : description.error().text());
    if (!description) return {};
    scale::Decoder decoder(scale::described(*description), "kg");
    std::vector<domain::Reading> out;
    for (auto const& decoded : decoder.feed(std::as_bytes(std::span(bytes))))
        if (auto const* reading = std::get_if<domain::Reading>(&decoded.event)) out.push_back(*reading);
    return out;
}

std::string value_of(std::string const& fields, std::string_view bytes) {
    auto const all = readings("id = \"t\"\n[[frame]]\nfields = [" + fields + "]\n", bytes);
    return all.size() == 1 ? all[0].indication.text() : std::to_string(all.size()) + " readings";
}

TEST(ProtocolDescription, WhatIsWrongIsNamedWithFileLineAndKey) {
    struct Case {
        std::string toml, place, key;
    };
    auto const in_frame = [](std::string const& field) {
        return "id = \"t\"\n[[frame]]\nfields = [\n{ is = \"number\", length = 6 },\n" + field + "\n]\n";
    };
    for (Case const& one : std::vector<Case>{
             {"", "test.toml", "id"},
             {"id = \"t\"\n", "test.toml", "frame"},
             {"id = \"T x\"\n" + frame, "test.toml:1", "id"},
             {"id = \"t\"\nline = \"9600\"\n" + frame, "test.toml:2", "line"},
             {"id = \"t\"\npoll_ms = 100\n" + frame, "test.toml:2", "poll_ms"},
             {"id = \"t\"\nbaud = 9600\n" + frame, "test.toml:2", "baud"},
             {"id = \"t\"\n[commands]\nallow = [\"zero\"]\n" + frame, "test.toml:3", "commands.allow"},
             {"id = \"t\"\n[commands]\nallow = [\"erase\"]\n" + frame, "test.toml:3", "commands.allow"},
             {"id = \"t\"\n[commands]\nzero = \"5\"\n" + frame, "test.toml:3", "commands.zero"},
             {in_frame("{ is = \"nothing\" }"), "test.toml:5", "frame[1].fields[2].is"},
             {in_frame("{ is = \"bytes\", hex = \"0G\" }"), "test.toml:5", "fields[2].hex"},
             {in_frame("{ is = \"bytes\" }"), "test.toml:5", "fields[2].hex"},
             {in_frame("{ is = \"number\", length = 99 }"), "test.toml:5", "fields[2].length"},
             {in_frame("{ is = \"number\" }"), "test.toml:5", "fields[2].length"},
             {in_frame("{ is = \"status\", values = [\"ST stable\"] }"), "test.toml:5", "fields[2].values"},
             {in_frame("{ is = \"status\", values = [\"ST: steady\"] }"), "test.toml:5", "fields[2].values"},
             {in_frame("{ is = \"status\", bits = [\"8: stable\"] }"), "test.toml:5", "fields[2].bits"},
             {in_frame("{ is = \"check\", rule = \"magic\", last = 1 }"), "test.toml:5", "fields[2].rule"},
             {in_frame("{ is = \"check\", rule = \"xor\" }"), "test.toml:5", "fields[2].last"},
             {in_frame("{ is = \"check\", rule = \"xor\", last = 2 }"), "test.toml:3", "covers itself"},
             {in_frame("{ is = \"check\", rule = \"xor\", last = 3 }"), "test.toml:3",
              "more fields than there are"},
             {in_frame("{ is = \"sign\", plus = \"-\" }"), "test.toml:5", "fields[2].minus"},
             {in_frame("{ is = \"bytes\", hex = \"03\", lenght = 1 }"), "test.toml:5", "fields[2].lenght"},
             {"id = \"t\"\n[[frame]]\nfields = [{ is = \"any\", length = 3 }]\n", "test.toml:3", "no number"},
         }) {
        auto const got = parse_protocol_description(one.toml, "test.toml");
        ASSERT_FALSE(got.ok()) << one.toml;
        EXPECT_THAT(got.error().text(), AllOf(HasSubstr(one.place), HasSubstr(one.key))) << one.toml;
    }
}

TEST(ProtocolDescription, NumbersAreReadAsTheyAreWritten) {
    EXPECT_EQ(
        value_of("{ is = \"bytes\", text = \"=\" }, { is = \"number\", length = 8, order = \"low_first\", "
                 "sign_inside = true }",
                 "=00.1000-"),
        "-1.00");
    EXPECT_EQ(value_of("{ is = \"sign\" }, { is = \"number\", length = 4 }, { is = \"decimals\" }", "-01252"),
              "-1.25");
    EXPECT_EQ(value_of("{ is = \"number\", length = 5, decimals = 3 }", "01250"), "1.250");
    EXPECT_EQ(value_of("{ is = \"number\", length = 5, decimals = -1 }", "  156"), "1560");
    EXPECT_EQ(
        value_of("{ is = \"number\", length = 8, sign_inside = true }, { is = \"bytes\", text = \"g\" }",
                 "-  1,640g"),
        "-1.640");
    EXPECT_EQ(
        value_of("{ is = \"bytes\", text = \"N\" }, { is = \"number\", digits = \"binary\", length = 2, "
                 "sign_inside = true, decimals = 2 }",
                 "N\xFF\x9C"),
        "-1.00");
    EXPECT_EQ(value_of("{ is = \"bytes\", text = \"N\" }, { is = \"number\", digits = \"bcd\", length = 2 }",
                       "N\x12\x34"),
              "1234");
    // What is no number is no reading.
    for (std::string const bad : {"01.2.3", "1 -2.5", "12 345", "      "})
        EXPECT_EQ(
            value_of("{ is = \"bytes\", text = \"=\" }, { is = \"number\", length = 6, sign_inside = true }",
                     "=" + bad),
            "0 readings");
}

TEST(ProtocolDescription, EveryCheckRuleRefusesAChangedByte) {
    for (std::string const rule :
         {"xor", "sum", "complement", "inverse", "crc16_modbus", "crc16_ccitt", "crc16_xmodem"})
        for (std::string const form : {"byte", "high_first", "hex", "decimal"}) {
            if (form == "decimal" && rule.starts_with("crc")) continue;
            auto const description = parse_protocol_description(
                "id = \"t\"\n[[frame]]\nfields = [{ is = \"bytes\", hex = \"02\" }, { is = \"number\", "
                "length = 6 "
                "},\n{ is = \"check\", rule = \"" +
                    rule + "\", form = \"" + form + "\", first = 2, last = 2 }]\n",
                "t");
            ASSERT_TRUE(description.ok()) << description.error().text();
            auto const& check = std::get<scale::Check>(description->frames[0].fields[2]);
            auto const value = scale::check_value(check.rule, "001250");
            std::string written;
            auto const length = scale::check_length(check.rule, check.form);
            char text[8];
            std::snprintf(text, sizeof text, form == "hex" ? "%0*X" : "%0*d", static_cast<int>(length),
                          value);
            written = text;
            if (form == "byte" || form == "high_first") {
                written = std::string(1, static_cast<char>(value & 0xFF));
                std::string const high(1, static_cast<char>(value >> 8));
                if (length == 2) written = form == "byte" ? written + high : high + written;
            }
            auto const read = [&](std::string const& bytes) {
                scale::Decoder decoder(scale::described(*description), "kg");
                return decoder.feed(std::as_bytes(std::span(bytes))).size();
            };
            EXPECT_EQ(read("\x02"
                           "001250" +
                           written),
                      1u)
                << rule << " " << form;
            EXPECT_EQ(read("\x02"
                           "001251" +
                           written),
                      0u)
                << rule << " " << form;
        }
}

TEST(ProtocolDescription, OnlyAllowedCommandsAreEverSent) {
    auto const description = parse_protocol_description(
        "id = \"t\"\npoll_ms = 300\n[commands]\nallow = [\"read\"]\nread = \"05\"\nzero = \"1B 5A\"\n" +
            frame,
        "t");
    ASSERT_TRUE(description.ok()) << description.error().text();
    auto const protocol = scale::described(*description);
    EXPECT_EQ(protocol.encode(Command::read, {}), "\x05");
    EXPECT_EQ(protocol.encode(Command::zero, {}), "");
    EXPECT_EQ(protocol.commands, "read");
    EXPECT_EQ(protocol.kind, scale::Kind::poll);
}

TEST(ProtocolDescription, AParityBitThatTheLineLeftIsDropped) {
    std::string const toml = "id = \"t\"\nseven_bits = true\n" + frame;
    ASSERT_EQ(readings(toml, "\x82\xB0\xB0\xB1\xB2\x35\xB0").size(), 1u);
    EXPECT_EQ(readings("id = \"t\"\n" + frame, "\x82\xB0\xB0\xB1\xB2\x35\xB0").size(), 0u);
}

std::string content(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void check(std::string const& input) {
    fuzz::check_described(reinterpret_cast<std::uint8_t const*>(input.data()), input.size());
}

/// Shipped descriptions, broken at random places, with random bytes behind them: refused with their place,
/// or drivers that keep every promise.
TEST(ProtocolDescription, BrokenDescriptionsAndBytesHarmNothing) {
    std::mt19937 random(5 + bozhong::test::seed_offset());
    std::vector<std::string> seeds;
    for (auto const& entry : std::filesystem::directory_iterator(protocol_folder()))
        seeds.push_back(content(entry.path()));
    std::string const letters = "0123456789\"=[]{},.-abcdefxyz \n";
    int good = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = seeds[random() % seeds.size()];
        for (auto changes = random() % 4; changes > 0; --changes) {
            auto const place = random() % text.size();
            if (random() % 3 == 0)
                text.erase(place, 1 + random() % 12);
            else
                text[place] = letters[random() % letters.size()];
            if (text.empty()) text = " ";
        }
        good += parse_protocol_description(text, "t").ok() ? 1 : 0;
        text.push_back('\0');
        for (auto bytes = random() % 200; bytes > 0; --bytes) text.push_back(static_cast<char>(random()));
        check(text);
    }
    EXPECT_GT(good, 500);
    EXPECT_LT(good, 2900);
}

TEST(ProtocolDescription, TheFuzzCorpusHolds) {
    int inputs = 0;
    for (auto const& entry :
         std::filesystem::directory_iterator(BOZHONG_SOURCE_DIR "/tests/fuzz/corpus/described_protocol")) {
        check(content(entry.path()));
        ++inputs;
    }
    EXPECT_GE(inputs, 5);
}

}  // namespace
}  // namespace bozhong::config
