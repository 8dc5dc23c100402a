// Documents between the order platform and the house: goods that come, orders that are ready and leave, the floor's stock.
#include <gmock/gmock.h>

#include "sync/wire/handovers.h"
#include "tests/sync/hub/floor.h"

namespace bozhong::hub::test {
namespace {

using testing::HasSubstr;

constexpr char const* day = "2026-03-02";

struct Yard : Floor {
    Yard() {
        line.business_date = day;
        rig.import({line});
    }
    Reply put(std::string const& path, std::string const& body) { return rig.call("PUT", "/v1/main/" + path, body, rig.central()); }
    Reply post(std::string const& path, std::string const& body = "") {
        return rig.call("POST", "/v1/main/" + path, body, rig.central());
    }
    wire::Handover read(std::string const& path) { return rig.call("GET", "/v1/main/" + path, "", rig.central()).as<wire::Handover>(); }
    std::vector<wire::StockRow> stock(std::string const& more = "") {
        auto const reply = rig.call("GET", "/v1/main/stock?date=2026-03-02" + more, "", rig.central());
        EXPECT_EQ(reply.status, 200) << reply.body;
        return reply.as<wire::Stock>().rows;
    }
    wire::GoodsRequest goods() const {
        return {day, "城南合作社", "", {{"1", line.sku, line.product, "L7", "weighed", "20", "kg", "", ""}, {"2", "E30", "鸡蛋", "", "counted", "12", "盒", "", ""}}};
    }
    Reply receive(std::string const& actual, std::string const& boxes = "12") {
        put("receipts/R1", wire::to_json(goods()));
        return post("receipts/R1/confirm", wire::to_json(wire::GoodsConfirm{{{"1", actual, "", "", ""}, {"2", boxes, "L8", "", ""}}}));
    }
    void weigh_and_close(std::int64_t mg = 2'010'000) {
        one.weigh(line, mg, 1);
        one.send();
        EXPECT_EQ(close({"order", "O1", "", false, ""}).status, 200);
    }
    static std::string leaving(std::vector<std::string> orders) {
        return wire::to_json(wire::LeavingRequest{day, "R1", "王师傅", "沪A", "", std::move(orders)});
    }
};

TEST(Handovers, GoodsAreAnnouncedChangedAndOnTheFloorOnceTheyHaveCome) {
    Yard f;
    auto request = f.goods();
    EXPECT_EQ(f.put("receipts/R1", wire::to_json(request)).status, 200);
    EXPECT_EQ(f.put("receipts/R1", wire::to_json(request)).as<wire::Handover>().version, 1) << "the same words are the same document";
    request.lines[0].expected = "18";
    EXPECT_EQ(f.put("receipts/R1", wire::to_json(request)).as<wire::Handover>().version, 2);
    EXPECT_TRUE(f.stock().empty()) << "announced is not come";
    wire::GoodsConfirm const come{{{"1", "17.5", "", "少半袋", ""}, {"2", "12", "L8", "", ""}}};
    auto const answer = f.post("receipts/R1/confirm", wire::to_json(come));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(f.post("receipts/R1/confirm", wire::to_json(come)).body, answer.body) << "asked again nothing comes twice";
    auto const shown = f.read("receipts/R1");
    EXPECT_EQ(shown.state, "confirmed");
    EXPECT_EQ(shown.lines.at(0).actual, "17.5");
    EXPECT_EQ(shown.lines.at(0).reason, "少半袋");
    EXPECT_EQ(shown.lines.at(1).lot, "L8");
    auto const rows = f.stock();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(f.stock("&sku=E30").at(0).here_count, 12);
    EXPECT_EQ(f.stock("&sku=" + f.line.sku).at(0).here_mg, 17'500'000);
    EXPECT_EQ(f.put("receipts/R1", wire::to_json(f.goods())).status, 409) << "what has come is not announced anew";
    EXPECT_EQ(f.post("receipts/R1/cancel", "{}").status, 409);
}

TEST(Handovers, ADocumentOutlivesTheProcess) {
    Yard f;
    auto const body = f.receive("20").body;
    f.rig.restart();
    EXPECT_EQ(f.read("receipts/R1").lines.size(), 2U);
    EXPECT_EQ(f.receive("20").body, body);
    EXPECT_EQ(f.receive("19").status, 409) << "other figures are another receipt";
}

TEST(Handovers, EachAnnouncedLineIsNamedOnce) {
    Yard f;
    f.put("receipts/R1", wire::to_json(f.goods()));
    auto const confirm = [&](std::vector<wire::GoodsCome> lines) {
        return f.post("receipts/R1/confirm", wire::to_json(wire::GoodsConfirm{std::move(lines)}));
    };
    EXPECT_THAT(confirm({{"1", "20", "", "", ""}}).body, HasSubstr("line 2 is missing"));
    EXPECT_EQ(confirm({{"1", "20", "", "", ""}, {"1", "20", "", "", ""}, {"2", "1", "", "", ""}}).status, 409);
    EXPECT_THAT(confirm({{"1", "x", "", "", ""}, {"2", "1", "", "", ""}}).body, HasSubstr("lines[0].actual"));
    EXPECT_EQ(confirm({{"1", "-1", "", "", ""}, {"2", "1", "", "", ""}}).status, 400);
    EXPECT_EQ(confirm({{"1", "20", "", "", ""}, {"2", "1.5", "", "", ""}}).status, 400) << "one and a half boxes";
    EXPECT_EQ(confirm({{"1", "20", "", "", ""}, {"2", "1", "", "", "bin"}}).status, 400);
    EXPECT_TRUE(f.stock().empty()) << "nothing was half applied";
    EXPECT_EQ(f.read("receipts/R1").state, "open");
    EXPECT_EQ(confirm({{"1", "0", "", "", ""}, {"2", "12.0", "", "", "waste"}}).status, 200);
    for (auto const& row : f.stock()) EXPECT_EQ(row.here_count, 0) << "waste is not on the floor";
}

TEST(Handovers, BadDocumentsNameTheirField) {
    Yard f;
    auto const refused = [&](auto change) {
        auto request = f.goods();
        change(request);
        auto const reply = f.put("receipts/R1", wire::to_json(request));
        EXPECT_GE(reply.status, 400) << reply.body;
        return reply.body;
    };
    EXPECT_THAT(refused([](auto& r) { r.business_date = "2.3.2026"; }), HasSubstr("business_date"));
    EXPECT_THAT(refused([](auto& r) { r.lines.clear(); }), HasSubstr("lines"));
    EXPECT_THAT(refused([](auto& r) { r.lines[1].line_no = "1"; }), HasSubstr("lines[1].line_no"));
    EXPECT_THAT(refused([](auto& r) { r.lines[1].unit = "kg"; }), HasSubstr("lines[1].unit"));
    EXPECT_THAT(refused([](auto& r) { r.lines[0].unit = "盒"; }), HasSubstr("lines[0].expected"));
    EXPECT_THAT(refused([](auto& r) { r.lines[0].expected = "200000000"; }), HasSubstr("more than 100 t"));
    EXPECT_THAT(refused([](auto& r) { r.lines[0].sku = "a\nb"; }), HasSubstr("lines[0].sku"));
    EXPECT_THAT(refused([](auto& r) { r.note.assign(513, 'x'); }), HasSubstr("note"));
    EXPECT_EQ(f.post("receipts/R1/confirm", R"({"lines":[]})").status, 404) << "nothing of it was kept";
}

TEST(Handovers, OrdersAreReadyWhenTheyAreClosedAndLeaveOnOneTruck) {
    Yard f;
    f.receive("20");
    EXPECT_EQ(f.put("outbounds/D1", Yard::leaving({"O1"})).status, 200);
    EXPECT_EQ(f.put("outbounds/D2", Yard::leaving({"O1"})).status, 409) << "one order, one outbound";
    EXPECT_EQ(f.put("outbounds/D3", Yard::leaving({"O9"})).status, 404);
    EXPECT_EQ(f.put("outbounds/D3", Yard::leaving({})).status, 400);
    auto const open = f.post("outbounds/D1/confirm");
    EXPECT_EQ(open.status, 409);
    EXPECT_THAT(open.body, HasSubstr("order O1 is not closed"));
    f.weigh_and_close();
    auto const ready = f.post("outbounds/D1/confirm");
    ASSERT_EQ(ready.status, 200) << ready.body;
    auto const lines = ready.as<wire::Handover>().lines;
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].actual, "4.02");
    EXPECT_EQ(lines[0].unit, "斤");
    auto const sorted = f.stock("&sku=" + f.line.sku);
    EXPECT_EQ(sorted.at(0).sorted_mg + (sorted.size() > 1 ? sorted[1].sorted_mg : 0), 2'010'000);

