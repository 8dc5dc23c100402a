#include "station/core/bag_tasks.h"

#include "station/core/state.h"

namespace bozhong::core {

namespace {

bool same_bag(domain::BagTask const& task, std::string const& kind, domain::EventName const& bag) {
    return task.kind == kind && task.bag.incarnation == bag.incarnation && task.bag.seq == bag.seq;
}

std::string names_text(domain::BagNames const& names) {
    std::string out = names.customer_code;
    for (auto const* part : {&names.customer, &names.route, &names.tote})
        if (!part->empty()) out += " · " + *part;
    return out;
}

}  // namespace

void BagTasks::restore(std::vector<domain::BagTask> tasks) {
    m_open = std::move(tasks);
    if (m_open.size() > most_bag_tasks) m_open.resize(most_bag_tasks);
}

bool BagTasks::give(domain::BagTask task) {
    auto const found = std::ranges::find_if(m_open, [&](auto const& each) {
        return same_bag(each, task.kind, {task.bag.incarnation, task.bag.seq});
    });
    if (!task.open) {
        if (found != m_open.end()) m_open.erase(found);
        return false;
    }
    if (found != m_open.end()) {
        *found = std::move(task);
        return false;
    }
    if (m_open.size() == most_bag_tasks) return false;
    m_open.push_back(std::move(task));
    return true;
}

domain::BagTask const* BagTasks::find(std::string const& kind, domain::EventName const& bag) const {
    auto const found =
        std::ranges::find_if(m_open, [&](auto const& each) { return same_bag(each, kind, bag); });
    return found == m_open.end() ? nullptr : &*found;
}

void Station::State::give(domain::BagTask const& task) {
    if (bags.give(task)) tone(Tone::look);
    ++history_revision;
    touch();
}

/// What she has done already is no more to do, although the hub has not heard of it yet.
bool Station::State::still_to_do(domain::BagTask const& task) const {
    domain::EventName const bag{task.bag.incarnation, task.bag.seq};
    if (auto const* made = record(bag); made && !made->in_force) return false;
    if (task.kind != "relabel") return true;
    auto const* label = labels.newest_of(bag);
    bool const out =
        label && (label->state == domain::LabelState::printed || label->state == domain::LabelState::sent ||
                  label->state == domain::LabelState::voided);
    return !out || !(label->names == task.names);
}

BagWords Station::State::bag_words(domain::EventName const& bag) const {
    BagWords words;
    auto const amount = [](domain::BagTask const& task, std::int64_t of) {
        return task.counted ? std::to_string(of) + " " + task.ordered.unit
                            : amount_text(Mass{of}, task.ordered);
    };
    if (auto const* task = bags.find("take_out", bag); task && still_to_do(*task)) {
        words.take = amount(*task, task->take);
        words.keep = amount(*task, task->keep);
        words.all = task->keep == 0;
    }
    if (auto const* task = bags.find("relabel", bag); task && still_to_do(*task))
        words.names = names_text(task->names);
    auto const* label = labels.newest_of(bag);
    if (label && !(label->names == domain::BagNames{})) words.renamed = names_text(label->names);
    return words;
}

/// The names a new label of this bag bears: as its order says now, else as on its last label.
domain::BagNames Station::State::names_for(domain::EventName const& bag) const {
    if (auto const* task = bags.find("relabel", bag)) return task->names;
    auto const* label = labels.newest_of(bag);
    return label ? label->names : domain::BagNames{};
}

void Station::State::bag_notices(std::vector<Notice>& out) const {
    for (auto const& task : bags.open()) {
        if (!still_to_do(task)) continue;
        domain::EventName const bag{task.bag.incarnation, task.bag.seq};
        auto const words = bag_words(bag);
        auto const number = std::to_string(task.bag.seq);
        Notice notice{NoticeKind::relabel,
                      {task.names.customer_code, number},
                      static_cast<std::int64_t>(task.bag.seq),
                      bag};
        if (task.kind == "take_out")
            notice = {NoticeKind::take_out,
                      {task.customer_code, words.take, number},
                      static_cast<std::int64_t>(task.bag.seq),
                      bag};
        out.push_back(std::move(notice));
    }
}

/// As if its label had been scanned.
void Station::State::show_bag(KeyPressed const& press) {
    ++scans;
    scan = LabelScanned{LabelRead::good, setup.station, whole(press.incarnation, press.seq), {}, {}};
}

}  // namespace bozhong::core
