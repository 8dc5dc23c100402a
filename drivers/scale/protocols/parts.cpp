#include "drivers/scale/protocols/parts.h"

#include <algorithm>

namespace bozhong::scale::parts {
namespace {

std::string_view without_leading_spaces(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

bool is_unit_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.';
}

}  // namespace

domain::Reading weight(domain::Decimal value, std::string_view unit, std::string_view default_unit) {
    domain::Reading reading;
    reading.indication.value = value.text();
    reading.indication.unit = unit.empty() ? default_unit : unit;
    if (auto const known = domain::mass_unit(reading.indication.unit))
        reading.mass = domain::to_mass(value, *known);
    return reading;
}

domain::Reading no_weight(domain::Range range, std::string_view unit, std::string_view default_unit) {
    domain::Reading reading;
    reading.indication.unit = unit.empty() ? default_unit : unit;
    reading.range = range;
    return reading;
}

std::size_t until_start(std::string_view bytes, std::string_view starts) {
    return std::min(bytes.find_first_of(starts), bytes.size());
}

Line first_line(std::string_view bytes, std::size_t longest) {
    std::string_view const window = bytes.substr(0, longest);
    for (std::size_t i = 0; i < window.size(); ++i) {
        char const c = window[i];
        if (c >= 0x20 && c <= 0x7E) continue;
        if (c != '\r') return {Line::State::broken, {}, 0};
        if (i + 1 == bytes.size() && i + 1 < longest) return {Line::State::incomplete, {}, 0};
        if (i + 1 >= longest || bytes[i + 1] != '\n') return {Line::State::broken, {}, 0};
        return {Line::State::whole, bytes.substr(0, i), i + 2};
    }
    return {window.size() < longest ? Line::State::incomplete : Line::State::broken, {}, 0};
}

std::optional<Quantity> quantity(std::string_view text) {
    text = without_leading_spaces(text);
    std::string digits;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        if (text.front() == '-') digits = "-";
        text = without_leading_spaces(text.substr(1));
    }
    auto const* end = std::find_if(text.begin(), text.end(), [](char c) { return !is_digit(c) && c != '.'; });
    auto const length = static_cast<std::size_t>(end - text.begin());
    auto const value = domain::Decimal::parse(digits.append(text.substr(0, length)));
    if (!value) return std::nullopt;
    text = without_leading_spaces(text.substr(length));
    if (!text.empty() && text.front() == ',') text = without_leading_spaces(text.substr(1));
    auto const* unit_end = std::find_if_not(text.begin(), text.end(), is_unit_character);
    std::string_view const unit = text.substr(0, static_cast<std::size_t>(unit_end - text.begin()));
    if (unit.size() > 5 || !without_leading_spaces(text.substr(unit.size())).empty()) return std::nullopt;
    return Quantity{*value, unit};
}

}  // namespace bozhong::scale::parts
