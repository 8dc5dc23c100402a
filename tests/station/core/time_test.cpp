// The runner may sleep until wake_at(): between two wakes nothing changes. And a changing stream costs
// little.

#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

TEST(Time, nothing_changes_before_the_station_asked_to_be_woken) {
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready().send(PrinterSeen{"P1", PrinterState::paper_out, ""}).load(grams(2'300)).press(Key::confirm);
    auto wake = rig.station().wake_at();
    auto revision = rig.station().revision();
    for (int ms = 0; ms < 62'000; ++ms) {
        rig.now += milliseconds{1};
        bool const due = rig.now >= wake;
        rig.send(TimePassed{});
        if (!due) {
            ASSERT_EQ(rig.station().revision(), revision) << ms << " ms";
        }
        wake = rig.station().wake_at();
        revision = rig.station().revision();
    }
}

bool disk_slow_is_told(StationRig const& rig) {
    return std::ranges::any_of(rig.look().notices,
                               [](auto const& each) { return each.kind == NoticeKind::disk_slow; });
}

TEST(Time, a_disk_that_does_not_answer_for_a_second_is_told_until_it_does) {
    // Any write, not only a weighing: her keys wait for it, so she must know why nothing happens.
    StationRig rig({task(1, "4"), task(2, "4")});
    rig.ready();
    rig.disk = false;
    rig.press(Key::lot, {.text = "L7"}).wait(milliseconds{999});
    EXPECT_FALSE(disk_slow_is_told(rig));
    auto const revision = rig.station().revision();
    rig.wait(milliseconds{1});
    EXPECT_TRUE(disk_slow_is_told(rig));
    EXPECT_GT(rig.station().revision(), revision);
    rig.wait(milliseconds{60'000});
    EXPECT_TRUE(disk_slow_is_told(rig));
    rig.commit().send(TimePassed{});
    EXPECT_FALSE(disk_slow_is_told(rig));
}

TEST(Time, a_thousand_tasks_and_a_changing_stream_are_little_work) {
    std::vector<domain::SortTask> tasks;
    for (int i = 0; i < 1'000; ++i) tasks.push_back(task(i + 1, "4", "斤", "sku" + std::to_string(i / 20)));
    StationRig rig(std::move(tasks));
    rig.ready();
    auto const began = std::chrono::steady_clock::now();
    constexpr int frames = 600;
    std::size_t seen = 0;
    for (int i = 0; i < frames; ++i) {
        rig.reading(grams(1'000 + 5 * (i % 40)), false);
        seen += rig.look().products.size();
    }
    auto const each =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began) / frames;
    EXPECT_EQ(seen, 50u * frames);
    // 60 frames a second in 4 % of a core leave 0.67 ms for everything; the bound is loose for slow test
    // machines.
    EXPECT_LT(each.count(), 2.0);
    RecordProperty("ms_a_frame", std::to_string(each.count()));
}

}  // namespace
}  // namespace bozhong::test
