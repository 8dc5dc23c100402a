// Links over real sockets, real pseudo-terminals and real files.

#include "drivers/link/link.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <optional>

#include "drivers/link/real_port.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using domain::ErrorKind;

class Links : public testing::Test {
  protected:
    /// Runs the context until it is so, at most ten seconds.
    template <class Condition>
    [[nodiscard]] bool comes(Condition condition) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            context.restart();
            context.run_one_for(std::chrono::milliseconds(50));
        }
        return condition();
    }
    std::unique_ptr<Link> make(std::string const& endpoint) {
        auto link = make_link(context.get_executor(), endpoint);
        EXPECT_TRUE(link.ok()) << (link.ok() ? "" : link.error().text());
        return link.ok() ? std::move(*link) : nullptr;
    }
    Link::Handlers handlers() {
        return {[this] { ++opened; },
                [this](std::span<std::byte const> bytes) {
                    received.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
                },
                [this](domain::Error error) { lost.push_back(std::move(error)); }};
    }

    asio::io_context context{1};
    int opened = 0;
    std::string received;
    std::vector<domain::Error> lost;
};

class Tcp : public Links {
  protected:
    Tcp() : acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), peer(context) {}
    [[nodiscard]] std::string endpoint() const {
        return "tcp:127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
    }
    void accept() {
        acceptor.async_accept(peer, [this](boost::system::error_code error) { accepted = !error; });
    }
    tcp::acceptor acceptor;
    tcp::socket peer;
    bool accepted = false;
};

TEST_F(Tcp, BytesBothWaysThenTheEndThenAgain) {
    auto const link = make(endpoint());
    for (int round = 1; round <= 2; ++round) {
        accept();
        link->open(handlers());
        EXPECT_EQ(opened, round - 1) << "no callback inside a call";
        ASSERT_TRUE(comes([&] { return opened == round && accepted; }));
        received.clear();
        asio::write(peer, asio::buffer(std::string("hello")));
        ASSERT_TRUE(comes([&] { return received == "hello"; }));
        link->send("Z\r");
        link->send("\n");
        std::string got(3, ' ');
        bool read = false;
        asio::async_read(peer, asio::buffer(got),
                         [&](boost::system::error_code error, std::size_t) { read = !error; });
        ASSERT_TRUE(comes([&] { return read; }));
        EXPECT_EQ(got, "Z\r\n");
        peer.close();
        accepted = false;
        ASSERT_TRUE(comes([&] { return lost.size() == static_cast<std::size_t>(round); }));
        EXPECT_EQ(lost.back().kind, ErrorKind::unavailable);
        EXPECT_EQ(lost.back().where, endpoint());
    }
}

TEST_F(Tcp, RefusedAndUnknownHostsAreLosses) {
    auto const place = endpoint();
    acceptor.close();
    auto const refused = make(place);
    refused->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 1; }));
    auto const unknown = make("tcp:no-such-host.invalid:4001");
    unknown->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 2; }));
    EXPECT_EQ(opened, 0);
}

TEST_F(Tcp, QueueIsBounded) {
    accept();
    auto const link = make(endpoint());
    link->open(handlers());
    ASSERT_TRUE(comes([&] { return opened == 1 && accepted; }));
    for (int i = 0; i < 70; ++i) link->send(std::string(1024, 'x'));
    EXPECT_TRUE(lost.empty());
    ASSERT_TRUE(comes([&] { return !lost.empty(); }));
    EXPECT_EQ(lost[0].kind, ErrorKind::full);
    EXPECT_EQ(lost.size(), 1u);
}

/// A port that was free a moment ago.
std::uint16_t free_port(asio::io_context& context) {
    tcp::acceptor const probe(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    return probe.local_endpoint().port();
}

TEST_F(Links, AServerThatDialsInIsHeardAndASecondOneIsTurnedAwayAndTold) {
    auto const port = free_port(context);
    auto const link = make("tcp-listen:127.0.0.1:" + std::to_string(port));
    tcp::endpoint const place(asio::ip::address_v4::loopback(), port);
    for (int round = 1; round <= 2; ++round) {
        std::vector<std::string> notices;
        received.clear();
        auto heard = handlers();
        heard.on_notice = [&](std::string what) { notices.push_back(std::move(what)); };
        link->open(std::move(heard));
        tcp::socket first(context), second(context);
        first.connect(place);
        ASSERT_TRUE(comes([&] { return opened == round; }));
        second.connect(place);
        ASSERT_TRUE(comes([&] { return notices.size() == 1; }));
        EXPECT_NE(notices[0].find("127.0.0.1"), std::string::npos);
        boost::system::error_code error;
        char byte;
        EXPECT_EQ(second.read_some(asio::buffer(&byte, 1), error), 0u);
        EXPECT_EQ(error, asio::error::eof);
        asio::write(first, asio::buffer(std::string("still heard")));
        ASSERT_TRUE(comes([&] { return received == "still heard"; }));
        first.close();
        ASSERT_TRUE(comes([&] { return lost.size() == static_cast<std::size_t>(round); }));
    }
    auto const wrong = make("tcp-listen:192.0.2.1:4001");
    wrong->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 3; }));
}

