#include "drivers/link/modbus_frame.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <random>

#include "drivers/link/link.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::string_literals;

// Read registers 40007 to 40011 of unit 1, as the manuals of Laumas' TLU print it; the answer's CRC was
// computed apart.
std::string const question = "\x01\x03\x00\x06\x00\x05\x65\xC8"s;
std::string const answer = "\x01\x03\x04\x41\x48\x00\x00\x6E\x19"s;
std::string const enveloped_answer = "\x00\x01\x00\x00\x00\x07\x01\x03\x04\x41\x48\x00\x00"s;

TEST(ModbusFrame, TakesTheUnitsAddressAndANewCheck) {
    EXPECT_EQ(addressed(question, 1), question);
    EXPECT_EQ(addressed(question, 17), "\x11\x03\x00\x06\x00\x05\x67\x58"s);
    EXPECT_EQ(addressed("\x01\x03\x65", 1), "");
}

TEST(ModbusFrame, TravelsInAnEnvelope) {
    EXPECT_EQ(in_envelope(question, 0x0102, 9), "\x01\x02\x00\x00\x00\x06\x09\x03\x00\x06\x00\x05"s);
    EXPECT_EQ(in_envelope("", 1, 1), "");
}

TEST(ModbusEnvelopes, ComeOutWholeHoweverTheyArrive) {
    std::mt19937 random(5);
    for (int round = 0; round < 50; ++round) {
        ModbusEnvelopes envelopes;
        envelopes.expect(1);
        std::string out;
        for (std::string rest = enveloped_answer + enveloped_answer; !rest.empty();) {
            auto const length = std::min<std::size_t>(rest.size(), 1 + random() % 9);
            out += envelopes.take(rest.substr(0, length)).value();
            rest.erase(0, length);
        }
        EXPECT_EQ(out, answer + answer);
    }
}

TEST(ModbusEnvelopes, LateAnswersAreDroppedAndStrangersNoticed) {
    ModbusEnvelopes envelopes;
    envelopes.expect(2);
    EXPECT_EQ(envelopes.take(enveloped_answer), "");
    envelopes.expect(1);
    EXPECT_EQ(envelopes.take(enveloped_answer), answer);
    EXPECT_FALSE(envelopes.take("HTTP/1.1 400\r\n").has_value());
    EXPECT_EQ(envelopes.take(enveloped_answer), answer) << "nothing of it is kept";
    EXPECT_FALSE(envelopes.take("\x00\x01\x00\x00\xFF\xFF\x01"s).has_value());
}

class ModbusTcp : public testing::Test {
  protected:
    template <class Condition>
    [[nodiscard]] bool comes(Condition condition) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            context.restart();
            context.run_one_for(std::chrono::milliseconds(50));
        }
        return condition();
    }
    void SetUp() override {
        auto made =
            make_link(context.get_executor(),
                      "modbus-tcp:127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/1");
        ASSERT_TRUE(made.ok());
        link = std::move(*made);
        acceptor.async_accept(peer, [this](boost::system::error_code error) { accepted = !error; });
        link->open({[this] { opened = true; },
                    [this](std::span<std::byte const> bytes) {
                        received.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
                    },
                    [this](domain::Error const& error) { lost = error.what; }});
        ASSERT_TRUE(comes([&] { return opened && accepted; }));
    }
    asio::io_context context{1};
    tcp::acceptor acceptor{context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    tcp::socket peer{context};
    std::unique_ptr<Link> link;
    bool opened = false, accepted = false;
    std::string received, lost;
};

TEST_F(ModbusTcp, AskedAndAnswered) {
    link->send(question);
    std::string heard(12, ' ');
    bool read = false;
    asio::async_read(peer, asio::buffer(heard),
                     [&](boost::system::error_code error, std::size_t) { read = !error; });
    ASSERT_TRUE(comes([&] { return read; }));
    EXPECT_EQ(heard, "\x00\x01\x00\x00\x00\x06\x01\x03\x00\x06\x00\x05"s);
    asio::write(peer, asio::buffer(enveloped_answer));
    ASSERT_TRUE(comes([&] { return !received.empty(); }));
    EXPECT_EQ(received, answer);
}

TEST_F(ModbusTcp, AStrangerIsLostWithTheReason) {
    asio::write(peer, asio::buffer("SSH-2.0-OpenSSH\r\n"s));
    ASSERT_TRUE(comes([&] { return !lost.empty(); }));
    EXPECT_EQ(lost, "what answers there is no Modbus TCP");
    EXPECT_EQ(received, "");
}

}  // namespace
}  // namespace bozhong::link
