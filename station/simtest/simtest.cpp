#include "station/simtest/simtest.h"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "station/simtest/chance.h"
#include "station/simtest/world.h"

namespace bozhong::simtest {

domain::Status check(Options const& options) {
    auto const wrong = [](std::string what, std::string where) {
        return domain::Error{domain::ErrorKind::bad_input, std::move(what), std::move(where), "see --help"};
    };
    for (auto const& name : options.faults.value_or(std::set<std::string>{}))
        if (std::ranges::none_of(fault_kinds(), [&](auto const& kind) { return kind.name == name; }))
            return wrong("no such fault", name);
    if (!options.mutant.empty() &&
        std::ranges::none_of(mutants(), [&](auto const& mutant) { return mutant.name == options.mutant; }))
        return wrong("no such mutant", options.mutant);
    if (options.days <= 0 || options.days > 400)
        return wrong("days must be above 0 and at most 400", "--days");
    if (std::abs(options.clocks_off_days) > 20'000) return wrong("at most 20000 days", "--clocks-off-days");
    if (options.stations < 0 || options.stations > 20) return wrong("0 to 20 stations", "--stations");
    return domain::Done{};
}

Report run(Options const& options) {
    SeededChance const chance(options.seed);
    auto const began = std::chrono::steady_clock::now();
    auto const cpu_began = std::clock();
    World world(options);
    auto report = world.run();
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    report.cpu_s = static_cast<double>(std::clock() - cpu_began) / CLOCKS_PER_SEC;
    return report;
}

std::string to_json(Report const& report) {
    namespace json = boost::json;
    json::array violations;
    for (auto const& one : report.violations)
        violations.push_back({{"when", one.when}, {"invariant", one.invariant}, {"what", one.what}});
    json::object faults;
    std::int64_t injected = 0;
    for (auto const& [name, count] : report.faults) faults[name] = count, injected += count;
    json::object const out{{"seed", report.seed},
                           {"stations", report.stations},
                           {"simulated_s", report.simulated_s},
                           {"wall_s", std::int64_t(report.wall_s * 1'000) / 1'000.0},
                           {"cpu_s", std::int64_t(report.cpu_s * 1'000) / 1'000.0},
                           {"ratio", std::int64_t(report.simulated_s / std::max(report.cpu_s, 1e-3))},
                           {"steps", report.steps},
                           {"injected", injected},
                           {"faults", faults},
                           {"deaths", report.deaths},
                           {"weighings", report.weighings},
                           {"counts", report.counts},
                           {"papers", report.papers},
                           {"results", report.results},
                           {"lost", report.lost},
                           {"violations", violations},
                           {"course", report.course},
                           {"digest", report.digest}};
    return json::serialize(out);
}

}  // namespace bozhong::simtest
