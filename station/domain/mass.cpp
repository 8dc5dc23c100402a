#include "station/domain/mass.h"

#include <array>
#include <cstdlib>
#include <limits>

namespace bozhong::domain {
namespace {

__extension__ using Wide = __int128;

/// Milligrams of one unit as numerator / denominator.
struct Ratio {
    std::int64_t numerator;
    std::int64_t denominator;
};

constexpr Ratio ratio(MassUnit unit) {
    switch (unit) {
        case MassUnit::mg: return {1, 1};
        case MassUnit::g: return {1'000, 1};
        case MassUnit::kg: return {1'000'000, 1};
        case MassUnit::t: return {1'000'000'000, 1};
        case MassUnit::jin: return {500'000, 1};
        case MassUnit::liang: return {50'000, 1};
        case MassUnit::lb: return {45'359'237, 100};
        case MassUnit::oz: return {28'349'523'125, 1'000'000};
    }
    std::abort();
}

constexpr std::int64_t power_of_ten(int exponent) {
    std::int64_t out = 1;
    while (exponent-- > 0) out *= 10;
    return out;
}

Wide wide_half_even(Wide numerator, Wide denominator) {
    Wide quotient = numerator / denominator;
    Wide remainder = numerator % denominator;
    if (remainder < 0) {
        remainder += denominator;
        --quotient;
    }
    Wide const upper = denominator - remainder;
    if (remainder > upper || (remainder == upper && (quotient & 1) != 0)) ++quotient;
    return quotient;
}

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A text of at most seven bytes as one number, to compare with constants; 0 for a longer one.
constexpr std::uint64_t key(std::string_view text) {
    if (text.size() > 7) return 0;
    std::uint64_t out = 1;
    for (char const c : text) out = out << 8 | static_cast<unsigned char>(lower(c));
    return out;
}

/// Milligrams of one step of the last decimal; 0 where that is no whole number of them.
constexpr std::int64_t whole_step(Ratio ratio, int decimals) {
    std::int64_t const scale = power_of_ten(decimals);
    return ratio.denominator == 1 && ratio.numerator % scale == 0 ? ratio.numerator / scale : 0;
}
constexpr std::size_t most_decimals = 9, mass_units = 8;
constexpr auto whole_steps = [] {
    std::array<std::array<std::int64_t, most_decimals + 1>, mass_units> out{};
    for (std::size_t unit = 0; unit < mass_units; ++unit) {
        for (std::size_t decimals = 0; decimals <= most_decimals; ++decimals)
            out.at(unit).at(decimals) =
                whole_step(ratio(static_cast<MassUnit>(unit)), static_cast<int>(decimals));
    }
    return out;
}();

}  // namespace

std::optional<MassUnit> mass_unit(std::string_view text) {
    if (text == "kg") return MassUnit::kg;  // almost every reading
    switch (key(text)) {
        case key("kg"):
        case key("公斤"):
        case key("千克"): return MassUnit::kg;
        case key("g"):
        case key("克"): return MassUnit::g;
        case key("mg"): return MassUnit::mg;
        case key("t"):
        case key("吨"): return MassUnit::t;
        case key("jin"):
        case key("sj"):
        case key("斤"):
        case key("市斤"): return MassUnit::jin;
        case key("liang"):
        case key("两"): return MassUnit::liang;
        case key("lb"):
        case key("磅"): return MassUnit::lb;
        case key("oz"): return MassUnit::oz;
        default: return std::nullopt;
    }
}

std::string_view name(MassUnit unit) {
    switch (unit) {
        case MassUnit::mg: return "mg";
        case MassUnit::g: return "g";
        case MassUnit::kg: return "kg";
        case MassUnit::t: return "t";
        case MassUnit::jin: return "jin";
        case MassUnit::liang: return "liang";
        case MassUnit::lb: return "lb";
        case MassUnit::oz: return "oz";
    }
    std::abort();
}

std::optional<Mass> to_mass(Decimal value, MassUnit unit) {
    // Almost every weight: whole milligrams, and nothing near the limits of 64 bits.
    constexpr std::int64_t small = 1'000'000'000;
    auto const decimals = static_cast<std::size_t>(value.decimals);
    std::int64_t const step =
        decimals <= most_decimals ? whole_steps.at(static_cast<std::size_t>(unit)).at(decimals) : 0;
    if (step != 0 && value.units > -small && value.units < small) return Mass{value.units * step};
    Ratio const r = ratio(unit);
    Wide const numerator = static_cast<Wide>(value.units) * r.numerator;
    Wide const denominator = static_cast<Wide>(power_of_ten(value.decimals)) * r.denominator;
    Wide const mg = wide_half_even(numerator, denominator);
    if (mg > std::numeric_limits<std::int64_t>::max() || mg < std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return Mass{static_cast<std::int64_t>(mg)};
}

Decimal in_unit(Mass mass, MassUnit unit, int decimals) {
    Ratio const r = ratio(unit);
    Wide const numerator = static_cast<Wide>(mass.mg) * r.denominator * power_of_ten(decimals);
    return {static_cast<std::int64_t>(wide_half_even(numerator, r.numerator)), decimals};
}

std::optional<Mass> Amount::mass() const {
    auto const known = mass_unit(unit);
    return known ? to_mass(value, *known) : std::nullopt;
}

int settle_decimals(MassUnit unit) {
    switch (unit) {
        case MassUnit::mg: return 0;
        case MassUnit::g: return 0;
        case MassUnit::kg: return 3;
        case MassUnit::t: return 6;
        case MassUnit::jin: return 2;
        case MassUnit::liang: return 1;
        case MassUnit::lb: return 3;
        case MassUnit::oz: return 2;
    }
    std::abort();
}

Decimal settle(std::span<Mass const> nets_in_force, MassUnit unit) {
    Mass sum;
    for (Mass const net : nets_in_force) sum += net;
    return in_unit(sum, unit, settle_decimals(unit));
}

}  // namespace bozhong::domain
