#pragma once
// Numbers as a spreadsheet keeps them: binary fractions written with up to seventeen digits. Texts in, texts
// out, no floating point.

#include <optional>
#include <string>
#include <string_view>

namespace bozhong::wire {

/// "4.3499999999999996" is "4.35", "1E-3" is "0.001". Nothing when it is no number, beyond 30 places, or
/// whole with more than fifteen digits.
std::optional<std::string> shown_number(std::string_view kept);

/// Days since 1899-12-30 as a date ("46083" is "2026-03-02"); nothing before 1900-03-01 or after 9999.
std::optional<std::string> day_of_serial(std::string_view serial);

}  // namespace bozhong::wire
