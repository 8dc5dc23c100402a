// The links over a kernel device, played by a pseudo-terminal with the virtual printer at its other end.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "drivers/run/printer_runner.h"
#include "drivers/sim/virtual_printer.h"

namespace {

using namespace bozhong;
using namespace std::chrono_literals;

class PrinterOverLp : public testing::TestWithParam<char const*> {};
INSTANTIATE_TEST_SUITE_P(Ways, PrinterOverLp, testing::Values("lp:", "pty:", "serial:"),
                         [](auto const& each) {
                             return std::string(each.param, std::strlen(each.param) - 1);
                         });

TEST_P(PrinterOverLp, PrintsAndSeesTheDeviceGo) {
    int master = -1, slave = -1;
    std::array<char, 128> name{};
    termios raw{};
    ::cfmakeraw(&raw);
    ASSERT_EQ(::openpty(&master, &slave, name.data(), &raw, nullptr), 0);
    ::fcntl(master, F_SETFL, O_NONBLOCK);
    sim::VirtualPrinter printer;
    std::atomic<bool> over = false;
    std::size_t papers = 0;
    std::thread device([&] {
        std::array<char, 512> buffer{};
        while (!over) {
            pollfd wait{master, POLLIN, 0};
            ::poll(&wait, 1, 20);
            ssize_t const got = ::read(master, buffer.data(), buffer.size());
            if (got > 0) printer.receive({buffer.data(), static_cast<std::size_t>(got)});
            papers += printer.take_printed().size();
            std::string const answers = printer.take_answers();
            if (answers.empty()) continue;
            EXPECT_EQ(::write(master, answers.data(), answers.size()), static_cast<ssize_t>(answers.size()));
        }
    });
    std::mutex mutex;
    std::condition_variable happened;
    std::optional<domain::LabelState> state;
    std::optional<core::PrinterState> seen;
    char const* const line = std::string_view(GetParam()) == "serial:" ? "?115200,8N1" : "";
    auto made =
        run::make_printer({"P1", GetParam() + std::string(name.data()) + line, "escpos_58_label", {}},
                          [](domain::LabelContent const&) {
                              return domain::Result(run::LabelRaster{48, 240, std::string(48 * 240, '\x3C')});
                          });
    ASSERT_TRUE(made.ok());
    (*made)->start(
        [&](core::LabelChanged const& changed) {
            std::lock_guard lock(mutex);
            state = changed.state;
            happened.notify_all();
        },
        [&](core::PrinterSeen const& now) {
            std::lock_guard lock(mutex);
            seen = now.state;
            happened.notify_all();
        });
    (*made)->print({1, {}});
    {
        std::unique_lock lock(mutex);
        EXPECT_TRUE(happened.wait_for(lock, 10s, [&] { return state == domain::LabelState::printed; }));
    }
    over = true;
    device.join();
    EXPECT_EQ(papers, 1U);
    ::close(slave);
    ::close(master);
    {
        std::unique_lock lock(mutex);
        EXPECT_TRUE(happened.wait_for(lock, 10s, [&] { return seen == core::PrinterState::away; }));
    }
    (*made)->stop();
}

}  // namespace
