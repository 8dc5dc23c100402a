#include "station/journal/projection.h"

#include "station/journal/reader.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::Decimal, domain::LabelState, domain::LineKey, domain::TaskState;

class Projected : public testing::Test {
  protected:
    core::Restored load() {
        auto out = m_journal->load();
        EXPECT_TRUE(out.ok());
        return *out;
    }
    core::TaskRecord task_of(std::string const& line) {
        for (auto const& record : load().tasks)
            if (record.task.line.line_no == line) return record;
        ADD_FAILURE() << "no task " << line;
        return {};
    }
    TaskState state(std::string const& line) { return task_of(line).state; }
    void give(std::vector<domain::FeedFact> const& facts) {
        std::vector<domain::FeedItem> items;
        for (auto const& fact : facts) items.push_back(feed_item(++m_position, fact));
        auto const done = m_journal->append_feed(items);
        EXPECT_TRUE(done.ok()) << done.error().text();
    }
    domain::Seq weigh(std::string const& line, std::int64_t net_mg) {
        return append_good(*m_journal, weighing(line, net_mg)).seq - 1;
    }
    void expect_rebuilds_equal() {
        m_journal.reset();
        auto const dump = [this] {
            auto reader = Reader::open(m_path);
            return dump_projections(reader->database());
        };
        std::string const before = dump();
        tamper(
            m_path,
            "DELETE FROM record; UPDATE label SET state='printed'; DELETE FROM task; DELETE FROM lot_given");
        EXPECT_NE(dump(), before);
        auto const done = rebuild(m_path);
        ASSERT_TRUE(done.ok()) << done.error().text();
        EXPECT_EQ(dump(), before);
        EXPECT_GT(before.size(), 200U);
    }

    Folder m_folder;
    std::string m_path = m_folder / "journal.db";
    std::unique_ptr<app::Journal> m_journal = open_good(m_path);
    std::int64_t m_position = 0;
};

TEST_F(Projected, KeepsATaskAsItWasGiven) {
    auto const given = task("1");
    give({domain::TaskGiven{given}});
    EXPECT_EQ(task_of("1").task, given);
    EXPECT_EQ(state("1"), TaskState::open);
    EXPECT_EQ(m_journal->feed_position(), 1);
}

