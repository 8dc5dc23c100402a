// Transmitters that are asked for registers, and USB scales: what they promise beyond the vectors. The CRCs
// were computed apart from the project.

#include <gtest/gtest.h>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

std::string hex(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 3)
        out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
    return out;
}
template <class T>
T only(std::string_view protocol, std::string_view bytes, std::string_view unit = {}) {
    auto const outcome = decode_whole(*find_protocol(protocol), hex(bytes), unit);
    auto const* event = outcome.events.size() == 1 ? std::get_if<T>(&outcome.events[0]) : nullptr;
    EXPECT_NE(event, nullptr) << protocol << ": " << bytes;
    return event == nullptr ? T{} : *event;
}
std::string sent(std::string_view protocol, Command command, std::string_view argument = {}) {
    return find_protocol(protocol)->encode(command, argument);
}

TEST(Modbus, LaumasCountsAreOfTheShownKindAndTheConfiguredUnit) {
    auto const net = only<Reading>("modbus_laumas", "01 03 0A 08 80 00 00 04 D2 00 00 00 00 7D 0C", "g");
    EXPECT_EQ(net.mass, domain::grams(-1'234));
    EXPECT_EQ(net.kind, WeightKind::gross);
    EXPECT_EQ(net.at_zero, Known::no);
    auto const zero = only<Reading>("modbus_laumas", "01 03 0A 14 00 00 00 04 D2 00 00 04 D2 5F FD");
    EXPECT_EQ(zero.kind, WeightKind::net);
    EXPECT_EQ(zero.at_zero, Known::yes);
    EXPECT_EQ(zero.stable, Known::no);
    EXPECT_FALSE(zero.mass.has_value()) << "without a unit there is no mass";
}

TEST(Modbus, GeneralMeasureWritesWordsInPlaceOfNumbers) {
    auto const weight = only<Reading>("modbus_gm", "01 03 08 00 00 04 D2 00 00 00 21 EC 59", "g");
    EXPECT_EQ(weight.mass, domain::grams(1'234));
    EXPECT_EQ(weight.stable, Known::yes);
    EXPECT_EQ(only<Reading>("modbus_gm", "01 03 08 7F 4F 46 4C 00 00 00 22 F3 06").range, Range::over);
}

TEST(Modbus, DiniShowsNetWhileATareIsActive) {
    auto const net = only<Reading>("modbus_dini", "01 04 0A 00 00 04 D2 00 00 03 E8 00 24 A2 E8", "g");
    EXPECT_EQ(net.kind, WeightKind::net);
    EXPECT_EQ(net.mass, domain::grams(1'000));
    EXPECT_EQ(only<Reading>("modbus_dini", "01 04 0A 00 00 04 D2 00 00 04 D2 00 04 82 49").kind,
              WeightKind::gross);
    // That a command was written says nothing about what came of it.
    EXPECT_EQ(only<Ignored>("modbus_dini", "01 06 00 00 00 01 48 0A").what, "written");
    EXPECT_EQ(only<Fault>("modbus_dini", "01 84 02 C2 C1").fault, "exception 2: no such register");
}

TEST(Modbus, AFloatIsTheShortestDecimalThatNamesIt) {
    EXPECT_EQ(only<Reading>("modbus_a33e", "01 03 04 3F 9E 04 19 54 C3", "kg").mass, domain::Mass{1'234'500});
    EXPECT_EQ(only<Reading>("modbus_a33e", "01 03 04 00 00 41 48 CA 55").range, Range::invalid)
        << "the words in the other order";
}

TEST(Modbus, AWrongCheckAndAnotherLengthAreNoReadings) {
    auto const wrong = decode_whole(*find_protocol("modbus_a33e"), hex("01 03 04 3F 9E 04 19 54 C4"));
    EXPECT_TRUE(wrong.events.empty());
    EXPECT_EQ(wrong.counters.checksum_errors, 1u);
    EXPECT_TRUE(decode_whole(*find_protocol("modbus_gm"), hex("01 03 04 3F 9E 04 19 54 C3")).events.empty());
}

TEST(Modbus, TheArgumentIsTheAddress) {
    EXPECT_EQ(sent("modbus_laumas", Command::read), hex("01 03 00 06 00 05 65 C8"));
    EXPECT_EQ(sent("modbus_laumas", Command::read, "1"), sent("modbus_laumas", Command::read));
    EXPECT_EQ(sent("modbus_laumas", Command::read, "17")[0], '\x11');
    for (std::string_view const wrong : {"0", "248", "-1", "1x", "a"})
        EXPECT_EQ(sent("modbus_laumas", Command::read, wrong), "") << wrong;
    EXPECT_EQ(sent("modbus_laumas", Command::zero), "") << "the command register also calibrates";
}

TEST(UsbHid, StatusUnitExponentAndTheByteInFront) {
    auto const ounces = only<Reading>("usb_hid", "03 04 0B FF 34 19");
    EXPECT_EQ(ounces.indication.text(), "645.2");
    EXPECT_EQ(ounces.at_zero, Known::no);
    EXPECT_EQ(only<Reading>("usb_hid", "04 04 03 FD D2 04").mass, domain::grams(1'234));
    EXPECT_EQ(only<Reading>("usb_hid", "03 05 02 00 14 00").range, Range::under);
    EXPECT_EQ(only<Reading>("usb_hid", "03 07 02 00 14 00").range, Range::invalid);
    EXPECT_EQ(only<Reading>("usb_hid", "00 03 04 02 00 14 00").mass, domain::grams(20));
    EXPECT_FALSE(only<Reading>("usb_hid", "03 04 05 00 14 00").mass.has_value()) << "tael of which country";
    for (std::string_view const bad :
         {"03 09 02 00 14 00", "03 04 0D 00 14 00", "03 04 02 01 14 00", "05 04 02 00 14 00"})
        EXPECT_TRUE(decode_whole(*find_protocol("usb_hid"), hex(bad)).events.empty()) << bad;
}

}  // namespace
}  // namespace bozhong::scale::test
