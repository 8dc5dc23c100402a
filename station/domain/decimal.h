#pragma once
// A decimal number as people and scales write it: trailing zeros count, nothing is ever a binary fraction.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bozhong::domain {

/// value = units × 10^−decimals. 2.200 is {2200, 3}.
struct Decimal {
    std::int64_t units = 0;
    int decimals = 0;  ///< 0 … 9

    /// Accepts "-12.340", "5", "+0.5", ".5"; at most 17 digits, 9 of them decimals. No spaces, no exponent.
    static std::optional<Decimal> parse(std::string_view text);
    /// The same without a sign, taken off the front of a longer text; a second point in it is no number.
    static std::optional<Decimal> take(std::string_view& text);

    /// Sign first, all decimals kept: {-1234, 2} is "-12.34".
    [[nodiscard]] std::string text() const;
    /// As text() without trailing zeros after the point: "4.00" is "4".
    [[nodiscard]] std::string short_text() const;

    /// Same digits and same number of decimals.
    friend bool operator==(Decimal, Decimal) = default;
};

/// Rounds numerator / denominator half to even. The denominator is positive.
std::int64_t divide_half_even(std::int64_t numerator, std::int64_t denominator);

}  // namespace bozhong::domain
