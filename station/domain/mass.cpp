#include "station/domain/mass.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

namespace bozhong::domain {
namespace {

__extension__ using Wide = __int128;

/// Milligrams of one unit as numerator / denominator.
struct Ratio {
    std::int64_t numerator;
    std::int64_t denominator;
};

Ratio ratio(MassUnit unit) {
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

std::int64_t power_of_ten(int exponent) {
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

bool same(std::string_view text, std::string_view lower_case) {
    return text.size() == lower_case.size() && std::equal(text.begin(), text.end(), lower_case.begin(),
                                                          [](char a, char b) { return lower(a) == b; });
}

}  // namespace

std::optional<MassUnit> mass_unit(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, MassUnit>, 17> names{{
        {"kg", MassUnit::kg},
        {"g", MassUnit::g},
        {"mg", MassUnit::mg},
        {"t", MassUnit::t},
        {"jin", MassUnit::jin},
        {"sj", MassUnit::jin},
        {"liang", MassUnit::liang},
        {"lb", MassUnit::lb},
        {"oz", MassUnit::oz},
        {"斤", MassUnit::jin},
        {"市斤", MassUnit::jin},
        {"公斤", MassUnit::kg},
        {"千克", MassUnit::kg},
        {"克", MassUnit::g},
        {"两", MassUnit::liang},
        {"吨", MassUnit::t},
        {"磅", MassUnit::lb},
    }};
    for (auto const& [spelling, unit] : names) {
        if (same(text, spelling)) return unit;
    }
    return std::nullopt;
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
    Ratio const r = ratio(unit);
    // Almost every weight: whole milligrams, and nothing near the limits of 64 bits.
    std::int64_t const scale = power_of_ten(value.decimals);
    constexpr std::int64_t small = 1'000'000'000;
    if (r.denominator == 1 && r.numerator % scale == 0 && value.units > -small && value.units < small)
        return Mass{value.units * (r.numerator / scale)};
    Wide const numerator = static_cast<Wide>(value.units) * r.numerator;
    Wide const denominator = static_cast<Wide>(scale) * r.denominator;
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
