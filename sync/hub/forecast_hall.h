#pragma once
// The floor in numbers, so that many arrangements of the same lines can be tried quickly.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sync/hub/forecast_rules.h"

namespace bozhong::hub {

class Hall {
  public:
    using Route = std::pair<std::string, std::string>;  ///< wave, route
    explicit Hall(Floor const& floor);

    /// When each route's last line at one table is done that has these lines; 0 = it has none of the route.
    struct Day {
        std::vector<std::int64_t> routes;  ///< unix ms by number of the route
        std::int64_t finish_ms = 0;
        std::int64_t open = 0;
    };
    [[nodiscard]] Day day_of(std::size_t table, std::vector<std::size_t> lines) const;
    /// A line that goes to another table has one assignment more.
    [[nodiscard]] Day day_with(std::size_t table, std::vector<std::size_t> const& more) const;
    [[nodiscard]] Day day_without(std::size_t table, std::vector<std::size_t> const& less) const;

    [[nodiscard]] std::size_t route_of(std::size_t line) const { return m_items[line].route; }
    [[nodiscard]] std::size_t number_of(std::string const& table) const { return m_table_numbers.at(table); }
    [[nodiscard]] std::vector<std::string> const& tables() const { return m_tables; }
    [[nodiscard]] std::vector<Route> const& routes() const { return m_routes; }
    [[nodiscard]] std::vector<std::size_t> const& lines_at(std::size_t table) const { return m_at[table]; }

  private:
    struct Item {
        std::size_t wave = 0, product = 0, route = 0, key = 0;
        std::int64_t place = 0, added = 0, assignment = 1;
    };
    [[nodiscard]] Day day_of(std::size_t table, std::vector<std::size_t> const& lines,
                             std::vector<std::size_t> const& moved_here) const;

    std::int64_t m_now_ms = 0;
    std::vector<Item> m_items;
    std::vector<std::string> m_tables;
    std::map<std::string, std::size_t> m_table_numbers;
    std::vector<Route> m_routes;
    std::vector<std::int64_t> m_paces;
    std::vector<std::vector<std::size_t>> m_at;  ///< lines by table
    std::vector<std::vector<bool>> m_begun;      ///< by table and product
};

}  // namespace bozhong::hub
