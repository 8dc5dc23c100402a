#include "sync/wire/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/wire/orders_csv.h"
#include "sync/wire/xlsx_numbers.h"
#include "tests/support/workbook.h"

namespace bozhong::wire {
namespace {

using testing::HasSubstr;

using test::workbook;
using test::workbook_links;
using test::workbook_names;
using test::zipped;

std::string csv(std::string const& rows, std::string const& texts = "") {
    auto const out = csv_of_xlsx(workbook(rows, texts), "f.xlsx");
    EXPECT_TRUE(out.ok()) << out.error().text();
    return out.ok() ? *out : "";
}

std::string why_not(std::string const& bytes, XlsxLimits const& limits = {}) {
    auto const out = csv_of_xlsx(bytes, "f.xlsx", limits);
    EXPECT_FALSE(out.ok());
    return out.ok() ? "" : out.error().text();
}

TEST(Xlsx, ReadsTheFirstSheetRowByRow) {
    EXPECT_EQ(
        csv(R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>)"
            R"(<row r="3"><c r="B3" t="inlineStr"><is><t>a, "b"</t></is></c></row>)"
            R"(<row r="4"><c r="A4"><v>4.3499999999999996</v></c><c r="B4" t="str"><f>A1&amp;"x"</f><v>青菜</v></c></row>)",
            "<si><t>one</t></si><si><r><t>tw</t></r><r><t>o</t></r><rPh><t>spoken</t></rPh></si>"),
        "one,two\n\n,\"a, \"\"b\"\"\"\n4.35,青菜\n");
}

TEST(Xlsx, PrefixesAndCellsWithoutAPlaceAreUnderstood) {
    EXPECT_EQ(
        csv(R"(<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>2</x:v></x:c></x:row>)"),
        "a,2\n");
}

TEST(Xlsx, NumbersAreWhatTheSpreadsheetShows) {
    EXPECT_EQ(shown_number("4.3499999999999996"), "4.35");
    EXPECT_EQ(shown_number("0.30000000000000004"), "0.3");
    EXPECT_EQ(shown_number("9.9999999999999996"), "10");
    EXPECT_EQ(shown_number("1E-3"), "0.001");
    EXPECT_EQ(shown_number("1.5e+2"), "150");
    EXPECT_EQ(shown_number("-0.50"), "-0.5");
    EXPECT_EQ(shown_number("000"), "0");
    EXPECT_EQ(shown_number("123456789012345"), "123456789012345");
    for (auto const* bad :
         {"1234567890123456", "1.2345678901234568E+17", "", "-", "1.2.3", "1e", "1e99", "0x10", "nan"})
        EXPECT_EQ(shown_number(bad), std::nullopt) << bad;
}

TEST(Xlsx, AnOrderNumberThatTheSpreadsheetHasCutIsAnErrorWithItsCell) {
    auto const why = why_not(workbook(R"(<row r="2"><c r="C2"><v>1.23456789012346E+17</v></c></row>)"));
    EXPECT_THAT(why, HasSubstr("f.xlsx!C2"));
    EXPECT_THAT(why, HasSubstr("format the column as text"));
}

TEST(Xlsx, DaysOfTheCalendarOf1900) {
    EXPECT_EQ(day_of_serial("46083"), "2026-03-02");
    EXPECT_EQ(day_of_serial("61"), "1900-03-01");
    for (auto const* bad : {"60", "2958466", "46083.5", "x", ""})
        EXPECT_EQ(day_of_serial(bad), std::nullopt) << bad;
    EXPECT_EQ(
        csv(R"(<row><c t="inlineStr"><is><t>business_date</t></is></c></row><row><c><v>46083</v></c></row>)"),
        "business_date\n2026-03-02\n");
}

TEST(Xlsx, TheOrdersOfAWorkbookAreThoseOfTheSameCsv) {
    std::string header, row;
    for (auto const* name :
         {"wave", "order_no", "line_no", "customer_code", "sku", "product", "kind", "ordered", "unit"})
        header += std::string("<c t=\"inlineStr\"><is><t>") + name + "</t></is></c>";
    for (auto const* cell : {"W1", "O1", "1", "A-017", "1001", "奶白菜", "weighed", "", "斤"})
        row += *cell ? std::string("<c t=\"inlineStr\"><is><t>") + cell + "</t></is></c>"
                     : "<c><v>2.1000000000000001</v></c>";
    auto const text = csv("<row>" + header + "</row><row>" + row + "</row>");
    auto const orders = read_orders_csv(text, "f.xlsx");
    ASSERT_TRUE(orders.ok()) << orders.error().text();
    ASSERT_EQ(orders->size(), 1U);
    EXPECT_EQ(orders->front().ordered.value.text(), "2.1");
    EXPECT_EQ(orders->front().file_line, 2U);
}

TEST(Xlsx, WhatIsNoWorkbookIsRefused) {
    EXPECT_FALSE(looks_like_xlsx("wave,order_no\n"));
    EXPECT_TRUE(looks_like_xlsx(workbook("")));
    why_not("");
    why_not("PK\x03\x04 and no more");
    EXPECT_THAT(why_not(zipped({{"a.txt", "a"}})), HasSubstr("xl/workbook.xml"));
    EXPECT_THAT(why_not(zipped({{"xl/workbook.xml", workbook_names},
                                {"xl/_rels/workbook.xml.rels", "<Relationships/>"}})),
                HasSubstr("no sheet"));
    EXPECT_THAT(why_not(workbook("<row>")), HasSubstr("damaged"));
    EXPECT_THAT(why_not(workbook(R"(<row r="5"/><row r="5"/>)")), HasSubstr("out of order"));
    EXPECT_THAT(why_not(workbook(R"(<row><c t="s"><v>7</v></c></row>)")), HasSubstr("not there"));
    EXPECT_THAT(why_not(workbook(R"(<row><c t="e" r="A1"><v>#REF!</v></c></row>)")), HasSubstr("#REF!"));
    auto whole = workbook("<row><c><v>1</v></c></row>");
    for (std::size_t cut = 0; cut < whole.size(); cut += 7) why_not(whole.substr(0, cut));
}

TEST(Xlsx, EntitiesAreNotExpanded) {
    auto const bomb =
        zipped({{"xl/workbook.xml",
                 R"(<!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>)"},
                {"xl/_rels/workbook.xml.rels", workbook_links}});
    EXPECT_THAT(why_not(bomb), HasSubstr("document type"));
}

TEST(Xlsx, ABombUnpacksNoFurtherThanItsLimit) {
    std::string const rows(8u << 20, ' ');
    auto const bomb = workbook(rows);
    ASSERT_LT(bomb.size(), 64u << 10);
    XlsxLimits limits;
    limits.part_bytes = 1u << 20;
    EXPECT_THAT(why_not(bomb, limits), HasSubstr("unpacks to more than 1 MiB"));
    limits.bytes = 1'000;
    EXPECT_THAT(why_not(bomb, limits), HasSubstr("workbook of more than"));
    limits = {};
    limits.text_bytes = 1u << 20;
    EXPECT_THAT(why_not(workbook(R"(<row r="1048576"/><row r="1048577"/>)"), limits),
                HasSubstr("more than 1 MiB of text"));
    EXPECT_THAT(why_not(workbook(R"(<row><c r="XFD1"><v>1</v></c></row>)")), HasSubstr("beyond column 64"));
    EXPECT_THAT(why_not(workbook(R"(<row><c r="ZZZZZZZZZZZZZZZZZZ1"><v>1</v></c></row>)")),
                HasSubstr("beyond column 64"));
}

}  // namespace
}  // namespace bozhong::wire
