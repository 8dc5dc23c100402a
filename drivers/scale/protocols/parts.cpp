#include "drivers/scale/protocols/parts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace bozhong::scale::parts {
namespace {

domain::InlineText<15> const kilograms("kg"), grams("g");

constexpr std::string_view without_leading_spaces(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return text;
}

constexpr bool is_unit_character(char c) {
    return is_letter(c) || c == '.';
}
constexpr bool is_sign(char c) {
    return c == '+' || c == '-';
}

constexpr std::string_view wildcards = "#~@?*";

constexpr bool stands_for(char shape, char c) {
    switch (shape) {
        case '#': return is_digit(c) || is_sign(c) || c == ' ' || c == '.';
        case '~': return is_sign(c) || c == ' ';
        case '@': return is_letter(c) || c == ' ';
        case '?': return c >= 0x20 && c <= 0x7E;
        case '*': return true;
        default: return shape == c;
    }
}

/// For each character the wildcards that stand for it, one bit each.
constexpr auto wildcards_of = [] {
    std::array<std::uint8_t, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c) {
        for (std::size_t i = 0; i < wildcards.size(); ++i)
            if (stands_for(wildcards[i], static_cast<char>(c)))
                out.at(c) = static_cast<std::uint8_t>(out.at(c) | 1 << i);
    }
    return out;
}();
/// The bit of a wildcard, 0 for every other character.
constexpr auto bit_of = [] {
    std::array<std::uint8_t, 256> out{};
    for (std::size_t i = 0; i < wildcards.size(); ++i)
        out.at(static_cast<unsigned char>(wildcards[i])) = static_cast<std::uint8_t>(1 << i);
    return out;
}();

bool fits(char shape, char c) {
    auto const bit = bit_of[static_cast<unsigned char>(shape)];
    return bit == 0 ? shape == c : (wildcards_of[static_cast<unsigned char>(c)] & bit) != 0;
}

void put_weight(domain::Reading& reading, domain::Decimal value, std::string_view unit) {
    reading.indication.value = value;
    // Almost every reading is in these two: compared without a call, and a text of fixed size is copied so.
    if (unit.size() == 2 && unit[0] == 'k' && unit[1] == 'g') {
        reading.indication.unit = kilograms;
        reading.mass = domain::to_mass(value, domain::MassUnit::kg);
        return;
    }
    if (unit.size() == 1 && unit[0] == 'g') {
        reading.indication.unit = grams;
        reading.mass = domain::to_mass(value, domain::MassUnit::g);
        return;
    }
    reading.indication.unit = unit;
    if (auto const known = domain::mass_unit(unit)) reading.mass = domain::to_mass(value, *known);
}

void put_no_weight(domain::Reading& reading, domain::Range range, std::string_view unit) {
    reading.indication.unit = unit;
    reading.range = range;
}

Step empty_reading(std::size_t bytes) {
    return Step(std::in_place_type<Frame>, bytes, std::in_place_type<domain::Reading>);
}

}  // namespace

domain::Reading weight(domain::Decimal value, std::string_view unit, std::string_view default_unit) {
    domain::Reading reading;
    put_weight(reading, value, unit.empty() ? default_unit : unit);
    return reading;
}

domain::Reading no_weight(domain::Range range, std::string_view unit, std::string_view default_unit) {
    domain::Reading reading;
    put_no_weight(reading, range, unit.empty() ? default_unit : unit);
    return reading;
}

Step weight_frame(std::size_t bytes, domain::Decimal value, std::string_view unit,
                  std::string_view default_unit) {
    Step step = empty_reading(bytes);
    put_weight(reading_in(step), value, unit.empty() ? default_unit : unit);
    return step;
}

Step no_weight_frame(std::size_t bytes, domain::Range range, std::string_view unit,
                     std::string_view default_unit) {
    Step step = empty_reading(bytes);
    put_no_weight(reading_in(step), range, unit.empty() ? default_unit : unit);
    return step;
}

domain::Reading tare(domain::Decimal value, std::string_view unit, std::string_view default_unit) {
    domain::Reading reading = not_live(weight(value, unit, default_unit));
    reading.tare = value;
    return reading;
}

