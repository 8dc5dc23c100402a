// What is heard: which tone and which sentence an event brings, once each.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

std::vector<Tone> tones_of(StationRig& rig, auto happen) {
    rig.tones.clear();
    happen();
    return std::exchange(rig.tones, {});
}

std::vector<Spoken> kinds(StationRig const& rig) {
    std::vector<Spoken> out;
    for (auto const& say : rig.said) out.push_back(say.what);
    return out;
}

using Tones = std::vector<Tone>;
using Kinds = std::vector<Spoken>;
using Figures = std::vector<std::string>;

TEST(Sounds, a_load_in_the_band_sounds_once_and_again_when_it_is_durable) {
    StationRig rig({task(1, "4"), task(2, "6")});
    rig.ready();
    EXPECT_EQ(tones_of(rig, [&] { rig.load(grams(2'000)).again().again(); }), Tones{Tone::good});
    rig.disk = false;
    EXPECT_EQ(tones_of(rig, [&] { rig.press(Key::confirm).again(); }), Tones{});
    EXPECT_EQ(tones_of(rig, [&] { rig.commit().again(); }), Tones{Tone::recorded});
}

TEST(Sounds, hands_free_switched_on_over_a_load_is_no_second_good) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(2'000));
    EXPECT_EQ(tones_of(rig, [&] { rig.press(Key::hands_free, {.text = "on"}); }), Tones{});
}

TEST(Sounds, little_and_far_over_sound_and_are_said_with_the_amount) {
    StationRig rig({task(1, "4")});
    rig.ready();
    rig.said.clear();
    EXPECT_EQ(tones_of(rig, [&] { rig.load(grams(2'300)); }), Tones{Tone::look});
    ASSERT_EQ(kinds(rig), Kinds{Spoken::over});
    EXPECT_EQ(rig.said[0].figures, (Figures{"0.60", "斤"}));
    rig.lift();
    rig.said.clear();
    EXPECT_EQ(tones_of(rig, [&] { rig.load(grams(3'000)); }), Tones{Tone::stop});
    ASSERT_EQ(kinds(rig), Kinds{Spoken::too_much});
    EXPECT_EQ(rig.said[0].figures, (Figures{"2.00", "斤"}));
}

TEST(Sounds, a_press_that_cannot_record_says_why_and_too_little_says_how_much) {
    StationRig rig({task(1, "4")});
    rig.ready();
    rig.said.clear();
    EXPECT_EQ(tones_of(rig, [&] { rig.reading(grams(2'000), false).press(Key::confirm); }),
              Tones{Tone::stop_short});
    ASSERT_EQ(kinds(rig), Kinds{Spoken::refused});
    EXPECT_EQ(rig.said[0].why, Refusal::unstable);
    rig.lift();
    rig.said.clear();
    EXPECT_EQ(tones_of(rig, [&] { rig.load(grams(1'000)).press(Key::confirm); }), Tones{Tone::stop_short});
    ASSERT_EQ(kinds(rig), Kinds{Spoken::under});
    EXPECT_EQ(rig.said[0].figures, (Figures{"2.00", "斤"}));
}

TEST(Sounds, the_next_task_is_said_and_its_product_only_when_it_is_another_one) {
    auto other = task(3, "2.5", "斤", "sku2");
    other.product = "黄瓜";
    auto remarked = task(2, "6");
    remarked.note = "要小的";
    StationRig rig({task(1, "4"), remarked, other});
    rig.ready();
    ASSERT_EQ(kinds(rig), Kinds{Spoken::next});
    EXPECT_EQ(rig.said[0].figures, (Figures{"4", "斤", "A-01", "", "奶白菜"}));
    rig.load(grams(2'000)).press(Key::confirm);
    EXPECT_EQ(kinds(rig), (Kinds{Spoken::next, Spoken::recorded}));
    EXPECT_EQ(tones_of(rig, [&] { rig.lift(); }), Tones{Tone::look}) << "a remark";
    EXPECT_EQ(rig.said.back().figures, (Figures{"6", "斤", "A-02", "要小的", ""}));
    rig.load(grams(3'000)).press(Key::confirm).lift().press(Key::confirm);
    EXPECT_EQ(rig.said.back().what, Spoken::next);
    EXPECT_EQ(rig.said.back().figures, (Figures{"2.5", "斤", "A-03", "", "黄瓜"}));
}

TEST(Sounds, who_takes_the_table_over_hears_what_is_in_hand) {
    StationRig rig({task(1, "4")});
    rig.ready();
    rig.said.clear();
    rig.sign_in(supervisor());
    ASSERT_EQ(kinds(rig), Kinds{Spoken::next});
    EXPECT_EQ(rig.said[0].figures.back(), "奶白菜");
    rig.said.clear();
    rig.sign_in(supervisor());
    EXPECT_EQ(kinds(rig), Kinds{}) << "the same badge again changes nothing";
}

TEST(Sounds, a_refused_badge_sounds_wrong) {
    StationRig rig({task(1, "4")});
    EXPECT_EQ(tones_of(rig, [&] { rig.send(SignInRefused{"p1", "badge", 1}); }), Tones{Tone::stop_short});
}

TEST(Sounds, of_several_in_one_event_the_most_urgent_alone) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000));
    rig.said.clear();
    auto const taken = [&] { rig.send(FeedArrived{{domain::TaskTaken{{"O1", "1"}, "cancelled", ""}}, 7}); };
    EXPECT_EQ(tones_of(rig, taken), Tones{Tone::stop});
    EXPECT_EQ(kinds(rig), Kinds{Spoken::taken});
}

TEST(Sounds, a_printer_that_stops_is_said_and_a_label_that_failed_asks_for_a_look) {
    StationRig rig({task(1, "4")});
    rig.printer = false;
    rig.ready().send(PrinterSeen{"P1", PrinterState::ready, ""});
    rig.said.clear();
    EXPECT_EQ(tones_of(rig,
                       [&] {
                           rig.send(PrinterSeen{"P1", PrinterState::paper_out, ""});
                       }),
              Tones{Tone::look});
    EXPECT_EQ(kinds(rig), Kinds{Spoken::paper_out});
    rig.send(PrinterSeen{"P1", PrinterState::ready, ""}).load(grams(2'000)).press(Key::confirm);
    rig.said.clear();
    auto const fail = [&] {
        rig.send(LabelChanged{rig.printed.at(0).label, domain::LabelState::failed, "status", "P1", "jam"});
    };
    EXPECT_EQ(tones_of(rig, fail), Tones{Tone::look});
    EXPECT_EQ(kinds(rig), Kinds{Spoken::label_stopped});
    EXPECT_EQ(tones_of(rig, [&] { rig.pass().send(TimePassed{}); }), Tones{}) << "once";
}

TEST(Sounds, a_new_notice_asks_for_a_look_and_an_old_one_does_not) {
    StationRig rig({task(1, "4")});
    rig.ready();
    HubSeen away{.connected = false, .unsent = 3, .oldest_unsent_ms = 60'000};
    EXPECT_EQ(tones_of(rig, [&] { rig.send(away); }), Tones{Tone::look});
    away.unsent = 4;
    EXPECT_EQ(tones_of(rig, [&] { rig.send(away); }), Tones{});
}

TEST(Sounds, a_dead_scale_is_said_three_times_and_that_it_is_back) {
    StationRig rig({task(1, "4")});
    rig.ready();
    rig.said.clear();
    EXPECT_EQ(tones_of(rig, [&] { rig.wait(milliseconds{120'000}); }),
              (Tones{Tone::stop, Tone::stop, Tone::stop}));
    EXPECT_EQ(kinds(rig), (Kinds{Spoken::scale_dead, Spoken::scale_dead, Spoken::scale_dead}));
    rig.said.clear();
    rig.reading(Mass{}, true, domain::Known::yes);
    EXPECT_EQ(kinds(rig), Kinds{Spoken::scale_back});
}

}  // namespace
}  // namespace bozhong::test
