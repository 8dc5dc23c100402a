#pragma once
// Runs a whole warehouse from one seed, on one thread, in simulated time: real stations, hub, sync and
// databases; simulated disks, network, scales, printers, clocks and people. The same options give the same
// run, to the byte.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "station/simtest/judge.h"

namespace bozhong::simtest {

struct Options {
    std::uint64_t seed = 1;
    double days = 1;
    int stations = 0;                             ///< 0: 1 to 3, by the seed
    std::optional<std::set<std::string>> faults;  ///< none: a random subset, by the seed
    std::string mutant;       ///< a planted mistake (mutants.h); empty = the product as it is
    int lines_per_table = 0;  ///< 0: enough for a shift
    double shift_hours = 8;
    int clocks_off_days = 0;  ///< so far ahead go the stations' clocks, and so far behind the hub's
    Story::Listener trace;
};

struct Report {
    std::uint64_t seed = 0;
    double simulated_s = 0;        ///< station time: every station counts
    double wall_s = 0, cpu_s = 0;  ///< the run's own; the machine may have been busy with other things
    int stations = 0;
    std::map<std::string, int> faults;
    std::int64_t weighings = 0, counts = 0, papers = 0, deaths = 0, lost = 0, results = 0;
    std::uint64_t steps = 0;
    std::vector<Violation> violations;
    std::string digest;  ///< of all journals, the hub and the paper
    std::string course;  ///< of what was weighed and settled in which order, whatever the clocks said
};

Report run(Options const& options);
/// bad_input when a fault's or mutant's name is not known.
domain::Status check(Options const& options);
std::string to_json(Report const& report);

}  // namespace bozhong::simtest
