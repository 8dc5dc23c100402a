#pragma once
// The journal for other programs (CSV, JSONL) and for people. Reads only.

#include <ostream>
#include <string>

#include "station/domain/result.h"
#include "station/domain/task.h"

namespace bozhong::journal {

/// Sequence numbers ("120"), or times as a beginning of RFC 3339 UTC ("2026-06-17", "2026-06-17T04:30"); both
/// ends are included, empty means no end.
struct Span {
    std::string from, to;
};

enum class ExportFormat { csv, jsonl };

/// One line an event. JSONL carries the payload as stored; CSV has the columns people sum and the payload at
/// its end.
domain::Status export_events(std::string const& path, Span const& span, ExportFormat format,
                             std::ostream& out);

/// One readable line an event; with an order number only what names that order, with a line number only that
/// line.
domain::Status show_events(std::string const& path, domain::LineKey const& task, std::ostream& out);

}  // namespace bozhong::journal
