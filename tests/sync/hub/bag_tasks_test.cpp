// Orders that change after their bags are made, through the hub's calls: what the table and the supervisors
// hear.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <map>

#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

struct BagTasks : testing::Test {
    Floor f;  ///< one line of 4 斤 at T01
    domain::Seq bag(std::int64_t net_mg) {
        auto const seq = f.one.weigh(f.line, net_mg, held());
        f.one.add(domain::LabelQueued{seq, "bag", 1, 0});
        f.one.send();
        return seq;
    }
    std::int64_t held() { return f.holder() == "T01" ? 1 : 2; }
    void order(std::string const& ordered) {
        f.line.ordered = ordered;
        EXPECT_EQ(f.rig.import({f.line}).status, 200);
    }
    void voided(domain::Seq of) {
        f.one.add(domain::Voided{of, {"O1", "1"}, "re-weigh", "p1", ""});
        f.one.send();
    }
    boost::json::array list(std::string const& state = "") {
        auto const reply = f.rig.call("GET", "/v1/main/bag-tasks?state=" + state, "", f.rig.supervisor());
        EXPECT_EQ(reply.status, 200) << reply.body;
        return boost::json::parse(reply.body).at("bag_tasks").as_array();
    }
    Reply leave(domain::Seq seq, std::string const& kind = "take_out",
                std::string const& reason = "客户同意") {
        return f.rig.call("POST", "/v1/main/bag-tasks/leave",
                          wire::to_json(wire::LeaveBagRequest{"T01", f.one.incarnation(), seq, kind, reason}),
                          f.rig.supervisor());
    }
    /// What the table has been told of each bag and kind, last word first, and how often.
    struct Heard {
        domain::BagTask last;
        int times = 0;
    };
    std::map<std::pair<std::string, domain::Seq>, Heard> heard() {
        f.one.catch_up();
        std::map<std::pair<std::string, domain::Seq>, Heard> out;
        for (auto const& item : f.one.stored) {
            if (item.kind != "bag_task") continue;
            auto const task = std::get<domain::BagTask>(wire::decode_feed(item).value());
            auto& one = out[{task.kind, task.bag.seq}];
            one.last = task;
            ++one.times;
        }
        return out;
    }
};

TEST_F(BagTasks, LoweredAfterBaggingTheTableAndTheSupervisorsAreToldOnce) {
    auto const seq = bag(2'050'000);
    order("3");
    auto const told = heard()[{"take_out", seq}];
    EXPECT_TRUE(told.last.open);
    EXPECT_EQ(told.last.bag, (domain::EventId{"T01", f.one.incarnation(), seq}));
    EXPECT_EQ(told.last.in_bag, 2'050'000);
    EXPECT_EQ(told.last.keep, 1'500'000);
    EXPECT_EQ(told.last.take, 550'000);
    EXPECT_EQ(told.last.tote, "T017");
    auto const open = list();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].at("in_bag"), "4.10");
    EXPECT_EQ(open[0].at("keep"), "3.00");
    EXPECT_EQ(open[0].at("take"), "1.10");
    EXPECT_EQ(open[0].at("unit"), "斤");
    EXPECT_EQ(open[0].at("seq"), seq);
    order("3");
    f.rig.restart();
    order("3");
    f.one.send();
    EXPECT_EQ((heard()[{"take_out", seq}].times), 1) << "repeated orders, sent again, a restart: one task";
    EXPECT_EQ(list().size(), 1U);
}

TEST_F(BagTasks, InsideTheBandNothingHappens) {
    bag(1'980'000);
    order("3.7");
    EXPECT_TRUE(heard().empty());
    EXPECT_TRUE(list().empty());
}

TEST_F(BagTasks, WeighedAgainInsideTheBandItIsDone) {
    auto const seq = bag(2'050'000);
    order("3");
    voided(seq);
    EXPECT_EQ(list()[0].at("state"), "again");
    EXPECT_FALSE((heard()[{"take_out", seq}].last.open)) << "the table has the line as an open task again";
    bag(1'510'000);
    EXPECT_TRUE(list().empty());
    EXPECT_EQ(list("over")[0].at("state"), "done");
    EXPECT_EQ(f.result().actual_mg, 1'510'000);
}

