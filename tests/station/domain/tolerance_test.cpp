#include "station/domain/tolerance.h"

#include <gtest/gtest.h>

#include "station/domain/time.h"

namespace bozhong::domain {
namespace {

TEST(Tolerance, DefaultBand) {
    Band const b = band({}, grams(2000));
    EXPECT_EQ(b.green_low, grams(1840));
    EXPECT_EQ(b.green_high, grams(2200));
    EXPECT_EQ(b.red_low, grams(1400));
    EXPECT_EQ(b.red_high, grams(2600));
    EXPECT_EQ(b.zone(grams(1840)), Zone::green);
    EXPECT_EQ(b.zone(grams(1839)), Zone::amber_under);
    EXPECT_EQ(b.zone(grams(2201)), Zone::amber_over);
    EXPECT_EQ(b.zone(grams(2601)), Zone::red_over);
    EXPECT_EQ(b.zone(grams(1399)), Zone::red_under);
}

TEST(Tolerance, SmallOrdersGetTheAbsoluteLimit) {
    Band const b = band({}, grams(100));
    EXPECT_EQ(b.green_low, grams(50));
    EXPECT_EQ(b.green_high, grams(150));
    EXPECT_EQ(b.red_high, grams(150));  // red never lies inside green
}

TEST(Tolerance, Stricter) {
    ToleranceProfile profile;
    profile.pick = Pick::stricter;
    EXPECT_EQ(band(profile, grams(2000)).green_high, grams(2050));
}

TEST(Time, Rfc3339) {
    EXPECT_EQ(rfc3339({0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339({1'700'000'000'123}), "2023-11-14T22:13:20.123Z");
}

}  // namespace
}  // namespace bozhong::domain
