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
    auto const end = window.find('\n');
    if (end == std::string_view::npos)
        return {window.size() < longest ? Line::State::incomplete : Line::State::broken, {}, 0};
    if (end == 0 || window[end - 1] != '\r') return {Line::State::broken, {}, 0};
    return {Line::State::whole, window.substr(0, end - 1), end + 1};
}

std::optional<Quantity> quantity(std::string_view text) {
    text = without_leading_spaces(text);
    bool const negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) text = without_leading_spaces(text.substr(1));
    auto const* end = std::find_if(text.begin(), text.end(), [](char c) { return !is_digit(c) && c != '.'; });
    auto const length = static_cast<std::size_t>(end - text.begin());
    auto value = domain::Decimal::parse(text.substr(0, length));
    if (!value) return std::nullopt;
    if (negative) value->units = -value->units;
    text = without_leading_spaces(text.substr(length));
    if (!text.empty() && text.front() == ',') text = without_leading_spaces(text.substr(1));
    auto const* unit_end = std::find_if_not(text.begin(), text.end(), is_unit_character);
    std::string_view const unit = text.substr(0, static_cast<std::size_t>(unit_end - text.begin()));
    if (unit.size() > 5 || !without_leading_spaces(text.substr(unit.size())).empty()) return std::nullopt;
    return Quantity{*value, unit};
}

}  // namespace bozhong::scale::parts
