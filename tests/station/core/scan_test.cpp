// A label under the scanner opens its weighing, or says what it is instead.

#include <gtest/gtest.h>

#include "station/core/urgency.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

struct Scanned : testing::Test {
    StationRig rig{{task(1, "4"), task(2, "4"), task(3, "4")}};
    LabelScanned label{LabelRead::good, "T1", {"00000000000000a1", 0}, grams(2'000), {}};
    void SetUp() override {
        rig.ready();
        for (int bag = 0; bag < 2; ++bag) rig.load(grams(2'000)).press(Key::confirm).lift();
        label.name.seq = rig.look().history[1].seq;  // the first of the two
    }
};

TEST_F(Scanned, a_weighing_of_this_table_is_opened) {
    rig.send(label);
    auto const scan = rig.look().scan;
    EXPECT_EQ(scan.number, 1u);
    ASSERT_EQ(scan.found, ScanFound::record);
    EXPECT_EQ(scan.row.customer_code, "A-01");
    EXPECT_EQ(scan.row.amount, "4.00 斤");
    EXPECT_EQ(scan.row.seq, label.name.seq);
    EXPECT_FALSE(scan.row.voided);
    rig.send(label);
    EXPECT_EQ(rig.look().scan.number, 2u) << "the same label again is a scan again";
}

TEST_F(Scanned, what_is_done_to_it_is_seen_at_once) {
    rig.send(label);
    auto const row = rig.look().scan.row;
    rig.press(Key::reprint, {.seq = row.seq, .incarnation = row.incarnation});
    ASSERT_EQ(rig.printed.size(), 3u);
    EXPECT_EQ(rig.printed.back().of, row.seq);
    EXPECT_EQ(rig.printed.back().copy, 1);
    EXPECT_TRUE(rig.look().scan.row.copy);
    rig.sign_in(supervisor()).press(Key::void_event, {.reason = "bag_broke", .seq = row.seq});
    EXPECT_TRUE(rig.look().scan.row.voided);
}

TEST_F(Scanned, a_weighing_of_an_earlier_life_of_the_journal_is_opened_by_its_whole_name) {
    Restored restored;
    restored.records.push_back(
        {.seq = 1, .incarnation = "00000000000000b2", .product = "青椒", .customer_code = "B-09"});
    StationRig again({task(1, "4")}, {}, std::move(restored));
    again.ready().send(LabelScanned{LabelRead::good, "T1", {"00000000000000b2", 1}, grams(1), {}});
    ASSERT_EQ(again.look().scan.found, ScanFound::record);
    EXPECT_EQ(again.look().scan.row.customer_code, "B-09");
    again.send(LabelScanned{LabelRead::good, "T1", {"00000000000000a1", 1}, grams(1), {}});
    EXPECT_EQ(again.look().scan.found, ScanFound::old) << "the same number of another life is another event";
}

TEST_F(Scanned, everything_else_is_said_and_changes_nothing) {
    auto const facts = rig.journal.size();
    label.name.seq = 999;
    for (auto const& [read, found] : {std::pair{LabelRead::good, ScanFound::old},
                                      {LabelRead::differs, ScanFound::differs},
                                      {LabelRead::lost, ScanFound::lost},
                                      {LabelRead::other_table, ScanFound::other_table},
                                      {LabelRead::newer, ScanFound::newer},
                                      {LabelRead::forged, ScanFound::forged},
                                      {LabelRead::unreadable, ScanFound::unreadable},
                                      {LabelRead::not_ours, ScanFound::not_ours}}) {
        label.read = read;
        int const looks = rig.heard(Tone::look);
        rig.send(label);
        EXPECT_EQ(rig.look().scan.found, found);
        EXPECT_TRUE(rig.look().scan.row.customer_code.empty());
        EXPECT_EQ(rig.heard(Tone::look), looks + 1);
    }
    EXPECT_EQ(rig.journal.size(), facts);
    EXPECT_EQ(rig.look().scan.seq, 999u);
    EXPECT_EQ(rig.look().scan.says, "2.000 kg");
}

TEST_F(Scanned, nobody_signed_in_gets_nothing) {
    rig.press(Key::sign_out).send(label);
    EXPECT_EQ(rig.look().scan.number, 0u);
    EXPECT_TRUE(rig.look().weight.refused_by_press);
}

TEST(Notices, the_most_urgent_comes_first_and_none_is_hidden) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    rig.send(HubSeen{.connected = false, .unsent = 12, .oldest_unsent_ms = 180'000});
    rig.send(StorageSeen{100LL * 1024 * 1024, false});
    rig.send(PrinterSeen{"P1", PrinterState::paper_out, "paper"});
    rig.send(FeedArrived{{domain::TaskTaken{{"O1", "1"}, "moved", "T2"}}, 1, {}});
    std::vector<NoticeKind> kinds;
    for (auto const& notice : rig.look().notices) kinds.push_back(notice.kind);
    EXPECT_EQ(kinds, (std::vector{NoticeKind::task_moved, NoticeKind::disk_low, NoticeKind::printer,
                                  NoticeKind::hub_away}));
}

TEST(Notices, beyond_the_bound_the_least_urgent_are_left_out) {
    std::vector<Notice> notices(most_notices, Notice{NoticeKind::hub_away, {}, 0});
    notices.push_back({NoticeKind::task_cancelled, {"A-01"}, 0});
    sort_notices(notices);
    EXPECT_EQ(notices.size(), most_notices);
    EXPECT_EQ(notices.front().kind, NoticeKind::task_cancelled);
}

}  // namespace
}  // namespace bozhong::test
