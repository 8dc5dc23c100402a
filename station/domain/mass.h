#pragma once
// Mass is a whole number of milligrams; units are exact ratios. What is not whole rounds half to even.
// Source of the ratios: 1 jin = 500 g, 1 liang = 50 g (GB 3100 notes); lb and oz by the 1959 definition.

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "station/domain/decimal.h"

namespace bozhong::domain {

struct Mass {
    std::int64_t mg = 0;

    friend auto operator<=>(Mass, Mass) = default;
    friend Mass operator+(Mass a, Mass b) { return {a.mg + b.mg}; }
    friend Mass operator-(Mass a, Mass b) { return {a.mg - b.mg}; }
    friend Mass operator-(Mass a) { return {-a.mg}; }
    friend Mass operator*(Mass a, std::int64_t n) { return {a.mg * n}; }
    Mass& operator+=(Mass other) { return mg += other.mg, *this; }
};

constexpr Mass grams(std::int64_t g) { return {g * 1000}; }
constexpr Mass abs(Mass m) { return {m.mg < 0 ? -m.mg : m.mg}; }

enum class MassUnit { mg, g, kg, t, jin, liang, lb, oz };

/// The unit a text names, Chinese or Latin, any case of ASCII ("斤", "jin", "kg", "公斤", "KG", "两", "lb" …).
std::optional<MassUnit> mass_unit(std::string_view text);
/// ASCII name as scales, results and exports write it: "kg", "g", "jin", "liang", "lb", "oz".
std::string_view name(MassUnit unit);

/// Milligrams of a decimal in a unit, half to even; nothing if it does not fit 64 bits.
std::optional<Mass> to_mass(Decimal value, MassUnit unit);
/// The mass in a unit, rounded half to even to so many decimals.
Decimal in_unit(Mass mass, MassUnit unit, int decimals);

/// An amount as ordered: the decimal and the unit's text, both byte for byte as they came ("2" "斤", "4" "份").
struct Amount {
    Decimal value;
    std::string unit;

    /// The amount as a mass; nothing when the unit counts things.
    [[nodiscard]] std::optional<Mass> mass() const;
    friend bool operator==(Amount const&, Amount const&) = default;
};

/// Decimals of a settled quantity: jin 2, kg 3, other mass units what shows whole grams or better.
int settle_decimals(MassUnit unit);
/// The one settle function: sum in milligrams, one conversion, one rounding. Label, screen, result and export use it.
Decimal settle(std::span<Mass const> nets_in_force, MassUnit unit);
inline Decimal settle(Mass sum, MassUnit unit) { return settle({&sum, 1}, unit); }

}  // namespace bozhong::domain
