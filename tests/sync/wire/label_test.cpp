#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "station/domain/label_fields.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/label_json.h"
#include "sync/wire/label_maker.h"

namespace {

using namespace bozhong;
using domain::ErrorKind;
using testing::MatchesRegex;

wire::KeyPair const& keys() {
    static auto const pair = wire::make_key_pair();
    return pair;
}
wire::SignBytes signer() {
    return wire::label_signer(keys().secret_key);
}
wire::VerifyBytes verifier() {
    return wire::label_verifier(keys().public_key);
}

wire::LabelClaim claim() {
    return {wire::label_key_id(keys().public_key),
            {"T03", "9f2c51d07a3be846", 42},
            2'025'000,
            std::nullopt,
            "7f3a9c12"};
}

TEST(Base45, FollowsItsSpecification) {  // examples of RFC 9285
    EXPECT_EQ(wire::to_base45("AB"), "BB8");
    EXPECT_EQ(wire::to_base45("Hello!!"), "%69 VD92EX0");
    EXPECT_EQ(wire::to_base45("base-45"), "UJCLQE7W581");
    EXPECT_EQ(wire::from_base45("QED8WEX0"), "ietf!");
    for (auto const* bad : {"GGW", ":::", "A", "::", "ab8", "BB8A"})
        EXPECT_FALSE(wire::from_base45(bad)) << bad;
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    EXPECT_EQ(wire::from_base45(wire::to_base45(all)), all);
}

TEST(LabelPayload, SaysVersionKeyAndClaimAndEndsWithTheSignature) {
    auto const text = wire::label_payload(claim(), signer());
    ASSERT_TRUE(text.ok());
    EXPECT_THAT(*text,
                MatchesRegex("BZ1\\.[0-9A-F]+\\.T03\\.9F2C51D07A3BE846\\.42\\.2025000\\.7F3A9C12\\..*"));
    EXPECT_EQ(text->find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), std::string::npos)
        << "outside QR's alphanumeric mode";
    EXPECT_LE(text->size(), 157u) << "larger than version 8-Q";
    auto const read = wire::read_label_payload(*text, verifier());
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(*read, claim());
}

TEST(LabelPayload, AnyChangedCharacterIsRefused) {
    std::string const text = *wire::label_payload(claim(), signer());
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (char const c : {'0', '1', 'A', '.', ' ', '%'}) {
            if (text[i] == c) continue;
            std::string changed = text;
            changed[i] = c;
            EXPECT_FALSE(wire::read_label_payload(changed, verifier()).ok()) << changed;
        }
        EXPECT_FALSE(wire::read_label_payload(text.substr(0, i), verifier()).ok());
    }
    EXPECT_FALSE(wire::read_label_payload(text + "A", verifier()).ok());
}

TEST(LabelPayload, AnotherDevicesSignatureIsRefused) {
    auto const other = wire::make_key_pair();
    auto const text = *wire::label_payload(claim(), wire::label_signer(other.secret_key));
    EXPECT_EQ(wire::read_label_payload(text, verifier()).error().kind, ErrorKind::refused);
    EXPECT_EQ(wire::read_label_payload(text, nullptr).error().kind, ErrorKind::refused);
}

TEST(LabelPayload, NeverEndsWithASpaceThatAScannerWouldTrim) {
    for (unsigned last = 0; last <= 0xFFFF; ++last) {
        std::string const bytes{static_cast<char>(last >> 8U), static_cast<char>(last & 0xFFU)};
        ASSERT_NE(wire::to_base45(bytes).back(), ' ');
    }
}

TEST(LabelPayload, CountsAndStationsOfAnyNameReadBack) {
    auto counted = claim();
    counted.net_mg.reset();
    counted.count = 4;
    EXPECT_EQ(*wire::read_label_payload(*wire::label_payload(counted, signer()), verifier()), counted);
    for (std::string const station : {"台3", "table 3", "a.b", "%41", "T03-x", "\x01"}) {
        auto odd = claim();
        odd.event.station = station;
        auto const text = wire::label_payload(odd, signer());
        ASSERT_TRUE(text.ok()) << station;
        EXPECT_EQ(*wire::read_label_payload(*text, verifier()), odd) << station;
    }
}

