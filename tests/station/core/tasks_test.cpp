// Tasks: walk order, skipping, shortage, bags, what the hub gives and takes, and the way back.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Weighed;

StationRig& book(StationRig& rig, Mass mass) {
    return rig.load(mass).press(Key::confirm).lift();
}
FeedArrived feed(domain::FeedFact fact) {
    return FeedArrived{{std::move(fact)}, 7};
}

TEST(Tasks, a_skipped_one_comes_back_at_the_end_of_its_product) {
    StationRig rig({task(1, "4"), task(2, "4"), task(3, "4")});
    rig.ready().press(Key::skip);
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    book(rig, grams(2'000));
    book(rig, grams(2'000));
    EXPECT_EQ(rig.look().task->customer_code, "A-01");
    book(rig, grams(2'000));
    EXPECT_TRUE(rig.look().product_done);
}

TEST(Tasks, confirm_goes_on_to_the_next_product) {
    StationRig rig({task(1, "4"), task(2, "4", "斤", "sku2")});
    book(rig.ready(), grams(2'000));
    EXPECT_TRUE(rig.look().product_done);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

TEST(Tasks, pick_mode_walks_one_order) {
    auto other = task(2, "4", "斤", "sku2");
    other.customer_code = "A-01";
    StationRig rig({task(1, "4"), task(3, "4"), other});
    rig.ready().press(Key::mode, {.text = "pick"});
    book(rig, grams(2'000));
    EXPECT_EQ(rig.look().task->line.order_no, "O2");
}

TEST(Undo, takes_the_weighing_out_of_force_and_opens_its_task_again) {
    StationRig rig({task(1, "4"), task(2, "4")});
    book(rig.ready(), grams(2'000));
    rig.press(Key::undo);
    ASSERT_EQ(rig.facts<domain::Voided>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Voided>()[0].of, 2u);
    EXPECT_EQ(rig.look().task->customer_code, "A-01");
    EXPECT_TRUE(rig.look().undo.undone);
    EXPECT_TRUE(rig.look().history.at(0).voided);
    book(rig, grams(2'050));
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

TEST(Undo, of_a_load_still_on_the_pan_never_books_itself_again) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().press(Key::hands_free, {.text = "on"}).load(grams(2'000));
    for (int i = 0; i < 6; ++i) rig.reading(grams(2'000), true);
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    EXPECT_EQ(rig.facts<Weighed>()[0].trigger, "hands_free");
    rig.press(Key::undo);
    for (int i = 0; i < 60; ++i) rig.reading(grams(2'000), true);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 2u);
}

TEST(Shortage, gives_what_there_is_and_comes_back_with_more_goods) {
    StationRig rig({task(1, "4"), task(2, "4"), task(3, "4")});
    rig.ready().load(grams(800)).press(Key::shortage, {.text = "rest"});
    ASSERT_EQ(rig.facts<Weighed>().size(), 1u);
    ASSERT_EQ(rig.facts<domain::Shorted>().size(), 1u);
    EXPECT_EQ(rig.facts<domain::Shorted>()[0].missing, "2.40");
    rig.lift();
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    rig.press(Key::shortage, {.text = "all"});
    EXPECT_TRUE(rig.look().product_done);
    EXPECT_EQ(rig.look().product.shorted, 3);
    rig.press(Key::short_undo);
    EXPECT_EQ(rig.look().product.shorted, 0);
    EXPECT_EQ(rig.look().task->customer_code, "A-01");
    EXPECT_EQ(rig.look().task->rest, "2.40");
    book(rig, grams(1'200));
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

TEST(Split, bags_add_up_until_the_sum_is_in_the_green_band) {
    StationRig rig({task(1, "20", "kg"), task(2, "4")});
    rig.ready();
    book(rig, grams(12'000));
    EXPECT_EQ(rig.look().task->bag, 2);
    EXPECT_EQ(rig.look().task->rest, "8.000");
    EXPECT_EQ(rig.look().gauge.aim_mg, 8'000'000);
    book(rig, grams(8'000));
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    EXPECT_EQ(rig.facts<Weighed>().at(1).task.bag, 2);
}

TEST(TakeAway, books_what_was_taken_and_never_asks_for_an_empty_pan) {
    StationRig rig({task(1, "4"), task(2, "6")});
    rig.ready().press(Key::load_mode, {.text = "take_away"});
    rig.load(grams(12'000));
    rig.reading(grams(10'500), false);
    for (int i = 0; i < 3; ++i) rig.reading(grams(9'950), true);
    rig.press(Key::confirm);
    for (int i = 0; i < 18; ++i) rig.reading(grams(9'950), true);
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    for (int i = 0; i < 3; ++i) rig.reading(grams(6'950), true);
    rig.press(Key::confirm);
    auto const made = rig.facts<Weighed>();
    ASSERT_EQ(made.size(), 2u);
    EXPECT_EQ(made[0].net, grams(2'050));
    EXPECT_EQ(made[1].net, grams(3'000));
    EXPECT_EQ(made[1].mode, "take_away");
}

TEST(Accumulate, books_the_increase) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().press(Key::load_mode, {.text = "accumulate"}).reading(Mass{}, true).reading(Mass{}, true);
    rig.load(grams(2'000)).press(Key::confirm);
    for (int i = 0; i < 18; ++i) rig.reading(grams(2'000), true);
    rig.press(Key::confirm);
    for (int i = 0; i < 3; ++i) rig.reading(grams(4'050), true);
    rig.press(Key::confirm);
    auto const made = rig.facts<Weighed>();
    ASSERT_EQ(made.size(), 2u);
    EXPECT_EQ(made[1].net, grams(2'050));
    EXPECT_EQ(made[1].task.line.order_no, "O2");
}

TEST(Feed, a_task_taken_while_in_hand_is_marked_and_ended_by_her) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000));
    rig.send(feed(domain::TaskTaken{{"O1", "1"}, "cancelled", ""}));
    EXPECT_TRUE(rig.look().task->marked_taken);
    EXPECT_EQ(rig.heard(Tone::stop), 1);
    rig.lift();
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    EXPECT_EQ(rig.look().customers.size(), 1u);
}

TEST(Feed, a_task_taken_while_waiting_leaves_at_once) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().send(feed(domain::TaskTaken{{"O1", "1"}, "moved", "T2"}));
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    ASSERT_FALSE(rig.look().notices.empty());
    EXPECT_EQ(rig.look().notices[0].kind, NoticeKind::task_moved);
}

TEST(Feed, a_task_added_later_opens_its_product_again_with_sound) {
    StationRig rig({task(1, "4")});
    book(rig.ready(), grams(2'000));
    EXPECT_TRUE(rig.look().product_done);
    rig.send(feed(domain::TaskGiven{task(2, "4")}));
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    EXPECT_EQ(rig.heard(Tone::look), 1);
}

TEST(Feed, a_raised_amount_opens_the_task_again_and_shows_the_rest) {
    StationRig rig({task(1, "4")});
    book(rig.ready(), grams(2'000));
    auto raised = task(1, "6");
    raised.version = 2;
    rig.send(feed(domain::TaskGiven{raised}));
    EXPECT_EQ(rig.look().task->rest, "2.00");
    book(rig, grams(1'000));
    EXPECT_EQ(rig.facts<Weighed>().at(1).task.version, 2);
    EXPECT_TRUE(rig.look().product_done);
}

TEST(Counted, whole_pieces_only_and_a_double_tap_counts_one_task) {
    StationRig rig({task(1, "4", "份"), task(2, "4", "份"), task(3, "4", "份")});
    rig.sign_in().press(Key::count, {.text = "3.5"});
    EXPECT_EQ(rig.look().weight.refusal, Refusal::not_whole);
    rig.press(Key::confirm);
    rig.now += milliseconds{150};
    rig.press(Key::confirm);
    EXPECT_EQ(rig.facts<domain::Counted>().size(), 1u);
    rig.wait(milliseconds{400}).press(Key::count_all);
    EXPECT_EQ(rig.facts<domain::Counted>().size(), 3u);
    EXPECT_TRUE(rig.look().product_done);
}

TEST(Session, a_list_of_people_too_old_signs_out_who_is_in_and_nothing_else) {
    StationRig rig({task(1, "4")});
    rig.ready().send(PeopleTooOld{}).send(PeopleTooOld{});
    ASSERT_EQ(rig.facts<domain::SignedOut>().size(), 1U);
    EXPECT_EQ(rig.facts<domain::SignedOut>().at(0).why, "people_too_old");
    EXPECT_TRUE(rig.look().task.has_value()) << "the place is kept";
}

TEST(Session, idle_locks_and_the_place_is_kept) {
    StationRig rig({task(1, "4"), task(2, "4")});
    book(rig.ready(), grams(2'000));
    rig.wait(milliseconds{600'100});
    EXPECT_TRUE(rig.look().locked);
    EXPECT_EQ(rig.facts<domain::SignedOut>().at(0).why, "idle");
    rig.sign_in();
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
}

TEST(Clock, a_jump_is_a_fact_and_changes_nothing_else) {
    StationRig rig({task(1, "4")});
    rig.send(WallClockSeen{{1'700'000'000'000}, true}).wait(milliseconds{1'000});
    rig.send(WallClockSeen{{1'700'000'001'000}, true});
    EXPECT_TRUE(rig.facts<domain::ClockJumped>().empty());
    rig.send(WallClockSeen{{1'800'000'000'000}, true});
    EXPECT_EQ(rig.facts<domain::ClockJumped>().size(), 1u);
}

TEST(Feed, a_task_given_again_comes_with_what_was_done_for_it_before) {
    StationRig rig({task(1, "4")});
    rig.ready();
    auto arrived = feed(domain::TaskGiven{task(2, "6")});
    core::TaskRecord before{task(2, "6")};
    before.sum = grams(2'000);
    before.bags = 1;
    before.state = domain::TaskState::in_progress;
    arrived.before = {before};
    rig.send(arrived);
    book(rig, grams(2'000));
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    EXPECT_EQ(rig.look().task->bag, 2) << "one bag of it was filled before the list had forgotten it";
    EXPECT_EQ(rig.look().task->done_so_far, "4.00");
    // The list's own word counts where it has one.
    arrived.before[0].sum = grams(9'000);
    rig.send(arrived);
    EXPECT_EQ(rig.look().task->done_so_far, "4.00");
}

}  // namespace
}  // namespace bozhong::test
