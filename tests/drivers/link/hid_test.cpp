// The HID link over devices that are not there: plugged in, read, pulled out and plugged in elsewhere.

#include "drivers/link/hid_link.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <mutex>

namespace bozhong::link {
namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;

/// What is plugged in, by serial number; reports wait in a queue.
class Bus {
  public:
    void plug(std::string const& serial) {
        std::lock_guard const lock(m_mutex);
        m_plugged = serial;
    }
    void unplug() { plug(""); }
    void report(std::string bytes) {
        std::lock_guard const lock(m_mutex);
        m_reports.push_back(std::move(bytes));
        m_came.notify_all();
    }
    std::atomic<int> looked{0}, opened{0};

    OpenHid opener() {
        return [this](HidEndpoint const& endpoint) -> domain::Result<std::unique_ptr<HidPort>> {
            ++looked;
            std::lock_guard const lock(m_mutex);
            if (m_plugged.empty() || (!endpoint.serial.empty() && endpoint.serial != m_plugged))
                return domain::Error{domain::ErrorKind::not_found, "no such scale is plugged in", {}, {}};
            if (m_plugged == "locked")
                return domain::Error{domain::ErrorKind::unavailable, "cannot be opened", {}, {}};
            ++opened;
            return std::unique_ptr<HidPort>(std::make_unique<Port>(*this, m_plugged));
        };
    }

  private:
    class Port final : public HidPort {
      public:
        Port(Bus& bus, std::string serial) : m_bus(bus), m_serial(std::move(serial)) {}
        domain::Result<std::string> read(milliseconds longest_wait) override {
            std::unique_lock lock(m_bus.m_mutex);
            m_bus.m_came.wait_for(lock, longest_wait, [this] { return !m_bus.m_reports.empty(); });
            if (m_bus.m_plugged != m_serial)
                return domain::Error{domain::ErrorKind::unavailable, "unplugged", {}, {}};
            if (m_bus.m_reports.empty()) return std::string();
            auto out = std::move(m_bus.m_reports.front());
            m_bus.m_reports.pop_front();
            return out;
        }

      private:
        Bus& m_bus;
        std::string m_serial;
    };

    std::mutex m_mutex;
    std::condition_variable m_came;
    std::string m_plugged;
    std::deque<std::string> m_reports;
};

class Hid : public testing::Test {
  protected:
    void open(std::string const& serial,
              HidPatience patience = {milliseconds{5}, milliseconds{5}, milliseconds{60'000}}) {
        link = make_hid_link(context.get_executor(), {0x0922, 0x8003, serial}, "hid:0922:8003", bus.opener(),
                             patience);
        reopen();
    }
    void reopen() {
        link->open({[this] { ++opened; },
                    [this](std::span<std::byte const> bytes) {
                        received.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
                    },
                    [this](domain::Error error) { lost.push_back(std::move(error)); }});
    }
    template <class Condition>
    [[nodiscard]] bool comes(Condition condition) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            context.restart();
            context.run_one_for(milliseconds(5));
        }
        return condition();
    }
    Bus bus;
    boost::asio::io_context context{1};
    std::unique_ptr<Link> link;
    int opened = 0;
    std::string received;
    std::vector<domain::Error> lost;
};

TEST_F(Hid, ReportsComeWholeAndInOrder) {
    bus.plug("A1");
    open("");
    EXPECT_EQ(opened, 0) << "no callback inside a call";
    ASSERT_TRUE(comes([&] { return opened == 1; }));
    bus.report("\x03\x04\x02\x00\x14\x00"s);
    bus.report("\x03\x04\x02\x00\x15\x00"s);
    ASSERT_TRUE(comes([&] { return received.size() == 12; }));
    EXPECT_EQ(received, "\x03\x04\x02\x00\x14\x00\x03\x04\x02\x00\x15\x00"s);
}

TEST_F(Hid, ADeviceThatComesLaterIsFoundByItsSerialNumberAlone) {
    bus.plug("B2");
    open("A1");
    ASSERT_TRUE(comes([&] { return bus.looked > 3; }));
    EXPECT_EQ(opened, 0);
    bus.plug("A1");
    ASSERT_TRUE(comes([&] { return opened == 1; }));
    EXPECT_TRUE(lost.empty());
}

TEST_F(Hid, PulledOutItIsLostOnceAndComesBack) {
    bus.plug("A1");
    open("A1");
    ASSERT_TRUE(comes([&] { return opened == 1; }));
    bus.unplug();
    ASSERT_TRUE(comes([&] { return !lost.empty(); }));
    EXPECT_EQ(lost[0].what, "unplugged");
    EXPECT_EQ(lost[0].where, "hid:0922:8003");
    reopen();
    int const before = bus.looked;
    ASSERT_TRUE(comes([&] { return bus.looked > before + 2; }));
    bus.plug("A1");
    ASSERT_TRUE(comes([&] { return opened == 2; }));
    EXPECT_EQ(lost.size(), 1u);
}

TEST_F(Hid, OneThatCannotBeOpenedIsLostAtOnceAndAnAbsentOneAfterAWhile) {
    bus.plug("locked");
    open("");
    ASSERT_TRUE(comes([&] { return lost.size() == 1; }));
    EXPECT_EQ(lost[0].kind, domain::ErrorKind::unavailable);
    bus.unplug();
    open("", {milliseconds{5}, milliseconds{5}, milliseconds{20}});
    ASSERT_TRUE(comes([&] { return lost.size() == 2; }));
    EXPECT_EQ(lost[1].kind, domain::ErrorKind::not_found);
}

TEST_F(Hid, AfterCloseNothingIsCalledBack) {
    bus.plug("A1");
    open("");
    ASSERT_TRUE(comes([&] { return opened == 1; }));
    bus.report("\x03\x04\x02\x00\x14\x00"s);
    link->close();
    link.reset();
    context.restart();
    context.poll();
    EXPECT_EQ(received, "");
    EXPECT_TRUE(lost.empty());
}

/// Through hidapi itself: no such device exists, and that is said as such.
TEST(RealHid, AnAbsentDeviceIsNotFound) {
    auto const port = open_real_hid({0xFFFF, 0xFFFE, "nobody"});
    ASSERT_FALSE(port.ok());
    EXPECT_EQ(port.error().kind, domain::ErrorKind::not_found);
}

}  // namespace
}  // namespace bozhong::link
