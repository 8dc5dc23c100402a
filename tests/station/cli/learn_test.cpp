// Formats whose driver is hidden, learned from what they send and what the display shows.

#include <gtest/gtest.h>

#include "config/protocol_description.h"
#include "config/protocols.h"
#include "drivers/scale/checksum.h"
#include "drivers/scale/decoder.h"
#include "drivers/scale/learn.h"
#include "drivers/sim/scale_wire.h"
#include "station/cli/bench/detect_trials.h"

namespace bozhong::cli::bench {
namespace {

using scale::Recording;

struct Load {
    std::int64_t grams;
    char const* shows;
};
constexpr Load loads[] = {{2345, "2.345 kg"}, {780, "0.780 kg"}, {11060, "11.060 kg"}};

/// Empty pan, loads that come and go, and three that lie still and are read from the display.
template <class Frame>
Recording recorded(Frame frame) {
    Recording out;
    for (std::int64_t const grams : {0, 0, 130, 4415, 4420, 4420, 975, 20, 0, 8805, 12990, 12995, 640, 0})
        for (int i = 0; i < 3; ++i) out.bytes += frame(grams, grams % 10 == 0);
    for (Load const& load : loads) {
        for (std::int64_t part = 1; part < 5; ++part)
            for (int i = 0; i < 3; ++i) out.bytes += frame(load.grams * part / 5, false);
        std::string still;
        for (int i = 0; i < 20; ++i) still += frame(load.grams, true);
        out.bytes += still;
        out.moments.push_back({still, *scale::parse_shown(load.shows)});
    }
    return out;
}

/// The description as a file, read back, decodes every moment to what was shown.
std::string judged(scale::Learned const& learned, Recording const& recording) {
    if (!learned.description) return learned.not_learned.empty() ? "nothing" : learned.not_learned.front();
    auto const read = config::parse_protocol_description(
        config::protocol_description_text(*learned.description), "learned.toml");
    if (!read) return read.error().text();
    if (!(*read == *learned.description)) return "the file says something else";
    for (scale::Moment const& moment : recording.moments) {
        scale::Decoder decoder(scale::described(*read), {});
        int right = 0, wrong = 0;
        decoder.feed(std::as_bytes(std::span(moment.bytes)), [&](scale::Decoded& decoded) {
            auto const* reading = std::get_if<domain::Reading>(&decoded.event);
            bool const same = reading != nullptr && scale::same_weight(moment.shown, reading->indication);
            ++(same ? right : wrong);
        });
        if (right < 10 || wrong > 0)
            return "reads " + std::to_string(right) + " right and " + std::to_string(wrong) + " wrong";
    }
    return "good";
}

TEST(Learn, SimulatedFormatsWithTheirDriversHidden) {
    int good = 0, all = 0;
    for (auto const& protocol : simulated_protocols(config::all_protocols())) {
        auto const wire = sim::make_scale_wire(protocol.id);
        auto const recording = recorded([&](std::int64_t grams, bool stable) {
            sim::Shown shown;
            shown.units = grams;
            shown.stable = stable;
            return wire->live(shown);
        });
        auto const result = judged(scale::learn(recording, "learned", {}), recording);
        ++all;
        good += result == "good" ? 1 : 0;
        if (result != "good") std::printf("%s: %s\n", std::string(protocol.id).c_str(), result.c_str());
    }
    std::printf("learned %d of %d\n", good, all);
    EXPECT_GE(good * 100, all * 80);
}

std::string digits(std::int64_t value, int width) {
    std::string out = std::to_string(value);
    return std::string(static_cast<std::size_t>(width) - out.size(), '0') + out;
}

std::string with_check(std::string body, scale::CheckRule rule) {
    body.push_back(static_cast<char>(scale::check_value(rule, body)));
    return body;
}

TEST(Learn, MadeUpFormats) {
    using scale::CheckRule;
    struct Case {
        char const* name;
        std::string (*frame)(std::int64_t grams, bool stable);
    };
    for (Case const &one : std::vector<Case>{
             {"low digit first",
              [](std::int64_t g, bool) {
                  std::string text = digits(g, 6);
                  return "#" + std::string(text.rbegin(), text.rend()) + "\r";
              }},
             {"BCD and a sum",
              [](std::int64_t g, bool stable) {
                  std::string body{'\xAA', stable ? '\1' : '\0'};
                  std::string const text = digits(g, 6);
                  for (int i = 4; i >= 0; i -= 2)
                      body.push_back(static_cast<char>((text[i] - '0') * 16 + text[i + 1] - '0'));
                  return with_check(body, CheckRule::sum);
              }},
             {"binary and a CRC",
              [](std::int64_t g, bool) {
                  std::string body = "W:";
                  body += {static_cast<char>(g >> 16), static_cast<char>(g >> 8), static_cast<char>(g)};
                  auto const crc = scale::check_value(CheckRule::crc16_modbus, body);
                  body += {static_cast<char>(crc & 0xFF), static_cast<char>(crc >> 8)};
                  return body;
              }},
             {"text with state", [](std::int64_t g, bool stable) {
                  auto const text = digits(g, 5);
                  return std::string(stable ? "OK" : "..") + ";" + text.substr(0, 2) + "," + text.substr(2) +
                         ";KG\n";
              }}}) {
        auto const recording = recorded(one.frame);
        auto const learned = scale::learn(recording, "learned", {});
        EXPECT_EQ(judged(learned, recording), "good") << one.name;
    }
}

TEST(Learn, ALearnedCheckAndStateAreUsed) {
    auto const wire = sim::make_scale_wire("yaohua_tf0");
    auto const recording = recorded([&](std::int64_t grams, bool) {
        sim::Shown shown;
        shown.units = grams;
        return wire->live(shown);
    });
    auto const learned = scale::learn(recording, "learned", {});
    ASSERT_TRUE(learned.description.has_value());
    sim::Shown shown;
    shown.units = 5005;
    std::string frame = wire->live(shown);
    auto const frames = [&](std::string const& bytes) {
        scale::Decoder decoder(scale::described(*learned.description), {});
        return decoder.feed(std::as_bytes(std::span(bytes))).size();
    };
    EXPECT_EQ(frames(frame), 1u);
    EXPECT_EQ(frames(wire->spoiled(frame)), 0u);
}

/// Written as short as it goes: the frames differ in length.
std::string short_text(std::int64_t grams) {
    return domain::Decimal{grams, 3}.text();
}

TEST(Learn, FramesAsLongAsTheirDigits) {
    using Frame = std::string (*)(std::int64_t grams, bool stable);
    for (Frame const frame : std::vector<Frame>{
             [](std::int64_t g, bool stable) {
                 return (stable ? "S S " : "S D ") + short_text(g) + " kg\r\n";
             },
             [](std::int64_t g, bool) { return "\x02" + short_text(g) + "\x03"; },
             [](std::int64_t g, bool stable) {
                 return "w:+" + short_text(g) + (stable ? ";ok" : ";..") + "\r";
             },
         }) {
        auto const recording = recorded(frame);
        auto const learned = scale::learn(recording, "learned", {});
        EXPECT_EQ(judged(learned, recording), "good") << frame(2345, true);
        ASSERT_TRUE(learned.description.has_value());
        auto const value = [&](std::string const& bytes) {
            auto const all = scale::Decoder(scale::described(*learned.description), {})
                                 .feed(std::as_bytes(std::span(bytes)));
            return all.size() == 1 ? std::get<domain::Reading>(all[0].event).indication.text() : "none";
        };
        EXPECT_EQ(value(frame(5, true)), "0.005");
        EXPECT_EQ(value(frame(112'345, true)), "112.345") << "longer than any that was seen";
        EXPECT_EQ(value("S S 1.2.3 kg\r\n"), "none");
    }
}

TEST(Learn, ALostByteNowAndThenIsNoOtherLength) {
    int count = 0;
    auto const recording = recorded([&](std::int64_t g, bool) {
        std::string frame = "#" + digits(g, 6) + "\r";
        return ++count % 40 == 0 ? frame.erase(3, 1) : frame;
    });
    auto const learned = scale::learn(recording, "learned", {});
    ASSERT_TRUE(learned.description.has_value());
    scale::Decoder decoder(scale::described(*learned.description), {});
    EXPECT_TRUE(decoder.feed(std::as_bytes(std::span("#00234\r", 7))).empty());
}

TEST(Learn, WhatCannotBeLearnedIsSaid) {
    auto const nothing = scale::learn({"", {}}, "x", {});
    EXPECT_FALSE(nothing.description.has_value());
    EXPECT_FALSE(nothing.not_learned.empty());
    auto recording = recorded([](std::int64_t g, bool) { return "#" + digits(g, 6) + "\r"; });
    for (auto& moment : recording.moments) moment.shown.value = {999, 3};
    EXPECT_EQ(scale::learn(recording, "x", {}).not_learned.front(),
              "no number in the frames is what the display showed");
    for (auto& moment : recording.moments) moment.shown.value = {0, 3};
    EXPECT_EQ(scale::learn(recording, "x", {}).not_learned.front(),
              "the display showed only zero: put a load on");
}

}  // namespace
}  // namespace bozhong::cli::bench
