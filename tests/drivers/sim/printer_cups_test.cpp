// A label through a real CUPS scheduler, started for the test with a queue of its own; what its backend is
// handed is drawn by the virtual printer.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include "drivers/link/printer_cups.h"
#include "drivers/run/printer_runner.h"
#include "drivers/sim/virtual_printer.h"

namespace {

using namespace bozhong;
using namespace std::chrono_literals;
using domain::LabelState;
namespace fs = std::filesystem;

int free_port() {
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor const acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), 0});
    return acceptor.local_endpoint().port();
}

void write_file(fs::path const& path, std::string const& text) {
    std::ofstream(path) << text;
}

class PrinterOverCups : public testing::Test {
  protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "cannot be done on this machine: a CUPS scheduler wants root";
        m_folder = fs::temp_directory_path() / ("bozhong-cups-" + std::to_string(::getpid()));
        fs::remove_all(m_folder);
        for (char const* name : {"spool", "cache", "run", "ssl", "ppd", "bin/backend"})
            fs::create_directories(m_folder / name);
        for (auto const& entry : fs::directory_iterator("/usr/lib/cups"))
            if (entry.path().filename() != "backend")
                fs::create_symlink(entry.path(), m_folder / "bin" / entry.path().filename());
        std::string const at = m_folder.string();
        behave("ok");
        // Backend arguments: job, user, title, copies, options, file.
        write_file(m_folder / "bin/backend/paper",
                   "#!/bin/sh\n[ $# -eq 0 ] && exit 0\ncase $(cat " + at +
                       "/behave) in\nfail) exit 1;;\nhang) exec sleep 60;;\nesac\n"
                       "cat ${6:+\"$6\"} > " +
                       at + "/handed-$1\n");
        ::chmod((m_folder / "bin/backend/paper").c_str(), 0700);
        write_file(m_folder / "cupsd.conf", "Listen 127.0.0.1:" + std::to_string(m_port) +
                                                "\nBrowsing Off\nWebInterface No\nDefaultAuthType "
                                                "None\n<Location />\nAllow all\n</Location>\n"
                                                "<Location /admin>\nAllow all\n</Location>\n<Policy "
                                                "default>\n<Limit All>\nAllow all\n</Limit>\n</Policy>\n");
        write_file(m_folder / "cups-files.conf",
                   "ServerRoot " + at + "\nServerBin " + at + "/bin\nRequestRoot " + at + "/spool\nTempDir " +
                       at + "/cache\nCacheDir " + at + "/cache\nStateDir " + at + "/run\nErrorLog " + at +
                       "/error_log\nAccessLog " + at + "/access_log\nPageLog " + at + "/page_log\n");
        m_scheduler = ::fork();
        if (m_scheduler == 0) {
            ::execl("/usr/sbin/cupsd", "cupsd", "-f", "-c", (at + "/cupsd.conf").c_str(), "-s",
                    (at + "/cups-files.conf").c_str(), nullptr);
            ::_exit(127);
        }
        std::string const admin = "lpadmin -h 127.0.0.1:" + std::to_string(m_port) +
                                  " -p labels -E -v paper:/here -m raw -o printer-error-policy=abort-job >" +
                                  at + "/lpadmin.log 2>&1";
        auto const until = std::chrono::steady_clock::now() + 20s;
        int code = -1;
        while (code != 0 && std::chrono::steady_clock::now() < until) code = std::system(admin.c_str());
        ASSERT_EQ(code, 0) << read(m_folder / "lpadmin.log") << read(m_folder / "error_log");
    }
    void TearDown() override {
        if (m_printer) m_printer->stop();
        if (m_scheduler > 0) {
            ::kill(m_scheduler, SIGTERM);
            ::waitpid(m_scheduler, nullptr, 0);
        }
        if (!m_folder.empty()) fs::remove_all(m_folder);
    }

    static std::string read(fs::path const& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void behave(char const* how) { write_file(m_folder / "behave", how); }
    void start(std::string const& endpoint) {
        run::PrinterOptions options;
        options.name = "P1";
        options.endpoint = endpoint;
        options.profile = "tspl_203";
        auto made = run::make_printer(options, [](domain::LabelContent const&) {
            return domain::Result(run::LabelRaster{48, 240, std::string(48 * 240, '\x3C')});
        });
        ASSERT_TRUE(made.ok()) << made.error().text();
        m_printer = std::move(*made);
        m_printer->start(
            [this](core::LabelChanged const& changed) {
                std::lock_guard const lock(m_mutex);
                m_labels[changed.label] = changed;
                m_happened.notify_all();
            },
            [this](core::PrinterSeen const& seen) {
                std::lock_guard const lock(m_mutex);
                m_seen = seen;
                m_happened.notify_all();
            });
    }
    std::string queue() const { return "cups:labels@127.0.0.1:" + std::to_string(m_port); }
    bool wait_for(domain::Seq label, LabelState state) {
        std::unique_lock lock(m_mutex);
        return m_happened.wait_for(
            lock, 20s, [&] { return m_labels.contains(label) && m_labels[label].state == state; });
    }
    bool wait_for(core::PrinterState state) {
        std::unique_lock lock(m_mutex);
        return m_happened.wait_for(lock, 20s, [&] { return m_seen && m_seen->state == state; });
    }

    fs::path m_folder;
    int m_port = free_port();
    pid_t m_scheduler = -1;
    std::unique_ptr<app::Printer> m_printer;
    std::mutex m_mutex;
    std::condition_variable m_happened;
    std::map<domain::Seq, core::LabelChanged> m_labels;
    std::optional<core::PrinterSeen> m_seen;
};

