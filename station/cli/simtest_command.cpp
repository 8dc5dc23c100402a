#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "station/cli/commands.h"
#include "station/simtest/faults.h"
#include "station/simtest/mutants.h"
#include "station/simtest/simtest.h"

namespace bozhong::cli {
namespace {

struct Wanted {
    simtest::Options options;
    std::string seeds, faults;
    bool trace = false, json = false, check_replay = false;
};

int wrong_use(std::string const& what) {
    std::fprintf(stderr, "bozhong: %s\n", what.c_str());
    return 2;
}

/// "5..9" or nothing, for the one seed.
std::optional<std::pair<std::uint64_t, std::uint64_t>> range_of(Wanted const& wanted) {
    if (wanted.seeds.empty()) return std::pair{wanted.options.seed, wanted.options.seed};
    std::uint64_t first = 0, last = 0;
    char end = 0;
    bool const read = std::sscanf(wanted.seeds.c_str(), "%lu..%lu%c", &first, &last, &end) == 2;
    if (!read || last < first) return std::nullopt;
    return std::pair{first, last};
}

std::set<std::string> faults_of(std::string const& list) {
    std::set<std::string> out;
    std::istringstream in(list);
    for (std::string name; std::getline(in, name, ',');)
        if (name != "none" && !name.empty()) out.insert(name);
    if (list == "all")
        for (auto const& kind : simtest::fault_kinds()) out.insert(kind.name);
    out.erase("all");
    return out;
}

std::string replay_of(Wanted const& wanted, std::uint64_t seed) {
    auto const& options = wanted.options;
    std::ostringstream out;
    out << "bozhong simtest --seed " << seed << " --days " << options.days;
    if (options.stations > 0) out << " --stations " << options.stations;
    if (options.lines_per_table > 0) out << " --lines " << options.lines_per_table;
    if (options.shift_hours != 8) out << " --shift-hours " << options.shift_hours;
    if (options.clocks_off_days != 0) out << " --clocks-off-days " << options.clocks_off_days;
    if (!wanted.faults.empty()) out << " --faults " << wanted.faults;
    if (!options.mutant.empty()) out << " --mutant " << options.mutant;
    out << " --trace";
    return out.str();
}

int run_one(Wanted const& wanted, std::uint64_t seed) {
    auto options = wanted.options;
    options.seed = seed;
    if (wanted.trace)
        options.trace = [](std::string const& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
    auto const report = simtest::run(options);
    std::printf("%s\n", simtest::to_json(report).c_str());
    std::fflush(stdout);
    bool good = report.violations.empty();
    if (!good)
        std::fprintf(stderr, "seed %lu fails; see it happen: %s\n", seed, replay_of(wanted, seed).c_str());
    if (wanted.check_replay && simtest::run(options).digest != report.digest) {
        std::fprintf(stderr, "seed %lu is not the same twice\n", seed);
        good = false;
    }
    return good ? 0 : 1;
}

int simulate(Wanted& wanted) {
    auto const range = range_of(wanted);
    if (!range) return wrong_use("--seeds is FIRST..LAST, not \"" + wanted.seeds + "\"");
    if (!wanted.faults.empty()) wanted.options.faults = faults_of(wanted.faults);
    if (auto const good = simtest::check(wanted.options); !good.ok()) return wrong_use(good.error().text());
    int status = 0;
    for (auto seed = range->first; seed <= range->second; ++seed)
        status = std::max(status, run_one(wanted, seed));
    return status;
}

std::string list_of(auto const& kinds) {
    std::string out;
    for (auto const& kind : kinds) out += "\n  " + kind.name + ": " + kind.words;
    return out;
}

}  // namespace

void add_simtest_command(CLI::App& app) {
    auto const wanted = std::make_shared<Wanted>();
    auto& options = wanted->options;
    auto* command = app.add_subcommand(
        "simtest",
        "a whole warehouse in simulated time from one seed; one JSON line a seed, exit 1 on a violation");
    command->add_option("--seed", options.seed, "the seed")->capture_default_str();
    command->add_option("--seeds", wanted->seeds, "FIRST..LAST, one run each");
    command->add_option("--days", options.days, "simulated days")->capture_default_str();
    command->add_option("--stations", options.stations, "tables; 0: one to three, by the seed");
    command->add_option("--lines", options.lines_per_table,
                        "order lines a table and day; 0: enough for the shift");
    command->add_option("--clocks-off-days", options.clocks_off_days,
                        "stations' clocks go so far ahead, the hub's so far behind");
    command->add_option("--shift-hours", options.shift_hours, "work in each day")->capture_default_str();
    command->add_option(
        "--faults", wanted->faults,
        "none, all, or names with commas; else a random subset:" + list_of(simtest::fault_kinds()));
    command->add_option("--mutant", options.mutant, "a planted mistake:" + list_of(simtest::mutants()));
    command->add_flag("--trace", wanted->trace, "tell what happens, in words, on stderr");
    command->add_flag("--json", wanted->json, "one JSON line a seed; it is so anyway");
    command->add_flag("--check-replay", wanted->check_replay,
                      "run each seed twice; both must end with the same digest");
    command->callback([wanted] { throw CLI::RuntimeError(simulate(*wanted)); });
}

}  // namespace bozhong::cli
