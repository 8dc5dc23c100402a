// Simulated scale and station's runner end to end, for every protocol, over TCP and a pseudo-terminal.

#include <array>

#include "drivers/scale/protocol.h"
#include "drivers/sim/scale_wire.h"
#include "tests/drivers/sim/scale_desk.h"

namespace bozhong::sim {
namespace {

using core::LinkState;

struct Way {
    std::string protocol, carrier;
};

class EndToEnd : public testing::TestWithParam<Way> {
  protected:
    EndToEnd() : desk(GetParam().protocol, listen(), fast()) { desk.run_station(GetParam().protocol); }
    static std::string listen() {
        return GetParam().carrier == "tcp" ? "tcp:127.0.0.1:0"
                                           : "pty:" + pty_path("run-" + GetParam().protocol);
    }
    static ScaleSimSettings fast() {
        ScaleSimSettings settings;
        settings.rate_hz = 60;
        settings.nature.settle_ms = 30;
        return settings;
    }
    [[nodiscard]] bool listens() const { return GetParam().protocol != "yaohua_tf0"; }
    ScaleDesk desk;
};

INSTANTIATE_TEST_SUITE_P(Ways, EndToEnd,
                         testing::Values(Way{"mt_sics", "tcp"}, Way{"mt_sics", "pty"}, Way{"stgs", "tcp"},
                                         Way{"stgs", "pty"}, Way{"toledo_cont", "tcp"},
                                         Way{"toledo_cont", "pty"}, Way{"yaohua_tf0", "tcp"},
                                         Way{"yaohua_tf0", "pty"}),
                         [](auto const& one) { return one.param.protocol + "_" + one.param.carrier; });

TEST_P(EndToEnd, LoadsAreReadExactlyOneAfterTheOther) {
    ASSERT_TRUE(desk.becomes(LinkState::up));
    ASSERT_TRUE(desk.shows(0));
    for (int const grams : {1235, 5, 14'995, 370}) {
        ASSERT_TRUE(desk.tell("put " + domain::Decimal{grams, 3}.text()));
        ASSERT_TRUE(desk.shows(grams)) << grams;
        ASSERT_TRUE(desk.tell("remove"));
        ASSERT_TRUE(desk.shows(0));
    }
    EXPECT_EQ(desk.scale, "scale-1");
    EXPECT_EQ(desk.readings.back().indication.text(), "0.000");
    EXPECT_EQ(desk.links.size(), 1u);
}

TEST_P(EndToEnd, CutLinkIsDownAndComesBack) {
    ASSERT_TRUE(desk.becomes(LinkState::up));
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(desk.tell("cut"));
        ASSERT_TRUE(desk.becomes(LinkState::down));
        EXPECT_FALSE(desk.links.back().detail.empty());
        ASSERT_TRUE(desk.tell("restore"));
        ASSERT_TRUE(desk.becomes(LinkState::up));
        ASSERT_TRUE(desk.shows(0));
    }
}

TEST_P(EndToEnd, DeadScaleIsSilentWithinASecond) {
    ASSERT_TRUE(desk.becomes(LinkState::up));
    ASSERT_TRUE(desk.shows(0));
    ASSERT_TRUE(desk.tell("silence"));
    ASSERT_TRUE(desk.becomes(LinkState::silent));
    EXPECT_LE(desk.link_times.back() - desk.readings.back().at, domain::milliseconds(1000));
    ASSERT_TRUE(desk.tell("speak"));
    ASSERT_TRUE(desk.becomes(LinkState::up));
}

TEST_P(EndToEnd, ZeroAndTareAreDoneAndReported) {
    ASSERT_TRUE(desk.becomes(LinkState::up));
    ASSERT_TRUE(desk.tell("put 0.020"));
    ASSERT_TRUE(desk.shows(20));
    desk.runner->send("zero");
    ASSERT_TRUE(desk.replied(1));
    EXPECT_EQ(desk.replies[0].command, "zero");
    EXPECT_EQ(desk.replies[0].ok, listens()) << desk.replies[0].reason;
    if (!listens()) return;
    ASSERT_TRUE(desk.shows(0));
    ASSERT_TRUE(desk.tell("put 0.520"));
    ASSERT_TRUE(desk.shows(500));
    desk.runner->send("tare");
    ASSERT_TRUE(desk.replied(2));
    EXPECT_TRUE(desk.replies[1].ok) << desk.replies[1].reason;
    ASSERT_TRUE(desk.shows(0));
    // SICS calls every weight net, so its word says nothing about a tare.
    bool const tells = GetParam().protocol != "mt_sics";
    EXPECT_EQ(desk.readings.back().kind, tells ? domain::WeightKind::net : domain::WeightKind::unknown);
    desk.runner->send("clear_tare");
    ASSERT_TRUE(desk.replied(3));
    ASSERT_TRUE(desk.shows(500));
    desk.runner->send("dance");
    ASSERT_TRUE(desk.replied(4));
    EXPECT_EQ(desk.replies[3].reason, "unknown command");
}

TEST_P(EndToEnd, ABadLineGivesNoWrongReading) {
    ASSERT_TRUE(desk.becomes(LinkState::up));
    ASSERT_TRUE(desk.tell("put 1.235 0"));
    ASSERT_TRUE(desk.shows(1235));
    desk.readings.clear();
    ASSERT_TRUE(desk.tell("faults split=40,noise=30,checksum=20,double=10,glue=2"));
    ASSERT_TRUE(desk.comes([&] { return desk.readings.size() >= 60; }));
    for (auto const& reading : desk.readings)
        EXPECT_EQ(reading.mass, domain::grams(1235)) << reading.raw.view();
}

TEST_P(EndToEnd, PowerCutOfTheScaleIsSeen) {
    ASSERT_TRUE(desk.becomes(LinkState::up));
    ASSERT_TRUE(desk.tell("power_off"));
    ASSERT_TRUE(desk.becomes(LinkState::silent));
    ASSERT_TRUE(desk.tell("power_on"));
    ASSERT_TRUE(desk.becomes(LinkState::up));
    ASSERT_TRUE(desk.shows(0));
}

/// A transmitter on Modbus TCP. It counts its display's last digit, which is a gram.
struct ModbusTcpScale : testing::Test {
    static ScaleSimSettings fast() {
        ScaleSimSettings settings;
        settings.nature.settle_ms = 30;
        return settings;
    }
    ScaleDesk desk{"modbus_dini", "modbus-tcp:127.0.0.1:0/17", fast()};
    void SetUp() override {
        desk.run_station("modbus_dini", nullptr, "g");
        ASSERT_TRUE(desk.becomes(LinkState::up));
        ASSERT_TRUE(desk.shows(0));
    }
};

TEST_F(ModbusTcpScale, IsReadZeroedAndTared) {
    EXPECT_EQ(desk.sim->endpoint().substr(0, 21), "modbus-tcp:127.0.0.1:");
    EXPECT_TRUE(desk.sim->endpoint().ends_with("/17"));
    ASSERT_TRUE(desk.tell("put 0.020"));
    ASSERT_TRUE(desk.shows(20));
    desk.runner->send("zero");
    ASSERT_TRUE(desk.shows(0));
    ASSERT_TRUE(desk.tell("put 0.520"));
    ASSERT_TRUE(desk.shows(500));
    desk.runner->send("tare");
    ASSERT_TRUE(desk.shows(0));
    EXPECT_EQ(desk.readings.back().kind, domain::WeightKind::net);
}

TEST_F(ModbusTcpScale, BrokenEnvelopesGiveNoWrongReading) {
    ASSERT_TRUE(desk.tell("put 1.235 0"));
    ASSERT_TRUE(desk.shows(1235));
    desk.readings.clear();
    ASSERT_TRUE(desk.tell("faults checksum=20"));
    ASSERT_TRUE(desk.comes([&] { return desk.readings.size() >= 20; }));
    for (auto const& reading : desk.readings) EXPECT_EQ(reading.mass, domain::grams(1235));
    EXPECT_GT(desk.links.size(), 1u) << "what is no Modbus ends the connection";
}

TEST_F(ModbusTcpScale, AnotherUnitIsNotThere) {
    auto wire = make_modbus_tcp_wire("modbus_dini", 17);
    std::string const asked("\x00\x07\x00\x00\x00\x06\x11\x04\x00\x00\x00\x05", 12);
    auto other = asked;
    other[6] = '\x12';
    EXPECT_TRUE(wire->hear(other).empty());
    auto const requests = wire->hear(asked);
    ASSERT_EQ(requests.size(), 1u);
    auto const told = wire->answer(requests[0], Outcome::done, {.units = 1235});
    EXPECT_EQ(told, std::string(
                        "\x00\x07\x00\x00\x00\x0D\x11\x04\x0A\x00\x00\x04\xD3\x00\x00\x04\xD3\x00\x04", 19));
}

TEST_F(ModbusTcpScale, RequestsMayComeInPiecesAndNoiseEndsThem) {
    auto wire = make_modbus_tcp_wire("modbus_dini", 17);
    std::string const asked("\x00\x07\x00\x00\x00\x06\x11\x04\x00\x00\x00\x05", 12);
    EXPECT_TRUE(wire->hear("GET / HTTP/1.1\r\n").empty());
    std::size_t requests = 0;
    for (char const c : asked + asked) requests += wire->hear(std::string_view(&c, 1)).size();
    EXPECT_EQ(requests, 2u);
    EXPECT_EQ(make_modbus_tcp_wire("stgs", 1), nullptr);
}

TEST(ScaleRunner, EndsInsideItsOwnCallback) {
    ScaleDesk desk("stgs", "tcp:127.0.0.1:0");
    desk.run_station("stgs");
    int events = 0;
    desk.runner->start([&](core::Event const&) {
        ++events;
        desk.runner.reset();
    });
    ASSERT_TRUE(desk.comes([&] { return desk.runner == nullptr; }));
    desk.context.restart();
    desk.context.run_for(std::chrono::milliseconds(50));
    EXPECT_EQ(events, 1);
}

struct Listener final : run::WireTap {
    void bytes(link::Direction direction, std::string_view bytes) override {
        (direction == link::Direction::from_scale ? from : to) += bytes;
    }
    void reading(domain::Reading const& seen) override {
        EXPECT_NE(from.find(seen.raw.view()), std::string::npos) << "its bytes came before it";
        ++readings;
    }
    void counted(scale::Counters const& sums) override { counters = sums; }

