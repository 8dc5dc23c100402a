#include "station/core/task_list.h"

#include <algorithm>

namespace bozhong::core {

std::int64_t TaskItem::pieces() const {
    std::int64_t scale = 1;
    for (int i = 0; i < task.ordered.value.decimals; ++i) scale *= 10;
    return domain::divide_half_even(task.ordered.value.units, scale);
}

bool TaskItem::done() const {
    if (ended) return true;
    if (counted()) return count > 0 && count >= pieces();
    return bags > 0 && (!band || sum >= band->green_low);
}

TickState TaskItem::tick() const {
    if (done()) return TickState::done;
    if (shorted) return TickState::shorted;
    if (marked_taken) return TickState::held;
    return skipped ? TickState::skipped : TickState::open;
}

void TaskItem::content(domain::SortTask fresh) {
    task = std::move(fresh);
    auto const ordered = task.ordered.mass();
    band = ordered && !counted() ? std::optional{domain::band(task.tolerance, *ordered)} : std::nullopt;
}

std::string TaskList::key_of(domain::SortTask const& task, bool pick) const {
    return pick ? task.customer_code : task.sku;
}

void TaskList::restore(std::vector<TaskRecord> const& tasks) {
    for (auto const& record : tasks) restore(record);
    touch();
}

void TaskList::restore(TaskRecord const& record) {
    auto& item = m_items[give(record.task)];
    item.skipped = record.skipped;
    item.ended = record.ended_by_person;
    item.shorted_by = {record.short_incarnation, record.short_seq};
    item.shorted = record.state == domain::TaskState::shorted;
    item.sum = record.sum;
    item.count = record.count;
    item.bags = record.bags;
    if (record.task.standing != domain::TaskStanding::active ||
        record.state == domain::TaskState::cancelled)
        item.away = true;
}

std::size_t TaskList::give(domain::SortTask const& task) {
    touch();
    auto const found = m_index.find(task.line);
    if (found != m_index.end()) {
        auto& item = m_items[found->second];
        bool const moved = item.task.sku != task.sku || item.task.position != task.position ||
                           item.task.customer_code != task.customer_code || item.task.route != task.route ||
                           item.task.details.sort_no != task.details.sort_no;
        item.content(task);
        item.away = item.marked_taken = false;
        if (moved) {
            for (auto* groups : {&m_by_product, &m_by_customer}) {
                for (auto& group : *groups) std::erase(group.items, found->second);
            }
            insert(found->second);
        }
        return found->second;
    }
    m_items.emplace_back().content(task);
    m_index.emplace(task.line, m_items.size() - 1);
    insert(m_items.size() - 1);
    return m_items.size() - 1;
}

void TaskList::insert(std::size_t index) {
    for (bool const pick : {false, true}) {
        auto& groups = pick ? m_by_customer : m_by_product;
        auto& places = pick ? m_customer_index : m_product_index;
        auto const [place, fresh] = places.try_emplace(key_of(m_items[index].task, pick), groups.size());
        if (fresh) groups.push_back({place->first, {}});
        auto& items = groups[place->second].items;
        // What was given first comes first among equals.
        auto const comes_before = [&](std::size_t a, std::size_t b) { return before(a, b); };
        items.insert(std::ranges::upper_bound(items, index, comes_before), index);
    }
}

bool TaskList::before(std::size_t a, std::size_t b) const {
    return walks_before(m_items[a].task, m_items[b].task, m_choice.walk);
}

void TaskList::choose(WorkChoice choice) {
    bool const other_walk = choice.walk != m_choice.walk;
    m_choice = std::move(choice);
    touch();
    if (other_walk) {
        for (auto* groups : {&m_by_product, &m_by_customer})
            for (auto& group : *groups)
                std::ranges::stable_sort(group.items, [&](std::size_t a, std::size_t b) { return before(a, b); });
    }
    auto const* here = group();
    // Weigh first begins at once, but a task that has something already is ended first.
    bool const begun = m_current && (m_items[*m_current].bags > 0 || m_items[*m_current].count > 0);
    bool const leaves = other_walk && !begun && here && load_finds(*here);
    if (m_current && shows(m_items[*m_current]) && !leaves) return;
    m_current = here ? in_turn(*here, m_current) : std::nullopt;
    if (!m_current && !waits_for_load()) next_group();
}

TaskItem* TaskList::find(domain::LineKey const& line) {
    auto const found = m_index.find(line);
    return found == m_index.end() ? nullptr : &m_items[found->second];
}

TaskItem const* TaskList::find(domain::LineKey const& line) const {
    auto const found = m_index.find(line);
    return found == m_index.end() ? nullptr : &m_items[found->second];
}

void TaskList::mode(bool pick) {
    if (m_pick == pick) return;
    m_pick = pick;
    touch();
    if (auto const* item = current()) {
        m_group = key_of(item->task, pick);
    } else {
        m_group.clear();
        begin();
    }
}

TaskGroup const* TaskList::group() const {
    auto const& places = m_pick ? m_customer_index : m_product_index;
    auto const found = places.find(m_group);
    return found == places.end() ? nullptr : &groups()[found->second];
}

bool TaskList::go_to(domain::LineKey const& line) {
    auto const found = m_index.find(line);
    if (found == m_index.end() || !m_items[found->second].open()) return false;
    m_current = found->second;
    m_group = key_of(m_items[*m_current].task, m_pick);
    touch();
    return true;
}

bool TaskList::choose_group(std::string const& key) {
    auto const& places = m_pick ? m_customer_index : m_product_index;
    if (!places.contains(key)) return false;
    m_group = key;
    m_current = in_turn(*group(), std::nullopt);
    touch();
    return true;
}

std::optional<std::size_t> TaskList::next_in(TaskGroup const& group, std::optional<std::size_t> after) const {
    std::optional<std::size_t> earlier, skipped, skipped_later;
    bool passed = !after;
    for (std::size_t const index : group.items) {
        auto const& item = m_items[index];
        bool const open = item.open() && shows(item);
        if (open && item.skipped) {
            auto& place = passed && index != after ? skipped_later : skipped;
            if (!place) place = index;
        } else if (open && index != after) {
            if (passed) return index;
            if (!earlier) earlier = index;
        }
        passed = passed || index == after;
    }
    if (earlier) return earlier;
    return skipped_later ? skipped_later : skipped;
}

std::optional<std::size_t> TaskList::in_turn(TaskGroup const& group, std::optional<std::size_t> after) const {
    return load_finds(group) ? std::nullopt : next_in(group, after);
}

/// What is counted, or ordered in what is no mass, no load can find.
bool TaskList::load_finds(TaskGroup const& group) const {
    if (m_choice.walk != WalkBy::load || m_pick) return false;
    return std::ranges::any_of(group.items, [&](std::size_t index) {
        auto const& item = m_items[index];
        return item.band && item.open() && shows(item);
    });
}

bool TaskList::waits_for_load() const {
    auto const* here = group();
    return !m_current && here && load_finds(*here);
}

void TaskList::advance() {
    touch();
    auto const* here = group();
    if (!here) return begin();
    // A task that still wants something stays in hand; a skipped one goes to the end.
    if (m_current && m_items[*m_current].open() && !m_items[*m_current].skipped) return;
    m_current = in_turn(*here, m_current);
    // A skipped task that is in hand again is an ordinary one until it is skipped again.
    if (m_current) m_items[*m_current].skipped = false;
}

void TaskList::begin() {
    for (auto const& candidate : groups()) {
        if (next_in(candidate, std::nullopt)) {
            m_group = candidate.key;
            m_current = in_turn(candidate, std::nullopt);
            touch();
            return;
        }
    }
}

bool TaskList::next_group() {
    auto const* here = group();
    auto const& all = groups();
    std::size_t const start = here ? static_cast<std::size_t>(here - all.data()) : 0;
    for (std::size_t step = 0; step < all.size(); ++step) {
        auto const& candidate = all[(start + step) % all.size()];
        if (next_in(candidate, std::nullopt)) {
            m_group = candidate.key;
            m_current = in_turn(candidate, std::nullopt);
            touch();
            return true;
        }
    }
    return false;
}

std::vector<std::size_t> TaskList::upcoming() const {
    std::vector<std::size_t> after, before, skipped;
    auto const* here = group();
    if (!here) return {};
    bool passed = !m_current;
    for (std::size_t const index : here->items) {
        if (index == m_current) {
            passed = true;
        } else if (m_items[index].open() && shows(m_items[index])) {
            (m_items[index].skipped ? skipped : passed ? after : before).push_back(index);
        }
    }
    after.insert(after.end(), before.begin(), before.end());
    after.insert(after.end(), skipped.begin(), skipped.end());
    return after;
}

std::vector<domain::LineKey> TaskList::open_of_group() const {
    std::vector<domain::LineKey> out;
    if (auto const* here = group()) {
        for (std::size_t const index : here->items) {
            if (m_items[index].open() && shows(m_items[index])) out.push_back(m_items[index].task.line);
        }
    }
    return out;
}

}  // namespace bozhong::core
