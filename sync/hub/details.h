#pragma once
// What an order line's extras say that stays with its task: for the label spec, origin, shelf_life, sort_no
// and price; for the scale the tolerance (tolerances.h).

#include <map>
#include <string>

#include "station/domain/task.h"
#include "sync/hub/tolerances.h"

namespace bozhong::hub {

/// Empty when they may stand on a label: each at most max_detail_bytes without control characters, the price
/// a decimal from 0 with at most 9 digits. Extras of other names are not looked at.
std::string wrong_in_details(Extras const& extras);
/// Those of the extras as a small JSON object; empty when there is none.
std::string details_text(Extras const& extras);
/// Of such a text; nothing of one that is none.
domain::LineDetails details_from(std::string const& text);
domain::ToleranceProfile tolerance_from(std::string const& text);

}  // namespace bozhong::hub
