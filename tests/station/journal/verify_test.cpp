#include "station/journal/verify.h"

#include <fstream>

#include "sync/wire/chain.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using testing::HasSubstr;

/// A journal of 9 events: started, three weighings with labels, one fault, one fork of two.
class Verify : public testing::Test {
  protected:
    void SetUp() override {
        auto const journal = open_good(m_path);
        auto const item = feed_item(1, domain::TaskGiven{task("1")});
        ASSERT_TRUE(journal->append_feed({&item, 1}).ok());
        for (auto const* line : {"1", "2", "3"}) append_good(*journal, weighing(line));
        m_first = append_good(*journal, {domain::StorageLow{1}});
        ASSERT_TRUE(journal->open_incarnation("fork", samples::stamp()).ok());
        m_second = append_good(*journal, {domain::StorageLow{2}});
        m_key = journal->public_key();
    }
    Verdict check(VerifyOptions const& how = {}) {
        auto const verdict = verify(m_path, how);
        EXPECT_TRUE(verdict.ok()) << verdict.error().text();
        return verdict.ok() ? *verdict : Verdict{};
    }
    void expect_bad(std::string const& incarnation, domain::Seq seq, std::string const& why,
                    VerifyOptions const& how = {}) {
        auto const verdict = check(how);
        EXPECT_FALSE(verdict.ok);
        EXPECT_EQ(verdict.incarnation, incarnation) << verdict.why;
        EXPECT_EQ(verdict.seq, seq) << verdict.why;
        EXPECT_THAT(verdict.why, HasSubstr(why));
    }
    static std::string place(int seq, int life = 1) {
        return "(" + std::to_string(life) + "<<40)+" + std::to_string(seq);
    }

    Folder m_folder;
    std::string m_path = m_folder / "journal.db";
    domain::Head m_first, m_second;
    std::string m_key;
};

TEST_F(Verify, FindsNothingInAGoodOne) {
    auto const verdict = check({m_second, m_key});
    EXPECT_TRUE(verdict.ok) << verdict.why;
    EXPECT_EQ(verdict.events, 10);
    EXPECT_EQ(verdict.head, m_second);
    EXPECT_EQ(verdict.signatures, 2);
}

TEST_F(Verify, ReadsBesideARunningStation) {
    auto const journal = open_good(m_path);
    append_good(*journal, weighing("4"));
    auto const wal = std::filesystem::file_size(m_path + "-wal");
    auto const size = std::filesystem::file_size(m_path);
    EXPECT_TRUE(check().ok);
    EXPECT_EQ(std::filesystem::file_size(m_path + "-wal"), wal);
    EXPECT_EQ(std::filesystem::file_size(m_path), size) << "a reader never checkpoints";
    append_good(*journal, weighing("5"));
}

TEST_F(Verify, NamesEveryChangedEvent) {
    ASSERT_TRUE(
        open_good(m_path)->mark_clean_end().ok());  // moves all into the one file that is copied below
    for (int seq = 1; seq <= 8; ++seq) {
        auto const where = " WHERE place=" + place(seq);
        for (auto const* change :
             {"payload='{\"v\":1}'", "payload='{\"v\":1}', packed=NULL", "packed=NULL",
              "packed=substr(packed, 1, length(packed)-1)", "packed=CAST(packed||x'00' AS BLOB)",
              "packed=CAST(x'02'||substr(packed, 2) AS BLOB)", "type=type||'x'", "hash=zeroblob(32)"}) {
            std::filesystem::copy(m_path, m_folder / "kept.db");
            tamper(m_path, std::string("UPDATE journal SET ") + change + where);
            expect_bad(m_first.incarnation, static_cast<domain::Seq>(seq), "not what was written");
            std::filesystem::remove(m_path + "-wal");
            std::filesystem::rename(m_folder / "kept.db", m_path);
        }
    }
}

TEST_F(Verify, NamesAChangedPreviousHash) {
    tamper(m_path, "UPDATE journal SET previous_hash=zeroblob(32) WHERE place=" + place(4));
    expect_bad(m_first.incarnation, 4, "not what was written");
}

TEST_F(Verify, NamesADroppedEvent) {
    tamper(m_path, "DELETE FROM journal WHERE place=" + place(5));
    expect_bad(m_first.incarnation, 5, "missing");
}

