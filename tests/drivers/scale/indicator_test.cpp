// What the protocols of platform and bench indicators promise beyond the vectors.

#include <gtest/gtest.h>

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

std::string yaohua(std::string body) {
    int check = 0;
    for (char const c : body) check ^= c;
    constexpr std::string_view digits = "0123456789ABCDEF";
    return "\x02" + body + digits[static_cast<std::size_t>(check / 16)] +
           digits[static_cast<std::size_t>(check % 16)] + "\x03";
}

TEST(YaohuaCmd, GrossNetTareAndAnswers) {
    EXPECT_EQ(reading("yaohua_cmd", yaohua("AB+0012503")).kind, WeightKind::gross);
    EXPECT_EQ(reading("yaohua_cmd", yaohua("AD-0012503")).indication.text(), "-1.250");
    EXPECT_EQ(reading("yaohua_cmd", yaohua("AR+0012503")).kind, WeightKind::unknown);
    EXPECT_EQ(reading("yaohua_cmd", yaohua("AC+0012503")).range, Range::invalid) << "a tare is no load";
    EXPECT_EQ(std::get<Reply>(decode("yaohua_cmd", yaohua("AI")).events.at(0)),
              (Reply{Command::tare, true, {}}));
    EXPECT_EQ(std::get<Fault>(decode("yaohua_cmd", yaohua("A\x04")).events.at(0)).fault,
              "command not understood");
    EXPECT_TRUE(decode("yaohua_cmd", yaohua("AB+0012505")).events.empty()) << "five decimals do not exist";
    EXPECT_TRUE(decode("yaohua_cmd", yaohua("aB+0012503")).events.empty()) << "no such address";
}

TEST(YaohuaCmd, AddressAndLetterComeWithTheArgument) {
    auto const& encode = find_protocol("yaohua_cmd")->encode;
    EXPECT_EQ(encode(Command::read, "Z"), yaohua("ZB"));
    EXPECT_EQ(encode(Command::zero, "AH"), yaohua("AH"));
    EXPECT_EQ(encode(Command::zero, "AG"), "") << "erases the records of a Keli";
    EXPECT_EQ(encode(Command::preset_tare, "0.120"), "");
}

TEST(YaohuaEquals, TheDirectionIsTheProtocols) {
    EXPECT_EQ(reading("yaohua_eq_reversed", "=000.3000").indication.text(), "3.000");
    EXPECT_EQ(reading("yaohua_eq_forward", "=0003.000").indication.text(), "3.000");
    EXPECT_EQ(reading("yaohua_eq_reversed", "=00.10001").indication.text(), "-1.00") << "the A22 writes 1";
    EXPECT_EQ(reading("yaohua_eq_forward", "=-0001.00").indication.text(), "-1.00");
    EXPECT_EQ(reading("yaohua_eq_reversed", "=0651000").indication.text(), "1560");
    EXPECT_TRUE(decode("yaohua_eq_forward", "=1003.000=").events.empty()) << "no sign";
    EXPECT_TRUE(decode("yaohua_eq_reversed", "=0.0.300=").events.empty());
}

TEST(YaohuaEquals, AFrameEndsWhereTheNextBegins) {
    Decoder decoder(*find_protocol("yaohua_eq_reversed"), "kg");
    EXPECT_TRUE(decoder.feed(as_bytes("=000.3000")).empty());
    EXPECT_EQ(decoder.feed(as_bytes("=")).size(), 1u);
}

TEST(YaohuaText, WtIsATareAndOtherWordsAreNothing) {
    auto const tare = reading("yaohua_ww", "wt000.120kg\r\n");
    EXPECT_EQ(tare.tare, (domain::Decimal{120, 3}));
    EXPECT_EQ(tare.range, Range::invalid);
    for (std::string const line : {"wx000.120kg\r\n", "ww000.120\r\n", "ww000.120hkg\r\n", "ww+0.120kg\r\n",
                                   "ww\n", "ww000.1 20kg\r\n", "ww000.120kg\r"})
        EXPECT_TRUE(decode("yaohua_ww", line).events.empty()) << line;
}

std::string wg(std::string body) {
    int check = 0;
    for (char const c : body) check ^= c;
    char hex[4];
    std::snprintf(hex, sizeof hex, "%02X", static_cast<unsigned>(check));
    return body + hex + "\r\n";
}

TEST(YaohuaWg, OverUnderAndBlanks) {
    EXPECT_EQ(reading("yaohua_a12e_wg", wg("         OL")).range, Range::over);
    EXPECT_EQ(reading("yaohua_a12e_wg", "   " + wg("         OL")).range, Range::over) << "blanks before";
    EXPECT_TRUE(decode("yaohua_a12e_wg", wg("         XX")).events.empty());
    EXPECT_TRUE(decode("yaohua_a12e_wg", wg("WG0 4.139kg")).events.empty());
}

