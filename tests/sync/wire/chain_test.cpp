#include "sync/wire/chain.h"

#include <gmock/gmock.h>

namespace bozhong::wire {
namespace {

domain::StoredEvent event() {
    return {{"T03", "00ff00ff00ff00ff", 1}, "storage_low", R"({"v":1,"free_bytes":5})", no_previous_hash, ""};
}

TEST(Chain, HashesTheLaidOutBytes) {
    // Made independently with Python's hashlib.blake2b over the layout told in the header.
    EXPECT_EQ(hash_event(event()), "1322d7312e03e54f6aa212c0c707fda81bc3afb0d1166c8cd8e6acf3c9a08188");
}

TEST(Chain, DependsOnEveryPart) {
    std::string const hash = hash_event(event());
    auto const differs = [&](auto change) {
        auto other = event();
        change(other);
        EXPECT_NE(hash_event(other), hash);
    };
    differs([](auto& e) { e.id.station = "T04"; });
    differs([](auto& e) { e.id.incarnation.back() = 'e'; });
    differs([](auto& e) { e.id.seq = 2; });
    differs([](auto& e) { e.type = "storage_lov"; });
    differs([](auto& e) { e.payload += " "; });
    differs([](auto& e) { e.previous_hash.back() = '1'; });
    differs(
        [](auto& e) { e.id.station = "T03" + e.id.incarnation.substr(0, 1), e.id.incarnation.erase(0, 1); });
    auto bad = event();
    bad.previous_hash = "xyz";
    EXPECT_EQ(hash_event(bad), "");
}

TEST(Chain, SignsHeads) {
    KeyPair const keys = make_key_pair();
    domain::Head const head{"00ff00ff00ff00ff", 256, hash_event(event())};
    std::string const signature = sign_head(keys.secret_key, "T03", head);
    ASSERT_EQ(signature.size(), 128U);
    EXPECT_TRUE(signature_good(keys.public_key, "T03", head, signature));
    EXPECT_FALSE(signature_good(keys.public_key, "T04", head, signature));
    EXPECT_FALSE(signature_good(keys.public_key, "T03", {head.incarnation, 257, head.hash}, signature));
    EXPECT_FALSE(signature_good(make_key_pair().public_key, "T03", head, signature));
    EXPECT_FALSE(signature_good(keys.public_key, "T03", head, "00"));
    EXPECT_EQ(sign_head("short", "T03", head), "");
    EXPECT_EQ(key_pair(keys.secret_key)->public_key, keys.public_key);
    EXPECT_FALSE(key_pair("00"));
}

TEST(Chain, HexGoesBothWays) {
    EXPECT_EQ(to_hex(std::string("\x00\xff\x1a", 3)), "00ff1a");
    EXPECT_EQ(from_hex("00ff1a"), std::string("\x00\xff\x1a", 3));
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0G"));
    EXPECT_NE(random_hex(8), random_hex(8));
    EXPECT_EQ(random_hex(8).size(), 16U);
}

}  // namespace
}  // namespace bozhong::wire
