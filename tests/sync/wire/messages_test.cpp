#include "sync/wire/messages.h"

#include <gtest/gtest.h>

namespace bozhong::wire {
namespace {

TEST(Messages, AResultKeepsEveryFieldOfTheContract) {
    ResultRow row;
    row.warehouse = "W1";
    row.wave = "W20230617";
    row.order_no = "O/1 空";
    row.line_no = "3";
    row.revision = 2;
    row.kind = "weighed";
    row.state = "done";
    row.actual_mg = 2'025'000;
    row.weighings.push_back(
        {.station = "T03", .incarnation = "00000000000000a7", .seq = 42, .net_mg = 2'025'000});
    auto const read = from_json<ResultRow>(to_json(row));
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read.value().order_no, "O/1 空");
    EXPECT_EQ(read.value().actual_mg, 2'025'000);
    EXPECT_FALSE(read.value().actual_count.has_value());
    EXPECT_EQ(read.value().weighings.at(0).seq, 42U);
    EXPECT_NE(to_json(row).find("\"actual_count\":null"), std::string::npos);
    EXPECT_EQ(to_json(row).find("{\"schema\":1,"), 0U);
}

TEST(Messages, PayloadBytesSurvive) {
    EventBatch batch;
    batch.station = "T03";
    batch.incarnation = "0123456789abcdef";
    batch.events.push_back(
        {{"T03", "0123456789abcdef", 1}, "weighed", "{\"a\" : 1.50,\"物\":\"\\u0041\"}", "00", "11"});
    auto const read = from_json<EventBatch>(to_json(batch));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().events.at(0).payload, batch.events.at(0).payload);
}

TEST(Messages, AnErrorNamesTheField) {
    auto const missing = from_json<ImportRequest>(R"({"lines":[{"wave":"W","order_no":"1"}]})");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().where, "lines[0].line_no");
    auto const type = from_json<DecideRequest>(R"({"decision":7,"reason":"x"})");
    ASSERT_FALSE(type.ok());
    EXPECT_EQ(type.error().where, "decision");
    auto const schema = from_json<DecideRequest>(R"({"schema":9,"decision":"add","reason":"x"})");
    ASSERT_FALSE(schema.ok());
    EXPECT_EQ(schema.error().kind, domain::ErrorKind::unsupported);
}

TEST(Messages, HostileTextIsAnErrorNotACrash) {
    for (std::string const& bad :
         {std::string(), std::string("["), std::string("null"), std::string(100'000, '['),
          std::string("{\"decision\":\"\xff\",\"reason\":\"\"}"),
          std::string("{\"decision\":1e999,\"reason\":\"\"}")}) {
        EXPECT_FALSE(from_json<DecideRequest>(bad).ok());
    }
    EXPECT_FALSE(from_json<BatchAnswer>(R"({"incarnation":"a","acknowledged":-1})").ok());
    EXPECT_FALSE(from_json<BatchAnswer>(R"({"incarnation":"a","acknowledged":1.5})").ok());
}

}  // namespace
}  // namespace bozhong::wire
