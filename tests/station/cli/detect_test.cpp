// Scales found by what they send, over wires modelled to the bit.

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "config/protocols.h"
#include "drivers/scale/detect.h"
#include "drivers/sim/uart.h"
#include "station/cli/bench/detect_trials.h"

namespace bozhong::cli::bench {
namespace {

using scale::Heard;
using scale::LineSettings;
using sim::Burst;
using sim::UartLine;

TEST(Uart, TheSameLineGivesTheSameBytes) {
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    Burst const burst{0, all};
    for (int const baud : {600, 9600, 115200})
        EXPECT_EQ(sim::received({&burst, 1}, {baud, 8, 'N', 1}, {baud, 8, 'N', 1}), all);
    Burst const text{0, "ST,GS,+001.250kg\r\n"};
    for (char const parity : {'E', 'O'})
        EXPECT_EQ(sim::received({&text, 1}, {2400, 7, parity, 1}, {2400, 7, parity, 1}), text.bytes);
}

TEST(Uart, SevenBitsWithParityReadAsEightShowTheParityAsBitSeven) {
    Burst const text{0, "01"};  // 30h has two ones, 31h three
    EXPECT_EQ(sim::received({&text, 1}, {9600, 7, 'E', 1}, {9600, 8, 'N', 1}), "0\xB1");
    EXPECT_EQ(sim::received({&text, 1}, {9600, 7, 'O', 1}, {9600, 8, 'N', 1}),
              "\xB0"
              "1");
    EXPECT_EQ(sim::received({&text, 1}, {9600, 8, 'N', 1}, {9600, 7, 'E', 1, true}), "0");
}

TEST(Uart, AtAnotherSpeedTheBytesAreOthers) {
    Burst const text{0, "ST,GS,+001.250kg\r\n"};
    for (int const baud : {1200, 4800, 19200}) {
        auto const heard = sim::received({&text, 1}, {9600, 8, 'N', 1}, {baud, 8, 'N', 1});
        EXPECT_FALSE(heard.empty());
        EXPECT_EQ(heard.find("ST"), std::string::npos);
    }
}

std::vector<scale::Protocol> const& everything() {
    static auto const all = config::all_protocols();
    return all;
}

/// The goal: the right protocol and line first in at least 95 of 100. The table with all lines and more
/// rounds is printed by `bozhong bench detect`.
TEST(Detect, FindsTheRightProtocolAndLine) {
    int right[2] = {0, 0}, tries[2] = {0, 0}, protocols = 0;
    for (auto const& protocol : simulated_protocols(everything())) {
        auto const tally = try_detecting(protocol, everything(), 1);
        right[tally.asked ? 1 : 0] += tally.right;
        tries[tally.asked ? 1 : 0] += tally.tries;
        ++protocols;
        for (auto const& miss : tally.misses) std::printf("%s %s\n", tally.protocol.c_str(), miss.c_str());
    }
    std::printf("unasked %d/%d, asked %d/%d\n", right[0], tries[0], right[1], tries[1]);
    EXPECT_GE(protocols, 10);
    EXPECT_GE(right[0] * 100, tries[0] * 95);
    EXPECT_GE(right[1] * 100, tries[1] * 95);
}

std::string stream(std::string const& protocol) {
    return simulated_stream(protocol, 3, 40);
}

TEST(Detect, WhatNoFrameTellsIsUndecided) {
    auto const found = scale::detect(std::vector{Heard{{}, stream("yaohua_tf0")}}, everything());
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].protocol, "yaohua_tf0");
    EXPECT_EQ(found[0].evidence.at(0), "checksum 40/40");
    EXPECT_EQ(found[0].undecided, std::vector<std::string>{"unit"});
    auto const told = scale::detect(std::vector{Heard{{}, stream("gram_pc0")}}, everything());
    ASSERT_FALSE(told.empty());
    EXPECT_TRUE(told[0].undecided.empty());
}

TEST(Detect, AKnownWeightDecides) {
    // The same frames read forward and backward; only the display can tell.
    std::string bytes;
    for (int i = 0; i < 20; ++i) bytes += "=000.3000";
    bytes += "=";
    for (auto const& [shows, digits] : {std::pair{"3.000 kg", "3.000"}, std::pair{"0.3000 kg", "0.3000"}}) {
        auto const found =
            scale::detect(std::vector{Heard{{}, bytes}}, everything(), scale::parse_shown(shows));
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(found[0].evidence.back(), std::string("shows ") + digits + " 20/20");
        EXPECT_EQ(found[0].undecided, std::vector<std::string>{}) << digits;
    }
}

TEST(Detect, NoiseAndSilenceAreNothing) {
    EXPECT_TRUE(scale::detect(std::vector<Heard>{}, everything()).empty());
    EXPECT_TRUE(scale::detect(std::vector{Heard{{}, ""}}, everything()).empty());
    std::mt19937 random(3);
    std::string noise;
    for (int i = 0; i < 4000; ++i) noise.push_back(static_cast<char>(random()));
    EXPECT_TRUE(scale::detect(std::vector{Heard{LineSettings{}, noise}}, everything()).empty());
}

TEST(Detect, OnlyHarmlessRequestsAreEverSent) {
    // A change here is a change of what is sent to devices nobody knows: read the manuals first.
    using namespace std::string_literals;
    std::set<std::string> const closed{"SI\r\n",
                                       "W\r",
                                       "W",
                                       "\x05",
                                       "RW\r\n",
                                       "READ\r\n",
                                       "Q\r\n",
                                       "IP\r\n",
                                       "G\r\n",
                                       "\x1BP",
                                       "\x1Bp",
                                       "98000001\r\n",
                                       "SGW\r",
                                       "01RW\r\n",
                                       "w",
                                       "\x02\x41\x42\x30\x33\x03",
                                       "\x01\x03\x00\x06\x00\x05\x65\xC8"s,
                                       "\x01\x03\x00\x06\x00\x02\x24\x0A"s,
                                       "\x01\x03\x00\x00\x00\x04\x44\x09"s,
                                       "\x01\x04\x00\x00\x00\x05\x30\x09"s};
    auto const requests = scale::harmless_requests(everything());
    EXPECT_GE(requests.size(), 5u);
    for (auto const& request : requests) EXPECT_TRUE(closed.contains(request)) << request;
}

}  // namespace
}  // namespace bozhong::cli::bench