    std::string from, to;
    std::size_t readings = 0;
    scale::Counters counters;
};

TEST(ScaleRunner, ATapHearsBothWaysTheReadingsAndTheSums) {
    auto const tap = std::make_shared<Listener>();
    ScaleDesk desk("mt_sics", "tcp:127.0.0.1:0");
    desk.run_station("mt_sics", tap);
    ASSERT_TRUE(desk.shows(0));
    EXPECT_EQ(tap->to.substr(0, 3), "@\r\n") << tap->to;
    EXPECT_NE(tap->from.find("I4 A"), std::string::npos);
    ASSERT_TRUE(desk.tell("put 1.235"));
    ASSERT_TRUE(desk.shows(1235));
    EXPECT_GE(tap->readings, desk.readings.size());
    EXPECT_GE(tap->counters.frames, tap->readings);
    EXPECT_EQ(tap->counters.skipped, 0u);
    ASSERT_TRUE(desk.tell("faults noise=60,checksum=30"));
    ASSERT_TRUE(desk.comes([&] { return tap->counters.skipped > 20; }));
    desk.runner->stop();
    auto const heard = tap->from.size();
    desk.context.restart();
    desk.context.run_for(std::chrono::milliseconds(50));
    EXPECT_EQ(tap->from.size(), heard) << "nothing after stop";
}

TEST(ScaleRunner, AWrongEndpointIsRefused) {
    boost::asio::io_context context;
    domain::ScaleRecord record;
    record.id = "scale-1";
    record.endpoint = "tcp:nowhere";
    auto const made =
        run::make_scale_runner(context.get_executor(), *scale::find_protocol("stgs"), record, ScaleDesk::now);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, domain::ErrorKind::bad_input);
}

}  // namespace
}  // namespace bozhong::sim
