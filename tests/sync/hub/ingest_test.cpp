#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "sync/wire/feed_codec.h"
#include "tests/sync/hub/rig.h"
#include "tests/support/seed.h"

namespace bozhong::hub::test {
namespace {

struct Scene {
    Rig rig;
    Table table{rig, "T01"};
    wire::OrderLine weighed = weighed_line("O1", "1", "4"), counted = counted_line("O1", "2");
    Scene() { rig.import({weighed, counted}); }
    [[nodiscard]] wire::ResultRow result(std::string const& line_no) const {
        wire::ResultRow last;
        for (auto const& row : rig.all_results()) {
            if (row.line_no == line_no) last = row;
        }
        return last;
    }
};

TEST(Ingest, AWeighingBecomesAResultWithItsFigures) {
    Scene s;
    s.table.weigh(s.weighed, 2'025'000);
    s.table.count(s.counted, 4);
    EXPECT_EQ(s.table.send().acknowledged, 2U);
    auto const row = s.result("1");
    EXPECT_EQ(row.state, "done");
    EXPECT_EQ(row.qty, "4.05");
    EXPECT_EQ(row.qty_unit, "斤");
    EXPECT_EQ(row.actual_mg, 2'025'000);
    EXPECT_EQ(row.entry, "scale");
    ASSERT_EQ(row.weighings.size(), 1U);
    EXPECT_EQ(row.weighings[0].gross_mg, 2'037'000);
    EXPECT_EQ(row.weighings[0].tare_mg, 12'000);
    EXPECT_EQ(row.weighings[0].indication, "2.037");
    EXPECT_EQ(s.result("2").qty, "4");
    EXPECT_EQ(s.result("2").actual_count, 4);
}

TEST(Ingest, SplitOverBagsAddsUp) {
    Scene s;
    s.table.weigh(s.weighed, 1'000'000);
    s.table.send();
    EXPECT_EQ(s.result("1").state, "partial");
    s.table.weigh(s.weighed, 1'005'000);
    s.table.send();
    EXPECT_EQ(s.result("1").state, "done");
    EXPECT_EQ(s.result("1").actual_mg, 2'005'000);
}

TEST(Ingest, ExactlyOnceUnderRepetitionAndReorder) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        Scene s;
        std::int64_t sum = 0;
        std::mt19937 random(seed + bozhong::test::seed_offset());
        for (int i = 0; i < 20; ++i) {
            std::int64_t const mass = 1'000 + static_cast<std::int64_t>(random() % 50'000);
            s.table.weigh(s.weighed, mass);
            sum += mass;
        }
        domain::Seq acknowledged = 0;
        for (int tries = 0; acknowledged < 20 && tries < 500; ++tries) {
            auto const from = 1 + random() % 20;
            auto const to = std::min<domain::Seq>(20, from + random() % 6);
            auto const answer = s.table.post(s.table.batch(from, to)).as<wire::BatchAnswer>();
            EXPECT_FALSE(answer.quarantine.has_value());
            EXPECT_GE(answer.acknowledged, acknowledged);
            acknowledged = answer.acknowledged;
            if (tries == 30) s.rig.restart();
        }
        EXPECT_EQ(acknowledged, 20U);
        s.table.send();
        EXPECT_EQ(s.result("1").actual_mg, sum);
        EXPECT_EQ(s.result("1").weighings.size(), 20U);
    }
}

