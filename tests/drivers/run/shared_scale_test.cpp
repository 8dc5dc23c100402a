// A second program at the same scale, over real links up to what the station's core says on the screen.

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "tests/drivers/sim/scale_desk.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using boost::asio::ip::tcp;
using sim::ScaleDesk;

class SharedScale : public testing::Test {
  protected:
    void hear(core::Event event) {
        rig.now = Instant(ScaleDesk::now() - begun + milliseconds{1'000'000});
        if (auto* seen = std::get_if<ReadingSeen>(&event)) {
            seen->reading.at = rig.now;
            seen->scale = "S1";
        }
        if (auto* changed = std::get_if<ScaleLinkChanged>(&event)) changed->scale = "S1";
        rig.send(event);
    }
    bool told(NoticeKind kind) {
        auto const notices = rig.look().notices;
        return std::ranges::find(notices, kind, &Notice::kind) != notices.end();
    }

    Instant begun = ScaleDesk::now();
    StationRig rig{{task(1, "2"), task(2, "2")}};
};

TEST_F(SharedScale, OneThatAsksTooIsToldAndForgottenWhenItHasEnded) {
    rig.sign_in();
    std::string const path = sim::pty_path("shared");
    ScaleDesk desk("dini_argeo", "pty:" + path);
    desk.also = [this](core::Event const& event) { hear(event); };
    desk.run_station("dini_argeo");
    // Judged after every 32 questions, three seconds and more.
    auto const becomes = [&](Company company) {
        auto const is = [&] { return rig.look().devices.scale_company == company; };
        return desk.comes(is) || desk.comes(is);
    };
    ASSERT_TRUE(desk.comes([&] { return rig.look().devices.scale_link == LinkState::up; }));
    EXPECT_EQ(rig.look().devices.scale_company, Company::alone);

    int const other = ::open(path.c_str(), O_WRONLY | O_NOCTTY);
    ASSERT_GE(other, 0);
    std::size_t answered = 0;
    desk.also = [&](core::Event const& event) {
        hear(event);
        // About as often as the station itself.
        if (std::holds_alternative<ReadingSeen>(event) && ++answered % 2 == 1) {
            EXPECT_EQ(::write(other, "READ\r\n", 6), 6);
        }
    };
    ASSERT_TRUE(becomes(Company::asks_too));
    EXPECT_TRUE(told(NoticeKind::scale_asked_twice));

    desk.also = [this](core::Event const& event) { hear(event); };
    ::close(other);
    ASSERT_TRUE(becomes(Company::alone));
    EXPECT_FALSE(told(NoticeKind::scale_asked_twice));
}

TEST_F(SharedScale, OneThatCallsAServerThatIsTakenIsToldAndTheScaleGoesOn) {
    rig.sign_in();
    boost::asio::io_context context(1);
    unsigned short port = 0;
    {
        tcp::acceptor const free(context, {boost::asio::ip::address_v4::loopback(), 0});
        port = free.local_endpoint().port();
    }
    domain::ScaleRecord record;
    record.id = "S1";
    record.protocol = "stgs";
    record.endpoint = "tcp-listen:127.0.0.1:" + std::to_string(port);
    auto made =
        run::make_scale_runner(context.get_executor(), *scale::find_protocol("stgs"), record, ScaleDesk::now);
    ASSERT_TRUE(made.ok());
    (*made)->start([this](core::Event const& event) { hear(event); });
    tcp::socket first(context), second(context);
    auto const call = [&](tcp::socket& socket) {
        boost::system::error_code error;
        socket.close(error);
        socket.connect({boost::asio::ip::address_v4::loopback(), port}, error);
        return !error;
    };
    auto const comes = [&](auto condition) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            context.restart();
            context.run_one_for(std::chrono::milliseconds(20));
        }
        return condition();
    };
    bool called = false;
    ASSERT_TRUE(comes([&] { return called || (called = call(first)); }));
    auto const weighs = [&] {
        boost::asio::write(first, boost::asio::buffer(std::string("ST,GS,+001.250kg\r\n")));
        return rig.look().devices.scale_link == LinkState::up;
    };
    ASSERT_TRUE(comes(weighs));
    ASSERT_TRUE(call(second));
    ASSERT_TRUE(comes([&] { return told(NoticeKind::scale_caller); }));
    EXPECT_EQ(rig.look().devices.scale_link, LinkState::up);
    EXPECT_TRUE(weighs());
    (*made)->stop();
}

}  // namespace
}  // namespace bozhong::test
