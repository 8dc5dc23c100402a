// The simulator writes from the formats' descriptions, the driver reads from the same; here they meet.

#include "drivers/sim/scale_wire.h"

#include <gtest/gtest.h>

#include "drivers/scale/decoder.h"
#include "drivers/sim/scale_faults.h"

namespace bozhong::sim {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

std::vector<scale::Decoded> decode(std::string_view protocol, std::string const& bytes,
                                   scale::Counters* counters = nullptr) {
    scale::Decoder decoder(*scale::find_protocol(protocol), "kg");
    auto out = decoder.feed(std::as_bytes(std::span(bytes.data(), bytes.size())));
    for (auto& late : decoder.end()) out.push_back(std::move(late));
    if (counters != nullptr) *counters = decoder.counters();
    return out;
}

class Wire : public testing::TestWithParam<std::string_view> {
  protected:
    std::unique_ptr<ScaleWire> wire = make_scale_wire(GetParam());
    bool has_status = GetParam() != "yaohua_tf0";
};
INSTANTIATE_TEST_SUITE_P(Protocols, Wire, testing::Values("mt_sics", "stgs", "toledo_cont", "yaohua_tf0"),
                         [](auto const& one) { return std::string(one.param); });

TEST_P(Wire, EveryWeightIsReadBackExactly) {
    for (std::int64_t units = -120; units <= 15'045; units += 5) {
        Shown shown;
        shown.units = units;
        shown.stable = units % 2 == 0;
        auto const events = decode(GetParam(), wire->live(shown));
        ASSERT_EQ(events.size(), 1u) << units;
        auto const& reading = std::get<Reading>(events[0].event);
        ASSERT_EQ(reading.mass, domain::grams(units));
        ASSERT_EQ(reading.indication.value, (domain::Decimal{units, 3}.text()));
        if (has_status) {
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
    EXPECT_EQ(net.kind, has_status ? WeightKind::net : WeightKind::unknown);
    if (GetParam() == "toledo_cont") {
        EXPECT_EQ(net.tare, (domain::Decimal{120, 3}));
    }
    if (!has_status) return;
    shown.range = ShownRange::over;
    EXPECT_EQ(std::get<Reading>(decode(GetParam(), wire->live(shown)).at(0).event).range, Range::over);
    shown.range = ShownRange::under;
    EXPECT_EQ(std::get<Reading>(decode(GetParam(), wire->live(shown)).at(0).event).range, Range::under);
}

TEST_P(Wire, SpoiledFramesAreNeverReadings) {
    for (std::int64_t units = 0; units <= 15'045; units += 5) {
        Shown shown;
        shown.units = units;
        scale::Counters counters;
        EXPECT_TRUE(decode(GetParam(), wire->spoiled(wire->live(shown)), &counters).empty()) << units;
        bool const checked = GetParam() == "toledo_cont" || GetParam() == "yaohua_tf0";
        EXPECT_EQ(counters.checksum_errors, checked ? 1u : 0u);
    }
}

TEST_P(Wire, HearsWhatTheDriverSends) {
    auto const& protocol = *scale::find_protocol(GetParam());
    std::pair<scale::Command, Ask> const commands[] = {{scale::Command::zero, Ask::zero},
                                                       {scale::Command::tare, Ask::tare},
                                                       {scale::Command::clear_tare, Ask::clear_tare},
                                                       {scale::Command::preset_tare, Ask::preset_tare},
                                                       {scale::Command::read, Ask::read},
                                                       {scale::Command::stream_on, Ask::stream},
                                                       {scale::Command::stream_off, Ask::stop}};
    for (auto const& [command, ask] : commands) {
        std::string const bytes = protocol.encode(command, "0.120");
        if (bytes.empty()) continue;
        std::vector<Request> heard;
        for (char const c : bytes) {
            for (Request& request : wire->hear({&c, 1})) heard.push_back(std::move(request));
        }
        ASSERT_EQ(heard.size(), 1u) << scale::command_name(command);
        EXPECT_EQ(heard[0].ask, ask);
    }
}

TEST(SicsWire, AnswersAreUnderstood) {
    auto const wire = sics_wire();
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
    auto const wire = toledo_wire();
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

}  // namespace
}  // namespace bozhong::sim
