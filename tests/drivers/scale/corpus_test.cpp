// The kept inputs of the fuzz targets, through the same function, in the ordinary build; and the captures,
// cut anyhow.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/drivers/scale/vectors.h"
#include "tests/fuzz/scale_stream.h"

namespace bozhong::scale::test {
namespace {

namespace fs = std::filesystem;

std::string content(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(FuzzCorpus, EveryProtocolHasOneAndItHolds) {
    for (Protocol const& protocol : protocols()) {
        fs::path const folder =
            fs::path(BOZHONG_SOURCE_DIR "/tests/fuzz/corpus") / ("scale_" + std::string(protocol.id));
        ASSERT_TRUE(fs::is_directory(folder)) << folder;
        int inputs = 0;
        for (auto const& entry : fs::directory_iterator(folder)) {
            std::string const bytes = content(entry.path());
            fuzz::check_scale_stream(protocol.id, reinterpret_cast<std::uint8_t const*>(bytes.data()),
                                     bytes.size());
            ++inputs;
        }
        EXPECT_GE(inputs, 5) << protocol.id;
    }
}

struct Recorded {
    std::string protocol, unit, bytes;
};

/// Header and bytes of a .cap, as drivers/link/capture.h describes it.
Recorded recorded(fs::path const& path) {
    Recorded out;
    std::istringstream lines(content(path));
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("protocol: ", 0) == 0) out.protocol = line.substr(10);
        if (line.rfind("unit: ", 0) == 0) out.unit = line.substr(6);
        auto const arrow = line.find(" < ");
        if (arrow == std::string::npos || line.front() == '#') continue;
        std::istringstream hex(line.substr(arrow + 3));
        for (int byte = 0; hex >> std::hex >> byte;) out.bytes.push_back(static_cast<char>(byte));
    }
    return out;
}

TEST(Captures, CutAnyhowTheyGiveTheBlessedReadings) {
    int captures = 0;
    for (auto const& entry : fs::directory_iterator(BOZHONG_SOURCE_DIR "/tests/captures")) {
        if (entry.path().extension() != ".cap") continue;
        SCOPED_TRACE(entry.path().filename());
        Recorded const capture = recorded(entry.path());
        auto const* protocol = find_protocol(capture.protocol);
        ASSERT_NE(protocol, nullptr);
        auto const whole = decode_whole(*protocol, capture.bytes, capture.unit);
        for (unsigned seed = 0; seed < 20; ++seed) {
            auto const cut = decode_chunked(*protocol, capture.bytes, seed == 0 ? 1 : 30, seed, capture.unit);
            ASSERT_EQ(cut.events, whole.events) << seed;
            ASSERT_EQ(cut.counters, whole.counters) << seed;
        }
        std::istringstream blessed(content(fs::path(entry.path()).replace_extension(".jsonl")));
        std::vector<std::string> masses;
        for (std::string line; std::getline(blessed, line);) {
            if (auto const place = line.find("\"mass_mg\":"); place != std::string::npos)
                masses.push_back(line.substr(place + 10, line.find(',', place) - place - 10));
        }
        std::vector<std::string> got;
        for (ScaleEvent const& event : whole.events) {
            if (auto const* reading = std::get_if<domain::Reading>(&event))
                got.push_back(reading->mass ? std::to_string(reading->mass->mg) : "null");
        }
        EXPECT_EQ(got, masses);
        EXPECT_FALSE(masses.empty());
        ++captures;
    }
    EXPECT_GE(captures, 5);
}

}  // namespace
}  // namespace bozhong::scale::test
