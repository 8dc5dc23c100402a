#pragma once
// The check rules that scales use, and the ways they write the result. Pure; for described protocols and for
// learning them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bozhong::scale {

enum class CheckRule {
    exclusive_or,  ///< also called BCC, LRC
    sum,           ///< modulo 256
    complement,    ///< 256 − sum: makes the sum of all 0
    inverse,       ///< 255 − sum
    crc16_modbus,  ///< polynomial A001 reflected, begins with FFFF
    crc16_ccitt,   ///< polynomial 1021, begins with FFFF
    crc16_xmodem,  ///< polynomial 1021, begins with 0
};
enum class CheckForm {
    byte,        ///< one byte; for a CRC two, the low one first
    high_first,  ///< a CRC's two bytes, the high one first
    hex,         ///< hex digits, high nibble first; a nibble may also be 30h + its value
    decimal,     ///< three decimal digits
};

/// 8 bits for the simple rules, 16 for a CRC. `seed` is where the simple rules begin.
std::uint16_t check_value(CheckRule rule, std::string_view bytes, std::uint8_t seed = 0);
bool is_crc(CheckRule rule);
/// How many bytes the form takes for this rule.
std::size_t check_length(CheckRule rule, CheckForm form);
/// The value that the written check means; nothing when it is none.
std::optional<std::uint16_t> read_check(CheckRule rule, CheckForm form, std::string_view written);

}  // namespace bozhong::scale
