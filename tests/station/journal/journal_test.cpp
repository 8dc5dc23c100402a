#include "station/journal/journal.h"

#include <sys/stat.h>

#include <fstream>

#include "station/journal/verify.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::Fact, domain::LabelState;
using testing::HasSubstr;

domain::Started started_at(app::Journal& journal, domain::Seq seq) {
    auto const event = journal.read({{}, seq});
    auto const fact = wire::decode(event->type, event->payload);
    return std::get<domain::Started>(*fact);
}

TEST(Journal, BeginsWithStarted) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    EXPECT_EQ(journal->head().seq, 1U);
    EXPECT_EQ(journal->head().incarnation.size(), 16U);
    EXPECT_EQ(journal->read({{}, 1})->previous_hash, wire::no_previous_hash);
    EXPECT_EQ(started_at(*journal, 1).reason, "install");
    struct stat about {};
    ASSERT_EQ(::stat((folder / "journal.db.key").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
}

TEST(Journal, ChainsWhatItAppends) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    auto const head = append_good(*journal, samples::every_fact());
    ASSERT_EQ(head.seq, 1 + samples::every_fact().size());
    std::string previous = journal->read({{}, 1})->hash;
    for (domain::Seq seq = 2; seq <= head.seq; ++seq) {
        auto const event = journal->read({{}, seq});
        ASSERT_TRUE(event.ok());
        EXPECT_EQ(event->previous_hash, previous);
        EXPECT_EQ(event->hash, wire::hash_event(*event));
        EXPECT_EQ(event->id, (domain::EventId{"T03", head.incarnation, seq}));
        previous = event->hash;
    }
    EXPECT_EQ(previous, head.hash);
    EXPECT_EQ(journal->head(), head);
    EXPECT_EQ(journal->read({{}, head.seq + 1}).error().kind, domain::ErrorKind::not_found);
}

TEST(Journal, NamesTheWeighingOfALabel) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    append_good(*journal, {domain::StorageLow{1}});
    auto const head = append_good(*journal, weighing("1"));
    auto const label = wire::decode("label_queued", journal->read({{}, head.seq})->payload);
    EXPECT_EQ(std::get<domain::LabelQueued>(*label).of, head.seq - 1);
    auto const restored = journal->load();
    ASSERT_EQ(restored->labels.size(), 1U);
    EXPECT_EQ(restored->labels[0].label, head.seq);
    EXPECT_EQ(restored->labels[0].of, head.seq - 1);
}

TEST(Journal, RefusesALabelOfNothing) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    auto const head = journal->head();
    std::vector<Fact> const facts{domain::StorageLow{1}, domain::LabelQueued{}};
    EXPECT_EQ(journal->append(facts, {}).error().kind, domain::ErrorKind::bad_input);
    EXPECT_EQ(journal->head(), head) << "nothing is half written";
    EXPECT_EQ(append_good(*journal, {domain::StorageLow{1}}).seq, head.seq + 1);
    EXPECT_EQ(journal->append(std::vector<Fact>(257, domain::StorageLow{}), {}).error().kind,
              domain::ErrorKind::bad_input);
}

