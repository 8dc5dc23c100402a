#include "sync/hub/forecast_rules.h"

#include <algorithm>
#include <tuple>

#include "sync/hub/forecast_hall.h"

namespace bozhong::hub {
namespace {

using Days = std::vector<Hall::Day>;  ///< by table

void judge(RouteForecast& route) {
    if (route.open == 0)
        route.state = "done";
    else if (route.nobody > 0)
        route.finish_ms.reset(), route.state = "nobody";
    else if (!route.departs_ms)
        route.state = "no_departure";
    else if (*route.finish_ms > *route.departs_ms)
        route.state = "late";
    else
        route.state = *route.departs_ms - *route.finish_ms < tight_ms ? "tight" : "in_time";
}

/// Where and when the last line of a route is weighed; the first of the tables that are equally late.
std::pair<std::size_t, std::int64_t> last_of(Days const& days, std::size_t route) {
    std::pair<std::size_t, std::int64_t> out{0, 0};
    for (std::size_t table = 0; table < days.size(); ++table)
        if (days[table].routes[route] > out.second) out = {table, days[table].routes[route]};
    return out;
}

std::int64_t late_by(std::int64_t finish_ms, std::optional<std::int64_t> const& departs_ms) {
    return departs_ms && finish_ms > *departs_ms ? finish_ms - *departs_ms : 0;
}

class Adviser {
  public:
    explicit Adviser(Floor const& floor) : m_floor(floor), m_hall(floor), m_now(forecast(floor)) {
        for (std::size_t table = 0; table < m_hall.tables().size(); ++table)
            m_days.push_back(m_hall.day_of(table, m_hall.lines_at(table)));
    }
    [[nodiscard]] Forecast const& now() const { return m_now; }

    [[nodiscard]] std::optional<Advice> best_for(RouteForecast const& route) const {
        std::optional<Advice> best;
        std::tuple<bool, bool, std::int64_t, std::int64_t> best_rank;
        auto const from = m_hall.number_of(route.table);
        auto const tables = takers(from);
        for (auto const& parcel : parcels(route, from)) {
            auto days = m_days;
            days[from] = m_hall.day_without(from, parcel.lines);
            for (auto const to : tables) {
                days[to] = m_hall.day_with(to, parcel.lines);
                auto advice = judged(route, parcel, days, from, to);
                days[to] = m_days[to];
                if (!advice) continue;
                // In time before late. In time: whole products, then the fewest lines; else the most gain.
                // The first of equals stays.
                bool const in_time = advice->in_time;
                auto const count = static_cast<std::int64_t>(parcel.lines.size());
                std::tuple const rank{in_time, in_time && parcel.whole, in_time ? -count : advice->gain_ms,
                                      in_time ? advice->gain_ms : -count};
                if (best && !(rank > best_rank)) continue;
                best = std::move(advice);
                best_rank = rank;
            }
        }
        return best;
    }

  private:
    struct Parcel {
        std::vector<std::size_t> lines;
        bool whole = false;
    };

    /// What comes of it; nothing when it gains too little, or another route pays for it.
    [[nodiscard]] std::optional<Advice> judged(RouteForecast const& route, Parcel const& parcel,
                                               Days const& days, std::size_t from, std::size_t to) const {
        Advice advice;
        for (std::size_t r = 0; r < m_hall.routes().size(); ++r) {
            auto const& before = m_now.routes.at(m_hall.routes()[r]);
            auto const finish = last_of(days, r).second;
            if (before.finish_ms && late_by(finish, before.departs_ms) > before.late_ms())
                return std::nullopt;
            if (m_hall.routes()[r] == Hall::Route{route.wave, route.route}) advice.finish_ms = finish;
        }
        advice.gain_ms = *route.finish_ms - advice.finish_ms;
        if (advice.gain_ms < least_gain_ms) return std::nullopt;
        auto const& line = m_floor.lines[parcel.lines.front()];
        advice.wave = route.wave;
        advice.route = route.route;
        advice.sku = line.sku;
        advice.product = line.product;
        advice.from = m_hall.tables()[from];
        advice.to = m_hall.tables()[to];
        for (auto const i : parcel.lines) advice.lines.push_back(m_floor.lines[i].key);
        advice.from_finish_ms = days[from].finish_ms;
        advice.to_finish_ms = days[to].finish_ms;
        advice.whole = parcel.whole;
        advice.in_time = late_by(advice.finish_ms, route.departs_ms) == 0;
        return advice;
    }

