#include "config/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace {

using namespace bozhong;
using testing::HasSubstr;

class CredentialsFile : public testing::Test {
  protected:
    void SetUp() override {
        m_folder =
            std::filesystem::temp_directory_path() / ("bozhong_credentials_" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
        path = (m_folder / "credentials.toml").string();
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }
    std::string path;
    std::filesystem::path m_folder;
};

config::Credentials const sample{
    "http://127.0.0.1:7400", "main", "T03", "三号\"台\\", "s3cret", 5, 3, 300, 100, "k3"};

TEST_F(CredentialsFile, AreReadBackAsWrittenAndAreTheOwnersAlone) {
    ASSERT_TRUE(config::save_credentials(path, sample).ok());
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    auto const back = config::load_credentials(path);
    ASSERT_TRUE(back.ok()) << back.error().text();
    EXPECT_EQ(back->hub_url, sample.hub_url);
    EXPECT_EQ(back->station, "T03");
    EXPECT_EQ(back->name, sample.name);
    EXPECT_EQ(back->secret, "s3cret");
    EXPECT_EQ(back->feed_cursor, 5);
    EXPECT_EQ(back->station_number, 3);
    EXPECT_EQ(back->short_first, 300);
    EXPECT_EQ(back->short_count, 100);
    EXPECT_EQ(back->key_id, "k3");
    ASSERT_TRUE(config::save_credentials(path, sample).ok()) << "written again over itself";
    EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_F(CredentialsFile, ThatOthersMayReadAreRefused) {
    ASSERT_TRUE(config::save_credentials(path, sample).ok());
    ::chmod(path.c_str(), 0644);
    auto const read = config::load_credentials(path);
    ASSERT_FALSE(read.ok());
    EXPECT_THAT(read.error().text(), HasSubstr("chmod 600"));
}

TEST_F(CredentialsFile, NotThereOrWrongSaysWhatToDoAndNeverTheSecret) {
    auto const none = config::load_credentials(path);
    ASSERT_FALSE(none.ok());
    EXPECT_THAT(none.error().text(), HasSubstr("bozhong enroll"));
    EXPECT_FALSE(config::save_credentials("/no/such/folder/credentials.toml", sample).ok());
    std::ofstream(path)
        << "hub_url = \"http://127.0.0.1:1\"\nwarehouse = \"main\"\nstation = \"T\"\nsecrett = \"hush\"\n";
    ::chmod(path.c_str(), 0600);
    auto const wrong = config::load_credentials(path);
    ASSERT_FALSE(wrong.ok());
    EXPECT_THAT(wrong.error().text(), testing::Not(HasSubstr("hush")));
}

}  // namespace
