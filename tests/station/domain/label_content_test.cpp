#include "station/domain/label_content.h"

#include <gtest/gtest.h>

#include "station/domain/label_fields.h"

namespace {

using namespace bozhong::domain;

LabelNaming const naming{"台3", 3, "k7", 7, 480};

TaskFacts task() {
    TaskFacts t;
    t.line = {"W20230617-D-038", "2"};
    t.product = "苋菜", t.customer_code = "D-038", t.customer = "火锅店038", t.route = "R4",
    t.driver = "司机4";
    t.tote = "T038", t.note = "不要带泥", t.lot = "L0617-3";
    t.ordered = {*Decimal::parse("4"), "斤"};
    t.bag = 1, t.bags = 2;
    return t;
}

Weighed weighed() {
    Weighed w;
    w.task = task();
    w.gross = {2'037'000}, w.net = {2'025'000};
    w.tares = {{TareKind::container, "小框", {12'000}}};
    w.indication = {"2.025", "kg"};
    w.settled = "4.05", w.settle_unit = "斤";
    w.person = "p7", w.person_name = "员工07";
    return w;
}

LabelRow row(Fact fact) {
    LabelRow r;
    r.id = {"T03", "9f2c51d07a3be846", 42};
    r.hash = "7f3a9c12" + std::string(56, '0');
    r.stamp = {{1'686'947'785'123}, true, "p7"};  // 2023-06-16T20:36:25.123Z
    r.fact = std::move(fact);
    return r;
}

LabelContent content_of(Fact fact, int copy = 0) {
    auto made = make_label_content(row(std::move(fact)), naming, copy);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().text());
    return made.ok() ? *made : LabelContent{};
}

TEST(LabelContent, SaysWhatTheOrderSaysOfTheLine) {
    auto w = weighed();
    w.task.details = {"一级", "云南昆明", "3 天", "17", "3.50"};
    auto const c = content_of(w);
    EXPECT_EQ(c.spec, "一级");
    EXPECT_EQ(c.origin, "云南昆明");
    EXPECT_EQ(c.shelf_life, "3 天");
    EXPECT_EQ(c.sort_no, "17");
    EXPECT_EQ(c.price, "3.50");
    EXPECT_EQ(c.money, "14.18");  // 3.50 × 4.05 = 14.175, half to even
}

TEST(LabelContent, MoneyIsOfTheSettledFigureInThePricesUnitOrNotThere) {
    auto w = weighed();
    auto const money = [&](std::string const& price) {
        w.task.details.price = price;
        return content_of(w).money;
    };
    EXPECT_EQ(money("3"), "12.15");
    EXPECT_EQ(money("0"), "0.00");
    EXPECT_EQ(money("0.0001"), "0.00");
    EXPECT_EQ(money("2.7100"), "10.98");  // 10.9755
    EXPECT_EQ(money(""), "");
    EXPECT_EQ(money("cheap"), "");
    EXPECT_EQ(money("99999999999999999"), "");  // more than a label's figure can be
    w.settled = "2.025", w.settle_unit = "kg";  // the price is of a jin
    EXPECT_EQ(money("3"), "");
    EXPECT_EQ(content_of(w).price, "");

    Counted counted;
    counted.task = task();
    counted.task.ordered = {*Decimal::parse("4"), "份"};
    counted.task.details.price = "2.5";
    counted.count = 3;
    EXPECT_EQ(content_of(counted).money, "7.50");
}

TEST(LabelContent, SaysWhatTheRowSays) {
    auto const c = content_of(weighed());
    EXPECT_EQ(c.event, (EventId{"T03", "9f2c51d07a3be846", 42}));
    EXPECT_EQ(c.short_form, "T03-k7-000042");
    EXPECT_EQ(c.barcode, "030700000042");
    EXPECT_EQ(c.check, "7f3a9c");
    EXPECT_EQ(c.product, "苋菜");
    EXPECT_EQ(c.customer_code, "D-038");
    EXPECT_EQ(c.actual, "4.05");
    EXPECT_EQ(c.actual_unit, "斤");
    EXPECT_EQ(c.net_kg, "2.025");
    EXPECT_EQ(c.tare_kg, "0.012");
    EXPECT_FALSE(c.preset_tare);
    EXPECT_EQ(c.ordered, "4 斤");
    EXPECT_EQ(c.order_no, "W20230617-D-038");
    EXPECT_EQ(c.time, "06-17 04:36");
    EXPECT_EQ(c.sorter, "员工07");
    EXPECT_EQ(c.lot, "L0617-3");
    EXPECT_EQ(c.bag, 1);
    EXPECT_EQ(c.bags, 2);
    EXPECT_EQ(c.copy, 0);
    EXPECT_EQ(c.net_mg, 2'025'000);
    EXPECT_EQ(c.qr, "");
}

TEST(LabelContent, ACopyDiffersInNothingButTheMark) {
    auto const first = content_of(weighed());
    auto copy = content_of(weighed(), 2);
    EXPECT_EQ(copy.copy, 2);
    copy.copy = 0;
    for (auto const& field : label_fields()) EXPECT_EQ(field.text(first), field.text(copy)) << field.name;
}

TEST(LabelContent, MarksComeFromTheRow) {
    auto w = weighed();
    w.entry = Entry::manual;
    w.below_min = true;
    w.tares.push_back({TareKind::preset, "", {1'000}});
    w.net = {2'024'000};
    w.settled = "";
    auto const c = content_of(w);
    EXPECT_TRUE(c.manual && c.below_min && c.preset_tare);
    EXPECT_EQ(c.tare_kg, "0.013");
    EXPECT_EQ(c.actual, "4.05");  // 4.048 斤
}

TEST(LabelContent, TheActualIsInTheUnitOfTheLineAndRoundsHalfToEven) {
    auto w = weighed();
    w.settled = w.settle_unit = "";
    w.net = {2'022'500};
    EXPECT_EQ(content_of(w).actual, "4.04");  // 4.045
    w.net = {2'027'500};
    EXPECT_EQ(content_of(w).actual, "4.06");  // 4.055
    w.task.ordered.unit = "公斤";
    EXPECT_EQ(content_of(w).actual, "2.028");
    EXPECT_EQ(content_of(w).actual_unit, "公斤");
    w.task.ordered.unit = "box";  // a weighed product ordered in something that is no mass
    EXPECT_EQ(content_of(w).actual, "2.028");
    EXPECT_EQ(content_of(w).actual_unit, "kg");
    w.settle_unit = "jin";
    EXPECT_EQ(content_of(w).actual_unit, "斤");
}

TEST(LabelContent, ARowThatContradictsItselfIsCorrupt) {
    auto w = weighed();
    w.settled = "4.50";
    auto const made = make_label_content(row(w), naming, 0);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::corrupt);
    EXPECT_EQ(made.error().where, "event T03-k7-000042");
}

TEST(LabelContent, NetHasTheDecimalsTheScaleShowed) {
    struct Case {
        char const *value, *unit;
        std::int64_t net;
        char const* kg;
    };
    for (Case const& c : {Case{"2.02", "kg", 2'020'000, "2.02"}, Case{"2.0200", "kg", 2'020'000, "2.0200"},
                          Case{"2025", "g", 2'025'000, "2.025"}, Case{"4.05", "斤", 2'025'000, "2.025"},
                          Case{"4.464", "lb", 2'024'836, "2.024836"}, Case{"2", "kg", 2'000'000, "2"},
                          Case{"2.02", "kg", 2'012'500, "2.0125"},  // a tare finer than the scale
                          Case{"", "", 2'020'000, "2.020"}, Case{"-0.010", "kg", -10'000, "-0.010"}}) {
        auto w = weighed();
        w.settled = w.settle_unit = "";
        w.indication = {c.value, c.unit};
        w.net = {c.net};
        EXPECT_EQ(content_of(w).net_kg, c.kg) << c.value << c.unit;
    }
}

TEST(LabelContent, CountedGoodsHaveNoWeight) {
    Counted counted;
    counted.task = task();
    counted.task.ordered = {*Decimal::parse("4"), "份"};
    counted.count = 3;
    counted.person = "p7";
    auto const c = content_of(counted);
    EXPECT_EQ(c.actual, "3");
    EXPECT_EQ(c.actual_unit, "份");
    EXPECT_EQ(c.ordered, "4 份");
    EXPECT_EQ(c.net_kg + c.tare_kg, "");
    EXPECT_EQ(c.sorter, "p7");
}

TEST(LabelContent, AClockOfUnknownQualityPrintsNoTime) {
    auto r = row(weighed());
    r.stamp.clock_good = false;
    EXPECT_EQ(make_label_content(r, naming, 0)->time, "");
}

TEST(LabelContent, OtherEventsHaveNoLabel) {
    EXPECT_EQ(make_label_content(row(SignedIn{}), naming, 0).error().kind, ErrorKind::bad_input);
    EXPECT_EQ(make_label_content(row(Shorted{}), naming, 0).error().kind, ErrorKind::bad_input);
}

TEST(LabelContent, BarcodeDigitsReadBackAndNumbersThatDoNotFitMakeNone) {
    EXPECT_EQ(barcode_digits({12, 0, 99'999'999}), "120099999999");
    EXPECT_EQ(parse_barcode("030700000042"), (BarcodeName{3, 7, 42}));
    EXPECT_EQ(barcode_digits({100, 0, 1}), "");
    EXPECT_EQ(barcode_digits({1, 100, 1}), "");
    EXPECT_EQ(barcode_digits({1, 1, 100'000'000}), "");
    EXPECT_EQ(barcode_digits({-1, 1, 1}), "");
    for (auto const* bad : {"", "03070000004", "0307000000421", "03070000004x", "-30700000042"})
        EXPECT_FALSE(parse_barcode(bad)) << bad;
}

TEST(LabelFields, EveryFieldHasANameAnExampleAndAMeaning) {
    for (auto const& field : label_fields()) {
        EXPECT_EQ(label_field(field.name)->name, field.name);
        EXPECT_FALSE(field.example.empty() || field.meaning.empty()) << field.name;
    }
    EXPECT_EQ(label_field("colour"), nullptr);
}

}  // namespace
