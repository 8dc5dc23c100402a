#pragma once
// Amounts and codes as they are said. Pure.

#include <string>

#include "ui/text/words.h"

namespace bozhong::ui {

/// "2" "斤" → 两斤 | two… as "2 jin"; "2.5" "斤" → 两斤半 | "2.5 jin". In Mandarin:
/// - half of a unit is 半: 半斤, 两斤半, 三公斤半;
/// - a tenth of a jin is a liang: 0.8 斤 is 八两, 2.3 斤 两斤三两, and its half is 半: 2.25 斤 两斤二两半;
/// - two alone is 两 before a unit and 二 before 两;
/// - everything else is said as written: 2.34 公斤 二点三四公斤.
/// A text that is no number is handed back with its unit.
QString spoken_amount(std::string const& value, std::string const& unit, Language language);

/// A weight beside the ordered one, where tenths of a jin (hundredths of a kilogram, grams) are all she can
/// act on. "a little" where that is nothing.
QString spoken_difference(std::string const& value, std::string const& unit, Language language);

/// Letters one by one, then the number without its leading zeros digit by digit: "D-038" → D 三八 | "D 3 8".
QString spoken_code(std::string const& code, Language language);

}  // namespace bozhong::ui
