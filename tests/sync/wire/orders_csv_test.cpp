#include "sync/wire/orders_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/seed.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

using namespace bozhong;
using testing::HasSubstr;
using wire::read_loads_csv;
using wire::read_orders_csv;

std::string slurp(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string const header =
    "wave,order_no,line_no,customer_code,customer,route,driver,tote,sku,product,category,kind,ordered,unit,"
    "note\n";
std::string const first = "W1,W1-A,1,A-001,餐馆,R1,司机,T1,P1,红椒(2),辣椒类,weighed,1.8,斤,不要带泥\n";

std::string error_of(std::string const& text) {
    auto const read = read_orders_csv(text, "orders.csv");
    return read.ok() ? "no error" : read.error().text();
}

TEST(OrdersCsv, ReadsALineOfEveryColumn) {
    auto const rows = read_orders_csv(header + first, "orders.csv");
    ASSERT_TRUE(rows.ok()) << rows.error().text();
    ASSERT_EQ(rows->size(), 1u);
    auto const& row = rows->front();
    EXPECT_EQ(row.wave, "W1");
    EXPECT_EQ(row.line, (domain::LineKey{"W1-A", "1"}));
    EXPECT_EQ(row.customer_code, "A-001");
    EXPECT_EQ(row.product, "红椒(2)");
    EXPECT_EQ(row.kind, domain::TaskKind::weighed);
    EXPECT_EQ(row.ordered.value.text(), "1.8");
    EXPECT_EQ(row.ordered.unit, "斤");
    EXPECT_EQ(row.note, "不要带泥");
    EXPECT_EQ(row.file_line, 2u);
    EXPECT_TRUE(row.extras.empty());
}

TEST(OrdersCsv, ColumnsMayStandInAnyOrderAndUnknownOnesAreKept) {
    auto const rows = read_orders_csv(
        "unit,ordered,shop_grade,kind,product,sku,customer_code,line_no,order_no,wave,shop_phone\n"
        "份,4,甲,counted,\"香菜 \",P9,C-1,7,O-1,W,139 0000\n",
        "o.csv");
    ASSERT_TRUE(rows.ok()) << rows.error().text();
    EXPECT_EQ(rows->front().product, "香菜 ") << "a trailing space is part of the name";
    EXPECT_EQ(rows->front().kind, domain::TaskKind::counted);
    EXPECT_THAT(rows->front().extras, testing::ElementsAre(testing::Pair("shop_grade", "甲"),
                                                           testing::Pair("shop_phone", "139 0000")));
}

TEST(OrdersCsv, QuotesCommasLineEndsAndCarriageReturns) {
    std::string text =
        header +
        "W1,\"W1,A\",1,A-001,\"说\"\"好\"\"\",R1,司机,T1,P1,红椒,类,weighed,2,斤,\"第一行\n第二行\"\n";
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, "\r");
    text += "\r\n" + first;
    auto const rows = read_orders_csv(text, "orders.csv");
    ASSERT_TRUE(rows.ok()) << rows.error().text();
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ(rows->front().line.order_no, "W1,A");
    EXPECT_EQ(rows->front().customer, "说\"好\"");
    EXPECT_EQ(rows->front().note, "第一行\r\n第二行");
    EXPECT_EQ(rows->back().file_line, 5u) << "a line end inside quotes counts";
}

TEST(OrdersCsv, TheSameInEveryEncoding) {
    auto const plain = read_orders_csv(header + first, "o.csv");
    auto const marked = read_orders_csv("\xEF\xBB\xBF" + header + first, "o.csv");
    std::string const gb18030 =
        header +
        "W1,W1-A,1,A-001,\xB2\xCD\xB9\xDD,R1,\xCB\xBE\xBB\xFA,T1,P1,\xBA\xEC\xBD\xB7(2),"
        "\xC0\xB1\xBD\xB7\xC0\xE0,weighed,1.8,\xBD\xEF,\xB2\xBB\xD2\xAA\xB4\xF8\xC4\xE0\n";
    auto const chinese = read_orders_csv(gb18030, "o.csv");
    ASSERT_TRUE(plain.ok() && marked.ok() && chinese.ok());
    for (auto const* read : {&marked, &chinese}) {
        EXPECT_EQ((*read)->front().wave, plain->front().wave);
        EXPECT_EQ((*read)->front().customer, "餐馆");
        EXPECT_EQ((*read)->front().product, plain->front().product);
        EXPECT_EQ((*read)->front().ordered, plain->front().ordered);
        EXPECT_EQ((*read)->front().note, "不要带泥");
    }
}

