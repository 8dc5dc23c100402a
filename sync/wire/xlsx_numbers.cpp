#include "sync/wire/xlsx_numbers.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace bozhong::wire {
namespace {

constexpr std::size_t digits_shown = 15;
constexpr int places_max = 30;

bool all_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// digits × 10^exponent
struct Digits {
    std::string digits;
    int exponent = 0;
};

std::optional<Digits> split(std::string_view text) {
    Digits out;
    auto const e = text.find_first_of("eE");
    if (e != std::string_view::npos) {
        auto power = text.substr(e + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        auto const [end, wrong] = std::from_chars(power.data(), power.data() + power.size(), out.exponent);
        bool const whole = wrong == std::errc() && end == power.data() + power.size();
        if (!whole || std::abs(out.exponent) > places_max) return std::nullopt;
        text = text.substr(0, e);
    }
    auto const point = text.find('.');
    auto const fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    out.digits = std::string(text.substr(0, point)) + std::string(fraction);
    if (out.digits.empty() || out.digits.size() > 60 || !all_digits(out.digits)) return std::nullopt;
    out.exponent -= static_cast<int>(fraction.size());
    out.digits.erase(0, std::min(out.digits.find_first_not_of('0'), out.digits.size()));
    return out;
}

void round(Digits& number) {
    if (number.digits.size() <= digits_shown) return;
    bool const up = number.digits[digits_shown] >= '5';
    number.exponent += static_cast<int>(number.digits.size() - digits_shown);
    number.digits.resize(digits_shown);
    if (!up) return;
    auto at = digits_shown;
    while (at > 0 && number.digits[at - 1] == '9') number.digits[--at] = '0';
    if (at > 0)
        ++number.digits[at - 1];
    else
        number.digits.insert(0, "1");
}

}  // namespace

std::optional<std::string> shown_number(std::string_view kept) {
    bool const negative = kept.starts_with('-');
    auto number = split(negative ? kept.substr(1) : kept);
    if (!number) return std::nullopt;
    auto const whole_digits = static_cast<int>(number->digits.size()) + number->exponent;
    round(*number);
    while (!number->digits.empty() && number->digits.back() == '0')
        number->digits.pop_back(), ++number->exponent;
    if (number->digits.empty()) return "0";
    if (number->exponent >= 0 && whole_digits > static_cast<int>(digits_shown)) return std::nullopt;
    std::string out = number->digits;
    if (number->exponent >= 0) {
        out.append(static_cast<std::size_t>(number->exponent), '0');
    } else {
        auto const places = static_cast<std::size_t>(-number->exponent);
        if (places > places_max) return std::nullopt;
        if (out.size() <= places) out.insert(0, places + 1 - out.size(), '0');
        out.insert(out.size() - places, ".");
    }
    return (negative ? "-" : "") + out;
}

std::optional<std::string> day_of_serial(std::string_view serial) {
    using namespace std::chrono;
    int days_since = 0;
    auto const [end, wrong] = std::from_chars(serial.data(), serial.data() + serial.size(), days_since);
    // Before that day the calendar of 1900 has a 29th of February that never was.
    constexpr int first = 61, last = 2'958'465;
    if (wrong != std::errc() || end != serial.data() + serial.size() || days_since < first ||
        days_since > last)
        return std::nullopt;
    year_month_day const day{sys_days{year{1899} / December / 30} + days{days_since}};
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text;
}

}  // namespace bozhong::wire