TEST_F(Verify, NamesADroppedEventWhoseGapWasClosed) {
    tamper(m_path, "DELETE FROM journal WHERE place=" + place(5) + ";UPDATE journal SET place=" + place(5) +
                       " WHERE place=" + place(6));
    expect_bad(m_first.incarnation, 5, "not what was written");
}

TEST_F(Verify, NamesSwappedEvents) {
    tamper(m_path, "UPDATE journal SET place=99 WHERE place=" + place(3) +
                       ";UPDATE journal SET place=" + place(3) + " WHERE place=" + place(4) +
                       ";UPDATE journal SET place=" + place(4) + " WHERE place=99");
    expect_bad(m_first.incarnation, 3, "not what was written");
}

TEST_F(Verify, NamesAnInsertedEvent) {
    tamper(m_path,
           "INSERT INTO journal SELECT place+1, type, payload, previous_hash, hash, packed FROM journal "
           "WHERE place=" +
               place(8));
    expect_bad(m_first.incarnation, 9, "not what was written");
}

/// Somebody who knows the chain but not the key writes an event anew and chains everything after it.
TEST_F(Verify, NamesARewrittenChainByItsSignature) {
    auto const journal = open_good(m_path);
    for (int i = 0; i < 3; ++i) append_good(*journal, std::vector<domain::Fact>(100, domain::StorageLow{7}));
    auto const head = append_good(*journal, {domain::StorageLow{8}});
    auto const signed_seq = head.seq - 1;
    std::string sql;
    std::string previous = journal->read({{}, head.seq - 3})->hash;
    for (auto seq = head.seq - 2; seq <= head.seq; ++seq) {
        auto event = *journal->read({{}, seq});
        if (seq == head.seq - 2) event.payload.replace(event.payload.rfind('7'), 1, "9");
        event.previous_hash = previous;
        previous = wire::hash_event(event);
        sql += "UPDATE journal SET packed=NULL, payload='" + event.payload + "', previous_hash=x'" +
               event.previous_hash + "', hash=x'" + previous +
               "' WHERE place=" + place(static_cast<int>(seq), 2) + ";";
    }
    tamper(m_path, sql);
    expect_bad(m_second.incarnation, signed_seq, "signature does not fit");
}

TEST_F(Verify, NamesAnotherDevicesSignature) {
    expect_bad(m_first.incarnation, 1, "another device", {std::nullopt, std::string(64, 'a')});
}

TEST_F(Verify, NamesACutEndByWhatIsBehindIt) {
    tamper(m_path, "DELETE FROM journal WHERE place=" + place(2, 2));
    EXPECT_TRUE(check().ok) << "the last event leaves no trace in this file";
    expect_bad(m_second.incarnation, 2, "the hub has 2", {m_second, ""});
    tamper(m_path, "UPDATE incarnation SET acknowledged=2 WHERE life=2");
    expect_bad(m_second.incarnation, 2, "the hub acknowledged 2");
}

TEST_F(Verify, NamesACutEndOfAnEarlierIncarnation) {
    tamper(m_path, "DELETE FROM journal WHERE place=" + place(8));
    expect_bad(m_first.incarnation, 8, "the next incarnation names 8");
    tamper(m_path, "DELETE FROM journal WHERE place=" + place(7));
    expect_bad(m_first.incarnation, 7, "label is recorded for 7");
}

TEST_F(Verify, NamesAnIncarnationThatIsGone) {
    tamper(m_path, "DELETE FROM journal WHERE place>" + place(0, 2));
    expect_bad(m_second.incarnation, 1, "missing");
    tamper(m_path, "DELETE FROM incarnation WHERE life=1");
    expect_bad("", 1, "nobody opened");
}

TEST_F(Verify, NamesAForkAgainstTheHub) {
    auto mark = m_first;
    mark.seq = 4;
    expect_bad(m_first.incarnation, 4, "the hub has another event", {mark, ""});
}

TEST_F(Verify, SeesAProjectionThatDoesNotFollow) {
    tamper(m_path, "UPDATE record SET in_force=0 WHERE place=" + place(2));
    expect_bad("", 0, "the table record");
}

