// `bozhong label` as scripts use it: the real program, its output and its exit status.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using testing::HasSubstr;

std::string const records = BOZHONG_SOURCE_DIR "/tests/drivers/label/records/";

struct Outcome {
    int status = -1;
    std::string out;
};

Outcome run(std::string const& arguments) {
    std::FILE* pipe = popen((BOZHONG_BIN_DIR "/bozhong " + arguments + " 2>&1").c_str(), "r");
    Outcome outcome;
    std::array<char, 4096> buffer{};
    while (std::size_t const got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.out.append(buffer.data(), got);
    int const status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

std::string temporary(std::string const& name) {
    return testing::TempDir() + "bozhong-label-cli-" + name;
}

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(LabelCommands, FieldsAreOneJsonObjectALine) {
    auto const [status, out] = run("label fields");
    EXPECT_EQ(status, 0);
    std::istringstream lines(out);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        auto const object = boost::json::parse(line).as_object();
        EXPECT_TRUE(object.contains("field") && object.contains("example")) << line;
    }
    EXPECT_GE(count, 20);
}

TEST(LabelCommands, CheckSaysWhatIsWrongWithATemplate) {
    auto const good = run("label check 40x30 60x40 80x50 tote-60x40");
    EXPECT_EQ(good.status, 0) << good.out;
    EXPECT_THAT(good.out, HasSubstr("\"template\":\"item-40x30\""));
    std::string const file = temporary("bad.toml");
    std::ofstream(file)
        << "name = \"t\"\nwidth_mm = 60\nheight_mm = 40\nunit = \"mm\"\n[[element]]\nid = \"a\"\nkind = "
           "\"text\"\ntext = \"{product}太长\"\nbox = [0, 0, 5, 3]\ncut = \"never\"\n";
    auto const narrow = run("label check 60x40 --printer escpos_58_label");
    EXPECT_EQ(narrow.status, 2);
    EXPECT_THAT(narrow.out, HasSubstr("480 dots wide, the head of escpos_58_label has 384"));
    EXPECT_EQ(run("label check 60x40 --printer escpos_80_label").status, 0);
    auto const bad = run("label check " + file);
    EXPECT_EQ(bad.status, 2);
    EXPECT_THAT(bad.out, HasSubstr("bad.toml:5"));
    EXPECT_THAT(bad.out, HasSubstr("element \"a\": no room"));
}

TEST(LabelCommands, PreviewWritesThePictureThatTheGoldenTestLookedAt) {
    std::string const out = temporary("preview.pbm");
    auto const [status, text] =
        run("label preview --template item-60x40 --record " + records + "amaranth.json -o " + out);
    EXPECT_EQ(status, 0) << text;
    EXPECT_THAT(text, HasSubstr("\"element\":\"actual\",\"text\":\"4.05斤\""));
    EXPECT_EQ(read_file(out), read_file(BOZHONG_SOURCE_DIR "/tests/drivers/label/golden/amaranth.pbm"));
    EXPECT_EQ(
        run("label preview --record " + records + "amaranth.json -o " + temporary("preview.png")).status, 0);
    EXPECT_TRUE(read_file(temporary("preview.png")).starts_with("\x89PNG\r\n\x1a\n"));
}

TEST(LabelCommands, RenderedBytesPrintBothCodes) {
    std::string const bytes = temporary("label.bin"), png = temporary("decoded.png");
    auto const rendered =
        run("label render --template " BOZHONG_SOURCE_DIR "/config/labels/item-60x40.toml --record " +
            records + "amaranth.json --printer escpos_80_label -o " + bytes);
    ASSERT_EQ(rendered.status, 0) << rendered.out;
    ASSERT_EQ(run("printer decode --png " + png + " < " + bytes).status, 0);
    std::FILE* pipe = popen(("zbarimg --quiet --raw '" + png + "' 2>/dev/null").c_str(), "r");
    std::string scanned(4096, '\0');
    scanned.resize(std::fread(scanned.data(), 1, scanned.size(), pipe));
    pclose(pipe);
    EXPECT_THAT(scanned, HasSubstr("030700000042\n"));
    EXPECT_THAT(scanned, HasSubstr("BZ1.5E1F0C22.T03.9F2C51D07A3BE846.42.2025000."));
}

TEST(LabelCommands, WhatIsWrongIsSaidInOneLineWithItsStatus) {
    std::string const record = "--record " + records + "amaranth.json ";
    std::string const to = " -o " + temporary("x.png");
    struct Case {
        std::string arguments;
        int status;
        std::string says;
    };
    std::string const bad = temporary("bad.json");
    std::ofstream(bad) << R"({"prodct":"x"})";
    std::string const huge = temporary("huge.json");
    std::ofstream(huge) << R"({"qr":")" << std::string(900, 'x') << R"("})";
    for (Case const& c : {Case{"preview --record /nowhere.json" + to, 3, "/nowhere.json"},
                          Case{"preview --record " + bad + to, 2, "prodct"},
                          Case{"preview --record " + huge + to, 2, "element qr"},
                          Case{"preview " + record + "--template nope" + to, 3, "nope.toml"},
                          Case{"preview " + record + "--font-bold /nofont" + to, 3, "/nofont"},
                          Case{"preview " + record + "-o /nowhere/x.png", 3, "/nowhere/x.png"},
                          Case{"render " + record + "--printer nope" + to, 2, "nope"},
                          Case{"render " + record + "--printer escpos_58_label" + to, 2, "384"}}) {
        auto const [status, out] = run("label " + c.arguments);
        EXPECT_EQ(status, c.status) << c.arguments << "\n" << out;
        EXPECT_THAT(out, HasSubstr(c.says));
        EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1) << out;
    }
    EXPECT_EQ(run("label preview").status, 2);
}

}  // namespace
