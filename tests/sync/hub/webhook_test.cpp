#include "sync/hub/webhook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sync/wire/chain.h"
#include "tests/sync/hub/test_store.h"

namespace bozhong::hub::test {
namespace {

using domain::Error;
using domain::ErrorKind;
using testing::ElementsAre;

/// A hub without a network, and a receiver that answers when it is told to.
struct Pushed {
    std::int64_t now = 1'790'000'000'000;
    std::string path =
        (std::filesystem::temp_directory_path() / ("bozhong_push_" + wire::random_hex(6) + ".db")).string();
    TestStore store{path};
    Hub hub{store.open(), {.webhook = true}, [this] { return now; }};
    std::vector<WebhookPost> posts;
    std::vector<Webhook::Then> waiting;
    Webhook webhook{hub, "secret", [this](WebhookPost post, Webhook::Then then) {
                        posts.push_back(std::move(post));
                        waiting.push_back(std::move(then));
                    }};
    int orders = 0;
    ~Pushed() {
        for (auto const* end : {"", ".lock", "-wal", "-shm"}) std::filesystem::remove(path + end);
    }

    /// An order that is cancelled before anybody has it makes a result.
    void results(int count) {
        Author const central{Author::Kind::central, "central", "", {}};
        for (int i = 0; i < count; ++i) {
            wire::OrderLine line;
            line.wave = "W1", line.order_no = "O" + std::to_string(++orders), line.line_no = "1";
            line.customer_code = "A", line.sku = "1", line.product = "p", line.kind = "weighed";
            line.ordered = "2", line.unit = "斤";
            ASSERT_TRUE(hub.write([&] { return hub.import("main", {{line}, "", false}, central); }).ok());
            ASSERT_TRUE(hub.write([&] {
                               return hub.cancel("main", line.order_no, {"", "no"}, central);
                           })
                            .ok());
        }
    }
    void answer(Result<int> const& result) {
        auto const then = waiting.at(0);
        waiting.erase(waiting.begin());
        then(result);
    }
    [[nodiscard]] std::vector<std::string> sent(std::size_t post) const {
        std::vector<std::string> out;
        auto const page = wire::from_json<wire::ResultsPage>(posts.at(post).body);
        for (auto const& row : page->results) out.push_back(row.order_no);
        return out;
    }
    int ticks_until_sent() {
        auto const before = posts.size();
        for (int n = 1; n < 1'000; ++n) {
            webhook.tick();
            if (posts.size() > before) return n;
        }
        return -1;
    }
};

TEST(Webhook, SendsEachResultOnceInCommitOrder) {
    Pushed p;
    p.webhook.tick();
    EXPECT_TRUE(p.posts.empty()) << "nothing to send";
    p.results(2);
    p.webhook.tick();
    p.results(1);
    p.webhook.tick();
    ASSERT_EQ(p.posts.size(), 1U) << "one at a time";
    p.answer(200);
    ASSERT_EQ(p.posts.size(), 2U);
    EXPECT_THAT(p.sent(0), ElementsAre("O1", "O2"));
    EXPECT_THAT(p.sent(1), ElementsAre("O3"));
    p.answer(204);
    EXPECT_EQ(p.posts.size(), 2U);
    EXPECT_EQ(p.hub.webhook_state("main").waiting, 0);
}

TEST(Webhook, AFailureIsTriedAgainWithGrowingWaitsAndNothingOvertakesIt) {
    Pushed p;
    p.results(1);
    std::vector<int> waits;
    for (int i = 0; i < 11; ++i) {
        waits.push_back(p.ticks_until_sent() - 1);
        p.results(i == 0 ? 1 : 0);
        p.answer(i % 2 == 0 ? Result<int>(500) : Result<int>(Error{ErrorKind::timeout, "no answer", "", ""}));
    }
    EXPECT_THAT(waits, ElementsAre(0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300));
    auto const state = p.hub.webhook_state("main");
    EXPECT_EQ(state.failures, 11);
    EXPECT_EQ(state.waiting, 2);
    EXPECT_EQ(state.problem, "it answers 500");
    EXPECT_FALSE(state.failing_since.empty());
    p.ticks_until_sent();
    EXPECT_THAT(p.sent(11), ElementsAre("O1", "O2"));
    EXPECT_EQ(p.posts[2].key, p.posts[1].key) << "the same rows, the same key";
    p.answer(200);
    EXPECT_EQ(p.hub.webhook_state("main").failures, 0);
    EXPECT_EQ(p.hub.webhook_state("main").problem, "");
}

TEST(Webhook, ARequestIsBounded) {
    Pushed p;
    p.results(101);
    p.webhook.tick();
    EXPECT_EQ(p.sent(0).size(), 100U);
    EXPECT_TRUE(wire::from_json<wire::ResultsPage>(p.posts[0].body)->more);
    p.answer(200);
    EXPECT_THAT(p.sent(1), ElementsAre("O101"));
}

TEST(Webhook, GoesOnWhereItsDatabaseSays) {
    Pushed p;
    p.results(2);
    p.webhook.tick();
    p.answer(200);
    p.results(1);
    Webhook again(p.hub, "secret",
                  [&](WebhookPost post, Webhook::Then) { p.posts.push_back(std::move(post)); });
    again.tick();
    EXPECT_THAT(p.sent(1), ElementsAre("O3"));
}

TEST(Webhook, TheSignatureIsOfTimeAndBody) {
    // HMAC-SHA256 with key "key" over "1790000000.{}", by `printf '1790000000.{}' | openssl dgst -sha256
    // -hmac key`.
    EXPECT_EQ(webhook_signature("key", 1'790'000'000, "{}"),
              "t=1790000000,v1=099d33989336226b12c85da813adf6100e1bbab1e91bede9a41ddeb7882d66b8");
    Pushed p;
    p.results(1);
    p.webhook.tick();
    EXPECT_EQ(p.posts[0].signature, webhook_signature("secret", p.now / 1'000, p.posts[0].body));
}

}  // namespace
}  // namespace bozhong::hub::test
