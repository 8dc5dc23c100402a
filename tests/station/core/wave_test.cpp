// The whole way of a simple wave, and what "recorded" means.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::Weighed;

TEST(Wave, goes_from_customer_to_customer) {
    StationRig rig({task(1, "4"), task(2, "2"), task(3, "3", "份")});
    rig.ready();
    EXPECT_EQ(rig.look().task->customer_code, "A-01");
    EXPECT_EQ(rig.look().weight.state, WeighState::empty);

    rig.load(grams(2'025));
    EXPECT_EQ(rig.look().weight.state, WeighState::in_band);
    EXPECT_EQ(rig.look().weight.figure, "4.05");
    EXPECT_EQ(rig.look().confirm.amount, "4.05 斤");
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().weight.state, WeighState::recorded);
    rig.reading(grams(2'020), true);
    EXPECT_EQ(rig.look().weight.figure, "4.05") << "the stamp shows what was written down";
    EXPECT_EQ(rig.look().weight.net_kg, "2.020");
    EXPECT_EQ(rig.look().task->customer_code, "A-01") << "the plate changes on removal, never on capture";
    rig.lift();
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    EXPECT_EQ(rig.look().gauge.average_permille, 12) << "4.05 of 4 is 1.25 % more than ordered";

    rig.load(grams(1'000)).press(Key::confirm).lift();
    EXPECT_TRUE(rig.look().task->counted);
    rig.press(Key::confirm);
    EXPECT_TRUE(rig.look().product_done);
    EXPECT_EQ(rig.look().product.done, 3);

    auto const weighed = rig.facts<Weighed>();
    ASSERT_EQ(weighed.size(), 2u);
    EXPECT_EQ(weighed[0].net, grams(2'025));
    EXPECT_EQ(weighed[0].settled, "4.05");
    EXPECT_EQ(rig.facts<domain::Counted>().at(0).count, 3);
    EXPECT_EQ(rig.printed.size(), 3u);
    EXPECT_EQ(rig.look().history.size(), 3u);
}

TEST(Recorded, only_after_the_disk_has_answered) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000));
    rig.disk = false;
    rig.press(Key::confirm);
    EXPECT_EQ(rig.look().weight.state, WeighState::recording);
    EXPECT_TRUE(rig.printed.empty());
    EXPECT_EQ(rig.heard(Tone::recorded), 0);
    rig.now += milliseconds{200};
    rig.press(Key::confirm);
    EXPECT_EQ(rig.waiting().size(), 1u) << "no second capture while the first is being written";
    rig.commit();
    EXPECT_EQ(rig.look().weight.state, WeighState::recorded);
    ASSERT_EQ(rig.printed.size(), 1u);
    EXPECT_EQ(rig.printed[0].of, 2u);
    EXPECT_EQ(rig.printed[0].label, 3u);
    EXPECT_EQ(rig.heard(Tone::recorded), 1);
}

TEST(Recorded, nothing_counts_when_the_disk_refuses) {
    StationRig rig({task(1, "4")});
    rig.ready().load(grams(2'000));
    rig.disk = false;
    rig.press(Key::confirm).fail_commit();
    EXPECT_EQ(rig.look().weight.refusal, Refusal::disk);
    EXPECT_TRUE(rig.printed.empty());
    EXPECT_TRUE(rig.look().history.empty());
    rig.send(StorageSeen{1ll << 40, false});
    rig.disk = true;
    rig.wait(milliseconds{100}).reading(grams(2'000), true).press(Key::confirm);
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

TEST(Recorded, a_load_lifted_before_the_disk_answers_is_recorded_once) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().load(grams(2'000));
    rig.disk = false;
    rig.press(Key::confirm).lift();
    EXPECT_EQ(rig.look().task->customer_code, "A-01");
    rig.disk = true;
    rig.commit();
    EXPECT_EQ(rig.look().task->customer_code, "A-02");
    EXPECT_EQ(rig.facts<Weighed>().size(), 1u);
}

}  // namespace
}  // namespace bozhong::test
