// The journal of a station that retires, as one file: everything or nothing.

#include "station/journal/sealed_export.h"

#include <fstream>

#include "station/journal/files.h"
#include "sync/wire/sealed.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind;

class Sealing : public testing::Test {
  protected:
    void SetUp() override {
        auto const journal = open_good(m_path);
        append_good(*journal, weighing("1"));
        ASSERT_TRUE(journal->acknowledge(journal->head().incarnation, 2).ok());
        ASSERT_TRUE(journal->open_incarnation("fork", samples::stamp()).ok());
        append_good(*journal, weighing("2"));
        ASSERT_TRUE(journal->mark_clean_end().ok());
    }
    [[nodiscard]] ErrorKind refusal() const {
        auto const sealed = export_sealed(m_path, m_out);
        EXPECT_FALSE(sealed.ok());
        EXPECT_FALSE(std::filesystem::exists(m_out));
        EXPECT_FALSE(std::filesystem::exists(m_out + ".new"));
        return sealed.ok() ? ErrorKind::refused : sealed.error().kind;
    }
    Folder m_folder;
    std::string m_path = m_folder / "journal.db", m_out = m_folder / "T03.sealed";
};

TEST_F(Sealing, HasEveryEventSentOrNotAndTheDevicesSignature) {
    auto const sealed = export_sealed(m_path, m_out);
    ASSERT_TRUE(sealed.ok()) << sealed.error().text();
    std::vector<std::string> types;
    std::ifstream in(m_out, std::ios::binary);
    auto const read = wire::read_sealed(in, [&](wire::EventBatch const& batch) -> domain::Status {
        EXPECT_EQ(batch.station, "T03");
        for (auto const& event : batch.events) types.push_back(event.type);
        return domain::Done{};
    });
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_THAT(types, testing::ElementsAre("started", "weighed", "label_queued", "started", "weighed",
                                            "label_queued"));
    EXPECT_TRUE(wire::seal_good(*read, device_key(m_path)->public_key));
    EXPECT_EQ(export_sealed(m_path, m_out).error().kind, ErrorKind::conflict) << "never written over";
}

TEST_F(Sealing, IsTheDevicesAlone) {
    std::filesystem::remove(m_path + ".key");
    EXPECT_EQ(refusal(), ErrorKind::unavailable);
    SystemDisk disk;
    ASSERT_TRUE(disk.write_secret(m_path + ".key", "no key\n").ok());
    EXPECT_EQ(refusal(), ErrorKind::corrupt);
}

TEST_F(Sealing, WaitsForTheStationToEnd) {
    auto const running = open_good(m_path);
    EXPECT_EQ(refusal(), ErrorKind::conflict) << "what it wrote behind the seal would be lost";
}

TEST_F(Sealing, RefusesAJournalThatDoesNotVerify) {
    tamper(m_path, "UPDATE journal SET type='x' WHERE place=(1<<40)+2");
    EXPECT_EQ(refusal(), ErrorKind::corrupt);
    std::filesystem::remove(m_path);
    EXPECT_EQ(refusal(), ErrorKind::unavailable) << "there is a key, but no journal beside it";
}

TEST_F(Sealing, LeavesNothingWhereItCannotWrite) {
    m_out = m_folder / "no such folder/T03.sealed";
    EXPECT_EQ(refusal(), ErrorKind::io);
}

}  // namespace
}  // namespace bozhong::journal