    EXPECT_EQ(f.put("shipments/S1", Yard::leaving({"O1"})).status, 200);
    ASSERT_EQ(f.post("shipments/S1/confirm").status, 200);
    EXPECT_EQ(f.post("shipments/S1/confirm").status, 200) << "it left once";
    EXPECT_EQ(f.post("shipments/S1/cancel", R"({"reason":"came back"})").status, 409);
    std::int64_t here = 0, left = 0;
    for (auto const& row : f.stock("&sku=" + f.line.sku)) here += row.here_mg, left += row.left_mg;
    EXPECT_EQ(left, 2'010'000);
    EXPECT_EQ(here, 20'000'000 - 2'010'000);
}

TEST(Handovers, AShipmentTakenBackFreesItsOrders) {
    Yard f;
    f.weigh_and_close();
    f.put("shipments/S1", Yard::leaving({"O1"}));
    EXPECT_EQ(f.post("shipments/S1/cancel", R"({"reason":"truck broken"})").as<wire::Handover>().state, "cancelled");
    EXPECT_EQ(f.post("shipments/S1/cancel", R"({"reason":"truck broken"})").status, 200) << "asked again it is the same";
    EXPECT_EQ(f.post("shipments/S1/confirm").status, 409);
    EXPECT_EQ(f.put("shipments/S2", Yard::leaving({"O1"})).status, 200);
    EXPECT_EQ(f.post("shipments/S2/confirm").status, 200);
}