TEST_F(Tcp, NothingComesAfterCloseOrEnd) {
    accept();
    auto link = make(endpoint());
    link->open(handlers());
    ASSERT_TRUE(comes([&] { return opened == 1 && accepted; }));
    asio::write(peer, asio::buffer(std::string("late")));
    link->close();
    link->send("into nothing");
    context.restart();
    context.run_for(std::chrono::milliseconds(20));
    EXPECT_TRUE(received.empty());
    EXPECT_TRUE(lost.empty());
    accept();
    peer = tcp::socket(context);
    link->open(handlers());
    link.reset();
    context.restart();
    context.run_for(std::chrono::milliseconds(20));
    EXPECT_EQ(opened, 1);
}

TEST_F(Tcp, AHandlerMayCloseOrEndTheLink) {
    accept();
    auto link = make(endpoint());
    auto with_end = handlers();
    with_end.on_bytes = [&](std::span<std::byte const>) {
        ++opened;
        link.reset();
    };
    link->open(with_end);
    ASSERT_TRUE(comes([&] { return opened == 1 && accepted; }));
    asio::write(peer, asio::buffer(std::string("x")));
    ASSERT_TRUE(comes([&] { return opened == 2; }));
    EXPECT_EQ(link, nullptr);
}

class Pty : public Links {
  protected:
    Pty() : master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
        EXPECT_EQ(::grantpt(master), 0);
        EXPECT_EQ(::unlockpt(master), 0);
        path = ::ptsname(master);
        termios line{};
        ::tcgetattr(master, &line);
        ::cfmakeraw(&line);
        ::tcsetattr(master, TCSANOW, &line);
    }
    ~Pty() override { end(); }
    void end() {
        if (master >= 0) ::close(master);
        master = -1;
    }
    void write(std::string const& bytes) const {
        EXPECT_EQ(::write(master, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }
    int master;
    std::string path;
};

TEST_F(Pty, BytesBothWaysAndTheEnd) {
    for (std::string const& endpoint : {"pty:" + path, "serial:" + path + "?9600,8N1"}) {
        SCOPED_TRACE(endpoint);
        opened = 0;
        received.clear();
        write("old bytes of unknown age");
        auto const link = make(endpoint);
        link->open(handlers());
        EXPECT_EQ(opened, 0);
        ASSERT_TRUE(comes([&] { return opened == 1; }));
        write("\x02+\r\n\x03\xff");
        ASSERT_TRUE(comes([&] { return received.size() >= 6; }));
        EXPECT_EQ(received, "\x02+\r\n\x03\xff") << "raw, and nothing from before";
        link->send("SI\r\n");
        std::string got;
        ASSERT_TRUE(comes([&] {
            std::array<char, 16> buffer;
            auto const count = ::read(master, buffer.data(), buffer.size());
            if (count > 0) got.append(buffer.data(), static_cast<std::size_t>(count));
            return got == "SI\r\n";
        }));
        link->close();
    }
    auto const link = make("pty:" + path);
    link->open(handlers());
    ASSERT_TRUE(comes([&] { return opened == 2; }));
    end();
    ASSERT_TRUE(comes([&] { return lost.size() == 1; }));
}

TEST_F(Pty, OnlyOneReaderAtATime) {
    auto const first = make("pty:" + path);
    first->open(handlers());
    ASSERT_TRUE(comes([&] { return opened == 1; }));
    auto const second = make("pty:" + path);
    second->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 1; }));
    // Its own process is not named: it is the one that asks.
    EXPECT_EQ(lost[0].what, "in use by another program");
    EXPECT_EQ(lost[0].kind, ErrorKind::conflict);
}

TEST_F(Links, MissingPathsAndOrdinaryFilesAreLosses) {
    auto const missing = make("pty:/nowhere/scale");
    missing->open(handlers());
    EXPECT_TRUE(lost.empty()) << "no callback inside a call";
    ASSERT_TRUE(comes([&] { return lost.size() == 1; }));
    auto const file = make("serial:/etc/passwd?9600,8N1");
    file->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 2; }));
    auto const capture = make("file:/nowhere/x.cap");
    capture->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 3; }));
    EXPECT_EQ(opened, 0);
}

TEST_F(Links, WrongTextIsNoLink) {
    auto const link = make_link(context.get_executor(), "tcp:nowhere");
    ASSERT_FALSE(link.ok());
    EXPECT_EQ(link.error().kind, ErrorKind::bad_input);
}

TEST_F(Links, CapturePlaysWhatTheScaleSaidThenEnds) {
    auto const path =
        std::filesystem::temp_directory_path() / ("bozhong-link-" + std::to_string(::getpid()) + ".cap");
    std::ofstream(path) << "bozhong-capture 1\n\n0 < 41 42\n10 > 5A\n20 < 43\n";
    auto const link = make("file:" + path.string());
    link->open(handlers());
    ASSERT_TRUE(comes([&] { return lost.size() == 1; }));
    EXPECT_EQ(opened, 1);
    EXPECT_EQ(received, "ABC");
    EXPECT_EQ(lost[0].what, "end of the capture");
    std::filesystem::remove(path);
}

TEST_F(Pty, IsNoRealPort) {
    for (PortInfo const& port : list_ports()) EXPECT_FALSE(port.path.empty());
    SerialEndpoint endpoint;
    endpoint.path = path;
    auto const real = open_real_port(endpoint);
    ASSERT_TRUE(real.ok());
    EXPECT_FALSE(real->has_value());
}

}  // namespace
}  // namespace bozhong::link
