// Whole warehouses from a seed: the same twice, quiet without faults, and every kept seed that once found
// something.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "station/simtest/faults.h"
#include "station/simtest/simtest.h"

namespace bozhong::simtest {
namespace {

Options two_hours(std::uint64_t seed) {
    Options options;
    options.seed = seed;
    options.days = 0.12;
    options.shift_hours = 2;
    return options;
}

std::string story_of(Report const& report) {
    std::string out;
    for (auto const& one : report.violations) out += one.when + " " + one.invariant + ": " + one.what + "\n";
    return out;
}

TEST(World, WithoutFaultsEverythingIsBookedOnce) {
    auto options = two_hours(1);
    options.faults.emplace();
    auto const report = run(options);
    EXPECT_EQ(story_of(report), "");
    EXPECT_GT(report.weighings, 100);
    EXPECT_EQ(report.papers, report.weighings + report.counts);
    EXPECT_EQ(report.lost, 0);
}

TEST(World, OneSeedIsOneRun) {
    auto const once = run(two_hours(3)), twice = run(two_hours(3)), other = run(two_hours(4));
    EXPECT_EQ(story_of(once), "");
    EXPECT_EQ(once.digest, twice.digest);
    EXPECT_EQ(once.steps, twice.steps);
    EXPECT_NE(once.digest, other.digest);
}

/// Order and figures follow from no clock: the same world, its clocks ten years ahead, and as in 1971.
TEST(World, OtherClocksGiveTheSameCourse) {
    for (std::uint64_t const seed : {5, 8}) {
        auto options = two_hours(seed);
        auto const usual = run(options);
        options.clocks_off_days = seed == 5 ? 3'650 : -20'000;
        auto const odd = run(options);
        EXPECT_EQ(story_of(odd), "");
        EXPECT_EQ(usual.course, odd.course) << "seed " << seed;
        EXPECT_NE(usual.digest, odd.digest);
    }
}

/// A week as a station has it: a shift a night, everything that can go wrong, about thirty times a shift.
TEST(World, AWeekOfOneTable) {
    Options options;
    options.seed = 7;
    options.days = 7;
    options.shift_hours = 4;
    options.stations = 1;
    options.faults.emplace();
    for (auto const& kind : fault_kinds()) options.faults->insert(kind.name);
    auto const report = run(options);
    EXPECT_EQ(story_of(report), "");
    EXPECT_EQ(report.simulated_s, 7 * 86'400);
    int injected = 0;
    for (auto const& [name, count] : report.faults) injected += count;
    EXPECT_GE(injected, 7 * 20);
    EXPECT_GE(report.faults.size(), 30U);
    EXPECT_GT(report.weighings, 2'000);
    std::printf("%lld weighings, %d faults of %zu kinds, %lld deaths, %lld lost, %.1f s\n",
                static_cast<long long>(report.weighings), injected, report.faults.size(),
                static_cast<long long>(report.deaths), static_cast<long long>(report.lost), report.cpu_s);
}

TEST(World, FaultsHappenAndNothingIsWrong) {
    int injected = 0;
    for (std::uint64_t seed = 20; seed < 24; ++seed) {
        auto const report = run(two_hours(seed));
        EXPECT_EQ(story_of(report), "") << "seed " << seed;
        for (auto const& [name, count] : report.faults) injected += count;
    }
    EXPECT_GE(injected, 80);
}

/// One line a seed: seed, days, hours of work, stations (0 = by the seed), faults ("swarm" = by the seed),
/// what it found.
TEST(World, KeptSeedsStayGood) {
    std::ifstream in(BOZHONG_SOURCE_DIR "/tests/station/simtest/seeds.txt");
    ASSERT_TRUE(in.good());
    int kept = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream fields(line);
        Options options;
        std::string faults;
        fields >> options.seed >> options.days >> options.shift_hours >> options.stations >> faults;
        if (faults != "swarm") {
            options.faults.emplace();
            std::istringstream names(faults);
            for (std::string name; std::getline(names, name, ',');)
                if (name != "none") options.faults->insert(name);
        }
        ASSERT_TRUE(check(options).ok()) << line;
        EXPECT_EQ(story_of(run(options)), "") << line;
        ++kept;
    }
    EXPECT_GE(kept, 1);
}

TEST(World, UnknownNamesAreRefused) {
    Options options;
    options.faults = {"rain"};
    EXPECT_FALSE(check(options).ok());
    options.faults.reset();
    options.mutant = "nobody";
    EXPECT_FALSE(check(options).ok());
}

}  // namespace
}  // namespace bozhong::simtest
