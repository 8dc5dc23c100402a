// What the protocols of counters and cash registers promise beyond the vectors.

#include <gtest/gtest.h>

#include "drivers/scale/session.h"
#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

Outcome decode(std::string_view protocol, std::string_view bytes) {
    return decode_whole(*find_protocol(protocol), bytes);
}
Reading reading(std::string_view protocol, std::string_view bytes) {
    auto const outcome = decode(protocol, bytes);
    auto const* one = outcome.events.size() == 1 ? std::get_if<Reading>(&outcome.events[0]) : nullptr;
    EXPECT_NE(one, nullptr) << bytes;
    return one == nullptr ? Reading{} : *one;
}

std::string ecr(std::string_view body, int rule) {
    unsigned char check = rule == 1 ? 0 : 0x01 ^ 0x02;
    for (char const c : body) check = static_cast<unsigned char>(check ^ c);
    return "\x01\x02" + std::string(body) + static_cast<char>(check) + "\x03\x04";
}

TEST(CasEcr, BothRulesOfTheCheckAndAllLengths) {
    for (int const rule : {1, 2}) {
        EXPECT_EQ(reading("cas_ecr_soh", ecr("S 01.250kg", rule)).mass, domain::grams(1250));
        EXPECT_EQ(reading("cas_ecr_soh", ecr("U-1.250kg", rule)).mass, domain::grams(-1250));
        EXPECT_EQ(reading("cas_ecr_soh", ecr("S 01250 G", rule)).mass, domain::grams(1250));
        EXPECT_TRUE(decode("cas_ecr_soh", ecr("S 1250G", rule)).events.empty()) << "too short";
    }
}

TEST(CasEcr, OutOfRangeAndChecksThatLookLikeTheEnd) {
    EXPECT_EQ(reading("cas_ecr_soh", ecr("F 00.000kg", 1)).range, Range::invalid);
    EXPECT_EQ(reading("cas_ecr_soh", ecr("UF00.000kg", 1)).range, Range::over);
    // Every weight, so that the check takes every value, 03 and 04 among them; glued.
    std::string bytes;
    for (int i = 0; i < 5000; ++i) {
        char weight[40];
        std::snprintf(weight, sizeof weight, "S %2d.%03dkg", i / 1000, i % 1000);
        bytes += ecr(weight, 1 + i % 2);
    }
    EXPECT_EQ(decode("cas_ecr_soh", bytes).counters, (Counters{5000, 0, 0}));
}

TEST(Toledo8217, NetHighResolutionAndParity) {
    EXPECT_EQ(reading("toledo_8217",
                      "\x02"
                      "01.234N\r")
                  .kind,
              WeightKind::net);
    EXPECT_EQ(reading("toledo_8217",
                      "\x02"
                      "01.2345\r")
                  .indication.text(),
              "1.2345");
    EXPECT_EQ(reading("toledo_8217", "\x02?B\r").range, Range::over);
    EXPECT_EQ(reading("toledo_8217", "\x02?A\r").stable, Known::no);
    EXPECT_TRUE(decode("toledo_8217", "\x02?!\r").events.empty()) << "bit 6 is always set";
    EXPECT_TRUE(decode("toledo_8217",
                       "\x02"
                       "1.2.34\r")
                    .events.empty());
    EXPECT_TRUE(decode("toledo_8217",
                       "\x02"
                       "01.2")
                    .events.empty());
}

TEST(Toledo8217, DigitalTareIsFiveDigits) {
    auto const& encode = find_protocol("toledo_8217")->encode;
    EXPECT_EQ(encode(Command::preset_tare, "0.120"), "T00120\r");
    EXPECT_EQ(encode(Command::preset_tare, "120 g"), "T00120\r");
    EXPECT_EQ(encode(Command::preset_tare, "100"), "") << "does not fit";
    EXPECT_EQ(encode(Command::preset_tare, "0.1205"), "") << "finer than the display";
    EXPECT_EQ(encode(Command::preset_tare, "-1"), "");
    EXPECT_EQ(encode(Command::preset_tare, ""), "");
}

TEST(Nci, ThirdByteSaysNetAndErrorsAreNoWeights) {
    auto const net = reading("nci_scp01", "\n0001.25kg\r\n0p4\r\x03");
    EXPECT_EQ(net.kind, WeightKind::net);
    EXPECT_EQ(net.mass, domain::grams(1250));
    EXPECT_EQ(reading("nci_scp01", "\n0001.25kg\r\n0p0\r\x03").kind, WeightKind::gross);
    EXPECT_EQ(reading("nci_scp01", "\n0001.25kg\r\n40\r\x03").range, Range::invalid) << "memory error";
    EXPECT_EQ(reading("nci_scp01", "\n________kg\r\n00\r\x03").range, Range::under);
    EXPECT_EQ(reading("nci_scp01", "\n--------kg\r\n00\r\x03").range, Range::invalid);
    EXPECT_EQ(reading("nci_scp01", "\n-0001.25kg\r\n00\r\x03").mass, domain::grams(-1250));
    EXPECT_EQ(std::get<Fault>(decode("nci_scp01", "\n?\r\x03").events.at(0)).fault, "command not understood");
    EXPECT_TRUE(decode("nci_scp01", "\n0001.25kg\r\n0@\r\x03").events.empty()) << "no status byte";
}

