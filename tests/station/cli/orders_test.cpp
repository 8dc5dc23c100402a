// The order service's commands as a person types them, against a real hub.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "station/cli/reconciling.h"
#include "tests/support/hub_process.h"
#include "tests/support/workbook.h"

namespace {

using namespace bozhong;
using test::HubProcess;
using test::run;
using testing::HasSubstr;
namespace json = boost::json;

std::string const sample = BOZHONG_SOURCE_DIR "/config/sample/";

std::vector<json::object> lines(std::string const& text) {
    std::vector<json::object> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(json::parse(line).as_object());
    return out;
}

class Orders : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(BOZHONG_BIN_DIR "/bozhong-hub"))
            GTEST_SKIP() << "no bozhong-hub beside this test";
        hub = std::make_unique<HubProcess>(folder.path + "/hub");
    }
    test::Outcome import(std::string const& file, std::string const& more = "") {
        return run("bozhong orders import " + file + " " + hub->options() + " " + more);
    }
    std::string write(std::string const& name, std::string const& text) {
        std::ofstream(folder.path + "/" + name, std::ios::binary) << text;
        return folder.path + "/" + name;
    }
    test::TemporaryFolder folder;
    std::unique_ptr<HubProcess> hub;
};

std::string const columns = "wave,order_no,line_no,customer_code,customer,sku,product,kind,ordered,unit\n";

TEST_F(Orders, ImportIsTakenOnceAndAChangeIsAVersion) {
    auto const dry = import(sample + "orders.csv", "--dry-run");
    ASSERT_EQ(dry.status, 0) << dry.err;
    EXPECT_EQ(lines(dry.out).size(), 301u) << "300 changes and the sum";
    EXPECT_EQ(lines(dry.out)[0].at("change").as_string(), "added");
    auto const first = lines(import(sample + "orders.csv").out);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].at("added").as_int64(), 300);
    EXPECT_EQ(lines(import(sample + "orders.csv").out)[0].at("unchanged").as_int64(), 300);

    auto const two =
        write("two.csv", columns + "W1,O1,1,A,店,P,葱,weighed,1,斤\nW1,O1,2,A,店,P,葱,weighed,1,斤\n");
    auto const one = write("one.csv", columns + "W1,O1,1,A,店,P,葱,weighed,1.5,斤\n");
    EXPECT_EQ(import(two).status, 0);
    auto const changed = lines(import(one, "--dry-run --replace-wave").out);
    ASSERT_EQ(changed.size(), 3u);
    auto const sum = lines(import(one, "--replace-wave").out)[0];
    EXPECT_EQ(sum.at("changed").as_int64(), 1);
    EXPECT_EQ(sum.at("cancelled").as_int64(), 1);
}

TEST_F(Orders, AFileThatIsNotGoodIsNamedAndNothingIsTaken) {
    auto const twice =
        write("twice.csv", columns + "W1,O1,1,A,店,P,葱,weighed,1,斤\nW1,O1,1,A,店,P,葱,weighed,1,斤\n");
    auto const refused = import(twice);
    EXPECT_EQ(refused.status, 1);
    EXPECT_THAT(refused.err, HasSubstr("twice.csv:3"));
    EXPECT_THAT(refused.err, HasSubstr("lines 2 and 3"));
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1);
    EXPECT_EQ(import(write("half.csv", columns + "W1,O1,1,A,店,P,葱,weighed,1,斤\nW1,O1,2,A")).status, 1);
    EXPECT_EQ(import(folder.path + "/none.csv").status, 3);
    EXPECT_EQ(
        import(write("waves.csv", columns + "W1,O,1,A,店,P,葱,weighed,1,斤\nW2,O,2,A,店,P,葱,weighed,1,斤\n"),
               "--replace-wave")
            .status,
        1);
    auto const good = import(write("good.csv", columns + "W1,O1,1,A,店,P,葱,weighed,1,斤\n"));
    EXPECT_EQ(lines(good.out)[0].at("added").as_int64(), 1) << "the refused files left nothing";
}

