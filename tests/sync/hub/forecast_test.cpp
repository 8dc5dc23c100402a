// Departures and forecasts through the hub's calls: the pace learned from real weighings, the advice taken by
// one call.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "station/domain/time.h"
#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

struct Forecasts : testing::Test {
    Rig rig;
    Table one{rig, "T01"}, two{rig, "T02"};
    std::vector<wire::OrderLine> lines;
    Forecasts() {
        for (int i = 1; i <= 20; ++i) {
            auto line = weighed_line("O" + std::to_string(100 + i), "1", "2");
            line.route = i <= 8 ? "R1" : "R2";
            line.sku = i <= 8 ? "1001" : "1002";
            line.tote = "T" + std::to_string(i);
            lines.push_back(line);
        }
        rig.import(lines);
        for (auto const* sku : {"1001", "1002"})
            EXPECT_EQ(
                rig.call("POST", "/v1/main/assign",
                         wire::to_json(wire::AssignRequest{.to = "T01", .sku = sku, .wave = "W1"}), rig.supervisor())
                    .status,
                200);
        seen();
    }
    void seen() {
        one.feed(0);
        two.feed(0);
    }
    static std::int64_t start() { return 1'790'000'000'000; }  // what the rig's clock says
    Reply depart(std::string const& body, With const& who) {
        return rig.call("PUT", "/v1/main/waves/W1/departures", body, who);
    }
    Reply depart(std::string const& route, std::int64_t minutes) {
        auto const at = domain::rfc3339({start() + minutes * 60'000});
        return depart(wire::to_json(wire::DeparturesRequest{{{route, at}}}), rig.central());
    }
    boost::json::object forecast() {
        auto const reply = rig.call("GET", "/v1/main/waves/W1/forecast", "", rig.central());
        EXPECT_EQ(reply.status, 200) << reply.body;
        return boost::json::parse(reply.body).as_object();
    }
    boost::json::object of(char const* what, char const* key, std::string const& name) {
        auto const all = forecast();
        for (auto const& each : all.at(what).as_array())
            if (each.at(key).as_string() == name) return each.as_object();
        ADD_FAILURE() << name;
        return {};
    }
    std::string finish(std::string const& name) {
        return std::string(route(name).at("finish_at").as_string());
    }
    boost::json::object route(std::string const& name) { return of("routes", "route", name); }
};

TEST_F(Forecasts, BeforeAnythingIsWeighedEveryTableIsAsFastAsAnyHall) {
    EXPECT_EQ(of("tables", "station", "T01").at("pace_ms"), 30'000);
    EXPECT_EQ(of("tables", "station", "T01").at("learned"), false);
    EXPECT_EQ(finish("R1"), domain::rfc3339({start() + 8 * 30'000}));
    EXPECT_EQ(finish("R2"), domain::rfc3339({start() + 20 * 30'000}));
    EXPECT_EQ(route("R2").at("state"), "no_departure");
}

TEST_F(Forecasts, APaceIsLearnedFromWhatWasWeighedAndLentToATableThatHasWeighedLittle) {
    for (int i = 0; i < 7; ++i)
        one.weigh_at(lines[static_cast<std::size_t>(i)], 1'000'000, start() - 1'000'000 + i * 20'000, 1);
    one.send();
    rig.pass(11'000);
    EXPECT_EQ(of("tables", "station", "T01").at("pace_ms"), 20'000);
    EXPECT_EQ(of("tables", "station", "T01").at("learned"), true);
    EXPECT_EQ(of("tables", "station", "T02").at("pace_ms"), 20'000);
    EXPECT_EQ(of("tables", "station", "T02").at("learned"), false);
}

TEST_F(Forecasts, ADepartureMakesARouteInTimeTightOrLate) {
    EXPECT_EQ(depart("R2", 25).status, 200);
    EXPECT_EQ(route("R2").at("state"), "in_time");
    EXPECT_EQ(route("R2").at("margin_s"), 900);
    EXPECT_EQ(depart("R2", 11).status, 200);
    EXPECT_EQ(route("R2").at("state"), "tight");
    EXPECT_EQ(depart("R2", 9).status, 200);
    EXPECT_EQ(route("R2").at("state"), "late");
    EXPECT_EQ(route("R2").at("margin_s"), -60);
    EXPECT_EQ(depart(R"({"departures":[{"route":"R2","departs_at":""}]})", rig.supervisor()).status, 200);
    EXPECT_EQ(route("R2").at("state"), "no_departure");
    EXPECT_EQ(depart("", 9).status, 200);
    EXPECT_EQ(route("R2").at("state"), "late") << "the wave's time is that of a route that has none";
    EXPECT_EQ(depart("R2", 40).status, 200);
    EXPECT_EQ(route("R2").at("state"), "in_time");
    EXPECT_EQ(route("R1").at("state"), "tight");
    rig.restart();
    seen();
    EXPECT_EQ(route("R2").at("state"), "in_time");
}

TEST_F(Forecasts, WhatIsWrongIsNamedAndNothingIsApplied) {
    auto const reply = depart(
        R"({"departures":[{"route":"R1","departs_at":"2026-03-02T21:30:00Z"},{"route":"R2","departs_at":"half past nine"}]})",
        rig.central());
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(reply.body.find("departures[1].departs_at"), std::string::npos) << reply.body;
    EXPECT_EQ(route("R1").at("departs_at"), "");
    EXPECT_EQ(rig.call("PUT", "/v1/main/waves/NONE/departures", R"({"departures":[]})", rig.central()).status,
              404);
    EXPECT_EQ(rig.call("GET", "/v1/main/waves/NONE/forecast", "", rig.central()).status, 404);
}

TEST_F(Forecasts, TheAdviceIsTakenByOneCallAndKeepsItsWord) {
    depart("R2", 9);
    auto const moves = forecast().at("moves").as_array();
    ASSERT_EQ(moves.size(), 1U);
    auto const& move = moves[0].as_object();
    EXPECT_EQ(move.at("route"), "R2");
    EXPECT_EQ(move.at("from"), "T01");
    EXPECT_EQ(move.at("to"), "T02");
    EXPECT_EQ(move.at("in_time"), true);
    auto const promised = std::string(move.at("finish_at").as_string());
    auto const reply =
        rig.call("POST", "/v1/main/assign", boost::json::serialize(move.at("assign")), rig.supervisor());
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.as<wire::AssignAnswer>().moved, move.at("count").as_int64());
    EXPECT_EQ(finish("R2"), promised);
    EXPECT_NE(route("R2").at("state"), "late");
    EXPECT_TRUE(forecast().at("moves").as_array().empty());
}

TEST_F(Forecasts, HeldAndClosedLinesAreNotWaitedFor) {
    rig.call("POST", "/v1/main/orders/O120/hold", wire::to_json(wire::StopRequest{"", "wait"}),
             rig.central());
    EXPECT_EQ(route("R2").at("open"), 11);
    rig.call("POST", "/v1/main/close", wire::to_json(wire::CloseRequest{"route", "R1", "W1", true, "gone"}),
             rig.central());
    EXPECT_EQ(route("R1").at("state"), "done");
    EXPECT_EQ(finish("R2"), domain::rfc3339({start() + 11 * 30'000}));
}

}  // namespace
}  // namespace bozhong::hub::test