TEST(Journal, KeepsHowLongTheHubWasNotHeard) {
    Folder folder;
    auto const path = folder / "j.db";
    EXPECT_EQ(open_good(path)->load()->people_age_s, 0);
    ASSERT_TRUE(open_good(path)->note_people_age(7'200).ok());
    auto journal = open_good(path);
    EXPECT_EQ(journal->load()->people_age_s, 7'200);
    ASSERT_TRUE(journal->note_people_age(0).ok());
    EXPECT_EQ(journal->load()->people_age_s, 0);
    journal.reset();
    auto const verdict = verify(path);
    ASSERT_TRUE(verdict.ok()) << verdict.error().text();
    EXPECT_TRUE(verdict->ok) << verdict->why;
}

TEST(Journal, IsOpenOnce) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    std::filesystem::create_symlink(folder / "journal.db", folder / "alias.db");
    for (auto const* name : {"journal.db", "alias.db"}) {
        auto const second = open_journal(folder / name, options());
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().kind, domain::ErrorKind::conflict);
        EXPECT_THAT(second.error().text(), HasSubstr("another program has this journal open (process "));
    }
}

TEST(Journal, RefusesWhatIsNotItsFile) {
    Folder folder;
    open_good(folder / "journal.db");
    auto other = options();
    other.station = "T04";
    EXPECT_THAT(open_journal(folder / "journal.db", other).error().text(),
                HasSubstr("station T03, not of T04"));
    std::ofstream(folder / "text.db") << std::string(5000, 'x');
    EXPECT_EQ(open_journal(folder / "text.db", options()).error().kind, domain::ErrorKind::corrupt);
    EXPECT_EQ(open_journal(folder / "no/such/folder.db", options()).error().kind,
              domain::ErrorKind::unavailable);
    ::chmod((folder / "journal.db.key").c_str(), 0644);
    EXPECT_THAT(open_journal(folder / "journal.db", options()).error().text(), HasSubstr("read by others"));
}

TEST(Journal, IsAppendOnly) {
    Folder folder;
    open_good(folder / "journal.db");
    auto const database = Database::open(folder / "journal.db", Access::write);
    for (auto const* sql :
         {"UPDATE journal SET type='x'", "DELETE FROM journal",
          "INSERT OR REPLACE INTO journal SELECT place, 'x', payload, previous_hash, hash, packed FROM journal"}) {
        EXPECT_FALSE((*database)->execute(sql)) << sql;
        EXPECT_THAT((*database)->error().text(), HasSubstr("append-only"));
        (*database)->forget();
    }
}

TEST(Journal, GoesOnAfterACleanEnd) {
    Folder folder;
    domain::Head head;
    {
        auto const journal = open_good(folder / "journal.db");
        append_good(*journal, weighing("1"));
        ASSERT_TRUE(journal->mark_clean_end().ok());
        head = journal->head();
    }
    auto const journal = open_good(folder / "journal.db");
    EXPECT_FALSE(journal->load()->unclean);
    EXPECT_EQ(journal->head(), head) << "first the witnesses are asked";
    auto const after = append_good(*journal, {domain::StorageLow{1}});
    EXPECT_EQ(after.incarnation, head.incarnation);
    EXPECT_EQ(after.seq, head.seq + 2);
    EXPECT_EQ(started_at(*journal, head.seq + 1).reason, "restart");
}

TEST(Journal, WritesNothingAfterAnUncleanEndUntilTold) {
    Folder folder;
    auto const head = append_good(*open_good(folder / "journal.db"), weighing("1"));
    {
        auto const journal = open_good(folder / "journal.db");
        EXPECT_TRUE(journal->load()->unclean);
        EXPECT_EQ(journal->head(), head);
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    auto const journal = open_good(folder / "journal.db");
    EXPECT_TRUE(journal->load()->unclean) << "ending without a decision settles nothing";
    auto const after = append_good(*journal, {domain::StorageLow{1}});
    EXPECT_EQ(after.seq, head.seq + 2);
    EXPECT_EQ(journal->read({{}, head.seq + 1})->type, "started");
    EXPECT_EQ(journal->read({{}, head.seq + 2})->type, "storage_low");
}

TEST(Journal, TakesTheRunnersOwnStarted) {
    Folder folder;
    auto const head = append_good(*open_good(folder / "journal.db"), weighing("1"));
    auto const journal = open_good(folder / "journal.db");
    domain::Started own;
    own.reason = "restart";
    own.witnesses = {"hub:3"};
    EXPECT_EQ(append_good(*journal, {own}).seq, head.seq + 1);
    EXPECT_EQ(append_good(*journal, {domain::StorageLow{}}).seq, head.seq + 2);
}

TEST(Journal, SaysInStartedWhatItWasComparedWith) {
    Folder folder;
    auto const head = append_good(*open_good(folder / "journal.db"), weighing("1"));
    {
        auto const journal = open_good(folder / "journal.db");
        journal->witnessed({"hub " + head.incarnation + ":3"});
        append_good(*journal, {domain::StorageLow{}});
        auto const restarted = started_at(*journal, head.seq + 1);
        EXPECT_EQ(restarted.reason, "restart");
        EXPECT_THAT(restarted.witnesses, testing::ElementsAre("hub " + head.incarnation + ":3"));
    }
    auto const journal = open_good(folder / "journal.db");
    journal->witnessed({"none reachable"});
    ASSERT_TRUE(journal->open_incarnation("unclean_no_witness", samples::stamp()).ok());
    EXPECT_THAT(started_at(*journal, 1).witnesses, testing::ElementsAre("none reachable"));
}

TEST(Journal, OpensAnIncarnationThatNamesThePredecessor) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    auto const before = append_good(*journal, weighing("1"));
    auto const after = journal->open_incarnation("fork", samples::stamp());
    ASSERT_TRUE(after.ok());
    EXPECT_EQ(after->seq, 1U);
    EXPECT_NE(after->incarnation, before.incarnation);
    auto const started = started_at(*journal, 1);
    EXPECT_EQ(started.reason, "fork");
    EXPECT_EQ(started.previous_incarnation, before.incarnation);
    EXPECT_EQ(started.previous_seq, before.seq);
    EXPECT_EQ(started.previous_hash, before.hash);
    EXPECT_EQ(journal->heads()->size(), 2U);
    EXPECT_EQ(journal->read({before.incarnation, before.seq})->id.incarnation, before.incarnation) << "older ones are still found";
}

TEST(Journal, OffersWhatIsNotAcknowledged) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    auto const first = append_good(*journal, weighing("1"));
    ASSERT_TRUE(journal->open_incarnation("fork", samples::stamp()).ok());
    append_good(*journal, weighing("2"));
    EXPECT_EQ(journal->backlog()->events, 6);
    EXPECT_EQ(journal->backlog()->oldest, samples::stamp().at);
    auto batch = journal->unsent(100);
    ASSERT_EQ(batch->size(), 3U);
    EXPECT_EQ(batch->front().id, (domain::EventId{"T03", first.incarnation, 1}));
    EXPECT_EQ(journal->unsent(2)->size(), 2U);
    ASSERT_TRUE(journal->acknowledge(first.incarnation, 2).ok());
    EXPECT_EQ(journal->unsent(100)->front().id.seq, 3U);
    ASSERT_TRUE(journal->acknowledge(first.incarnation, 1).ok()) << "a late answer takes nothing back";
    EXPECT_EQ(journal->unsent(100)->front().id.seq, 3U);
    ASSERT_TRUE(journal->acknowledge(first.incarnation, 3).ok());
    EXPECT_EQ(journal->unsent(100)->front().id.incarnation, journal->head().incarnation);
    ASSERT_TRUE(journal->acknowledge(journal->head().incarnation, 3).ok());
    EXPECT_TRUE(journal->unsent(100)->empty());
    EXPECT_EQ(journal->backlog()->events, 0);
    EXPECT_FALSE(journal->backlog()->oldest.has_value());
    EXPECT_EQ(journal->acknowledge(first.incarnation, 4).error().kind, domain::ErrorKind::conflict);
    EXPECT_EQ(journal->acknowledge("ffffffffffffffff", 1).error().kind, domain::ErrorKind::not_found);
    ASSERT_TRUE(journal->reoffer(first.incarnation, 1).ok());
    EXPECT_EQ(journal->unsent(100)->front().id.seq, 2U);
}