TEST(ToledoBrazil, LettersAreAllTheSame) {
    EXPECT_EQ(reading("toledo_br",
                      "\x02"
                      "01250\x03")
                  .mass,
              domain::grams(1250));
    EXPECT_TRUE(decode("toledo_br", "\x02IIISI\x03").events.empty());
    EXPECT_TRUE(decode("toledo_br",
                       "\x02"
                       "0125\x03")
                    .events.empty());
}

/// A session that has just been opened.
struct Opened {
    Session session;
    Instant now{std::chrono::milliseconds{1000}};
    std::string sent;
    std::vector<Reading> readings;

    explicit Opened(std::string_view protocol)
        : session(*find_protocol(protocol), {"kg", std::chrono::milliseconds{100}}) {
        take(session.start(now));
        take(session.on_open(now));
    }
    void give(std::string_view bytes) { take(session.on_bytes(as_bytes(bytes), now)); }
    void take(Actions const& actions) {
        for (Action const& action : actions) {
            if (auto const* send = std::get_if<SendBytes>(&action)) sent += send->bytes;
            if (auto const* seen = std::get_if<Reading>(&action)) readings.push_back(*seen);
        }
    }
};

TEST(CasEcr, TheHandshakeIsFinishedByTheSession) {
    Opened scale("cas_ecr_soh");
    EXPECT_EQ(scale.sent, "\x05");
    scale.give("\x06");
    EXPECT_EQ(scale.sent, "\x05\x11");
    scale.give(ecr("S 01.250kg", 1));
    ASSERT_EQ(scale.readings.size(), 1u);
    EXPECT_EQ(scale.readings[0].mass, domain::grams(1250));
}

TEST(CasEcr, ATornFrameDoesNotHoldUpTheNextAnswers) {
    std::string const frame = ecr("S 01.250kg", 1);
    for (std::size_t length = 1; length < frame.size(); ++length) {
        Opened scale("cas_ecr_soh");
        scale.give("\x06");
        scale.give(frame.substr(0, length));
        scale.sent.clear();
        scale.give("\x06");
        scale.give("\x06");
        EXPECT_FALSE(scale.sent.empty())
            << "cut after " << length << ": the second answer at the latest is heard";
        scale.give(frame);
        EXPECT_EQ(scale.readings.size(), 1u) << length;
    }
}

TEST(Dialog06, EveryStepOfTheHandshakeIsAnswered) {
    Opened scale("dialog06");
    auto const sent = [&] { return std::exchange(scale.sent, {}); };
    EXPECT_EQ(sent(),
              "\x04\x02"
              "01\x1B"
              "000100\x1B\x03")
        << "a price opens the weighing";
    scale.give("\x06");
    EXPECT_EQ(sent(), "\x04\x05") << "it was taken: the weight is asked for";
    scale.give(
        "\x02"
        "02\x1B"
        "3\x1B"
        "01250\x1B"
        "000100\x1B"
        "000125\x03");
    EXPECT_EQ(sent(), "\x04") << "every record is closed";
    ASSERT_EQ(scale.readings.size(), 1u);
    EXPECT_EQ(scale.readings[0].mass, domain::grams(1250));

    scale.now += std::chrono::seconds{1};
    scale.take(scale.session.on_time(scale.now));
    EXPECT_EQ(sent().substr(0, 2), "\x04\x02") << "and the next one begins";
    scale.give("\x15");
    EXPECT_EQ(sent(),
              "\x04\x02"
              "08\x03")
        << "refused: the reason is asked for";
    scale.give(
        "\x02"
        "09\x1B"
        "20\x03");
    EXPECT_EQ(sent(), "\x04");
    ASSERT_EQ(scale.readings.size(), 2u);
    EXPECT_EQ(scale.readings[1].stable, Known::no);
    EXPECT_FALSE(scale.readings[1].mass.has_value());
}

TEST(Toledo8217, AWeightSentOnceStaysTheWeight) {
    Opened scale("toledo_8217");
    EXPECT_EQ(scale.sent, "W");
    scale.give("\x02?@\r");
    EXPECT_TRUE(scale.readings.empty()) << "nothing was sent yet";
    scale.give(
        "\x02"
        "01.250\r");
    scale.now += std::chrono::milliseconds{400};
    scale.give("\x02?@\r");
    ASSERT_EQ(scale.readings.size(), 2u);
    EXPECT_EQ(scale.readings[1].mass, domain::grams(1250));
    EXPECT_EQ(scale.readings[1].at, scale.now) << "it is as fresh as the answer";
    scale.give("\x02?A\r");
    EXPECT_FALSE(scale.readings.back().mass.has_value());
    scale.take(scale.session.on_link_lost("cut", scale.now));
    scale.take(scale.session.on_open(scale.now));
    auto const before = scale.readings.size();
    scale.give("\x02?@\r");
    EXPECT_EQ(scale.readings.size(), before) << "what was there before the cut counts no more";
}

}  // namespace
}  // namespace bozhong::scale::test
