// The product's runner, spool and TCP link against the virtual printer on a real socket, its paper in real
// files.
#include "drivers/sim/printer_server.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <thread>

#include "drivers/run/printer_runner.h"
#include "drivers/sim/control_socket.h"

namespace {

using namespace bozhong;
using namespace std::chrono_literals;
using domain::LabelState;
namespace asio = boost::asio;
namespace fs = std::filesystem;

class PrinterOverTcp : public testing::Test {
  protected:
    void SetUp() override { listen(sim::PrinterLanguage::escpos); }
    void listen(sim::PrinterLanguage language) {
        m_folder = fs::temp_directory_path() / ("bozhong-paper-" + std::to_string(::getpid()));
        fs::remove_all(m_folder);
        sim::PrinterMake make;
        make.language = language;
        make.label_rows = 240;
        auto tray = sim::PaperTray::open(m_folder);
        ASSERT_TRUE(tray.ok());
        auto listening =
            sim::PrinterServer::listen(m_context.get_executor(), "tcp:127.0.0.1:0", make, std::move(*tray));
        ASSERT_TRUE(listening.ok());
        m_server = std::move(*listening);
        m_thread = std::thread([this] {
            auto const work = asio::make_work_guard(m_context);
            m_context.run();
        });
    }
    void TearDown() override {
        if (m_printer) m_printer->stop();
        m_context.stop();
        if (m_thread.joinable()) m_thread.join();
        fs::remove_all(m_folder);
    }

    void start(std::string const& profile = "escpos_58_label") {
        auto made =
            run::make_printer({"P1", "tcp:127.0.0.1:" + std::to_string(m_server->port()), profile, {}},
                              [](domain::LabelContent const& content) {
                                  run::LabelRaster raster{48, 240, std::string(48 * 240, '\x3C')};
                                  if (content.note == "broken")
                                      return domain::Result<run::LabelRaster>(domain::Error{
                                          domain::ErrorKind::bad_input, "no such field", "note", ""});
                                  if (content.note == "wide") raster = {96, 2, std::string(96 * 2, '\x3C')};
                                  return domain::Result(raster);
                              });
        ASSERT_TRUE(made.ok());
        m_printer = std::move(*made);
        m_printer->start(
            [this](core::LabelChanged const& changed) { note([&] { m_labels[changed.label] = changed; }); },
            [this](core::PrinterSeen const& seen) { note([&] { m_seen = seen; }); });
    }
    template <class F>
    void note(F change) {
        std::lock_guard lock(m_mutex);
        change();
        m_happened.notify_all();
    }
    void print(domain::Seq label, std::string const& what = "") {
        app::LabelJob job{label, {}};
        job.content.note = what;
        m_printer->print(job);
    }
    bool wait_for(LabelState state, domain::Seq label) {
        std::unique_lock lock(m_mutex);
        return m_happened.wait_for(
            lock, 15s, [&] { return m_labels.contains(label) && m_labels[label].state == state; });
    }
    bool wait_for(core::PrinterState state) {
        std::unique_lock lock(m_mutex);
        return m_happened.wait_for(lock, 15s, [&] { return m_seen && m_seen->state == state; });
    }
    std::string known_by(domain::Seq label) {
        std::lock_guard lock(m_mutex);
        return m_labels[label].known_by;
    }
    std::string detail() {
        std::lock_guard lock(m_mutex);
        return m_seen ? m_seen->detail : std::string();
    }
    std::string command(std::string const& line) {
        std::promise<std::string> answer;
        asio::post(m_context, [&] { answer.set_value(m_server->command(line)); });
        return answer.get_future().get();
    }
    std::vector<std::string> paper_lines() {
        std::ifstream list(m_folder / "paper.jsonl");
        std::vector<std::string> lines;
        for (std::string line; std::getline(list, line);) lines.push_back(line);
        return lines;
    }

