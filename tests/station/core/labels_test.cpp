// Labels: only after the disk, one at a time, never late by themselves, and the decision when the printer
// fails.

#include <gtest/gtest.h>

#include "station/core/pan_match.h"
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

TEST(Labels, are_counted_by_where_they_stand_and_by_the_printer_that_ended_them) {
    StationRig rig{{task(1, "4"), task(2, "4"), task(3, "4"), task(4, "4")}};
    rig.printer = false;
    auto const counts = [&] { return rig.look().devices.labels; };
    rig.ready();
    rig.load(grams(2'000)).press(Key::confirm).lift();
    EXPECT_EQ(counts(), (LabelCounts{.queued = 1}));
    auto const say = [&](LabelState state, std::string known_by, std::string printer) {
        rig.send(LabelChanged{rig.printed.back().label, state, std::move(known_by), std::move(printer), ""});
    };
    say(LabelState::sending, "", "P1");
    EXPECT_EQ(counts(), (LabelCounts{.printing = 1}));
    say(LabelState::sent, domain::awaiting_word, "P1");
    EXPECT_EQ(counts(), (LabelCounts{.printing = 1})) << "taken is not printed";
    say(LabelState::printed, "status", "P1");
    EXPECT_EQ(counts(), (LabelCounts{.printed = 1}));
    rig.load(grams(2'000)).press(Key::confirm).lift();
    say(LabelState::unknown, "cable", "P2");
    rig.load(grams(2'000)).press(Key::confirm).lift();
    say(LabelState::sent, "queue", "P2");
    EXPECT_EQ(counts(), (LabelCounts{.printed = 1, .sent = 1, .unknown = 1}));
    auto const printers = rig.look().devices.printers;
    ASSERT_EQ(printers.size(), 2u);
    EXPECT_EQ(printers[0], (PrinterTotals{"P1", {.printed = 1}}));
    EXPECT_EQ(printers[1], (PrinterTotals{"P2", {.sent = 1, .unknown = 1}}));
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

/// A station whose last run was another incarnation: its bag has number 2, its label 3, and this one has used both
/// numbers itself.
struct AfterUncleanStart : testing::Test {
    static constexpr char const* earlier = "00000000000000e0";
    static constexpr char const* present = "00000000000000a1";
    static Restored two_lives() {
        Restored restored;
        restored.head = {present, 4, ""};
        restored.records.push_back(
            {.seq = 2, .incarnation = earlier, .line = {"O1", "1"}, .net = grams(2'000), .product = "old"});
        restored.records.push_back(
            {.seq = 2, .incarnation = present, .line = {"O2", "1"}, .net = grams(2'100), .product = "new"});
        restored.labels.push_back({.label = 3, .of = 2, .incarnation = earlier, .of_incarnation = earlier});
        restored.labels.push_back({.label = 3,
                                   .of = 2,
                                   .state = LabelState::printed,
                                   .incarnation = present,
                                   .of_incarnation = present});
        return restored;
    }
    StationRig rig{{task(1, "4"), task(2, "4"), task(3, "4")}, {}, two_lives()};
    void SetUp() override { rig.sign_in(supervisor()); }
    [[nodiscard]] TickState tick(std::string const& customer) const {
        for (auto const& view : rig.look().customers)
            if (view.customer_code == customer) return view.state;
        return TickState::open;
    }
};

TEST_F(AfterUncleanStart, a_label_in_doubt_is_unknown_under_its_own_name_and_offered) {
    auto const moved = rig.facts<domain::LabelMoved>();
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_EQ(moved[0].label_incarnation, earlier);
    EXPECT_EQ(moved[0].label, 3u);
    EXPECT_EQ(moved[0].state, LabelState::unknown);
    auto const look = rig.look();
    ASSERT_EQ(look.offers.size(), 1u);
    EXPECT_EQ(look.offers[0].incarnation, earlier);
    EXPECT_EQ(look.offers[0].product, "old");
    EXPECT_TRUE(rig.printed.empty()) << "never by itself";
}

TEST_F(AfterUncleanStart, an_earlier_bag_is_printed_again_from_its_own_row) {
    rig.press(Key::reprint, {.seq = 2, .incarnation = earlier});
    ASSERT_EQ(rig.printed.size(), 1u);
    EXPECT_EQ(rig.printed[0].of, 2u);
    EXPECT_EQ(rig.printed[0].of_incarnation, earlier);
    EXPECT_EQ(rig.printed[0].copy, 1);
    EXPECT_EQ(rig.facts<domain::LabelQueued>().at(0).of_incarnation, earlier);
    EXPECT_TRUE(rig.look().offers.empty()) << "the copy decides the one in doubt";
}

TEST_F(AfterUncleanStart, an_earlier_bag_is_voided_and_not_its_namesake) {
    EXPECT_EQ(tick("A-01"), TickState::done);
    rig.press(Key::void_event, {.reason = "wrong", .seq = 2, .incarnation = earlier});
    auto const voided = rig.facts<domain::Voided>();
    ASSERT_EQ(voided.size(), 1u);
    EXPECT_EQ(voided[0].of_incarnation, earlier);
    EXPECT_EQ(voided[0].line.order_no, "O1");
    EXPECT_NE(tick("A-01"), TickState::done);
    EXPECT_EQ(tick("A-02"), TickState::done);
}

TEST_F(AfterUncleanStart, without_an_incarnation_the_present_one_is_meant) {
    rig.press(Key::void_event, {.reason = "wrong", .seq = 2});
    EXPECT_EQ(rig.facts<domain::Voided>().at(0).of_incarnation, present);
    EXPECT_EQ(tick("A-01"), TickState::done);
    EXPECT_NE(tick("A-02"), TickState::done);
}

TEST_F(AfterUncleanStart, the_history_tells_both_apart) {
    auto const history = rig.look().history;
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].incarnation, present);
    EXPECT_EQ(history[0].label_state, LabelState::printed);
    EXPECT_EQ(history[1].incarnation, earlier);
    EXPECT_EQ(history[1].label_state, LabelState::unknown);
}

TEST_F(AfterUncleanStart, a_code_written_by_hand_settles_the_earlier_label) {
    rig.press(Key::label_by_hand, {.seq = 3, .incarnation = earlier});
    ASSERT_EQ(rig.facts<domain::LabelHandwritten>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::LabelHandwritten>()[0].label_incarnation, earlier);
    EXPECT_TRUE(rig.look().offers.empty());
}

TEST(Labels, sent_is_no_fact_while_the_printers_word_is_to_come) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.printer = false;
    rig.ready().load(grams(2'000)).press(Key::confirm);
    auto const label = rig.printed.at(0).label;
    rig.send(LabelChanged{label, LabelState::sent, domain::awaiting_word, "P1", ""});
    EXPECT_TRUE(rig.facts<domain::LabelMoved>().empty()) << "a kill now must leave it in doubt";
    rig.send(LabelChanged{label, LabelState::unknown, "paper_out", "P1", ""});
    ASSERT_EQ(rig.facts<domain::LabelMoved>().size(), 1u);
    EXPECT_EQ(rig.look().offers.size(), 1u) << "unknown after sent is offered too";
}

TEST(Labels, sent_is_the_last_word_of_a_printer_that_never_answers) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.printer = false;
    rig.ready().load(grams(2'000)).press(Key::confirm);
    rig.send(LabelChanged{rig.printed.at(0).label, LabelState::sent, "accepted", "P1", ""});
    ASSERT_EQ(rig.facts<domain::LabelMoved>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::LabelMoved>()[0].state, LabelState::sent);
    EXPECT_TRUE(rig.look().offers.empty());
}

TEST(Labels, reprint_is_a_copy_of_the_last) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000)).press(Key::confirm).press(Key::reprint);
    ASSERT_EQ(rig.printed.size(), 2u);
    EXPECT_EQ(rig.printed[1].copy, 1);
}

TEST(BagWithoutLabel, IsAsHeavyAsItsRecordInItsCrateOrWithoutIt) {
    HistoryRow row;
    row.gross = grams(2'275), row.net = grams(2'265);
    auto const lies = [&](std::int64_t weight) {
        return may_be_on_pan(row, {.gross = grams(weight), .e = grams(5), .stable = true});
    };
    EXPECT_TRUE(lies(2'275) && lies(2'265) && lies(2'285) && lies(2'255));
    EXPECT_FALSE(lies(2'254) || lies(2'286) || lies(0));
    EXPECT_FALSE(may_be_on_pan(row, {.gross = grams(2'275), .e = grams(5), .stable = false}));
    EXPECT_FALSE(may_be_on_pan(row, {.e = grams(5), .stable = true}));
    row.voided = true;
    EXPECT_FALSE(lies(2'275));
    EXPECT_FALSE(may_be_on_pan(HistoryRow{}, {.gross = grams(10), .e = grams(5), .stable = true})) << "counted";
}

TEST(BagWithoutLabel, RowsSayWhatWasWeighed) {
    StationRig rig{{task(1, "4"), task(2, "4")}};
    rig.ready().load(grams(2'000)).press(Key::confirm).lift().load(grams(2'040));
    auto const seen = rig.look();
    ASSERT_EQ(seen.history.size(), 1u);
    EXPECT_EQ(seen.history[0].gross, grams(2'000));
    EXPECT_FALSE(may_be_on_pan(seen.history[0], seen.devices.check));
    auto const again = rig.lift().load(grams(2'000)).look();
    EXPECT_TRUE(may_be_on_pan(again.history[0], again.devices.check));
}

TEST(Settings, what_is_changed_at_the_glass_is_written_with_who_did_it) {
    StationRig rig({task(1, "4")});
    rig.ready().send(SettingChanged{"label template item-60x40", "1, aa", "2, bb"});
    auto const facts = rig.facts<domain::SettingsChanged>();
    ASSERT_EQ(facts.size(), 1u);
    EXPECT_EQ(facts[0].what, "label template item-60x40");
    EXPECT_EQ(facts[0].before, "1, aa");
    EXPECT_EQ(facts[0].after, "2, bb");
    EXPECT_EQ(facts[0].person, sorter().id);
}

}  // namespace
}  // namespace bozhong::test
