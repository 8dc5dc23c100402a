// A weighing transmitter described by its registers: point, factor and unit that registers tell, word orders,
// floats, requests that are written with their CRC, and what cannot be meant.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/protocol_description.h"
#include "drivers/scale/checksum.h"
#include "drivers/scale/decoder.h"

namespace bozhong::config {
namespace {

using domain::Known;
using domain::Range;
using scale::Command;
using testing::AllOf;
using testing::HasSubstr;

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (int const value : values) out.push_back(static_cast<char>(value));
    return out;
}

std::string with_crc(std::string frame) {
    auto const crc = scale::check_value(scale::CheckRule::crc16_modbus, frame);
    return frame + static_cast<char>(crc & 0xFF) + static_cast<char>(crc >> 8);
}

std::string file(std::string const& registers, std::string const& more = {}) {
    return "id = \"t\"\n" + more + "[modbus]\nread = \"holding\"\nfirst = 40001\nregisters = [" + registers +
           "]\n";
}

scale::Protocol driver(std::string const& toml) {
    auto description = parse_protocol_description(toml, "t.toml");
    EXPECT_TRUE(description.ok()) << (description ? "" : description.error().text());
    auto const again = parse_protocol_description(protocol_description_text(*description), "again");
    EXPECT_TRUE(again.ok() && *again == *description) << protocol_description_text(*description);
    return scale::described(std::move(*description));
}

/// What the registers' bytes say, in an answer of holding registers.
std::vector<domain::Reading> readings(std::string const& toml, std::string const& registers) {
    std::string const answer =
        with_crc("\x01\x03" + std::string(1, static_cast<char>(registers.size())) + registers);
    scale::Decoder decoder(driver(toml), "kg");
    std::vector<domain::Reading> out;
    for (auto const& decoded : decoder.feed(std::as_bytes(std::span(answer))))
        if (auto const* reading = std::get_if<domain::Reading>(&decoded.event)) out.push_back(*reading);
    return out;
}

std::string shown(std::string const& toml, std::string const& registers) {
    auto const all = readings(toml, registers);
    if (all.size() != 1) return std::to_string(all.size()) + " readings";
    return all[0].indication.text() + " " + std::string(all[0].indication.unit);
}

std::string const weight = "{ is = \"number\", registers = 2, signed = true }";

TEST(RegisterTable, PointAndUnitAreThoseThatRegistersTell) {
    std::string const toml =
        file(weight +
             ", { is = \"decimals\" }, { is = \"status\", values = [\"0x0000: unit=kg\", "
             "\"0x0001: unit=g\", \"0x0003: unit=lb\"] }");
    EXPECT_EQ(shown(toml, bytes({0, 0, 0x30, 0x39, 0, 3, 0, 0})), "12.345 kg");
    EXPECT_EQ(shown(toml, bytes({0, 0, 0x30, 0x39, 0, 0, 0, 1})), "12345 g");
    EXPECT_EQ(shown(toml, bytes({0xFF, 0xFF, 0xFF, 0x85, 0, 2, 0, 3})), "-1.23 lb");
    EXPECT_EQ(readings(toml, bytes({0, 0, 0x30, 0x39, 0, 3, 0, 0}))[0].mass, domain::Mass{12'345'000});
    // A unit or a point that nobody described is no weight at all.
    EXPECT_EQ(shown(toml, bytes({0, 0, 0x30, 0x39, 0, 3, 0, 2})), "0 readings");
    EXPECT_EQ(shown(toml, bytes({0, 0, 0x30, 0x39, 0, 12, 0, 0})), "0 readings");
    EXPECT_EQ(shown(toml, bytes({0, 0, 0x30, 0x39, 1, 3, 0, 0})), "0 readings");
}

TEST(RegisterTable, OneCodeMayTellFactorAndUnitTogether) {
    std::string const toml =
        file(weight +
             ", { is = \"status\", values = [\"0x000F: decimals=3 unit=kg\", \"0x0003: decimals=-1 "
             "unit=kg\"] }");
    EXPECT_EQ(shown(toml, bytes({0, 0, 4, 0xD2, 0, 15})), "1.234 kg");
    EXPECT_EQ(shown(toml, bytes({0, 0, 4, 0xD2, 0, 3})), "12340 kg");
}

TEST(RegisterTable, WhereNoRegisterTellsThePointTheFileDoes) {
    std::string const toml = file("{ is = \"number\", registers = 2, decimals = 3 }");
    EXPECT_EQ(shown(toml, bytes({0, 0, 0x30, 0x39})), "12.345 kg");
}

TEST(RegisterTable, WordsSignsAndFloatsAreReadAsDescribed) {
    EXPECT_EQ(shown(file("{ is = \"number\", order = \"low_first\", signed = true }"),
                    bytes({0xFF, 0x85, 0xFF, 0xFF})),
              "-123 kg");
    EXPECT_EQ(shown(file("{ is = \"number\" }"), bytes({0xFF, 0xFF, 0xFF, 0xFF})), "4294967295 kg");
    EXPECT_EQ(
        shown(file("{ is = \"number\", registers = 1, signed = true, decimals = 2 }"), bytes({0xFF, 0x9C})),
        "-1.00 kg");
    EXPECT_EQ(shown(file("{ is = \"number\", digits = \"float\" }"), bytes({0x41, 0x48, 0, 0})), "12.5 kg");
    EXPECT_EQ(shown(file("{ is = \"number\", digits = \"float\", order = \"low_first\" }"),
                    bytes({0, 0, 0xC1, 0x48})),
              "-12.5 kg");
    // No number, and one far outside of every scale.
    for (std::string const& bad : {bytes({0x7F, 0xC0, 0, 0}), bytes({0x7F, 0x80, 0, 0}), bytes({0, 0, 0, 1})})
        EXPECT_EQ(shown(file("{ is = \"number\", digits = \"float\" }"), bad), "0 readings");
}

TEST(RegisterTable, BitsOfBothBytesCountAndTextsInPlaceOfANumber) {
    std::string const toml = file(
        "{ is = \"status\", bits = [\"2: over\", \"7: negative\", \"10: net / gross\", \"11: stable / "
        "unstable\", \"12: zero\"] }, { is = \"any\" }, { is = \"number\", registers = 2, values = "
        "[\"0x7F4F464C: over\"] }");
    auto const at_rest = readings(toml, bytes({0x0C, 0x80, 9, 9, 0, 0, 0, 250}));
    ASSERT_EQ(at_rest.size(), 1u);
    EXPECT_EQ(at_rest[0].indication.text(), "-250");
    EXPECT_EQ(at_rest[0].stable, Known::yes);
    EXPECT_EQ(at_rest[0].kind, domain::WeightKind::net);
    EXPECT_EQ(readings(toml, bytes({0, 4, 9, 9, 0, 0, 0, 250}))[0].range, Range::over);
    EXPECT_EQ(readings(toml, bytes({8, 0, 9, 9, 0x7F, 'O', 'F', 'L'}))[0].range, Range::over);
}

TEST(RegisterTable, RequestsCarryAddressAndCrcAndOnlyAllowedWritesAreSent) {
    auto const protocol = driver(file(weight + ", { is = \"any\" }",
                                      "[commands]\nallow = [\"zero\"]\nzero = \"06 00 05 00 08\"\n"
                                      "tare = \"06 00 05 00 07\"\n"));
    EXPECT_EQ(protocol.kind, scale::Kind::poll);
    EXPECT_EQ(protocol.encode(Command::read, {}), bytes({1, 3, 0, 0, 0, 3, 0x05, 0xCB}));
    EXPECT_EQ(protocol.encode(Command::zero, {}), bytes({1, 6, 0, 5, 0, 8, 0x98, 0x0D}));
    EXPECT_EQ(protocol.encode(Command::tare, {}), "");
    // The unit repeats what was written: a good frame, and no weight.
    scale::Decoder decoder(protocol, "kg");
    std::string const echo = protocol.encode(Command::zero, {});
    auto const echoed = decoder.feed(std::as_bytes(std::span(echo)));
    ASSERT_EQ(echoed.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<scale::Ignored>(echoed[0].event));
    EXPECT_EQ(decoder.counters().skipped, 0u);
}

TEST(RegisterTable, AChangedByteIsNoReading) {
    std::string const toml = file(weight);
    std::string const good = with_crc(bytes({1, 3, 4, 0, 0, 0x30, 0x39}));
    for (std::size_t place = 0; place < good.size(); ++place) {
        std::string bad = good;
        bad[place] = static_cast<char>(bad[place] ^ 0x10);
        scale::Decoder decoder(driver(toml), "kg");
        EXPECT_TRUE(decoder.feed(std::as_bytes(std::span(bad))).empty()) << place;
    }
}

TEST(RegisterTable, ManualsNumbersAndAddressesAreTheSameRequest) {
    auto const request = [](std::string const& head) {
        return driver("id = \"t\"\n[modbus]\n" + head + "\nregisters = [" + weight + "]\n")
            .encode(Command::read, {});
    };
    EXPECT_EQ(request("first = 40009"), request("first = 8"));
    EXPECT_EQ(request("read = \"input\"\nfirst = 30001"), request("read = \"input\"\nfirst = 0"));
    EXPECT_EQ(request("first = 0x1000"), with_crc(bytes({1, 3, 0x10, 0, 0, 2})));
}

TEST(RegisterTable, WhatIsWrongIsNamedWithFileLineAndKey) {
    struct Case {
        std::string toml, place, key;
    };
    for (Case const& one : std::vector<Case>{
             {file("{ is = \"any\" }"), "t.toml", "no number"},
             {file(weight + ", { is = \"coil\" }"), "t.toml:5", "registers[2].is"},
             {file("{ is = \"number\", registers = 3 }"), "t.toml:5", "registers[1].registers"},
             {file("{ is = \"number\", registers = 1, digits = \"float\" }"), "t.toml:5",
              "takes two registers"},
             {file(weight + ", { is = \"status\", bits = [\"16: over\"] }"), "t.toml:5", "registers[2].bits"},
             {file(weight + ", { is = \"status\", values = [\"0x01: over\"] }"), "t.toml:5", "two bytes"},
             {file(weight + ", { is = \"any\", registers = 28 }"), "t.toml", "at most 29"},
             {file(weight) + "[[frame]]\nfields = [{ is = \"number\", length = 6 }]\n", "t.toml",
              "one of the two"},
             {file(weight, "[commands]\nallow = [\"zero\"]\nzero = \"1B 5A\"\n"), "t.toml", "no writing"},
             {file(weight) + "unit = 1\n", "t.toml:6", "modbus.unit"},
         }) {
        auto const got = parse_protocol_description(one.toml, "t.toml");
        ASSERT_FALSE(got.ok()) << one.toml;
        EXPECT_THAT(got.error().text(), AllOf(HasSubstr(one.place), HasSubstr(one.key))) << one.toml;
    }
}

}  // namespace
}  // namespace bozhong::config