    fs::path m_folder;
    asio::io_context m_context{1};
    std::unique_ptr<sim::PrinterServer> m_server;
    std::unique_ptr<app::Printer> m_printer;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_happened;
    std::map<domain::Seq, core::LabelChanged> m_labels;
    std::optional<core::PrinterSeen> m_seen;
};

struct Spoken {
    char const* profile;
    sim::PrinterLanguage language;
    char const* known_by;
};
class LabelLanguageOverTcp : public PrinterOverTcp, public testing::WithParamInterface<Spoken> {
  protected:
    void SetUp() override { listen(GetParam().language); }
};

/// What she is told of it on the screen comes from here.
TEST_F(PrinterOverTcp, SaysThatItsHeadIsTooHot) {
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    command("too_hot");
    ASSERT_TRUE(wait_for(core::PrinterState::fault));
    EXPECT_EQ(detail(), "too_hot");
    command("cooled");
    EXPECT_TRUE(wait_for(core::PrinterState::ready));
}

TEST_P(LabelLanguageOverTcp, SaysWhatIsTheMatterWithIt) {
    if (GetParam().language != sim::PrinterLanguage::tspl) return;  // the others tell less
    start(GetParam().profile);
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    struct {
        char const *happens, *put_right, *said;
    } const table[] = {{"ribbon_out", "new_ribbon", "ribbon_out"},
                       {"cutter_jam", "clear_jam", "paper_jam"},
                       {"pause", "resume", "paused"},
                       {"too_hot", "cooled", "too_hot"}};
    for (auto const& row : table) {
        command(row.happens);
        ASSERT_TRUE(wait_for(core::PrinterState::fault)) << row.happens;
        EXPECT_EQ(detail(), row.said);
        command(row.put_right);
        ASSERT_TRUE(wait_for(core::PrinterState::ready)) << row.put_right;
    }
    print(1);
    EXPECT_TRUE(wait_for(LabelState::printed, 1));
}

TEST_P(LabelLanguageOverTcp, PrintsSaysSoAndTellsWhenThePaperIsOut) {
    start(GetParam().profile);
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    for (domain::Seq label = 1; label <= 2; ++label) print(label);
    ASSERT_TRUE(wait_for(LabelState::printed, 2));
    EXPECT_EQ(known_by(1), GetParam().known_by);
    EXPECT_EQ(paper_lines().size(), 2U);
    command("paper_out");
    // A ZPL printer without paper does not answer.
    bool const silent = GetParam().language == sim::PrinterLanguage::zpl;
    EXPECT_TRUE(wait_for(silent ? core::PrinterState::away : core::PrinterState::paper_out));
    command("new_roll");
    EXPECT_TRUE(wait_for(core::PrinterState::ready));
}

INSTANTIATE_TEST_SUITE_P(Languages, LabelLanguageOverTcp,
                         testing::Values(Spoken{"tspl_203", sim::PrinterLanguage::tspl, "idle"},
                                         Spoken{"zpl_203", sim::PrinterLanguage::zpl, "idle"},
                                         Spoken{"cpcl_203", sim::PrinterLanguage::cpcl, "in_turn"}),
                         [](auto const& each) { return std::string(each.param.profile); });

TEST_F(PrinterOverTcp, PaperComesOutAsPictures) {
    start();
    for (domain::Seq label = 1; label <= 5; ++label) print(label);
    ASSERT_TRUE(wait_for(LabelState::printed, 5));
    for (domain::Seq label = 1; label <= 5; ++label) EXPECT_EQ(known_by(label), "gs_r");
    ASSERT_EQ(paper_lines().size(), 5U);
    EXPECT_TRUE(paper_lines()[4].starts_with("{\"number\":5,\"file\":\"label-0005.png\",\"bytes\":"));
    std::ifstream picture(m_folder / "label-0005.png", std::ios::binary);
    std::string head(8, '\0');
    picture.read(head.data(), 8);
    EXPECT_EQ(head, "\x89PNG\r\n\x1A\n");
}

TEST_F(PrinterOverTcp, PaperOutCoverAndPowerAreSeenAndHealed) {
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    command("cover_open");
    ASSERT_TRUE(wait_for(core::PrinterState::cover_open));
    command("cover_close");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    command("at 6000 paper_out");
    print(1);
    ASSERT_TRUE(wait_for(LabelState::unknown, 1));
    EXPECT_EQ(known_by(1), "paper_out");
    ASSERT_TRUE(wait_for(core::PrinterState::paper_out));
    command("new_roll");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    command("at 6000 power_off");
    print(2);
    ASSERT_TRUE(wait_for(LabelState::unknown, 2));
    ASSERT_TRUE(wait_for(core::PrinterState::away));
    command("power_on");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    print(3);
    ASSERT_TRUE(wait_for(LabelState::printed, 3));
    // Torn at the roll's end, its rest on the new roll, cut short by the power, and one whole label.
    auto const lines = paper_lines();
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_NE(lines[0].find("\"torn\":true"), std::string::npos);
}

TEST_F(PrinterOverTcp, AnEpsonIsConfirmedByItsIdAndTellsByItself) {
    start("epson_label");
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    print(77);
    ASSERT_TRUE(wait_for(LabelState::printed, 77));
    EXPECT_EQ(known_by(77), "process_id");
}

TEST_F(PrinterOverTcp, WhatCannotBeDrawnOrEncodedFailsAtOnce) {
    start();
    print(1, "broken");
    print(2, "wide");
    ASSERT_TRUE(wait_for(LabelState::failed, 1));
    ASSERT_TRUE(wait_for(LabelState::failed, 2));
    EXPECT_EQ(known_by(1), "not drawn");
    EXPECT_EQ(known_by(2), "not encoded");
}

TEST_F(PrinterOverTcp, StoppingWithALabelInFlightSaysUnknown) {
    start();
    ASSERT_TRUE(wait_for(core::PrinterState::ready));
    command("at 3000 cover_open");
    print(1);
    ASSERT_TRUE(wait_for(LabelState::sent, 1));
    m_printer->stop();
    EXPECT_TRUE(wait_for(LabelState::unknown, 1));
}

TEST_F(PrinterOverTcp, NobodyIsThere) {
    std::uint16_t const port = m_server->port();
    command("power_off");
    start();
    EXPECT_TRUE(wait_for(core::PrinterState::away));
    command("power_on");
    EXPECT_TRUE(wait_for(core::PrinterState::ready));
    EXPECT_EQ(m_server->port(), port);
}

TEST_F(PrinterOverTcp, TheControlSocketIsPrivateAndTakesLines) {
    std::string const path = (m_folder / "control.sock").string();
    std::promise<std::unique_ptr<sim::ControlSocket>> made;
    asio::post(m_context, [&] {
        made.set_value(
            sim::ControlSocket::listen(m_context.get_executor(), path, [this](std::string const& line) {
                return m_server->command(line);
            }).value());
    });
    auto control = made.get_future().get();
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    asio::io_context context;
    asio::local::stream_protocol::socket socket(context);
    socket.connect({path});
    std::string answers;
    for (std::string const line : {"cover_open\n", "nonsense\n"}) {
        asio::write(socket, asio::buffer(line));
        std::string answer;
        asio::read_until(socket, asio::dynamic_buffer(answer, 4096), '\n');
        answers += answer;
    }
    EXPECT_NE(answers.find("\"cover_open\":true"), std::string::npos);
    EXPECT_NE(answers.find("\"ok\":false"), std::string::npos);
    std::promise<void> gone;
    asio::post(m_context, [&] {
        control.reset();
        gone.set_value();
    });
    gone.get_future().get();
    EXPECT_NE(::stat(path.c_str(), &info), 0);
}

TEST(PrinterServer, WrongPlacesAreSaid) {
    asio::io_context context;
    for (std::string const where : {"tcp:", "udp:1.2.3.4:5", "tcp:127.0.0.1:99999", "tcp:nobody:1"})
        EXPECT_FALSE(
            sim::PrinterServer::listen(context.get_executor(), where, {}, *sim::PaperTray::open("")).ok())
            << where;
}

}  // namespace
