#include "drivers/scale/checksum.h"

#include <array>
#include <cstdlib>
#include <numeric>

namespace bozhong::scale {
namespace {

std::uint8_t byte(char c) {
    return static_cast<std::uint8_t>(c);
}

/// What a byte does to a remainder, for all bytes.
template <class Step>
constexpr std::array<std::uint16_t, 256> crc_table(Step step, int shift) {
    std::array<std::uint16_t, 256> out{};
    for (std::size_t byte = 0; byte < out.size(); ++byte) {
        int crc = static_cast<int>(byte) << shift;
        for (int bit = 0; bit < 8; ++bit) crc = step(crc);
        out.at(byte) = static_cast<std::uint16_t>(crc);
    }
    return out;
}
constexpr auto reflected =
    crc_table([](int crc) { return (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1; }, 0);
constexpr auto straight =
    crc_table([](int crc) { return ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xFFFF; }, 8);

std::uint16_t reflected_crc(std::string_view bytes) {
    std::uint16_t crc = 0xFFFF;
    for (char const c : bytes)
        crc = static_cast<std::uint16_t>((crc >> 8) ^ reflected[static_cast<std::uint8_t>(crc ^ byte(c))]);
    return crc;
}

std::uint16_t straight_crc(std::string_view bytes, std::uint16_t crc) {
    for (char const c : bytes)
        crc = static_cast<std::uint16_t>((crc << 8) ^
                                         straight[static_cast<std::uint8_t>((crc >> 8) ^ byte(c))]);
    return crc;
}

/// −1 when the character stands for no nibble.
int nibble(char c) {
    if (c >= '0' && c <= '?') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::optional<std::uint16_t> read_digits(std::string_view written, int base) {
    int value = 0;
    for (char const c : written) {
        int const digit = nibble(c);
        if (digit < 0 || digit >= base) return std::nullopt;
        value = value * base + digit;
    }
    return static_cast<std::uint16_t>(value);
}

}  // namespace

bool is_crc(CheckRule rule) {
    return rule == CheckRule::crc16_modbus || rule == CheckRule::crc16_ccitt ||
           rule == CheckRule::crc16_xmodem;
}

std::uint16_t check_value(CheckRule rule, std::string_view bytes, std::uint8_t seed) {
    auto const sum = [&] {
        return std::accumulate(bytes.begin(), bytes.end(), int{seed},
                               [](int all, char c) { return all + byte(c); });
    };
    switch (rule) {
        case CheckRule::exclusive_or:
            return std::accumulate(bytes.begin(), bytes.end(), seed, [](std::uint8_t all, char c) {
                return static_cast<std::uint8_t>(all ^ byte(c));
            });
        case CheckRule::sum: return static_cast<std::uint8_t>(sum());
        case CheckRule::complement: return static_cast<std::uint8_t>(-sum());
        case CheckRule::inverse: return static_cast<std::uint8_t>(~sum());
        case CheckRule::crc16_modbus: return reflected_crc(bytes);
        case CheckRule::crc16_ccitt: return straight_crc(bytes, 0xFFFF);
        case CheckRule::crc16_xmodem: return straight_crc(bytes, 0);
    }
    std::abort();
}

std::size_t check_length(CheckRule rule, CheckForm form) {
    std::size_t const bytes = is_crc(rule) ? 2 : 1;
    switch (form) {
        case CheckForm::byte:
        case CheckForm::high_first: return bytes;
        case CheckForm::hex: return 2 * bytes;
        case CheckForm::decimal: return 3;
    }
    std::abort();
}

std::optional<std::uint16_t> read_check(CheckRule rule, CheckForm form, std::string_view written) {
    if (written.size() != check_length(rule, form)) return std::nullopt;
    switch (form) {
        case CheckForm::byte:
            return static_cast<std::uint16_t>(byte(written[0]) | (is_crc(rule) ? byte(written[1]) << 8 : 0));
        case CheckForm::high_first:
            if (!is_crc(rule)) return byte(written[0]);
            return static_cast<std::uint16_t>(byte(written[0]) << 8 | byte(written[1]));
        case CheckForm::hex: return read_digits(written, 16);
        case CheckForm::decimal: return read_digits(written, 10);
    }
    std::abort();
}

}  // namespace bozhong::scale
