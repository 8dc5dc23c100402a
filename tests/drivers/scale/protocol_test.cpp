// What single protocols promise beyond the vectors.

#include <gtest/gtest.h>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;

Reading only_reading(std::string_view protocol, std::string_view bytes, std::string_view unit = {}) {
    auto const outcome = decode_whole(*find_protocol(protocol), bytes, unit);
    EXPECT_EQ(outcome.events.size(), 1u) << bytes;
    auto const* reading = outcome.events.empty() ? nullptr : std::get_if<Reading>(&outcome.events[0]);
    EXPECT_NE(reading, nullptr) << bytes;
    return reading == nullptr ? Reading{} : *reading;
}

bool nothing(std::string_view protocol, std::string_view bytes) {
    return decode_whole(*find_protocol(protocol), bytes, "kg").events.empty();
}

template <class T>
T only(std::string_view protocol, std::string_view bytes) {
    auto const outcome = decode_whole(*find_protocol(protocol), bytes);
    auto const* event = outcome.events.size() == 1 ? std::get_if<T>(&outcome.events[0]) : nullptr;
    EXPECT_NE(event, nullptr) << bytes;
    return event == nullptr ? T{} : *event;
}

TEST(Protocols, ListIsSortedFoundByIdAndComplete) {
    std::string_view before;
    for (Protocol const& protocol : protocols()) {
        EXPECT_LT(before, protocol.id);
        before = protocol.id;
        EXPECT_EQ(find_protocol(protocol.id), &protocol);
        EXPECT_FALSE(protocol.title.empty());
        EXPECT_GT(protocol.frame_max, 0u);
        EXPECT_LE(protocol.frame_max, domain::RawFrame::longest);
        for (int c = 0; c <= static_cast<int>(Command::reset); ++c) {
            auto const command = static_cast<Command>(c);
            bool const listed =
                (" " + std::string(protocol.commands) + " ")
                    .find(" " + std::string(command_name(command)) + " ") != std::string::npos;
            EXPECT_EQ(listed,
                      !protocol.encode(command, command == Command::preset_tare ? "0.120" : "").empty())
                << protocol.id << command_name(command);
            EXPECT_EQ(parse_command(command_name(command)), command);
        }
    }
    EXPECT_EQ(find_protocol("nothing"), nullptr);
}

TEST(YaohuaTf0, BothWaysToWriteACheckAreTaken) {
    EXPECT_EQ(only_reading("yaohua_tf0", "\x02+00200021B\x03").indication.text(), "20.00");
    EXPECT_EQ(only_reading("yaohua_tf0", "\x02+00200021;\x03").indication.text(), "20.00");
    EXPECT_EQ(only_reading("yaohua_tf0", "\x02-00000001=\x03", "kg").mass, domain::Mass{0});
}

TEST(YaohuaTf0, WrongCheckIsCountedAndBitSevenIsNotStripped) {
    auto const wrong = decode_whole(*find_protocol("yaohua_tf0"), "\x02+00200021C\x03");
    EXPECT_TRUE(wrong.events.empty());
    EXPECT_EQ(wrong.counters, (Counters{0, 12, 1}));
    EXPECT_TRUE(nothing("yaohua_tf0", "\x82+00200021B\x03"));
    EXPECT_TRUE(nothing("yaohua_tf0", "\x02+002000519\x03"));  // five decimals do not exist
}

TEST(Stgs, CattyTrapIsNoReading) {
    EXPECT_TRUE(nothing("stgs", "ST,NT,+15.06.24hkg\r\n"));
    auto const catty = only_reading("stgs", "ST,NT,+  15.06hkg\r\n");
    EXPECT_EQ(catty.indication.unit, "hkg");
    EXPECT_FALSE(catty.mass.has_value());
}