domain::Reading not_live(domain::Reading reading) {
    reading.range = domain::Range::invalid;
    reading.mass.reset();
    return reading;
}

std::size_t until_start(std::string_view bytes, std::string_view starts) {
    // Mostly a frame follows at once.
    if (!bytes.empty() && std::any_of(starts.begin(), starts.end(), [&](char c) { return c == bytes[0]; }))
        return 0;
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

Fit fit(std::string_view bytes, std::string_view shape) {
    std::size_t const seen = std::min(bytes.size(), shape.size());
    for (std::size_t i = 0; i < seen; ++i) {
        if (!fits(shape[i], bytes[i])) return Fit::no;
    }
    return seen == shape.size() ? Fit::whole : Fit::part;
}

namespace {

/// A line wider than the shapes must not be read from behind its sign, so a sign and the blanks after it go
/// together.
Step skip_signs_and_blanks(std::string_view bytes, std::span<Shaped const> shapes) {
    std::size_t longest = 0;
    for (Shaped const& shaped : shapes) longest = std::max(longest, shaped.shape.size());
    std::string_view const window = bytes.substr(0, longest);
    auto const run = std::min(window.find_first_not_of(" +-"), window.size());
    if (run == window.size() && window.size() < longest) return NeedMore{};
    return Skip{std::max<std::size_t>(run, 1)};
}

}  // namespace

Step first_fit(Bytes bytes, std::span<Shaped const> shapes, std::string_view default_unit) {
    bool could_be = false;
    std::size_t shortest = shapes[0].shape.size();
    for (Shaped const& shaped : shapes) {
        shortest = std::min(shortest, shaped.shape.size());
        Fit const found = fit(text(bytes), shaped.shape);
        could_be = could_be || found == Fit::part;
        if (found != Fit::whole) continue;
        if (auto event = shaped.read(text(bytes).substr(0, shaped.shape.size()), default_unit))
            return frame(shaped.shape.size(), std::move(*event));
    }
    if (could_be || bytes.empty()) return NeedMore{.at_least = shortest};
    return skip_signs_and_blanks(text(bytes), shapes);
}

Step line_step(Bytes bytes, std::string_view starts, std::size_t longest,
               std::optional<ScaleEvent> (*read)(std::string_view, std::string_view),
               std::string_view default_unit) {
    if (bytes.empty()) return NeedMore{};
    if (auto const noise = until_start(text(bytes), starts); noise > 0) return Skip{noise};
    auto const line = first_line(text(bytes), longest);
    if (line.state == Line::State::incomplete) return rest_of_line();
    if (line.state == Line::State::broken) return Skip{1};
    if (auto event = read(line.content, default_unit)) return frame(line.bytes, std::move(*event));
    return Skip{1};
}

std::string_view trimmed(std::string_view text) {
    text = without_leading_spaces(text);
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string_view plain_unit(std::string_view unit) {
    unit = trimmed(unit);
    if (unit.size() == 2 && (unit[0] | 0x20) == 'k' && (unit[1] | 0x20) == 'g') return kilograms;
    auto const known = domain::mass_unit(unit);
    return known ? domain::name(*known) : unit;
}

std::optional<domain::Decimal> decimal_of_float(std::uint32_t bits) {
    std::array<char, 64> digits{};
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(),
                                            std::bit_cast<float>(bits), std::chars_format::fixed);
    if (error != std::errc{}) return std::nullopt;
    return domain::Decimal::parse({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

std::optional<Quantity> quantity(std::string_view text) {
    text = without_leading_spaces(text);
    bool const negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) text = without_leading_spaces(text.substr(1));
    auto value = domain::Decimal::take(text);
    if (!value) return std::nullopt;
    if (negative) value->units = -value->units;
    text = without_leading_spaces(text);
    if (!text.empty() && text.front() == ',') text = without_leading_spaces(text.substr(1));
    std::size_t length = 0;
    while (length < text.size() && is_unit_character(text[length])) ++length;
    std::string_view const unit = text.substr(0, length);
    if (unit.size() > 5 || !without_leading_spaces(text.substr(length)).empty()) return std::nullopt;
    return Quantity{*value, unit};
}

}  // namespace bozhong::scale::parts
