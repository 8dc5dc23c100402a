#include "station/cli/bench/rows.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>

namespace bozhong::cli::bench {

namespace {

double at_permille(std::vector<double>& values, std::size_t permille) {
    std::size_t const place = std::min(values.size() - 1, values.size() * permille / 1000);
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(place));
    return values[place];
}

std::string number(double value) {
    char text[32];
    int const decimals = std::abs(value) >= 100 ? 0 : std::abs(value) >= 10 ? 1 : 3;
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string times_text(double times) {
    if (times < 1) return "1/" + std::to_string(std::lround(1 / times)) + " of the floor";
    return number(times).substr(0, number(times).find('.')) + " × floor";
}

/// JSON's numbers with as many digits as were measured.
std::string series_json(Series const& series) {
    char text[160];
    std::snprintf(text, sizeof text, R"("p50":%.6g,"p99":%.6g,"min":%.6g,"max":%.6g)", series.middle(),
                  series.tail(), series.least(), series.most());
    return text;
}

std::string quoted(std::string const& text) {
    return boost::json::serialize(boost::json::value(text));
}

}  // namespace

void Series::add(std::vector<double> samples) {
    if (samples.empty()) return;
    p50.push_back(at_permille(samples, 500));
    p99.push_back(at_permille(samples, 990));
}

double Series::middle() const {
    return median(p50);
}
double Series::tail() const {
    return median(p99);
}
double Series::least() const {
    return p50.empty() ? 0 : std::ranges::min(p50);
}
double Series::most() const {
    return p50.empty() ? 0 : std::ranges::max(p50);
}

Row& Row::at_most(double limit) {
    goals.push_back({"≤ " + number(limit) + " " + unit, ours.middle() <= limit});
    return *this;
}
Row& Row::at_least(double limit) {
    goals.push_back({"≥ " + number(limit) + " " + unit, ours.middle() >= limit});
    return *this;
}
Row& Row::tail_at_most(double limit) {
    goals.push_back({"p99 ≤ " + number(limit) + " " + unit, ours.tail() <= limit});
    return *this;
}
Row& Row::at_most_floors(double times) {
    goals.push_back({"p50 ≤ " + times_text(times), ours.middle() <= times * floor.middle()});
    return *this;
}
Row& Row::tail_at_most_floors(double times) {
    goals.push_back({"p99 ≤ " + times_text(times), ours.tail() <= times * floor.tail()});
    return *this;
}
bool Row::met() const {
    return std::ranges::all_of(goals, &Goal::met);
}

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    return values.empty() ? 0 : at_permille(values, 500);
}

void keep(std::size_t value) {
    asm volatile("" : : "g"(value) : "memory");
}

void print_json(Row const& row, int runs) {
    std::string out = "{\"bench\":" + quoted(row.bench) + ",\"what\":" + quoted(row.what) +
                      ",\"unit\":" + quoted(row.unit) + ",\"runs\":" + std::to_string(runs) + "," +
                      series_json(row.ours);
    if (!row.floor_name.empty())
        out += ",\"floor\":{\"what\":" + quoted(row.floor_name) + "," + series_json(row.floor) + "}";
    boost::json::array goals;
    for (auto const& goal : row.goals) goals.push_back({{"goal", goal.text}, {"met", goal.met}});
    std::printf("%s,\"goals\":%s}\n", out.c_str(), boost::json::serialize(goals).c_str());
    std::fflush(stdout);
}

void print_heading() {
    std::printf("%-8s %-40s %9s %9s   %-44s %9s %9s   %s\n", "bench", "what", "p50", "p99", "floor", "p50",
                "p99", "goal");
}

void print_table(Row const& row) {
    std::string const what = row.what + ", " + row.unit;
    std::printf("%-8s %-40s %9s %9s   ", row.bench.c_str(), what.c_str(), number(row.ours.middle()).c_str(),
                number(row.ours.tail()).c_str());
    bool const floor = !row.floor_name.empty();
    std::printf("%-44s %9s %9s   ", row.floor_name.c_str(), floor ? number(row.floor.middle()).c_str() : "",
                floor ? number(row.floor.tail()).c_str() : "");
    for (auto const& goal : row.goals)
        std::printf("%s %s  ", goal.met ? "met:" : "MISSED:", goal.text.c_str());
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace bozhong::cli::bench
