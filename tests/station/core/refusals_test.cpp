// Every refusal: what brings it, what a press then does (nothing), and the way on from it.

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Weighed;

struct Row {
    char const* name;
    std::function<void(StationRig&)>
        arrive;  ///< brings the station there, with the rig signed in and zero seen
    Refusal refusal;
    std::function<void(StationRig&)> way_on;  ///< after it one press must record
};

void in_band(StationRig& rig) {
    rig.load(grams(2'000));
}
void afresh(StationRig& rig) {
    rig.lift().load(grams(2'000));
}

domain::Reading ranged(StationRig& rig, domain::Range range) {
    auto seen = rig.make_reading(Mass{}, false);
    seen.range = range;
    seen.mass.reset();
    seen.indication.value.reset();
    return seen;
}

std::vector<Row> const rows = {
    {"unstable", [](auto& rig) { rig.reading(grams(2'000), false); }, Refusal::unstable,
     [](auto& rig) { rig.reading(grams(2'000), true); }},
    {"stale", [](auto& rig) { in_band(rig), rig.wait(milliseconds{650}); }, Refusal::stale,
     [](auto& rig) { rig.reading(grams(2'000), true); }},
    {"dead after a second", [](auto& rig) { in_band(rig), rig.wait(milliseconds{1'200}); },
     Refusal::link_lost, afresh},
    {"link down",
     [](auto& rig) {
         in_band(rig), rig.send(ScaleLinkChanged{"S1", LinkState::down, ""});
     },
     Refusal::link_lost, afresh},
    {"link back with goods on",
     [](auto& rig) {
         in_band(rig);
         rig.send(ScaleLinkChanged{"S1", LinkState::down, ""})
             .send(ScaleLinkChanged{"S1", LinkState::up, ""});
         rig.reading(grams(2'000), true);
     },
     Refusal::not_zero, afresh},
    {"over range", [](auto& rig) { rig.show(ranged(rig, domain::Range::over)); }, Refusal::out_of_range_over,
     afresh},
    {"above Max + 9 e", [](auto& rig) { rig.reading(grams(15'050), true); }, Refusal::out_of_range_over,
     afresh},
    {"above Max", [](auto& rig) { rig.reading(grams(15'020), true); }, Refusal::too_much_split, afresh},
    {"under range", [](auto& rig) { rig.show(ranged(rig, domain::Range::under)); },
     Refusal::out_of_range_under, afresh},
    {"below -20 d", [](auto& rig) { rig.reading(-grams(105), true); }, Refusal::out_of_range_under, afresh},
    {"negative", [](auto& rig) { rig.reading(-grams(5), true); }, Refusal::negative, afresh},
    {"residue",
     [](auto& rig) {
         in_band(rig);
         rig.reading(Mass{}, false).reading(grams(40), true).reading(grams(40), true).load(grams(2'000));
     },
     Refusal::residue, afresh},
    {"unit of the scale changed",
     [](auto& rig) {
         in_band(rig);
         auto seen = rig.make_reading(grams(2'000), true);
         seen.indication.unit = "lb";
         rig.show(seen);
     },
     Refusal::unit_changed, afresh},
    {"unit unknown",
     [](auto& rig) {
         auto seen = rig.make_reading(grams(2'000), true);
         seen.mass.reset();
         rig.show(seen);
     },
     Refusal::unit_unknown, afresh},
    {"tared at the indicator",
     [](auto& rig) {
         auto seen = rig.make_reading(grams(2'000), true);
         seen.kind = domain::WeightKind::net;
         rig.show(seen);
     },
     Refusal::tared_at_indicator, afresh},
    {"another scale answers",
     [](auto& rig) {
         rig.show(rig.make_reading(grams(2'000), true), "S9");
     },
     Refusal::scale_changed, afresh},
    {"not signed in", [](auto& rig) { in_band(rig), rig.press(Key::sign_out); }, Refusal::not_signed_in,
     [](auto& rig) { rig.sign_in(); }},
    {"storage stops",
     [](auto& rig) {
         in_band(rig), rig.send(StorageSeen{1'000, true});
     },
     Refusal::disk,
     [](auto& rig) {
         rig.send(StorageSeen{1ll << 40, false});
     }},
    {"red needs a supervisor", [](auto& rig) { rig.load(grams(3'000)); }, Refusal::no_right,
     [](auto& rig) { rig.press(Key::release, {.reason = "wanted", .person = "b1"}); }},
};

class Refusals : public testing::TestWithParam<std::size_t> {};

TEST_P(Refusals, hold_until_the_way_on_is_taken) {
    Row const& row = rows[GetParam()];
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    row.arrive(rig);
    EXPECT_EQ(rig.look().weight.refusal, row.refusal);
    EXPECT_FALSE(rig.look().confirm.possible);
    for (int i = 0; i < 3; ++i) {
        rig.press(Key::confirm);
        rig.now += milliseconds{90};
    }
    EXPECT_TRUE(rig.facts<Weighed>().empty());
    EXPECT_TRUE(rig.look().weight.refused_by_press);
    row.way_on(rig);
    rig.again().press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u) << "refusal " << static_cast<int>(rig.look().weight.refusal);
}

INSTANTIATE_TEST_SUITE_P(table, Refusals, testing::Range(std::size_t{0}, rows.size()), [](auto const& param) {
    std::string name = rows[param.param].name;
    std::ranges::replace_if(
        name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
});

TEST(Refused, below_minimum_unless_a_person_with_the_right_takes_it) {
    StationRig rig({task(1, "0.18")});
    rig.ready().load(grams(90)).press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::below_minimum);
    rig.sign_in(supervisor()).reading(grams(90), true);
    EXPECT_EQ(rig.look().confirm.presses_needed, 2);
    rig.press(Key::confirm).wait(milliseconds{400}).reading(grams(90), true).wait(milliseconds{300});
    rig.reading(grams(90), true).press(Key::confirm);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_TRUE(rig.facts<Weighed>()[0].below_min);
}

TEST(Refused, a_captured_load_until_it_is_lifted) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000)).press(Key::confirm);
    rig.reading(grams(4'000), true).press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::already_captured)
        << "a load on top of one not removed is no new load";
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

TEST(Amber, takes_a_second_touch_within_its_window) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(2'300));
    EXPECT_EQ(rig.look().weight.state, WeighState::over_soft);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().confirm.presses_done, 1);
    EXPECT_GT(rig.look().confirm.locked_ms, 0);
    rig.reading(grams(2'300), true).reading(grams(2'300), true).press(Key::confirm);
    EXPECT_TRUE(rig.facts<Weighed>().empty()) << "a double tap is one press";
    for (int i = 0; i < 5; ++i) rig.reading(grams(2'300), true);
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].zone, domain::Zone::amber_over);
    EXPECT_EQ(rig.facts<domain::TaskEnded>().size(), 1u) << "ended by decision, not by amount";
    EXPECT_EQ(rig.look().product.done, 1);
}

TEST(Red, a_release_is_bound_to_its_load) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(3'000));
    EXPECT_EQ(rig.look().weight.state, WeighState::over_hard);
    rig.press(Key::release, {.person = "p1"});
    EXPECT_TRUE(rig.facts<domain::Released>().empty()) << "a sorter has not the right";
    rig.wait(milliseconds{100}).reading(grams(3'000), true).press(Key::release, {.person = "b1"});
    EXPECT_EQ(rig.look().weight.state, WeighState::released);
    rig.reading(grams(3'400), true).reading(grams(3'400), true);
    EXPECT_EQ(rig.look().weight.state, WeighState::over_hard) << "this is not what she let through";
    rig.reading(grams(3'000), true).reading(grams(3'000), true).press(Key::confirm);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_TRUE(rig.facts<Weighed>()[0].released_by.has_value());
    rig.lift().load(grams(3'000));
    EXPECT_EQ(rig.look().weight.state, WeighState::over_hard);
}

TEST(Stability, one_frame_alone_is_not_believed) {
    StationRig rig({task(1, "4")});
    rig.ready().reading(grams(1'000), false).reading(grams(2'000), true).press(Key::confirm);
    EXPECT_TRUE(rig.facts<Weighed>().empty()) << "formats without a check can lose a digit";
    rig.reading(grams(2'000), true).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

TEST(Tare, somebody_tared_at_the_indicator) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(500)).press(Key::tare, {.text = "tote"});
    EXPECT_EQ(rig.look().weight.tare_kg, "0.500");
    rig.reading(Mass{}, true);  // the indicator's own tare key, with the tote on
    rig.reading(-grams(500), true).reading(-grams(500), true);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::tared_at_indicator);
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
    rig.lift();
    EXPECT_EQ(rig.look().weight.state, WeighState::empty);
}

TEST(Tare, net_is_the_reading_without_the_listed_containers) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(500)).press(Key::tare, {.text = "tote"});
    rig.load(grams(2'500)).press(Key::confirm);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    auto const made = rig.facts<Weighed>()[0];
    EXPECT_EQ(made.gross, grams(2'500));
    EXPECT_EQ(made.net, grams(2'000));
    ASSERT_EQ(made.tares.size(), 1u);
    EXPECT_EQ(made.tares[0].name, "tote");
}

TEST(Tare, a_typed_one_is_marked_and_waits_for_an_empty_pan) {
    StationRig rig({task(1, "4")});
    rig.ready().press(Key::preset_tare, {.text = "0.012"});
    rig.reading(grams(2'010), true).press(Key::confirm);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
    rig.lift().load(grams(2'010));
    EXPECT_TRUE(rig.look().weight.preset_tare);
    rig.press(Key::confirm);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].tares.at(0).mass, grams(10)) << "rounded to the division";
}

TEST(ByHand, needs_the_right_and_says_who_why_and_where) {
    StationRig rig({task(1, "4")});
    rig.sign_in();
    KeyPressed typed{.text = "2.100", .detail = "0.100", .where = "S2", .reason = "scale out"};
    rig.press(Key::manual_weight, typed);
    EXPECT_TRUE(rig.facts<Weighed>().empty());
    rig.now += milliseconds{100};
    typed.person = "b1";
    rig.press(Key::manual_weight, typed);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    auto const made = rig.facts<Weighed>()[0];
    EXPECT_EQ(made.entry, domain::Entry::manual);
    EXPECT_EQ(made.net, grams(2'000));
    EXPECT_EQ(made.person, "b1");
    EXPECT_EQ(made.read_on, "S2");
    EXPECT_TRUE(rig.look().product_done) << "a table is never left without a way to end a task";
}

}  // namespace
}  // namespace bozhong::test
