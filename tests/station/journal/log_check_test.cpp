// Rot in the write-ahead log, against what a power cut leaves there.

#include "station/journal/log_check.h"

#include <fstream>

#include "station/journal/verify.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using testing::HasSubstr;

constexpr std::size_t header = 32, frame_header = 24, page = 4096, frame = frame_header + page;

/// A station's files in the middle of its work, with several commits in the log.
class Log : public testing::Test {
  protected:
    void SetUp() override {
        auto const journal = open_good(m_folder / "running.db");
        for (auto const* line : {"1", "2", "3"}) append_good(*journal, weighing(line));
        std::filesystem::copy(m_folder / "running.db", m_path);
        std::filesystem::copy(m_folder / "running.db-wal", m_path + "-wal");
        std::ifstream in(m_path + "-wal", std::ios::binary);
        m_log.assign(std::istreambuf_iterator<char>(in), {});
        ASSERT_EQ((m_log.size() - header) % frame, 0U);
        for (std::size_t i = 0; i < frames(); ++i)
            if (m_log.compare(start(i) + 4, 4, std::string(4, '\0')) != 0) m_commits.push_back(i);
        ASSERT_GE(m_commits.size(), 4U);
        ASSERT_GE(m_commits[1] - m_commits[0], 2U) << "a commit of more than one page";
    }
    [[nodiscard]] std::size_t frames() const { return (m_log.size() - header) / frame; }
    static std::size_t start(std::size_t number) { return header + number * frame; }
    /// What is said of the log with this byte changed, and how many events are readable with it.
    std::string damage(std::size_t changed, int bit = 0x10) {
        auto bytes = m_log;
        bytes[changed] = static_cast<char>(bytes[changed] ^ bit);
        return damage_of(bytes);
    }
    std::string damage_of(std::string const& bytes) {
        std::ofstream(m_path + "-wal", std::ios::binary | std::ios::trunc) << bytes;
        std::filesystem::remove(m_path + "-shm");
        auto database = Database::open(m_path, Access::read);
        EXPECT_TRUE(database.ok());
        (*database)->execute("BEGIN");
        m_events = (*database)->integer("SELECT count(*) FROM journal");
        return log_damage(**database);
    }
    Folder m_folder;
    std::string m_path = m_folder / "journal.db", m_log;
    std::vector<std::size_t> m_commits;  ///< numbers of the frames that end a transaction, from 0
    std::int64_t m_events = 0;
};

TEST_F(Log, AGoodOneHasNothing) {
    EXPECT_EQ(damage_of(m_log), "");
    EXPECT_EQ(m_events, 7);
    EXPECT_EQ(damage_of(""), "") << "no log at all";
    EXPECT_EQ(damage_of(m_log.substr(0, header)), "") << "begun, and nothing in it";
}

TEST_F(Log, RotBeforeACommitIsToldAndNamesItsFrame) {
    auto const at = m_commits[1];
    EXPECT_THAT(damage(start(at) + frame_header + 100),
                HasSubstr("damaged at frame " + std::to_string(at + 1)));
    EXPECT_LT(m_events, 7) << "SQLite drops what was committed behind it without a word";
    EXPECT_FALSE(verify(m_path)->ok);
    EXPECT_THAT(verify(m_path)->why, HasSubstr("write-ahead log"));
}

TEST_F(Log, RotInAFramesOwnHeaderIsToldToo) {
    auto const at = m_commits[1];
    for (std::size_t const part :
         {0U, 8U, 12U, 16U, 20U})  // page number, the round's two salts, the two sums
        EXPECT_THAT(damage(start(at) + part), HasSubstr("damaged at frame " + std::to_string(at + 1)))
            << part;
    EXPECT_THAT(damage(start(at - 1) + 8), HasSubstr("damaged at frame " + std::to_string(at)))
        << "a frame inside a transaction";
}

TEST_F(Log, TheLastTransactionInPiecesIsAPowerCut) {
    auto const last = m_commits.back();
    EXPECT_EQ(damage(start(last) + frame_header + 100), "");
    EXPECT_EQ(m_events, 5) << "the last weighing and its label were not durable";
    EXPECT_EQ(damage_of(m_log.substr(0, m_log.size() - 100)), "") << "a frame cut off";
    EXPECT_EQ(damage_of(m_log.substr(0, start(m_commits[m_commits.size() - 2] + 1))), "");
}

TEST_F(Log, ALogThatDoesNotBeginAsWrittenIsTold) {
    EXPECT_THAT(damage(16), HasSubstr("does not begin as it was written")) << "its first salt";
    EXPECT_THAT(damage(24), HasSubstr("does not begin as it was written")) << "its own sum";
    EXPECT_THAT(damage(9), HasSubstr("does not begin as it was written")) << "a page size beyond the largest";
    EXPECT_THAT(damage(10), HasSubstr("does not begin as it was written")) << "pages of no size";
}

TEST_F(Log, FramesOfAnEarlierRoundBehindTheLastCommitAreNothing) {
    auto bytes = m_log;
    auto old = m_log.substr(start(0), 3 * frame);
    for (std::size_t i = 0; i < 3; ++i) old[i * frame + 8] = static_cast<char>(old[i * frame + 8] ^ 1);
    EXPECT_EQ(damage_of(bytes + old), "") << "a log is written over from its beginning";
    EXPECT_EQ(m_events, 7);
}

TEST_F(Log, ADatabaseThatKeepsNoneHasNothing) {
    auto memory = Database::open(":memory:", Access::write);
    ASSERT_TRUE(memory.ok());
    EXPECT_EQ(log_damage(**memory), "");
}

}  // namespace
}  // namespace bozhong::journal
