#pragma once
// The tasks of this station and what is in hand. Sow groups them by product, pick by customer order; both are
// views of the same tasks. Everything here follows from the feed and from committed facts.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "station/core/restored.h"
#include "station/core/snapshot.h"

namespace bozhong::core {

struct TaskItem {
    domain::SortTask task;
    domain::Mass sum;        ///< in force
    std::int64_t count = 0;  ///< pieces in force
    int bags = 0;            ///< weighings in force
    bool shorted = false, skipped = false, ended = false;
    bool away = false;          ///< not this station's any more
    bool marked_taken = false;  ///< taken while in hand: she ends it
    std::string taken_why, taken_to;
    domain::EventName shorted_by;  ///< the Shorted event, for undoing it
    domain::EventName weighed_by;  ///< the last weighing or count at hand; empty = none
    std::optional<domain::Band> band;
    std::int64_t shown_at_ms = 0;

    [[nodiscard]] bool counted() const { return task.kind == domain::TaskKind::counted; }
    [[nodiscard]] std::int64_t pieces() const;  ///< ordered, whole pieces
    [[nodiscard]] bool done() const;
    [[nodiscard]] bool open() const { return !away && !marked_taken && !done() && !shorted; }
    [[nodiscard]] TickState tick() const;
    void content(domain::SortTask fresh);
};

/// A product (sow) or a customer's order (pick).
struct TaskGroup {
    std::string key;
    std::vector<std::size_t> items;  ///< walk order
};

class TaskList {
  public:
    void restore(std::vector<TaskRecord> const& tasks);
    /// A task that is not on the list, with what was done for it here before.
    void restore(TaskRecord const& record);
    /// New or changed; the index, and whether it was there before.
    std::size_t give(domain::SortTask const& task);
    [[nodiscard]] TaskItem* find(domain::LineKey const& line);
    [[nodiscard]] TaskItem const* find(domain::LineKey const& line) const;
    /// One that must be on the list: what was here once never leaves it, it only goes away.
    [[nodiscard]] TaskItem& at(domain::LineKey const& line) { return m_items[m_index.at(line)]; }

    void mode(bool pick);
    [[nodiscard]] bool pick() const { return m_pick; }
    [[nodiscard]] TaskItem* current() { return m_current ? &m_items[*m_current] : nullptr; }
    [[nodiscard]] TaskItem const* current() const { return m_current ? &m_items[*m_current] : nullptr; }
    [[nodiscard]] std::string const& group_key() const { return m_group; }
    [[nodiscard]] TaskGroup const* group() const;
    [[nodiscard]] std::vector<TaskGroup> const& groups() const {
        return m_pick ? m_by_customer : m_by_product;
    }
    [[nodiscard]] std::vector<TaskItem> const& items() const { return m_items; }
    [[nodiscard]] std::vector<TaskItem>& items() { return m_items; }

    [[nodiscard]] WorkChoice const& choice() const { return m_choice; }
    /// Who is in hand stays while it may; what is hidden is in no way of going on, but may be named with go_to.
    void choose(WorkChoice choice);
    [[nodiscard]] bool shows(TaskItem const& item) const { return concerns(m_choice, item.task); }

    bool go_to(domain::LineKey const& line);
    bool choose_group(std::string const& key);
    /// The next open task of the group in walk order after the current one; skipped ones come at the end.
    void advance();
    /// Nothing in hand: begin with the first group that has something open.
    void begin();
    /// The next group with open tasks.
    bool next_group();
    void leave_current() { m_current.reset(); }
    /// Weigh first: nobody is in hand, and a load may find somebody of the product.
    [[nodiscard]] bool waits_for_load() const;
    [[nodiscard]] std::vector<std::size_t> upcoming() const;
    /// Of those it shows.
    [[nodiscard]] std::vector<domain::LineKey> open_of_group() const;

    /// What changed since: lists are built again only then.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    void touch() { ++m_revision; }

  private:
    [[nodiscard]] std::string key_of(domain::SortTask const& task, bool pick) const;
    void insert(std::size_t index);
    [[nodiscard]] bool before(std::size_t a, std::size_t b) const;
    [[nodiscard]] std::optional<std::size_t> next_in(TaskGroup const& group,
                                                     std::optional<std::size_t> after) const;
    /// Whom to put in hand of it: nobody where the load is to say.
    [[nodiscard]] std::optional<std::size_t> in_turn(TaskGroup const& group,
                                                     std::optional<std::size_t> after) const;
    [[nodiscard]] bool load_finds(TaskGroup const& group) const;

    std::vector<TaskItem> m_items;
    std::map<domain::LineKey, std::size_t> m_index;
    std::vector<TaskGroup> m_by_product, m_by_customer;
    std::map<std::string, std::size_t> m_product_index, m_customer_index;
    bool m_pick = false;
    WorkChoice m_choice;
    std::string m_group;
    std::optional<std::size_t> m_current;
    std::uint64_t m_revision = 1;
};

}  // namespace bozhong::core