TEST_F(Orders, Gb18030AndJsonAreTheSameOrders) {
    EXPECT_EQ(import(write("utf8.csv", columns + "W1,O1,1,A,餐馆,P,红椒,weighed,1,斤\n")).status, 0);
    auto const chinese = import(
        write("gb.csv", columns + "W1,O1,1,A,\xB2\xCD\xB9\xDD,P,\xBA\xEC\xBD\xB7,weighed,1,\xBD\xEF\n"));
    ASSERT_EQ(chinese.status, 0) << chinese.err;
    EXPECT_EQ(lines(chinese.out)[0].at("unchanged").as_int64(), 1);
    auto const as_json = import(write(
        "o.json",
        R"({"schema":1,"lines":[{"wave":"W1","order_no":"O1","line_no":"1","customer_code":"A","customer":"餐馆",)"
        R"("sku":"P","product":"红椒","kind":"weighed","ordered":"1","unit":"斤"}]})"));
    ASSERT_EQ(as_json.status, 0) << as_json.err;
    EXPECT_EQ(lines(as_json.out)[0].at("unchanged").as_int64(), 1);
    auto const broken = import(write("broken.json", "{\"schema\":1,\"lines\":[{\"wave\":7}]}"));
    EXPECT_EQ(broken.status, 1);
    EXPECT_THAT(broken.err, HasSubstr("broken.json: lines[0]"));
}

TEST_F(Orders, AWorkbookIsTheSameOrders) {
    std::string rows;
    std::istringstream csv(columns + "W1,O1,1,A,店,P,葱,weighed,1.5,斤\n");
    for (std::string row; std::getline(csv, row);) {
        std::istringstream cells(row);
        rows += "<row>";
        for (std::string cell; std::getline(cells, cell, ',');)
            rows +=
                cell == "1.5" ? "<c><v>1.5</v></c>" : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
        rows += "</row>";
    }
    auto const file = write("orders.xlsx", test::workbook(rows));
    auto const dry = import(file, "--dry-run");
    ASSERT_EQ(dry.status, 0) << dry.err;
    ASSERT_EQ(lines(dry.out).size(), 2u);
    EXPECT_EQ(lines(dry.out)[0].at("change").as_string(), "added");
    EXPECT_EQ(lines(import(file).out)[0].at("added").as_int64(), 1);
    auto const same = write("same.csv", columns + "W1,O1,1,A,店,P,葱,weighed,1.5,斤\n");
    EXPECT_EQ(lines(import(same).out)[0].at("unchanged").as_int64(), 1);
    auto const broken = import(write("broken.xlsx", test::workbook(rows).substr(0, 300)));
    EXPECT_EQ(broken.status, 1);
    EXPECT_THAT(broken.err, HasSubstr("broken.xlsx"));
}

TEST_F(Orders, ReconcileListsEveryDifference) {
    ASSERT_EQ(import(sample + "orders.csv").status, 0);
    auto const alone = run("bozhong reconcile --wave S20260301 " + hub->options());
    EXPECT_EQ(alone.status, 0) << alone.out << alone.err;
    auto const with =
        run("bozhong reconcile --wave S20260301 --with " + sample + "loads.csv " + hub->options());
    EXPECT_EQ(with.status, 1);
    EXPECT_EQ(lines(with.out).size(), 300u) << "nothing is weighed yet";
    EXPECT_EQ(run("bozhong reconcile --wave NONE " + hub->options()).status, 3);
}

TEST_F(Orders, WrongUseAndWrongPlacesHaveTheirStatus) {
    EXPECT_EQ(run("bozhong results pull").status, 2);
    EXPECT_EQ(run("bozhong results pull --hub " + hub->url()).status, 2) << "no token";
    EXPECT_EQ(run("bozhong results pull --hub " + hub->url(), "BOZHONG_HUB_TOKEN=wrong").status, 2);
    EXPECT_EQ(run("bozhong results pull --hub http://192.168.0.1", "BOZHONG_HUB_TOKEN=x").status, 2);
    EXPECT_EQ(run("bozhong results pull --hub http://127.0.0.1:1", "BOZHONG_HUB_TOKEN=x").status, 3);
    auto const cursor = run("bozhong results pull --cursor nonsense " + hub->options());
    EXPECT_EQ(cursor.status, 1);
    EXPECT_THAT(cursor.err, HasSubstr("cursor"));
    EXPECT_EQ(run("bozhong results pull " + hub->options()).status, 0);
}

