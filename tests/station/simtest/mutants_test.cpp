// The test of the tests: each planted mistake is found, and found soon.

#include <gtest/gtest.h>

#include "station/simtest/mutants.h"
#include "station/simtest/simtest.h"

namespace bozhong::simtest {
namespace {

struct Planted {
    std::string mutant;
    std::optional<std::set<std::string>> faults;  ///< those under which it can show; none: the seed's own
    std::uint64_t first;                          ///< the seed that finds it; some more are tried after it
    int stations = 0;
};

class EveryMutant : public testing::TestWithParam<Planted> {};

TEST_P(EveryMutant, IsFound) {
    auto const& planted = GetParam();
    for (auto seed = planted.first; seed < planted.first + 6; ++seed) {
        Options options;
        options.seed = seed;
        options.days = 0.12;
        options.shift_hours = 2;
        options.mutant = planted.mutant;
        options.faults = planted.faults;
        options.stations = planted.stations;
        auto const report = run(options);
        if (report.violations.empty()) continue;
        auto const& first = report.violations.front();
        std::printf("%s: seed %d, %.1f s: %s %s\n", planted.mutant.c_str(), int(seed), report.cpu_s,
                    first.invariant.c_str(), first.what.c_str());
        return;
    }
    ADD_FAILURE() << planted.mutant << " was not found with six seeds";
}

INSTANTIATE_TEST_SUITE_P(
    Planted, EveryMutant,
    testing::Values(Planted{"early_word", std::set<std::string>{"kill"}, 1},
                    Planted{"early_label", std::set<std::string>{"kill_at_touch", "power_cut_at_touch"}, 1},
                    Planted{"early_answer", std::set<std::string>{"hub_kill", "hub_kill_before_answer"}, 1},
                    Planted{"insertion_cursor", std::set<std::string>{}, 1},
                    Planted{"synchronous_normal", std::nullopt, 3},
                    Planted{"no_assignment_check", std::set<std::string>{"net_cut"}, 1, 3},
                    Planted{"counted_incarnation", std::set<std::string>{"cloned", "net_cut"}, 1},
                    Planted{"double_capture", std::set<std::string>{}, 1}),
    [](auto const& param) { return param.param.mutant; });

}  // namespace
}  // namespace bozhong::simtest
