#pragma once
// Numbers as Mandarin says them. Pure.

#include <cstdint>
#include <string>
#include <string_view>

#include "station/domain/decimal.h"

namespace bozhong::domain {

/// 12 → 十二, 102 → 一百零二, 200 → 两百, 20,000 → 两万; two alone is 二. Up to 99,999,999; beyond that digit
/// by digit.
std::string mandarin_number(std::int64_t number);
/// As above with the decimals digit by digit, trailing zeros left out: 2.50 → 二点五. Signs are not said.
std::string mandarin_decimal(Decimal number);
/// Each digit by itself: "038" → 零三八. Other characters are left out.
std::string mandarin_digits(std::string_view digits);

}  // namespace bozhong::domain