TEST_F(Orders, EnrollMakesAKeyAndCredentialsForTheOwnerAlone) {
    std::string const dir = folder.path + "/station", code = hub->code("T03");
    std::string const command = "bozhong enroll --hub " + hub->url() + " --dir " + dir + " --code ";
    auto const first = run(command + code);
    ASSERT_EQ(first.status, 0) << first.err;
    EXPECT_EQ(lines(first.out)[0].at("station").as_string(), "T03");
    EXPECT_THAT(first.out, testing::Not(HasSubstr("secret")));
    for (char const* name : {"/credentials.toml", "/journal.db.key"}) {
        struct stat about {};
        ASSERT_EQ(::stat((dir + name).c_str(), &about), 0) << name;
        EXPECT_EQ(about.st_mode & 0777, 0600u) << name;
    }
    EXPECT_EQ(run(command + code).status, 1) << "enrolled already";
    EXPECT_EQ(run(command + code + " --again").status, 2) << "a code works once";
    EXPECT_EQ(run(command + hub->code("T03") + " --again").status, 0);
}

TEST_F(Orders, DoctorKnowsAGoodEnrolmentAndABrokenStation) {
    std::string const dir = folder.path + "/station";
    ASSERT_EQ(
        run("bozhong enroll --hub " + hub->url() + " --dir " + dir + " --code " + hub->code("T03")).status,
        0);
    std::ofstream(dir + "/station.toml")
        << "id = \"T03\"\nhub_url = \"" << hub->url()
        << "\"\n[[scale]]\nid = \"s\"\nprotocol = \"stgs\"\nendpoint = \"tcp:127.0.0.1:1\"\n";
    auto const seen = run("bozhong doctor --config " + dir + "/station.toml");
    EXPECT_EQ(seen.status, 1);
    std::map<std::string, bool> well;
    for (auto const& line : lines(seen.out)) {
        well[std::string(line.at("check").as_string())] = line.at("ok").as_bool();
        EXPECT_EQ(line.at("ok").as_bool(), line.at("todo").as_string().empty()) << json::serialize(line);
    }
    EXPECT_TRUE(well.at("settings"));
    EXPECT_TRUE(well.at("hub"));
    EXPECT_TRUE(well.at("enrolment"));
    EXPECT_TRUE(well.at("disk_sync"));
    EXPECT_FALSE(well.at("scale s"));
    EXPECT_EQ(run("bozhong doctor --config " + dir + "/none.toml").status, 1);
}

cli::Results two_results() {
    cli::Results out;
    wire::ResultRow weighed;
    weighed.order_no = "O1";
    weighed.line_no = "1";
    weighed.revision = 2;
    weighed.state = "done";
    weighed.actual_mg = 900'000;
    weighed.customer_code = "A";
    weighed.sku = "P1";
    out[{"O1", "1"}] = weighed;
    wire::ResultRow counted = weighed;
    counted.line_no = "10";
    counted.revision = 1;
    counted.actual_mg.reset();
    counted.actual_count = 4;
    out[{"O1", "10"}] = counted;
    return out;
}

TEST(Reconciling, TheDigestIsThatOfTheSortedLines) {
    // printf 'O1\t10\t1\tdone\t\t4\nO1\t1\t2\tdone\t900000\t\n' | LC_ALL=C sort | sha256sum
    EXPECT_EQ(cli::digest({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(cli::digest(two_results()), "63630a1f97d86eaa42e45031ab6954dd2c90e044b29597b35842a79712bfe78a");
}

TEST(Reconciling, EveryKindOfDifference) {
    auto const loads =
        wire::read_loads_csv("line_no,sku,customer_code,actual,actual_unit\n1,P1,A,0.900,kg\n10,P1,A,4,份\n",
                             "l.csv")
            .value();
    EXPECT_TRUE(cli::compare(two_results(), loads).empty());

    auto results = two_results();
    results[{"O1", "1"}].actual_mg = 905'000;
    results[{"O1", "10"}].state = "partial";
    wire::ResultRow more;
    more.order_no = "O9";
    more.line_no = "99";
    results[{"O9", "99"}] = more;
    auto const found = cli::compare(
        results,
        wire::read_loads_csv(
            "line_no,sku,customer_code,actual,actual_unit\n1,P1,A,0.900,kg\n10,P2,A,4,份\n5,P1,A,1,kg\n",
            "l.csv")
            .value());
    std::vector<std::string> what;
    for (auto const& it : found) what.push_back(it.line_no + ": " + it.what);
    EXPECT_THAT(what, testing::UnorderedElementsAre("1: another amount", "10: another customer or product",
                                                    "10: not done", "5: no result", "99: not in the file"));
}

}  // namespace
