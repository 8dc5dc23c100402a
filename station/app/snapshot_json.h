#pragma once
// The snapshot as JSON for scripts and tests. Enums are written by their names in the code.

#include <string>

#include "station/core/snapshot.h"

namespace bozhong::app {

enum class Detail { brief, full };  ///< full adds the customers of the product and the history

std::string snapshot_json(core::Snapshot const& snapshot, Detail detail);

char const* name(core::WeighState state);
char const* name(core::Refusal refusal);
char const* name(core::TickState state);
char const* name(domain::LabelState state);
char const* name(core::PrinterTrouble trouble);
char const* name(core::PrinterState state);
char const* name(core::LinkState state);
char const* name(core::NoticeKind kind);

}  // namespace bozhong::app