TEST(Handovers, ALineOnHoldKeepsTheTruck) {
    Yard f;
    f.one.weigh(f.line, 2'010'000, 1);
    f.one.send();
    f.stop("hold");
    EXPECT_EQ(f.close({"order", "O1", "", true, "the driver waits"}).status, 200);
    f.put("shipments/S1", Yard::leaving({"O1"}));
    auto const reply = f.post("shipments/S1/confirm");
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("hold"));
    EXPECT_EQ(f.read("shipments/S1").state, "open");
}

TEST(Handovers, OnlyWhatHasLeftComesBack) {
    Yard f;
    auto const back = [&](std::string const& order, std::string const& sku) {
        return f.put("returns/B1", wire::to_json(wire::GoodsRequest{day, "面馆", "", {{"1", sku, "", "", "weighed", "1", "斤", order, "1"}}}));
    };
    EXPECT_EQ(back("", f.line.sku).status, 400);
    EXPECT_EQ(back("O9", f.line.sku).status, 404);
    EXPECT_EQ(back("O1", f.line.sku).status, 409) << "it is still here";
    f.weigh_and_close();
    f.ship();
    EXPECT_EQ(back("O1", "another").status, 409);
    EXPECT_EQ(back("O1", f.line.sku).status, 200);
    EXPECT_EQ(f.post("returns/B1/confirm", R"({"lines":[{"line_no":"1","actual":"0.9"}]})").status, 200);
    std::int64_t returned = 0;
    for (auto const& row : f.stock()) returned += row.returned_mg;
    EXPECT_EQ(returned, 450'000);
}

}  // namespace
}  // namespace bozhong::hub::test
