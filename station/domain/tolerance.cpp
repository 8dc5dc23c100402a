#include "station/domain/tolerance.h"

#include <algorithm>

namespace bozhong::domain {
namespace {

Mass reach(Limit limit, Pick pick, Mass ordered) {
    Mass const relative{divide_half_even(ordered.mg * limit.permille, 1000)};
    if (limit.permille == 0) return limit.absolute;
    if (limit.absolute.mg == 0) return relative;
    return pick == Pick::looser ? std::max(relative, limit.absolute) : std::min(relative, limit.absolute);
}

}  // namespace

Zone Band::zone(Mass actual) const {
    if (actual < red_low) return Zone::red_under;
    if (actual < green_low) return Zone::amber_under;
    if (actual <= green_high) return Zone::green;
    return actual <= red_high ? Zone::amber_over : Zone::red_over;
}

Band band(ToleranceProfile const& profile, Mass ordered) {
    Band out;
    out.green_low = std::max(Mass{0}, ordered - reach(profile.green_under, profile.pick, ordered));
    out.green_high = ordered + reach(profile.green_over, profile.pick, ordered);
    out.red_low = std::min(out.green_low, std::max(Mass{0}, ordered - reach(profile.red_under, profile.pick, ordered)));
    out.red_high = std::max(out.green_high, ordered + reach(profile.red_over, profile.pick, ordered));
    return out;
}

}  // namespace bozhong::domain
