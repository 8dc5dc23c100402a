// The forecast and the advice, to the millisecond.
#include "sync/hub/forecast_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace bozhong::hub {
namespace {

constexpr std::int64_t minute = 60'000;

struct Hallway {
    Floor floor;
    int next = 1;
    Hallway() {
        floor.now_ms = 1'000 * minute;
        for (auto const* station : {"T1", "T2"}) floor.tables[station] = {station, minute, true};
    }
    void lines(int count, std::string const& route, std::string const& sku, std::string const& station) {
        for (int i = 0; i < count; ++i, ++next)
            floor.lines.push_back(
                {{"O" + std::to_string(1000 + next), "1"}, "W1", route, sku, "菜" + sku, station, next});
    }
    void departs(std::string const& route, std::int64_t minutes) {
        floor.departs[{"W1", route}] = floor.now_ms + minutes * minute;
    }
    RouteForecast route(std::string const& name) const { return forecast(floor).routes.at({"W1", name}); }
    std::int64_t finish(std::string const& name) const {
        return (*route(name).finish_ms - floor.now_ms) / minute;
    }
};

TEST(Pace, IsTheMedianOfTheNewestGapsWithoutBreaksAndWithoutKeysForMany) {
    std::vector<std::int64_t> times{0};
    for (auto const gap : {20'000, 30'000, 999, 25'000, 300'001, 90'000, 300'000, 22'000})
        times.push_back(times.back() - gap);
    EXPECT_EQ(pace_of(times), 25'000)
        << "of 20, 22, 25, 30, 90 and 300 s: the lower of the two in the middle";
    EXPECT_EQ(pace_of({0, -20'000, -40'000, -60'000, -80'000}), std::nullopt) << "four gaps say little";
    EXPECT_EQ(pace_of({0, -20'000, -40'000, -60'000, -80'000, -100'000}), 20'000);
    EXPECT_EQ(pace_of({}), std::nullopt);
}

TEST(Pace, AClockThatJumpsBackIsNoGap) {
    EXPECT_EQ(pace_of({0, 5'000'000, 4'980'000, 4'960'000, 4'940'000, 4'920'000, 4'900'000}), 20'000);
}

TEST(Pace, OnlyTheNewestSixtyGapsCount) {
    std::vector<std::int64_t> times{0};
    for (int i = 0; i < 60; ++i) times.push_back(times.back() - 10'000);
    for (int i = 0; i < 200; ++i) times.push_back(times.back() - 90'000);
    EXPECT_EQ(pace_of(times), 10'000);
}

TEST(ForecastRule, ATableWeighsProductAfterProductEachInItsWalk) {
    Hallway hall;
    hall.lines(2, "R1", "a", "T1");
    hall.lines(3, "R2", "b", "T1");
    hall.lines(1, "R1", "b", "T1");
    EXPECT_EQ(hall.finish("R2"), 5);
    EXPECT_EQ(hall.finish("R1"), 6);
    EXPECT_EQ(forecast(hall.floor).tables.at("T1").open, 6);
    EXPECT_EQ(forecast(hall.floor).tables.at("T2").finish_ms, hall.floor.now_ms);
}

TEST(ForecastRule, WhatIsBegunComesFirstThenEarlierWavesAndWhatWasMovedThereLast) {
    Hallway hall;
    hall.lines(2, "R1", "a", "T1");
    hall.lines(2, "R2", "b", "T1");
    hall.floor.begun[begun_key("W1", "b", "T1")] = true;
    EXPECT_EQ(hall.finish("R2"), 2);
    EXPECT_EQ(hall.finish("R1"), 4);
    for (auto& line : hall.floor.lines)
        if (line.sku == "a") line.added = -1;
    EXPECT_EQ(hall.finish("R1"), 4) << "what is begun is ended first";
    hall.floor.begun.clear();
    EXPECT_EQ(hall.finish("R1"), 2);
    for (auto& line : hall.floor.lines) line.added = 0, line.assignment = line.sku == "a" ? 2 : 1;
    EXPECT_EQ(hall.finish("R1"), 4);
}

TEST(ForecastRule, ARouteEndsWithItsLastLineAtWhicheverTable) {
    Hallway hall;
    hall.floor.tables["T2"].pace_ms = 3 * minute;
    hall.lines(4, "R1", "a", "T1");
    hall.lines(2, "R1", "b", "T2");
    EXPECT_EQ(hall.finish("R1"), 6);
    EXPECT_EQ(hall.route("R1").table, "T2");
}

TEST(ForecastRule, InTimeTightAndLateToTheMillisecond) {
    Hallway hall;
    hall.lines(10, "R1", "a", "T1");
    auto const at = [&](std::int64_t departs_ms) {
        hall.floor.departs[{"W1", "R1"}] = hall.floor.now_ms + 10 * minute + departs_ms;
        return hall.route("R1").state;
    };
    EXPECT_EQ(at(10 * minute), "in_time");
    EXPECT_EQ(at(10 * minute - 1), "tight");
    EXPECT_EQ(at(0), "tight");
    EXPECT_EQ(at(-1), "late");
    hall.floor.departs.clear();
    EXPECT_EQ(hall.route("R1").state, "no_departure");
    hall.departs("R9", 5);
    EXPECT_EQ(hall.route("R9").state, "done") << "nothing is open of it";
    hall.lines(1, "R1", "a", "");
    EXPECT_EQ(hall.route("R1").state, "nobody");
    EXPECT_EQ(hall.route("R1").finish_ms, std::nullopt)
        << "nobody knows when a line is done that no table has";
}

TEST(AdviceRule, ALateRouteGetsTheFewestLinesThatMakeItInTime) {
    Hallway hall;
    hall.lines(10, "R1", "a", "T1");
    hall.lines(6, "R2", "b", "T1");
    hall.lines(4, "R2", "c", "T1");
    hall.lines(2, "R3", "d", "T2");
    hall.departs("R1", 12);
    hall.departs("R2", 17);
    hall.departs("R3", 30);
    ASSERT_EQ(hall.route("R2").state, "late");
    auto const advice = advise(hall.floor, "W1");
    ASSERT_EQ(advice.size(), 1U);
    EXPECT_EQ(advice[0].sku, "c");
    EXPECT_EQ(advice[0].from, "T1");
    EXPECT_EQ(advice[0].to, "T2");
    EXPECT_EQ(advice[0].lines.size(), 4U);
    EXPECT_TRUE(advice[0].in_time);
    EXPECT_EQ(advice[0].gain_ms, 4 * minute);
    EXPECT_EQ(advice[0].finish_ms, hall.floor.now_ms + 16 * minute);
    EXPECT_EQ(advice[0].from_finish_ms, hall.floor.now_ms + 16 * minute);
    EXPECT_EQ(advice[0].to_finish_ms, hall.floor.now_ms + 6 * minute);
}

TEST(AdviceRule, DoneAsToldTheForecastIsWhatItSaid) {
    Hallway hall;
    hall.lines(10, "R1", "a", "T1");
    hall.lines(6, "R2", "b", "T1");
    hall.lines(3, "R3", "d", "T2");
    hall.departs("R2", 12);
    auto const advice = advise(hall.floor, "W1");
    ASSERT_EQ(advice.size(), 1U);
    for (auto& line : hall.floor.lines) {
        if (std::ranges::find(advice[0].lines, line.key) == advice[0].lines.end()) continue;
        line.station = advice[0].to;
        ++line.assignment;
    }
    EXPECT_EQ(*hall.route("R2").finish_ms, advice[0].finish_ms);
    EXPECT_EQ(forecast(hall.floor).tables.at("T1").finish_ms, advice[0].from_finish_ms);
    EXPECT_EQ(forecast(hall.floor).tables.at("T2").finish_ms, advice[0].to_finish_ms);
}

TEST(AdviceRule, NobodyElsePaysForIt) {
    Hallway hall;
    hall.lines(10, "R1", "a", "T1");
    hall.lines(2, "R2", "b", "T2");
    hall.departs("R1", 8);
    hall.departs("R2", 2);
    auto const advice = advise(hall.floor, "W1");
    ASSERT_EQ(advice.size(), 1U) << "what is moved comes after what T2 has";
    EXPECT_EQ(advice[0].lines.size(), 5U)
        << "a product alone at its table is shared: the later half of the walk";
    EXPECT_EQ(advice[0].lines.back(), hall.floor.lines[9].key);
    EXPECT_FALSE(advice[0].whole);
    EXPECT_EQ(advice[0].finish_ms, hall.floor.now_ms + 7 * minute);
    hall.floor.begun[begun_key("W1", "a", "T2")] = true;
    EXPECT_TRUE(advise(hall.floor, "W1").empty()) << "there it would come before R2, which would be late";
}

TEST(AdviceRule, NothingIsToldWithoutNeedOrWithoutATable) {
    Hallway hall;
    hall.lines(10, "R1", "a", "T1");
    hall.departs("R1", 10);
    EXPECT_TRUE(advise(hall.floor, "W1").empty()) << "tight is in time";
    hall.departs("R1", 9);
    ASSERT_EQ(advise(hall.floor, "W1").size(), 1U);
    hall.floor.tables["T2"].online = false;
    EXPECT_TRUE(advise(hall.floor, "W1").empty());
    hall.floor.tables["T2"].online = true;
    hall.floor.tables["T2"].pace_ms = 20 * minute;
    EXPECT_TRUE(advise(hall.floor, "W1").empty()) << "a slow table gains nothing";
    hall.floor.tables["T2"].pace_ms = minute;
    for (auto& line : hall.floor.lines) line.in_work = true;
    EXPECT_TRUE(advise(hall.floor, "W1").empty()) << "a bag that is begun stays where it is";
}

TEST(AdviceRule, OnRandomFloorsItIsTheSameTwiceKeepsItsWordAndHurtsNobody) {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        auto const draw = [&](int below) { return std::uniform_int_distribution(0, below - 1)(random); };
        Hallway hall;
        for (int t = 0; t < 4; ++t) {
            auto const name = "T" + std::to_string(t + 1);
            hall.floor.tables[name] = {name, 20'000 + 1'000 * draw(40), draw(6) > 0};
        }
        for (int group = 0; group < 12; ++group)
            hall.lines(1 + draw(8), "R" + std::to_string(draw(4)),
                       std::string(1, static_cast<char>('a' + draw(6))), "T" + std::to_string(1 + draw(4)));
        for (auto& line : hall.floor.lines) line.in_work = draw(10) == 0, line.assignment = 1 + draw(3);
        for (int r = 0; r < 4; ++r)
            if (draw(3) > 0) hall.departs("R" + std::to_string(r), 1 + draw(20));
        auto const before = forecast(hall.floor);
        auto const advice = advise(hall.floor, "W1");
        auto const again = advise(hall.floor, "W1");
        ASSERT_EQ(advice.size(), again.size());
        ASSERT_LE(advice.size(), most_advice);
        for (std::size_t i = 0; i < advice.size(); ++i) {
            ASSERT_EQ(advice[i].lines, again[i].lines);
            ASSERT_GE(advice[i].gain_ms, least_gain_ms);
            auto moved = hall.floor;
            for (auto& line : moved.lines) {
                if (std::ranges::find(advice[i].lines, line.key) == advice[i].lines.end()) continue;
                ASSERT_FALSE(line.in_work);
                ASSERT_EQ(line.station, advice[i].from);
                line.station = advice[i].to;
                ++line.assignment;
            }
            auto const after = forecast(moved);
            ASSERT_EQ(*after.routes.at({"W1", advice[i].route}).finish_ms, advice[i].finish_ms)
                << "seed " << seed;
            for (auto const& [key, route] : after.routes)
                ASSERT_LE(route.late_ms(), before.routes.at(key).late_ms()) << "seed " << seed;
        }
    }
}

}  // namespace
}  // namespace bozhong::hub
