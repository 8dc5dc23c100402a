#pragma once
// A hub with two tables and one order line of 4 斤, which table one holds.

#include <gtest/gtest.h>

#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {

struct Floor {
    Rig rig;
    Table one{rig, "T01"}, two{rig, "T02"};
    wire::OrderLine line = weighed_line("O1", "1", "4");
    Floor() {
        rig.import({line});
        if (holder() != "T01") move("T01");
    }
    std::string holder() {
        auto const reply = rig.call("GET", "/v1/main/tasks", "", rig.central());
        return reply.body.find("\"station\":\"T01\"") != std::string::npos ? "T01" : "T02";
    }
    void move(std::string const& to) {
        EXPECT_EQ(
            rig.call("POST", "/v1/main/assign",
                     wire::to_json(wire::AssignRequest{to, "", "", "", "", {{"O1", "1"}}}), rig.supervisor())
                .status,
            200);
    }
    [[nodiscard]] wire::ResultRow result() const {
        auto const rows = rig.all_results();
        return rows.empty() ? wire::ResultRow{} : rows.back();
    }
    std::vector<wire::HeldWeighing> held() {
        return rig.call("GET", "/v1/main/exceptions", "", rig.supervisor()).as<wire::HeldPage>().exceptions;
    }
    Reply decide(std::int64_t id, std::string const& decision, std::string const& reason = "checked") {
        return rig.call("POST", "/v1/main/exceptions/" + std::to_string(id) + "/decide",
                        wire::to_json(wire::DecideRequest{decision, reason}), rig.supervisor());
    }
    /// Table one weighs away from the hub, the task moves, table two weighs, then table one is back.
    std::int64_t both_weigh() {
        one.weigh(line, 1'950'000, 1);
        move("T02");
        two.weigh(line, 2'010'000, 2);
        two.send();
        one.send();
        auto const waiting = held();
        EXPECT_EQ(waiting.size(), 1U);
        return waiting.empty() ? 0 : waiting[0].id;
    }
    Reply close(wire::CloseRequest const& request) {
        return rig.call("POST", "/v1/main/close", wire::to_json(request), rig.central());
    }
    Reply ship(std::string const& order = "O1") {
        return rig.call("POST", "/v1/main/orders/" + order + "/ship", "", rig.central());
    }
    Reply put_back(std::string const& label, std::string const& line_no = "1") {
        return rig.call("POST", "/v1/main/orders/O1/put-back",
                        wire::to_json(wire::PutBackRequest{line_no, label}), rig.central());
    }
    Reply stop(std::string const& what, std::string const& order = "O1") {
        return rig.call("POST", "/v1/main/orders/" + order + "/" + what,
                        wire::to_json(wire::StopRequest{"", "客户退单"}), rig.central());
    }
    wire::CancelLine outcome() {
        auto const lines =
            rig.call("GET", "/v1/main/orders/O1", "", rig.central()).as<wire::StopAnswer>().lines;
        return lines.empty() ? wire::CancelLine{} : lines[0];
    }
};

}  // namespace bozhong::hub::test