TEST(Stgs, SignApartSpacesOneCommaAndCommaBeforeTheUnit) {
    EXPECT_EQ(only_reading("stgs", "ST,GS,-  1.640 kg\r\n").mass, domain::Mass{-1'640'000});
    EXPECT_EQ(only_reading("stgs", "ST,GS    85.5g  \r\n").mass, domain::Mass{85'500});
    EXPECT_EQ(only_reading("stgs", "ST,GS,   245.6 g\r\n").mass, domain::Mass{245'600});
    EXPECT_EQ(only_reading("stgs", "\xffST,GS   1.234kg\r\n").mass, domain::Mass{1'234'000});
    EXPECT_EQ(only_reading("stgs", "ST,G,+00001.5,kg\r\n").mass, domain::Mass{1'500'000});
    EXPECT_EQ(only_reading("stgs", "US,N,+000.876kg\r\n").kind, domain::WeightKind::net);
}

TEST(Stgs, OutOfRangeHoldAndTotalsAreNoWeights) {
    EXPECT_EQ(only_reading("stgs", "OL,GS,-            \r\n").range, Range::under);
    EXPECT_EQ(only_reading("stgs", "OL,GS,+9999999E+19\r\n").range, Range::over);
    auto const held = only_reading("stgs", "HD,GS,+0012.34kg\r\n");
    EXPECT_EQ(held.range, Range::invalid);
    EXPECT_FALSE(held.mass.has_value());
    auto const tare = only_reading("stgs", "ST,TR,+012.3456  kg\r\n");
    EXPECT_EQ(tare.indication.text(), "12.3456");
    EXPECT_EQ(tare.tare, (domain::Decimal{123456, 4}));
    EXPECT_FALSE(tare.mass.has_value());
    EXPECT_EQ(tare.range, Range::invalid);
    EXPECT_EQ(only<Ignored>("stgs", "ST,TN,+012.3456  kg\r\n").what, "total");
    EXPECT_EQ(only<Reply>("stgs", "MZ\r\n"), (Reply{Command::zero, true, {}}));
}

TEST(Stgs, DamagedLinesAreNoReadings) {
    EXPECT_TRUE(nothing("stgs", "ST,GS,+000.8 76kg\r\n"));
    EXPECT_TRUE(nothing("stgs", "ST,GS,+000.876\xEBg\r\n"));
    EXPECT_TRUE(nothing("stgs", "ST,GS,+000.876kg\n"));
    EXPECT_TRUE(nothing("stgs", "ST,GS,+kg\r\n"));
    EXPECT_TRUE(nothing("stgs", "ST,0,00000.00 kg\r\n"));  // CAS 22
    EXPECT_EQ(only_reading("stgs", "ST,GS,+000.US,GS,+000.876kg\r\n").stable, Known::no);
}

std::string toledo(std::string_view status, std::string_view weight, std::string_view tare,
                   bool check = true) {
    std::string frame = "\x02" + std::string(status) + std::string(weight) + std::string(tare) + "\r";
    int sum = 0;
    for (char const c : frame) sum += c;
    if (check) frame.push_back(static_cast<char>((128 - sum % 128) % 128));
    return frame;
}

TEST(ToledoCont, WithAndWithoutCheckAlsoMixed) {
    std::string const with = toledo("\x2D\x30\x20", "  1250", "     0");
    std::string const without = toledo("\x2D\x30\x20", "  1251", "     0", false);
    auto const outcome =
        decode_whole(*find_protocol("toledo_cont"), without + with + without + without + with);
    ASSERT_EQ(outcome.events.size(), 5u);
    EXPECT_EQ(outcome.counters, (Counters{5, 0, 0}));
    EXPECT_EQ(std::get<Reading>(outcome.events[0]).indication.text(), "1.251");
    EXPECT_EQ(std::get<Reading>(outcome.events[4]).indication.text(), "1.250");
}

TEST(ToledoCont, ACheckThatLooksLikeAStartIsBelieved) {
    // Of these weights some have the check 02; all must come, glued, each once.
    std::string bytes;
    int checks = 0;
    for (int i = 0; i < 1000; ++i) {
        char weight[16];
        std::snprintf(weight, sizeof weight, "%6d", i * 997);
        bytes += toledo("\x2D\x30\x20", weight, "     0");
        checks += bytes.back() == '\x02' ? 1 : 0;
    }
    auto const outcome = decode_whole(*find_protocol("toledo_cont"), bytes);
    EXPECT_GT(checks, 0);
    EXPECT_EQ(outcome.counters, (Counters{1000, 0, 0}));
}

TEST(ToledoCont, ParityBitIsDropped) {
    std::string frame = toledo("\x2D\x31\x20", "  1250", "   120");
    for (char& c : frame) {
        if (__builtin_parity(static_cast<unsigned>(c) & 0x7F) != 0) c = static_cast<char>(c | 0x80);
    }
    auto const reading = only_reading("toledo_cont", frame);
    EXPECT_EQ(reading.indication.text(), "1.250");
    EXPECT_EQ(reading.tare, (domain::Decimal{120, 3}));
    EXPECT_EQ(reading.kind, domain::WeightKind::net);
}

TEST(ToledoCont, PointUnitAndRangeCodes) {
    EXPECT_EQ(only_reading("toledo_cont", toledo("\x28\x30\x20", "    15", "     0")).indication.text(),
              "1500");
    EXPECT_EQ(only_reading("toledo_cont", toledo("\x2F\x30\x20", "     5", "     0")).indication.text(),
              "0.00005");
    EXPECT_EQ(only_reading("toledo_cont", toledo("\x2A\x20\x21", "   250", "     0")).mass,
              domain::grams(250));
    EXPECT_EQ(only_reading("toledo_cont", toledo("\x2D\x20\x20", "  1000", "     0")).indication.unit, "lb");
    EXPECT_EQ(only_reading("toledo_cont", toledo("\x2D\x20\x25", "  1000", "     0"), "kg").mass,
              domain::grams(1000));
    EXPECT_EQ(only_reading("toledo_cont", toledo("\x2D\x30\x30", "  1000", "     0")).range, Range::invalid);
    EXPECT_TRUE(nothing("toledo_cont", toledo("\x2D\x30\x20", " 1 250", "     0")));
    EXPECT_TRUE(nothing("toledo_cont", toledo("\x2D\x30\x20", "  12A0", "     0")));
}

TEST(MtSics, RepliesFaultsAndIdentity) {
    EXPECT_EQ(only<Reply>("mt_sics", "Z A\r\n"), (Reply{Command::zero, true, {}}));
    EXPECT_EQ(only<Reply>("mt_sics", "ZI S\r\n"), (Reply{Command::zero, true, {}}));
    EXPECT_EQ(only<Reply>("mt_sics", "Z I\r\n"), (Reply{Command::zero, false, "not possible now"}));
    EXPECT_EQ(only<Reply>("mt_sics", "Z +\r\n").ok, false);
    EXPECT_EQ(only<Reply>("mt_sics", "T S      0.120 kg\r\n"), (Reply{Command::tare, true, {}}));
    EXPECT_EQ(only<Reply>("mt_sics", "TAC A\r\n"), (Reply{Command::clear_tare, true, {}}));
    EXPECT_EQ(only<Reply>("mt_sics", "S I\r\n").to, Command::read);
    EXPECT_EQ(only<Fault>("mt_sics", "ES\r\n").fault, "syntax error");
    EXPECT_EQ(only<Ignored>("mt_sics", "I4 A \"1234567\"\r\n").what, "serial number 1234567");
    EXPECT_TRUE(nothing("mt_sics", "S S     1.2.3 kg\r\n"));
    EXPECT_TRUE(nothing("mt_sics", "TI S\x01 1 g\r\n"));
}

TEST(MtSics, PresetTareSaysItsUnit) {
    auto const& sics = *find_protocol("mt_sics");
    EXPECT_EQ(sics.encode(Command::preset_tare, "0.120"), "TA 0.120 kg\r\n");
    EXPECT_EQ(sics.encode(Command::preset_tare, "120 g"), "TA 120 g\r\n");
    EXPECT_EQ(sics.encode(Command::preset_tare, "-1"), "");
    EXPECT_EQ(sics.encode(Command::preset_tare, "a lot"), "");
}

}  // namespace
}  // namespace bozhong::scale::test
