// Files that a foreign hand, the medium or a hub's answer made strange: what is refused, what is passed over,
// and that the journal goes on where nothing of its own is lost.

#include "station/journal/reader.h"
#include "station/journal/verify.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind, domain::Fact, domain::StoredEvent;
using testing::HasSubstr;

class Spoilt : public testing::Test {
  protected:
    void SetUp() override {
        auto const journal = open_good(m_path);
        domain::Person person{.id = "p9", .name = "班长"};
        std::vector<domain::FeedItem> const items{feed_item(1, domain::TaskGiven{task("1")}),
                                                  feed_item(2, domain::PersonGiven{person})};
        ASSERT_TRUE(journal->append_feed(items).ok());
        m_head = append_good(*journal, weighing("1"));
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    /// The good file once more as copy.db, without the log of what was done to the last copy.
    void copy_anew() const {
        for (auto const* name : {"copy.db", "copy.db-wal", "copy.db-shm"})
            std::filesystem::remove(m_folder / name);
        std::filesystem::copy(m_path, m_folder / "copy.db");
    }
    StoredEvent event(domain::Head const& after, Fact const& fact) const {
        return sealed({{"T03", after.incarnation, after.seq + 1},
                       type_name(fact),
                       wire::encode(fact, samples::stamp()),
                       after.hash,
                       ""});
    }
    static StoredEvent sealed(StoredEvent out) {
        out.hash = wire::hash_event(out);
        return out;
    }
    static ErrorKind refused(domain::Status const& status) {
        EXPECT_FALSE(status.ok());
        return status.ok() ? ErrorKind::timeout : status.error().kind;
    }
    Folder m_folder;
    std::string m_path = m_folder / "journal.db";
    domain::Head m_head;
};

TEST_F(Spoilt, AStationHasANameOfOneToSixtyFourBytes) {
    for (auto const& name : {std::string(), std::string(65, 'x')}) {
        auto how = options();
        how.station = name;
        EXPECT_EQ(open_journal(m_folder / "new.db", how).error().kind, ErrorKind::bad_input);
    }
}

TEST_F(Spoilt, AFactThatIsTooLongIsRefusedAndNothingIsHalfWritten) {
    std::vector<std::string> const too_much(200, std::string(500, 'z'));
    auto const journal = open_good(m_path);
    domain::Started const long_one{.software = "x", .reason = "restart", .witnesses = too_much};
    std::vector<Fact> const facts{domain::StorageLow{1}, long_one};
    auto const refusal = journal->append(facts, samples::stamp());
    ASSERT_FALSE(refusal.ok());
    EXPECT_EQ(refusal.error().kind, ErrorKind::bad_input);
    EXPECT_EQ(journal->head(), m_head);
    EXPECT_EQ(*journal->append({}, samples::stamp()), m_head) << "nothing asked, nothing written";
    journal->witnessed(too_much);
    EXPECT_FALSE(journal->append(weighing("1"), samples::stamp()).ok()) << "nor may its own `started` be";
    EXPECT_FALSE(journal->open_incarnation("fork", samples::stamp()).ok());
    journal->witnessed({});
    EXPECT_EQ(append_good(*journal, weighing("1")).incarnation, m_head.incarnation);
}

TEST_F(Spoilt, TheTailMustBeWhatWasWritten) {
    tamper(m_path, "UPDATE journal SET type='x' WHERE place=(1<<40)+3");
    EXPECT_EQ(open_journal(m_path, options()).error().kind, ErrorKind::corrupt)
        << "the new events would hang on it";
}

TEST_F(Spoilt, ARottenEventIsNotHandedOut) {
    auto const journal = open_good(m_path);
    tamper(m_path, "UPDATE journal SET type='x' WHERE place=(1<<40)+2");
    EXPECT_EQ(journal->read({{}, 2}).error().kind, ErrorKind::corrupt);
    EXPECT_EQ(journal->read({"ffffffffffffffff", 1}).error().kind, ErrorKind::not_found);
    EXPECT_TRUE(journal->append(weighing("1"), samples::stamp()).ok()) << "the station goes on";
}

/// An error that is not the disk's ends one call, not the journal.
TEST_F(Spoilt, AStrangersTriggerStopsItsOwnTableOnly) {
    tamper(m_path, "CREATE TRIGGER mine BEFORE INSERT ON lot_given BEGIN SELECT RAISE(ABORT, 'no'); END");
    auto const journal = open_good(m_path);
    auto const item = feed_item(3, domain::LotGiven{"1", "A"});
    EXPECT_EQ(refused(journal->append_feed({&item, 1})), ErrorKind::refused);
    EXPECT_EQ(journal->feed_position(), 2);
    EXPECT_TRUE(journal->append(weighing("1"), samples::stamp()).ok());
}

TEST_F(Spoilt, SignaturesThatAreGoneAreMadeAnew) {
    tamper(m_path, "DELETE FROM signature");
    {
        auto const journal = open_good(m_path);
        append_good(*journal, weighing("1"));
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    EXPECT_EQ(verify(m_path)->signatures, 1);
    EXPECT_TRUE(verify(m_path)->ok) << verify(m_path)->why;
}

TEST_F(Spoilt, TakesBackOnlyWhatIsItsOwnAndFollows) {
    auto const journal = open_good(m_path);
    auto const next = event(m_head, samples::weighed("SO-1", "1"));
    auto const take = [&](StoredEvent const& one) { return journal->take_back({&one, 1}); };
    auto foreign = next;
    foreign.id.station = "T04";
    EXPECT_EQ(refused(take(sealed(foreign))), ErrorKind::bad_input);
    auto gap = next;
    gap.id.seq += 1;
    EXPECT_EQ(refused(take(sealed(gap))), ErrorKind::conflict);
    auto astray = next;
    astray.previous_hash = wire::no_previous_hash;
    EXPECT_EQ(refused(take(sealed(astray))), ErrorKind::conflict);
    EXPECT_EQ(journal->head(), m_head);
    auto const known = *journal->read({{}, 2});
    std::vector<StoredEvent> const both{known, next};
    ASSERT_TRUE(journal->take_back(both).ok()) << "one of them is here already";
    EXPECT_EQ(journal->load()->records.size(), 2U);
}

TEST_F(Spoilt, TakesBackAnIncarnationItKnowsNothingOf) {
    auto const journal = open_good(m_path);
    domain::Head at{"00000000000000cc", 0, wire::no_previous_hash};
    std::vector<StoredEvent> events;
    auto const add = [&](StoredEvent one) {
        events.push_back(std::move(one));
        at = {at.incarnation, events.back().id.seq, events.back().hash};
    };
    add(event(at, domain::Started{.software = "x", .reason = "fork"}));
    add(event(at, samples::weighed("SO-1", "2")));
    add(sealed({{"T03", at.incarnation, 3}, "weighed", "{}", at.hash, ""}));
    ASSERT_TRUE(journal->take_back(events).ok());
    EXPECT_EQ(journal->load()->records.size(), 2U) << "what cannot be read projects nothing";
    EXPECT_EQ(journal->heads()->size(), 3U) << "its own, that one, and a new one to work in";
    EXPECT_EQ(journal->backlog()->events, 4) << "the hub has that one";
}

TEST_F(Spoilt, AGapInsideIsAConflict) {
    tamper(m_path, "DELETE FROM journal WHERE place=(1<<40)+2");
    auto const journal = open_good(m_path);
    auto const one = event({m_head.incarnation, 1, std::string(64, '0')}, samples::weighed("SO-1", "1"));
    EXPECT_EQ(refused(journal->take_back({&one, 1})), ErrorKind::conflict);
    EXPECT_EQ(refused(journal->reoffer("ffffffffffffffff", 0)), ErrorKind::not_found);
    ASSERT_TRUE(journal->acknowledge(m_head.incarnation, 1).ok());
    ASSERT_TRUE(journal->reoffer(m_head.incarnation, 2).ok()) << "beyond what is acknowledged";
    auto const backlog = journal->backlog();
    ASSERT_TRUE(backlog.ok());
    EXPECT_EQ(backlog->events, 2);
    EXPECT_FALSE(backlog->oldest.has_value()) << "nobody knows when it was";
    EXPECT_EQ(journal->unsent(10)->size(), 1U);
}

TEST_F(Spoilt, AnEventWithoutATimeHasNoAge) {
    tamper(m_path, "UPDATE journal SET packed=NULL, payload='{}' WHERE place=(1<<40)+1");
    EXPECT_FALSE(open_good(m_path)->backlog()->oldest.has_value());
}

TEST_F(Spoilt, AVoidOfWhatCannotBeReadTakesItOutOfForceAndLeavesTheSum) {
    for (auto const* sql : {"UPDATE journal SET packed=NULL, payload='{}' WHERE place=(1<<40)+2",
                            "DELETE FROM journal WHERE place=(1<<40)+2"}) {
        copy_anew();
        tamper(m_folder / "copy.db", sql);
        auto const journal = open_good(m_folder / "copy.db");
        append_good(*journal, {domain::Voided{2, {"SO-1", "1"}, "wrong", "p9", ""}});
        ASSERT_TRUE(journal->load().ok());
        EXPECT_EQ(journal->load()->tasks.at(0).sum.mg, 2'025'000)
            << "nobody knows what it was; verify names it";
        EXPECT_FALSE(verify(m_folder / "copy.db")->ok);
    }
}

TEST_F(Spoilt, LoadsWhatCanBeReadAndSaysWhatCannot) {
    {
        auto const journal = open_good(m_path);
        append_good(*journal, {domain::SignInFailed{"p9", "pin", 3}, domain::StorageLow{1}});
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    auto const load_after = [&](std::string const& sql) {
        tamper(m_path, sql);
        return open_good(m_path)->load();
    };
    auto const passed = load_after("UPDATE journal SET packed=NULL, payload='{}' WHERE place=(1<<40)+2");
    ASSERT_TRUE(passed.ok());
    EXPECT_TRUE(passed->records.empty()) << "verify names it";
    auto const strange = load_after("UPDATE person SET position=1; UPDATE task SET position=2");
    ASSERT_TRUE(strange.ok());
    EXPECT_TRUE(strange->people.empty());
    EXPECT_TRUE(strange->tasks.empty());
    tamper(m_path, "UPDATE person SET position=2; UPDATE task SET position=1");
    EXPECT_EQ(
        load_after("UPDATE journal SET packed=NULL, payload='{}' WHERE type='sign_in_failed'").error().kind,
        ErrorKind::bad_input);
}

TEST_F(Spoilt, AFeedThatCannotBeReadStopsTheLoad) {
    for (int const position : {1, 2}) {
        copy_anew();
        tamper(m_folder / "copy.db", "UPDATE feed SET body='{}' WHERE position=" + std::to_string(position));
        auto const journal = open_good(m_folder / "copy.db");
        EXPECT_EQ(journal->load().error().kind, ErrorKind::bad_input) << position;
        domain::LineKey const line{"SO-1", "1"};
        EXPECT_EQ(journal->tasks({&line, 1}).ok(), position == 2);
    }
}

/// A page of a table is spoilt while the station is away: it says so when it comes to it, and closes.
TEST_F(Spoilt, ARottenPageClosesTheJournalThatMeetsIt) {
    domain::LineKey const line{"SO-1", "1"};
    for (auto const* table : {"record", "person", "task", "lot_changed", "feed"}) {
        copy_anew();
        rot_table(m_folder / "copy.db", table);
        auto const journal = open_journal(m_folder / "copy.db", options());
        if (!journal) {
            EXPECT_EQ(journal.error().kind, ErrorKind::corrupt) << table;
            continue;
        }
        (void)(*journal)->tasks({&line, 1});
        EXPECT_FALSE((*journal)->load().ok()) << table;
        EXPECT_FALSE((*journal)->append(weighing("1"), samples::stamp()).ok()) << table;
        auto const verdict = verify(m_folder / "copy.db");
        EXPECT_TRUE(!verdict || !verdict->ok) << table;
    }
}

TEST_F(Spoilt, AChainMadeByTheKeyHolderMustStillBeOne) {
    auto const expect = [&](std::string const& why) {
        auto const verdict = verify(m_path);
        ASSERT_TRUE(verdict.ok());
        EXPECT_FALSE(verdict->ok);
        EXPECT_THAT(verdict->why, HasSubstr(why));
    };
    auto reader = Reader::open(m_path);
    ASSERT_TRUE(reader.ok());
    auto const life = reader->incarnations().begin()->second;
    auto astray = sealed({{"T03", life, 3}, "x", "{}", wire::no_previous_hash, ""});
    reader = Reader::open(m_path);
    auto const put = [&](StoredEvent const& one) {
        tamper(m_path, "UPDATE journal SET packed=NULL, type='" + one.type + "', payload='" + one.payload +
                           "', previous_hash=x'" + one.previous_hash + "', hash=x'" + one.hash +
                           "' WHERE place=(1<<40)+" + std::to_string(one.id.seq));
    };
    put(astray);
    expect("does not follow the one before it");
    put(sealed({{"T03", life, 1}, "x", "{}", wire::no_previous_hash, ""}));
    expect("does not begin with started");
    put(sealed({{"T03", life, 1}, "started", "{}", wire::no_previous_hash, ""}));
    expect("does not begin with started");
}

TEST_F(Spoilt, WhatIsStoredForNobodysEventIsNamed) {
    auto const expect = [&](std::string const& sql, std::string const& why) {
        copy_anew();
        tamper(m_folder / "copy.db", sql);
        auto const verdict = verify(m_folder / "copy.db");
        ASSERT_TRUE(verdict.ok());
        EXPECT_FALSE(verdict->ok) << sql;
        EXPECT_THAT(verdict->why, HasSubstr(why)) << sql;
    };
    expect("INSERT INTO signature SELECT (9<<40)+1, public_key, signature FROM signature LIMIT 1",
           "a signature is stored for");
    expect("UPDATE task SET wanted=NULL", "the table task");
    expect("UPDATE incarnation SET acknowledged=4", "the hub acknowledged 4");
    expect("DELETE FROM meta WHERE name='seal'", "the hub acknowledged or how the last run ended");
    expect("DELETE FROM meta WHERE name='feed_hash'", "the feed is not what was stored");
    VerifyOptions const unknown{domain::Head{"ffffffffffffffff", 1, ""}, ""};
    EXPECT_THAT(verify(m_path, unknown)->why, HasSubstr("the hub has 1"));
}

}  // namespace
}  // namespace bozhong::journal
