// What a batch may be, who may send it, and what each word of a table does at the hub.
#include <gmock/gmock.h>

#include "sync/hub/hub.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/limits.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using domain::ErrorKind;
using domain::LabelState;

TEST(Bounds, ABatchThatIsNotWellFormedIsStoredInNoPart) {
    Floor f;
    f.one.weigh(f.line, 1'000'000);
    f.one.weigh(f.line, 1'000'000);
    using Change = std::function<void(wire::EventBatch&)>;
    std::vector<std::pair<char const*, Change>> const changes{
        {"an incarnation that is no hex", [](auto& b) { b.incarnation = "zz"; }},
        {"a short incarnation", [](auto& b) { b.incarnation = "00ff"; }},
        {"number 0", [](auto& b) { b.events[0].id.seq = 0; }},
        {"a number beyond all", [](auto& b) { b.events[0].id.seq = (domain::Seq{1} << 40U) + 1; }},
        {"a gap", [](auto& b) { b.events[1].id.seq = 3; }},
        {"no type", [](auto& b) { b.events[1].type.clear(); }},
        {"a long type", [](auto& b) { b.events[1].type = std::string(65, 'x'); }},
        {"a long payload",
         [](auto& b) { b.events[1].payload = std::string(wire::max_payload_bytes + 1, 'x'); }},
        {"a short hash", [](auto& b) { b.events[1].hash.pop_back(); }},
        {"a short previous hash", [](auto& b) { b.events[1].previous_hash.pop_back(); }},
        {"another station's event", [](auto& b) { b.events[1].id.station = "T02"; }},
        {"another incarnation's event", [](auto& b) { b.events[1].id.incarnation = "00ff00ff00ff00ff"; }},
    };
    for (auto const& [name, change] : changes) {
        auto batch = f.one.batch(1, 2);
        change(batch);
        EXPECT_EQ(f.one.post(batch).status, 400) << name;
    }
    EXPECT_TRUE(f.rig.all_results().empty());
    EXPECT_EQ(f.one.send().acknowledged, 2U) << "none of that was remembered against it";
}

TEST(Bounds, AMegabyteOfPayloadIsTheMost) {
    Floor f;
    std::string const text(wire::max_payload_bytes - 400, 'x');
    for (std::size_t bytes = 0; bytes <= wire::batch_bytes_max; bytes += f.one.events.back().payload.size())
        f.one.add(domain::FaultSeen{"x", "y", text});
    EXPECT_EQ(f.one.post(f.one.batch(1, f.one.events.size())).status, 400);
    EXPECT_EQ(f.one.post(f.one.batch(1, f.one.events.size() - 1)).as<wire::BatchAnswer>().acknowledged,
              f.one.events.size() - 1);
}

TEST(Bounds, AStationSendsItsOwnEventsOnly) {
    Floor f;
    f.one.weigh(f.line, 1'000'000);
    auto batch = f.one.batch(1, 1);
    batch.station = "T02";
    batch.events[0].id.station = "T02";
    EXPECT_EQ(f.one.post(batch).status, 403);
    EXPECT_EQ(f.two.post(f.one.batch(1, 1)).status, 403) << "nor does another send them for it";
    EXPECT_TRUE(f.rig.all_results().empty());
}

TEST(Bounds, AnEmptyBatchIsAnsweredWithWhatIsStored) {
    Floor f;
    f.one.weigh(f.line, 1'000'000);
    f.one.send();
    wire::EventBatch empty;
    empty.station = f.one.id();
    empty.incarnation = f.one.incarnation();
    EXPECT_EQ(f.one.post(empty).as<wire::BatchAnswer>().acknowledged, 1U);
}

/// The rules hold without the routes before them.
struct Bare : testing::Test {
    std::unique_ptr<Hub> open() {
        auto opened = std::make_unique<Hub>(bare.open(), Settings{}, [] { return 1'790'000'000'000; });
        opened->database().begin();
        return opened;
    }
    static wire::EventBatch empty(std::string const& incarnation) {
        wire::EventBatch batch;
        batch.station = "T01";
        batch.incarnation = incarnation;
        return batch;
    }
    Rig rig;
    TestStore bare{rig.path("bare.db")};
    std::unique_ptr<Hub> hub = open();
};

TEST_F(Bare, AStationNobodyEnrolledIsNone) {
    EXPECT_EQ(hub->append("T01", empty("00ff00ff00ff00ff")).error().kind, ErrorKind::not_found);
    EXPECT_EQ(hub->feed("T01", {}, true).error().kind, ErrorKind::not_found);
}