TEST_F(Verify, SeesWhatCarriesNoEvent) {
    tamper(m_path, "CREATE TRIGGER mine AFTER INSERT ON feed BEGIN SELECT 1; END");
    expect_bad("", 0, "tables, indexes and triggers");
    tamper(m_path, "DROP TRIGGER mine; UPDATE feed SET body=body || ' '");
    expect_bad("", 0, "the feed is not what was stored");
}

/// One byte of the schema makes a text a blob of the same letters.
TEST_F(Verify, SeesANameThatIsNoTextAnyMore) {
    ASSERT_TRUE(open_good(m_path)->mark_clean_end().ok());
    std::fstream file(m_path, std::ios::binary | std::ios::in | std::ios::out);
    std::string const bytes{std::istreambuf_iterator<char>(file), {}};
    auto const kind_of_name = bytes.find("tabletasktask") - 5;
    ASSERT_LT(kind_of_name, bytes.size());
    ASSERT_EQ(bytes[kind_of_name], 13 + 2 * 4) << "https://sqlite.org/fileformat2.html#record_format";
    file.seekp(static_cast<std::streamoff>(kind_of_name)).put(12 + 2 * 4);
    file.close();
    expect_bad("", 0, "tables, indexes and triggers");
}

TEST_F(Verify, KnowsTheLifeOfTheHubAndNothingElseBesides) {
    {
        auto const journal = open_good(m_path);
        auto const item = feed_item(2, domain::FeedRestarted{"ab12"});
        ASSERT_TRUE(journal->append_feed({&item, 1}).ok());
    }
    EXPECT_TRUE(check().ok) << check().why;
    tamper(m_path, "INSERT INTO meta VALUES('more', '1')");
    expect_bad("", 0, "something nobody wrote: more");
}

TEST_F(Verify, SeesAChangedAcknowledgementAndIsNotSealedOver) {
    tamper(m_path, "UPDATE incarnation SET acknowledged=1 WHERE life=2");
    expect_bad("", 0, "what the hub acknowledged");
    auto const opened = open_journal(m_path, options());
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, domain::ErrorKind::corrupt);
}

/// Rot of any byte of a whole small file never ends in a crash, and never passes where it touched an event.
TEST_F(Verify, SurvivesRottenFiles) {
    {
        auto const journal = open_good(m_path);
        ASSERT_TRUE(journal->append(std::vector<domain::Fact>{domain::StorageLow{}}, samples::stamp()).ok());
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    std::filesystem::remove(m_path + "-wal");
    std::filesystem::remove(m_path + "-shm");
    std::ifstream in(m_path, std::ios::binary);
    std::string const good{std::istreambuf_iterator<char>(in), {}};
    ASSERT_TRUE(check().ok);
    auto const rotten = [&](std::size_t at) {
        std::string bytes = good;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        std::string const path = m_folder / "rotten.db";
        std::filesystem::remove(path + "-wal");
        std::filesystem::remove(path + "-shm");
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        auto const verdict = verify(path);
        return !verdict || !verdict->ok;
    };
    for (std::size_t at = 0; at < good.size(); at += 509) (void)rotten(at);
    std::vector<std::size_t> places;
    {
        auto const database = Database::open(m_path, Access::read).value();
        Query rows(*database, "SELECT packed FROM journal WHERE packed NOT NULL");
        while (rows.next()) places.push_back(good.find(rows.text(0)) + rows.text(0).size() / 2);
    }
    std::size_t payloads = 0;
    for (std::size_t const at : places)
        if (at < good.size() && rotten(at)) ++payloads;
    EXPECT_EQ(payloads, places.size());
    EXPECT_GT(payloads, 10);
}

TEST_F(Verify, RefusesWhatIsNoJournal) {
    std::ofstream(m_folder / "text") << std::string(4000, 'x');
    EXPECT_EQ(verify(m_folder / "text").error().kind, domain::ErrorKind::corrupt);
    EXPECT_EQ(verify(m_folder / "nothing").error().kind, domain::ErrorKind::unavailable);
    std::ofstream(m_folder / "empty").flush();
    EXPECT_EQ(verify(m_folder / "empty").error().kind, domain::ErrorKind::unsupported);
}

}  // namespace
}  // namespace bozhong::journal
