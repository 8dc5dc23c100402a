// What the hub asks of bags that are made: told with sound, named, done through the ways there are already,
// and over when it is done or the hub says so.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

struct BagTasksAtTheTable : testing::Test {
    StationRig rig{{task(1, "4"), task(2, "4")}};
    domain::Seq bag = 0;
    void SetUp() override {
        rig.ready().load(grams(2'000)).press(Key::confirm).lift();
        bag = rig.look().history.front().seq;
    }
    domain::BagTask take_out(bool open = true) const {
        return {.bag = {"T1", "00000000000000a1", bag},
                .line = {"O1", "1"},
                .kind = "take_out",
                .open = open,
                .ordered = {{3, 0}, "斤"},
                .in_bag = 2'000'000,
                .keep = 1'500'000,
                .take = 500'000,
                .product = "奶白菜",
                .customer_code = "A-01",
                .tote = "T1"};
    }
    domain::BagTask relabel(std::string code = "B-09") const {
        auto out = take_out();
        out.kind = "relabel";
        out.names = {std::move(code), "酒楼", "R9", "司机9", "T99"};
        return out;
    }
    void hub_says(domain::FeedFact fact) { rig.send(FeedArrived{{std::move(fact)}, 2, {}}); }
    std::vector<Notice> notices(NoticeKind kind) const {
        std::vector<Notice> out;
        for (auto const& notice : rig.look().notices)
            if (notice.kind == kind) out.push_back(notice);
        return out;
    }
};

TEST_F(BagTasksAtTheTable, less_is_told_once_with_sound_and_names_the_bag) {
    int const looks = rig.heard(Tone::look);
    hub_says(take_out());
    ASSERT_EQ(notices(NoticeKind::take_out).size(), 1u);
    auto const notice = notices(NoticeKind::take_out)[0];
    EXPECT_EQ(notice.figures, (std::vector<std::string>{"A-01", "1.00 斤", std::to_string(bag)}));
    EXPECT_EQ(notice.bag, (domain::EventName{"00000000000000a1", bag}));
    EXPECT_EQ(rig.heard(Tone::look), looks + 1);
    hub_says(take_out());
    EXPECT_EQ(notices(NoticeKind::take_out).size(), 1u) << "said again it is the same";
    EXPECT_EQ(rig.heard(Tone::look), looks + 1);
    rig.wait(milliseconds{60'000});
    EXPECT_EQ(notices(NoticeKind::take_out).size(), 1u) << "it stays until it is done";
}

TEST_F(BagTasksAtTheTable, the_notice_shows_the_bag_with_what_is_to_do) {
    hub_says(take_out());
    rig.press(Key::show_bag, {.seq = bag, .incarnation = "00000000000000a1"});
    auto const scan = rig.look().scan;
    ASSERT_EQ(scan.found, ScanFound::record);
    EXPECT_EQ(scan.row.seq, bag);
    EXPECT_EQ(scan.row.bag.take, "1.00 斤");
    EXPECT_EQ(scan.row.bag.keep, "3.00 斤");
    EXPECT_FALSE(scan.row.bag.all);
}

TEST_F(BagTasksAtTheTable, weighed_again_it_is_no_more_to_do_before_the_hub_has_heard) {
    auto lowered = task(1, "3");
    lowered.version = 2;
    hub_says(domain::TaskGiven{lowered});
    hub_says(take_out());
    rig.sign_in(supervisor()).press(Key::reweigh, {.seq = bag, .incarnation = "00000000000000a1"});
    EXPECT_TRUE(notices(NoticeKind::take_out).empty());
    ASSERT_TRUE(rig.look().task);
    EXPECT_EQ(rig.look().task->customer_code, "A-01");
    rig.load(grams(1'500)).press(Key::confirm).lift();
    EXPECT_EQ(rig.facts<domain::Weighed>().back().net, grams(1'500));
    hub_says(take_out(false));
    EXPECT_TRUE(notices(NoticeKind::take_out).empty());
}

TEST_F(BagTasksAtTheTable, what_the_hub_takes_back_is_gone) {
    hub_says(take_out());
    hub_says(take_out(false));
    EXPECT_TRUE(notices(NoticeKind::take_out).empty());
    hub_says(take_out());
    hub_says(domain::FeedRestarted{"g2"});
    EXPECT_TRUE(notices(NoticeKind::take_out).empty()) << "a hub from a backup says again what is open";
}

TEST_F(BagTasksAtTheTable, a_changed_amount_changes_it) {
    hub_says(take_out());
    auto more = take_out();
    more.take = 1'000'000;
    more.keep = 1'000'000;
    hub_says(more);
    ASSERT_EQ(notices(NoticeKind::take_out).size(), 1u);
    EXPECT_EQ(notices(NoticeKind::take_out)[0].figures[1], "2.00 斤");
}

TEST_F(BagTasksAtTheTable, a_whole_bag_and_counted_pieces_are_said_as_they_are) {
    auto all = take_out();
    all.take = 2'000'000;
    all.keep = 0;
    hub_says(all);
    rig.press(Key::show_bag, {.seq = bag, .incarnation = "00000000000000a1"});
    EXPECT_TRUE(rig.look().scan.row.bag.all);
    auto pieces = take_out();
    pieces.counted = true;
    pieces.ordered = {{3, 0}, "份"};
    pieces.take = 2;
    pieces.keep = 3;
    hub_says(pieces);
    EXPECT_EQ(rig.look().scan.row.bag.take, "2 份");
}

TEST_F(BagTasksAtTheTable, a_new_name_wants_a_new_label_and_a_reprint_is_one) {
    int const looks = rig.heard(Tone::look);
    hub_says(relabel());
    ASSERT_EQ(notices(NoticeKind::relabel).size(), 1u);
    EXPECT_EQ(rig.heard(Tone::look), looks + 1);
    rig.send(LabelScanned{LabelRead::good, "T1", {"00000000000000a1", bag}, grams(2'000), {}});
    EXPECT_EQ(rig.look().scan.row.bag.names, "B-09 · 酒楼 · R9 · T99")
        << "the old label says it is out of date";
    rig.press(Key::reprint, {.seq = bag, .incarnation = "00000000000000a1"});
    EXPECT_EQ(rig.facts<domain::LabelQueued>().back().names, relabel().names);
    EXPECT_TRUE(rig.printed.back().renamed);
    EXPECT_TRUE(notices(NoticeKind::relabel).empty()) << "printed: done before the hub has heard";
    EXPECT_EQ(rig.look().scan.row.bag.renamed, "B-09 · 酒楼 · R9 · T99");
    auto over = relabel();
    over.open = false;
    hub_says(over);
    rig.press(Key::reprint, {.seq = bag, .incarnation = "00000000000000a1"});
    EXPECT_EQ(rig.facts<domain::LabelQueued>().back().names, relabel().names)
        << "a copy says what the label says";
}

TEST_F(BagTasksAtTheTable, a_new_label_that_failed_is_still_to_do) {
    rig.printer = false;
    hub_says(relabel());
    rig.press(Key::reprint, {.seq = bag, .incarnation = "00000000000000a1"});
    rig.send(LabelChanged{rig.printed.back().label, domain::LabelState::failed, "status", "P1", ""});
    EXPECT_EQ(notices(NoticeKind::relabel).size(), 1u);
    hub_says(relabel("C-10"));
    ASSERT_EQ(notices(NoticeKind::relabel).size(), 1u);
    EXPECT_EQ(notices(NoticeKind::relabel)[0].figures[0], "C-10") << "moved once more";
}

TEST_F(BagTasksAtTheTable, an_ordinary_label_has_the_names_of_its_weighing) {
    rig.press(Key::reprint, {.seq = bag, .incarnation = "00000000000000a1"});
    EXPECT_EQ(rig.facts<domain::LabelQueued>().back().names, domain::BagNames{});
    EXPECT_FALSE(rig.printed.back().renamed);
}

TEST(BagTasksAfterARestart, what_is_open_and_what_was_printed_are_there) {
    Restored restored;
    std::string const life = "00000000000000a1";
    restored.head = {life, 9, ""};
    for (domain::Seq seq : {1, 3})
        restored.records.push_back({.seq = seq,
                                    .incarnation = life,
                                    .line = {"O1", "1"},
                                    .net = grams(1'000),
                                    .customer_code = "A-01",
                                    .ordered = {{4, 0}, "斤"}});
    domain::BagNames const names{"B-09", "酒楼", "R9", "", "T99"};
    restored.labels.push_back({2, 1, 1, domain::LabelState::printed, life, life, names});
    for (domain::Seq seq : {1, 3})
        restored.bag_tasks.push_back(
            {.bag = {"T1", life, seq}, .line = {"O1", "1"}, .kind = "relabel", .open = true, .names = names});
    StationRig again({task(1, "4")}, {}, std::move(restored));
    again.ready();
    std::vector<Notice> open;
    for (auto const& notice : again.look().notices)
        if (notice.kind == NoticeKind::relabel) open.push_back(notice);
    ASSERT_EQ(open.size(), 1u) << "one of the two has its new label";
    EXPECT_EQ(open[0].bag.seq, 3u);
}

}  // namespace
}  // namespace bozhong::test
