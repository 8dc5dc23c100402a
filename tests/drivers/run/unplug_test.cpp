// The cable comes out while a load is being weighed, over real links: a simulated scale, the station's runner
// and its core. Told, nothing captured meanwhile nor on the word of what lies there afterwards, and back by
// itself.

#include "tests/drivers/sim/scale_desk.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Weighed;
using sim::ScaleDesk;

struct Way {
    std::string protocol, carrier;
};

class Unplugged : public testing::TestWithParam<Way> {
  protected:
    Unplugged() : desk(GetParam().protocol, listen(), fast()) {
        rig.sign_in();
        desk.also = [this](core::Event const& event) { hear(event); };
        desk.run_station(GetParam().protocol);
    }
    static std::string listen() {
        return GetParam().carrier == "tcp" ? "tcp:127.0.0.1:0"
                                           : "pty:" + sim::pty_path("pull-" + GetParam().protocol);
    }
    static sim::ScaleSimSettings fast() {
        sim::ScaleSimSettings settings;
        settings.rate_hz = 60;
        settings.nature.settle_ms = 30;
        return settings;
    }
    void pass() { rig.now = Instant(ScaleDesk::now() - begun + milliseconds{1'000'000}); }
    /// The station's time line begins elsewhere; ages stay true.
    void hear(core::Event event) {
        pass();
        if (auto* seen = std::get_if<ReadingSeen>(&event)) {
            seen->reading.at = rig.now;
            seen->scale = "S1";
        }
        if (auto* changed = std::get_if<ScaleLinkChanged>(&event)) changed->scale = "S1";
        rig.send(event);
    }
    template <class Condition>
    [[nodiscard]] bool comes(Condition condition) {
        return desk.comes([&] {
            pass();
            rig.send(TimePassed{});
            return condition();
        });
    }
    [[nodiscard]] bool ready_at(std::int64_t grams_on) {
        return comes([&] {
            auto const look = rig.look();
            return look.devices.check.gross == grams(grams_on) && look.weight.refusal == Refusal::none;
        });
    }
    std::size_t presses_that_weigh() {
        pass();
        rig.press(Key::confirm);
        return rig.facts<Weighed>().size();
    }

    Instant begun = ScaleDesk::now();
    ScaleDesk desk;
    StationRig rig{{task(1, "2"), task(2, "2")}};
};

INSTANTIATE_TEST_SUITE_P(Ways, Unplugged,
                         testing::Values(Way{"stgs", "tcp"}, Way{"stgs", "pty"}, Way{"mt_sics", "tcp"},
                                         Way{"mt_sics", "pty"}, Way{"yaohua_tf0", "pty"}),
                         [](auto const& one) { return one.param.protocol + "_" + one.param.carrier; });

TEST_P(Unplugged, WhileWeighingCapturesNothingAndComesBack) {
    ASSERT_TRUE(ready_at(0));
    ASSERT_TRUE(desk.tell("put 1.000"));
    ASSERT_TRUE(ready_at(1'000));

    auto const pulled = ScaleDesk::now();
    ASSERT_TRUE(desk.tell("cut"));
    ASSERT_TRUE(comes([&] { return rig.look().devices.scale_link == LinkState::down; }));
    auto const told = ScaleDesk::now() - pulled;
    EXPECT_EQ(presses_that_weigh(), 0u);
    EXPECT_FALSE(rig.look().devices.check.gross) << "a weight is shown of a scale that is away";

    auto const back = ScaleDesk::now();
    ASSERT_TRUE(desk.tell("restore"));
    ASSERT_TRUE(comes([&] { return rig.look().devices.check.gross == grams(1'000); }));
    auto const read = ScaleDesk::now() - back;
    EXPECT_EQ(presses_that_weigh(), 0u) << "whatever was changed meanwhile, an empty pan comes first";
    std::cout << "told after " << told.count() << " ms, weights after " << read.count() << " ms\n";

    ASSERT_TRUE(desk.tell("remove"));
    ASSERT_TRUE(ready_at(0));
    ASSERT_TRUE(desk.tell("put 1.000"));
    ASSERT_TRUE(ready_at(1'000));
    EXPECT_EQ(presses_that_weigh(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].net, grams(1'000));
}

}  // namespace
}  // namespace bozhong::test
