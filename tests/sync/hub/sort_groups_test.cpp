// Sorting groups give new lines to their tables; a split shares a product over tables without cutting a customer.
#include <gmock/gmock.h>

#include "sync/hub/sort_groups.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

struct Hall {
    Rig rig;
    Table one{rig, "T01"}, two{rig, "T02"}, three{rig, "T03"};

    Reply put(std::string const& name, wire::SortGroup const& group) {
        return rig.call("PUT", "/v1/main/sort-groups/" + name, wire::to_json(group), rig.supervisor());
    }
    Reply split(wire::SplitRequest const& request) {
        return rig.call("POST", "/v1/main/split", wire::to_json(request), rig.supervisor());
    }
    static wire::OrderLine line(std::string const& order_no, std::string const& sku, std::string const& category, int tote = 1) {
        auto out = weighed_line(order_no, "1");
        out.sku = sku, out.category = category, out.tote = "T" + std::to_string(100 + tote), out.customer_code = order_no;
        return out;
    }
    /// Which table the order's line is at, as the supervisors' list says.
    std::string at(std::string const& order_no) {
        auto const body = rig.call("GET", "/v1/main/tasks", "", rig.central()).body;
        auto const found = body.find("\"station\":\"", body.find("\"order_no\":\"" + order_no + "\""));
        return found == std::string::npos ? "" : body.substr(found + 11, 3);
    }
};

TEST(SortGroups, TheProductsOwnGroupGoesBeforeThatOfItsCategory) {
    wire::SortGroups const groups{{{"leaf", {}, {"叶菜"}, {"T01", "T09"}}, {"kale", {"7"}, {}, {"T03"}}, {"more kale", {"7"}, {}, {"T02"}}}};
    std::vector<std::string> const tables{"T01", "T02", "T03"};
    EXPECT_THAT(tables_of(groups, "1", "叶菜", tables), ElementsAre("T01")) << "a table that takes no tasks is none";
    EXPECT_THAT(tables_of(groups, "7", "叶菜", tables), UnorderedElementsAre("T02", "T03"));
    EXPECT_TRUE(tables_of(groups, "1", "根茎", tables).empty());
}

TEST(SortGroups, NewLinesGoToTheTablesOfTheirGroup) {
    Hall f;
    ASSERT_EQ(f.put("leaf", {"", {}, {"叶菜"}, {"T02", "T03"}}).status, 200);
    f.rig.import({Hall::line("A1", "1", "叶菜"), Hall::line("A2", "2", "叶菜"), Hall::line("A3", "3", "叶菜"), Hall::line("B1", "9", "根茎")});
    for (auto const* order : {"A1", "A2", "A3"}) EXPECT_THAT(f.at(order), testing::AnyOf("T02", "T03")) << order;
    EXPECT_NE(f.at("A1"), f.at("A2")) << "the load is shared within the group";
    EXPECT_EQ(f.at("B1"), "T01") << "the table with the least";
    ASSERT_EQ(f.put("leaf", {"", {}, {"叶菜"}, {"T01"}}).status, 200);
    EXPECT_NE(f.at("A1"), "T01") << "what has a table stays there";
    f.rig.import({Hall::line("A1", "1", "叶菜"), Hall::line("A4", "4", "叶菜")});
    EXPECT_EQ(f.at("A4"), "T01");
}

TEST(SortGroups, AreKeptListedAndRemoved) {
    Hall f;
    f.put("leaf", {"", {"1"}, {"叶菜"}, {"T02"}});
    f.put("root", {"", {"9"}, {}, {"T01", "T03"}});
    f.rig.restart();
    auto const list = [&] { return f.rig.call("GET", "/v1/main/sort-groups", "", f.rig.central()).as<wire::SortGroups>().groups; };
    ASSERT_EQ(list().size(), 2U);
    EXPECT_EQ(list()[1].name, "root");
    EXPECT_THAT(list()[1].stations, ElementsAre("T01", "T03"));
    EXPECT_EQ(f.rig.call("DELETE", "/v1/main/sort-groups/root", "", f.rig.central()).status, 200);
    EXPECT_EQ(f.rig.call("DELETE", "/v1/main/sort-groups/root", "", f.rig.central()).status, 404);
    EXPECT_EQ(list().size(), 1U);
}

TEST(SortGroups, AWrongGroupNamesItsField) {
    Hall f;
    EXPECT_THAT(f.put("g", {"", {"1"}, {}, {}}).body, HasSubstr("stations"));
    EXPECT_THAT(f.put("g", {"", {}, {}, {"T01"}}).body, HasSubstr("products"));
    EXPECT_THAT(f.put("g", {"", {"1"}, {}, {"T01", "T77"}}).body, HasSubstr("stations[1]"));
    EXPECT_EQ(f.put("g", {"", {"a\nb"}, {}, {"T01"}}).status, 400);
}

TEST(Split, OpenLinesAreSharedInWalkOrderWithoutCuttingACustomer) {
    Hall f;
    std::vector<wire::OrderLine> lines;
    for (int n = 1; n <= 9; ++n) lines.push_back(Hall::line("A" + std::to_string(n), "1", "叶菜", n));
    for (auto const n : {2, 3}) lines[static_cast<std::size_t>(n)].customer_code = lines[2].customer_code;  // A3 and A4 are one customer's
    f.rig.import(lines);
    auto const reply = f.split({"W1", "1", "too much for one", {"T02", "T01", "T03"}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const shares = reply.as<wire::SplitAnswer>().shares;
    ASSERT_EQ(shares.size(), 3U);
    EXPECT_EQ(shares[0].lines, 4) << "A3 and A4 stay together";
    EXPECT_EQ(shares[1].lines, 2);
    EXPECT_EQ(shares[2].lines, 3);
    EXPECT_EQ(f.at("A1"), "T02");
    EXPECT_EQ(f.at("A4"), "T02");
    EXPECT_EQ(f.at("A5"), "T01");
    EXPECT_EQ(f.at("A9"), "T03");
    auto const again = f.split({"W1", "1", "", {"T02", "T01", "T03"}}).as<wire::SplitAnswer>().shares;
    for (auto const& share : again) EXPECT_EQ(share.moved, 0) << "asked again nothing moves";
}

TEST(Split, NeedsTablesAndOpenLines) {
    Hall f;
    f.rig.import({Hall::line("A1", "1", "叶菜")});
    EXPECT_EQ(f.split({"W1", "1", "", {"T01"}}).status, 400);
    EXPECT_EQ(f.split({"W1", "1", "", {"T01", "T01"}}).status, 400);
    EXPECT_EQ(f.split({"W1", "1", "", {"T01", "T77"}}).status, 404);
    EXPECT_EQ(f.split({"W1", "2", "", {"T01", "T02"}}).status, 404);
}

}  // namespace
}  // namespace bozhong::hub::test
