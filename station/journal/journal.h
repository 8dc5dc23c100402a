#pragma once
// The station's SQLite journal: opening, and the offline jobs on its file (rebuild). See station/app/ports.h
// for the calls and docs/architecture.md for what they promise.

#include <memory>
#include <string>
#include <vector>

#include "station/app/ports.h"
#include "station/domain/disk.h"
#include "station/domain/facts.h"
#include "station/domain/result.h"
#include "station/journal/files.h"

namespace bozhong::journal {

struct OpenOptions {
    std::string station;             ///< id, at most 64 bytes; must be the file's own once it exists
    std::string software, checksum;  ///< for `started`
    std::string boot_id;
    std::string clock_quality = "unknown";
    domain::Stamp stamp;  ///< of the `started` event
    /// Any other opens a new incarnation at once and is its reason: "restore", "recover".
    std::string reason = "restart";
    std::vector<std::string> witnesses;  ///< for `started`: what was compared before
    domain::Disk* disk = nullptr;        ///< where the file is; null: this computer's
    int checkpoint_pages = 1000;  ///< a longer write-ahead log is moved into the database (4 KiB a page)
};

/// Opens or creates the journal at `path`, alone: a second one gets `conflict` (a lock file beside it is held
/// by flock and goes with the process). The device key stands beside it in `path`.key, mode 0600, and is made
/// when missing.
///
/// Who writes `started`: this call, when the file is new ("install", first incarnation) or for a reason
/// of its own ("restore", "recover": new incarnation). Otherwise nothing is written here: whatever the file
/// says of its end, the runner first compares head() with its witnesses and then either goes on (the first
/// append() puts a `started` "restart" before its facts unless they begin with one), or calls
/// open_incarnation() or take_back(), which write their own. load() says `unclean` when the last run did not
/// end by itself, or take_back() found that something was lost. Either way the first sequence of an append is
/// head.seq − facts.size() + 1.
domain::Result<std::unique_ptr<app::Journal>> open_journal(std::string const& path,
                                                           OpenOptions const& options);

/// Empties and refills every projection table from journal and feed, in one transaction, holding the same
/// lock.
domain::Status rebuild(std::string const& path, domain::Disk& disk = system_disk());

/// At most so many facts in one append.
inline constexpr std::size_t max_facts = 256;
/// A signature over the head is stored after at most so many events (and one append).
inline constexpr domain::Seq sign_every = 256;

}  // namespace bozhong::journal
