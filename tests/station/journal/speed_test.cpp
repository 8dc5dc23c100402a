// Two bounds of the speed a sorter feels, each beside a floor measured in the same run. Generous, because
// other programs run beside the tests; the bench has the exact figures.

#include <algorithm>
#include <chrono>

#include "station/journal/place.h"
#include "tests/station/journal/fixture.h"
#include "tests/support/sanitizers.h"

namespace bozhong::journal {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

TEST(Speed, CommitsAWeighingNearABareCommit) {
    if (test::thread_sanitizer) GTEST_SKIP() << "the thread sanitizer slows our code, not the disk";
    Folder folder;
    auto const bare = Database::open(folder / "bare.db", Access::write).value();
    bare->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, payload TEXT)");
    Query insert(*bare, "INSERT INTO t (payload) VALUES (?)");
    auto const journal = open_good(folder / "journal.db");
    std::string const payload(1100, 'x');
    std::vector<double> floor, ours;
    for (int i = 0; i < 400; ++i) {
        auto begin = Clock::now();
        (void)bare->transaction(
            [&]() -> domain::Status { return insert.with(payload).run(), domain::Done{}; });
        floor.push_back(milliseconds_since(begin));
        auto const facts = weighing(std::to_string(i));
        begin = Clock::now();
        append_good(*journal, facts);
        ours.push_back(milliseconds_since(begin));
    }
    RecordProperty("bare_us", static_cast<int>(median(floor) * 1000));
    RecordProperty("weighing_us", static_cast<int>(median(ours) * 1000));
    std::printf("bare commit %.3f ms, weighing with its label %.3f ms\n", median(floor), median(ours));
    EXPECT_LT(median(ours), 3 * median(floor));
}

TEST(Speed, LoadsAHundredThousandEvents) {
    Folder folder;
    std::string const path = folder / "journal.db";
    {
        auto const journal = open_good(path);
        std::vector<domain::FeedItem> feed;
        for (int i = 0; i < 1000; ++i)
            feed.push_back(feed_item(i + 1, domain::TaskGiven{task(std::to_string(i))}));
        ASSERT_TRUE(journal->append_feed(feed).ok());
        for (int i = 0; i < 100'000 / 250; ++i) {
            std::vector<domain::Fact> facts;
            for (int k = 0; k < 83; ++k) {
                // Of the 33,000 weighings 1,000 are of tasks of this wave, the others of waves that are gone.
                int const number = i * 83 + k;
                auto const pair =
                    weighing(number % 33 == 0 ? std::to_string(number / 33) : "old" + std::to_string(number));
                facts.insert(facts.end(), pair.begin(), pair.end());
                auto const label = journal->head().seq + facts.size();
                facts.push_back(domain::LabelMoved{label, domain::LabelState::printed, "gs_r", "p", ""});
            }
            facts.push_back(domain::StorageLow{i});
            append_good(*journal, facts);
        }
        ASSERT_GE(journal->head().seq, 100'000U);
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    auto const begin = Clock::now();
    auto const journal = open_good(path);
    auto const restored = journal->load();
    double const took = milliseconds_since(begin);
    std::printf("opened and loaded in %.1f ms\n", took);
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(restored->records.size(), core::records_at_hand);
    EXPECT_LT(restored->tasks.size(), 1000U) << "those that were ended long ago are not on the list";
}

}  // namespace
}  // namespace bozhong::journal
