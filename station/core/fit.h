#pragma once
// Whom a load suits when it does not suit who is in hand, or when nobody is.

#include "station/core/task_list.h"

namespace bozhong::core {

inline constexpr std::size_t most_looked_at = 400;  ///< customers, so that no load is thought about for long

/// The load would be green for her, with what she has already.
bool suits(TaskItem const& item, domain::Mass net);
/// Of the other open customers of the product, as far as the table works for them, the one who still wants
/// most nearly this. Among equals who comes first from here, skipped ones last.
std::optional<std::size_t> best_fit(TaskList const& tasks, domain::Mass net);

}  // namespace bozhong::core
