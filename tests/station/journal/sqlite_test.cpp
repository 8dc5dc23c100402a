// The wrapper of SQLite: every error has a kind and sticks, and nothing behind it touches the file.

#include "station/journal/sqlite.h"

#include <sqlite3.h>

#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind;
using testing::HasSubstr;

class Sqlite : public testing::Test {
  protected:
    std::unique_ptr<Database> open(Access access, std::string const& name = "x.db") const {
        auto database = Database::open(m_folder / name, access);
        EXPECT_TRUE(database.ok()) << database.error().text();
        // Tests do not wait for one another.
        sqlite3_busy_timeout((*database)->handle(), 0);
        return std::move(*database);
    }
    void SetUp() override { ASSERT_TRUE(open(Access::write)->execute("CREATE TABLE a (x PRIMARY KEY)")); }
    Folder m_folder;
};

TEST_F(Sqlite, NamesTheKindOfAnError) {
    auto const refused = open(Access::write);
    EXPECT_FALSE(refused->execute("INSERT INTO a VALUES (1); INSERT INTO a VALUES (1)"));
    EXPECT_EQ(refused->error().kind, ErrorKind::refused);
    auto const reading = open(Access::read);
    EXPECT_FALSE(reading->execute("INSERT INTO a VALUES (2)"));
    EXPECT_EQ(reading->error().kind, ErrorKind::unavailable) << "it reads only";
    EXPECT_THAT(reading->error().todo, HasSubstr("no other program holds it"));
    EXPECT_EQ(Database::open(m_folder / "no folder/x.db", Access::write).error().kind,
              ErrorKind::unavailable);
    auto const writing = open(Access::write), waiting = open(Access::write);
    ASSERT_TRUE(writing->execute("BEGIN IMMEDIATE"));
    auto const status = waiting->transaction([]() -> domain::Status { return domain::Done{}; });
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().kind, ErrorKind::unavailable) << "another program writes";
}

TEST_F(Sqlite, TheFirstErrorStaysAndEveryLaterCallDoesNothing) {
    auto const database = open(Access::write);
    Query before(*database, "SELECT 7");
    EXPECT_FALSE(database->execute("nonsense"));
    auto const first = database->error().what;
    EXPECT_FALSE(before.next()) << "prepared before it, asked behind it";
    EXPECT_FALSE(database->execute("INSERT INTO a VALUES (1)"));
    EXPECT_EQ(database->integer("SELECT 7"), 0);
    EXPECT_EQ(database->text("SELECT 7"), "");
    bool ran = false;
    EXPECT_FALSE(database->transaction([&]() -> domain::Status { return ran = true, domain::Done{}; }).ok());
    EXPECT_FALSE(ran);
    EXPECT_EQ(database->error().what, first);
    database->forget();
    EXPECT_EQ(database->integer("SELECT count(*) FROM a"), 0);
}

TEST_F(Sqlite, AStatementThatIsNoneTakesValuesAndGivesNone) {
    auto const database = open(Access::write);
    Query none(*database, "SELECT y FROM nowhere WHERE y IN (?,?,?,?,?)");
    none.with(1, "text", Blob{"bytes"}, std::optional<std::int64_t>(), std::optional<Blob>());
    none.reset();
    EXPECT_FALSE(none.next());
    EXPECT_FALSE(none.run());
    EXPECT_THAT(database->error().what, HasSubstr("nowhere"));
}

TEST_F(Sqlite, BindsWhatIsThereAndNothingForWhatIsNot) {
    auto const database = open(Access::write);
    Query kinds(*database, "SELECT typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)");
    kinds.with(std::optional<std::int64_t>(7), std::optional<std::int64_t>(), std::optional(Blob{"b"}),
               std::optional<Blob>(), std::string_view());
    ASSERT_TRUE(kinds.next());
    std::vector<std::string> found;
    for (int column = 0; column < 5; ++column) found.push_back(kinds.text(column));
    EXPECT_THAT(found, testing::ElementsAre("integer", "null", "blob", "null", "text"))
        << "an empty text is no null";
    Query rows(*database, "INSERT INTO a VALUES (1), (2) RETURNING x");
    EXPECT_TRUE(rows.run()) << "rows nobody looks at";
    EXPECT_EQ(database->integer("SELECT count(*) FROM a"), 2);
}

TEST_F(Sqlite, CopiesOnlyWhatIsGoodIntoWhatIsGood) {
    auto const source = open(Access::read), target = open(Access::copy, "y.db");
    ASSERT_TRUE(target->copy_from(*source).ok());
    EXPECT_FALSE(open(Access::read, "y.db")->copy_from(*source).ok()) << "it reads only";
    EXPECT_FALSE(target->copy_from(*target).ok()) << "of itself";
    EXPECT_FALSE(target->copy_from(*source).ok()) << "after an error";
    target->forget();
    source->execute("nonsense");
    auto const copied = target->copy_from(*source);
    ASSERT_FALSE(copied.ok());
    EXPECT_THAT(copied.error().what, HasSubstr("nonsense"));
}

TEST_F(Sqlite, AReaderOfLongStandingKeepsTheLogFromBeingEmptied) {
    auto const writer = open(Access::write), reader = open(Access::read);
    reader->execute("BEGIN");
    EXPECT_EQ(reader->integer("SELECT count(*) FROM a"), 0);
    writer->execute("INSERT INTO a VALUES (1)");
    auto const emptied = writer->empty_log();
    ASSERT_FALSE(emptied.ok());
    EXPECT_EQ(emptied.error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(writer->ok()) << "and nothing is lost by it";
    reader->execute("COMMIT");
    EXPECT_TRUE(writer->empty_log().ok());
}

/// SQLite's VFS without locks has no shared memory, so no write-ahead log.
struct NoSharedMemory final : SystemDisk {
    [[nodiscard]] std::string vfs() const override { return "unix-none"; }
};

TEST_F(Sqlite, AFileSystemWithoutAWriteAheadLogIsToldOf) {
    NoSharedMemory disk;
    auto how = options();
    how.disk = &disk;
    auto const journal = open_journal(m_folder / "journal.db", how);
    ASSERT_FALSE(journal.ok());
    EXPECT_EQ(journal.error().kind, ErrorKind::unsupported);
    EXPECT_THAT(journal.error().todo, HasSubstr("local disk"));
}

}  // namespace
}  // namespace bozhong::journal
