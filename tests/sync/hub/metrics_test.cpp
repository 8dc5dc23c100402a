#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string metrics(Rig& rig) {
    auto const reply = rig.call("GET", "/v1/main/metrics", "", rig.central());
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_THAT(reply.type, HasSubstr("text/plain; version=0.0.4"));
    return reply.body;
}

TEST(Metrics, SayWhatIsOpenAndWhoIsThere) {
    Rig rig;
    rig.import({weighed_line("O1", "1", "4"), weighed_line("O2", "1", "4")});
    EXPECT_THAT(metrics(rig), HasSubstr("\nbozhong_tasks_unassigned 2\n"));
    Table table(rig, "T\"01");
    table.catch_up();
    auto const before = metrics(rig);
    EXPECT_THAT(before, HasSubstr("bozhong_tasks_unassigned 0\n"));
    EXPECT_THAT(before, HasSubstr("bozhong_station_tasks_open{station=\"T\\\"01\"} 2\n"));
    EXPECT_THAT(before, HasSubstr("bozhong_station_online{station=\"T\\\"01\"} 1\n"));
    EXPECT_THAT(before, HasSubstr("bozhong_station_feed_behind{station=\"T\\\"01\"} 0\n"));
    EXPECT_THAT(before, HasSubstr("# TYPE bozhong_results_total counter\n"));

    table.weigh(weighed_line("O1", "1", "4"), 2'000'000);
    table.weigh(weighed_line("O9", "1", "4"), 2'000'000);
    table.send();
    rig.pass(90'500);
    auto const after = metrics(rig);
    EXPECT_THAT(after, HasSubstr("bozhong_station_tasks_open{station=\"T\\\"01\"} 1\n"));
    EXPECT_THAT(after, HasSubstr("bozhong_exceptions_open 1\n"));
    EXPECT_THAT(after, HasSubstr("bozhong_exceptions_oldest_seconds 90.500\n"));
    EXPECT_THAT(after, HasSubstr("bozhong_station_online{station=\"T\\\"01\"} 0\n"));
    EXPECT_THAT(after, HasSubstr("bozhong_station_events_total{station=\"T\\\"01\"} 2\n"));
}

TEST(Metrics, NeedTheTokenAndTellOfTheirWarehouseAlone) {
    Rig rig;
    EXPECT_EQ(rig.call("GET", "/v1/main/metrics").status, 401);
    rig.import({weighed_line("O1", "1", "4")});
    auto const other = rig.call("GET", "/v1/south/metrics", "", rig.central());
    EXPECT_EQ(other.status, 200);
    EXPECT_THAT(other.body, Not(HasSubstr("bozhong_tasks_unassigned 1")));
}

}  // namespace
}  // namespace bozhong::hub::test