TEST(OrdersCsv, DamagedUtf8IsNotTakenForGb18030) {
    std::string text = header + first + first;
    text[text.rfind("泥") + 1] = 'x';
    EXPECT_THAT(error_of(text), HasSubstr("orders.csv:3, byte"));
    EXPECT_THAT(error_of(text), HasSubstr("not UTF-8"));
}

TEST(OrdersCsv, AKeyTwiceNamesBothLines) {
    auto const error = error_of(header + first + "W1,W1-A,2,A,餐馆,R,司,T,P2,葱,类,weighed,1,kg,\n" + first);
    EXPECT_THAT(error, HasSubstr("orders.csv:4"));
    EXPECT_THAT(error, HasSubstr("W1-A 1"));
    EXPECT_THAT(error, HasSubstr("lines 2 and 4"));
}

struct Bad {
    char const* name;
    std::string text;
    std::vector<std::string> says;
};

std::string line_with(std::string const& kind, std::string const& ordered, std::string const& unit) {
    return header + "W1,W1-A,1,A,店,R1,司,T1,P1,葱,类," + kind + "," + ordered + "," + unit + ",\n";
}

std::vector<Bad> bad_files() {
    std::string const long_text(2000, 'x');
    return {
        {"empty", "", {"orders.csv:1", "the file is empty"}},
        {"only line ends", "\n\r\n\n", {"the file is empty"}},
        {"only a header", header, {"no lines"}},
        {"no such column", "wave,order_no\nW,O\n", {"orders.csv:1", "no column line_no"}},
        {"column twice", "wave,wave\nW,O\n", {"column 2", "repeats the name wave"}},
        {"column without name", "wave,,order_no\n", {"column 2 has no name"}},
        {"half line", header + first + "W1,W1-A,2,A-0", {"orders.csv:3", "4 fields; expected 15"}},
        {"line too long",
         header + "W1,W1-A,1,A,店,R1,司,T1,P1,葱,葱,类,weighed,1,斤,\n",
         {"16 fields; expected 15"}},
        {"amount of words",
         line_with("weighed", "two", "斤"),
         {":2, column 13 (ordered)", "is \"two\"", "decimal"}},
        {"amount nothing", line_with("weighed", "", "斤"), {"column 13 (ordered)", "decimal"}},
        {"amount zero", line_with("weighed", "0.00", "斤"), {"column 13", "more than 0"}},
        {"amount negative", line_with("weighed", "-3", "斤"), {"column 13", "more than 0"}},
        {"amount with exponent", line_with("weighed", "1e3", "斤"), {"column 13", "decimal"}},
        {"amount with spaces", line_with("weighed", " 1 ", "斤"), {"column 13", "without spaces"}},
        {"amount beyond reason", line_with("weighed", "99999999999999", "kg"), {"column 13", "100 tonnes"}},
        {"pieces in halves", line_with("counted", "1.5", "份"), {"column 13", "whole number"}},
        {"too many pieces", line_with("counted", "99999999", "份"), {"column 13", "at most 1000000"}},
        {"unknown unit",
         line_with("weighed", "1", "把子"),
         {"column 14 (unit)", "is \"把子\"", "unit of mass"}},
        {"counted in jin", line_with("counted", "1", "斤"), {"column 14 (unit)", "unit of counting"}},
        {"unknown kind", line_with("heavy", "1", "斤"), {"column 12 (kind)", "weighed or counted"}},
        {"id empty",
         header + "W1,,1,A,店,R1,司,T1,P1,葱,类,weighed,1,斤,\n",
         {"column 2 (order_no)", "is empty"}},
        {"id too long",
         header + "W1," + long_text.substr(0, 65) + ",1,A,店,R,司,T,P,葱,类,weighed,1,斤,\n",
         {"column 2 (order_no)", "65 bytes", "at most 64"}},
        {"tab in an id",
         header + "W1,a\tb,1,A,店,R,司,T,P,葱,类,weighed,1,斤,\n",
         {"column 2", "control character"}},
        {"name too long",
         header + "W,O,1,A," + long_text.substr(0, 300) + ",R,司,T,P,葱,类,weighed,1,斤,\n",
         {"column 5 (customer)", "at most 256"}},
        {"field oversized",
         header + "W,O,1,A," + long_text + ",R,司,T,P,葱,类,weighed,1,斤,\n",
         {"orders.csv:2, column 5", "longer than 1024"}},
        {"quoted field oversized",
         header + "W,O,1,A,\"" + long_text,
         {"orders.csv:2, column 5", "longer than 1024"}},
        {"quote left open", header + "W,O,1,A,\"店", {"orders.csv:2, column 5", "never closed"}},
        {"text after quote", header + "W,O,1,A,\"店\"x,R\n", {"column 5", "after a closing quote"}},
        {"zero byte", header + std::string(1, '\0'), {"orders.csv:2", "zero byte"}},
        {"utf-16", std::string("\xFF\xFEw\0a\0", 6), {"zero byte"}},
        {"no encoding", header + "W,O,\xFF\xFF", {"orders.csv:2, byte 5", "neither UTF-8 nor GB18030"}},
        {"bad date",
         "business_date,wave,order_no,line_no,customer_code,sku,product,kind,ordered,unit\n"
         "2023-13-01,W,O,1,A,P,葱,weighed,1,斤\n",
         {"column 1 (business_date)", "2023-06-17"}},
        {"too many columns", std::string(100, ','), {"more than 64 columns"}},
    };
}

