#pragma once
// Comparing what the order service can pull with what the hub says it has, and with what the goods really
// weighed.

#include <map>
#include <string>
#include <vector>

#include "station/domain/task.h"
#include "sync/wire/messages.h"
#include "sync/wire/orders_csv.h"

namespace bozhong::cli {

/// The latest revision of each line.
using Results = std::map<domain::LineKey, wire::ResultRow>;

/// SHA-256 over "order_no TAB line_no TAB revision TAB state TAB actual_mg TAB actual_count LF", lines sorted
/// by bytes, empty for null; 64 hex digits.
std::string digest(Results const& results);

/// What does not agree: lines missing on either side, not done, of another product or customer, or of another
/// amount. A load's line is found by line_no; the wave's results are all given.
std::vector<wire::Difference> compare(Results const& results, std::vector<wire::LoadRow> const& loads);

}  // namespace bozhong::cli
