// The scale commands as a technician types them: the real program, its exit status, stdout and stderr.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Run {
    int status;
    std::string out;
    [[nodiscard]] std::vector<json::object> lines() const {
        std::vector<json::object> all;
        std::istringstream in(out);
        for (std::string line; std::getline(in, line);) all.push_back(json::parse(line).as_object());
        return all;
    }
};

/// A shell line in which $B is the program; stderr is dropped unless the line says otherwise.
Run shell(std::string const& line) {
    std::string const whole = "B=" BOZHONG_BIN_DIR "/bozhong; exec 2>/dev/null; " + line;
    FILE* const pipe = ::popen(whole.c_str(), "r");
    Run out{-1, {}};
    if (pipe == nullptr) return out;
    char buffer[4096];
    for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        out.out.append(buffer, count);
    int const status = ::pclose(pipe);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

fs::path temporary(std::string const& name) {
    return fs::temp_directory_path() / ("bozhong-cli-" + std::to_string(::getpid()) + "-" + name);
}

TEST(ScaleCommands, ProtocolsAreListedWithTheirNature) {
    auto const run = shell("$B scale protocols");
    ASSERT_EQ(run.status, 0);
    std::vector<std::string> ids;
    for (json::object const& line : run.lines()) {
        ids.emplace_back(line.at("id").as_string());
        EXPECT_TRUE(line.at("kind") == "stream" || line.at("kind") == "poll");
        EXPECT_NE(std::string(line.at("line").as_string()).find(','), std::string::npos);
        EXPECT_TRUE(line.at("units").is_array());
        EXPECT_TRUE(line.at("commands").is_array());
    }
    for (std::string const id : {"mt_sics", "stgs", "toledo_cont", "yaohua_tf0", "gram_pc0", "gng_14"})
        EXPECT_EQ(std::count(ids.begin(), ids.end(), id), 1) << id;
}

TEST(ScaleCommands, DecodeSaysWhatTheFrameSays) {
    auto const run = shell(
        "echo 02 2D 33 20 20 20 20 20 35 30 20 20 20 31 35 30 0D 16 | $B scale decode --hex --protocol "
        "toledo_cont");
    ASSERT_EQ(run.status, 0);
    ASSERT_EQ(run.lines().size(), 1u);
    EXPECT_EQ(run.out,
              R"({"kind":"reading","value":"-0.050","unit":"kg","mass_mg":-50000,"stable":true,"net":true,)"
              R"("range":"ok","zero":null,"tare":"0.150","bytes":18})"
              "\n");
    auto const over = shell("printf 'OL,GS,+            \\r\\n' | $B scale decode --protocol stgs");
    EXPECT_EQ(over.lines().at(0).at("range"), "over");
    EXPECT_TRUE(over.lines().at(0).at("value").is_null());
    EXPECT_TRUE(over.lines().at(0).at("mass_mg").is_null());
    auto const reply = shell("printf 'Z I\\r\\nES\\r\\n' | $B scale decode --protocol mt_sics");
    EXPECT_EQ(
        reply.out,
        "{\"kind\":\"reply\",\"to\":\"zero\",\"ok\":false,\"reason\":\"not possible now\",\"bytes\":5}\n"
        "{\"kind\":\"fault\",\"fault\":\"syntax error\",\"bytes\":4}\n");
}

TEST(ScaleCommands, DecodeKnowsTheUnitOnlyWhenTold) {
    std::string const frame = "printf '\\002+00125031E\\003' | $B scale decode --protocol yaohua_tf0";
    EXPECT_TRUE(shell(frame).lines().at(0).at("unit").is_null());
    EXPECT_TRUE(shell(frame).lines().at(0).at("mass_mg").is_null());
    EXPECT_EQ(shell(frame + " --unit jin").lines().at(0).at("mass_mg"), 625000);
    EXPECT_EQ(shell(frame + " --unit furlong").status, 2);
}

TEST(ScaleCommands, DecodeCountsWhatWasNoFrame) {
    auto const run = shell(
        "printf 'xx\\002+00125031F\\003\\002+00125031E\\003' | $B scale decode --protocol yaohua_tf0 2>&1 "
        ">/dev/null");
    EXPECT_EQ(run.status, 0);
    EXPECT_EQ(run.out, "{\"skipped\":14,\"frames\":1,\"checksum_errors\":1}\n");
}

TEST(ScaleCommands, DecodeGivesTheSameInAnyPieces) {
    std::string const bytes =
        "for i in 1 2 3; do printf 'ST,GS,+000.876kg\\r\\nnoise\\002US,NT,-001.568lb\\r\\n'; done | $B scale "
        "decode --protocol stgs";
    auto const whole = shell(bytes);
    ASSERT_EQ(whole.lines().size(), 6u);
    for (std::string const chunk : {"1", "7", "random:1", "random:42"})
        EXPECT_EQ(shell(bytes + " --chunk " + chunk).out, whole.out) << chunk;
    EXPECT_EQ(shell(bytes + " --chunk 0").status, 2);
    EXPECT_EQ(shell(bytes + " --chunk many").status, 2);
}

TEST(ScaleCommands, EncodeSaysHexOrThatItCannot) {
    EXPECT_EQ(shell("$B scale encode --protocol toledo_cont zero").out, "5A 0D 0A\n");
    EXPECT_EQ(shell("$B scale encode --protocol mt_sics preset_tare '0.120'").out,
              "54 41 20 30 2E 31 32 30 20 6B 67 0D 0A\n");
    EXPECT_EQ(shell("$B scale encode --protocol yaohua_tf0 zero").status, 1);
    EXPECT_EQ(shell("$B scale encode --protocol mt_sics fly").status, 2);
}

TEST(ScaleCommands, WrongUseIsTwoAndOneLine) {
    for (std::string const command :
         {"decode --protocol morse </dev/null", "decode </dev/null", "encode --protocol morse zero",
          "monitor tcp:nowhere --protocol stgs", "monitor modbus-tcp:127.0.0.1:1/1", "fly",
          "monitor tcp:127.0.0.1:1 --protocol stgs --seconds -3", "monitor tcp:127.0.0.1:1 --count -1",
          "replay tests/captures/stgs-sim.cap --unit furlong"})
        EXPECT_EQ(shell("$B scale " + command).status, 2) << command;
    EXPECT_EQ(shell("echo 0g | $B scale decode --hex --protocol stgs").status, 2);
    auto const error = shell("$B scale decode --protocol morse 2>&1 </dev/null").out;
    EXPECT_EQ(error,
              "bozhong: protocol: unknown scale protocol 'morse'; `bozhong scale protocols` lists them; a "
              "file's name "
              "ends with .toml\n");
    EXPECT_EQ(shell("$B scale replay /nowhere/x.cap").status, 3);
    EXPECT_EQ(shell("$B scale replay /").status, 3);
}

TEST(ScaleCommands, WhatCannotBeReadOrWrittenIsThree) {
    EXPECT_EQ(shell("$B scale decode --protocol stgs </").status, 3);
    EXPECT_EQ(shell("$B scale decode --hex --protocol stgs <&-").status, 3);
    EXPECT_EQ(shell("printf 'ST,GS,+000.876kg\\r\\n' | $B scale decode --protocol stgs >/dev/full").status,
              3);
    EXPECT_EQ(shell("$B scale protocols 2>&1 >/dev/full").out,
              "bozhong: stdout: cannot be written; check the disk behind it\n");
    auto const refused = shell("$B scale monitor tcp:127.0.0.1:1 --protocol stgs --seconds 1 2>&1");
    EXPECT_EQ(refused.status, 3);
    EXPECT_NE(refused.out.find("Connection refused"), std::string::npos) << refused.out;
    EXPECT_EQ(shell("$B scale monitor tcp:127.0.0.1:1").status, 3);
}

TEST(ScaleCommands, RecordLeavesNoFileOfAnEndpointThatIsNone) {
    auto const file = temporary("none.cap");
    EXPECT_EQ(shell("$B scale record com3 -o " + file.string()).status, 2);
    EXPECT_FALSE(fs::exists(file));
    EXPECT_EQ(shell("$B scale record tcp:127.0.0.1:1 --seconds 1 -o " + file.string()).status, 3);
    fs::remove(file);
}

TEST(ScaleCommands, MonitorListensFirstWhenNobodyNamesTheProtocol) {
    auto const place = temporary("unnamed").string();
    auto const run =
        shell("$B sim scale --protocol stgs --rate 60 --listen pty:" + place +
              " >/dev/null & P=$!; while [ ! -e " + place + " ]; do :; done; $B scale monitor pty:" + place +
              " --count 2 --seconds 20; R=$?; kill $P; wait $P; exit $R");
    EXPECT_EQ(run.status, 0);
    auto const lines = run.lines();
    ASSERT_EQ(lines.size(), 4u) << run.out;
    EXPECT_EQ(lines[0].at("kind"), "detected");
    EXPECT_EQ(lines[0].at("protocol"), "stgs");
    EXPECT_EQ(lines[3].at("value"), "0.000");
}

TEST(CommandLine, UnknownCommandsAreNamed) {
    EXPECT_EQ(shell("$B wiegh 2>&1").out, "bozhong: no such command: wiegh; see `bozhong --help`\n");
    EXPECT_EQ(shell("$B scale mointor 2>&1").out,
              "bozhong: no such command: mointor; see `bozhong --help`\n");
    EXPECT_EQ(shell("$B wiegh").status, 2);
}

TEST(ScaleCommands, CapturesReplayAsBlessed) {
    int captures = 0;
    for (auto const& entry : fs::directory_iterator(BOZHONG_SOURCE_DIR "/tests/captures")) {
        if (entry.path().extension() != ".cap") continue;
        EXPECT_EQ(shell("$B scale replay " + entry.path().string()).status, 0) << entry.path();
        ++captures;
    }
    EXPECT_GE(captures, 5);
}

TEST(ScaleCommands, ReplayNoticesADifferenceUntilBlessed) {
    auto const capture = temporary("x.cap");
    auto const expected = temporary("x.jsonl");
    std::ofstream(capture)
        << "bozhong-capture 1\nprotocol: stgs\n\n0 < 53 54 2C 47 53 2C 2B 30 30 30 2E 38 37 36 6B 67 0D 0A\n";
    std::ofstream(expected) << "something else\n";
    EXPECT_EQ(shell("$B scale replay " + capture.string()).status, 1);
    EXPECT_EQ(shell("$B scale replay --bless " + capture.string()).status, 0);
    EXPECT_EQ(shell("$B scale replay " + capture.string()).status, 0);
    fs::remove(capture);
    fs::remove(expected);
}

TEST(ScaleCommands, MonitorReadsASimulatedScaleAndRecordKeepsIt) {
    for (std::string const protocol : {"mt_sics", "stgs", "toledo_cont", "yaohua_tf0"}) {
        auto const place = temporary(protocol).string();
        std::string const scale = "$B sim scale --protocol " + protocol + " --listen pty:" + place +
                                  " --rate 60 >/dev/null & P=$!; ";
        std::string const end = "; R=$?; kill $P; wait $P; exit $R";
        auto const run = shell(scale + "$B scale monitor pty:" + place +
                               " --unit kg --count 5 --seconds 20 --protocol " + protocol + end);
        EXPECT_EQ(run.status, 0) << protocol;
        int readings = 0, links = 0;
        for (json::object const& line : run.lines()) {
            readings += line.at("kind") == "reading" && line.at("value") == "0.000" ? 1 : 0;
            links += line.at("kind") == "link" && line.at("state") == "up" ? 1 : 0;
        }
        EXPECT_EQ(readings, 5) << run.out;
        EXPECT_EQ(links, 1);
        std::string const wait = "while [ ! -e " + place + " ]; do :; done; ";
        auto const recorded = shell(scale + wait + "$B scale record pty:" + place + " --protocol " +
                                    protocol + " --unit kg --seconds 1 -o " + place + ".cap" + end);
        EXPECT_EQ(recorded.status, 0);
        EXPECT_GT(shell("$B scale replay " + place + ".cap").lines().size(), 5u) << protocol;
        fs::remove(place + ".cap");
    }
}

TEST(ScaleCommands, SimulatorRefusesWhatItCannotBe) {
    EXPECT_EQ(shell("$B sim scale --protocol morse --listen tcp:127.0.0.1:0").status, 2);
    EXPECT_EQ(shell("$B sim scale --protocol stgs --listen nowhere").status, 2);
    EXPECT_EQ(shell("$B sim scale --protocol stgs --listen tcp:127.0.0.1:0 --faults rain=5").status, 2);
    EXPECT_EQ(shell("$B sim scale --protocol stgs --listen tcp:192.0.2.1:4001").status, 3);
    EXPECT_EQ(shell("$B sim scale --protocol stgs --listen tcp:127.0.0.1:0 --loads /nowhere.csv").status, 3);
}

TEST(ScaleDetect, NamesTheProtocolOfACaptureWithItsEvidence) {
    auto const run = shell("$B scale detect file:" BOZHONG_SOURCE_DIR "/tests/captures/yaohua_tf0-sim.cap");
    ASSERT_EQ(run.status, 0);
    auto const lines = run.lines();
    ASSERT_GE(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("rank"), 1);
    EXPECT_EQ(lines[0].at("protocol"), "yaohua_tf0");
    EXPECT_EQ(lines[0].at("line"), "9600,8N1");
    EXPECT_GT(lines[0].at("score").to_number<double>(), 0.8);
    EXPECT_TRUE(lines[0].at("evidence").as_array().at(0).as_string().starts_with("checksum "));
    EXPECT_EQ(lines[0].at("undecided").as_array(), (json::array{"unit"}));
}

TEST(ScaleDetect, FindsNothingInSilenceAndInStrangeBytes) {
    fs::path const capture = temporary("strange.cap");
    std::ofstream(capture) << "bozhong-capture 1\n\n0 < 01 02 03 04 05 06 07 08 09\n";
    EXPECT_EQ(shell("$B scale detect file:" + capture.string()).status, 3);
    EXPECT_EQ(shell("$B scale detect --shows heavy file:" + capture.string()).status, 2);
    EXPECT_EQ(shell("$B scale detect com3").status, 2);
    fs::remove(capture);
}

TEST(ScaleLearn, SaysWhatIsKnownAndWritesWhatIsNot) {
    fs::path const capture = temporary("learn.cap"), file = temporary("learned.toml");
    std::ofstream out(capture);
    out << "bozhong-capture 1\n\n";
    for (int i = 0; i < 60; ++i) {  // a frame of six digits, the low one first: 0.000, then 2.345, then 1.250
        char const* const digits = i < 10   ? "30 30 30 30 30 30"
                                   : i < 35 ? "35 34 33 32 30 30"
                                            : "30 35 32 31 30 30";
        out << i * 100 << " < 23 " << digits << " 0D\n";
    }
    out.close();
    std::string const shows = " --shows '2.345 kg@2.5' --shows '1.250 kg' -o " + file.string();
    auto const learned = shell("$B scale learn file:" + capture.string() + shows);
    EXPECT_EQ(learned.status, 0) << learned.out;
    EXPECT_NE(learned.out.find("the low one first"), std::string::npos) << learned.out;
    EXPECT_EQ(learned.lines().back().at("kind"), "written");
    EXPECT_NE(learned.out.find(R"({"kind":"not_learned","what":"no unit stands in the frames)"),
              std::string::npos)
        << learned.out;
    auto const read =
        shell("echo 23 30 35 32 31 30 30 0D | $B scale decode --hex --unit kg --protocol " + file.string());
    ASSERT_EQ(read.lines().size(), 1u);
    EXPECT_EQ(read.lines()[0].at("value"), "1.250");
    EXPECT_EQ(
        shell("$B scale learn file:" + capture.string() + " --shows '7.777 kg' -o " + file.string()).status,
        3);
    EXPECT_EQ(shell("$B scale learn file:" + capture.string() + " -o " + file.string()).status, 2);

    auto const known =
        shell("$B scale learn file:" BOZHONG_SOURCE_DIR
              "/tests/captures/yaohua_tf0-logged.cap --pretty --shows '1560 kg@0' -o /nowhere/x.toml");
    EXPECT_EQ(known.status, 0) << known.out;
    EXPECT_EQ(known.out.find("known: this is yaohua_tf0"), 0u) << known.out;
    fs::remove(capture);
    fs::remove(file);
}

}  // namespace
