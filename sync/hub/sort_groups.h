#pragma once
// Sorting groups (分拣组): which tables sort which products, named one by one or by category. New lines go to the tables of
// their group; a product that no group names goes to any table. Inside Hub::write(). One thread.

#include <map>
#include <set>

#include "sync/hub/hub.h"
#include "sync/wire/sort_groups.h"

namespace bozhong::hub {

class SortGroups {
  public:
    static constexpr std::size_t groups_max = 200, members_max = 5'000;  ///< members: of one group

    SortGroups(Hub& hub, std::string warehouse) : m_hub(hub), m_warehouse(std::move(warehouse)) {}

    wire::SortGroups list();
    /// In the place of what the group was.
    Result<wire::SortGroups> put(std::string const& name, wire::SortGroup const& group, Author const& author);
    Result<wire::SortGroups> remove(std::string const& name, Author const& author);

  private:
    Hub& m_hub;
    std::string m_warehouse;
};

/// The tables that a product may go to, as the groups say: its own groups before those of its category. Of the tables
/// that take tasks; empty when no group names it, or none of its tables takes tasks. Pure.
std::set<std::string> tables_of(wire::SortGroups const& groups, std::string const& sku, std::string const& category,
                                std::vector<std::string> const& tables);

}  // namespace bozhong::hub
