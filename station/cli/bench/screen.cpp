// The screen is Qt's, so its bench is a program of its own; this starts it and reads what it measured.

#include <boost/json.hpp>
#include <cstdlib>

#include "station/cli/bench/bench_process.h"
#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {

namespace {

std::vector<double> numbers(boost::json::object const& run, char const* key) {
    std::vector<double> out;
    for (auto const& value : run.at(key).as_array()) out.push_back(value.to_number<double>());
    return out;
}

}  // namespace

domain::Result<Rows> bench_screen(Sizes const& sizes) {
    char const* const chosen = std::getenv("QT_QPA_PLATFORM");
    std::string const platform = chosen != nullptr ? chosen : "offscreen";
    auto const said =
        output_of("bozhong-bench-screen",
                  {"--runs", std::to_string(sizes.runs), "--frames", std::to_string(sizes.count(240, 6)),
                   "--tasks", std::to_string(sizes.count(1000, 20)), "--dir", sizes.dir},
                  sizes.dir + "/screen.log", {{"QT_QPA_PLATFORM", platform}});
    if (!said.ok()) return said.error();
    Row row{"screen", "frame readable to weight painted, 60 Hz", "ms",
            {},       "bare Qt: notifier, label, painted",       {},
            {}};
    std::size_t at = 0;
    while (at < said->size()) {
        auto const end = std::min(said->find('\n', at), said->size());
        boost::system::error_code error;
        auto const value = boost::json::parse(said->substr(at, end - at), error);
        at = end + 1;
        if (error || !value.is_object()) continue;
        row.ours.add(numbers(value.get_object(), "painted_ms"));
        row.floor.add(numbers(value.get_object(), "bare_ms"));
    }
    row.at_most_floors(2).tail_at_most_floors(3);
    return Rows{std::move(row)};
}

}  // namespace bozhong::cli::bench
