#pragma once
// Numbered schema steps. The SQL stands in migrations/NNNN_*.sql and is embedded at build; a released file
// never changes. Stored payloads are never touched by a step, projections may be: they are rebuilt after any
// step.

#include <functional>
#include <span>
#include <string_view>

#include "station/domain/result.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

struct Migration {
    int version = 0;
    std::string_view sql;
};

/// All steps, 1, 2, 3 …
std::span<Migration const> migrations();

/// PRAGMA application_id of a journal: "BZJL".
inline constexpr int application_id = 0x425A4A4C;

/// Does the steps above the file's version, each in its own transaction and `finish` in that of the last; the
/// number done. `unsupported` for a file of a newer version or of another program.
domain::Result<int> migrate(Database& database, std::span<Migration const> steps,
                            std::function<domain::Status()> const& finish = {});

}  // namespace bozhong::journal
