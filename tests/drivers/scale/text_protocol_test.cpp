// What the text protocols of balances and foreign indicators promise beyond the vectors.

#include <gtest/gtest.h>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

template <class T>
T only(std::string_view protocol, std::string_view bytes, std::string_view unit = {}) {
    auto const outcome = decode_whole(*find_protocol(protocol), bytes, unit);
    auto const* event = outcome.events.size() == 1 ? std::get_if<T>(&outcome.events[0]) : nullptr;
    EXPECT_NE(event, nullptr) << protocol << ": " << bytes;
    return event == nullptr ? T{} : *event;
}
Reading reading(std::string_view protocol, std::string_view bytes, std::string_view unit = {}) {
    return only<Reading>(protocol, bytes, unit);
}
bool nothing(std::string_view protocol, std::string_view bytes) {
    return decode_whole(*find_protocol(protocol), bytes, "kg").events.empty();
}

TEST(AndStd, CountsErrorsEchoesAndRefusals) {
    auto const count = reading("and_std", "QT,+00000012 PC\r\n", "kg");
    EXPECT_EQ(count.indication.unit, "PC");
    EXPECT_FALSE(count.mass.has_value());
    EXPECT_EQ(only<Ignored>("and_std", "QT,+00000012   \r\n", "kg").what, "count of pieces");
    EXPECT_EQ(reading("and_std", "WT,+00012.34 kg\r\n").stable, Known::yes);
    EXPECT_EQ(only<Fault>("and_std", "EC,E11\r\n").fault, "error E11");
    EXPECT_EQ(only<Fault>("and_std", "I\r\n").fault, "not possible now");
    EXPECT_EQ(only<Reply>("and_std", "MZ\r\n"), (Reply{Command::zero, true, {}}));
    EXPECT_EQ(only<Ignored>("and_std", "\x06").what, "acknowledged");
    EXPECT_TRUE(nothing("and_std", "ST,+9999999E+19\r\n"));
    EXPECT_TRUE(nothing("and_std", "ST,+000.12 8  g\r\n"));
    EXPECT_TRUE(nothing("and_std", "XX,+000.1278  g\r\n"));
}

