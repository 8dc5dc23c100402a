// How often `bozhong scale detect` would name the right protocol and line.

#include <algorithm>
#include <iostream>

#include "config/protocols.h"
#include "station/cli/bench/detect_trials.h"
#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {
namespace {

Row row_of(DetectTally const& tally) {
    std::string const what = tally.protocol + (tally.asked ? ", asked" : "") + ": " +
                             std::to_string(tally.right) + "/" + std::to_string(tally.tries);
    Row out{"detect", what, "%", {}, "", {}, {}};
    out.ours.add({100.0 * tally.right / std::max(1, tally.tries)});
    return out;
}

}  // namespace

domain::Result<Rows> bench_detect(Sizes const& sizes) {
    auto const all = config::all_protocols();
    Rows rows;
    DetectTally unasked{"all that send by themselves"}, asked{"all that must be asked"};
    for (auto const& protocol : simulated_protocols(all)) {
        auto const tally = try_detecting(protocol, all, sizes.count(3, 1));
        rows.push_back(row_of(tally));
        DetectTally& sum = tally.asked ? asked : unasked;
        sum.right += tally.right;
        sum.tries += tally.tries;
        for (auto const& miss : tally.misses) std::cerr << tally.protocol << " " << miss << "\n";
    }
    for (DetectTally const& sum : {unasked, asked}) {
        rows.push_back(row_of(sum));
        rows.back().goals.push_back({"≥ 95", sum.right * 100 >= sum.tries * 95});
    }
    return rows;
}

}  // namespace bozhong::cli::bench
