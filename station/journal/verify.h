#pragma once
// Is the journal what was written? Chain, numbers, signatures, predecessors, witnesses and projections.

#include <cstdint>
#include <optional>
#include <string>

#include "station/domain/facts.h"
#include "station/domain/result.h"
#include "station/journal/files.h"

namespace bozhong::journal {

struct VerifyOptions {
    std::optional<domain::Head> hub_mark;  ///< what the hub has; an empty hash compares the number only
    std::string public_key;                ///< hex: the only key that may have signed; empty = any stored one
};

/// The first bad event in `incarnation` and `seq` (0 when no event is to blame) and why, when not ok.
struct Verdict {
    bool ok = true;
    std::string station;
    std::int64_t events = 0;      ///< looked at
    std::int64_t signatures = 0;  ///< good ones
    domain::Head head;
    std::string incarnation;
    domain::Seq seq = 0;
    std::string why;
};

/// Reads only. An error is a file that cannot be read as a journal at all.
domain::Result<Verdict> verify(std::string const& path, VerifyOptions const& options = {},
                               domain::Disk& disk = system_disk());

}  // namespace bozhong::journal
