#include "config/protocol_words.h"

#include <algorithm>
#include <charconv>

namespace bozhong::config {

using scale::Bit;
using scale::LineSettings;
using scale::Says;

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool is_plain(std::string_view text) {
    return !text.empty() && !text.starts_with("0x") &&
           std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

/// Before and after the last ": "; a text that ends with ':' means nothing after it.
std::optional<std::pair<std::string_view, std::string_view>> split(std::string_view text) {
    auto const place = text.rfind(": ");
    if (place != std::string_view::npos) return std::pair{text.substr(0, place), text.substr(place + 2)};
    if (text.size() > 1 && text.back() == ':')
        return std::pair{text.substr(0, text.size() - 1), text.substr(0, 0)};
    return std::nullopt;
}

}  // namespace

std::optional<std::string> bytes_of_hex(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            ++i;
            continue;
        }
        int const high = hex_digit(text[i]);
        int const low = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    if (out.empty()) return std::nullopt;
    return out;
}

std::string hex_of_bytes(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : bytes) {
        auto const value = static_cast<std::uint8_t>(c);
        if (!out.empty()) out += ' ';
        out += digits[value >> 4];
        out += digits[value & 15];
    }
    return out;
}

std::optional<LineSettings> parse_line(std::string_view text) {
    LineSettings out;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.baud);
    std::string_view const rest = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc{} || out.baud < 300 || out.baud > 1'000'000 || rest.size() != 4)
        return std::nullopt;
    bool const good = rest[0] == ',' && rest[1] >= '7' && rest[1] <= '8' &&
                      std::string_view("NEO").find(rest[2]) != std::string_view::npos &&
                      (rest[3] == '1' || rest[3] == '2');
    if (!good) return std::nullopt;
    out.data_bits = rest[1] - '0';
    out.parity = rest[2];
    out.stop_bits = rest[3] - '0';
    return out;
}

std::optional<std::vector<Says>> parse_all_says(std::string_view text) {
    std::vector<Says> out;
    while (!text.empty()) {
        auto const space = std::min(text.find(' '), text.size());
        if (space > 0) {
            auto const one = scale::parse_says(text.substr(0, space));
            if (!one) return std::nullopt;
            out.push_back(*one);
        }
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return out;
}

std::string says_text(std::vector<Says> const& all) {
    std::string out;
    for (Says const& says : all) out += (out.empty() ? "" : " ") + scale::says_name(says);
    return out;
}

std::optional<scale::Values::value_type> parse_value(std::string_view text) {
    auto const parts = split(text);
    if (!parts) return std::nullopt;
    auto const says = parse_all_says(parts->second);
    auto const key = parts->first.starts_with("0x") ? bytes_of_hex(parts->first.substr(2))
                                                    : std::optional(std::string(parts->first));
    if (!says || !key || key->empty()) return std::nullopt;
    return scale::Values::value_type{*key, *says};
}

std::string value_text(scale::Values::value_type const& value) {
    std::string const key = is_plain(value.first) ? value.first : "0x" + hex_of_bytes(value.first);
    return key + ": " + says_text(value.second);
}

namespace {

std::optional<Bit> parse_bit_up_to(int highest, std::string_view text) {
    auto const parts = split(text);
    if (!parts) return std::nullopt;
    int bit = 0;
    std::string_view const digits = parts->first;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bit);
    if (error != std::errc{} || end != digits.data() + digits.size() || bit < 0 || bit > highest)
        return std::nullopt;
    auto const slash = std::min(parts->second.find('/'), parts->second.size());
    auto const set = parse_all_says(parts->second.substr(0, slash));
    auto const clear = parse_all_says(parts->second.substr(std::min(slash + 1, parts->second.size())));
    if (!set || !clear || (set->empty() && clear->empty())) return std::nullopt;
    return Bit{bit, *set, *clear};
}

}  // namespace

std::optional<Bit> parse_bit(std::string_view text) {
    return parse_bit_up_to(7, text);
}
std::optional<Bit> parse_register_bit(std::string_view text) {
    return parse_bit_up_to(15, text);
}

std::string bit_text(Bit const& bit) {
    std::string const clear = bit.clear.empty() ? "" : " / " + says_text(bit.clear);
    return std::to_string(bit.bit) + ": " + says_text(bit.set) + clear;
}

}  // namespace bozhong::config
