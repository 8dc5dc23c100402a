#include "sync/hub/forecast_hall.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace bozhong::hub {
namespace {

/// Numbers in the order of the names, so that comparing numbers compares names.
template <class T>
std::map<T, std::size_t> numbered(std::set<T> const& names) {
    std::map<T, std::size_t> out;
    for (auto const& name : names) out.emplace(name, out.size());
    return out;
}

}  // namespace

Hall::Hall(Floor const& floor) : m_now_ms(floor.now_ms), m_items(floor.lines.size()) {
    std::set<std::string> waves, tables;
    std::set<std::pair<std::string, std::string>> products;
    std::set<Route> routes;
    std::set<domain::LineKey> keys;
    for (auto const& [station, table] : floor.tables) tables.insert(station);
    for (auto const& [route, departs] : floor.departs) routes.insert(route);
    for (auto const& line : floor.lines) {
        waves.insert(line.wave);
        products.insert({line.wave, line.sku});
        routes.insert({line.wave, line.route});
        keys.insert(line.key);
        if (!line.station.empty()) tables.insert(line.station);
    }
    auto const wave_numbers = numbered(waves);
    auto const product_numbers = numbered(products);
    auto const route_numbers = numbered(routes);
    auto const key_numbers = numbered(keys);
    m_table_numbers = numbered(tables);
    m_tables.assign(tables.begin(), tables.end());
    m_routes.assign(routes.begin(), routes.end());
    m_at.resize(m_tables.size());
    m_begun.assign(m_tables.size(), std::vector<bool>(products.size()));
    for (auto const& station : m_tables) {
        auto const found = floor.tables.find(station);
        m_paces.push_back(found == floor.tables.end() ? pace_unknown_ms : found->second.pace_ms);
        for (auto const& [product, number] : product_numbers)
            m_begun[m_paces.size() - 1][number] =
                floor.begun.contains(begun_key(product.first, product.second, station));
    }
    for (std::size_t i = 0; i < floor.lines.size(); ++i) {
        auto const& line = floor.lines[i];
        m_items[i] = {wave_numbers.at(line.wave),
                      product_numbers.at({line.wave, line.sku}),
                      route_numbers.at({line.wave, line.route}),
                      key_numbers.at(line.key),
                      line.place,
                      line.added,
                      line.assignment};
        if (!line.station.empty()) m_at[m_table_numbers.at(line.station)].push_back(i);
    }
}

Hall::Day Hall::day_of(std::size_t table, std::vector<std::size_t> lines) const {
    return day_of(table, lines, {});
}

Hall::Day Hall::day_with(std::size_t table, std::vector<std::size_t> const& more) const {
    return day_of(table, m_at[table], more);
}

Hall::Day Hall::day_without(std::size_t table, std::vector<std::size_t> const& less) const {
    std::set<std::size_t> const gone(less.begin(), less.end());
    std::vector<std::size_t> lines;
    for (auto const line : m_at[table])
        if (!gone.contains(line)) lines.push_back(line);
    return day_of(table, lines, {});
}

Hall::Day Hall::day_of(std::size_t table, std::vector<std::size_t> const& lines,
                       std::vector<std::size_t> const& moved_here) const {
    std::map<std::size_t, std::int64_t> given;  // of each product: the earliest assignment of its lines here
    auto const give = [&](std::size_t line, std::int64_t assignment) {
        auto const [found, fresh] = given.try_emplace(m_items[line].product, assignment);
        if (!fresh) found->second = std::min(found->second, assignment);
    };
    for (auto const line : lines) give(line, m_items[line].assignment);
    for (auto const line : moved_here) give(line, m_items[line].assignment + 1);
    using Rank = std::tuple<bool, std::int64_t, std::size_t, bool, std::size_t, std::int64_t, std::size_t>;
    std::vector<std::pair<Rank, std::size_t>> order;
    for (auto const* some : {&lines, &moved_here}) {
        for (auto const line : *some) {
            auto const& item = m_items[line];
            order.emplace_back(Rank{!m_begun[table][item.product], item.added, item.wave,
                                    given.at(item.product) > 1, item.product, item.place, item.key},
                               item.route);
        }
    }
    std::ranges::sort(order);
    Day day;
    day.routes.resize(m_routes.size());
    day.finish_ms = m_now_ms;
    day.open = static_cast<std::int64_t>(order.size());
    for (auto const& [rank, route] : order) {
        day.finish_ms += m_paces[table];
        day.routes[route] = day.finish_ms;
    }
    return day;
}

}  // namespace bozhong::hub
