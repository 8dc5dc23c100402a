#include "station/domain/gs1.h"

#include <algorithm>

#include "station/domain/label.h"

namespace bozhong::domain {

namespace {

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// At most 20 of the characters of table 7.11-1, without the brackets that stand around identifiers here.
bool fits_text_element(std::string_view text) {
    constexpr std::string_view signs = "!\"%&'*+,-./_:;<=>?";
    return !text.empty() && text.size() <= 20 && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               signs.find(c) != std::string_view::npos;
    });
}

}  // namespace

std::string gtin14(std::string_view code) {
    bool const length = code.size() == 8 || (code.size() >= 12 && code.size() <= 14);
    if (!length || !all_digits(code)) return "";
    std::string const padded = std::string(14 - code.size(), '0') + std::string(code);
    int sum = 0;
    for (std::size_t i = 0; i < 13; ++i) sum += (padded[i] - '0') * (i % 2 == 0 ? 3 : 1);
    return (10 - sum % 10) % 10 == padded[13] - '0' ? padded : "";
}

std::string ean13_digits(std::string_view gtin) {
    std::string const padded = gtin14(gtin);
    return padded.empty() || padded[0] != '0' ? "" : padded.substr(1);
}

std::string gs1_net_weight(std::string_view kilograms) {
    std::size_t const point = kilograms.find('.');
    std::string const whole(kilograms.substr(0, point));
    std::string const decimals(point == std::string_view::npos ? "" : kilograms.substr(point + 1));
    std::string digits = whole + decimals;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (whole.empty() || !all_digits(whole + decimals) || decimals.size() > 5 || digits.size() > 6) return "";
    return "(310" + std::to_string(decimals.size()) + ")" + std::string(6 - digits.size(), '0') + digits;
}

std::string gs1_weight_elements(LabelContent const& content) {
    return content.gtin.empty() ? "" : "(01)" + content.gtin + gs1_net_weight(content.net_kg);
}

std::string gs1_elements(LabelContent const& content) {
    std::string out = gs1_weight_elements(content);
    if (out.empty()) return out;
    if (fits_text_element(content.lot)) out += "(10)" + content.lot;
    if (fits_text_element(content.short_form)) out += "(21)" + content.short_form;
    return out;
}

}  // namespace bozhong::domain