TEST(Ingest, AForkIsQuarantinedAndWhatWasSettledStays) {
    Scene s;
    s.table.weigh(s.weighed, 2'000'000);
    s.table.send();
    s.table.events.clear();
    s.table.weigh(s.weighed, 1'900'000);  // the same number with other content
    auto const answer = s.table.send();
    ASSERT_TRUE(answer.quarantine.has_value());
    EXPECT_EQ(answer.quarantine->from, 1U);
    EXPECT_EQ(answer.quarantine->why, "fork");
    EXPECT_EQ(s.result("1").actual_mg, 2'000'000);
    auto const held = s.rig.call("GET", "/v1/main/exceptions", "", s.rig.supervisor()).as<wire::HeldPage>();
    ASSERT_EQ(held.exceptions.size(), 1U);
    EXPECT_EQ(held.exceptions[0].kind, "quarantined");
    EXPECT_THAT(held.exceptions[0].payload, testing::HasSubstr("1900000"));
    EXPECT_THAT(held.exceptions[0].other_payload, testing::HasSubstr("2000000"));

    s.table.new_incarnation();  // the station goes on by itself
    s.table.weigh(s.weighed, 50'000);
    EXPECT_FALSE(s.table.send().quarantine.has_value());
    EXPECT_EQ(s.result("1").actual_mg, 2'050'000);
    auto const decided =
        s.rig.call("POST", "/v1/main/exceptions/" + std::to_string(held.exceptions[0].id) + "/decide",
                   wire::to_json(wire::DecideRequest{"replace", "seen on the label"}), s.rig.supervisor());
    EXPECT_EQ(decided.status, 200) << decided.body;
    EXPECT_EQ(s.result("1").actual_mg, 1'900'000);
}

TEST(Ingest, ABrokenChainOrSignatureIsQuarantinedFromThere) {
    Scene s;
    for (int i = 0; i < 4; ++i) s.table.weigh(s.weighed, 100'000);
    auto broken = s.table.batch(1, 4);
    broken.events[2].payload += " ";
    auto const chain = s.table.post(broken).as<wire::BatchAnswer>();
    EXPECT_EQ(chain.acknowledged, 2U);
    ASSERT_TRUE(chain.quarantine.has_value());
    EXPECT_EQ(chain.quarantine->from, 3U);
    EXPECT_EQ(chain.quarantine->why, "chain");
    EXPECT_EQ(s.result("1").actual_mg, 200'000);
    EXPECT_EQ(s.table.send().acknowledged, 2U);  // what comes later of this incarnation waits too

    s.table.new_incarnation();
    s.table.weigh(s.weighed, 100'000);
    auto forged = s.table.batch(1, 1);
    forged.signature[5] = forged.signature[5] == 'a' ? 'b' : 'a';
    auto const signature = s.table.post(forged).as<wire::BatchAnswer>();
    ASSERT_TRUE(signature.quarantine.has_value());
    EXPECT_EQ(signature.quarantine->why, "signature");
    EXPECT_EQ(s.result("1").actual_mg, 200'000);
}

TEST(Ingest, AnEventTypeOfTheFutureIsStoredAndGivenBack) {
    Scene s;
    s.table.add(domain::UnknownFact{"dreamt"});
    s.table.weigh(s.weighed, 2'000'000);
    EXPECT_EQ(s.table.send().acknowledged, 2U);
    auto const reply = s.rig.call("GET", s.table.base() + "/events?incarnation=" + s.table.incarnation(), "",
                                  s.table.auth());
    auto const page = reply.as<wire::EventPage>();
    ASSERT_EQ(page.events.size(), 2U);
    EXPECT_EQ(page.events[0].type, "dreamt");
    EXPECT_EQ(page.events[1].payload, s.table.events[1].payload);
    auto const mark = s.rig.call("GET", s.table.base() + "/mark", "", s.table.auth()).as<wire::Mark>();
    ASSERT_EQ(mark.incarnations.size(), 1U);
    EXPECT_EQ(mark.incarnations[0].seq, 2U);
    EXPECT_EQ(mark.incarnations[0].hash, s.table.events[1].hash);
}

TEST(Ingest, VoidShortAndReopenFollowTheSortersWord) {
    Scene s;
    auto const seq = s.table.weigh(s.weighed, 2'000'000);
    s.table.send();
    s.table.add(domain::Voided{seq, {"O1", "1"}, "wrong bag", "p1", ""});
    s.table.send();
    EXPECT_EQ(s.result("1").actual_mg, 0);
    EXPECT_EQ(s.result("1").state, "open");
    s.table.weigh(s.weighed, 500'000);
    s.table.add(domain::Shorted{{"O1", "1"}, "3", "斤", "缺货", "p1"});
    s.table.send();
    EXPECT_EQ(s.result("1").state, "short");
    EXPECT_EQ(s.result("1").reason, "缺货");
    s.table.add(domain::ShortUndone{{"O1", "1"}, 4, "p1"});
    s.table.add(domain::TaskEnded{{"O1", "1"}, "enough", "p1"});
    s.table.send();
    EXPECT_EQ(s.result("1").state, "done");
    EXPECT_EQ(s.result("1").actual_mg, 500'000);
}

TEST(Ingest, BoundsOfABatchAreKept) {
    Scene s;
    wire::EventBatch large;
    large.station = "T01";
    large.incarnation = s.table.incarnation();
    for (domain::Seq i = 1; i <= 1'001; ++i)
        large.events.push_back(
            {{"", "", i}, "skipped", "{}", wire::no_previous_hash, wire::no_previous_hash});
    large.signature = "00";
    EXPECT_EQ(s.table.post(large).status, 400);
    large.events.resize(2);
    large.events[1].id.seq = 5;
    EXPECT_EQ(s.table.post(large).status, 400);
    large.events.resize(1);
    large.incarnation = "../../etc";
    EXPECT_EQ(s.table.post(large).status, 400);
    large.incarnation = s.table.incarnation();
    large.events[0].payload = std::string(100'000, 'x');
    EXPECT_EQ(s.table.post(large).status, 400);
    EXPECT_EQ(s.rig.all_results().size(), 0U);
}

TEST(Feed, ALongPollEndsWhenSomethingIsThere) {
    Scene s;
    s.table.catch_up();
    auto const before = s.table.stored.back().position;
    wire::FeedPage page;
    std::thread poll([&] { page = s.table.feed(before, 20); });
    auto const begun = std::chrono::steady_clock::now();
    s.rig.import({weighed_line("O9", "1")});
    poll.join();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_GT(page.items[0].position, before);
}

TEST(Feed, PositionsRiseAndAStartFromNothingGetsTheLastWordOnly) {
    Scene s;
    s.rig.import({weighed_line("O1", "1", "5")});
    auto const page = s.table.feed(0);
    std::set<std::string> tasks;
    std::int64_t last = 0;
    for (auto const& item : page.items) {
        EXPECT_GT(item.position, last);
        last = item.position;
        if (item.kind != "task") continue;
        auto const task = std::get<domain::TaskGiven>(wire::decode_feed(item).value()).task;
        EXPECT_TRUE(tasks.insert(task.line.line_no).second);
        if (task.line.line_no == "1") {
            EXPECT_EQ(task.version, 2);
        }
    }
    EXPECT_EQ(tasks.size(), 2U);
    EXPECT_EQ(s.rig.call("GET", s.table.base() + "/feed?after=99999", "", s.table.auth()).status, 400);
}

}  // namespace
}  // namespace bozhong::hub::test
