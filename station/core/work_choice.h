#pragma once
// What a sorter chooses of the work itself: in which order the customers of a product come, and whom the
// table works for at the moment. What is hidden so is nobody's loss: it stays open, is counted, and is shown
// as hidden.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "station/domain/task.h"

namespace bozhong::core {

enum class WalkBy {
    place,    ///< as the order service gives it: tote order
    route,    ///< route, then place
    code,     ///< customer code
    sort_no,  ///< what the order service calls the order's number; lines without one come last
    load,     ///< weigh first: nobody is in hand until a load says for whom it is
};
enum class OnlyFor { everybody, route, driver };

struct WorkChoice {
    WalkBy walk = WalkBy::place;
    OnlyFor only = OnlyFor::everybody;
    std::string name = {};  ///< of the route or driver
    friend bool operator==(WorkChoice const&, WorkChoice const&) = default;
};

/// Texts with numbers in them as people order them: "R2" before "R10". Less than, equal, more than nothing.
int compare_natural(std::string_view a, std::string_view b);
/// Strictly before; what neither precedes nor follows stays as it was given.
bool walks_before(domain::SortTask const& a, domain::SortTask const& b, WalkBy by);
[[nodiscard]] bool concerns(WorkChoice const& choice, domain::SortTask const& task);

/// Names for keys and settings, by the enums' values. Another text is the first of each.
inline constexpr std::array<std::string_view, 5> walk_names{"place", "route", "code", "sort_no", "load"};
inline constexpr std::array<std::string_view, 3> only_names{"", "route", "driver"};
constexpr std::string_view name(WalkBy by) {
    return walk_names.at(static_cast<std::size_t>(by));
}
constexpr std::string_view name(OnlyFor only) {
    return only_names.at(static_cast<std::size_t>(only));
}
constexpr WalkBy walk_by(std::string_view text) {
    auto const found = std::ranges::find(walk_names, text);
    return found == walk_names.end() ? WalkBy::place : static_cast<WalkBy>(found - walk_names.begin());
}
constexpr OnlyFor only_for(std::string_view text) {
    auto const found = std::ranges::find(only_names, text);
    return found == only_names.end() ? OnlyFor::everybody : static_cast<OnlyFor>(found - only_names.begin());
}

}  // namespace bozhong::core