TEST_F(PrinterOverCups, EachLabelIsARawJobAndNoMoreThanSent) {
    start(queue());
    ASSERT_TRUE(wait_for(core::PrinterState::ready)) << m_seen->detail;
    m_printer->print({1, {}});
    ASSERT_TRUE(wait_for(1, LabelState::sent)) << read(m_folder / "error_log");
    sim::PrinterMake make;
    make.language = sim::PrinterLanguage::tspl;
    sim::VirtualPrinter paper(make);
    paper.receive(read(m_folder / "handed-1"));
    while (paper.moving()) paper.pass(100);
    EXPECT_EQ(paper.labels_printed(), 1);
    EXPECT_EQ(paper.buffered(), 0U);

    behave("fail");
    m_printer->print({2, {}});
    EXPECT_TRUE(wait_for(2, LabelState::unknown));
    behave("ok");
    EXPECT_TRUE(wait_for(core::PrinterState::ready));
    m_printer->print({3, {}});
    EXPECT_TRUE(wait_for(3, LabelState::sent));
}

TEST_F(PrinterOverCups, ALabelGivenUpIsCancelledAndDoesNotComeOutLater) {
    behave("hang");
    start(queue());
    ASSERT_TRUE(wait_for(core::PrinterState::ready)) << m_seen->detail;
    m_printer->print({1, {}});
    std::string const jobs =
        "lpstat -h 127.0.0.1:" + std::to_string(m_port) + " -W not-completed -o 2>&1 | grep -q labels-1";
    auto const wait_until = [&](bool there) {
        auto const until = std::chrono::steady_clock::now() + 20s;
        while ((std::system(jobs.c_str()) == 0) != there && std::chrono::steady_clock::now() < until)
            continue;
        return (std::system(jobs.c_str()) == 0) == there;
    };
    ASSERT_TRUE(wait_until(true));
    m_printer->stop();
    EXPECT_TRUE(wait_until(false));
    EXPECT_TRUE(wait_for(1, LabelState::unknown));
}

TEST_F(PrinterOverCups, AQueueThatIsNotThereIsSaid) {
    start("cups:no-such@127.0.0.1:" + std::to_string(m_port));
    ASSERT_TRUE(wait_for(core::PrinterState::away));
    EXPECT_NE(m_seen->detail.find("no such queue"), std::string::npos) << m_seen->detail;
}

TEST(CupsQueue, ItsTextIsNameAndPlace) {
    auto const plain = link::parse_cups_queue("labels");
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(plain->name, "labels");
    EXPECT_EQ(plain->host, "");
    auto const far = link::parse_cups_queue("labels@print.example:8631");
    ASSERT_TRUE(far.ok());
    EXPECT_EQ(far->host, "print.example");
    EXPECT_EQ(far->port, 8631);
    for (auto const* wrong :
         {"", "@host", "a/b", "labels@", "labels@host:0", "labels@host:x", "labels@host:70000"})
        EXPECT_FALSE(link::parse_cups_queue(wrong).ok()) << wrong;
}

}  // namespace
