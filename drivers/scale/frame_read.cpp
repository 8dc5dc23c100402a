// What a frame that fits says: its fields put together to one reading.

#include <algorithm>
#include <bit>

#include "drivers/scale/frame_fit.h"
#include "drivers/scale/protocols/parts.h"

namespace bozhong::scale {
namespace {

using domain::Decimal;
using What = Says::What;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// A decimal as a field holds it; `pointed`: a point told the decimals.
struct Figure {
    Decimal value;
    bool pointed = false;
    bool negative = false;
};

/// "+001.250", "-  1.640", reversed "000.3000" → "0003.000"; no figure when blank or misshapen.
std::optional<Figure> ascii_figure(Number const& number, std::string_view field) {
    std::string text(field);
    if (number.reversed) std::reverse(text.begin(), text.end());
    std::replace(text.begin(), text.end(), ',', '.');
    std::string_view rest = trimmed(text);
    Figure out;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        out.negative = rest.front() == '-';
        rest = trimmed(rest.substr(1));
    }
    // Some indicators write the minus in the place of the first digit: "0-12.5" is not that.
    if (rest.find_first_of("+- ") != std::string_view::npos || rest.size() > 18) return std::nullopt;
    auto const value = Decimal::parse(rest);
    if (!value) return std::nullopt;
    out.value = *value;
    out.pointed = rest.find('.') != std::string_view::npos;
    return out;
}

std::optional<Figure> bcd_figure(Number const& number, std::string_view field) {
    Figure out;
    std::string bytes(field);
    if (number.reversed) std::reverse(bytes.begin(), bytes.end());
    for (char const c : bytes) {
        int const high = (c >> 4) & 0x0F, low = c & 0x0F;
        if (high > 9 || low > 9) return std::nullopt;
        out.value.units = out.value.units * 100 + high * 10 + low;
    }
    return out;
}

/// Of at most four bytes.
std::uint64_t whole_number(Number const& number, std::string_view field) {
    std::string bytes(field);
    if (number.reversed) std::reverse(bytes.begin(), bytes.end());
    if (number.low_word_first && bytes.size() == 4)
        std::rotate(bytes.begin(), bytes.begin() + 2, bytes.end());
    std::uint64_t value = 0;
    for (char const c : bytes) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
}

std::optional<Figure> binary_figure(Number const& number, std::string_view field) {
    std::uint64_t const value = whole_number(number, field);
    Figure out;
    std::uint64_t const half = std::uint64_t{1} << (8 * field.size() - 1);
    out.negative = number.sign_inside && (value & half) != 0;
    out.value.units = static_cast<std::int64_t>(out.negative ? 2 * half - value : value);
    return out;
}

std::optional<Figure> real_figure(Number const& number, std::string_view field) {
    auto const value = parts::decimal_of_float(static_cast<std::uint32_t>(whole_number(number, field)));
    if (!value) return std::nullopt;
    return Figure{{std::abs(value->units), value->decimals}, true, value->units < 0};
}

std::optional<Figure> figure(Number const& number, std::string_view field) {
    switch (number.digits) {
        case Number::Digits::ascii: return ascii_figure(number, field);
        case Number::Digits::bcd: return bcd_figure(number, field);
        case Number::Digits::binary: return binary_figure(number, field);
        case Number::Digits::real: return real_figure(number, field);
    }
    return std::nullopt;
}

/// Everything the fields say, before it is put together.
struct Gathered {
    std::optional<Figure> weight, tare;
    Number const* weight_form = nullptr;
    Number const* tare_form = nullptr;
    std::optional<int> decimals;
    std::string unit;
    bool negative = false, ignored = false, broken = false;
    bool over = false, under = false, out_of_range = false, invalid = false;
    domain::Known stable = domain::Known::unknown, zero = domain::Known::unknown;
    domain::WeightKind kind = domain::WeightKind::unknown;
};

class Gatherer {
  public:
    Gathered got;

    void read(Field const& field, std::string_view bytes) {
        m_bytes = bytes;
        std::visit(*this, field);
    }
    void take(std::vector<Says> const& all) {
        for (Says const& says : all) take(says);
    }

