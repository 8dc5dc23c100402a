// The simulator writes from the formats' descriptions, the driver reads from the same; here they meet.

#include "drivers/sim/scale_wire.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "config/protocols.h"
#include "drivers/scale/decoder.h"
#include "drivers/sim/scale_faults.h"

namespace bozhong::sim {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

/// Where a count of the display is all that is sent, and not how many decimals it has.
bool counts(std::string_view protocol) {
    return protocol == "modbus_laumas" || protocol == "modbus_gm" || protocol == "modbus_dini";
}

/// In code or described in a file.
scale::Protocol driver(std::string_view protocol) {
    return *config::find_protocol(std::string(protocol));
}

std::vector<scale::Decoded> decode(std::string_view protocol, std::string const& bytes,
                                   scale::Counters* counters = nullptr) {
    scale::Decoder decoder(driver(protocol), counts(protocol) ? "g" : "kg");
    auto out = decoder.feed(std::as_bytes(std::span(bytes.data(), bytes.size())));
    for (auto& late : decoder.end()) out.push_back(std::move(late));
    if (counters != nullptr) *counters = decoder.counters();
    return out;
}

bool one_of(std::string_view protocol, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), protocol) != list.end();
}
/// What the descriptions of the formats leave out.
bool tells_stability(std::string_view protocol) {
    return protocol.substr(0, 6) != "yaohua" &&
           !one_of(protocol, {"toledo_br", "adam_cpw", "gng_14", "dibal_98", "sterling_echo", "modbus_a33e"});
}
/// Moving, negative or out of range there is no weight on the wire.
bool only_at_rest(std::string_view protocol) {
    return one_of(protocol, {"toledo_8217", "toledo_br", "nci_scp02_ecr", "dialog06"});
}
/// There a negative weight is not described, and the simulated scale says nothing, or only that it is one.
bool has_no_minus(std::string_view protocol) {
    return one_of(protocol, {"dibal_98", "sterling_echo", "usb_hid"});
}
/// One flag or one word for both sides of the range.
bool one_flag(std::string_view protocol) {
    return one_of(protocol, {"cas_22", "cas_cmd", "cas_ecr_soh", "kern_14", "kern_18", "ff_bcd5",
                             "ricelake_stream", "tscale_nhb", "tscale_qhw", "modbus_laumas", "dibal_98"});
}
/// What spoils such a frame is a check that is wrong.
bool has_check(std::string_view protocol) {
    return one_of(protocol, {"toledo_cont", "yaohua_tf0", "yaohua_cmd", "yaohua_a12e_wg", "cas_ecr_soh",
                             "dibal_98", "modbus_laumas", "modbus_gm", "modbus_dini", "modbus_a33e"});
}

