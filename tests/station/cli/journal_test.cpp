// The journal's commands as scripts use them: status, lines, and what they leave behind.

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <cstdio>

#include "tests/station/journal/fixture.h"

namespace bozhong::cli {
namespace {

using testing::HasSubstr;

struct Ran {
    int status = -1;
    std::string out;
};

/// Standard output and error together, as a person sees them.
Ran run(std::string const& arguments) {
    std::FILE* pipe =
        ::popen((std::string(BOZHONG_BIN_DIR) + "/bozhong " + arguments + " 2>&1").c_str(), "r");
    Ran out;
    char buffer[4096];
    for (std::size_t size; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        out.out.append(buffer, size);
    int const status = ::pclose(pipe);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

class JournalCommands : public testing::Test {
  protected:
    void SetUp() override {
        auto const open = journal::open_good(m_path);
        m_head = journal::append_good(*open, journal::weighing("1"));
        ASSERT_TRUE(open->mark_clean_end().ok());
    }
    journal::Folder m_folder;
    std::string m_path = m_folder / "journal.db";
    domain::Head m_head;
};

TEST_F(JournalCommands, VerifyAGoodOne) {
    auto const ran =
        run("journal verify " + m_path + " --hub-mark " + m_head.incarnation + ":3:" + m_head.hash);
    EXPECT_EQ(ran.status, 0) << ran.out;
    auto const said = boost::json::parse(ran.out).as_object();
    EXPECT_TRUE(said.at("ok").as_bool());
    EXPECT_EQ(said.at("events").as_int64(), 3);
    EXPECT_EQ(said.at("head").as_string(), boost::json::string_view(m_head.hash));
}

TEST_F(JournalCommands, VerifyABadOne) {
    journal::tamper(m_path, "UPDATE journal SET type='x' WHERE (place & 255)=2");
    auto const ran = run("journal verify " + m_path);
    EXPECT_EQ(ran.status, 1) << ran.out;
    auto const said = boost::json::parse(ran.out).as_object();
    EXPECT_FALSE(said.at("ok").as_bool());
    EXPECT_EQ(said.at("seq").as_int64(), 2);
    EXPECT_EQ(run("backup " + m_path + " -o " + (m_folder / "b.db")).status, 1);
}

TEST_F(JournalCommands, SayWhatIsWrong) {
    EXPECT_EQ(run("journal verify").status, 2);
    EXPECT_EQ(run("journal verify " + m_path + " --hub-mark 12").status, 2);
    EXPECT_EQ(run("journal export " + m_path + " --format xml").status, 2);
    EXPECT_EQ(run("journal export " + m_path + " --from yesterday").status, 2);
    auto const ran = run("journal verify " + (m_folder / "nothing.db"));
    EXPECT_EQ(ran.status, 3);
    EXPECT_THAT(ran.out, HasSubstr("there is no such file; name the journal's file"));
    EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 1);
}

TEST_F(JournalCommands, ExportEveryLineAsJson) {
    auto const ran = run("journal export " + m_path);
    EXPECT_EQ(ran.status, 0);
    std::istringstream in(ran.out);
    int lines = 0;
    for (std::string line; std::getline(in, line); ++lines)
        EXPECT_EQ(boost::json::parse(line).at("seq").as_int64(), lines + 1);
    EXPECT_EQ(lines, 3);
    EXPECT_EQ(run("journal export " + m_path + " -o /dev/full").status, 3);
}

TEST_F(JournalCommands, CountHowTheLabelsOfEachPrinterEnded) {
    {
        using domain::LabelState;
        auto const open = journal::open_good(m_path);
        domain::LabelMoved moved{m_head.seq, LabelState::sent, "queue", "P1", "", m_head.incarnation};
        journal::append_good(*open, {moved});
        moved.state = LabelState::printed;
        journal::append_good(*open, {moved});
        journal::append_good(*open, journal::weighing("2"));
    }
    auto const ran = run("printer totals " + m_path);
    EXPECT_EQ(ran.status, 0) << ran.out;
    EXPECT_EQ(ran.out,
              "{\"printer\":\"\",\"queued\":1,\"sending\":0,\"sent\":0,\"printed\":0,\"unknown\":0,\"failed\":0,"
              "\"void\":0}\n"
              "{\"printer\":\"P1\",\"queued\":0,\"sending\":0,\"sent\":0,\"printed\":1,\"unknown\":0,\"failed\":0,"
              "\"void\":0}\n");
    EXPECT_EQ(run("printer totals " + m_path + ".no").status, 3);
}

TEST_F(JournalCommands, ShowATask) {
    auto const ran = run("journal show " + m_path + " --task SO-1/1");
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("上海青  4.05 斤"));
}

TEST_F(JournalCommands, BackUpAndRestore) {
    std::string const saved = m_folder / "saved.db", fresh = m_folder / "fresh.db";
    EXPECT_EQ(run("backup " + m_path + " -o " + saved).status, 0);
    auto const ran = run("restore " + saved + " -o " + fresh);
    EXPECT_EQ(ran.status, 0) << ran.out;
    EXPECT_NE(boost::json::parse(ran.out).at("incarnation").as_string(),
              boost::json::string_view(m_head.incarnation));
    EXPECT_EQ(run("journal verify " + fresh).status, 0);
    EXPECT_EQ(run("journal rebuild " + fresh).status, 0);
    EXPECT_EQ(run("restore " + saved + " -o " + fresh).status, 2) << "a journal is never overwritten";
}

}  // namespace
}  // namespace bozhong::cli
