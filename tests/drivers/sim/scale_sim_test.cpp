// The simulator as tests and people drive it: places to listen, control lines, loads from a file, the real
// program.

#include "drivers/sim/scale_sim.h"

#include <sys/stat.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <fstream>

#include "drivers/sim/control_socket.h"
#include "drivers/sim/load_script.h"
#include "tests/drivers/sim/scale_desk.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;

TEST(ScaleSim, WrongSettingsAreRefusedWithAWayOn) {
    asio::io_context context;
    ScaleSimSettings settings;
    settings.protocol = "morse";
    settings.listen = "tcp:127.0.0.1:0";
    EXPECT_EQ(ScaleSim::start(context.get_executor(), settings).error().todo,
              "choose one of " + scale_wire_names());
    settings.protocol = "stgs";
    for (std::string const listen : {"", "tcp:x", "file:x.cap", "serial:/dev/ttyS0"}) {
        settings.listen = listen;
        EXPECT_FALSE(ScaleSim::start(context.get_executor(), settings).ok()) << listen;
    }
    settings.listen = "tcp:127.0.0.1:0";
    settings.rate_hz = 0;
    EXPECT_FALSE(ScaleSim::start(context.get_executor(), settings).ok());
}

TEST(ScaleSim, AFileInThePlaceOfThePtyLinkIsLeftAlone) {
    std::string const path = pty_path("occupied");
    std::ofstream(path) << "precious";
    asio::io_context context;
    ScaleSimSettings settings;
    settings.protocol = "stgs";
    settings.listen = "pty:" + path;
    EXPECT_FALSE(ScaleSim::start(context.get_executor(), settings).ok());
    std::string content;
    std::ifstream(path) >> content;
    EXPECT_EQ(content, "precious");
    std::filesystem::remove(path);
}

TEST(ScaleSim, PtyLinkComesAndGoesWithTheScale) {
    std::string const path = pty_path("link");
    {
        ScaleDesk desk("stgs", "pty:" + path);
        EXPECT_TRUE(std::filesystem::is_symlink(path));
        EXPECT_TRUE(desk.tell("cut"));
        EXPECT_FALSE(std::filesystem::is_symlink(path));
        EXPECT_TRUE(desk.tell("restore"));
        EXPECT_TRUE(std::filesystem::is_symlink(path));
    }
    EXPECT_FALSE(std::filesystem::is_symlink(path));
}

TEST(ScaleSim, EveryDisplayUpdateIsSentThreeOrFourTimes) {
    ScaleSimSettings settings;
    settings.rate_hz = 200;
    settings.nature.settle_ms = 3000;
    ScaleDesk desk("stgs", "tcp:127.0.0.1:0", settings);
    desk.run_station("stgs");
    ASSERT_TRUE(desk.becomes(core::LinkState::up));
    ASSERT_TRUE(desk.tell("put 12"));
    desk.readings.clear();
    ASSERT_TRUE(desk.comes([&] { return desk.readings.size() >= 120; }));
    std::vector<int> runs{1};
    for (std::size_t i = 1; i < desk.readings.size(); ++i) {
        if (desk.readings[i].indication == desk.readings[i - 1].indication)
            ++runs.back();
        else
            runs.push_back(1);
    }
    ASSERT_GT(runs.size(), 10u);
    for (std::size_t i = 1; i + 1 < runs.size(); ++i) EXPECT_GE(runs[i], 3);
}

TEST(ScaleSim, ControlLinesAnswerInJson) {
    ScaleDesk desk("stgs", "tcp:127.0.0.1:0");
    EXPECT_EQ(desk.sim->command("put 1.5 0"), R"({"ok":true})");
    EXPECT_EQ(desk.sim->command("add 0.25"), R"({"ok":true})");
    EXPECT_NE(desk.sim->command("status").find(R"("load":"1.750")"), std::string::npos);
    for (std::string const line :
         {"", "put", "put x", "put 1 -5", "put 1 1.5", "tremble", "drift", "faults rain=1", "\"sing\""}) {
        std::string const answer = desk.sim->command(line);
        EXPECT_EQ(answer.rfind(R"({"ok":false,"error":")", 0), 0u) << line << " " << answer;
    }
    EXPECT_EQ(desk.sim->command("tremble 20 100"), R"({"ok":true})");
    EXPECT_EQ(desk.sim->command("faults noise=5"), R"({"ok":true})");
    EXPECT_EQ(desk.sim->command("faults off"), R"({"ok":true})");
}

TEST(ControlSocket, IsPrivateAndAnswersLineByLine) {
    using asio::local::stream_protocol;
    std::string const path = pty_path("control");
    ScaleDesk desk("stgs", "tcp:127.0.0.1:0");
    auto const control = ControlSocket::listen(
        desk.context.get_executor(), path, [&](std::string const& line) { return desk.sim->command(line); });
    ASSERT_TRUE(control.ok());
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777u, 0600u);
    stream_protocol::socket client(desk.context);
    client.connect(stream_protocol::endpoint(path));
    asio::write(client, asio::buffer(std::string("put 2.5\nstatus\n")));
    std::string answers;
    std::array<char, 1024> buffer;
    std::function<void()> const read = [&] {
        client.async_read_some(asio::buffer(buffer), [&](boost::system::error_code error, std::size_t count) {
            answers.append(buffer.data(), count);
            if (!error) read();
        });
    };
    read();
    ASSERT_TRUE(desk.comes([&] { return answers.find(R"("load":"2.500")") != std::string::npos; }));
    EXPECT_EQ(answers.rfind("{\"ok\":true}\n", 0), 0u);
}

TEST(LoadScript, PlaysAFileOfLoads) {
    std::string const path = pty_path("loads.csv");
    std::ofstream(path) << "line_no,sku,actual,actual_unit\n1,a,0.900,kg\n2,b,4,份\n3,c,1.005,kg\n";
    auto const loads = read_loads(path);
    ASSERT_TRUE(loads.ok());
    EXPECT_EQ(*loads, (std::vector<std::string>{"0.900", "1.005"}));
    std::ofstream(path) << "kg\nheavy\n";
    EXPECT_EQ(read_loads(path).error().where, path + ":2");
    std::ofstream(path) << "weight\n1\n";
    EXPECT_FALSE(read_loads(path).ok());
    std::filesystem::remove(path);

    ScaleSimSettings settings;
    settings.rate_hz = 100;
    settings.nature.settle_ms = 0;
    ScaleDesk desk("toledo_cont", "tcp:127.0.0.1:0", settings);
    desk.run_station("toledo_cont");
    ASSERT_TRUE(desk.becomes(core::LinkState::up));
    std::vector<std::string> put;
    bool ended = false;
    std::make_shared<LoadScript>(desk.context.get_executor(), *desk.sim, *loads, 300, 200,
                                 [&](std::size_t, std::string const& kg) { put.push_back(kg); })
        ->run([&] { ended = true; });
    ASSERT_TRUE(desk.comes([&] { return ended; }));
    EXPECT_EQ(put, *loads);
    for (int const grams : {900, 1005}) {
        EXPECT_TRUE(std::any_of(desk.readings.begin(), desk.readings.end(),
                                [&](domain::Reading const& reading) {
                                    return reading.mass == domain::grams(grams) &&
                                           reading.stable == domain::Known::yes;
                                }))
            << grams;
    }
}

}  // namespace
}  // namespace bozhong::sim