class Wire : public testing::TestWithParam<std::string_view> {
  protected:
    std::unique_ptr<ScaleWire> wire = make_scale_wire(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Protocols, Wire, testing::ValuesIn(scale_wire_protocols()),
                         [](auto const& one) { return std::string(one.param); });

TEST_P(Wire, EveryWeightIsReadBackExactly) {
    for (std::int64_t units = -120; units <= 15'045; units += 5) {
        Shown shown;
        shown.units = units;
        shown.stable = units % 2 == 0;
        if (units < 0 && has_no_minus(GetParam())) continue;
        auto const events = decode(GetParam(), wire->live(shown));
        ASSERT_EQ(events.size(), 1u) << units;
        ASSERT_TRUE(std::holds_alternative<Reading>(events[0].event)) << units;
        auto const& reading = std::get<Reading>(events[0].event);
        if (only_at_rest(GetParam()) && (units < 0 || !shown.stable)) {
            ASSERT_FALSE(reading.mass.has_value()) << units;
            continue;
        }
        ASSERT_EQ(reading.mass, domain::grams(units));
        // Some formats count grams; the digits are the same. A float has lost its last zeros.
        auto const& value = reading.indication.value;
        ASSERT_TRUE(value.has_value());
        if (GetParam() != "modbus_a33e") {
            ASSERT_EQ(value->units, units);
        }
        if (tells_stability(GetParam())) {
            ASSERT_EQ(reading.stable, shown.stable ? Known::yes : Known::no);
        }
    }
}

TEST_P(Wire, RangesTareAndNet) {
    Shown shown;
    shown.units = 880;
    shown.net = true;
    shown.tare_units = 120;
    auto const net = std::get<Reading>(decode(GetParam(), wire->live(shown)).at(0).event);
    if (GetParam() == "sterling_echo") {  // is asked for the gross weight
        EXPECT_EQ(net.mass, domain::grams(1000));
    } else {
        EXPECT_NE(net.kind, WeightKind::gross);
    }
    if (GetParam() == "toledo_cont") {
        EXPECT_EQ(net.tare, (domain::Decimal{120, 3}));
    }
    if (GetParam() == "modbus_a33e") return;  // no register for it
    for (auto const& [range, meant] :
         {std::pair{ShownRange::over, Range::over}, {ShownRange::under, Range::under}}) {
        shown.range = range;
        if (GetParam() == "modbus_laumas" && range == ShownRange::under) continue;  // has no flag for it
        for (auto const& event : decode(GetParam(), wire->live(shown))) {           // some say nothing then
            auto const& reading = std::get<Reading>(event.event);
            // Where one flag stands for both sides, either word will do, but never a weight.
            EXPECT_FALSE(reading.mass.has_value());
            if (!one_flag(GetParam())) {
                EXPECT_EQ(reading.range, meant);
            }
        }
    }
}

TEST_P(Wire, SpoiledFramesAreNeverReadings) {
    for (std::int64_t units = 0; units <= 15'045; units += 5) {
        Shown shown;
        shown.units = units;
        scale::Counters counters;
        for (auto const& event : decode(GetParam(), wire->spoiled(wire->live(shown)), &counters))
            EXPECT_FALSE(std::holds_alternative<Reading>(event.event)) << units;
        // A binary frame may hold the beginning of another, and that is wrong too.
        EXPECT_EQ(counters.checksum_errors > 0, has_check(GetParam())) << units;
    }
}

TEST_P(Wire, HearsWhatTheDriverSends) {
    auto const protocol = driver(GetParam());
    std::pair<scale::Command, Ask> const commands[] = {{scale::Command::zero, Ask::zero},
                                                       {scale::Command::tare, Ask::tare},
                                                       {scale::Command::clear_tare, Ask::clear_tare},
                                                       {scale::Command::preset_tare, Ask::preset_tare},
                                                       {scale::Command::read, Ask::read},
                                                       {scale::Command::stream_on, Ask::stream},
                                                       {scale::Command::stream_off, Ask::stop}};
    for (auto const& [command, ask] : commands) {
        std::string const bytes =
            protocol.encode(command, command == scale::Command::preset_tare ? "0.120" : "");
        if (bytes.empty()) continue;
        std::vector<Request> heard;
        for (char const c : bytes) {
            for (Request& request : wire->hear({&c, 1})) heard.push_back(std::move(request));
        }
        ASSERT_EQ(heard.size(), 1u) << scale::command_name(command);
        // A reading may begin with a greeting that the scale returns.
        if (heard[0].ask != Ask::greet) {
            EXPECT_EQ(heard[0].ask, ask);
        } else {
            EXPECT_EQ(ask, Ask::read);
        }
    }
}

TEST(SicsWire, AnswersAreUnderstood) {
    auto const wire = make_scale_wire("mt_sics");
    for (auto const& [ask, command] : {std::pair{Ask::zero, scale::Command::zero},
                                       {Ask::tare, scale::Command::tare},
                                       {Ask::clear_tare, scale::Command::clear_tare},
                                       {Ask::preset_tare, scale::Command::preset_tare}}) {
        for (Outcome const outcome : {Outcome::done, Outcome::not_now, Outcome::above, Outcome::below}) {
            auto const events = decode("mt_sics", wire->answer({ask, {}}, outcome, {}));
            ASSERT_EQ(events.size(), 1u);
            auto const& reply = std::get<scale::Reply>(events[0].event);
            EXPECT_EQ(reply.to, command);
            EXPECT_EQ(reply.ok, outcome == Outcome::done);
        }
    }
    EXPECT_EQ(std::get<scale::Fault>(
                  decode("mt_sics", wire->answer({Ask::unknown, {}}, Outcome::not_now, {})).at(0).event)
                  .fault,
              "syntax error");
}

TEST(LineFaults, AreReadFromText) {
    auto const faults = parse_line_faults("noise=5,checksum=2,flip=1,drop=3,double=4,split=50,glue=3");
    ASSERT_TRUE(faults.ok());
    EXPECT_EQ(faults->noise, 5);
    EXPECT_EQ(faults->twice, 4);
    EXPECT_EQ(faults->glue, 3);
    EXPECT_TRUE(parse_line_faults("").ok());
    for (std::string const text : {"noise", "noise=", "noise=101", "noise=x", "rain=5", "noise=5x"})
        EXPECT_FALSE(parse_line_faults(text).ok()) << text;
}

TEST(LineFaults, SplitGluedAndDoubledFramesLoseNothing) {
    auto const wire = make_scale_wire("toledo_cont");
    FaultyLine line(3);
    line.set(*parse_line_faults("split=60,glue=3,double=20,noise=30,checksum=10"));
    std::string sent;
    for (int i = 0; i < 900; ++i) {
        Shown shown;
        shown.units = i;
        sent += line.pass(wire->live(shown), *wire);
    }
    scale::Counters counters;
    auto const events = decode("toledo_cont", sent, &counters);
    // Every reading is one that was sent, in order; only the spoiled tenth is missing.
    std::int64_t before = -1;
    std::size_t different = 0;
    for (auto const& event : events) {
        auto const grams = std::get<Reading>(event.event).mass->mg / 1000;
        ASSERT_GE(grams, before);
        different += grams != before ? 1 : 0;
        before = grams;
    }
    EXPECT_GT(different, 700u);
    EXPECT_GT(counters.checksum_errors, 40u);
}

TEST(LineFaults, BaudEchoAndParityHaveTheirOwnLimits) {
    auto const faults = parse_line_faults("stutter=2,echo=1,parity=1,baud=200");
    ASSERT_TRUE(faults.ok());
    EXPECT_EQ(faults->stutter, 2);
    EXPECT_EQ(faults->baud, 200);
    for (std::string const text : {"baud=0", "baud=401", "stutter=101"})
        EXPECT_FALSE(parse_line_faults(text).ok()) << text;
}

TEST(LineFaults, TheRightSpeedReadsWhatWasSentAndAWrongOneDoesNot) {
    std::string const sent = make_scale_wire("yaohua_tf0")->live({});
    EXPECT_EQ(heard_at(100, sent), sent);
    for (int const percent : {25, 50, 200, 400}) EXPECT_NE(heard_at(percent, sent), sent) << percent;
    // At half the speed a bit of the reader is two of the sender's: of 0x55 and its frame every other bit is
    // 0.
    EXPECT_EQ(heard_at(100, "\x55"), "\x55");
    EXPECT_EQ(heard_at(1, ""), "");
}

TEST(LineFaults, NoWeightComesThroughAWrongSpeed) {
    auto const wire = make_scale_wire("yaohua_tf0");
    FaultyLine line(5);
    line.set(*parse_line_faults("baud=50"));
    std::string sent;
    for (int i = 0; i < 500; ++i) {
        Shown shown;
        shown.units = i * 5;
        sent += line.pass(wire->live(shown), *wire);
    }
    EXPECT_GT(sent.size(), 500u);
    EXPECT_TRUE(decode("yaohua_tf0", sent).empty());
}

TEST(LineFaults, ParityIsBitSeven) {
    auto const wire = make_scale_wire("toledo_cont");
    FaultyLine line(5);
    line.set(*parse_line_faults("parity=1"));
    Shown shown;
    shown.units = 1235;
    auto const events = decode("toledo_cont", line.pass(wire->live(shown), *wire));
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(std::get<Reading>(events[0].event).mass, domain::grams(1235));
}

TEST(Units, AFrameThatNamesItsUnitGivesTheSameMassAfterTheUnitKey) {
    for (auto const& [unit, units, decimals] :
         {std::tuple{domain::MassUnit::kg, 1250, 3}, {domain::MassUnit::g, 1250, 0}}) {
        Shown shown;
        shown.unit = unit;
        shown.units = units;
        shown.decimals = decimals;
        for (std::string_view const protocol :
             {"and_std", "cas_22", "dini_argeo", "kern_14", "kern_18", "mt_sics", "nci_scp01", "ohaus",
              "radwag", "ricelake_stream", "sartorius_sbi", "sma", "stgs", "toledo_cont", "tscale_nhb",
              "tscale_qhw"}) {
            auto const events = decode(protocol, make_scale_wire(protocol)->live(shown));
            ASSERT_EQ(events.size(), 1u) << protocol;
            EXPECT_EQ(std::get<Reading>(events[0].event).mass, domain::grams(1250)) << protocol;
        }
    }
}

}  // namespace
}  // namespace bozhong::sim
