#include "drivers/printer/answers.h"

#include <gtest/gtest.h>

#include <random>
#include <span>

namespace {

using namespace bozhong::printer;

std::vector<Answer> parse(std::vector<std::string> const& pieces) {
    AnswerParser parser;
    std::vector<Answer> answers;
    for (std::string const& piece : pieces)
        parser.feed(std::as_bytes(std::span(piece)),
                    [&](Answer const& answer) { answers.push_back(answer); });
    return answers;
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (int value : values) out += static_cast<char>(value);
    return out;
}

/// Everything a printer may say in one conversation, with what it means.
std::string conversation() {
    return bytes({0x12, 0x1A, 0x72, 0x7E}) + bytes({0x18, 0x08, 0x0C, 0x0F}) + bytes({0x00, 0x03, 0x0C}) +
           std::string("\x37\x22") + "0042" + bytes({0}) + bytes({0x13, 0x11}) + "_SIM-58" + bytes({0}) +
           bytes({0x38, 0x00, 0x00, 0x00, 0x52, 0x16});
}

std::vector<Answer> meaning() {
    return {RealTimeStatus{0x12},
            RealTimeStatus{0x1A},
            RealTimeStatus{0x72},
            RealTimeStatus{0x7E},
            StatusBack{{0x18, 0x08, 0x0C, 0x0F}},
            PlainByte{0x00},
            PlainByte{0x03},
            PlainByte{0x0C},
            Block{0x37,
                  "\x22"
                  "0042"},
            FlowControl{false},
            FlowControl{true},
            Block{0x5F, "SIM-58"},
            StatusBack{{0x38, 0x00, 0x00, 0x00}},
            RealTimeStatus{0x52},
            RealTimeStatus{0x16}};
}

TEST(Answers, AreToldApartWhole) {
    EXPECT_EQ(parse({conversation()}), meaning());
}

TEST(Answers, AreTheSameInAnySplit) {
    std::string const all = conversation();
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < all.size();) {
            std::size_t const size = random() % 4 + 1;
            pieces.push_back(all.substr(at, size));
            at += size;
        }
        ASSERT_EQ(parse(pieces), meaning());
    }
}

TEST(Answers, ABrokenStatusBackIsDroppedAndTheNextByteCounts) {
    EXPECT_EQ(parse({bytes({0x10, 0x00, 0x12})}),
              (std::vector<Answer>{Garbage{0x10}, Garbage{0x00}, RealTimeStatus{0x12}}));
}

TEST(Answers, NoiseIsGarbageAndABlockHasAnEnd) {
    EXPECT_EQ(parse({bytes({0x80, 0xFF, 0x12})}),
              (std::vector<Answer>{Garbage{0x80}, Garbage{0xFF}, RealTimeStatus{0x12}}));
    auto const endless = parse({"_" + std::string(300, 'x') + bytes({0x12})});
    EXPECT_EQ(std::count_if(endless.begin(), endless.end(),
                            [](Answer const& a) { return std::holds_alternative<Block>(a); }),
              0);
    EXPECT_EQ(endless.back(), (Answer{RealTimeStatus{0x12}}));
}

struct Row {
    char const* state;
    int n1, n2, n3, n4;
    std::array<std::uint8_t, 4> back;
    std::string reason;
    bool near_end;
};

class EveryState : public testing::TestWithParam<Row> {};

/// The table of the vendors' manuals: both ways of asking give the same answer.
TEST_P(EveryState, BothWaysOfAskingAgree) {
    Row const& row = GetParam();
    Condition asked;
    apply_real_time(asked, 1, static_cast<std::uint8_t>(row.n1));
    apply_real_time(asked, 2, static_cast<std::uint8_t>(row.n2));
    if (row.n2 & 0x40) apply_real_time(asked, 3, static_cast<std::uint8_t>(row.n3));
    apply_real_time(asked, 4, static_cast<std::uint8_t>(row.n4));
    Condition told;
    apply_status_back(told, StatusBack{row.back});
    for (Condition const& condition : {asked, told}) {
        EXPECT_EQ(condition.reason(), row.reason);
        EXPECT_EQ(condition.clean(), row.reason.empty());
        EXPECT_EQ(condition.paper_near_end, row.near_end);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Manuals, EveryState,
    testing::Values(Row{"ready", 0x12, 0x12, 0x12, 0x12, {0x10, 0, 0, 0}, "", false},
                    Row{"drawer", 0x16, 0x12, 0x12, 0x12, {0x14, 0, 0, 0}, "", false},
                    Row{"near_end", 0x12, 0x12, 0x12, 0x1E, {0x10, 0, 3, 0}, "", true},
                    Row{"paper_end", 0x1A, 0x32, 0x12, 0x72, {0x18, 0, 0x0C, 0}, "paper_out", false},
                    Row{"paper_end_both", 0x1A, 0x32, 0x12, 0x7E, {0x18, 0, 0x0F, 0}, "paper_out", true},
                    Row{"cover", 0x1A, 0x16, 0x12, 0x12, {0x38, 0, 0, 0}, "cover_open", false},
                    Row{"cutter", 0x1A, 0x52, 0x1A, 0x12, {0x18, 8, 0, 0}, "cutter", false},
                    Row{"hot", 0x1A, 0x52, 0x52, 0x12, {0x18, 0x40, 0, 0}, "too_hot", false},
                    Row{"dead", 0x1A, 0x52, 0x32, 0x12, {0x18, 0x20, 0, 0}, "fault", false},
                    Row{"feeding", 0x1A, 0x1A, 0x12, 0x12, {0x18, 0, 0, 0}, "offline", false}),
    [](auto const& each) { return each.param.state; });

TEST(Port, PaperAndErrorAreRead) {
    EXPECT_TRUE(port_condition(0x18).clean());
    EXPECT_TRUE(port_condition(0x30).paper_end);
    EXPECT_TRUE(port_condition(0x38).paper_end);
    EXPECT_FALSE(port_condition(0x10).clean());
    EXPECT_TRUE(port_condition(0x00).clean());
}

}  // namespace