TEST_F(Bare, AStationHasAtMostTenThousandIncarnations) {
    auto& database = hub->database();
    auto const code = hub->make_code("main", {"T01", ""}, {Author::Kind::person, "p", "main", {}});
    ASSERT_TRUE(code.ok());
    ASSERT_TRUE(hub->enrol({code->code, wire::make_key_pair().public_key, "test"}).ok());
    EXPECT_TRUE(hub->feed("T01", {}, false).ok()) << "the repeat of a long poll notes nothing";
    EXPECT_EQ(hub->feed("T01", {.after = -1}, true).error().kind, ErrorKind::bad_input);
    database.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) INSERT INTO "
        "incarnations "
        "SELECT 'T01', '00000000000' || CAST(10000 + i AS TEXT), 0, '', '', i, 0, '' FROM n");
    ASSERT_TRUE(hub->append("T01", empty("ffffffffffffffff")).ok()) << "the ten thousandth";
    EXPECT_EQ(hub->append("T01", empty("fffffffffffffffe")).error().kind, ErrorKind::full);
    EXPECT_TRUE(hub->append("T01", empty("ffffffffffffffff")).ok()) << "those that are known go on";
}

TEST(Chain, AnEventThatFitsItselfButNotTheOneBeforeIsQuarantined) {
    Floor f;
    f.one.weigh(f.line, 1'000'000);
    f.one.weigh(f.line, 900'000);
    auto& second = f.one.events[1];
    second.previous_hash = wire::no_previous_hash;
    second.hash = wire::hash_event(second);
    auto const answer = f.one.send();
    EXPECT_EQ(answer.acknowledged, 1U);
    ASSERT_TRUE(answer.quarantine.has_value());
    EXPECT_EQ(answer.quarantine->why, "chain");
    EXPECT_EQ(answer.quarantine->from, 2U);
}

TEST(Chain, AKnownEventWithOtherBytesUnderItsOldHashIsAFork) {
    Floor f;
    f.one.weigh(f.line, 1'000'000);
    f.one.send();
    f.one.events[0].payload += " ";
    auto const answer = f.one.send();
    ASSERT_TRUE(answer.quarantine.has_value());
    EXPECT_EQ(answer.quarantine->why, "fork");
    EXPECT_EQ(f.result().actual_mg, 1'000'000);
}

TEST(Chain, OfAQuarantineOnlyWeighingsWaitForAPersonAndEachOnce) {
    Floor f;
    f.one.weigh(f.line, 1'000'000);
    f.one.add(domain::Skipped{{"O1", "1"}, "p1"});
    f.one.send();
    auto const good = f.one.events;
    f.one.events.clear();
    f.one.add(domain::Skipped{{"O1", "1"}, "p2"});
    f.one.weigh(f.line, 900'000);
    EXPECT_TRUE(f.one.send().quarantine.has_value());
    ASSERT_EQ(f.held().size(), 1U) << "nobody decides about a skip";
    EXPECT_EQ(f.held()[0].weighing.seq, 2U);
    f.one.send();
    EXPECT_EQ(f.held().size(), 1U) << "sent again it is the same";
    f.one.events = good;
    f.one.send();
    EXPECT_EQ(f.held().size(), 1U) << "the original disk says nothing new";
    EXPECT_EQ(f.result().actual_mg, 1'000'000);
}

struct Words : testing::Test {
    Floor f;
    void say(domain::Fact const& fact, Table* by = nullptr) {
        auto& table = by == nullptr ? f.one : *by;
        table.add(fact);
        table.send();
    }
    domain::LineKey const line{"O1", "1"};
};

TEST_F(Words, AReopenedTaskWantsTheRestAgain) {
    f.one.weigh(f.line, 500'000);
    say(domain::TaskEnded{line, "enough", "p1"});
    EXPECT_EQ(f.result().state, "done");
    say(domain::TaskReopened{line, "more", "p1"});
    EXPECT_EQ(f.result().state, "partial");
    EXPECT_EQ(f.result().reason, "");
    say(domain::Shorted{line, "3", "斤", "缺货", "p1"});
    EXPECT_EQ(f.result().state, "short");
    say(domain::TaskReopened{line, "more", "p1"});
    EXPECT_EQ(f.result().state, "partial");
}

TEST_F(Words, AVoidOpensWhatWasEndedByAPerson) {
    auto const seq = f.one.weigh(f.line, 500'000);
    say(domain::TaskEnded{line, "enough", "p1"});
    say(domain::Voided{seq, line, "wrong", "p1", ""});
    EXPECT_EQ(f.result().state, "open");
    auto const rows = f.rig.all_results().size();
    say(domain::Voided{seq, line, "wrong", "p1", ""});
    say(domain::Voided{99, line, "wrong", "p1", ""});
    EXPECT_EQ(f.rig.all_results().size(), rows) << "there is nothing to take out of force";
}

TEST_F(Words, CountOnlyFromTheTableThatHoldsTheTaskAndBeforeTheClose) {
    f.one.weigh(f.line, 500'000);
    f.one.send();
    say(domain::Shorted{line, "3", "斤", "缺货", "p2"}, &f.two);
    EXPECT_EQ(f.result().state, "partial") << "another table";
    say(domain::Shorted{{"NONE", "1"}, "3", "斤", "缺货", "p1"});
    EXPECT_EQ(f.result().state, "partial") << "no such line";
    f.close({"wave", "W1", "", true, ""});
    say(domain::TaskEnded{line, "enough", "p1"});
    EXPECT_EQ(f.result().state, "short") << "closed";
}

TEST_F(Words, ALabelIsOfItsWeighingAndMovesInItsOwnIncarnation) {
    auto const unknown = [&] {
        return f.close({"order", "O1", "", false, ""}).as<wire::CloseAnswer>().unknown_labels;
    };
    auto const of = f.one.weigh(f.line, 500'000);
    auto const label = f.one.add(domain::LabelQueued{of, "bag", 1, 0});
    say(domain::LabelMoved{label, LabelState::unknown, "usb", "p", ""});
    EXPECT_EQ(unknown(), 1);
    auto const earlier = f.one.incarnation();
    f.one.new_incarnation();
    f.one.weigh(f.line, 400'000);
    f.one.add(domain::LabelQueued{1, "bag", 1, 0});
    say(domain::LabelMoved{label, LabelState::unknown, "usb", "p", ""});
    EXPECT_EQ(unknown(), 2) << "both have this number";
    say(domain::LabelMoved{label, LabelState::printed, "gs_r", "p", "", earlier});
    EXPECT_EQ(unknown(), 1);
    auto const copy = f.one.add(domain::LabelQueued{of, "bag", 1, 1, earlier});
    say(domain::LabelMoved{copy, LabelState::unknown, "usb", "p", ""});
    EXPECT_EQ(unknown(), 2) << "a copy of the earlier weighing's label";
    say(domain::LabelHandwritten{label, "A-017", "p1"});
    EXPECT_EQ(unknown(), 1);
    say(domain::LabelHandwritten{copy, "A-017", "p1"});
    EXPECT_EQ(unknown(), 0);
}

TEST_F(Words, AReturnedTableThatFillsTheTaskHasItBackAndOneThatDoesNotHasNot) {
    f.one.weigh(f.line, 500'000, 1);
    f.move("T02");
    f.one.send();
    EXPECT_EQ(f.holder(), "T02") << "half of it: the other goes on";
    f.two.weigh(f.line, 1'500'000, 2);
    f.two.send();
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    f.move("T01");
    f.move("T02");
    f.one.weigh(f.line, 1, 3);
    f.one.send();
    EXPECT_EQ(f.holder(), "T01") << "the task is full, and this table weighed last";
}

TEST_F(Words, AnOldAssignmentOfTheTableThatHasItAgainMovesNothing) {
    f.move("T02");
    f.move("T01");
    f.one.weigh(f.line, 2'000'000, 1);
    f.one.send();
    EXPECT_EQ(f.result().actual_mg, 2'000'000);
    EXPECT_EQ(f.holder(), "T01");
}

TEST_F(Words, OfAnAssignmentTheTableNeverHadIsHeld) {
    f.one.weigh(f.line, 2'000'000, 7);
    f.one.send();
    ASSERT_EQ(f.held().size(), 1U);
    EXPECT_EQ(f.held()[0].why, "not_given");
}

TEST(FeedBounds, APositionOfAnotherLifeMayBeAhead) {
    Floor f;
    auto const ask = [&](std::string const& rest) {
        return f.rig.call("GET", f.one.base() + "/feed?" + rest, "", f.one.auth());
    };
    EXPECT_EQ(ask("after=-1").status, 400);
    EXPECT_EQ(ask("after=99999").status, 400);
    auto const anew = ask("after=99999&generation=00ff00ff00ff00ff");
    ASSERT_EQ(anew.status, 200);
    ASSERT_FALSE(anew.as<wire::FeedPage>().items.empty());
    EXPECT_EQ(anew.as<wire::FeedPage>().items[0].position, 100'000);
}

TEST(FeedBounds, AStationWithUnsentEventsConfirmsNoCancel) {
    Floor f;
    f.one.catch_up();
    f.stop("cancel");
    auto const head = f.one.feed(0).next;
    f.rig.call("GET", f.one.base() + "/feed?unsent=1&after=" + std::to_string(head), "", f.one.auth());
    EXPECT_EQ(f.outcome().outcome, "") << "one of them may be a weighing of it";
    f.rig.call("GET", f.one.base() + "/feed?unsent=0&after=" + std::to_string(head), "", f.one.auth());
    EXPECT_EQ(f.outcome().outcome, "cancelled_unsorted");
}

TEST(Cursors, WithAnythingBehindTheNumberAreUnknown) {
    Floor f;
    f.one.weigh(f.line, 2'000'000);
    f.one.send();
    auto const known = f.result().cursor;
    for (auto const& cursor : {"1x" + known.substr(1), known + "0", "-" + known})
        EXPECT_EQ(f.rig.call("GET", "/v1/main/results?cursor=" + cursor, "", f.rig.central()).status, 400)
            << cursor;
    EXPECT_EQ(f.rig.call("GET", "/v1/main/results?cursor=" + known, "", f.rig.central()).status, 200);
}

}  // namespace
}  // namespace bozhong::hub::test
