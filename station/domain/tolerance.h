#pragma once
// How far an actual amount may be from the ordered one: green passes with one touch, amber with two, red needs a
// supervisor.

#include <cstdint>
#include <string>

#include "station/domain/mass.h"

namespace bozhong::domain {

enum class Zone { red_under, amber_under, green, amber_over, red_over };

/// One limit, told twice; which of the two rules depends on the profile.
struct Limit {
    std::int64_t permille = 0;  ///< of the ordered mass; 0 = no percentage
    Mass absolute{};            ///< 0 = no absolute limit
    friend bool operator==(Limit, Limit) = default;
};

enum class Pick { looser, stricter };

struct ToleranceProfile {
    std::string name = "default";
    Limit green_under{80, grams(50)};
    Limit green_over{100, grams(50)};
    Limit red_under{300, {}};
    Limit red_over{300, {}};
    Pick pick = Pick::looser;
    friend bool operator==(ToleranceProfile const&, ToleranceProfile const&) = default;
};

/// The four borders around an ordered mass; each border itself still belongs to the better zone. Red never lies
/// inside green: where a profile says otherwise, the red border moves out to the green one.
struct Band {
    Mass red_low;
    Mass green_low;
    Mass green_high;
    Mass red_high;
    [[nodiscard]] Zone zone(Mass actual) const;
};

Band band(ToleranceProfile const& profile, Mass ordered);

}  // namespace bozhong::domain
