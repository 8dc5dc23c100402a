#include "station/domain/numerals.h"

#include <array>
#include <cstdlib>

namespace bozhong::domain {
namespace {

constexpr std::array digit_words{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::int64_t largest = 99'999'999;

/// Below ten thousand. `inside`: more was said before it, so ten is 一十 and a gap is a 零.
std::string below_ten_thousand(std::int64_t number, bool inside) {
    struct Place {
        std::int64_t worth;
        char const* word;
    };
    static constexpr std::array places{Place{1'000, "千"}, Place{100, "百"}, Place{10, "十"}, Place{1, ""}};
    std::string out;
    bool said = inside, gap = false;
    for (auto const& [worth, word] : places) {
        auto const digit = number / worth % 10;
        if (digit == 0) {
            gap = said;
            continue;
        }
        if (gap) out += digit_words[0];
        gap = false;
        bool const ten_alone = worth == 10 && digit == 1 && !said;
        bool const pair = digit == 2 && worth >= 100;
        if (!ten_alone) out += pair ? "两" : digit_words.at(static_cast<std::size_t>(digit));
        out += word;
        said = true;
    }
    return out;
}

}  // namespace

std::string mandarin_digits(std::string_view digits) {
    std::string out;
    for (char const each : digits)
        if (each >= '0' && each <= '9') out += digit_words.at(static_cast<std::size_t>(each - '0'));
    return out;
}

std::string mandarin_number(std::int64_t number) {
    if (number < 0) number = number == INT64_MIN ? INT64_MAX : -number;
    if (number > largest) return mandarin_digits(std::to_string(number));
    if (number == 0) return digit_words[0];
    auto const myriads = number / 10'000, rest = number % 10'000;
    std::string out;
    if (myriads > 0) out = (myriads == 2 ? "两" : below_ten_thousand(myriads, false)) + std::string("万");
    return out + below_ten_thousand(rest, myriads > 0);
}

std::string mandarin_decimal(Decimal number) {
    std::string text = number.short_text();
    if (text.starts_with('-')) text.erase(0, 1);
    auto const point = text.find('.');
    auto const whole = Decimal::parse(text.substr(0, point));
    std::string out = mandarin_number(whole ? whole->units : 0);
    if (point != std::string::npos) out += "点" + mandarin_digits(text.substr(point + 1));
    return out;
}

}  // namespace bozhong::domain
