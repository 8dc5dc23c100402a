// Tote labels and route sheets: what they say follows from the tasks, and no page comes out late or twice.

#include <gtest/gtest.h>

#include "tests/support/station_rig.h"

namespace bozhong::test {
namespace {

using domain::LabelState;

domain::SortTask on_route(int number, std::string sku, std::string product) {
    auto out = task(number, "4", "斤", std::move(sku));
    out.product = std::move(product);
    out.route = "R4";
    out.driver = "司机4";
    out.tote = "T0" + std::to_string(10 + number);
    return out;
}

struct Sheets : testing::Test {
    StationRig rig{{on_route(1, "sku1", "苋菜"), on_route(2, "sku1", "苋菜"), on_route(3, "sku1", "苋菜")}};
    void SetUp() override { rig.ready(); }
    void answer(LabelState state, std::string known_by = "status") {
        rig.send(LabelChanged{rig.sheets.back().number, state, std::move(known_by), "P1", ""});
    }
    [[nodiscard]] SheetView view() const { return rig.look().devices.sheet; }
};

TEST_F(Sheets, a_tote_says_whose_it_is_and_what_is_in_it) {
    std::string const code = rig.look().task->customer_code;
    rig.load(grams(2'025)).press(Key::confirm).lift();
    rig.press(Key::print_tote, {.text = code});
    ASSERT_EQ(rig.sheets.size(), 1u);
    auto const& content = rig.sheets[0].content;
    EXPECT_EQ(content.kind, "tote");
    EXPECT_EQ(content.customer_code, code);
    EXPECT_EQ(content.tote, "T011");
    EXPECT_EQ(content.route, "R4");
    EXPECT_EQ(content.driver, "司机4");
    EXPECT_EQ(content.lines, "1/1 样 1 袋\n苋菜 4.05 斤");
}

TEST_F(Sheets, of_nothing_named_it_is_that_of_the_task_in_hand) {
    rig.press(Key::print_tote);
    ASSERT_EQ(rig.sheets.size(), 1u);
    EXPECT_EQ(rig.sheets[0].content.customer_code, rig.look().task->customer_code);
    EXPECT_EQ(rig.sheets[0].content.lines, "0/1 样 0 袋");
}

TEST_F(Sheets, a_route_has_a_line_for_every_customer_in_tote_order) {
    rig.press(Key::print_route);
    ASSERT_EQ(rig.sheets.size(), 1u);
    auto const& lines = rig.sheets[0].content.lines;
    EXPECT_EQ(rig.sheets[0].content.kind, "route");
    EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
    EXPECT_LT(lines.find("T011"), lines.find("T012"));
    EXPECT_LT(lines.find("T012"), lines.find("T013"));
    EXPECT_EQ(std::ranges::count(lines, '\t'), 9) << "code, tote, how far, name";
}

TEST_F(Sheets, what_this_table_does_not_have_is_refused) {
    rig.press(Key::print_tote, {.text = "nobody"});
    EXPECT_TRUE(rig.sheets.empty());
    EXPECT_EQ(rig.look().weight.refusal, Refusal::no_task);
}

TEST_F(Sheets, pages_leave_one_after_the_other) {
    std::vector<domain::SortTask> many;
    for (int number = 1; number <= 20; ++number) many.push_back(on_route(number, "sku1", "苋菜"));
    StationRig long_route{many};
    long_route.ready().press(Key::print_route, {.text = "R4"});
    for (int page = 1; page <= 3; ++page) {
        ASSERT_EQ(long_route.sheets.size(), static_cast<std::size_t>(page));
        EXPECT_EQ(long_route.sheets.back().content.bag, page);
        EXPECT_EQ(long_route.sheets.back().content.bags, 3);
        EXPECT_EQ(long_route.look().devices.sheet.page, page);
        long_route.send(
            LabelChanged{long_route.sheets.back().number, LabelState::printed, "status", "P1", ""});
    }
    EXPECT_EQ(long_route.sheets.size(), 3u);
    EXPECT_EQ(long_route.look().devices.sheet.state, LabelState::printed);
}

TEST_F(Sheets, a_page_in_doubt_ends_the_sheet_and_is_no_label_to_decide_on) {
    rig.press(Key::print_route);
    answer(LabelState::unknown, "cable");
    EXPECT_EQ(view().state, LabelState::unknown);
    EXPECT_TRUE(rig.look().offers.empty());
    EXPECT_FALSE(rig.look().label_decision);
    EXPECT_TRUE(rig.facts<domain::LabelMoved>().empty()) << "a sheet is no event";
}

TEST_F(Sheets, taken_is_not_printed) {
    rig.press(Key::print_tote);
    answer(LabelState::sent, domain::awaiting_word);
    EXPECT_EQ(view().state, LabelState::sent);
    answer(LabelState::printed);
    EXPECT_EQ(view().state, LabelState::printed);
}

TEST_F(Sheets, without_a_printer_it_is_over_at_once_and_nothing_comes_out_later) {
    rig.send(PrinterSeen{"P1", PrinterState::paper_out, "paper"});
    rig.press(Key::print_tote);
    EXPECT_TRUE(rig.sheets.empty());
    EXPECT_EQ(view().state, LabelState::failed);
    rig.send(PrinterSeen{"P1", PrinterState::ready, ""});
    EXPECT_TRUE(rig.sheets.empty());
}

TEST_F(Sheets, a_printer_that_never_answers_leaves_it_in_doubt) {
    rig.press(Key::print_tote).wait(milliseconds{11'000});
    EXPECT_EQ(view().state, LabelState::unknown);
    answer(LabelState::printed);
    EXPECT_EQ(view().state, LabelState::unknown) << "a late word is not taken";
}

}  // namespace
}  // namespace bozhong::test