TEST_F(Projected, EndsATaskInTheGreenBand) {
    give({domain::TaskGiven{task("1")}});  // 4 斤 = 2 kg, green from 1.84 kg
    weigh("1", 1'000'000);
    EXPECT_EQ(state("1"), TaskState::in_progress);
    auto const second = weigh("1", 840'000);
    EXPECT_EQ(state("1"), TaskState::done);
    append_good(*m_journal, {domain::Voided{second, {"SO-1", "1"}, "undo", "p7", ""}});
    EXPECT_EQ(state("1"), TaskState::in_progress);
    weigh("1", 839'999);
    EXPECT_EQ(state("1"), TaskState::in_progress);
}

TEST_F(Projected, CountsACountedTask) {
    auto given = task("1");
    given.kind = domain::TaskKind::counted;
    given.ordered = {{40, 1}, "份"};
    give({domain::TaskGiven{given}});
    auto counted = domain::Counted{samples::task_facts("SO-1", "1"), 3, "key", "p7", "张"};
    append_good(*m_journal, {counted});
    EXPECT_EQ(state("1"), TaskState::in_progress);
    counted.count = 1;
    append_good(*m_journal, {counted});
    EXPECT_EQ(state("1"), TaskState::done);
}

TEST_F(Projected, FollowsWhatPeopleDecide) {
    give({domain::TaskGiven{task("1")}});
    LineKey const line{"SO-1", "1"};
    append_good(*m_journal, {domain::Skipped{line, "p7"}});
    EXPECT_TRUE(task_of("1").skipped);
    weigh("1", 500'000);
    EXPECT_FALSE(task_of("1").skipped);
    auto const shorted = append_good(*m_journal, {domain::Shorted{line, "1", "斤", "没货", "p7"}});
    EXPECT_EQ(state("1"), TaskState::shorted);
    EXPECT_EQ(task_of("1").short_seq, shorted.seq);
    append_good(*m_journal, {domain::ShortUndone{line, shorted.seq, "p7"}});
    EXPECT_EQ(state("1"), TaskState::in_progress);
    append_good(*m_journal, {domain::TaskEnded{line, "够了", "p7"}});
    EXPECT_EQ(state("1"), TaskState::done);
    EXPECT_TRUE(task_of("1").ended_by_person);
    append_good(*m_journal, {domain::TaskReopened{line, "more", "p7"}});
    EXPECT_EQ(state("1"), TaskState::in_progress);
}

TEST_F(Projected, ReopensWhatWasRaisedAfterItsEnd) {
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")}});
    for (auto const* line : {"1", "2"}) {
        weigh(line, 500'000);
        append_good(*m_journal, {domain::TaskEnded{{"SO-1", line}, "够了", "p7"}});
    }
    auto renamed = task("2");
    renamed.note = "other words";
    give({domain::TaskGiven{task("1", {6, 0})}, domain::TaskGiven{renamed}});
    EXPECT_EQ(state("1"), TaskState::in_progress);
    EXPECT_FALSE(task_of("1").ended_by_person);
    EXPECT_EQ(state("2"), TaskState::done) << "its amount is the one she decided about";
    append_good(*m_journal, {domain::TaskEnded{{"SO-1", "1"}, "够了", "p7"}});
    EXPECT_EQ(state("1"), TaskState::done);
}

TEST_F(Projected, LetsTasksGo) {
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")},
          domain::TaskTaken{{"SO-1", "1"}, "moved", "T04"}});
    EXPECT_EQ(load().tasks.size(), 1U);
    auto again = task("1");
    again.version = 3;
    give({domain::TaskGiven{again}});
    EXPECT_EQ(task_of("1").task.version, 3);
}

TEST_F(Projected, VoidsTheBagOfAnEarlierIncarnationByItsName) {
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")}});
    auto const earlier = weigh("1", 2'000'000);
    auto const life = m_journal->head().incarnation;
    ASSERT_TRUE(m_journal->open_incarnation("unclean_no_witness", samples::stamp()).ok());
    ASSERT_EQ(weigh("2", 2'000'000), earlier) << "both have this number";
    domain::Voided voided{earlier, {"SO-1", "1"}, "wrong", "p7", ""};
    voided.of_incarnation = life;
    append_good(*m_journal, {voided});
    EXPECT_EQ(state("1"), TaskState::open);
    EXPECT_EQ(state("2"), TaskState::done);
    auto const label = m_journal->head().seq;
    domain::LabelQueued again{earlier, "60x40", 1, 1, life};
    append_good(*m_journal, {again});
    auto const labels = load().labels;
    auto const found = std::ranges::find(labels, label + 1, &core::LabelRecord::label);
    ASSERT_NE(found, labels.end());
    EXPECT_EQ(found->of_incarnation, life);
    domain::LabelMoved moved{earlier + 1, LabelState::printed, "gs_r", "", "", life};
    append_good(*m_journal, {moved});
    for (auto const& each : load().labels) {
        if (each.label != earlier + 1) continue;
        EXPECT_EQ(each.state, each.incarnation == life ? LabelState::printed : LabelState::queued);
    }
    expect_rebuilds_equal();
}

TEST_F(Projected, KeepsOnlyWhatIsGivenAgainAfterTheHubWasRestored) {
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")}, domain::LotGiven{"10045", "A"}});
    EXPECT_EQ(m_journal->feed_generation(), "");
    give({domain::FeedRestarted{"ab12"}, domain::TaskGiven{task("2")}});
    ASSERT_EQ(load().tasks.size(), 1U);
    EXPECT_EQ(load().tasks[0].task.line.line_no, "2");
    EXPECT_TRUE(load().lots.empty());
    EXPECT_EQ(m_journal->feed_generation(), "ab12");
    weigh("2", 2'000'000);
    ASSERT_TRUE(m_journal->mark_clean_end().ok());
    m_journal.reset();
    m_journal = open_good(m_path);
    EXPECT_EQ(m_journal->feed_generation(), "ab12") << "it is in the file";
    expect_rebuilds_equal();
}

/// A weighing entered again from its label.
domain::Weighed entered(std::string const& line, std::string const& incarnation, domain::Seq seq) {
    auto out = samples::weighed("SO-1", line, 2'000'000);
    out.entry = domain::Entry::manual;
    out.recovers = seq;
    out.recovers_incarnation = incarnation;
    return out;
}

/// What the file was when the hub gives back events that were entered again meanwhile.
TEST_F(Projected, CountsARecordAndItsEntryFromTheLabelOnce) {
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")}});
    auto const bag = weigh("1", 2'000'000);
    auto const life = m_journal->head().incarnation;
    append_good(*m_journal, {entered("1", life, bag)});
    auto records = load().records;
    ASSERT_EQ(records.size(), 2U);
    EXPECT_FALSE(records[0].in_force) << "the entry stands for it";
    EXPECT_TRUE(records[1].in_force);
    append_good(*m_journal, {entered("1", life, bag)});
    EXPECT_FALSE(load().records[2].in_force) << "entered twice";
    append_good(*m_journal, {domain::Voided{bag, {"SO-1", "1"}, "wrong", "p7", "", life}});
    for (auto const& record : load().records) EXPECT_FALSE(record.in_force);
    expect_rebuilds_equal();
}

TEST_F(Projected, AVoidedBagEnteredAgainFromItsLabelStaysOut) {
    give({domain::TaskGiven{task("1")}});
    auto const bag = weigh("1", 2'000'000);
    append_good(*m_journal, {domain::Voided{bag, {"SO-1", "1"}, "undo", "p7", ""},
                             entered("1", m_journal->head().incarnation, bag)});
    for (auto const& record : load().records) EXPECT_FALSE(record.in_force);
    EXPECT_EQ(state("1"), TaskState::open);
    expect_rebuilds_equal();
}

TEST_F(Projected, TakesAnEventBackThatWasEnteredAgainWithoutCountingItTwice) {
    give({domain::TaskGiven{task("1")}});
    auto const kept = m_journal->head();
    // Another journal of the same station goes on from the same head; the disk of this one has lost that.
    auto const fact = domain::Fact{samples::weighed("SO-1", "1", 2'000'000)};
    domain::StoredEvent event{{"T03", kept.incarnation, kept.seq + 1},
                              "weighed",
                              wire::encode(fact, samples::stamp()),
                              kept.hash,
                              ""};
    event.hash = wire::hash_event(event);
    ASSERT_TRUE(m_journal->open_incarnation("recover", samples::stamp()).ok());
    append_good(*m_journal, {entered("1", kept.incarnation, kept.seq + 1)});
    EXPECT_EQ(state("1"), TaskState::done);
    ASSERT_TRUE(m_journal->take_back({&event, 1}).ok());
    auto const records = load().records;
    ASSERT_EQ(records.size(), 2U);
    EXPECT_FALSE(records[0].in_force);
    EXPECT_TRUE(records[1].in_force);
    expect_rebuilds_equal();
}

TEST_F(Projected, TakesEventsBackInTheirPlaceNotAtTheEnd) {
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")}});
    weigh("2", 2'000'000);
    auto const kept = m_journal->head();
    // The disk has lost that it was short; meanwhile somebody has opened it again.
    auto const fact = domain::Fact{domain::Shorted{{"SO-1", "1"}, "4", "jin", "none", "p7"}};
    domain::StoredEvent event{{"T03", kept.incarnation, kept.seq + 1},
                              "shorted",
                              wire::encode(fact, samples::stamp()),
                              kept.hash,
                              ""};
    event.hash = wire::hash_event(event);
    ASSERT_TRUE(m_journal->open_incarnation("unclean_no_witness", samples::stamp()).ok());
    append_good(*m_journal, {domain::TaskReopened{{"SO-1", "1"}, "found some", "p7"}});
    ASSERT_TRUE(m_journal->take_back({&event, 1}).ok());
    EXPECT_EQ(state("1"), TaskState::open);
    expect_rebuilds_equal();
}

TEST_F(Projected, StoresAFeedItemOnce) {
    auto const item = feed_item(5, domain::LotGiven{"10045", "A"});
    ASSERT_TRUE(m_journal->append_feed({&item, 1}).ok());
    auto const late = feed_item(4, domain::LotGiven{"10045", "B"});
    ASSERT_TRUE(m_journal->append_feed({&late, 1}).ok());
    EXPECT_EQ(load().lots.at("10045"), "A");
    EXPECT_EQ(m_journal->feed_position(), 5);
}

TEST_F(Projected, RefusesABrokenFeedItemWhole) {
    std::vector<domain::FeedItem> const items{feed_item(1, domain::LotGiven{"1", "A"}),
                                              {2, "task", "{\"v\":1}"}};
    auto const done = m_journal->append_feed(items);
    ASSERT_FALSE(done.ok());
    EXPECT_THAT(done.error().text(), testing::HasSubstr("feed position 2"));
    EXPECT_EQ(m_journal->feed_position(), 0);
    EXPECT_TRUE(load().lots.empty());
}

TEST_F(Projected, TakesTheLotThatWasSaidLast) {
    give({domain::LotGiven{"10045", "hub"}});
    EXPECT_EQ(load().lots.at("10045"), "hub");
    append_good(*m_journal, {domain::LotChanged{"10045", "table", "hub", "p7"}});
    EXPECT_EQ(load().lots.at("10045"), "table");
    give({domain::LotGiven{"10045", "hub again"}});
    EXPECT_EQ(load().lots.at("10045"), "hub again");
}

TEST_F(Projected, GivesTheNewestCheckWeighingOfEachScale) {
    auto const checked = [&](std::string const& scale, bool ok) {
        append_good(*m_journal, {domain::CheckWeighed{scale, domain::Mass{2'000'000}, domain::Mass{2'000'000}, ok, "p7"}});
    };
    checked("S1", true);
    checked("S2", true);
    checked("S1", false);
    auto const checks = load().checks;
    ASSERT_EQ(checks.size(), 2U);
    EXPECT_EQ(checks[0].check.scale, "S1");
    EXPECT_FALSE(checks[0].check.ok);
    EXPECT_EQ(checks[1].check.scale, "S2");
    EXPECT_TRUE(checks[1].check.ok);
    EXPECT_GT(checks[1].at.unix_ms, 0);
}

TEST_F(Projected, FollowsLabels) {
    auto const of = weigh("1", 500'000);
    auto const label = m_journal->head().seq;
    append_good(*m_journal, {domain::LabelMoved{label, LabelState::unknown, "usb", "p", ""}});
    EXPECT_EQ(load().labels.at(0).state, LabelState::unknown);
    auto const copy = append_good(*m_journal, {domain::LabelQueued{of, "60x40", 1, 1}}).seq;
    append_good(*m_journal, {domain::LabelMoved{copy, LabelState::printed, "gs_r", "p", ""},
                             domain::LabelHandwritten{label, "A-017", "p7"},
                             domain::LabelMoved{999, LabelState::printed, "gs_r", "p", ""}});
    auto const labels = load().labels;
    ASSERT_EQ(labels.size(), 2U);
    EXPECT_EQ(labels[0].state, LabelState::voided);
    EXPECT_EQ(labels[1].state, LabelState::printed);
    EXPECT_EQ(labels[1].of, of);
    EXPECT_EQ(labels[1].copy, 1);
}

TEST_F(Projected, LoadsTheRecordsAtHandHoweverLongTheJournalIs) {
    give({domain::TaskGiven{task("open")}, domain::TaskGiven{task("ended long ago")},
          domain::TaskGiven{task("ended now")}});
    weigh("open", 100'000);
    weigh("ended long ago", 2'000'000);
    auto const first = m_journal->head().seq;
    constexpr int more = core::records_at_hand - 1;
    for (int i = 0; i < more;) {
        std::vector<domain::Fact> facts;
        for (int k = 0; k < 60 && i < more; ++k, ++i) {
            facts.push_back(samples::weighed("SO-1", "other" + std::to_string(i), 100'000));
            facts.push_back(domain::LabelQueued{0, "60x40", 1, 0});
            auto const label = m_journal->head().seq + facts.size();
            facts.push_back(domain::LabelMoved{label, LabelState::printed, "gs_r", "p", ""});
        }
        append_good(*m_journal, facts);
    }
    weigh("ended now", 2'000'000);
    auto const restored = load();
    ASSERT_EQ(restored.records.size(), core::records_at_hand);
    EXPECT_EQ(restored.records.front().seq, first + 1);
    EXPECT_EQ(restored.records.back().line.line_no, "ended now");
    EXPECT_EQ(restored.labels.size(), core::records_at_hand + 2)
        << "theirs, and every label that is not final";
    ASSERT_EQ(restored.tasks.size(), 2U);
    EXPECT_EQ(restored.tasks[0].task.line.line_no, "open");
    EXPECT_EQ(restored.tasks[0].sum.mg, 100'000) << "its weighing is not at hand, its sum is";
    EXPECT_EQ(restored.tasks[1].state, TaskState::done);
    LineKey const long_ago{"SO-1", "ended long ago"};
    auto const known = m_journal->tasks({&long_ago, 1});
    ASSERT_TRUE(known.ok() && known->size() == 1);
    EXPECT_EQ(known->front().sum.mg, 2'000'000) << "should it be given again";
    EXPECT_EQ(known->front().state, TaskState::done);
}

TEST_F(Projected, TellsARecordAsItsEventSaysIt) {
    weigh("1", 100'000);
    auto const restored = load();
    ASSERT_EQ(restored.records.size(), 1U);
    auto const& record = restored.records.back();
    EXPECT_EQ(record.net.mg, 100'000);
    EXPECT_EQ(record.gross.mg, 112'000);
    EXPECT_EQ(record.ordered, (domain::Amount{{400, 2}, "斤"}));
    EXPECT_TRUE(record.preset_tare);
    EXPECT_EQ(record.at, samples::stamp().at);
}

TEST_F(Projected, VoidsARecordOfAnEarlierIncarnation) {
    give({domain::TaskGiven{task("1")}});
    auto const of = weigh("1", 2'000'000);
    ASSERT_TRUE(m_journal->open_incarnation("fork", samples::stamp()).ok());
    append_good(*m_journal, {domain::Voided{of, {"SO-1", "1"}, "undo", "p7", ""}});
    EXPECT_FALSE(load().records.at(0).in_force);
    EXPECT_EQ(state("1"), TaskState::open);
}

TEST_F(Projected, LoadsPeople) {
    give({samples::every_feed_fact().at(2)});
    ASSERT_EQ(load().people.size(), 1U);
    EXPECT_EQ(load().people[0].name, "张");
}

TEST_F(Projected, RemembersWrongPinsUntilARightOne) {
    append_good(*m_journal, {domain::SignInFailed{"07", "pin", 1}, domain::SignInFailed{"02", "pin", 1}});
    append_good(*m_journal,
                {domain::SignInFailed{"07", "pin", 2}, domain::SignedIn{"02", "班长", "badge+pin", {}}});
    m_journal.reset();
    m_journal = open_good(m_path);
    EXPECT_EQ(load().sign_in_failures, (std::map<std::string, int>{{"02", 0}, {"07", 2}}));
}

TEST_F(Projected, RebuildsEqual) {
    for (auto const& fact : samples::every_feed_fact()) give({fact});
    give({domain::TaskGiven{task("1")}, domain::TaskGiven{task("2")}});
    for (int i = 0; i < 20; ++i) weigh(std::to_string(i % 3), 100'000 + i);
    append_good(*m_journal, samples::every_fact());
    give({domain::LotGiven{"10045", "late"}});
    append_good(*m_journal, {domain::LotChanged{"10045", "later", "late", "p7"}});
    ASSERT_TRUE(m_journal->open_incarnation("fork", samples::stamp()).ok());
    append_good(*m_journal, {domain::LabelMoved{3, LabelState::failed, "usb", "p", ""},
                             domain::Voided{2, {"SO-1", "0"}, "undo", "p7", ""}});
    expect_rebuilds_equal();
}

TEST_F(Projected, WordsAboutNothingThatIsHereChangeNothing) {
    give({domain::TaskGiven{task("1")}});
    auto const bag = weigh("1", 2'000'000);
    auto const life = m_journal->head().incarnation;
    append_good(*m_journal, {domain::LabelMoved{0, LabelState::printed, "gs_r", "p", ""},
                             domain::LabelMoved{domain::Seq{1} << 41, LabelState::printed, "gs_r", "p", ""},
                             domain::Voided{bag, {"SO-1", "1"}, "undo", "p7", "", "ffffffffffffffff"},
                             domain::Voided{99, {"SO-1", "1"}, "undo", "p7", "", life}});
    EXPECT_TRUE(load().records.at(0).in_force);
    EXPECT_EQ(load().labels.at(0).state, LabelState::queued);
    expect_rebuilds_equal();
}

TEST_F(Projected, AVoidedCountLeavesTheSum) {
    auto given = task("1");
    given.kind = domain::TaskKind::counted;
    given.ordered = {{4, 0}, "份"};
    give({domain::TaskGiven{given}});
    auto const of =
        append_good(*m_journal, {domain::Counted{samples::task_facts("SO-1", "1"), 4, "key", "p7", "张"}})
            .seq;
    EXPECT_EQ(state("1"), TaskState::done);
    append_good(*m_journal, {domain::Voided{of, {"SO-1", "1"}, "undo", "p7", ""}});
    EXPECT_EQ(state("1"), TaskState::open);
    EXPECT_EQ(task_of("1").count, 0);
}

TEST_F(Projected, WhatWasEndedStaysEndedWhenTheRaisedAmountIsThere) {
    give({domain::TaskGiven{task("1")}});
    weigh("1", 3'000'000);
    append_good(*m_journal, {domain::TaskEnded{{"SO-1", "1"}, "much", "p7"}});
    give({domain::TaskGiven{task("1", {5, 0})}});
    EXPECT_TRUE(task_of("1").ended_by_person);
    auto other_unit = task("1", {5, 0});
    other_unit.ordered.unit = "kg";
    give({domain::TaskGiven{other_unit}});
    EXPECT_FALSE(task_of("1").ended_by_person) << "5 kg are more than 5 斤";
    EXPECT_EQ(state("1"), TaskState::in_progress);
}

TEST_F(Projected, OfAnAmountThatIsNoMassAnyWeightIsEnough) {
    auto boxes = task("1");
    boxes.ordered = {{2, 0}, "箱"};
    give({domain::TaskGiven{boxes}});
    EXPECT_EQ(state("1"), TaskState::open);
    weigh("1", 1'000'000);
    EXPECT_EQ(state("1"), TaskState::done);
}

TEST_F(Projected, ACancelledTaskThatWasWorkedOnIsCancelled) {
    give({domain::TaskGiven{task("1")}});
    weigh("1", 2'000'000);
    auto cancelled = task("1");
    cancelled.standing = domain::TaskStanding::cancelled;
    give({domain::TaskGiven{cancelled}});
    EXPECT_EQ(state("1"), TaskState::cancelled);
}

TEST_F(Projected, ANewWordOfTheHubLiftsTheLock) {
    append_good(*m_journal, {domain::SignInFailed{"p7", "pin", 10}});
    give({samples::every_feed_fact().at(2)});
    EXPECT_EQ(load().sign_in_failures.at("p7"), 0);
}

TEST_F(Projected, BagTasksAreThereUntilTheyAreOver) {
    auto const task_of_bag = [](std::string const& kind, domain::Seq seq, bool open, std::int64_t take) {
        return domain::BagTask{.bag = {"T03", "00000000000000a1", seq}, .line = {"O", "1"}, .kind = kind, .open = open, .take = take};
    };
    give({domain::TaskGiven{task("1")}});
    weigh("1", 2'000'000);
    give({task_of_bag("take_out", 1, true, 5), task_of_bag("relabel", 1, true, 0), task_of_bag("take_out", 2, true, 7)});
    give({task_of_bag("take_out", 1, true, 6), task_of_bag("take_out", 2, false, 7)});
    auto const open = load().bag_tasks;
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].kind, "relabel");
    EXPECT_EQ(open[1].take, 6) << "what was said last";
    expect_rebuilds_equal();
    m_journal = open_good(m_path);
    EXPECT_EQ(load().bag_tasks.size(), 2U);
    give({domain::FeedRestarted{"g2"}});
    EXPECT_TRUE(load().bag_tasks.empty());
}

TEST_F(Projected, ALabelKeepsTheNamesItWasPrintedWith) {
    auto const seq = weigh("1", 2'000'000);
    domain::BagNames const names{"B-09", "酒楼", "R9", "司机9", "T99"};
    append_good(*m_journal, {domain::LabelQueued{seq, "bag", 1, 1, "", names}});
    auto const labels = load().labels;
    ASSERT_FALSE(labels.empty());
    EXPECT_EQ(labels.back().names, names);
    for (auto const& label : labels) {
        if (label.copy == 0) {
            EXPECT_EQ(label.names, domain::BagNames{});
        }
    }
}

}  // namespace
}  // namespace bozhong::journal
