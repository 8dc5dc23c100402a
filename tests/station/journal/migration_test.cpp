// Every released version of the file is kept as SQL under tests/golden/journal and opened here.

#include "station/journal/migrations.h"

#include <fstream>

#include "station/journal/reader.h"
#include "station/journal/verify.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind;
using testing::HasSubstr;

std::unique_ptr<Database> fresh(std::string const& path) {
    return Database::open(path, Access::write).value();
}

TEST(Migrations, AreNumberedWithoutGaps) {
    int expected = 1;
    for (auto const& step : migrations()) EXPECT_EQ(step.version, expected++);
    EXPECT_GT(expected, 1);
}

TEST(Migrations, DoOnlyWhatIsMissing) {
    Folder folder;
    Migration const steps[] = {{1, "CREATE TABLE a (x)"},
                               {2, "CREATE TABLE b (x); INSERT INTO b VALUES (7)"}};
    auto const database = fresh(folder / "x.db");
    EXPECT_EQ(*migrate(*database, std::span(steps, 1)), 1);
    EXPECT_EQ(*migrate(*database, steps), 1);
    EXPECT_EQ(*migrate(*database, steps), 0);
    EXPECT_EQ(database->integer("SELECT x FROM b"), 7);
}

TEST(Migrations, OfNothingAreDone) {
    Folder folder;
    EXPECT_EQ(*migrate(*fresh(folder / "x.db"), {}), 0);
}

TEST(Migrations, ARebuildIsOfAJournalThatNobodyUses) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    EXPECT_EQ(rebuild(folder / "journal.db").error().kind, ErrorKind::conflict);
    fresh(folder / "other.db")->execute("PRAGMA application_id=7");
    EXPECT_EQ(rebuild(folder / "other.db").error().kind, ErrorKind::unsupported);
}

TEST(Migrations, TakeABrokenStepBackWhole) {
    Folder folder;
    Migration const steps[] = {{1, "CREATE TABLE a (x)"},
                               {2, "CREATE TABLE b (x); SELECT nothing FROM nowhere"}};
    auto const database = fresh(folder / "x.db");
    EXPECT_FALSE(migrate(*database, steps).ok());
    database->forget();
    EXPECT_EQ(database->integer("PRAGMA user_version"), 1);
    EXPECT_EQ(database->integer("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST(Migrations, RefuseANewerFileAndAStrangeOne) {
    Folder folder;
    open_good(folder / "journal.db");
    tamper(folder / "journal.db", "PRAGMA user_version=99");
    auto const newer = open_journal(folder / "journal.db", options());
    EXPECT_EQ(newer.error().kind, ErrorKind::unsupported);
    EXPECT_THAT(newer.error().text(), HasSubstr("the journal has schema 99"));
    EXPECT_EQ(verify(folder / "journal.db").error().kind, ErrorKind::unsupported);
    fresh(folder / "other.db")->execute("CREATE TABLE books (title)");
    EXPECT_THAT(open_journal(folder / "other.db", options()).error().text(), HasSubstr("not a journal"));
}

class StoredVersion : public testing::TestWithParam<int> {};

TEST_P(StoredVersion, OpensAndGoesOn) {
    Folder folder;
    std::string const golden =
        std::string(BOZHONG_SOURCE_DIR) + "/tests/golden/journal/v" + std::to_string(GetParam()) + ".sql";
    std::ifstream in(golden);
    std::string const sql{std::istreambuf_iterator<char>(in), {}};
    ASSERT_FALSE(sql.empty()) << golden;
    ASSERT_TRUE(fresh(folder / "journal.db")->execute(sql));
    {
        auto const journal = open_good(folder / "journal.db");
        auto const restored = journal->load();
        ASSERT_TRUE(restored.ok()) << restored.error().text();
        EXPECT_EQ(restored->tasks.size(), 2U);
        EXPECT_EQ(restored->records.size(), 4U);
        EXPECT_EQ(restored->people.size(), 1U);
        EXPECT_EQ(restored->lots.at("10045"), "L-9");
        append_good(*journal, weighing("2"));
    }
    auto const verdict = verify(folder / "journal.db");
    ASSERT_TRUE(verdict.ok()) << verdict.error().text();
    EXPECT_TRUE(verdict->ok) << verdict->why;
}

INSTANTIATE_TEST_SUITE_P(EveryReleased, StoredVersion,
                         testing::Range(1, static_cast<int>(migrations().size()) + 1));

}  // namespace
}  // namespace bozhong::journal
