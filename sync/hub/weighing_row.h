#pragma once
// A station's weighing or count as a row of the hub's ledger.

#include <optional>

#include "sync/hub/hub.h"

namespace bozhong::hub {

/// `fact` is a Weighed or a Counted, without a stamp when that could not be read. `state`: "in_force",
/// "held", "superseded"; `commit` is the place in commit order.
void add_weighing(Database& database, std::string const& warehouse, EventId const& event,
                  domain::Fact const& fact, std::optional<domain::Stamp> const& stamp,
                  std::string const& state, std::int64_t commit);

/// The task a weighing or count is for; none of any other fact.
domain::TaskFacts const* task_of(domain::Fact const& fact);

}  // namespace bozhong::hub