    void operator()(Literal const&) {}
    void operator()(Check const&) {}
    void operator()(Any const&) {}
    void operator()(Sign const& sign) {
        if (sign.minus.find(m_bytes[0]) != std::string::npos) got.negative = true;
    }
    void operator()(Decimals const& decimals) { got.decimals = m_bytes[0] - '0' - decimals.zero; }
    void operator()(Number const& number) {
        if (take_value(number.values) || number.of == Number::Of::nothing) return;
        bool const blank = number.digits == Number::Digits::ascii && trimmed(m_bytes).empty();
        auto const found = figure(number, m_bytes);
        if (!found && !blank && !trimmed(m_bytes).starts_with('.')) got.broken = true;
        bool const weight = number.of == Number::Of::weight;
        (weight ? got.weight : got.tare) = found;
        (weight ? got.weight_form : got.tare_form) = &number;
    }
    void operator()(Unit const& unit) {
        if (!take_value(unit.values)) got.unit = trimmed(m_bytes);
    }
    void operator()(Status const& status) {
        if (take_value(status.values)) return;
        auto const byte = static_cast<std::uint8_t>(m_bytes[0]);
        for (Bit const& bit : status.bits) take((byte >> bit.bit & 1) != 0 ? bit.set : bit.clear);
        if (status.decimals_mask == 0) return;
        int const code = (byte & status.decimals_mask) >> std::countr_zero(status.decimals_mask);
        got.decimals = code - status.decimals_zero;
    }

  private:
    bool take_value(Values const& values) {
        auto const found =
            std::find_if(values.begin(), values.end(), [&](auto const& one) { return one.first == m_bytes; });
        if (found == values.end()) return false;
        take(found->second);
        return true;
    }
    void take(Says const& says) {
        switch (says.what) {
            case What::stable: got.stable = domain::Known::yes; return;
            case What::unstable: got.stable = domain::Known::no; return;
            case What::net: got.kind = domain::WeightKind::net; return;
            case What::gross: got.kind = domain::WeightKind::gross; return;
            case What::zero: got.zero = domain::Known::yes; return;
            case What::not_zero: got.zero = domain::Known::no; return;
            case What::over: got.over = true; return;
            case What::under: got.under = true; return;
            case What::out_of_range: got.out_of_range = true; return;
            case What::invalid: got.invalid = true; return;
            case What::negative: got.negative = true; return;
            case What::ignored: got.ignored = true; return;
            case What::unit: got.unit = says.unit; return;
            case What::decimals: got.decimals = says.decimals; return;
        }
    }

    std::string_view m_bytes;
};

/// Zeros can be added to it without leaving 64 bits.
constexpr std::int64_t most_units = 1'000'000'000'000'000;

/// With its decimals; nothing when they are more than a weight can have.
std::optional<Decimal> scaled(Figure const& figure, Number const& form, std::optional<int> decimals,
                              bool negative) {
    Decimal out = figure.value;
    if (!figure.pointed) {
        int const places = decimals.value_or(form.decimals);
        if (places > 9 || places < -3 || (places < 0 && out.units > most_units)) return std::nullopt;
        for (int zeros = places; zeros < 0; ++zeros) out.units *= 10;
        out.decimals = std::max(places, 0);
    }
    if (figure.negative || negative) out.units = -out.units;
    return out;
}

domain::Range range_of(Gathered const& got) {
    bool const negative = got.negative || (got.weight && got.weight->negative);
    if (got.over) return domain::Range::over;
    if (got.under) return domain::Range::under;
    if (got.out_of_range) return negative ? domain::Range::under : domain::Range::over;
    return got.invalid ? domain::Range::invalid : domain::Range::ok;
}

}  // namespace

std::optional<ScaleEvent> read_frame(FrameForm const& form, FrameFit const& fit, std::string_view bytes,
                                     std::string_view default_unit) {
    Gatherer gatherer;
    gatherer.take(form.says);
    for (std::size_t i = 0; i < form.fields.size(); ++i)
        gatherer.read(form.fields[i], bytes.substr(fit.places[i].at, fit.places[i].length));
    Gathered const& got = gatherer.got;
    domain::Range const range = range_of(got);
    if (got.ignored) return ScaleEvent{Ignored{"no weight"}};
    domain::Reading reading;
    if (range != domain::Range::ok) {
        reading = parts::no_weight(range, got.unit, default_unit);
    } else {
        if (got.broken || !got.weight) return std::nullopt;
        auto const value = scaled(*got.weight, *got.weight_form, got.decimals, got.negative);
        if (!value) return std::nullopt;
        reading = parts::weight(*value, got.unit, default_unit);
    }
    reading.stable = got.stable;
    reading.at_zero = got.zero;
    reading.kind = got.kind;
    if (got.tare) reading.tare = scaled(*got.tare, *got.tare_form, got.decimals, false);
    return ScaleEvent{std::move(reading)};
}

}  // namespace bozhong::scale