std::string cas(std::string_view head, int lamp, std::string_view number, std::string_view unit) {
    return std::string(head) + "=" + static_cast<char>(lamp) + "," + std::string(number) + " " +
           std::string(unit) + "\r\n";
}

TEST(Cas22, LampUnitAndHold) {
    auto const zero = reading("cas_22", cas("ST,GS,", 0xC5, "00000.00", "kg"));
    EXPECT_EQ(zero.at_zero, Known::yes);
    EXPECT_EQ(zero.stable, Known::yes);
    EXPECT_EQ(reading("cas_22", cas("ST,GS,", 0x84, "000013.5", "kg")).stable, Known::no)
        << "the lamp is out";
    EXPECT_EQ(reading("cas_22", cas("ST,GS,", 0xC4, "   1.250", " t")).mass, domain::grams(1'250'000));
    EXPECT_EQ(reading("cas_22", cas("US,NT,", 0x82, "-00013.5", "kg")).mass, domain::grams(-13'500));
    EXPECT_EQ(reading("cas_22", cas("OL,GS,", 0x84, "-       ", "kg")).range, Range::under);
    EXPECT_EQ(reading("cas_22", cas("ST,GS,", 0xD4, "000013.5", "kg")).range, Range::invalid) << "held";
    EXPECT_TRUE(decode("cas_22", cas("ST,GS,", 0x44, "000013.5", "kg")).events.empty()) << "seven data bits";
    EXPECT_TRUE(decode("cas_22", cas("ST,GS,", 0xC4, "0001 3.5", "kg")).events.empty());
}

TEST(CasCommands, EchoesAndRefusals) {
    EXPECT_EQ(std::get<Reply>(decode("cas_cmd", "D11KT\r\n").events.at(0)), (Reply{Command::tare, true, {}}));
    EXPECT_EQ(std::get<Reply>(decode("cas_cmd", "01MZ\r\n").events.at(0)), (Reply{Command::zero, true, {}}));
    EXPECT_EQ(std::get<Fault>(decode("cas_cmd", "!\r\n").events.at(0)).fault, "not possible now");
    EXPECT_EQ(reading("cas_cmd", cas("ST,GS,", 0xC4, "000013.5", "kg")).mass, domain::grams(13'500));
    auto const& encode = find_protocol("cas_cmd")->encode;
    EXPECT_EQ(encode(Command::zero, "D11"), "D11KZ\r\n");
    EXPECT_EQ(encode(Command::tare, "caston"), "TR\r\n");
    EXPECT_EQ(encode(Command::read, "7"), "01RW\r\n");
}

std::string sma(std::string_view head, std::string_view number, std::string_view unit) {
    return "\n" + std::string(head) + std::string(10 - number.size(), ' ') + std::string(number) +
           std::string(unit) + "\r";
}

TEST(Sma, StatusFirstNumberSecond) {
    EXPECT_EQ(reading("sma", sma("Z1G  ", "0.000", "kg ")).at_zero, Known::yes);
    EXPECT_EQ(reading("sma", sma(" 1GM ", "0.005", "kg ")).stable, Known::no);
    EXPECT_EQ(reading("sma", sma("U1G  ", "1.000", "kg ")).range, Range::under);
    EXPECT_EQ(reading("sma", sma("E1G  ", "----------", "kg ")).range, Range::invalid);
    EXPECT_EQ(reading("sma", sma(" 1n  ", "-1.250", "lb ")).kind, WeightKind::net);
    EXPECT_EQ(reading("sma", sma(" 1T  ", "0.120", "kg ")).range, Range::invalid) << "a tare is no load";
    EXPECT_TRUE(decode("sma", sma(" 1G  ", "1.2 50", "kg ")).events.empty());
}

TEST(ToledoContLf, LineFeedInPlaceOfTheCheck) {
    EXPECT_EQ(reading("toledo_cont_lf", "\x02\x2D\x30\x20  1250     0\r\n").mass, domain::grams(1250));
    EXPECT_TRUE(decode("toledo_cont_lf", "\x02\x2D\x30\x20  1250     0\rX").events.empty());
    auto const outcome = decode("toledo_cont", "\x02\x2D\x30\x20  1250     0\r\n\x02");
    EXPECT_TRUE(outcome.events.empty()) << "with a check expected it is a wrong one";
}

}  // namespace
}  // namespace bozhong::scale::test
