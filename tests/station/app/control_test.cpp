#include "station/app/control.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <thread>

namespace bozhong::app {
namespace {

namespace asio = boost::asio;

TEST(ParseKey, TakesNamesAndMembers) {
    auto const key = parse_key(R"({"key":"go_to","order_no":"O1","line_no":"7"})");
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(key->key, core::Key::go_to);
    EXPECT_EQ(key->line, (domain::LineKey{"O1", "7"}));
    EXPECT_EQ(key->by, "script");
}

TEST(ParseKey, RefusesOthers) {
    EXPECT_FALSE(parse_key(R"({"key":"format_disk"})").ok());
    EXPECT_FALSE(parse_key(R"({"key":""})").ok());
    EXPECT_FALSE(parse_key(R"({})").ok());
    EXPECT_FALSE(parse_key("not json").ok());
}

class ControlSocket : public testing::Test {
  protected:
    void SetUp() override {
        path = (std::filesystem::temp_directory_path() / ("control-" + std::to_string(::getpid()) + ".sock")).string();
        control = std::make_unique<TestControl>(context.get_executor(), path,
                                                TestControl::Station{[this](core::Event event) { seen.push_back(event); },
                                                                     [this](auto badge, auto) { badges.push_back(badge); },
                                                                     [this](auto badge, auto, auto key) {
                                                                         badges.push_back(badge);
                                                                         seen.push_back(key);
                                                                     },
                                                                     [](auto answer) {
                                                                         answer({7, "sortScreen", {{"zeroKey", 1, 2, 30, 40}}});
                                                                     }});
        ASSERT_TRUE(control->start().ok());
    }

    /// Sends the lines and gives back as many answers.
    std::vector<std::string> talk(std::vector<std::string> const& lines) {
        std::vector<std::string> answers;
        std::thread script([&] {
            asio::io_context own;
            asio::local::stream_protocol::socket socket(own);
            socket.connect(path);
            for (auto const& line : lines) {
                asio::write(socket, asio::buffer(line + "\n"));
                asio::streambuf input;
                asio::read_until(socket, input, '\n');
                std::istream stream(&input);
                std::getline(stream, answers.emplace_back());
            }
            asio::post(context, [this] { context.stop(); });
        });
        context.run_for(std::chrono::seconds(10));
        script.join();
        return answers;
    }

    asio::io_context context;
    std::string path;
    std::unique_ptr<TestControl> control;
    std::vector<core::Event> seen;
    std::vector<std::string> badges;
};

TEST_F(ControlSocket, OnlyItsOwnerMayOpenIt) {
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST_F(ControlSocket, PressesKeysAndShowsTheScreen) {
    core::Snapshot snapshot;
    snapshot.station = "T03";
    control->show(snapshot);
    auto const answers = talk({R"({"cmd":"key","key":"confirm"})", R"({"cmd":"sign_in","badge":"B07","pin":"1"})",
                               R"({"cmd":"snapshot"})", R"({"cmd":"dance"})", "rubbish",
                               R"({"cmd":"key","key":"release","badge":"S1","pin":"2"})"});
    ASSERT_EQ(answers.size(), 6U);
    EXPECT_EQ(answers[0], R"({"ok":true})");
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(std::get<core::KeyPressed>(seen[0]).key, core::Key::confirm);
    EXPECT_EQ(std::get<core::KeyPressed>(seen[1]).key, core::Key::release);
    EXPECT_EQ(badges, (std::vector<std::string>{"B07", "S1"}));
    EXPECT_NE(answers[2].find(R"("station":"T03")"), std::string::npos);
    EXPECT_NE(answers[3].find("unknown cmd"), std::string::npos);
    EXPECT_NE(answers[4].find("not a JSON object"), std::string::npos);
}

TEST_F(ControlSocket, TellsWhereTheKeysAre) {
    auto const answers = talk({R"({"cmd":"glass"})"});
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0],
              R"({"revision":7,"screen":"sortScreen","keys":[{"name":"zeroKey","x":1,"y":2,"width":30,"height":40}]})");
}

}  // namespace
}  // namespace bozhong::app