TEST_F(BagTasks, RaisedAgainItGoesAway) {
    auto const seq = bag(2'050'000);
    order("3");
    order("2");
    EXPECT_EQ((heard()[{"take_out", seq}].last.take), 1'050'000);
    order("4");
    EXPECT_FALSE((heard()[{"take_out", seq}].last.open));
    EXPECT_TRUE(list().empty());
}

TEST_F(BagTasks, ASupervisorLetsItBeWithAReason) {
    auto const seq = bag(2'050'000);
    order("3");
    EXPECT_EQ(leave(seq, "take_out", "").status, 400);
    EXPECT_EQ(leave(seq + 7).status, 404);
    EXPECT_EQ(leave(seq, "relabel").status, 404);
    EXPECT_EQ(leave(seq).status, 200);
    EXPECT_EQ(leave(seq).status, 409) << "decided already";
    auto const told = heard()[{"take_out", seq}].last;
    EXPECT_FALSE(told.open);
    EXPECT_EQ(told.reason, "客户同意");
    auto const over = list("over");
    EXPECT_EQ(over[0].at("decided_by"), "person:admin");
    f.one.weigh(f.line, 0, 1);
    f.one.send();
    EXPECT_TRUE(list().empty()) << "nothing later asks for it again";
    EXPECT_THAT(f.rig.call("GET", "/v1/main/decisions", "", f.rig.supervisor()).body,
                testing::HasSubstr("leave_bag"));
    order("2");
    EXPECT_EQ(list().size(), 1U) << "lowered further it is another question";
}

TEST_F(BagTasks, ATableThatWasAwayBringsItsBagAndLearnsWhatIsToDo) {
    auto const before = f.line;
    order("3");
    f.line = before;
    auto const seq = bag(2'050'000);
    EXPECT_EQ((heard()[{"take_out", seq}].last.take), 550'000)
        << "made for 4 斤, of which 3 are still wanted";
}

TEST_F(BagTasks, WhatWasReleasedTooHeavyIsNoTask) {
    bag(2'900'000);
    order("4.1");
    EXPECT_TRUE(list().empty());
}

TEST_F(BagTasks, CountedGoodsAreTakenOutByThePiece) {
    auto line = counted_line("O2", "1", "5");
    f.rig.import({line});
    auto& table = f.rig.call("GET", "/v1/main/tasks?station=T02", "", f.rig.central()).body.find("O2") !=
                          std::string::npos
                      ? f.two
                      : f.one;
    table.count(line, 5);
    table.send();
    line.ordered = "3";
    f.rig.import({line});
    auto const open = list();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].at("take"), "2");
    EXPECT_EQ(open[0].at("keep"), "3");
    EXPECT_EQ(open[0].at("counted"), true);
}

TEST_F(BagTasks, StoppedOrGoneOrdersWantNothing) {
    auto const seq = bag(2'050'000);
    order("3");
    f.stop("hold");
    EXPECT_TRUE(list().empty());
    f.stop("release");
    EXPECT_EQ(list().size(), 1U);
    f.stop("cancel");
    EXPECT_TRUE(list().empty()) << "the whole bag goes back";
    EXPECT_FALSE((heard()[{"take_out", seq}].last.open));
}

TEST_F(BagTasks, ClosingSaysWhatIsOpenAndEndsIt) {
    bag(2'050'000);
    order("3");
    auto const closed = f.close({"order", "O1", "", true, "发车"}).as<wire::CloseAnswer>();
    EXPECT_EQ(closed.bag_tasks, 1);
    EXPECT_TRUE(list().empty());
    EXPECT_EQ(list("over")[0].at("state"), "gone");
}

