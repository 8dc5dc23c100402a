#pragma once
// What a weighing copies of its task.

#include "station/domain/facts.h"

namespace bozhong::domain {

/// Without lot and bag numbers, which are the table's.
TaskFacts task_facts(SortTask const& task, std::int64_t feed_position);

}  // namespace bozhong::domain
