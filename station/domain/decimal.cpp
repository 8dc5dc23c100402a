#include "station/domain/decimal.h"

#include <array>
#include <cstdlib>

namespace bozhong::domain {

std::optional<Decimal> Decimal::take(std::string_view& text) {
    constexpr int most_digits = 17;
    Decimal out;
    int digits = 0, point = -1;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        auto const digit = static_cast<unsigned>(text[at] - '0');
        if (digit <= 9) {
            if (++digits > most_digits) return std::nullopt;
            out.units = out.units * 10 + digit;
        } else if (text[at] != '.') {
            break;
        } else if (point >= 0) {
            return std::nullopt;
        } else {
            point = digits;
        }
    }
    out.decimals = point < 0 ? 0 : digits - point;
    if (digits == 0 || out.decimals > 9) return std::nullopt;
    text.remove_prefix(at);
    return out;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
    bool const negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    auto out = take(text);
    if (!out || !text.empty()) return std::nullopt;
    if (negative) out->units = -out->units;
    return out;
}

std::string Decimal::text() const {
    // Sign, 20 digits, point and the zeros of a decimal below one: never more than 32.
    std::array<char, 32> text{};
    auto* const end = text.data() + text.size();
    auto* at = end;
    auto rest = units < 0 ? -static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    for (int place = 0; place <= decimals || rest != 0; ++place, rest /= 10) {
        if (place == decimals && decimals > 0) *--at = '.';
        *--at = static_cast<char>('0' + rest % 10);
    }
    if (units < 0) *--at = '-';
    return {at, end};
}

std::string Decimal::short_text() const {
    std::string out = text();
    if (decimals == 0) return out;
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
}

std::int64_t divide_half_even(std::int64_t numerator, std::int64_t denominator) {
    if (denominator <= 0) std::abort();
    std::int64_t quotient = numerator / denominator;
    std::int64_t remainder = numerator % denominator;
    if (remainder < 0) {
        remainder += denominator;
        --quotient;
    }
    // Now 0 <= remainder < denominator and quotient is the floor.
    std::int64_t const upper = denominator - remainder;
    if (remainder > upper || (remainder == upper && (quotient & 1) != 0)) ++quotient;
    return quotient;
}

}  // namespace bozhong::domain
