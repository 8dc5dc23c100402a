// `bozhong printer` and `bozhong sim printer` as scripts use them: the real programs, a real socket, real
// files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

std::string const program = BOZHONG_BIN_DIR "/bozhong";
std::string const golden = BOZHONG_SOURCE_DIR "/tests/golden/escpos/";

struct Outcome {
    int status = -1;
    std::string out;
};

Outcome run(std::string const& arguments) {
    std::FILE* pipe = popen((program + " " + arguments + " 2>&1").c_str(), "r");
    Outcome outcome;
    std::array<char, 4096> buffer{};
    while (std::size_t const got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.out.append(buffer.data(), got);
    int const status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

std::vector<boost::json::object> lines_of(std::string const& text) {
    std::vector<boost::json::object> objects;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        objects.push_back(boost::json::parse(line).as_object());
    return objects;
}

/// The simulator as a process, spoken to over its stdin and stdout.
class Simulator {
  public:
    explicit Simulator(std::string const& folder) {
        std::array<int, 2> in{}, out{};
        if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0) return;
        m_child = ::fork();
        if (m_child == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::close(in[1]);
            ::close(out[0]);
            ::execl(program.c_str(), "bozhong", "sim", "printer", "--listen", "tcp:127.0.0.1:0", "--out",
                    folder.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        m_in = ::fdopen(in[1], "w");
        m_out = ::fdopen(out[0], "r");
        port = boost::json::parse(line()).at("port").to_number<int>();
    }
    ~Simulator() {
        ::kill(m_child, SIGTERM);
        ::waitpid(m_child, nullptr, 0);
        std::fclose(m_in);
        std::fclose(m_out);
    }
    std::string command(std::string const& text) {
        std::fprintf(m_in, "%s\n", text.c_str());
        std::fflush(m_in);
        return line();
    }
    [[nodiscard]] std::string endpoint() const { return "tcp:127.0.0.1:" + std::to_string(port); }
    int port = 0;

  private:
    std::string line() {
        std::array<char, 1024> buffer{};
        return std::fgets(buffer.data(), buffer.size(), m_out) ? std::string(buffer.data()) : std::string();
    }
    pid_t m_child = -1;
    std::FILE* m_in = nullptr;
    std::FILE* m_out = nullptr;
};

TEST(PrinterCommands, ProfilesAreOneJsonObjectALine) {
    auto const [status, out] = run("printer profiles");
    EXPECT_EQ(status, 0);
    auto const profiles = lines_of(out);
    EXPECT_GE(profiles.size(), 5U);
    for (auto const& profile : profiles)
        for (char const* key : {"id", "dots_wide", "dpi", "feed", "confirm", "one_way"})
            EXPECT_TRUE(profile.contains(key)) << key;
}

TEST(PrinterCommands, DecodeSaysAndDrawsWhatAPrinterWouldMakeOfIt) {
    std::string const png = testing::TempDir() + "bozhong-decode.png";
    auto const [status, out] =
        run("printer decode --dots 384 --png " + png + " < " + golden + "06-raster-GSv0.bin");
    EXPECT_EQ(status, 0) << out;
    EXPECT_THAT(out, HasSubstr("48 bytes x 240 rows"));
    EXPECT_GT(fs::file_size(png), 1000U);
    fs::remove(png);
}

TEST(PrinterCommands, DecodeSaysWhenAStreamIsCutOff) {
    auto const [status, out] = run("printer decode < /dev/null");
    EXPECT_EQ(status, 0);
    std::string const cut = "head -c 7 " + golden + "06-raster-GSv0.bin | " + program + " printer decode";
    int const code = std::system((cut + " > /dev/null").c_str());
    EXPECT_EQ(WEXITSTATUS(code), 1);
}

TEST(PrinterCommands, StatusFollowsThePrinter) {
    std::string const folder = testing::TempDir() + "bozhong-printer-cli";
    fs::remove_all(folder);
    {
        Simulator simulator(folder);
        ASSERT_GT(simulator.port, 0);
        std::string const status = "printer status " + simulator.endpoint();
        EXPECT_EQ(run(status).status, 0);
        EXPECT_THAT(simulator.command("paper_out"), HasSubstr("\"paper_out\":true"));
        auto const outcome = run(status);
        EXPECT_EQ(outcome.status, 1);
        EXPECT_EQ(lines_of(outcome.out).at(0).at("state").as_string(), "paper_out");
        simulator.command("new_roll");
        EXPECT_EQ(run(status).status, 0);
        simulator.command("power_off");
        EXPECT_EQ(run(status).status, 3);
        EXPECT_THAT(simulator.command("nonsense"), HasSubstr("\"ok\":false"));
    }
    fs::remove_all(folder);
}

TEST(PrinterCommands, WrongUseIsStatusTwo) {
    EXPECT_EQ(run("printer status nowhere").status, 2);
    EXPECT_EQ(run("printer status tcp:127.0.0.1:1 --profile none").status, 2);
    EXPECT_EQ(run("printer status usb:xyz").status, 2);
    EXPECT_EQ(run("sim printer --listen nowhere --out /tmp").status, 2);
}

}  // namespace
