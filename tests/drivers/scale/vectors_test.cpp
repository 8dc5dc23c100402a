// Every carried vector gives what its source says.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

void expect_status(Vector const& vector, Reading const& reading) {
    if (vector.status == "stable") {
        EXPECT_EQ(reading.stable, Known::yes);
    } else if (vector.status == "unstable") {
        EXPECT_EQ(reading.stable, Known::no);
    } else if (vector.status == "zero") {
        EXPECT_EQ(reading.at_zero, Known::yes);
    } else if (vector.status == "overload") {
        EXPECT_EQ(reading.range, Range::over);
    } else if (vector.status == "underload") {
        EXPECT_EQ(reading.range, Range::under);
    } else if (vector.status == "error") {
        EXPECT_EQ(reading.range, Range::invalid);
    } else {
        EXPECT_EQ(reading.stable, Known::unknown);
    }
}

void expect_reading(Vector const& vector, Reading const& reading) {
    expect_status(vector, reading);
    EXPECT_EQ(reading.indication.text(), vector.value);
    EXPECT_EQ(reading.indication.unit, vector.unit);
    if (!vector.is_slice()) {
        EXPECT_EQ(reading.raw.view(), vector.bytes);
    }
    if (vector.net_gross == "tare") {
        ASSERT_TRUE(reading.tare.has_value());
        EXPECT_EQ(reading.tare->text(), vector.value);
        EXPECT_EQ(reading.range, Range::invalid);
    }
    if (vector.net_gross != "none") {
        EXPECT_EQ(reading.kind, vector.net_gross == "net"     ? WeightKind::net
                                : vector.net_gross == "gross" ? WeightKind::gross
                                                              : WeightKind::unknown);
    }
}

std::vector<Reading> readings(Outcome const& outcome) {
    std::vector<Reading> out;
    for (ScaleEvent const& event : outcome.events) {
        if (auto const* reading = std::get_if<Reading>(&event)) out.push_back(*reading);
    }
    return out;
}

TEST(Vectors, EveryResponseMeansWhatItsSourceSays) {
    int responses = 0;
    for (Vector const& vector : load_vectors()) {
        if (vector.kind == "command") continue;
        SCOPED_TRACE(vector.id);
        auto const* protocol = find_protocol(vector.protocol);
        ASSERT_NE(protocol, nullptr);
        auto const outcome = decode_whole(*protocol, vector.bytes);
        auto const seen = readings(outcome);
        ++responses;
        if (vector.checksum_ok == "false") {
            EXPECT_TRUE(seen.empty());
            EXPECT_EQ(outcome.counters.checksum_errors, 1u);
        } else if (vector.status == "error") {  // a weight that is none, a fault, or a refusal
            ASSERT_EQ(outcome.events.size(), 1u);
            if (!seen.empty()) expect_reading(vector, seen[0]);
        } else if (!vector.value.empty() || vector.status != "none") {
            ASSERT_EQ(seen.size(), 1u);
            expect_reading(vector, seen[0]);
        } else {
            EXPECT_TRUE(seen.empty());
        }
        if (vector.checksum_ok != "false" && !vector.is_slice() && !seen.empty()) {
            EXPECT_EQ(outcome.counters, (Counters{1, 0, 0}));
        }
    }
    EXPECT_GE(responses, 35);
}

/// docs/protocols.md: one row for each protocol, with the number of its vectors at the end.
TEST(Vectors, AreCountedInTheDocument) {
    std::ifstream file(BOZHONG_SOURCE_DIR "/docs/protocols.md");
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    auto const vectors = load_vectors();
    for (Protocol const& protocol : protocols()) {
        auto const count = std::count_if(vectors.begin(), vectors.end(),
                                         [&](Vector const& v) { return v.protocol == protocol.id; });
        auto const row = text.find("| `" + std::string(protocol.id) + "` |");
        ASSERT_NE(row, std::string::npos) << protocol.id << " is not in docs/protocols.md";
        std::string const line = text.substr(row, text.find('\n', row) - row);
        std::string const end = "| " + std::to_string(count) + " |";
        EXPECT_EQ(line.substr(line.size() - std::min(line.size(), end.size())), end) << protocol.id;
    }
}

TEST(Vectors, DefaultUnitGivesAMassToFramesWithoutOne) {
    auto const frame = good_frames("yaohua_tf0").front();
    auto const without = decode_whole(*find_protocol("yaohua_tf0"), frame.bytes);
    EXPECT_FALSE(std::get<Reading>(without.events.at(0)).mass.has_value());
    auto const with = decode_whole(*find_protocol("yaohua_tf0"), frame.bytes, "jin");
    EXPECT_EQ(std::get<Reading>(with.events.at(0)).mass, domain::Mass{780'000'000});
    EXPECT_EQ(std::get<Reading>(with.events.at(0)).indication.unit, "jin");
    auto const own = decode_whole(*find_protocol("stgs"), "ST,GS,+000.876kg\r\n", "jin");
    EXPECT_EQ(std::get<Reading>(own.events.at(0)).mass, domain::Mass{876'000});
}

}  // namespace
}  // namespace bozhong::scale::test
