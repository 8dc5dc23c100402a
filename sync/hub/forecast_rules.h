#pragma once
// When a route will be sorted, and which work should go to another table when it will be late (docs/hub.md).
// Pure functions of what the hub knows: the same floor gives the same forecast and the same advice. All times
// are whole milliseconds.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "station/domain/task.h"

namespace bozhong::hub {

/// A gap between two weighings that says how fast a table is: neither one key for many pieces, nor a break.
inline constexpr std::int64_t shortest_gap_ms = 1'000, longest_gap_ms = 300'000;
inline constexpr std::size_t gaps_looked_at = 60, gaps_needed = 5;
/// Of a hall that has not weighed anything yet.
inline constexpr std::int64_t pace_unknown_ms = 30'000;
/// Less than that before its departure a route is tight.
inline constexpr std::int64_t tight_ms = 600'000;
/// Work is moved for no less.
inline constexpr std::int64_t least_gain_ms = 60'000;
inline constexpr std::size_t most_advice = 3, most_products_tried = 12, most_tables_tried = 4;

/// Milliseconds a line: the median of the newest gaps between weighings (their times, the newest first).
/// Nothing when there are too few.
std::optional<std::int64_t> pace_of(std::vector<std::int64_t> const& times_ms);
/// The middle one; of an even number the lower of both in the middle.
std::optional<std::int64_t> median(std::vector<std::int64_t> values);

/// A line that wants to be weighed.
struct OpenLine {
    domain::LineKey key;
    std::string wave, route, sku, product, station;
    std::int64_t place = 0;       ///< in the walk within its product
    std::int64_t added = 0;       ///< by which import: earlier waves first
    std::int64_t assignment = 1;  ///< above 1: moved to this table
    bool in_work = false;         ///< part of it is weighed: it stays where it is
    friend bool operator==(OpenLine const&, OpenLine const&) = default;
};
struct TablePace {
    std::string station;
    std::int64_t pace_ms = pace_unknown_ms;
    bool online = true;
};
struct Floor {
    std::vector<OpenLine> lines;
    std::map<std::string, TablePace> tables;
    /// Products (wave, sku, table) of which something is weighed: a table ends what it has begun.
    std::map<std::string, bool> begun;
    std::map<std::pair<std::string, std::string>, std::int64_t> departs;  ///< (wave, route) → unix ms
    std::int64_t now_ms = 0;
};
std::string begun_key(std::string const& wave, std::string const& sku, std::string const& station);

struct RouteForecast {
    std::string wave, route;
    std::int64_t open = 0, nobody = 0;      ///< lines; of these no table has
    std::optional<std::int64_t> finish_ms;  ///< unix; nothing while lines are nobody's, or nothing is open
    std::optional<std::int64_t> departs_ms;
    std::string state;  ///< "done", "in_time", "tight", "late", "nobody"; "no_departure"
    std::string table;  ///< where its last line is weighed
    [[nodiscard]] std::int64_t late_ms() const {
        return finish_ms && departs_ms && *finish_ms > *departs_ms ? *finish_ms - *departs_ms : 0;
    }
};
struct TableForecast {
    std::int64_t open = 0;
    std::int64_t finish_ms = 0;
};
struct Forecast {
    std::map<std::pair<std::string, std::string>, RouteForecast> routes;  ///< by wave and route
    std::map<std::string, TableForecast> tables;
};
/// Each table weighs product after product: what it has begun, then earlier imports, then what was given
/// first, then what was moved there; within a product in walk order.
Forecast forecast(Floor const& floor);

/// These lines from one table to another, so that a late route is less late or in time.
struct Advice {
    std::string wave, route, sku, product, from, to;
    std::vector<domain::LineKey> lines;
    std::int64_t gain_ms = 0;                                          ///< for that route
    std::int64_t finish_ms = 0, from_finish_ms = 0, to_finish_ms = 0;  ///< afterwards: the route, both tables
    bool in_time = false;                                              ///< the route then is
    bool whole = false;  ///< all of the product that is not begun: its goods need not be at two tables
};
/// At most one for each of the wave's late routes, the earliest departure first; none that makes another
/// route late or later than it would be.
std::vector<Advice> advise(Floor const& floor, std::string const& wave);

}  // namespace bozhong::hub
