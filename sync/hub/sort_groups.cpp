#include "sync/hub/sort_groups.h"

#include <algorithm>
#include <boost/json.hpp>

namespace bozhong::hub {
namespace {

using domain::Error;
using domain::ErrorKind;

bool names(std::vector<std::string> const& list, std::string const& what) {
    return std::find(list.begin(), list.end(), what) != list.end();
}

std::optional<Error> wrong(std::string const& name, wire::SortGroup const& group, std::vector<std::string> const& tables) {
    if (!good_id(name)) return Error{ErrorKind::bad_input, "must be 1 to 64 bytes without control characters", "group", ""};
    if (group.products.empty() && group.categories.empty())
        return Error{ErrorKind::bad_input, "name products or categories", "products", ""};
    if (group.products.size() + group.categories.size() + group.stations.size() > SortGroups::members_max)
        return Error{ErrorKind::bad_input, "more members than a group may have", "products", "make two groups of it"};
    for (auto const& [field, list] : {std::pair{"products", &group.products}, {"categories", &group.categories}})
        for (std::size_t i = 0; i < list->size(); ++i)
            if (!good_id((*list)[i]))
                return Error{ErrorKind::bad_input, "must be 1 to 64 bytes without control characters",
                             std::string(field) + "[" + std::to_string(i) + "]", ""};
    if (group.stations.empty()) return Error{ErrorKind::bad_input, "name its tables", "stations", ""};
    for (std::size_t i = 0; i < group.stations.size(); ++i)
        if (!names(tables, group.stations[i]))
            return Error{ErrorKind::not_found, "no station " + group.stations[i] + " takes tasks", "stations[" + std::to_string(i) + "]",
                         "choose one that is enrolled"};
    return std::nullopt;
}

}  // namespace

std::set<std::string> tables_of(wire::SortGroups const& groups, std::string const& sku, std::string const& category,
                                std::vector<std::string> const& tables) {
    std::set<std::string> by_sku, by_category;
    for (auto const& group : groups.groups) {
        auto* const to = names(group.products, sku) ? &by_sku : names(group.categories, category) ? &by_category : nullptr;
        if (to == nullptr) continue;
        for (auto const& station : group.stations)
            if (names(tables, station)) to->insert(station);
    }
    return by_sku.empty() ? by_category : by_sku;
}

wire::SortGroups SortGroups::list() {
    wire::SortGroups out;
    for (auto const& r : m_hub.database().run("SELECT name, what, value FROM sort_groups WHERE warehouse = ?1 ORDER BY name, what, value",
                                              m_warehouse)) {
        if (out.groups.empty() || out.groups.back().name != r.text(0)) out.groups.push_back({r.text(0), {}, {}, {}});
        auto& group = out.groups.back();
        (r.text(1) == "product" ? group.products : r.text(1) == "category" ? group.categories : group.stations).push_back(r.text(2));
    }
    return out;
}

Result<wire::SortGroups> SortGroups::put(std::string const& name, wire::SortGroup const& group, Author const& author) {
    if (auto const error = wrong(name, group, m_hub.active_stations(m_warehouse))) return *error;
    auto const before = list();
    bool const there = std::any_of(before.groups.begin(), before.groups.end(), [&](auto const& each) { return each.name == name; });
    if (!there && before.groups.size() >= groups_max)
        return Error{ErrorKind::refused, "there are " + std::to_string(groups_max) + " groups", "group", "remove one first"};
    m_hub.database().run("DELETE FROM sort_groups WHERE warehouse = ?1 AND name = ?2", m_warehouse, name);
    for (auto const& [what, list] :
         {std::pair{"product", &group.products}, {"category", &group.categories}, {"station", &group.stations}})
        for (auto const& value : *list)
            m_hub.database().run("INSERT INTO sort_groups VALUES(?1,?2,?3,?4) ON CONFLICT DO NOTHING", m_warehouse, name, what, value);
    m_hub.audit(m_warehouse, "sort_group", author, "reassign", "", wire::to_json(group));
    return list();
}

Result<wire::SortGroups> SortGroups::remove(std::string const& name, Author const& author) {
    if (!m_hub.database().one("SELECT 1 FROM sort_groups WHERE warehouse = ?1 AND name = ?2", m_warehouse, name))
        return Error{ErrorKind::not_found, "no group has this name", name, "reload the list"};
    m_hub.database().run("DELETE FROM sort_groups WHERE warehouse = ?1 AND name = ?2", m_warehouse, name);
    m_hub.audit(m_warehouse, "sort_group_removed", author, "reassign", "", boost::json::serialize(boost::json::object{{"name", name}}));
    return list();
}

}  // namespace bozhong::hub
