// What the label languages answer, against the tables of their manuals.
#include <gtest/gtest.h>

#include <random>

#include "drivers/printer/answers.h"

namespace {

using namespace bozhong::printer;

std::vector<Answer> answers(Language language, std::string const& bytes, std::size_t piece = 1'000) {
    AnswerParser parser(language);
    std::vector<Answer> out;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        parser.feed(std::as_bytes(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at))),
                    [&](Answer const& answer) { out.push_back(answer); });
    return out;
}

std::string reason_of(Language language, std::string const& bytes) {
    auto const all = answers(language, bytes);
    if (all.size() != 1 || !std::holds_alternative<WholeStatus>(all[0])) return "no status";
    auto const& condition = std::get<WholeStatus>(all[0]).condition;
    if (condition.clean()) return "ready";
    return condition.working() ? "busy" : condition.reason();
}

TEST(TsplStatus, EachByteIsItsState) {
    // Gprinter GP-2120T manual, the table of ESC ! ?.
    std::pair<char, char const*> const table[] = {
        {'\x00', "ready"},      {'\x01', "cover_open"}, {'\x02', "paper_jam"},  {'\x03', "cover_open"},
        {'\x04', "paper_out"},  {'\x05', "paper_out"},  {'\x08', "ribbon_out"}, {'\x09', "cover_open"},
        {'\x0A', "ribbon_out"}, {'\x0C', "paper_out"},  {'\x10', "paused"},     {'\x20', "busy"},
        {'\x40', "cover_open"}, {'\x80', "too_hot"}};
    for (auto const& [byte, reason] : table)
        EXPECT_EQ(reason_of(Language::tspl, std::string(1, byte)), reason) << static_cast<int>(byte);
}

TEST(CpclStatus, EachBitIsItsState) {
    // Zebra CPCL manual, Get Printer Status.
    std::pair<char, char const*> const table[] = {{'\x00', "ready"},     {'\x01', "busy"},
                                                  {'\x02', "paper_out"}, {'\x04', "cover_open"},
                                                  {'\x08', "ready"},     {'\x10', "ready"}};
    for (auto const& [byte, reason] : table)
        EXPECT_EQ(reason_of(Language::cpcl, std::string(1, byte)), reason) << static_cast<int>(byte);
}

std::string host_status(std::string const& first, std::string const& second) {
    return "\x02" + first + "\x03\r\n\x02" + second + "\x03\r\n\x02" + "1234,0\x03\r\n";
}

TEST(ZplStatus, EachFieldIsItsState) {
    struct Row {
        char const *first, *second, *reason;
    } const table[] = {
        {"030,0,0,0320,000,0,0,0,000,0,0,0", "001,0,0,0,0,2,4,0,00000000,1,000", "ready"},
        {"030,1,0,0320,000,0,0,0,000,0,0,0", "001,0,0,0,0,2,4,0,00000000,1,000", "paper_out"},
        {"030,0,1,0320,000,0,0,0,000,0,0,0", "001,0,0,0,0,2,4,0,00000000,1,000", "paused"},
        {"030,0,0,0320,001,0,0,0,000,0,0,0", "001,0,0,0,0,2,4,0,00000000,1,000", "busy"},
        {"030,0,0,0320,000,0,0,1,000,0,0,0", "001,0,0,0,0,2,4,0,00000000,1,000", "busy"},
        {"030,0,0,0320,000,0,0,0,000,0,0,0", "001,0,0,0,0,2,4,0,00000001,1,000", "busy"},
        {"030,0,0,0320,000,0,0,0,000,1,0,0", "001,0,0,0,0,2,4,0,00000000,1,000", "fault"},
        {"030,0,0,0320,000,0,0,0,000,0,0,1", "001,0,0,0,0,2,4,0,00000000,1,000", "too_hot"},
        {"030,0,0,0320,000,0,0,0,000,0,1,0", "001,0,0,0,0,2,4,0,00000000,1,000", "too_cold"},
        {"030,0,0,0320,000,0,0,0,000,0,0,0", "001,0,1,0,0,2,4,0,00000000,1,000", "cover_open"},
        {"030,0,0,0320,000,0,0,0,000,0,0,0", "001,0,0,1,1,2,4,0,00000000,1,000", "ribbon_out"},
    };
    for (auto const& row : table)
        EXPECT_EQ(reason_of(Language::zpl, host_status(row.first, row.second)), row.reason)
            << row.first << " " << row.second;
}

TEST(ZplStatus, BrokenLinesAreGarbageAndTheNextAnswerIsWhole) {
    std::string const good =
        host_status("030,0,0,0320,000,0,0,0,000,0,0,0", "001,0,0,0,0,2,4,0,00000000,1,000");
    std::string const broken[] = {
        "\x02"
        "1,2,3\x03\r\n",     // too few fields
        good.substr(0, 40),  // cut off, then a new answer begins
        "\x02"
        "030,0,0,0320,000,0,x",          // no digit
        "\x02" + std::string(200, '7'),  // no end
        "hello\r\n",                     // no line at all
        good.substr(0, good.find("\x02", 1)) +
            "\x02"
            "1,0\x03\r\n",  // a line out of its turn
    };
    for (std::string const& before : broken) {
        auto const all = answers(Language::zpl, before + good);
        std::size_t garbage = 0, whole = 0;
        for (Answer const& answer : all) {
            garbage += std::holds_alternative<Garbage>(answer);
            whole += std::holds_alternative<WholeStatus>(answer);
        }
        EXPECT_EQ(whole, 1U) << before;
        EXPECT_EQ(garbage, before.size()) << before;
        for (std::size_t piece : {1U, 2U, 5U}) EXPECT_EQ(answers(Language::zpl, before + good, piece), all);
    }
}

}  // namespace
