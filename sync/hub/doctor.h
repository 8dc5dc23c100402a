#pragma once
// What the hub's doctor looks at, beside a running hub too. It changes nothing and calls nobody.

#include <cstdint>
#include <string>
#include <vector>

#include "sync/hub/database.h"

namespace bozhong::hub {

struct Finding {
    std::string check;  ///< "database", "disk_space", …
    bool ok = false;
    std::string what;  ///< one sentence
    std::string todo;  ///< what a person can do; empty when it is well
};

struct Examined {
    std::string dir, certificate, key;  ///< of the hub; PEM files, empty without TLS
    std::string warehouse = "main";
    std::int64_t now_ms = 0;
    std::string postgres;  ///< of the store; empty = the file in dir
};

/// Everything, in a fixed order; the database is read as `verify` does.
std::vector<Finding> examine(Examined const& hub);

Finding check_disk_space(std::string const& dir, std::int64_t free_least = 1'000'000'000);
/// 1970 and 2100 are no times to work in; a clock that nobody sets is said, but is no fault.
Finding check_clock(std::int64_t now_ms);
/// Secrets are their owner's alone, and so is the folder's database, if it has one.
std::vector<Finding> check_secrets(std::string const& dir, bool database = true);
/// Readable, belongs to its key, and is good for another 14 days.
Finding check_certificate(std::string const& certificate, std::string const& key, std::int64_t now_ms);
/// What waits: tables with unsent events that are away, exceptions nobody decides, a webhook that fails.
std::vector<Finding> check_waiting(Store const& store, std::string const& warehouse, std::int64_t now_ms);

}  // namespace bozhong::hub
