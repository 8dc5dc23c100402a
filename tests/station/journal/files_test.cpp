// What stands beside the database, on the disk of this computer.

#include "station/journal/files.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>

#include "tests/station/journal/fixture.h"

namespace bozhong::journal {
namespace {

using domain::ErrorKind;

class Files : public testing::Test {
  protected:
    void write(std::string const& name, std::string const& text, unsigned mode = 0600) const {
        std::ofstream(m_folder / name) << text;
        ::chmod((m_folder / name).c_str(), mode);
    }
    Folder m_folder;
    SystemDisk m_disk;
};

TEST_F(Files, ASecretIsItsOwnersAlone) {
    ASSERT_TRUE(m_disk.write_secret(m_folder / "s", "first").ok());
    ASSERT_TRUE(m_disk.write_secret(m_folder / "s", "second").ok());
    EXPECT_EQ(**m_disk.read_secret(m_folder / "s"), "second");
    struct stat about {};
    ASSERT_EQ(::stat((m_folder / "s").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    write("open", "x", 0640);
    EXPECT_EQ(m_disk.read_secret(m_folder / "open").error().kind, ErrorKind::no_right);
    EXPECT_FALSE(m_disk.read_secret(m_folder / "none")->has_value()) << "none is no error";
}

TEST_F(Files, SayWhatTheSystemRefused) {
    std::filesystem::create_directory(m_folder / "folder");
    ::chmod((m_folder / "folder").c_str(), 0700);
    EXPECT_EQ(m_disk.read_secret(m_folder / "folder").error().kind, ErrorKind::unavailable)
        << "no file to read";
    write("file", "x");
    EXPECT_EQ(m_disk.read_secret(m_folder / "file/s").error().kind, ErrorKind::unavailable);
    EXPECT_EQ(m_disk.write_secret(m_folder / "no folder/s", "x").error().kind, ErrorKind::unavailable);
    EXPECT_EQ(m_disk.lock(m_folder / "no folder/journal.db").error().kind, ErrorKind::unavailable);
    EXPECT_EQ(m_disk.move_durably(m_folder / "none", m_folder / "to").error().kind, ErrorKind::unavailable);
    EXPECT_EQ(m_disk.free_bytes(m_folder / "no folder/journal.db"), 0) << "nobody can tell";
    EXPECT_EQ(device_key(m_folder / "no folder/journal.db", m_disk).error().kind, ErrorKind::unavailable);
}

TEST_F(Files, AMoveThatCannotBeSyncedIsNoMove) {
    for (auto const* target : {"/dev/null", "nowhere"}) {
        std::filesystem::create_symlink(target, m_folder / "from");
        auto const moved = m_disk.move_durably(m_folder / "from", m_folder / "to");
        ASSERT_FALSE(moved.ok()) << target;
        EXPECT_THAT(moved.error().what, testing::HasSubstr("syncing failed"));
    }
}

TEST_F(Files, ASecretWrittenInPartIsNone) {
    ASSERT_TRUE(m_disk.write_secret(m_folder / "s", "first").ok());
    rlimit whole{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &whole), 0);
    auto* const before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit const few{4, whole.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &few);
    auto const written = m_disk.write_secret(m_folder / "s", "second");
    ::setrlimit(RLIMIT_FSIZE, &whole);
    std::signal(SIGXFSZ, before);
    EXPECT_FALSE(written.ok());
    EXPECT_EQ(**m_disk.read_secret(m_folder / "s"), "first");
}

TEST_F(Files, ALockNamesItsHolderWhenItCan) {
    auto const held = m_disk.lock(m_folder / "journal.db");
    ASSERT_TRUE(held.ok());
    auto const second = m_disk.lock(m_folder / "journal.db");
    EXPECT_EQ(second.error().kind, ErrorKind::conflict);
    EXPECT_THAT(second.error().what, testing::HasSubstr("(process " + std::to_string(::getpid()) + ")"));
    std::ofstream(m_folder / "journal.db.lock", std::ios::trunc).flush();
    EXPECT_THAT(m_disk.lock(m_folder / "journal.db").error().what, testing::EndsWith("this journal open"));
}

/// A name without a folder is of the folder one is in.
TEST_F(Files, AreFoundBesideTheProgramToo) {
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(m_folder / ".");
    EXPECT_TRUE(m_disk.write_secret("s", "x").ok());
    EXPECT_GT(m_disk.free_bytes("journal.db"), 0);
    EXPECT_TRUE(m_disk.lock("journal.db").ok());
    std::filesystem::current_path(before);
}

}  // namespace
}  // namespace bozhong::journal
