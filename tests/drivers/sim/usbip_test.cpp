// The USB/IP front as Linux's vhci_hcd speaks with it, byte for byte: kernel document usbip_protocol.rst.
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

#include "drivers/sim/printer_server.h"

namespace {

using namespace bozhong;
namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::uint32_t k_in = 1, k_out = 0;

std::string words(std::initializer_list<std::uint32_t> values) {
    std::string out;
    for (std::uint32_t value : values) {
        for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
    }
    return out;
}
std::uint32_t word(std::string const& bytes, std::size_t index) {
    std::uint32_t value = 0;
    for (std::size_t i = 4 * index; i < 4 * index + 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

class Usbip : public testing::Test {
  protected:
    void SetUp() override {
        sim::PrinterMake make;
        make.buffer = 1000;
        sim::UsbShape shape;
        shape.serial = "P7";
        auto made = sim::PrinterServer::listen(context.get_executor(), "usbip:127.0.0.1:0", make,
                                               *sim::PaperTray::open(""), shape);
        ASSERT_TRUE(made.ok());
        server = std::move(*made);
    }

    tcp::socket call() {
        tcp::socket socket(context);
        socket.connect({asio::ip::address_v4::loopback(), server->port()});
        return socket;
    }
    void say(tcp::socket& socket, std::string const& bytes) { asio::write(socket, asio::buffer(bytes)); }
    /// So many bytes, or what came before the end of the line.
    std::string hear(tcp::socket& socket, std::size_t size) {
        std::string bytes(size, '\0');
        bool done = false;
        asio::async_read(socket, asio::buffer(bytes), [&](auto, std::size_t n) {
            bytes.resize(n);
            done = true;
        });
        while (!done) context.run_one();
        return bytes;
    }
    std::uint32_t import(tcp::socket& socket, std::string bus_id = "1-1") {
        bus_id.resize(32);
        say(socket, words({0x01118003, 0}) + bus_id);
        std::string const answer = hear(socket, 8);
        EXPECT_EQ(word(answer, 0), 0x01110003U);
        if (word(answer, 1) == 0) {
            std::string const device = hear(socket, 312);
            EXPECT_EQ(device.substr(256, 4), std::string("1-1\0", 4));
            EXPECT_EQ(word(device, 75), 0x04165011U);
        }
        return word(answer, 1);
    }
    void submit(tcp::socket& socket, std::uint32_t number, std::uint32_t direction, std::uint32_t endpoint,
                std::string const& data, std::uint32_t room = 0, std::string setup = {}) {
        setup.resize(8);
        auto const size = direction == k_out ? static_cast<std::uint32_t>(data.size()) : room;
        say(socket,
            words({1, number, 0x10002, direction, endpoint, 0, size, 0, 0xFFFFFFFF, 0}) + setup + data);
    }
    void unlink(tcp::socket& socket, std::uint32_t number, std::uint32_t which) {
        say(socket, words({2, number, 0x10002, 0, 0, which, 0, 0, 0, 0, 0, 0}));
    }
    struct Answer {
        std::uint32_t kind = 0, number = 0;
        int status = 0;
        std::uint32_t moved = 0;
        std::string data;
    };
    Answer answer(tcp::socket& socket, bool with_data = false) {
        std::string const head = hear(socket, 48);
        if (head.size() < 48) return {};
        Answer heard{word(head, 0), word(head, 1), static_cast<int>(word(head, 5)), word(head, 6), {}};
        if (with_data) heard.data = hear(socket, heard.moved);
        return heard;
    }
    Answer control(tcp::socket& socket, std::string const& setup, std::uint32_t room) {
        submit(socket, ++control_number, k_in, 0, "", room, setup);
        return answer(socket, true);
    }

    asio::io_context context{1};
    /// Without it the context would stop for good while nobody listens.
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    std::unique_ptr<sim::PrinterServer> server;
    std::uint32_t control_number = 1000;
};

TEST_F(Usbip, IsListedAndTakenByOneAtATime) {
    auto first = call(), second = call();
    say(first, words({0x01118005, 0}));
    std::string const list = hear(first, 12 + 312 + 4);
    EXPECT_EQ(word(list, 0), 0x01110005U);
    EXPECT_EQ(word(list, 2), 1U);
    EXPECT_EQ(list.substr(12 + 312), std::string("\x07\x01\x02\0", 4));
    EXPECT_EQ(import(first, "1-2"), 1U) << "there is no such device";
    EXPECT_EQ(import(first), 0U);
    EXPECT_EQ(import(second), 2U) << "somebody else has it";
    server->command("unplug");
    EXPECT_EQ(hear(first, 1), "") << "the cable is out";
    EXPECT_EQ(import(second), 0U);
}

TEST_F(Usbip, DescribesItselfOnEndpointZero) {
    auto host = call();
    ASSERT_EQ(import(host), 0U);
    auto const device = control(host, {'\x80', 6, 0, 1, 0, 0, 64, 0}, 64);
    EXPECT_EQ(device.data.size(), 18U);
    EXPECT_EQ(device.data.substr(8, 4), "\x16\x04\x11\x50");
    auto const start = control(host, {'\x80', 6, 0, 2, 0, 0, 9, 0}, 9);
    EXPECT_EQ(start.data.size(), 9U) << "no more than was asked for";
    EXPECT_EQ(start.data[2], 32);
    EXPECT_EQ(control(host, {'\x80', 6, 3, 3, 9, 4, '\xFF', 0}, 255).data,
              std::string("\x06\x03P\0007\0", 6));
    EXPECT_EQ(control(host, {'\x80', 6, 0, 6, 0, 0, 10, 0}, 10).status, -EPIPE) << "full speed only";
    EXPECT_EQ(control(host, {'\xA1', 0, 0, 0, 0, 0, 0, 4}, 1024).data.substr(2),
              "MFG:BOZHONG;MDL:SIM-58;CMD:ESC/POS;CLS:PRINTER;");
    EXPECT_EQ(control(host, {'\xA1', 1, 0, 0, 0, 0, 1, 0}, 1).data, "\x18");
    server->command("paper_out");
    EXPECT_EQ(control(host, {'\xA1', 1, 0, 0, 0, 0, 1, 0}, 1).data, "\x30");
}

TEST_F(Usbip, AnswersWaitForAPlaceAndAPlaceForAnswers) {
    auto host = call();
    ASSERT_EQ(import(host), 0U);
    submit(host, 1, k_in, 1, "", 64);
    submit(host, 2, k_out, 2, "\x10\x04\x01");
    auto const taken = answer(host);
    EXPECT_EQ(taken.number, 2U);
    EXPECT_EQ(taken.moved, 3U);
    auto const status = answer(host, true);
    EXPECT_EQ(status.number, 1U);
    EXPECT_EQ(status.data, "\x12");
}

TEST_F(Usbip, ACancelledTransferTellsWhatItHadMoved) {
    auto host = call();
    ASSERT_EQ(import(host), 0U);
    server->command("cover_open");
    submit(host, 1, k_out, 2, std::string(1500, 'x'));
    submit(host, 2, k_out, 2, std::string(100, 'y'));
    unlink(host, 3, 2);
    auto const untouched = answer(host);
    EXPECT_EQ(untouched.kind, 4U);
    EXPECT_EQ(untouched.number, 3U);
    EXPECT_EQ(untouched.status, -ECONNRESET);
    unlink(host, 4, 1);
    auto const partly = answer(host);
    EXPECT_EQ(partly.kind, 3U);
    EXPECT_EQ(partly.number, 1U);
    EXPECT_EQ(partly.status, -ECONNRESET);
    EXPECT_EQ(partly.moved, 1000U) << "the buffer's size";
    auto const done = answer(host);
    EXPECT_EQ(done.kind, 4U);
    EXPECT_EQ(done.status, 0) << "it has been answered already";
}

TEST_F(Usbip, WhatNoKernelSaysEndsTheSession) {
    auto greeting = call();
    say(greeting, "GET / HT");
    EXPECT_EQ(hear(greeting, 1), "");
    for (std::string const& nonsense : {words({9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                                        words({1, 1, 0, 0, 2, 0, 0xFFFFFFF0, 0, 0, 0, 0, 0})}) {
        auto host = call();
        ASSERT_EQ(import(host), 0U) << "the one before is gone";
        say(host, nonsense);
        EXPECT_EQ(hear(host, 1), "");
    }
    auto host = call();
    ASSERT_EQ(import(host), 0U);
    for (std::uint32_t number = 1; number <= 65; ++number) submit(host, number, k_in, 1, "", 64);
    EXPECT_EQ(hear(host, 1), "") << "too many at once";
}

TEST_F(Usbip, PowerOffIsTheDeviceGone) {
    auto host = call();
    ASSERT_EQ(import(host), 0U);
    server->command("at 10 power_off");
    submit(host, 1, k_out, 2, std::string(20, '\0'));
    EXPECT_EQ(hear(host, 100).size() % 48, 0U) << "the answer may be on its way";
    EXPECT_THROW(call(), boost::system::system_error);
    server->command("power_on");
    auto again = call();
    EXPECT_EQ(import(again), 0U);
}

}  // namespace