TEST(Journal, KeepsABatchNearAMegabyte) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    auto const fact =
        domain::FaultSeen{std::string(1000, 'a'), std::string(1000, 'b'), std::string(1000, 'c')};
    for (int i = 0; i < 5; ++i) append_good(*journal, std::vector<Fact>(100, fact));
    EXPECT_GT(journal->unsent(10'000)->size(), 300U);
    EXPECT_LT(journal->unsent(10'000)->size(), 360U);
}

/// Last week's copy, which says that it ended well, and what the hub was given since.
std::vector<domain::StoredEvent> put_back_last_week(Folder const& folder) {
    std::vector<domain::StoredEvent> at_hub;
    {
        auto const journal = open_good(folder / "journal.db");
        EXPECT_TRUE(journal->mark_clean_end().ok());
        std::filesystem::copy(folder / "journal.db", folder / "old.db");
        append_good(*journal, weighing("1"));
        at_hub = *journal->unsent(100);
    }
    std::filesystem::remove(folder / "journal.db-wal");
    std::filesystem::rename(folder / "old.db", folder / "journal.db");
    return {at_hub.begin() + 1, at_hub.end()};
}

TEST(Journal, TakesBackIntoLastWeeksCopy) {
    Folder folder;
    auto const since = put_back_last_week(folder);
    auto const journal = open_good(folder / "journal.db");
    EXPECT_FALSE(journal->load()->unclean);
    ASSERT_TRUE(journal->take_back(since).ok());
    EXPECT_EQ(started_at(*journal, 1).reason, "hub_ahead");
    EXPECT_EQ(journal->load()->records.size(), 1U);
    EXPECT_TRUE(journal->load()->unclean) << "what the file said of its end was not true";
}

TEST(Journal, NamesAForkWhenTheHubHasAnotherEvent) {
    Folder folder;
    auto const since = put_back_last_week(folder);
    auto const journal = open_good(folder / "journal.db");
    // No hub answered, and somebody worked: its `started` stands where the hub has the weighing.
    ASSERT_EQ(append_good(*journal, {domain::StorageLow{1}}).seq, 3U);
    EXPECT_EQ(journal->take_back(since).error().kind, domain::ErrorKind::conflict);
    EXPECT_EQ(journal->head().seq, 3U);
    EXPECT_EQ(journal->heads()->size(), 1U);
}

TEST(Journal, TakesBackWhatTheDiskLost) {
    Folder folder;
    std::vector<domain::StoredEvent> at_hub;
    {
        auto const journal = open_good(folder / "journal.db");
        append_good(*journal, weighing("1"));
        at_hub = *journal->unsent(100);
    }
    tamper(folder / "journal.db",
           "DELETE FROM journal WHERE (place & 255) > 1; DELETE FROM record; DELETE FROM label");
    auto const journal = open_good(folder / "journal.db");
    ASSERT_EQ(journal->head().seq, 1U);
    auto forged = at_hub[1];
    forged.payload[20] ^= 1;
    EXPECT_FALSE(journal->take_back({&forged, 1}).ok());
    ASSERT_TRUE(journal->take_back(std::span(at_hub).subspan(1)).ok());
    EXPECT_EQ(journal->head().seq, 1U);
    EXPECT_NE(journal->head().incarnation, at_hub[0].id.incarnation);
    EXPECT_EQ(started_at(*journal, 1).reason, "hub_ahead");
    EXPECT_EQ(started_at(*journal, 1).previous_seq, 3U);
    auto const restored = journal->load();
    ASSERT_EQ(restored->records.size(), 1U);
    EXPECT_EQ(restored->records[0].incarnation, at_hub[0].id.incarnation);
    EXPECT_EQ(restored->labels.size(), 1U);
    ASSERT_TRUE(journal->acknowledge(at_hub[0].id.incarnation, 3).ok());
    EXPECT_EQ(journal->unsent(10)->front().id.incarnation, journal->head().incarnation)
        << "the hub has the others";
}

TEST(Journal, SignsHeads) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    auto const signature = journal->sign_head(journal->head());
    EXPECT_TRUE(wire::signature_good(journal->public_key(), "T03", journal->head(), signature));
    EXPECT_GT(journal->free_bytes(), 0);
    EXPECT_NE(open_good(folder / "other.db")->public_key(), journal->public_key());
}

}  // namespace
}  // namespace bozhong::journal
