#include "station/journal/packing.h"

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "sync/wire/limits.h"
#include "tests/sync/wire/samples.h"

namespace bozhong::journal {
namespace {

std::vector<std::string> payloads() {
    std::vector<std::string> out;
    for (auto const& fact : samples::every_fact()) out.push_back(wire::encode(fact, samples::stamp()));
    return out;
}

TEST(Packing, GivesBackEveryByte) {
    auto all = payloads();
    all.push_back(std::string(wire::max_payload_bytes, 'x'));
    all.push_back(std::string("\0\xFF not text \0 at all, but long enough", 38));
    for (auto const& payload : all) {
        auto const packed = pack(payload);
        if (packed.empty()) continue;
        EXPECT_LT(packed.size(), payload.size());
        EXPECT_EQ(unpack(packed), payload);
    }
}

TEST(Packing, MakesTheUsualPayloadsShorter) {
    for (auto const& payload : payloads()) EXPECT_LE(pack(payload).size() * 3, payload.size() * 2) << payload;
    auto const weighed = wire::encode(samples::weighed("SO-1", "1"), samples::stamp());
    EXPECT_LE(pack(weighed).size() * 3, weighed.size());
}

TEST(Packing, LeavesAloneWhatWouldNotBeShorter) {
    EXPECT_EQ(pack(""), "");
    EXPECT_EQ(pack("{\"v\":1}"), "");
}

TEST(Packing, RefusesWhatItDidNotPack) {
    auto const packed = pack(payloads().front());
    ASSERT_FALSE(packed.empty());
    EXPECT_FALSE(unpack(""));
    EXPECT_FALSE(unpack(packed.substr(0, 1)));
    EXPECT_FALSE(unpack(std::string(1, '\0') + packed.substr(1))) << "there is no dictionary 0";
    EXPECT_FALSE(unpack(std::string(1, '\xFF') + packed.substr(1))) << "nor one of a version to come";
    for (std::size_t length = 1; length < packed.size(); ++length)
        EXPECT_FALSE(unpack(packed.substr(0, length)));
}

TEST(Packing, RefusesWhatWouldBeTooLong) {
    auto const bomb = pack(std::string(wire::max_payload_bytes * 100, 'x'));
    ASSERT_FALSE(bomb.empty());
    EXPECT_FALSE(unpack(bomb));
}

TEST(Packing, EndsWithAnyBytes) {
    auto const packed = pack(payloads().back());
    for (std::size_t place = 0; place < packed.size(); ++place)
        for (int bit = 0; bit < 8; ++bit) {
            auto spoilt = packed;
            spoilt[place] = static_cast<char>(spoilt[place] ^ (1 << bit));
            auto const out = unpack(spoilt);
            EXPECT_TRUE(!out || out->size() <= wire::max_payload_bytes);
        }
}

}  // namespace
}  // namespace bozhong::journal