TEST_F(BagTasks, AFigureMadeAtTheHubIsOfTheBagItCorrects) {
    auto const seq = bag(2'050'000);
    auto const correct = [&](std::string const& station, std::string const& incarnation, domain::Seq of,
                             std::string const& qty) {
        return f.rig.call("POST", "/v1/main/weighings/correct",
                          wire::to_json(wire::CorrectRequest{station, incarnation, of, qty, "斤", "照片"}),
                          f.rig.supervisor());
    };
    EXPECT_EQ(correct("T01", f.one.incarnation(), seq, "4.2").status, 200);
    order("3");
    auto const told = heard()[{"take_out", seq}].last;
    EXPECT_TRUE(told.open);
    EXPECT_EQ(told.take, 600'000);
    auto const mine = f.result().weighings[0];
    EXPECT_EQ(correct(mine.station, mine.incarnation, mine.seq, "3").status, 200);
    EXPECT_FALSE((heard()[{"take_out", seq}].last.open));
    EXPECT_EQ(list("over")[0].at("state"), "done");
}

TEST_F(BagTasks, AnotherRouteWantsAnotherLabelUntilOneIsPrinted) {
    auto const seq = bag(2'000'000);
    f.line.route = "R7";
    f.line.tote = "T099";
    f.rig.import({f.line});
    auto const told = heard()[{"relabel", seq}];
    EXPECT_TRUE(told.last.open);
    EXPECT_EQ(told.last.names, (domain::BagNames{"A-017", "客户", "R7", "司机1", "T099"}));
    auto const copy = f.one.add(domain::LabelQueued{seq, "bag", 1, 1});
    f.one.add(domain::LabelMoved{copy, domain::LabelState::printed, "printer", "", ""});
    f.one.send();
    EXPECT_EQ(list().size(), 1U) << "a copy of the old label is no new one";
    auto const fresh = f.one.add(domain::LabelQueued{seq, "bag", 1, 2, "", told.last.names});
    f.one.send();
    EXPECT_EQ(list().size(), 1U) << "asked of the printer is not on the bag";
    f.one.add(domain::LabelMoved{fresh, domain::LabelState::unknown, "printer", "", ""});
    f.one.send();
    EXPECT_EQ(list().size(), 1U);
    f.one.add(domain::LabelMoved{fresh, domain::LabelState::printed, "printer", "", ""});
    f.one.send();
    EXPECT_TRUE(list().empty());
    EXPECT_FALSE((heard()[{"relabel", seq}].last.open));
    f.line.route = "R1";
    f.rig.import({f.line});
    EXPECT_EQ(list().size(), 1U) << "moved again it is out of date again";
}

TEST_F(BagTasks, OneTaskABagAndKindWhicheverCameFirst) {
    auto const first = bag(1'000'000), second = bag(1'050'000);
    f.line.customer_code = "B-002";
    f.line.ordered = "2";
    f.rig.import({f.line});
    std::vector<std::pair<std::string, std::int64_t>> seen;
    for (auto const& task : list())
        seen.emplace_back(std::string(task.at("kind").as_string()), task.at("seq").as_int64());
    auto const a = static_cast<std::int64_t>(first), b = static_cast<std::int64_t>(second);
    EXPECT_THAT(seen, testing::UnorderedElementsAre(std::pair{"relabel", a}, std::pair{"relabel", b},
                                                    std::pair{"take_out", b}));
}

TEST_F(BagTasks, AStationThatStartsFromNothingHearsTheLastWordOnly) {
    auto const seq = bag(2'050'000);
    order("3");
    order("2");
    int told = 0;
    for (auto const& item : f.one.feed(0).items)
        if (item.kind == "bag_task") {
            ++told;
            EXPECT_EQ(std::get<domain::BagTask>(wire::decode_feed(item).value()).take, 1'050'000);
        }
    EXPECT_EQ(told, 1);
    EXPECT_EQ((heard()[{"take_out", seq}].last.take), 1'050'000);
}

}  // namespace
}  // namespace bozhong::hub::test