TEST(OrdersCsv, EveryBadFileIsNamedByItsPlace) {
    for (auto const& bad : bad_files()) {
        auto const error = error_of(bad.text);
        for (auto const& part : bad.says) EXPECT_THAT(error, HasSubstr(part)) << bad.name;
        EXPECT_EQ(error.find('\n'), std::string::npos) << bad.name << ": one line";
    }
}

TEST(OrdersCsv, NoPrefixOfAGoodFileIsTakenWithAWrongLine) {
    std::string const text =
        header + first + "W1,W1-B,2,B,\"店 \"\"二\"\"\",R,司,T,P2,葱,类,counted,4,份,\"两\n行\"\n";
    for (std::size_t size = 0; size < text.size(); ++size) {
        auto const read = read_orders_csv(std::string_view(text).substr(0, size), "o.csv");
        if (!read.ok()) continue;
        // A cut inside the last column cannot be seen; everything before it is what the whole file says.
        EXPECT_EQ(read->front().product, "红椒(2)");
        EXPECT_LE(read->size(), 2u);
    }
}

TEST(OrdersCsv, ABoundOfAHundredThousandLines) {
    std::string const columns = "wave,order_no,line_no,customer_code,sku,product,kind,ordered,unit\n";
    std::string text = columns;
    for (int i = 0; i < 100'000; ++i) text += "W,O," + std::to_string(i) + ",A,P,葱,weighed,1,斤\n";
    auto const most = read_orders_csv(text, "o.csv");
    ASSERT_TRUE(most.ok()) << most.error().text();
    EXPECT_EQ(most->size(), 100'000u);
    EXPECT_THAT(error_of(text + "W,O,x,A,P,葱,weighed,1,斤\n"), HasSubstr("more than 100000 lines"));
}

TEST(LoadsCsv, ReadsWeightsAndPieces) {
    auto const rows = read_loads_csv(
        "line_no,sku,customer_code,actual,actual_unit\n1,P1,A-1,0.900,kg\n2,P2,B-2,4,份\n", "loads.csv");
    ASSERT_TRUE(rows.ok()) << rows.error().text();
    EXPECT_EQ(rows->at(0).actual.mass(), domain::grams(900));
    EXPECT_EQ(rows->at(1).actual.value.text(), "4");
    auto const twice =
        read_loads_csv("line_no,sku,customer_code,actual,actual_unit\n1,P,A,1,kg\n1,P,A,1,kg\n", "l.csv");
    ASSERT_FALSE(twice.ok());
    EXPECT_THAT(twice.error().text(), HasSubstr("lines 2 and 3"));
}

/// Orders and loads tell of the same lines, and most lines meet what was ordered.
void expect_wave(std::string const& orders_path, std::string const& loads_path, std::size_t lines) {
    auto const orders = read_orders_csv(slurp(orders_path), orders_path);
    auto const loads = read_loads_csv(slurp(loads_path), loads_path);
    ASSERT_TRUE(orders.ok()) << orders.error().text();
    ASSERT_TRUE(loads.ok()) << loads.error().text();
    ASSERT_EQ(orders->size(), lines);
    ASSERT_EQ(loads->size(), lines);
    std::size_t green = 0, red = 0;
    for (std::size_t i = 0; i < lines; ++i) {
        auto const& order = orders->at(i);
        auto const& load = loads->at(i);
        EXPECT_EQ(order.line.line_no, load.line_no);
        EXPECT_EQ(order.sku, load.sku);
        EXPECT_EQ(order.customer_code, load.customer_code);
        if (order.kind == domain::TaskKind::counted) continue;
        auto const zone = domain::band({}, *order.ordered.mass()).zone(*load.actual.mass());
        green += zone == domain::Zone::green ? 1 : 0;
        red += zone == domain::Zone::red_over || zone == domain::Zone::red_under ? 1 : 0;
    }
    EXPECT_GT(green, lines / 2);
    EXPECT_LT(red, lines / 50);
}

TEST(OrdersCsv, TheSampleWaveOfTheProject) {
    std::string const folder = BOZHONG_SOURCE_DIR "/config/sample/";
    expect_wave(folder + "orders.csv", folder + "loads.csv", 300);
}

TEST(OrdersCsv, TheRealWaves) {
    std::string const folder = BOZHONG_SOURCE_DIR "/../shared/data/waves/";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no ../shared/data/waves";
    expect_wave(folder + "orders-2023-06-17.csv", folder + "loads-2023-06-17.csv", 989);
    expect_wave(folder + "orders-2023-06-18.csv", folder + "loads-2023-06-18.csv", 932);
    expect_wave(folder + "orders-2023-06-22.csv", folder + "loads-2023-06-22.csv", 759);
}

TEST(OrdersCsv, TheFuzzCorpusReplays) {
    EXPECT_GE(test::replay_corpus("orders_csv", LLVMFuzzerTestOneInput), 20u);
}

TEST(OrdersCsv, ChangedBytesAreAnErrorOrAnotherGoodFile) {
    std::string const good =
        header + first + "W1,W1-B,2,B,\"店 \"\"二\"\"\",R,司,T,P2,葱,类,counted,4,份,\"两\n行\"\n";
    std::mt19937 random(20260301 + bozhong::test::seed_offset());
    for (int round = 0; round < 5'000; ++round) {
        std::string text = good;
        for (int change = 0; change < 3; ++change) {
            std::size_t const at = random() % text.size();
            switch (random() % 4) {
                case 0: text[at] = static_cast<char>(random()); break;
                case 1: text.erase(at, 1 + random() % 5); break;
                case 2: text.insert(at, 1, ",\"\n\r"[random() % 4]); break;
                default: text.insert(at, text.substr(random() % text.size(), 9)); break;
            }
        }
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(text.data()), text.size());
    }
}

}  // namespace
