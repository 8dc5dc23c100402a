// The uplink, the SQLite journal and the hub as they are: processes, sockets and files.
#include "sync/wire/orders_csv.h"
#include "tests/support/station_side.h"

namespace {

using namespace bozhong;
using namespace std::chrono_literals;
using test::HubProcess, test::StationSide, test::text_of;
namespace fs = std::filesystem;

class RealHub : public testing::Test {
  protected:
    void SetUp() override {
        if (!fs::exists(BOZHONG_BIN_DIR "/bozhong-hub")) GTEST_SKIP() << "no bozhong-hub beside this test";
        hub = std::make_unique<HubProcess>(folder.path + "/hub");
        auto const enrolled = test::run("bozhong enroll --hub " + hub->url() + " --code " + hub->code("T03") +
                                        " --dir " + dir());
        ASSERT_EQ(enrolled.status, 0) << enrolled.err;
    }
    [[nodiscard]] std::string dir() const { return folder.path + "/station"; }
    void restart_hub() {
        int const port = hub->port();
        hub->kill();
        hub.reset();
        hub = std::make_unique<HubProcess>(folder.path + "/hub", port);
    }
    /// What the hub has of this station.
    wire::Mark mark() {
        auto const credentials = config::load_credentials(dir() + "/credentials.toml").value();
        auto const answer =
            client::http_request({hub->url(), client::basic_authorization("T03", credentials.secret), ""},
                                 {"GET", "/v1/main/stations/T03/mark", ""});
        return wire::from_json<wire::Mark>(answer.value().body).value();
    }
    test::TemporaryFolder folder;
    std::unique_ptr<HubProcess> hub;
};

TEST_F(RealHub, TakesEveryEventOnceThroughThreeRestarts) {
    StationSide station(dir());
    for (int round = 0; round < 3; ++round) {
        station.append(40);
        restart_hub();
        station.append(3);
        ASSERT_TRUE(station.delivered()) << station.last.detail;
    }
    auto const head = station.ask([](app::Journal& journal) { return journal.head(); });
    auto const known = mark();
    ASSERT_EQ(known.incarnations.size(), 1u);
    EXPECT_EQ(known.incarnations[0].seq, head.seq);
    EXPECT_EQ(known.incarnations[0].hash, head.hash);
    EXPECT_FALSE(known.incarnations[0].quarantine.has_value());
    EXPECT_GE(head.seq, 129u);
}

TEST_F(RealHub, IsFoundAgainWithinTwoSeconds) {
    StationSide station(dir());
    ASSERT_TRUE(station.delivered());
    int const port = hub->port();
    hub->kill();
    ASSERT_TRUE(station.wait([&] { return !station.last.connected; }, 5s));
    hub = std::make_unique<HubProcess>(folder.path + "/hub", port);
    EXPECT_TRUE(station.wait([&] { return station.last.connected; }, 2s));
}

TEST_F(RealHub, GivesTasksDownTheFeed) {
    StationSide station(dir());
    ASSERT_TRUE(station.delivered());
    auto const imported =
        test::run("bozhong orders import " BOZHONG_SOURCE_DIR "/config/sample/orders.csv " + hub->options());
    ASSERT_EQ(imported.status, 0) << imported.err;
    std::string const token = text_of(hub->token_file());
    wire::AssignRequest request;
    request.to = "T03";
    auto const rows = wire::read_orders_csv(text_of(BOZHONG_SOURCE_DIR "/config/sample/orders.csv"), "o");
    for (auto const& row : *rows) request.lines.push_back(row.line);
    auto const assigned = client::http_request(
        {hub->url(), client::bearer_authorization(token.substr(0, 64)), ""},
        {"POST", "/v1/main/assign", wire::to_json(request), domain::milliseconds(10'000), "assign-1"});
    ASSERT_TRUE(assigned.ok());
    ASSERT_EQ(assigned->status, 200) << assigned->body;
    EXPECT_TRUE(station.wait([&] { return station.feed >= 300; }, 10s))
        << station.feed << station.last.detail;
    auto const tasks = station.ask([](app::Journal& journal) { return journal.load().value().tasks.size(); });
    EXPECT_EQ(tasks, 300u);
}

TEST_F(RealHub, GivesBackWhatALyingDiskLost) {
    fs::path const journal = dir() + "/journal.db";
    {
        StationSide station(dir());
        station.append(5);
        ASSERT_TRUE(station.delivered());
    }
    fs::create_directories(folder.path + "/copy");
    for (auto const& entry : fs::directory_iterator(dir()))
        fs::copy(entry.path(), fs::path(folder.path) / "copy" / entry.path().filename());
    domain::Head lost;
    {
        StationSide station(dir());
        station.append(7);
        ASSERT_TRUE(station.delivered());
        lost = station.ask([](app::Journal& it) { return it.head(); });
    }
    fs::remove_all(dir());
    fs::copy(folder.path + "/copy", dir());
    StationSide station(dir());
    ASSERT_TRUE(station.wait([&] { return station.last.connected; }, 10s));
    auto const has_it_back = [&] {
        return station.ask([&](app::Journal& it) {
            auto const heads = it.heads().value();
            return std::ranges::any_of(heads, [&](auto const& head) { return head == lost; }) &&
                   it.head().incarnation != lost.incarnation;
        });
    };
    auto const end = std::chrono::steady_clock::now() + 10s;
    bool back = false;
    while (!back && std::chrono::steady_clock::now() < end) back = has_it_back();
    ASSERT_TRUE(back) << station.last.detail;
    station.append(2);
    ASSERT_TRUE(station.delivered()) << station.last.detail;
    EXPECT_EQ(mark().incarnations.size(), 2u);
}

}  // namespace