TEST(DiniArgeo, ExtendedStringIsGrossAndShowsItsTare) {
    auto const shown = reading("dini_argeo", "ST,1,     12.34kg,        1.50kg\r\n");
    EXPECT_EQ(shown.kind, WeightKind::gross);
    EXPECT_EQ(shown.mass, domain::grams(12'340));
    EXPECT_EQ(shown.tare, (domain::Decimal{150, 2}));
    EXPECT_EQ(reading("dini_argeo", "OL,1,     99.99kg,        0.00kg\r\n").range, Range::over);
    EXPECT_TRUE(nothing("dini_argeo", "ST,1,     12.34kg,        1.50g\r\n"));
}

TEST(DiniArgeo, AcceptedIsNotDoneAndErrorsAreFaults) {
    EXPECT_EQ(only<Ignored>("dini_argeo", "OK\r\n").what, "accepted");
    EXPECT_EQ(only<Fault>("dini_argeo", "ERR03\r\n").fault, "refused, ERR03");
    EXPECT_EQ(only<Ignored>("dini_argeo", "ST,VL,    1234,mv\r\n").what, "converter value");
    EXPECT_EQ(reading("dini_argeo", "OL,GS,   60.02 ,kg\r\n").range, Range::over);
    EXPECT_TRUE(nothing("dini_argeo", "ST,GS,     0.0,k?\r\n"));
    EXPECT_TRUE(nothing("dini_argeo", "ST,GS,     0.0\r\n"));
}

TEST(Ohaus, WidthsTellAWholeLineFromOneWithoutItsSign) {
    EXPECT_EQ(reading("ohaus", "-   1.640 kg    NET\r\n").mass, domain::grams(-1'640));
    EXPECT_EQ(reading("ohaus", "    1.640 kg   ?G  \r\n").stable, Known::no);
    EXPECT_EQ(only<Ignored>("ohaus", "   0.120 kg    T\r\n").what, "tare");
    EXPECT_TRUE(nothing("ohaus", "  1.640 kg    N\r\n"));
    EXPECT_TRUE(nothing("ohaus", "-   1.640 kg    N\r\n")) << "wider: its sign must not get lost";
    EXPECT_TRUE(nothing("ohaus", "-    1.640 kg    NET\r\n"));
    EXPECT_TRUE(nothing("ohaus", "-  1.6 0 kg    N\r\n"));
    EXPECT_EQ(only<Fault>("ohaus", "ES\r\n").fault, "unknown command");
    auto const& ohaus = *find_protocol("ohaus");
    EXPECT_EQ(ohaus.encode(Command::preset_tare, "0.120"), "120T\r\n");
    EXPECT_EQ(ohaus.encode(Command::preset_tare, "0.1205"), "") << "no whole grams";
}

TEST(Sartorius, WordsInPlaceOfAWeight) {
    EXPECT_EQ(only<Fault>("sartorius_sbi", "Stat       OFF      \r\n").fault, "switched off");
    EXPECT_EQ(reading("sartorius_sbi", "Stat        H       \r\n").range, Range::over);
    EXPECT_EQ(reading("sartorius_sbi", "       L      \r\n").range, Range::under);
    EXPECT_EQ(only<Fault>("sartorius_sbi", "      Err 54  \r\n").fault, "error 54");
    EXPECT_EQ(only<Ignored>("sartorius_sbi", "T1    +   0.1200 kg \r\n").what, "not the load: T1");
}

TEST(Sartorius, ADigitInBracketsCounts) {
    auto const shown = reading("sartorius_sbi", "+ 10.00[5] g  \r\n");
    EXPECT_EQ(shown.indication.text(), "10.005");
    EXPECT_EQ(shown.stable, Known::yes);
    EXPECT_EQ(reading("sartorius_sbi", "-   5.4321 kg \r\n").mass, domain::Mass{-5'432'100});
}

TEST(Kern, ErrorIsNeitherOverNorUnder) {
    EXPECT_EQ(reading("kern_18", "       Error\r\n").range, Range::invalid);
    EXPECT_EQ(reading("kern_14", "+ ------ G E\r\n").range, Range::invalid);
    EXPECT_EQ(reading("kern_14", "+0123.456KG S\r\n").mass, domain::grams(123'456));
    EXPECT_TRUE(nothing("kern_14", "+0123.45 G X\r\n"));
    EXPECT_TRUE(nothing("kern_18", "       0.665 g \r\n"));
    EXPECT_EQ(find_protocol("kern_18")->encode(Command::read, {}), "w");
}

TEST(Radwag, MarksAnswersAndRefusals) {
    EXPECT_EQ(reading("radwag", "SI ^        0.0 kg \r\n").range, Range::over);
    EXPECT_EQ(reading("radwag", "S           8.5 g  \r\n").mass, domain::Mass{8'500});
    EXPECT_EQ(only<Reply>("radwag", "Z D\r\n"), (Reply{Command::zero, true, {}}));
    EXPECT_EQ(only<Ignored>("radwag", "Z A\r\n").what, "accepted");
    EXPECT_EQ(only<Reply>("radwag", "T ^\r\n"), (Reply{Command::tare, false, "above the limit"}));
    EXPECT_EQ(only<Reply>("radwag", "C1 A\r\n").ok, true);
    EXPECT_EQ(only<Fault>("radwag", "ES\r\n").fault, "unknown command");
    EXPECT_TRUE(nothing("radwag", "SQ            8.5 g  \r\n"));
    EXPECT_EQ(find_protocol("radwag")->encode(Command::preset_tare, "120 g"), "");
}

TEST(Rinstrum, MotionHidesGrossAndNet) {
    auto const moving = reading("rinstrum_fmt1", "\x02    12.5M\x03", "kg");
    EXPECT_EQ(moving.stable, Known::no);
    EXPECT_EQ(moving.kind, WeightKind::unknown);
    EXPECT_EQ(moving.mass, domain::grams(12'500));
    EXPECT_EQ(reading("rinstrum_fmt1", "\x02 ------ O\x03").range, Range::over);
    EXPECT_TRUE(nothing("rinstrum_fmt1", "\x02    12.5X\x03"));
}

TEST(RiceLake, LettersByPlaceAndFilledWeights) {
    auto const grams = reading("ricelake_stream", "\x02   12.50GG \r\n");
    EXPECT_EQ(grams.mass, domain::Mass{12'500});
    EXPECT_EQ(reading("ricelake_stream", "\x02   12.50LNM\r\n").stable, Known::no);
    EXPECT_EQ(reading("ricelake_stream", "\x02 ^^^^^^^KGO\r\n").range, Range::over);
    EXPECT_EQ(reading("ricelake_stream", "\x02-]]]]]]]KGO\r\n").range, Range::under);
    EXPECT_EQ(reading("ricelake_stream", "\x02-   0.50KGO\r\n").range, Range::under);
    EXPECT_TRUE(nothing("ricelake_stream", "\x02   12.50XG \r\n"));
}

TEST(Dialog06, ReasonsAndTheChallenge) {
    EXPECT_EQ(reading("dialog06",
                      "\x02"
                      "09\x1B"
                      "31\x03")
                  .range,
              Range::under);
    EXPECT_EQ(reading("dialog06",
                      "\x02"
                      "09\x1B"
                      "32\x03")
                  .range,
              Range::over);
    EXPECT_EQ(reading("dialog06",
                      "\x02"
                      "09\x1B"
                      "22\x03")
                  .stable,
              Known::no);
    EXPECT_EQ(only<Fault>("dialog06",
                          "\x02"
                          "09\x1B"
                          "01\x03")
                  .fault,
              "refused, status 01");
    EXPECT_EQ(only<Fault>("dialog06",
                          "\x02"
                          "11\x1B"
                          "37\x03")
                  .fault,
              "the scale demands a checksum challenge that is not public");
    EXPECT_TRUE(nothing("dialog06",
                        "\x02"
                        "02\x1B"
                        "2\x1B"
                        "01250\x1B"
                        "000100\x1B"
                        "000125\x03"));
    EXPECT_TRUE(nothing("dialog06",
                        "\x02"
                        "02\x1B"
                        "3\x1B"
                        "0125\x1B"
                        "000100\x1B"
                        "000125\x03"));
}

TEST(Adam, WithoutItsSignThereIsNoWeight) {
    EXPECT_EQ(reading("adam_cpw", "-  0.12  lb\r\n").indication.text(), "-0.12");
    EXPECT_EQ(reading("adam_cpw", "N/W  - 0.58 kg\r\n").kind, WeightKind::net);
    EXPECT_EQ(only<Ignored>("adam_cpw", "T/W  + 0.58 kg\r\n").what, "tare");
    EXPECT_TRUE(nothing("adam_cpw", "G/W    0.58 kg\r\n"));
    EXPECT_TRUE(nothing("adam_cpw", "+  0.12  \r\n"));
    EXPECT_EQ(find_protocol("adam_cpw")->encode(Command::tare, {}), "Z\r\n") << "the key tares";
    EXPECT_EQ(find_protocol("adam_cpw")->encode(Command::zero, {}), "");
}

TEST(TScale, ColumnsAndRange) {
    EXPECT_EQ(reading("tscale_nhb", "ST,NT-  1.234kg \r\n").mass, domain::grams(-1'234));
    EXPECT_EQ(reading("tscale_qhw", "US,NT,-  1.234kg\r\n").kind, WeightKind::net);
    EXPECT_EQ(reading("tscale_qhw", "OL,GS,        kg\r\n").range, Range::over);
    EXPECT_EQ(reading("tscale_nhb", "OL,GS-       kg \r\n").range, Range::under);
    EXPECT_TRUE(nothing("tscale_nhb", "ST,GS,   245.6 g\r\n"));
    EXPECT_TRUE(nothing("tscale_qhw", "ST,GS    85.5g  \r\n"));
}

}  // namespace
}  // namespace bozhong::scale::test
