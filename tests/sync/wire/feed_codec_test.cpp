#include "sync/wire/feed_codec.h"

#include <gmock/gmock.h>

#include "tests/sync/wire/samples.h"

namespace bozhong::wire {
namespace {

TEST(FeedCodec, KeepsEveryFact) {
    for (auto const& fact : samples::every_feed_fact()) {
        auto const body = encode_feed(fact);
        auto const back = decode_feed({7, body.kind, body.body});
        ASSERT_TRUE(back.ok()) << back.error().text();
        EXPECT_EQ(back->index(), fact.index()) << body.kind;
        EXPECT_EQ(encode_feed(*back), body);
    }
}

TEST(FeedCodec, KeepsATaskWhole) {
    auto const body = encode_feed(domain::TaskGiven{samples::sort_task()});
    EXPECT_EQ(body.kind, "task");
    EXPECT_EQ(std::get<domain::TaskGiven>(*decode_feed({1, body.kind, body.body})).task,
              samples::sort_task());
}

TEST(FeedCodec, LeavesOutARightItDoesNotKnow) {
    auto body = encode_feed(samples::every_feed_fact().at(2));
    body.body.replace(body.body.find("\"capture\""), 9, "\"fly\"");
    auto const back = decode_feed({1, body.kind, body.body});
    ASSERT_TRUE(back.ok()) << back.error().text();
    EXPECT_EQ(std::get<domain::PersonGiven>(*back).person.rights, std::set{domain::Right::release_red});
}

TEST(FeedCodec, NamesPositionAndField) {
    auto const back = decode_feed({12, "lot", R"({"v":1,"sku":"1"})"});
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().text(), "feed position 12: the field \"lot\" of a lot is missing or wrong");
    EXPECT_EQ(std::get<domain::UnknownFeed>(*decode_feed({1, "weather", "{\"v\":1}"})).kind, "weather");
}

}  // namespace
}  // namespace bozhong::wire
