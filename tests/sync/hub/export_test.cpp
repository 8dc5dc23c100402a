// Files for people: the same figures as the results, and nothing in them that a spreadsheet would run.
#include "sync/hub/export.h"

#include <gmock/gmock.h>

#include <array>

#include "sync/wire/xlsx.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Wave : Floor {
    Reply get(std::string const& ask, std::string const& wave = "wave=W1") {
        return rig.call("GET", "/v1/main/export?" + wave + "&" + ask, "", rig.central());
    }
    void weigh_and_correct() {
        one.weigh(line, 2'025'000, 1);
        one.send();
        wire::CorrectRequest const request{"T01", one.incarnation(), 1, "4.10", "斤", "=cmd|' /C calc'!A0"};
        EXPECT_EQ(
            rig.call("POST", "/v1/main/weighings/correct", wire::to_json(request), rig.supervisor()).status,
            200);
    }
};

TEST(Export, CsvHasTheFigureToSettleAndTheExactMass) {
    Wave f;
    f.one.weigh(f.line, 2'025'001, 1);
    f.one.send();
    auto const reply = f.get("format=csv");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.type, "text/csv; charset=utf-8");
    EXPECT_THAT(reply.body, StartsWith("\xEF\xBB\xBF"));
    EXPECT_THAT(reply.body, HasSubstr(",4.05,斤,2.025001,2025001,,done,scale,1,"));
}

TEST(Export, JsonLinesAreTheNewestRevisionsAsTheyArePulled) {
    Wave f;
    f.weigh_and_correct();
    auto const reply = f.get("format=jsonl");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.body, wire::to_json(f.result()) + "\n");
    auto const changes = f.get("format=jsonl&table=corrections");
    EXPECT_THAT(changes.body, HasSubstr("\"qty_before\":\"4.05\",\"qty_after\":\"4.10\""));
}

TEST(Export, CorrectionsAreSeen) {
    Wave f;
    f.weigh_and_correct();
    EXPECT_THAT(f.get("format=csv").body, HasSubstr(",4.10,斤,2.050000,2050000,,done,manual,2,,,,1,"));
    auto const changes = f.get("format=csv&table=corrections").body;
    EXPECT_THAT(changes, HasSubstr("person:admin,correct,'=cmd"));
    EXPECT_THAT(changes, HasSubstr(",4.05,4.10,斤,2025000,2050000,"));
}

TEST(Export, ATextThatASpreadsheetWouldRunIsGuarded) {
    for (auto const* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"}) {
        Sheet const table{"t", {"a"}, {{{text, false}}}};
        auto const out = csv_of(table);
        EXPECT_THAT(out, testing::AnyOf(HasSubstr("\r\n'"), HasSubstr("\r\n\"'"))) << text;
    }
    Sheet const numbers{"t", {"a", "b"}, {{{"-5", true}, {"a \"b\", c", false}}}};
    EXPECT_THAT(csv_of(numbers), HasSubstr("\r\n-5,\"a \"\"b\"\", c\"\r\n"));
    Wave f;
    auto line = weighed_line("O7", "1", "4");
    line.product = "=HYPERLINK(\"http://x\")";
    line.customer = "@客户";
    f.rig.import({line});
    f.one.weigh(line, 2'000'000, 1);
    f.one.send();
    auto const body = f.get("format=csv").body;
    EXPECT_THAT(body, Not(HasSubstr(",=HYP")));
    EXPECT_THAT(body, Not(HasSubstr(",\"=HYP")));
}

TEST(Export, TheWorkbookHasTheSameResults) {
    Wave f;
    f.weigh_and_correct();
    auto const reply = f.get("format=xlsx");
    ASSERT_EQ(reply.status, 200);
    EXPECT_EQ(reply.type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    auto const sheet = wire::csv_of_xlsx(reply.body, "f.xlsx");
    ASSERT_TRUE(sheet.ok()) << sheet.error().text();
    EXPECT_THAT(*sheet, HasSubstr(",4.10,斤,2.050000,2050000,,done,manual,2,,,,1,"));
}

TEST(Export, AFormulaInAWorkbookIsAText) {
    auto const book = workbook_of({{"t", {"a", "b"}, {{{"=1+1", false}, {"9007199254740993", true}}}}});
    ASSERT_TRUE(book.ok()) << book.error().text();
    auto const sheet = wire::csv_of_xlsx(*book, "f.xlsx");
    ASSERT_TRUE(sheet.ok()) << sheet.error().text();
    EXPECT_EQ(*sheet, "a,b\n=1+1,9007199254740993\n") << "a number beyond 2^53 stands as text, exactly";
}

TEST(Export, ByBusinessDay) {
    Wave f;
    f.line.business_date = "2026-03-02";
    f.rig.import({f.line});
    f.one.weigh(f.line, 2'000'000, 1);
    f.one.send();
    EXPECT_THAT(f.get("format=csv", "date=2026-03-02").body, HasSubstr("\r\n2026-03-02,W1,"));
    EXPECT_EQ(f.get("format=csv", "date=2026-03-03").status, 404);
}

TEST(Export, WhatIsAskedWronglyIsToldWithItsField) {
    Wave f;
    EXPECT_EQ(f.get("format=pdf").status, 400);
    EXPECT_EQ(f.get("format=csv&table=x").status, 400);
    EXPECT_EQ(f.get("format=csv", "wave=W1&date=2026-03-02").status, 400);
    EXPECT_EQ(f.get("format=csv", "x=1").status, 400);
    EXPECT_EQ(f.get("format=csv", "wave=W9").status, 404);
}

}  // namespace
}  // namespace bozhong::hub::test
