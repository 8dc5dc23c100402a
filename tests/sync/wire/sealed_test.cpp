// A sealed journal: whole it is read back as it was, and every change of it is named.
#include "sync/wire/sealed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace bozhong::wire {
namespace {

using domain::ErrorKind;
using testing::HasSubstr;

struct Sealed : testing::Test {
    KeyPair keys = make_key_pair();
    std::vector<domain::StoredEvent> events;
    std::string text;
    std::vector<std::string> lines;

    void SetUp() override {
        for (auto const* incarnation : {"00000000000000a1", "00000000000000b2"}) {
            std::string previous = no_previous_hash;
            for (domain::Seq seq = 1; seq <= 300; ++seq) {
                domain::StoredEvent event{{"T03", incarnation, seq}, "weighed", R"({"v":1,"n":)" + std::to_string(seq) + "}",
                                          previous, ""};
                previous = event.hash = hash_event(event);
                events.push_back(event);
            }
        }
        std::ostringstream out;
        SealWriter writer(out, "T03", keys);
        for (auto const& event : events) writer.add(event);
        auto const seal = writer.finish();
        ASSERT_TRUE(seal.ok()) << seal.error().text();
        EXPECT_EQ(seal->events, 600);
        text = out.str();
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
        ASSERT_EQ(lines.size(), 5U) << "256 and 44 of each, and the seal";
    }
    static domain::Result<Seal> read(std::string const& bytes) {
        std::istringstream in(bytes);
        return read_sealed(in);
    }
    static std::string said(std::string const& bytes) {
        auto const seal = read(bytes);
        if (seal.ok()) return "good";
        EXPECT_EQ(seal.error().kind, ErrorKind::corrupt);
        return seal.error().where + ": " + seal.error().what;
    }
    [[nodiscard]] std::string joined(std::vector<std::size_t> const& order) const {
        std::string out;
        for (auto const i : order) out += lines.at(i);
        return out;
    }
};

TEST_F(Sealed, IsReadBackAsItWas) {
    std::vector<domain::StoredEvent> back;
    std::istringstream in(text);
    auto const seal = read_sealed(in, [&](EventBatch const& batch) -> domain::Status {
        for (auto event : batch.events) {
            event.id.station = batch.station;
            event.id.incarnation = batch.incarnation;
            back.push_back(event);
        }
        return domain::Done{};
    });
    ASSERT_TRUE(seal.ok()) << seal.error().text();
    ASSERT_EQ(back.size(), events.size());
    for (std::size_t i = 0; i < back.size(); ++i) {
        EXPECT_EQ(back[i].id, events[i].id);
        EXPECT_EQ(back[i].payload, events[i].payload);
        EXPECT_EQ(back[i].hash, events[i].hash);
    }
    EXPECT_TRUE(seal_good(*seal, keys.public_key));
    EXPECT_FALSE(seal_good(*seal, make_key_pair().public_key));
}

TEST_F(Sealed, NamesTheLineThatWasChangedDroppedSwappedOrCutOff) {
    auto changed = text;
    changed.replace(changed.find(R"(\"n\":300)"), 8, R"(\"n\":301)");
    EXPECT_EQ(said(changed), "line 2: event 00000000000000a1 300 is not what was written");
    EXPECT_EQ(said(joined({0, 2, 3, 4})), "line 4: event 00000000000000a1 257 is missing: the seal names 300");
    EXPECT_EQ(said(joined({1, 0, 2, 3, 4})), "line 1: event 00000000000000a1 1 is missing");
    EXPECT_EQ(said(joined({0, 1, 4})), "line 3: event 00000000000000b2 1 is missing: the seal names 300");
    EXPECT_EQ(said(joined({0, 1, 2, 3})), "line 5: the seal is missing: the end of the file was cut off");
    EXPECT_EQ(said(joined({0, 1, 2, 3, 4, 4})), "line 6: there is something behind the seal");
    EXPECT_EQ(said(joined({2, 3, 0, 1, 4})), "line 5: the seal does not fit the lines before it");
    EXPECT_EQ(said("x\n" + text), "line 1: this is neither a batch of events nor a seal");
    EXPECT_EQ(said(""), "line 1: the seal is missing: the end of the file was cut off");
}

TEST_F(Sealed, ByAnotherKeyIsFound) {
    auto forged = lines.back();
    auto const other = make_key_pair().public_key;
    forged.replace(forged.find(keys.public_key), 64, other);
    EXPECT_THAT(said(joined({0, 1, 2, 3}) + forged), HasSubstr("signature does not fit event 00000000000000a1 256"));
    auto seal = *read(text);
    seal.heads[0].hash[0] = seal.heads[0].hash[0] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(seal_good(seal, keys.public_key)) << "the signature covers every field";
}

TEST_F(Sealed, EveryFlippedBitIsFound) {
    for (std::size_t at = 0; at < text.size(); at += 1'499) {
        auto bad = text;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        EXPECT_NE(said(bad), "good") << at;
    }
}

TEST_F(Sealed, WhatTheTakerRefusesEndsIt) {
    std::istringstream in(text);
    int taken = 0;
    auto const seal = read_sealed(in, [&](EventBatch const&) -> domain::Status {
        if (++taken == 2) return domain::Error{ErrorKind::unavailable, "away", "", ""};
        return domain::Done{};
    });
    EXPECT_EQ(seal.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(taken, 2);
}

}  // namespace
}  // namespace bozhong::wire
