// The shipped descriptions: every vector gives what its source says, however its bytes arrive.

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <set>

#include "config/protocol_description.h"
#include "config/protocols.h"
#include "tests/drivers/scale/vectors.h"

namespace bozhong::scale::test {
namespace {

using domain::Known;
using domain::Range;
using domain::Reading;
using domain::WeightKind;

Protocol driver(std::string const& id) {
    auto found = config::find_protocol(id);
    EXPECT_TRUE(found.ok()) << (found ? "" : found.error().text());
    return found ? *found : Protocol{};
}

std::set<std::string> described_ids() {
    std::set<std::string> out;
    for (Vector const& vector : load_vectors("described.csv")) out.insert(vector.protocol);
    return out;
}

std::vector<Reading> readings(Outcome const& outcome) {
    std::vector<Reading> out;
    for (ScaleEvent const& event : outcome.events)
        if (auto const* reading = std::get_if<Reading>(&event)) out.push_back(*reading);
    return out;
}

bool is_weight(Vector const& vector) {
    return vector.kind != "command" && vector.checksum_ok != "false" &&
           (!vector.value.empty() || vector.status != "none");
}

void expect_reading(Vector const& vector, Reading const& reading) {
    EXPECT_EQ(reading.indication.text(), vector.value);
    EXPECT_EQ(reading.indication.unit, vector.unit);
    bool const stable = vector.status == "stable" || vector.status == "zero";
    if (stable || vector.status == "unstable") {
        EXPECT_EQ(reading.stable, stable ? Known::yes : Known::no);
    }
    if (vector.status == "none") {
        EXPECT_EQ(reading.stable, Known::unknown);
    }
    if (vector.status == "zero") {
        EXPECT_EQ(reading.at_zero, Known::yes);
    }
    if (vector.status == "overload") {
        EXPECT_EQ(reading.range, Range::over);
    }
    EXPECT_EQ(reading.kind, vector.net_gross == "net"     ? WeightKind::net
                            : vector.net_gross == "gross" ? WeightKind::gross
                                                          : WeightKind::unknown);
}

TEST(DescribedVectors, MeanWhatTheirSourcesSayHoweverTheyArrive) {
    int weights = 0;
    for (Vector const& vector : load_vectors("described.csv")) {
        if (vector.kind == "command") continue;
        SCOPED_TRACE(vector.id);
        Protocol const protocol = driver(vector.protocol);
        auto const whole = decode_whole(protocol, vector.bytes);
        auto const seen = readings(whole);
        ASSERT_EQ(seen.size(), is_weight(vector) ? 1u : 0u);
        EXPECT_EQ(whole.counters.checksum_errors, vector.checksum_ok == "false" ? 1u : 0u);
        if (is_weight(vector)) expect_reading(vector, seen[0]), ++weights;
        for (unsigned seed = 0; seed < 30; ++seed) {
            auto const cut = decode_chunked(protocol, vector.bytes, seed == 0 ? 1 : 7, seed);
            EXPECT_EQ(cut.events, whole.events) << seed;
            EXPECT_EQ(cut.counters, whole.counters) << seed;
        }
    }
    EXPECT_GE(weights, 12);
}

TEST(DescribedVectors, EveryCommandIsOneThatTheDescriptionAllows) {
    for (Vector const& vector : load_vectors("described.csv")) {
        if (vector.kind != "command") continue;
        SCOPED_TRACE(vector.id);
        Protocol const protocol = driver(vector.protocol);
        std::set<std::string> sent;
        for (int c = 0; c <= static_cast<int>(Command::reset); ++c)
            sent.insert(protocol.encode(static_cast<Command>(c), "0.120"));
        EXPECT_TRUE(sent.contains(vector.bytes));
    }
}

std::string glued(std::string const& id) {
    std::string out;
    for (Vector const& vector : load_vectors("described.csv"))
        if (vector.protocol == id && is_weight(vector)) out += vector.bytes;
    return out;
}

TEST(DescribedStreams, NoiseBetweenFramesLosesNone) {
    using namespace std::string_view_literals;
    std::string_view const alphabet = "\x02\x03\r\n+-0123456789. ,STUSGNZIkg\x80\x00"sv;
    for (std::string const& id : described_ids()) {
        SCOPED_TRACE(id);
        Protocol const protocol = driver(id);
        auto const clean = readings(decode_whole(protocol, glued(id)));
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::string bytes;
            for (Vector const& vector : load_vectors("described.csv")) {
                if (vector.protocol != id || !is_weight(vector)) continue;
                for (auto length = 1 + random() % 40; length > 0; --length)
                    bytes.push_back(alphabet[random() % alphabet.size()]);
                bytes += vector.bytes;
            }
            auto const seen = readings(decode_whole(protocol, bytes + glued(id)));
            auto next = seen.begin();
            for (Reading const& reading : clean) {
                next = std::find_if(next, seen.end(), [&](Reading const& one) {
                    return one.indication == reading.indication && one.range == reading.range;
                });
                ASSERT_NE(next, seen.end()) << round;
                ++next;
            }
        }
    }
}

TEST(DescribedStreams, RandomBytesNeitherHangNorGrow) {
    for (std::string const& id : described_ids()) {
        Protocol const protocol = driver(id);
        Decoder decoder(protocol, "kg");
        std::mt19937 random(11);
        std::uint64_t fed = 0, framed = 0;
        for (int round = 0; round < 100; ++round) {
            std::string bytes(1 + random() % 300, ' ');
            for (char& c : bytes) c = static_cast<char>(random());
            fed += bytes.size();
            for (auto const& decoded : decoder.feed(as_bytes(bytes))) framed += decoded.bytes;
        }
        EXPECT_LE(fed - framed - decoder.counters().skipped, protocol.frame_max);
        for (auto const& decoded : decoder.end()) framed += decoded.bytes;
        EXPECT_EQ(fed, framed + decoder.counters().skipped);
    }
}

TEST(ShippedDescriptions, AllAreReadAndListedByTheirFileNames) {
    auto const all = config::all_protocols();
    std::set<std::string> listed;
    for (Protocol const& protocol : all) listed.insert(std::string(protocol.id));
    int files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(config::protocol_folder())) {
        auto const description = config::load_protocol_description(entry.path().string());
        ASSERT_TRUE(description.ok()) << description.error().text();
        EXPECT_EQ(description->id, entry.path().stem().string());
        EXPECT_TRUE(listed.contains(description->id));
        EXPECT_EQ(find_protocol(description->id), nullptr) << "one name, two protocols";
        // Written out and read again it is the same.
        auto const again =
            config::parse_protocol_description(config::protocol_description_text(*description), "again");
        ASSERT_TRUE(again.ok()) << again.error().text();
        EXPECT_EQ(*again, *description);
        ++files;
    }
    EXPECT_GE(files, 6);
    EXPECT_EQ(listed.size(), protocols().size() + static_cast<std::size_t>(files));
    EXPECT_EQ(driver("stgs").id, "stgs");
    EXPECT_EQ(config::find_protocol("morse").error().kind, domain::ErrorKind::bad_input);
    EXPECT_EQ(config::find_protocol("../labels/item-60x40").error().kind, domain::ErrorKind::bad_input);
    EXPECT_FALSE(config::find_protocol("no/such.toml").ok());
}

}  // namespace
}  // namespace bozhong::scale::test
