// When a load counts as at rest: by the scale's flag, by time where there is none, or by both.

#include "station/core/stability.h"

#include <gtest/gtest.h>

namespace bozhong::core {
namespace {

using domain::grams;
using domain::Known;
using domain::Mass;
using domain::milliseconds;
using domain::StabilityRule;

class Rest : public testing::Test {
  protected:
    explicit Rest(StabilityRule rule = StabilityRule::flag) { record.stability = rule; }
    std::string see(Mass mass, Known flag) {
        auto const judged = stability.add(mass, flag, now, record);
        now += interval;
        EXPECT_EQ(judged.stable, !judged.evidence.empty());
        return judged.evidence;
    }
    /// The same value for so long; what the last reading said.
    std::string hold(Mass mass, Known flag, milliseconds length) {
        std::string last;
        for (auto const end = now + length; now <= end;) last = see(mass, flag);
        return last;
    }
    Stability stability;
    domain::ScaleRecord record;
    domain::Instant now{milliseconds{1'000'000}};
    milliseconds interval{100};
};
struct RestByTime : Rest {
    RestByTime() : Rest(StabilityRule::time) {}
};
struct RestByBoth : Rest {
    RestByBoth() : Rest(StabilityRule::flag_and_time) {}
};

TEST_F(Rest, TheFlagIsBelievedWhenTheFrameBeforeShowedTheSame) {
    EXPECT_EQ(see(grams(1'000), Known::yes), "") << "one frame alone";
    EXPECT_EQ(see(grams(1'010), Known::yes), "") << "2 e away from the one before";
    EXPECT_EQ(see(grams(1'015), Known::yes), "flag") << "1 e away";
    EXPECT_EQ(see(grams(1'015), Known::no), "");
    stability.forget();
    EXPECT_EQ(see(grams(1'015), Known::yes), "") << "nothing is known of before";
}

TEST_F(Rest, AScaleThatSpeaksSeldomIsBelievedAtOnce) {
    record.expected_interval = milliseconds{1'000};
    EXPECT_EQ(see(grams(1'000), Known::yes), "");
    record.expected_interval = milliseconds{1'001};
    stability.forget();
    EXPECT_EQ(see(grams(1'000), Known::yes), "flag");
}

TEST_F(Rest, WithoutAFlagTimeDecidesWhateverTheRecordAsksFor) {
    for (auto const rule : {StabilityRule::flag, StabilityRule::time, StabilityRule::flag_and_time}) {
        record.stability = rule;
        stability.forget();
        EXPECT_EQ(hold(grams(1'000), Known::unknown, milliseconds{400}), "");
        EXPECT_EQ(see(grams(1'000), Known::unknown), "time:500ms");
    }
}

TEST_F(RestByTime, TheWindowIsTwoAndAHalfPeriodsOfTheDisplayAndNeverLessThanHalfASecond) {
    record.display_period = milliseconds{200};
    EXPECT_EQ(Stability::window(record), milliseconds{500});
    record.display_period = milliseconds{400};
    EXPECT_EQ(hold(grams(1'000), Known::unknown, milliseconds{900}), "") << "it may have repeated itself";
    EXPECT_EQ(see(grams(1'000), Known::unknown), "time:1000ms");
}

TEST_F(RestByTime, AllReadingsOfTheWindowAreWithinOneDivision) {
    hold(grams(1'000), Known::unknown, milliseconds{500});
    EXPECT_EQ(see(grams(1'005), Known::unknown), "time:500ms");
    EXPECT_EQ(see(grams(1'010), Known::unknown), "") << "2 e within the window, 1 e from the one before";
    EXPECT_EQ(hold(grams(1'010), Known::unknown, milliseconds{200}), "");
    EXPECT_EQ(hold(grams(1'010), Known::unknown, milliseconds{200}), "time:500ms") << "the old ones are out";
}

TEST_F(RestByTime, TimeNeverStandsAgainstTheScalesOwnWord) {
    EXPECT_EQ(hold(grams(1'000), Known::no, milliseconds{3'000}), "");
    EXPECT_EQ(see(grams(1'000), Known::yes), "time:500ms");
}

TEST_F(RestByTime, MoreReadingsThanAreKeptAreNoRest) {
    record.display_period = milliseconds{800};
    interval = milliseconds{3};
    EXPECT_EQ(hold(grams(1'000), Known::unknown, milliseconds{6'000}), "")
        << "512 of these cover 1.5 s of 2 s";
    interval = milliseconds{4};
    EXPECT_EQ(hold(grams(1'000), Known::unknown, milliseconds{6'000}), "time:2000ms");
}

TEST_F(RestByBoth, TheFlagWaitsForTheWindowAndTheWindowForTheFlag) {
    EXPECT_EQ(hold(grams(1'000), Known::yes, milliseconds{400}), "") << "the flag alone";
    EXPECT_EQ(see(grams(1'000), Known::yes), "flag+time:500ms");
    EXPECT_EQ(see(grams(1'000), Known::no), "") << "the window alone";
    EXPECT_EQ(see(grams(1'005), Known::yes), "flag+time:500ms");
    EXPECT_EQ(see(grams(1'010), Known::yes), "") << "the flag says so, the window does not";
}

}  // namespace
}  // namespace bozhong::core
