#pragma once
// The books at a settled point: every station's journal, the hub's store, the paper and what was pulled,
// against each other and against what the judge saw.

#include <map>
#include <string>
#include <vector>

#include "station/simtest/judge.h"
#include "station/simtest/memory_disk.h"
#include "sync/hub/database.h"
#include "sync/wire/messages.h"

namespace bozhong::simtest {

struct JournalDump {
    std::string station;
    std::vector<domain::StoredEvent> events;        ///< in the file's order
    std::map<domain::EventId, domain::Fact> facts;  ///< weighings, counts, voids, labels
    std::string digest;                             ///< over all hashes
};

/// Reads a journal from outside; a journal that cannot be read or verified is a violation.
JournalDump read_journal(Judge& judge, std::string const& station, MemoryDisk& disk, std::string const& path);

/// Witnesses ⊆ journal, names used once, labels against paper.
void audit_station(Judge& judge, JournalDump const& dump);
/// Hub against journals: the same events, each weighing once, sums, results.
void audit_hub(Judge& judge, hub::Database& database, std::vector<JournalDump> const& dumps, bool all_sent);
/// The newest pulled result of each line against the hub's sums.
void audit_results(Judge& judge, hub::Database& database, std::vector<wire::ResultRow> const& pulled);
/// A digest of the hub's events, weighings and results.
std::string hub_digest(hub::Database& database);

}  // namespace bozhong::simtest
