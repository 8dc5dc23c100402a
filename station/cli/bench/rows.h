#pragma once
// What a bench hands back: a figure as the median of its runs, beside a floor measured in the same run, and
// the goals it is held to.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::cli::bench {

using Clock = std::chrono::steady_clock;

/// How much is measured. Tiny counts are for the test that the benches still run, never for figures.
struct Sizes {
    int runs = 5;
    bool tiny = false;
    bool json = false;          ///< for a bench of minutes, which tells each figure when it has it
    int weighings = 1'000'000;  ///< of `offline`
    std::string dir;            ///< on the disk that is measured
    [[nodiscard]] int count(int full, int tiny_count) const { return tiny ? tiny_count : full; }
};

/// Each run's own p50 and p99 are kept; a figure is the median over the runs.
struct Series {
    std::vector<double> p50, p99;

    /// One run's samples; a run with one sample has p50 = p99.
    void add(std::vector<double> samples);
    [[nodiscard]] double middle() const;
    [[nodiscard]] double tail() const;
    [[nodiscard]] double least() const;
    [[nodiscard]] double most() const;
};

struct Goal {
    std::string text;  ///< "p99 ≤ 3 × floor"
    bool met = false;
};

struct Row {
    std::string bench, what, unit;
    Series ours;
    std::string floor_name;  ///< empty: nothing bare does this
    Series floor;
    std::vector<Goal> goals;

    /// The median (or the p99) may be at most so much; 0 hides the floor's part.
    Row& at_most(double limit);
    Row& at_least(double limit);
    Row& tail_at_most(double limit);
    Row& at_most_floors(double times);
    Row& tail_at_most_floors(double times);
    [[nodiscard]] bool met() const;
};
using Rows = std::vector<Row>;

struct Bench {
    char const* name;
    char const* help;
    domain::Result<Rows> (*run)(Sizes const& sizes);
    bool only_when_named = false;  ///< takes many minutes
};

double milliseconds_since(Clock::time_point begin);
double median(std::vector<double> values);
/// What the value of an expression is measured for must not be optimised away.
void keep(std::size_t value);

void print_json(Row const& row, int runs);
void print_heading();
void print_table(Row const& row);

domain::Result<Rows> bench_screen(Sizes const& sizes);
domain::Result<Rows> bench_confirm(Sizes const& sizes);
domain::Result<Rows> bench_import(Sizes const& sizes);
domain::Result<Rows> bench_start(Sizes const& sizes);
domain::Result<Rows> bench_steady(Sizes const& sizes);  ///< processor and memory of a running station
domain::Result<Rows> bench_label(Sizes const& sizes);
domain::Result<Rows> bench_detect(Sizes const& sizes);
domain::Result<Rows> bench_busy(Sizes const& sizes);  ///< a table at work on a million events, two scales
domain::Result<Rows> bench_offline(Sizes const& sizes);  ///< half a year without a hub, a million weighings
domain::Result<Rows> bench_parser(Sizes const& sizes);
domain::Result<Rows> bench_table(Sizes const& sizes);  ///< a sorter's seconds a bag, in simulated time

}  // namespace bozhong::cli::bench
