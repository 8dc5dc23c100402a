#pragma once
// A whole copy of a journal, taken beside a running station, and its way back.

#include <string>

#include "station/domain/result.h"
#include "station/journal/journal.h"
#include "station/journal/verify.h"

namespace bozhong::journal {

/// Writes a verified copy of `path` to the new file `out`. The device key is not in it. `conflict` when `out`
/// exists; a copy that does not verify is not left behind and its verdict is returned.
domain::Result<Verdict> backup(std::string const& path, std::string const& out,
                               domain::Disk& disk = system_disk());

/// Makes the new journal `path` of a backup and opens a new incarnation in it, because the station may have
/// gone on after the backup. A device key that stands beside `path` is kept, else a new one is made (enrol
/// again). `corrupt` when the backup does not verify; `conflict` when there is a journal already.
domain::Result<domain::Head> restore(std::string const& from, std::string const& path, OpenOptions options);

}  // namespace bozhong::journal
