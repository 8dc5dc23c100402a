#include "station/domain/mass.h"

#include <gtest/gtest.h>

namespace bozhong::domain {
namespace {

TEST(Decimal, KeepsTrailingZeros) {
    EXPECT_EQ(Decimal::parse("2.200")->text(), "2.200");
    EXPECT_EQ(Decimal::parse("-0.50")->text(), "-0.50");
    EXPECT_EQ(Decimal::parse("4.00")->short_text(), "4");
    EXPECT_EQ(Decimal::parse(".5")->text(), "0.5");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
    for (auto const* text : {"", "-", ".", "1.2.3", "1e5", " 1", "1 ", "12345678901234567890", "1.0123456789"})
        EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(Mass, UnitsAreExact) {
    EXPECT_EQ(to_mass(*Decimal::parse("1"), MassUnit::jin)->mg, 500'000);
    EXPECT_EQ(to_mass(*Decimal::parse("1"), MassUnit::lb)->mg, 453'592);  // 453592.37 rounds down
    EXPECT_EQ(to_mass(*Decimal::parse("1"), MassUnit::oz)->mg, 28'350);
    EXPECT_EQ(to_mass(*Decimal::parse("-1.234"), MassUnit::kg)->mg, -1'234'000);
}

TEST(Mass, RoundsHalfToEven) {
    EXPECT_EQ(in_unit({2'500}, MassUnit::jin, 2).text(), "0.00");  // exactly half of 0.01 jin
    EXPECT_EQ(in_unit({7'500}, MassUnit::jin, 2).text(), "0.02");
    EXPECT_EQ(in_unit({-7'500}, MassUnit::jin, 2).text(), "-0.02");
    EXPECT_EQ(divide_half_even(5, 10), 0);
    EXPECT_EQ(divide_half_even(15, 10), 2);
    EXPECT_EQ(divide_half_even(-15, 10), -2);
    EXPECT_EQ(divide_half_even(-5, 10), 0);
}

TEST(Mass, SettlesTheSumOnce) {
    // Three bags of 1.0033 jin: rounding each would lose what the sum keeps.
    Mass const bags[] = {{501'667}, {501'667}, {501'667}};
    EXPECT_EQ(settle(bags, MassUnit::jin).text(), "3.01");
    EXPECT_EQ(settle(Mass{2'025'000}, MassUnit::kg).text(), "2.025");
    EXPECT_EQ(settle(Mass{2'025'000}, MassUnit::jin).text(), "4.05");
}

TEST(Mass, KnowsUnitsByAnyName) {
    EXPECT_EQ(mass_unit("斤"), MassUnit::jin);
    EXPECT_EQ(mass_unit("KG"), MassUnit::kg);
    EXPECT_EQ(mass_unit("份"), std::nullopt);
    EXPECT_EQ((Amount{*Decimal::parse("2.2"), "斤"}.mass()->mg), 1'100'000);
}

TEST(Mass, OverflowIsNoMass) {
    EXPECT_FALSE(to_mass({99'999'999'999'999'999, 0}, MassUnit::t));
}

}  // namespace
}  // namespace bozhong::domain
