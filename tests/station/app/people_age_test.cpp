#include "station/app/people_age.h"

#include <gtest/gtest.h>

namespace bozhong::app {
namespace {

using domain::Instant;
using std::chrono::hours;
using std::chrono::minutes;

Instant after(domain::milliseconds passed) {
    return Instant{passed};
}

TEST(PeopleAge, GrowsWhileTheHubIsNotHeardAndIsNothingWhileItIs) {
    PeopleAge age;
    age.restore({}, after(hours(1)));
    EXPECT_EQ(age.at(after(hours(3))), hours(2));
    age.heard(true, after(hours(3)));
    EXPECT_EQ(age.at(after(hours(90))), hours(0)) << "heard all the time";
    age.heard(false, after(hours(90)));
    EXPECT_EQ(age.at(after(hours(91))), hours(1));
    age.heard(false, after(hours(95)));
    EXPECT_EQ(age.at(after(hours(96))), hours(6)) << "still away";
}

TEST(PeopleAge, GoesOnAfterARestartWithoutAskingAnyClock) {
    PeopleAge first;
    first.restore({}, after(hours(50)));
    ASSERT_TRUE(first.note(after(hours(54))));
    PeopleAge second;
    second.restore(hours(4), after(hours(0)));
    EXPECT_EQ(second.at(after(hours(1))), hours(5));
    second.heard(false, after(hours(1)));
    EXPECT_EQ(second.at(after(hours(1))), hours(5)) << "hearing that it is away is not hearing it";
}

TEST(PeopleAge, IsWrittenDownInStepsAndWhenItEnds) {
    PeopleAge age;
    age.restore({}, after({}));
    EXPECT_FALSE(age.note(after(minutes(9))));
    EXPECT_TRUE(age.note(after(minutes(10))));
    EXPECT_FALSE(age.note(after(minutes(19))));
    EXPECT_TRUE(age.note(after(minutes(21))));
    age.heard(true, after(minutes(22)));
    EXPECT_TRUE(age.note(after(minutes(22)))) << "what stands on the disk is not true any more";
    EXPECT_FALSE(age.note(after(minutes(500))));
}

TEST(PeopleAge, AClockThatGoesBackMakesNobodyYoungerThanNothing) {
    PeopleAge age;
    age.restore({}, after(hours(5)));
    EXPECT_EQ(age.at(after(hours(1))), hours(0));
}

}  // namespace
}  // namespace bozhong::app
