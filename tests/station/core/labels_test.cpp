// Labels: only after the disk, one at a time, never late by themselves, and the decision when the printer
// fails.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::LabelState;

struct Stopped : testing::Test {
    StationRig rig{{task(1, "4"), task(2, "4"), task(3, "4")}};
    void SetUp() override {
        rig.ready().send(PrinterSeen{"P1", PrinterState::paper_out, "paper"});
        rig.load(grams(2'000)).press(Key::confirm).lift();
    }
};

TEST_F(Stopped, finishes_this_weighing_and_stops_at_the_next) {
    EXPECT_EQ(rig.facts<domain::Weighed>().size(), 1u);
    EXPECT_TRUE(rig.printed.empty());
    EXPECT_TRUE(rig.look().label_decision);
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.look().weight.refusal, Refusal::label_waiting);
    EXPECT_EQ(rig.facts<domain::Weighed>().size(), 1u);
}

TEST_F(Stopped, prints_by_itself_only_within_ten_seconds) {
    rig.wait(milliseconds{5'000}).send(PrinterSeen{"P1", PrinterState::ready, ""});
    EXPECT_EQ(rig.printed.size(), 1u);
}

TEST_F(Stopped, later_the_label_is_offered_and_not_printed) {
    rig.wait(milliseconds{10'100}).send(PrinterSeen{"P1", PrinterState::ready, ""});
    EXPECT_TRUE(rig.printed.empty());
    ASSERT_EQ(rig.look().offers.size(), 1u);
    EXPECT_EQ(rig.look().offers[0].customer_code, "A-01");
    rig.press(Key::label_print, {.seq = rig.look().offers[0].label});
    ASSERT_EQ(rig.printed.size(), 1u);
    EXPECT_EQ(rig.printed[0].copy, 0) << "it was never out";
    EXPECT_TRUE(rig.look().offers.empty());
}

TEST_F(Stopped, a_code_written_by_hand_lets_her_go_on) {
    rig.press(Key::label_by_hand);
    ASSERT_EQ(rig.facts<domain::LabelHandwritten>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::LabelHandwritten>()[0].code, "A-01");
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(rig.facts<domain::Weighed>().size(), 2u);
}

TEST_F(Stopped, who_waits_gets_the_label_when_the_printer_is_back) {
    rig.press(Key::label_wait).wait(milliseconds{30'000});
    EXPECT_TRUE(rig.look().label_decision);
    rig.send(PrinterSeen{"P1", PrinterState::ready, ""});
    EXPECT_EQ(rig.printed.size(), 1u);
    EXPECT_FALSE(rig.look().label_decision);
}

TEST_F(Stopped, the_other_printer_takes_it) {
    rig.press(Key::label_other);
    ASSERT_EQ(rig.printed.size(), 1u);
    EXPECT_TRUE(rig.printed[0].other_printer);
}

TEST(Labels, a_failed_one_comes_again_as_a_copy) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.printer = false;
    rig.ready().load(grams(2'000)).press(Key::confirm);
    auto const label = rig.printed.at(0).label;
    rig.send(LabelChanged{label, LabelState::failed, "status", "P1", "jam"});
    EXPECT_TRUE(rig.look().label_decision);
    rig.press(Key::label_print);
    ASSERT_EQ(rig.printed.size(), 2u);
    EXPECT_EQ(rig.printed[1].copy, 1);
    EXPECT_EQ(rig.printed[1].of, rig.printed[0].of);
}

TEST(Labels, an_unknown_one_is_offered_and_stops_nobody) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.printer = false;
    rig.ready().load(grams(2'000)).press(Key::confirm);
    rig.send(LabelChanged{rig.printed.at(0).label, LabelState::unknown, "cable", "P1", ""});
    EXPECT_FALSE(rig.look().label_decision);
    EXPECT_EQ(rig.look().offers.size(), 1u);
    EXPECT_EQ(rig.printed.size(), 1u) << "none is reprinted silently";
}

TEST(Labels, after_a_restart_what_was_under_way_is_unknown) {
    Restored restored;
    restored.head = {"00000000000000a1", 3, ""};
    restored.records.push_back(
        {.seq = 2, .incarnation = "00000000000000a1", .line = {"O1", "1"}, .net = grams(2'000)});
    restored.labels.push_back({.label = 3, .of = 2});
    restored.unclean = true;
    StationRig rig({task(1, "4"), task(2, "4")}, {}, restored);
    rig.sign_in();
    ASSERT_EQ(rig.facts<domain::LabelMoved>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::LabelMoved>()[0].state, LabelState::unknown);
    EXPECT_EQ(rig.look().offers.size(), 1u);
    EXPECT_TRUE(rig.printed.empty());
    EXPECT_EQ(rig.look().task->customer_code, "A-02") << "what was recorded stays recorded";
}

TEST(Labels, one_of_an_earlier_incarnation_does_not_stay_queued_for_ever) {
    Restored restored;
    restored.head = {"00000000000000b2", 1, ""};
    restored.labels.push_back({.label = 3, .of = 2, .incarnation = "00000000000000a1"});
    restored.unclean = true;
    StationRig rig({task(1, "4"), task(2, "4")}, {}, restored);
    rig.sign_in();
    ASSERT_EQ(rig.facts<domain::LabelMoved>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::LabelMoved>()[0].label, 3u);
    EXPECT_EQ(rig.facts<domain::LabelMoved>()[0].state, LabelState::unknown);
}

TEST(Labels, a_number_this_incarnation_has_used_names_nothing_of_an_earlier_one) {
    Restored restored;
    restored.head = {"00000000000000b2", 7, ""};
    restored.labels.push_back({.label = 3, .of = 2, .incarnation = "00000000000000a1"});
    StationRig rig({task(1, "4"), task(2, "4")}, {}, restored);
    rig.sign_in();
    EXPECT_TRUE(rig.facts<domain::LabelMoved>().empty());
}

TEST(Labels, reprint_is_a_copy_of_the_last) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000)).press(Key::confirm).press(Key::reprint);
    ASSERT_EQ(rig.printed.size(), 2u);
    EXPECT_EQ(rig.printed[1].copy, 1);
}

}  // namespace
}  // namespace bozhong::test
