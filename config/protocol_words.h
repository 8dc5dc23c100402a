#pragma once
// The words of a protocol description, for its reader and its writer. Inside config only.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "drivers/scale/description.h"

namespace bozhong::config {

template <class T, std::size_t count>
using Words = std::array<std::pair<std::string_view, T>, count>;

inline constexpr Words<scale::CheckRule, 7> check_rules{{{"xor", scale::CheckRule::exclusive_or},
                                                         {"sum", scale::CheckRule::sum},
                                                         {"complement", scale::CheckRule::complement},
                                                         {"inverse", scale::CheckRule::inverse},
                                                         {"crc16_modbus", scale::CheckRule::crc16_modbus},
                                                         {"crc16_ccitt", scale::CheckRule::crc16_ccitt},
                                                         {"crc16_xmodem", scale::CheckRule::crc16_xmodem}}};
inline constexpr Words<scale::CheckForm, 4> check_forms{{{"byte", scale::CheckForm::byte},
                                                         {"high_first", scale::CheckForm::high_first},
                                                         {"hex", scale::CheckForm::hex},
                                                         {"decimal", scale::CheckForm::decimal}}};
inline constexpr Words<scale::Number::Digits, 4> digit_kinds{{{"ascii", scale::Number::Digits::ascii},
                                                              {"bcd", scale::Number::Digits::bcd},
                                                              {"binary", scale::Number::Digits::binary},
                                                              {"float", scale::Number::Digits::real}}};
inline constexpr Words<scale::Number::Of, 3> number_uses{{{"weight", scale::Number::Of::weight},
                                                          {"tare", scale::Number::Of::tare},
                                                          {"nothing", scale::Number::Of::nothing}}};

template <class T, std::size_t count>
std::string_view word(Words<T, count> const& words, T value) {
    for (auto const& [name, one] : words)
        if (one == value) return name;
    return {};
}

/// "02 2B" as bytes; nothing when it is not pairs of hex digits.
std::optional<std::string> bytes_of_hex(std::string_view text);
std::string hex_of_bytes(std::string_view bytes);
/// "9600,7E1"
std::optional<scale::LineSettings> parse_line(std::string_view text);

/// "ST: stable gross" or "0x00: stable"; the key stands before the last ": " and may be blank.
std::optional<scale::Values::value_type> parse_value(std::string_view text);
std::string value_text(scale::Values::value_type const& value);
/// "6: stable / unstable": what the bit means when set, and when clear.
std::optional<scale::Bit> parse_bit(std::string_view text);
/// The same of a register, whose bits are 0 … 15.
std::optional<scale::Bit> parse_register_bit(std::string_view text);
std::string bit_text(scale::Bit const& bit);
/// "net stable"
std::optional<std::vector<scale::Says>> parse_all_says(std::string_view text);
std::string says_text(std::vector<scale::Says> const& says);

}  // namespace bozhong::config
