// The drills of docs/recovery.md with the programs as they are: a hub's disk lost, a table's disk lost,
// weighings that only their labels remember, a table that goes for good. Each ends with results equal to the
// loads.

#include <map>

#include "station/journal/files.h"
#include "sync/wire/label_maker.h"
#include "tests/support/station_side.h"

namespace {

using namespace bozhong;
using namespace std::chrono_literals;
using test::HubProcess, test::Outcome, test::StationSide, test::text_of;
using testing::HasSubstr;
namespace fs = std::filesystem;

using Loads = std::map<std::string, std::int64_t>;  ///< line → milligrams

class Drill : public testing::Test {
  protected:
    void SetUp() override {
        hub = std::make_unique<HubProcess>(hub_dir());
        auto const enrolled = test::run("bozhong enroll --hub " + hub->url() + " --code " + hub->code("T03") +
                                        " --dir " + dir());
        ASSERT_EQ(enrolled.status, 0) << enrolled.err;
        import("A", 6);
    }
    [[nodiscard]] std::string dir() const { return folder.path + "/station"; }
    [[nodiscard]] std::string hub_dir() const { return folder.path + "/hub"; }
    [[nodiscard]] std::string journal() const { return dir() + "/journal.db"; }

    void import(std::string const& wave, int lines) const {
        std::string const file = folder.path + "/orders-" + wave + ".csv";
        std::ofstream out(file);
        out << "wave,order_no,line_no,customer_code,customer,route,driver,tote,sku,product,category,kind,"
               "ordered,unit,note\n";
        for (int i = 1; i <= lines; ++i)
            out << wave << ',' << wave << ",L" << i << ",C" << i
                << ",客户,R1,司机,T1,S1,奶白菜,叶菜,weighed,4,斤,\n";
        out.close();
        auto const done = test::run("bozhong orders import " + file + " " + hub->options());
        ASSERT_EQ(done.status, 0) << done.err;
    }
    void weigh(StationSide& station, std::string const& wave, int line, std::int64_t net_mg) {
        std::string const name = "L" + std::to_string(line);
        ASSERT_TRUE(has_task(station, wave, name));
        numbers[wave + "/" + name] = station.weigh({wave, name}, net_mg);
        loads[wave + "/" + name] += net_mg;
    }
    static bool has_task(StationSide& station, std::string const& wave, std::string const& line) {
        auto const end = std::chrono::steady_clock::now() + 15s;
        while (std::chrono::steady_clock::now() < end) {
            bool const has = station.ask([&](app::Journal& it) {
                auto const restored = it.load().value();
                for (auto const& record : restored.tasks)
                    if (record.task.line == domain::LineKey{wave, line}) return true;
                return false;
            });
            if (has) return true;
            station.wait([] { return false; }, 50ms);
        }
        return false;
    }