TEST(LabelPayload, WhatCannotBeWrittenOrReadIsAnError) {
    auto bad = claim();
    bad.event.incarnation = "k7";
    EXPECT_EQ(wire::label_payload(bad, signer()).error().kind, ErrorKind::bad_input);
    bad = claim();
    bad.net_mg.reset();
    EXPECT_FALSE(wire::label_payload(bad, signer()).ok());
    EXPECT_EQ(wire::label_payload(claim(), nullptr).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(wire::read_label_payload("BZ2.x", verifier()).error().kind, ErrorKind::unsupported);
    for (std::string const text :
         {"", "BZ1", "BZ1.......", "030700000042", "http://example.com", "BZ1.%.%.%.%.%.%.%"})
        EXPECT_EQ(wire::read_label_payload(text, verifier()).error().kind, ErrorKind::bad_input) << text;
    EXPECT_FALSE(wire::read_label_payload(std::string(10'000, '.'), verifier()).ok());
}

domain::StoredEvent stored() {
    domain::Weighed weighed;
    weighed.task.product = "苋菜";
    weighed.task.ordered = {*domain::Decimal::parse("4"), "斤"};
    weighed.net = {2'025'000};
    weighed.indication = {"2.025", "kg"};
    domain::StoredEvent event;
    event.id = {"T03", "9f2c51d07a3be846", 42};
    event.type = "weighed";
    event.payload = wire::encode(weighed, {{1'686'947'785'123}, true, "p7"});
    event.previous_hash = wire::no_previous_hash;
    event.hash = wire::hash_event(event);
    return event;
}

TEST(LabelMaker, TheStoredBytesBecomeALabelWithASignedCode) {
    wire::LabelMaking const making{{"台3", 3, "k7", 7, 480}, wire::label_key_id(keys().public_key), signer()};
    auto const content = wire::make_label(stored(), 1, making);
    ASSERT_TRUE(content.ok()) << content.error().text();
    EXPECT_EQ(content->actual, "4.05");
    EXPECT_EQ(content->time, "06-17 04:36");
    EXPECT_EQ(content->copy, 1);
    auto const read = wire::read_label_payload(content->qr, verifier());
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->event, stored().id);
    EXPECT_EQ(read->net_mg, 2'025'000);
    EXPECT_EQ(read->short_hash, stored().hash.substr(0, 8));
    EXPECT_TRUE(read->short_hash.starts_with(content->check));
}

TEST(LabelMaker, AChangedRowHasNoLabel) {
    auto event = stored();
    event.payload.replace(event.payload.find("2025000"), 7, "2026000");
    EXPECT_EQ(wire::make_label(event, 0, {}).error().kind, ErrorKind::corrupt);
}

TEST(LabelJson, EveryFieldGoesThereAndBack) {
    domain::LabelContent content = *wire::make_label(stored(), 0, {});
    content.preset_tare = content.manual = true;
    content.bags = 3;
    auto const back = wire::label_content_from_json(wire::label_content_to_json(content));
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(wire::label_content_to_json(*back), wire::label_content_to_json(content));
    EXPECT_EQ(back->event, content.event);
    EXPECT_EQ(back->net_mg, content.net_mg);
}

TEST(LabelJson, RowsAreTheColumnsOfTheFirstLine) {
    auto const lines_of = [](std::string const& json) {
        auto const content = wire::label_content_from_json(json);
        return content.ok() ? content->lines : content.error().where;
    };
    EXPECT_EQ(lines_of(R"({"row3":"c","row1":"a"})"), "a\t\tc");
    EXPECT_EQ(lines_of(R"({"lines":"a\tb\nd\te","row2":"x"})"), "a\tx\nd\te");
    EXPECT_EQ(lines_of(R"({"lines":"a\nb","row4":"x"})"), "a\t\t\tx\nb");
    EXPECT_EQ(lines_of(R"({"row1":"a\tb"})"), "row1");
    EXPECT_EQ(lines_of(R"({"row1":7})"), "row1");
}

TEST(LabelJson, EveryFieldOfATemplateMayStandInARecord) {
    boost::json::object object;
    for (auto const& field : domain::label_fields()) object.emplace(field.name, field.example);
    auto const content = wire::label_content_from_json(boost::json::serialize(object));
    ASSERT_TRUE(content.ok()) << content.error().text();
    for (auto const& field : domain::label_fields()) EXPECT_EQ(field.text(*content), field.example);
    EXPECT_EQ(wire::label_content_from_json(R"({"bag_of_bags":"2"})").error().where, "bag_of_bags");
    EXPECT_EQ(
        wire::label_content_from_json(R"({"gtin":"06901234567892","ean13":"6901234567885"})").error().where,
        "ean13");
    EXPECT_EQ(wire::label_content_from_json(R"({"copy_mark":true})").error().where, "copy_mark");
}

TEST(LabelJson, AWrongKeyIsNamed) {
    EXPECT_EQ(wire::label_content_from_json(R"({"prodct":"x"})").error().where, "prodct");
    EXPECT_EQ(wire::label_content_from_json(R"({"bag":"1"})").error().where, "bag");
    EXPECT_EQ(wire::label_content_from_json(R"({"bag":-1})").error().where, "bag");
    EXPECT_EQ(wire::label_content_from_json(R"({"bag":99999999999})").error().where, "bag");
    EXPECT_FALSE(wire::label_content_from_json("[]").ok());
    EXPECT_FALSE(wire::label_content_from_json("{").ok());
}

}  // namespace
