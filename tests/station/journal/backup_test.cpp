#include "station/journal/backup.h"

#include <sstream>

#include "station/journal/export.h"
#include "sync/wire/event_codec.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind;
using testing::HasSubstr;

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

TEST(Backup, CopiesBesideARunningStationAndComesBackInANewIncarnation) {
    Folder folder;
    auto const journal = open_good(folder / "journal.db");
    append_good(*journal, weighing("1"));
    auto const saved = backup(folder / "journal.db", folder / "saved.db");
    ASSERT_TRUE(saved.ok()) << saved.error().text();
    EXPECT_TRUE(saved->ok) << saved->why;
    EXPECT_EQ(saved->head, journal->head());
    EXPECT_FALSE(std::filesystem::exists(folder / "saved.db-wal"));
    EXPECT_FALSE(std::filesystem::exists(folder / "saved.db.key")) << "the key is no part of a backup";
    append_good(*journal, weighing("2"));
    auto const lost = journal->head();

    auto how = options();
    how.station.clear();
    auto const head = restore(folder / "saved.db", folder / "new.db", how);
    ASSERT_TRUE(head.ok()) << head.error().text();
    EXPECT_NE(head->incarnation, lost.incarnation);
    EXPECT_EQ(head->seq, 1U);
    auto const again = open_good(folder / "new.db");
    auto const fact = wire::decode("started", again->read({{}, 1})->payload);
    EXPECT_EQ(std::get<domain::Started>(*fact).reason, "restore");
    EXPECT_EQ(std::get<domain::Started>(*fact).previous_incarnation, lost.incarnation);
    EXPECT_EQ(std::get<domain::Started>(*fact).previous_seq, 3U);
    EXPECT_FALSE(again->load()->unclean);
    EXPECT_EQ(again->load()->records.size(), 1U);
    append_good(*again, weighing("3"));
    EXPECT_TRUE(verify(folder / "new.db")->ok) << "signatures of the old key stay good";
}

TEST(Backup, NeverOverwrites) {
    Folder folder;
    open_good(folder / "journal.db");
    EXPECT_EQ(backup(folder / "journal.db", folder / "journal.db").error().kind, ErrorKind::conflict);
    ASSERT_TRUE(backup(folder / "journal.db", folder / "saved.db")->ok);
    EXPECT_EQ(restore(folder / "saved.db", folder / "journal.db", options()).error().kind,
              ErrorKind::conflict);
    EXPECT_EQ(backup(folder / "nothing.db", folder / "x.db").error().kind, ErrorKind::unavailable);
    EXPECT_FALSE(std::filesystem::exists(folder / "x.db"));
}

TEST(Backup, RefusesWhatDoesNotVerify) {
    Folder folder;
    append_good(*open_good(folder / "journal.db"), weighing("1"));
    ASSERT_TRUE(backup(folder / "journal.db", folder / "saved.db")->ok);
    tamper(folder / "journal.db", "UPDATE journal SET type='x' WHERE (place & 255)=2");
    auto const bad = backup(folder / "journal.db", folder / "second.db");
    ASSERT_TRUE(bad.ok());
    EXPECT_FALSE(bad->ok);
    EXPECT_EQ(bad->seq, 2U);
    EXPECT_FALSE(std::filesystem::exists(folder / "second.db"));
    tamper(folder / "saved.db", "UPDATE journal SET type='x' WHERE (place & 255)=2");
    auto const refused = restore(folder / "saved.db", folder / "new.db", options());
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().text(), HasSubstr("sequence 2: this backup is not good"));
    EXPECT_FALSE(std::filesystem::exists(folder / "new.db"));
}

class Export : public testing::Test {
  protected:
    void SetUp() override { append_good(*open_good(m_path), samples::every_fact()); }
    std::string jsonl(Span const& span = {}) {
        std::ostringstream out;
        auto const done = export_events(m_path, span, ExportFormat::jsonl, out);
        EXPECT_TRUE(done.ok()) << done.error().text();
        return out.str();
    }
    Folder m_folder;
    std::string m_path = m_folder / "journal.db";
};

