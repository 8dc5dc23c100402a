#include "station/app/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace {

using namespace bozhong;
using app::LogLevel;
using testing::HasSubstr;
using testing::Not;

class Log : public testing::Test {
  protected:
    void SetUp() override { std::filesystem::remove_all(folder); }
    void TearDown() override {
        app::stop_log();
        std::filesystem::remove_all(folder);
    }
    [[nodiscard]] std::string text(std::string const& name) const {
        std::ifstream in(folder / name);
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }
    std::filesystem::path const folder =
        std::filesystem::temp_directory_path() / ("bozhong_log_" + std::to_string(::getpid()));
};

TEST_F(Log, AnEntryIsOneLineWithTimeLevelAndPart) {
    ASSERT_TRUE(app::start_log({folder.string(), "station", 1 << 20, 3, false}).ok());
    app::log(LogLevel::info, "hub", "connected\nsecond {} %s");
    app::log(LogLevel::error, "scale-1", "silent");
    std::string const all = text("station.log");
    EXPECT_TRUE(std::regex_search(
        all, std::regex("^20[0-9-]{8}T[0-9:]{8}\\.[0-9]{3}Z info hub: connected second \\{\\} %s\n")))
        << all;
    EXPECT_THAT(all, HasSubstr("Z error scale-1: silent\n"));
}

TEST_F(Log, FilesTurnOverAndTheOldestGoes) {
    ASSERT_TRUE(app::start_log({folder.string(), "station", 2'000, 2, false}).ok());
    for (int i = 0; i < 200; ++i) app::log(LogLevel::info, "part", "entry number " + std::to_string(i));
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        ++files;
        EXPECT_LE(entry.file_size(), 2'000u);
    }
    EXPECT_EQ(files, 3u);
    EXPECT_THAT(text("station.log"), HasSubstr("entry number 199"));
}

TEST_F(Log, SecretsAreNeverWritten) {
    ASSERT_TRUE(app::start_log({folder.string(), "station", 1 << 20, 3, false}).ok());
    app::hide_secret("k9-very-secret");
    app::hide_secret("a");
    app::log(LogLevel::warning, "hub", "sent k9-very-secret and k9-very-secretk9-very-secret as");
    app::log(LogLevel::warning, "hub", "Authorization: Bearer abc.def, then Basic VDAzOmdlaGVpbQ==\"");
    std::string const all = text("station.log");
    EXPECT_THAT(all, Not(HasSubstr("very-secret")));
    EXPECT_THAT(all, Not(HasSubstr("abc.def")));
    EXPECT_THAT(all, Not(HasSubstr("VDAz")));
    EXPECT_THAT(all, HasSubstr("sent *** and ****** as"));
    EXPECT_THAT(all, HasSubstr("Bearer ***, then Basic ***\""));
}

TEST_F(Log, ALongEntryIsCut) {
    EXPECT_LT(app::log_line("x", std::string(1'000'000, 'y')).size(), 4'200u);
}

TEST_F(Log, APlaceThatCannotBeWrittenIsAnError) {
    auto const started = app::start_log({"/proc/no/such", "station"});
    ASSERT_FALSE(started.ok());
    EXPECT_THAT(started.error().text(), HasSubstr("/proc/no/such"));
}

}  // namespace