    client::HttpResponse call(std::string const& method, std::string const& path,
                              std::string const& body = {}) const {
        auto const token = text_of(hub->token_file()).substr(0, 64);
        auto const answer =
            client::http_request({hub->url(), client::bearer_authorization(token), ""},
                                 {method, "/v1/main" + path, body, domain::milliseconds(10'000), ""});
        return answer.ok() ? *answer : client::HttpResponse{};
    }
    /// Sooner or later the hub says so; the station may not have seen yet that it was away.
    bool told(StationSide& station, std::string const& path, std::string const& what) const {
        auto const end = std::chrono::steady_clock::now() + 20s;
        while (std::chrono::steady_clock::now() < end) {
            if (call("GET", path).body.find(what) != std::string::npos) return true;
            station.wait([] { return false; }, 50ms);
        }
        return false;
    }
    /// What central has after pulling on from a cursor; a later row replaces an earlier one.
    std::string pull(Loads& known, std::string cursor = {}) const {
        for (bool more = true; more;) {
            auto const answer = call("GET", "/results?cursor=" + cursor);
            EXPECT_EQ(answer.status, 200) << answer.body;
            auto const page = wire::from_json<wire::ResultsPage>(answer.body);
            if (!page.ok()) break;
            for (auto const& row : page->results)
                known[row.order_no + "/" + row.line_no] = row.actual_mg.value_or(0);
            cursor = page->next;
            more = page->more;
        }
        return cursor;
    }
    Loads results() const {
        Loads out;
        pull(out);
        return out;
    }
    void hub_again() {
        int const port = hub->port();
        hub->kill();
        hub.reset();
        hub = std::make_unique<HubProcess>(hub_dir(), port);
    }
    /// The database and nothing else: the secrets are on another disk.
    void lose_hub_disk() const {
        for (auto const& entry : fs::directory_iterator(hub_dir()))
            if (entry.path().filename().string().starts_with("hub.db")) fs::remove(entry.path());
    }
    void lose_station_disk() const {
        for (auto const& entry : fs::directory_iterator(dir())) {
            auto const name = entry.path().filename().string();
            if (name.starts_with("journal.db") && name != "journal.db.key") fs::remove(entry.path());
        }
    }
    static void good(Outcome const& ran, int status = 0) {
        EXPECT_EQ(ran.status, status) << ran.out << ran.err;
    }

    test::TemporaryFolder folder;
    std::unique_ptr<HubProcess> hub;
    Loads loads;
    std::map<std::string, domain::Seq> numbers;
};

TEST_F(Drill, AHubRestoredFromYesterdayGetsEverythingBackFromItsTables) {
    StationSide station(dir());
    weigh(station, "A", 1, 2'000'000);
    weigh(station, "A", 2, 2'010'000);
    ASSERT_TRUE(station.delivered());
    std::string const backup = folder.path + "/hub-backup.db";
    good(test::run("bozhong-hub --dir " + hub_dir() + " backup -o " + backup));
    good(test::run("bozhong-hub --dir " + hub_dir() + " backup -o " + backup), 2);

    weigh(station, "A", 3, 2'020'000);
    import("B", 2);
    weigh(station, "B", 1, 2'040'000);
    weigh(station, "A", 4, 2'030'000);
    ASSERT_TRUE(station.delivered());
    Loads central;
    auto const ahead = pull(central);
    EXPECT_EQ(central, loads);
    auto const feed_before = station.ask([](app::Journal& it) { return it.feed_position(); });

    int const port = hub->port();
    hub->kill();
    lose_hub_disk();
    good(test::run("bozhong-hub --dir " + hub_dir() + " restore " + backup));
    good(test::run("bozhong-hub --dir " + hub_dir() + " restore " + backup), 2);
    hub = std::make_unique<HubProcess>(hub_dir(), port);

    // Offered again: what was sent after the backup.
    EXPECT_TRUE(told(station, "/exceptions?state=open", "unknown_task")) << "B is not known yet";
    ASSERT_TRUE(station.delivered(20s)) << station.last.detail;
    // Orders given after the backup are sent again; what was weighed of them counts then.
    import("B", 2);
    EXPECT_EQ(results(), loads);
    // A cursor from after the backup is an error, never a restart from zero.
    auto const refused = call("GET", "/results?cursor=" + ahead);
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_THAT(refused.body, HasSubstr("this cursor is not one of this hub"));
    auto const generation = wire::from_json<wire::ResultsGeneration>(call("GET", "/results/generation").body);
    ASSERT_TRUE(generation.ok());
    EXPECT_EQ(generation->generation.size(), 16u);
    ASSERT_FALSE(generation->resume_cursor.empty());
    EXPECT_NE(pull(central, generation->resume_cursor), ahead);
    EXPECT_EQ(central, loads);
    good(test::run("bozhong reconcile --wave A " + hub->options()));

    // The table goes on, and hears of its tasks at positions no life of the hub has used.
    weigh(station, "B", 2, 2'050'000);
    ASSERT_TRUE(station.delivered());
    EXPECT_GT(station.ask([](app::Journal& it) { return it.feed_position(); }), feed_before);
    EXPECT_EQ(station.ask([](app::Journal& it) { return it.feed_generation(); }), generation->generation);
    EXPECT_EQ(results(), loads);
    good(test::run("bozhong-hub --dir " + hub_dir() + " verify"));
}

TEST_F(Drill, ATablesLostDiskComesBackFromItsBackupAndTheHub) {
    std::string const backup = folder.path + "/T03.db";
    {
        StationSide station(dir());
        weigh(station, "A", 1, 2'000'000);
        ASSERT_TRUE(station.delivered());
        good(test::run("bozhong backup " + journal() + " -o " + backup));
        weigh(station, "A", 2, 2'010'000);
        weigh(station, "A", 3, 2'020'000);
        ASSERT_TRUE(station.delivered());
    }
    lose_station_disk();
    good(test::run("bozhong restore " + backup + " -o " + journal()));
    StationSide station(dir());
    ASSERT_TRUE(station.delivered(20s)) << station.last.detail;
    auto const records = station.ask([](app::Journal& it) { return it.load().value().records; });
    EXPECT_EQ(records.size(), 3u) << "what the hub had is here again";
    weigh(station, "A", 4, 2'030'000);
    ASSERT_TRUE(station.delivered());
    EXPECT_EQ(results(), loads);
    good(test::run("bozhong journal verify " + journal()));
}

TEST_F(Drill, ATableThatGoesForGoodHandsItsJournalIn) {
    std::string const sealed = folder.path + "/T03.sealed";
    {
        StationSide station(dir());
        weigh(station, "A", 1, 2'000'000);
        ASSERT_TRUE(station.delivered());
        hub->kill();
        weigh(station, "A", 2, 2'010'000);
        weigh(station, "A", 3, 2'020'000);
        good(test::run("bozhong journal seal " + journal() + " -o " + sealed), 1);
        EXPECT_FALSE(fs::exists(sealed)) << "not while it runs";
    }
    hub_again();
    good(test::run("bozhong journal seal " + journal() + " -o " + sealed));
    good(test::run("bozhong journal check-sealed " + sealed));
    EXPECT_EQ(results().size(), 1u) << "two were never sent";

    // Tampered with, it is refused, with the place, and the hub takes nothing.
    auto text = text_of(sealed);
    auto const at = text.find("2020000");
    ASSERT_NE(at, std::string::npos);
    std::ofstream(sealed + ".bad") << text.replace(at, 7, "9020000");
    auto const refused = test::run("bozhong journal hand-in " + sealed + ".bad " + hub->options());
    good(refused, 1);
    EXPECT_THAT(refused.out, HasSubstr("\"where\":\"line 1\""));
    EXPECT_THAT(refused.out, HasSubstr("is not what was written"));
    EXPECT_EQ(results().size(), 1u);

    good(test::run("bozhong journal hand-in " + sealed + " " + hub->options()));
    EXPECT_EQ(results(), loads);
    auto const again = test::run("bozhong journal hand-in " + sealed + " " + hub->options());
    good(again);
    EXPECT_THAT(again.out, HasSubstr("\"state\":\"retired\""));
    EXPECT_EQ(results(), loads) << "once, however often it is handed in";
    EXPECT_THAT(call("GET", "/stations").body, HasSubstr("\"active\":false"));
    good(test::run("bozhong-hub --dir " + hub_dir() + " verify"));
}

/// The QR text of a bag as its printer put it on the label.
std::string label_of(std::string const& journal, StationSide& station, domain::Seq seq) {
    auto const keys = journal::device_key(journal).value();
    wire::LabelMaking making;
    making.naming.station_name = "台3";
    making.naming.station_number = 3;
    making.key_id = wire::label_key_id(keys.public_key);
    making.sign = wire::label_signer(keys.secret_key);
    auto const event = station.ask([&](app::Journal& it) { return it.read({{}, seq}).value(); });
    auto const content = wire::make_label(event, 0, making);
    EXPECT_TRUE(content.ok()) << content.error().text();
    return content.ok() ? content->qr : "";
}

TEST_F(Drill, WhatADiskLostBeforeItWasSentIsEnteredAgainFromTheLabels) {
    {
        StationSide station(dir());
        auto const person =
            call("PUT", "/people/p9", R"({"schema":1,"name":"班长","role":"supervisor","pin":"482915"})");
        ASSERT_EQ(person.status, 200) << person.body;
        weigh(station, "A", 1, 2'000'000);
        ASSERT_TRUE(station.delivered());
        auto const known = [&] {
            return station.ask([](app::Journal& it) { return !it.load().value().people.empty(); });
        };
        auto const end = std::chrono::steady_clock::now() + 10s;
        while (!known() && std::chrono::steady_clock::now() < end) station.wait([] { return false; }, 50ms);
    }
    fs::copy(dir(), folder.path + "/before");
    std::ofstream scans(folder.path + "/labels.txt");
    hub->kill();
    {
        StationSide station(dir());
        weigh(station, "A", 2, 2'010'000);
        weigh(station, "A", 3, 2'020'000);
        for (int i : {2, 3})
            scans << label_of(journal(), station, numbers["A/L" + std::to_string(i)]) << "\tA/L" << i << '\n';
    }
    scans.close();
    fs::rename(dir(), folder.path + "/whole");
    fs::rename(folder.path + "/before", dir());
    hub_again();

    auto const labels = " --labels " + folder.path + "/labels.txt";
    auto const found = test::run("bozhong recover " + journal() + labels);
    good(found, 1);
    EXPECT_THAT(found.out, HasSubstr("\"lost\":2"));
    EXPECT_THAT(found.out, HasSubstr("\"proved\":2"));
    good(test::run("bozhong recover " + journal() + labels + " --apply --person nobody --reason x"), 2);
    good(test::run("bozhong recover " + journal() + labels + " --apply --person p9 --reason 'disk changed'"));
    auto const again =
        test::run("bozhong recover " + journal() + labels + " --apply --person p9 --reason 'again'");
    good(again);
    EXPECT_THAT(again.out, HasSubstr("\"recovered\":2")) << "the same bag is not entered twice";
    EXPECT_THAT(again.out, testing::Not(HasSubstr("\"entered\"")));
    {
        StationSide station(dir());
        ASSERT_TRUE(station.delivered(20s)) << station.last.detail;
        EXPECT_EQ(results(), loads);
        station.end();
    }
    good(test::run("bozhong journal verify " + journal()));
    // The old disk is read after all: the hub takes the originals and counts none twice.
    std::string const old = folder.path + "/whole/journal.db", sealed = folder.path + "/old.sealed";
    good(test::run("bozhong journal seal " + old + " -o " + sealed));
    good(test::run("bozhong journal hand-in " + sealed + " " + hub->options()));
    EXPECT_EQ(results(), loads);
    good(test::run("bozhong-hub --dir " + hub_dir() + " verify"));
}

}  // namespace
