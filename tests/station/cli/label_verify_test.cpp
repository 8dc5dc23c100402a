// `bozhong label verify`: good labels of a real journal, and every way in which a label can be wrong.

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>

#include "station/journal/files.h"
#include "sync/wire/label_maker.h"
#include "tests/station/journal/fixture.h"

namespace bozhong::cli {
namespace {

using testing::HasSubstr;

class LabelVerify : public testing::Test {
  protected:
    void SetUp() override {
        auto const open = journal::open_good(m_path);
        m_head = journal::append_good(*open, journal::weighing("1"));
        ASSERT_TRUE(open->mark_clean_end().ok());
        auto const key = journal::device_key(m_path);
        ASSERT_TRUE(key.ok());
        m_key_id = wire::label_key_id(key->public_key);
        m_sign = wire::label_signer(key->secret_key);
    }

    wire::LabelClaim claim() {
        auto const event = weighed_event();
        auto const& body = event.at("payload").as_object();
        return {m_key_id,
                {"T03", std::string(event.at("incarnation").as_string()),
                 static_cast<domain::Seq>(event.at("seq").as_int64())},
                body.at("net_mg").as_int64(),
                std::nullopt,
                std::string(event.at("hash").as_string()).substr(0, 8)};
    }

    boost::json::object weighed_event() {
        auto const lines = run("journal export " + m_path, "").second;
        std::istringstream in(lines);
        for (std::string line; std::getline(in, line);) {
            auto const event = boost::json::parse(line).as_object();
            if (event.at("type") == "weighed") return event;
        }
        ADD_FAILURE() << "no weighing in " << lines;
        return {};
    }

    std::pair<int, std::string> run(std::string const& arguments, std::string const& input) {
        std::string const given = m_folder / "labels.txt";
        std::ofstream(given) << input;
        std::FILE* pipe =
            ::popen((BOZHONG_BIN_DIR "/bozhong " + arguments + " 2>&1 < " + given).c_str(), "r");
        std::string out;
        char buffer[4096];
        for (std::size_t size; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
            out.append(buffer, size);
        int const status = ::pclose(pipe);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, out};
    }

    std::pair<int, std::string> verify(wire::LabelClaim const& said) {
        auto const text = wire::label_payload(said, m_sign);
        return text.ok() ? run("label verify --journal " + m_path, *text + "\n")
                         : std::pair(-1, text.error().text());
    }

    journal::Folder m_folder;
    std::string m_path = m_folder / "journal.db", m_key_id;
    wire::SignBytes m_sign;
    domain::Head m_head;
};

TEST_F(LabelVerify, AGoodLabelProvesItsRecord) {
    auto const [status, out] = verify(claim());
    EXPECT_EQ(status, 0) << out;
    auto const said = boost::json::parse(out).as_object();
    EXPECT_TRUE(said.at("ok").as_bool());
    EXPECT_EQ(said.at("net_mg").as_int64(), *claim().net_mg);
}

TEST_F(LabelVerify, AnotherAmountIsFound) {
    auto said = claim();
    *said.net_mg += 5000;
    auto const [status, out] = verify(said);
    EXPECT_EQ(status, 1);
    EXPECT_THAT(out, HasSubstr("the journal"));
}

TEST_F(LabelVerify, AnEventThatIsNotThereIsFound) {
    auto said = claim();
    said.event.seq += 100;
    EXPECT_THAT(verify(said).second, HasSubstr("no such weighing"));
}

TEST_F(LabelVerify, AnotherHashIsFound) {
    auto said = claim();
    said.short_hash = said.short_hash == "00000000" ? "11111111" : "00000000";
    EXPECT_THAT(verify(said).second, HasSubstr("hash"));
}

TEST_F(LabelVerify, AForeignSignatureIsFound) {
    m_sign = [](std::string_view) { return std::string(64, 'x'); };
    auto const [status, out] = verify(claim());
    EXPECT_EQ(status, 1);
    EXPECT_THAT(out, HasSubstr("signature"));
}

TEST_F(LabelVerify, AnotherCodeAndNoJournalAreSaid) {
    EXPECT_EQ(run("label verify --journal " + m_path, "6901234567892\n").first, 1);
    EXPECT_EQ(run("label verify --journal " + (m_folder / "nothing.db"), "").first, 3);
    EXPECT_EQ(run("label verify", "").first, 2);
}

}  // namespace
}  // namespace bozhong::cli