TEST_F(Export, GivesTheStoredBytesOfEveryEvent) {
    auto const lines = lines_of(jsonl());
    ASSERT_EQ(lines.size(), 26U);
    EXPECT_THAT(
        lines[5],
        HasSubstr(
            "\"seq\":6,\"at\":\"2025-11-21T02:20:54.123Z\",\"type\":\"weighed\",\"payload\":{\"v\":1,"));
    EXPECT_THAT(lines[5], HasSubstr("\"net_mg\":2025000"));
}

TEST_F(Export, TakesASpan) {
    EXPECT_EQ(lines_of(jsonl({"3", "5"})).size(), 3U);
    EXPECT_EQ(lines_of(jsonl({"2025-11-21", "2025-11-21"})).size(), 26U);
    EXPECT_EQ(lines_of(jsonl({"2025-11-21T02:21", ""})).size(), 0U);
    EXPECT_EQ(lines_of(jsonl({"", "2025-11-21T02:20"})).size(), 26U);
    std::ostringstream out;
    EXPECT_EQ(export_events(m_path, {"yesterday", ""}, ExportFormat::csv, out).error().kind,
              ErrorKind::bad_input);
}

TEST_F(Export, WritesCsv) {
    std::ostringstream out;
    ASSERT_TRUE(export_events(m_path, {"6", "6"}, ExportFormat::csv, out).ok());
    EXPECT_THAT(out.str(), HasSubstr("station,incarnation,seq,at,"));
    EXPECT_THAT(
        out.str(),
        HasSubstr(",weighed,p7,SO-1,3,A-017,10045,上海青,L-8,scale,2037000,2025000,,1,2.037,kg,4.05,斤,"));
    EXPECT_THAT(out.str(), HasSubstr(",\"{\"\"v\"\":1,"));
}

TEST_F(Export, SaysWhatIsOutOfForce) {
    append_good(*open_good(m_path), {domain::Voided{6, {"SO-1", "3"}, "undo", "p7", ""}});
    std::ostringstream out;
    ASSERT_TRUE(export_events(m_path, {"6", "7"}, ExportFormat::csv, out).ok());
    EXPECT_THAT(out.str(), HasSubstr("2037000,2025000,,0,2.037"));
    EXPECT_THAT(out.str(), HasSubstr(",,,4,1,,,")) << "the count is in force";
}

TEST_F(Export, ShowsTheLabelsOfATask) {
    auto const journal = open_good(m_path);
    auto const label = append_good(*journal, weighing("77")).seq;
    append_good(*journal, {domain::LabelMoved{label, domain::LabelState::printed, "gs_r", "p", ""}});
    std::ostringstream out;
    ASSERT_TRUE(show_events(m_path, {"SO-1", "77"}, out).ok());
    EXPECT_EQ(lines_of(out.str()).size(), 4U) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("label_state  printed  of " + std::to_string(label)));
}

TEST_F(Export, ShowsOneTaskToPeople) {
    std::ostringstream out;
    ASSERT_TRUE(show_events(m_path, {"SO-1", "3"}, out).ok());
    EXPECT_THAT(
        out.str(),
        HasSubstr("      6  2025-11-21T02:20:54.123Z  weighed  SO-1/3  A-017  上海青  4.05 斤 (net 2.025 kg, "
                  "gross 2.037 kg)  by p7\n"));
    EXPECT_THAT(out.str(), testing::Not(HasSubstr("storage_low")));
    std::ostringstream none;
    ASSERT_TRUE(show_events(m_path, {"SO-2", ""}, none).ok());
    EXPECT_EQ(none.str(), "");
}

TEST_F(Export, TakesTimesAsFarAsTheyAreSaid) {
    EXPECT_EQ(lines_of(jsonl({"2025-11-21T02:20:54.123Z", "2025-11-21T02:20:54.123Z"})).size(), 26U);
    EXPECT_EQ(lines_of(jsonl({"", "2025-11-20"})).size(), 0U);
    for (auto const* wrong : {"1:2", "2025-11-21T02:20:54.123456Z", "1234567890123456789"}) {
        std::ostringstream out;
        EXPECT_EQ(export_events(m_path, {wrong, ""}, ExportFormat::jsonl, out).error().kind,
                  ErrorKind::bad_input)
            << wrong;
    }
}

