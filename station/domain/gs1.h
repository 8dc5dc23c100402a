#pragma once
// What a label says in GS1's words (GS1 General Specifications, sections 3 and 7.9). Texts carry their
// application identifiers in brackets, "(01)…(3103)…"; the code's maker turns these into FNC1 separators.

#include <string>
#include <string_view>

namespace bozhong::domain {

struct LabelContent;

/// A GTIN of 8, 12, 13 or 14 digits with a right check digit, as 14 digits; empty for anything else.
std::string gtin14(std::string_view code);
/// The 13 digits of an EAN-13; empty when the GTIN is none.
std::string ean13_digits(std::string_view gtin);
/// "(3103)002025" of "2.025": as many decimals as are written; empty when it does not fit six digits.
std::string gs1_net_weight(std::string_view kilograms);
/// GTIN and net weight: fixed lengths, short enough for bars. Empty without a GTIN.
std::string gs1_weight_elements(LabelContent const& content);
/// GTIN, net weight, lot (10) and the weighing's short form (21). A lot GS1 has no characters for is left
/// out. Empty without a GTIN.
std::string gs1_elements(LabelContent const& content);

}  // namespace bozhong::domain
