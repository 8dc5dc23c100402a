#pragma once
// What is still to do with bags that are made: goods to take out, a label with the order's new names. The hub
// says so and says when it is over; here they are only kept and looked up.

#include <string>
#include <vector>

#include "station/domain/feed.h"

namespace bozhong::core {

/// More than this are in the hub's list; a table that has so many open has another trouble.
inline constexpr std::size_t most_bag_tasks = 500;

class BagTasks {
  public:
    void restore(std::vector<domain::BagTask> tasks);
    /// New or changed; true when it is open and was not before.
    bool give(domain::BagTask task);
    /// The hub came back from a backup: it says again what is open.
    void clear() { m_open.clear(); }
    [[nodiscard]] domain::BagTask const* find(std::string const& kind, domain::EventName const& bag) const;
    [[nodiscard]] std::vector<domain::BagTask> const& open() const { return m_open; }

  private:
    std::vector<domain::BagTask> m_open;  ///< in the hub's order
};

}  // namespace bozhong::core
