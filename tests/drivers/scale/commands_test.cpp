// What the drivers can send to a scale: a list in a file, and what must never be on it.

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

template <class Visit>
void for_each_command(Visit&& visit) {
    for (Protocol const& protocol : protocols()) {
        for (int c = 0; c <= static_cast<int>(Command::reset); ++c) visit(protocol, static_cast<Command>(c));
    }
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (char const c : bytes) {
        char pair[4];
        std::snprintf(pair, sizeof pair, "%02X", static_cast<unsigned char>(c));
        out += (out.empty() ? "" : " ") + std::string(pair);
    }
    return out;
}

/// Arguments that mean something to some protocol, and what people mistype.
std::vector<std::string> arguments() {
    std::vector<std::string> out{"",    "0.120",  "120 g", "-1",        "1e3", "999999999", "01",  "11",
                                 "D01", "caston", "%",     "\x1bZ\r\n", "G",   "AG",        "AGG", "TARE ON"};
    for (char address = 'A'; address <= 'Z'; ++address) {
        for (char letter = '!'; letter <= '~'; ++letter) out.push_back({address, letter});
    }
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
        std::string junk(random() % 12, ' ');
        for (char& c : junk) c = static_cast<char>(random());
        out.push_back(junk);
    }
    return out;
}

/// tests/captures/commands.csv: every command of every protocol without an argument, preset_tare with 0.120.
TEST(SentBytes, AreThoseOfTheList) {
    std::ifstream file(BOZHONG_SOURCE_DIR "/tests/captures/commands.csv");
    std::set<std::string> listed, sent;
    for (std::string line; std::getline(file, line);) {
        if (line != "protocol,command,hex") listed.insert(line);
    }
    for_each_command([&](Protocol const& protocol, Command command) {
        std::string const bytes = protocol.encode(command, command == Command::preset_tare ? "0.120" : "");
        if (!bytes.empty())
            sent.insert(std::string(protocol.id) + "," + std::string(command_name(command)) + "," +
                        hex(bytes));
    });
    for (auto const& line : sent) EXPECT_EQ(listed.count(line), 1u) << "not listed: " << line;
    for (auto const& line : listed) EXPECT_EQ(sent.count(line), 1u) << "listed, not sent: " << line;
}

struct Forbidden {
    std::string_view protocol;  ///< empty: any
    std::string_view part;      ///< of the bytes
    std::string_view reason;
};
constexpr Forbidden forbidden[] = {
    {"", "\x1bZ", "Sartorius: internal calibration, not zero"},
    {"", "CAL", "A&D and others: starts a calibration"},
    {"", "TARE ON", "General Measure: zero of the calibration, not tare"},
    {"", "PRT", "prints on the scale's own printer"},
    {"", "PSI", "Ohaus: leaves the protocol for MT-SICS"},
    {"", "POH", "Ohaus: leaves MT-SICS for its own protocol"},
    {"cas_ecr_soh", "<DB>", "OS2: leaves the protocol for a binary one"},
    {"nci_scp01", "U", "switches the unit"},
    {"nci_scp02_ecr", "U", "switches the unit"},
    {"stgs", "%", "stops a stream, or repeats without end"},
    {"toledo_cont", "P", "prints"},
    {"toledo_cont", "T0", "KERN's preset tare tares the load on every other maker's scale"},
    {"toledo_cont_lf", "T0", "as toledo_cont"},
    {"toledo_8217", "A", "starts a self test"},
};

TEST(SentBytes, DangerousLookAlikesAreNeverSentWhateverTheArgument) {
    auto const all = arguments();
    for_each_command([&](Protocol const& protocol, Command command) {
        for (std::string const& argument : all) {
            std::string const bytes = protocol.encode(command, argument);
            EXPECT_LE(bytes.size(), 32u) << protocol.id;
            for (Forbidden const& one : forbidden) {
                if (!one.protocol.empty() && one.protocol != protocol.id) continue;
                EXPECT_EQ(bytes.find(one.part), std::string::npos)
                    << protocol.id << " " << command_name(command) << " " << hex(argument) << ": "
                    << one.reason;
            }
        }
    });
}

TEST(SentBytes, KelisEraseIsNoLetterOfOurs) {
    for (std::string const& argument : arguments()) {
        for (int c = 0; c <= static_cast<int>(Command::reset); ++c) {
            std::string const bytes = find_protocol("yaohua_cmd")->encode(static_cast<Command>(c), argument);
            if (bytes.empty()) continue;
            ASSERT_EQ(bytes.size(), 6u);
            EXPECT_NE(std::string_view("BCDRr0HTI").find(bytes[2]), std::string_view::npos) << hex(bytes);
        }
    }
}

struct Misleading {
    std::string_view protocol;
    Command command;
    std::string_view bytes, reason;
};
constexpr Misleading misleading[] = {
    {"adam_cpw", Command::zero, "Z\r\n", "it tares"},
    {"adam_cpw", Command::tare, "T\r\n", "it only reports the tare"},
    {"mt_sics", Command::zero, "T\r\n", "it tares"},
};

TEST(SentBytes, ALetterThatMeansSomethingElseThereIsNotUsed) {
    for (Misleading const& one : misleading) {
        auto const* protocol = find_protocol(one.protocol);
        if (protocol != nullptr) {
            EXPECT_NE(protocol->encode(one.command, {}), one.bytes) << one.protocol << ": " << one.reason;
        }
    }
}

/// Commands of the vectors that the drivers do not send, with the reason.
std::string_view why_unsent(std::string_view id) {
    if (id == "sics-16") return "waits for stability; the driver polls with SI";
    if (id == "t8217-10") return "a probe to identify the scale";
    if (id == "adam-05") return "it only reports the tare";
    if (id == "and-09") return "and_balance sends it; and_std asks as an indicator";
    return {};
}

TEST(SentBytes, OfTheVectorsAreSentByTheirProtocols) {
    std::ifstream file(BOZHONG_SOURCE_DIR "/docs/protocols.md");
    std::string const document{std::istreambuf_iterator<char>(file), {}};
    for (Vector const& vector : load_vectors()) {
        if (vector.kind != "command") continue;
        if (!why_unsent(vector.id).empty()) {
            EXPECT_NE(document.find("| `" + vector.id + "` |"), std::string::npos)
                << vector.id << " is not in docs/protocols.md";
            continue;
        }
        SCOPED_TRACE(vector.id);
        auto const* protocol = find_protocol(vector.protocol);
        ASSERT_NE(protocol, nullptr);
        std::set<std::string> sent;
        for (std::string const argument : {"", "0.120", "01", "D01", "D11", "AC", "AD", "AR", "B"}) {
            for (int c = 0; c <= static_cast<int>(Command::reset); ++c)
                sent.insert(protocol->encode(static_cast<Command>(c), argument));
        }
        if (protocol->follow_up) sent.insert(std::string(protocol->follow_up(Ignored{"ready"})));
        EXPECT_EQ(sent.count(vector.bytes), 1u);
    }
}

}  // namespace
}  // namespace bozhong::scale::test