    /// What of one product the table could give away: all of it that is not begun, the route's customers
    /// alone, or the later half of those. The products with most of the route's lines first.
    [[nodiscard]] std::vector<Parcel> parcels(RouteForecast const& route, std::size_t from) const {
        using Product = std::pair<std::string, std::string>;
        std::map<Product, std::vector<std::size_t>> whole, own;
        for (auto const i : m_hall.lines_at(from)) {
            auto const& line = m_floor.lines[i];
            if (line.in_work) continue;
            whole[{line.wave, line.sku}].push_back(i);
            if (line.wave == route.wave && line.route == route.route) own[{line.wave, line.sku}].push_back(i);
        }
        std::vector<Product> products;
        for (auto const& [product, lines] : own) products.push_back(product);
        std::ranges::stable_sort(products, std::greater{},
                                 [&](auto const& product) { return own.at(product).size(); });
        if (products.size() > most_products_tried) products.resize(most_products_tried);
        std::vector<Parcel> out;
        for (auto const& product : products) {
            auto& mine = own.at(product);
            out.push_back({whole.at(product), true});
            if (mine.size() < whole.at(product).size()) out.push_back({mine, false});
            std::ranges::stable_sort(mine, {}, [&](auto const i) { return m_floor.lines[i].place; });
            if (mine.size() > 1)
                out.push_back(
                    {{mine.end() - static_cast<std::ptrdiff_t>(mine.size() / 2), mine.end()}, false});
        }
        return out;
    }

    /// The other tables that are there, those that finish first before the others.
    [[nodiscard]] std::vector<std::size_t> takers(std::size_t from) const {
        std::vector<std::size_t> out;
        for (std::size_t table = 0; table < m_hall.tables().size(); ++table) {
            auto const found = m_floor.tables.find(m_hall.tables()[table]);
            if (table != from && found != m_floor.tables.end() && found->second.online) out.push_back(table);
        }
        std::ranges::stable_sort(out, {}, [&](auto const table) { return m_days[table].finish_ms; });
        if (out.size() > most_tables_tried) out.resize(most_tables_tried);
        return out;
    }

    Floor const& m_floor;
    Hall m_hall;
    Forecast m_now;
    Days m_days;
};

}  // namespace

std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
    if (values.empty()) return std::nullopt;
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

std::optional<std::int64_t> pace_of(std::vector<std::int64_t> const& times_ms) {
    std::vector<std::int64_t> gaps;
    for (std::size_t i = 0; i + 1 < times_ms.size() && gaps.size() < gaps_looked_at; ++i) {
        auto const gap = times_ms[i] - times_ms[i + 1];
        if (gap >= shortest_gap_ms && gap <= longest_gap_ms) gaps.push_back(gap);
    }
    return gaps.size() < gaps_needed ? std::nullopt : median(std::move(gaps));
}

std::string begun_key(std::string const& wave, std::string const& sku, std::string const& station) {
    return wave + "\n" + sku + "\n" + station;
}

Forecast forecast(Floor const& floor) {
    Forecast out;
    Hall const hall(floor);
    Days days;
    for (std::size_t table = 0; table < hall.tables().size(); ++table) {
        days.push_back(hall.day_of(table, hall.lines_at(table)));
        out.tables[hall.tables()[table]] = {days.back().open, days.back().finish_ms};
    }
    for (auto const& name : hall.routes()) {
        auto& route = out.routes[name];
        std::tie(route.wave, route.route) = name;
        if (auto const found = floor.departs.find(name); found != floor.departs.end())
            route.departs_ms = found->second;
    }
    for (auto const& line : floor.lines) {
        auto& route = out.routes.at({line.wave, line.route});
        ++route.open;
        if (line.station.empty()) ++route.nobody;
    }
    for (std::size_t r = 0; r < hall.routes().size(); ++r) {
        auto& route = out.routes.at(hall.routes()[r]);
        auto const [table, finish] = last_of(days, r);
        if (finish > 0) route.finish_ms = finish, route.table = hall.tables()[table];
        judge(route);
    }
    return out;
}

std::vector<Advice> advise(Floor const& floor, std::string const& wave) {
    Adviser const adviser(floor);
    std::vector<RouteForecast> late;
    for (auto const& [key, route] : adviser.now().routes)
        if (route.wave == wave && route.state == "late") late.push_back(route);
    std::ranges::stable_sort(late, {}, [](auto const& route) { return *route.departs_ms; });
    std::vector<Advice> out;
    for (auto const& route : late) {
        if (out.size() == most_advice) break;
        if (auto advice = adviser.best_for(route)) out.push_back(std::move(*advice));
    }
    return out;
}

}  // namespace bozhong::hub