TEST_F(Export, EscapesWhatJsonWants) {
    auto how = options();
    how.station = "T\"0\\3\t";
    open_good(m_folder / "other.db", how);
    std::ostringstream out;
    ASSERT_TRUE(export_events(m_folder / "other.db", {}, ExportFormat::jsonl, out).ok());
    EXPECT_THAT(out.str(), HasSubstr("{\"station\":\"T\\\"0\\\\3 \","));
}

TEST_F(Export, NamesWhoAndWhatIsInForceOnlyWhereThatIsKnown) {
    std::ostringstream out;
    ASSERT_TRUE(export_events(m_path, {}, ExportFormat::csv, out).ok());
    auto const lines = lines_of(out.str());
    ASSERT_EQ(lines.size(), 27U);
    EXPECT_THAT(lines[1], HasSubstr(",1,started,p7,")) << "of the stamp";
    EXPECT_THAT(lines[1], HasSubstr(",,,,,,,,,,,,")) << "neither in force nor out of it";
}

TEST_F(Export, ShowsAllOrAnOrderWithDoubtfulTimesMarked) {
    {
        auto const journal = open_good(m_path);
        auto typed = samples::weighed("SO-2", "1");
        typed.entry = domain::Entry::manual;
        std::vector<domain::Fact> const facts{typed, domain::ShortUndone{{"SO-2", "1"}, 0, ""}};
        ASSERT_TRUE(journal->append(facts, {{1'763'691'654'123}, false, "", 0}).ok());
    }
    std::ostringstream all, order, csv;
    ASSERT_TRUE(export_events(m_path, {"28", "28"}, ExportFormat::csv, csv).ok());
    EXPECT_THAT(csv.str(), HasSubstr("Z,0,weighed,"));
    ASSERT_TRUE(show_events(m_path, {}, all).ok());
    EXPECT_EQ(lines_of(all.str()).size(), 26U + 3U + 1U) << "and the incarnation's own line";
    ASSERT_TRUE(show_events(m_path, {"SO-2", ""}, order).ok());
    auto const lines = lines_of(order.str());
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_THAT(lines[1], HasSubstr("Z? weighed")) << "the clock was not known to be good";
    EXPECT_THAT(lines[1], HasSubstr(" by hand  by p7"));
    EXPECT_THAT(lines[2], testing::EndsWith("short_undone  SO-2/1")) << "of nothing, by nobody";
}

TEST_F(Export, GivesWhatCannotBeReadWithoutATime) {
    tamper(m_path, "UPDATE journal SET packed=NULL, payload='{}' WHERE place=(1<<40)+6");
    auto const lines = lines_of(jsonl({"6", "6"}));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0],
                HasSubstr("\"at\":\"1970-01-01T00:00:00.000Z\",\"type\":\"weighed\",\"payload\":{}"));
}

TEST_F(Export, SaysWhenTheJournalIsNotThereOrRotten) {
    std::ostringstream out;
    EXPECT_EQ(export_events(m_folder / "none", {}, ExportFormat::csv, out).error().kind,
              ErrorKind::unavailable);
    EXPECT_EQ(show_events(m_folder / "none", {}, out).error().kind, ErrorKind::unavailable);
    rot_table(m_path, "journal");
    EXPECT_EQ(export_events(m_path, {}, ExportFormat::jsonl, out).error().kind, ErrorKind::corrupt);
    auto const verdict = verify(m_path);
    EXPECT_TRUE(!verdict || !verdict->ok);
}

TEST_F(Export, SaysWhenTheOutputFails) {
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    EXPECT_EQ(export_events(m_path, {}, ExportFormat::jsonl, out).error().kind, ErrorKind::io);
}

}  // namespace
}  // namespace bozhong::journal
