#include "sync/hub/bag_rules.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace bozhong::hub {
namespace {

bool is(StoredBagTask const& task, char const* kind) {
    return task.kind == kind;
}

Bag const* bag_of(std::vector<Bag> const& bags, StoredBagTask const& task) {
    auto const found = std::ranges::find(bags, task.bag, &Bag::label);
    return found == bags.end() ? nullptr : &*found;
}

/// A person lets this much too much be in that bag, as long as bag and order are what they were then.
std::int64_t left_in(Bag const& bag, BagLine const& line, std::vector<StoredBagTask> const& before) {
    for (auto const& task : before)
        if (is(task, "take_out") && task.state == "left" && task.bag == bag.label &&
            task.amount == bag.amount && task.ordered <= line.ordered)
            return task.take;
    return 0;
}

/// Of which bags how much is to go: the heaviest first, so that as few as can be are opened. Empty = nothing.
std::map<domain::EventId, std::int64_t> to_take(BagLine const& line, std::vector<Bag> const& bags,
                                                std::vector<StoredBagTask> const& before) {
    std::int64_t sum = 0, then = 0;
    std::vector<Bag const*> open;
    for (auto const& bag : bags) {
        auto const left = left_in(bag, line, before);
        sum += bag.amount - left;
        then = std::max(then, bag.ordered_then);
        if (left == 0) open.push_back(&bag);
    }
    bool const begun = std::ranges::any_of(before, [](auto const& task) {
        return is(task, "take_out") && (task.state == "open" || task.state == "again");
    });
    // What was more than the band from the beginning has had its second touch or its release.
    if (!line.wanted || sum <= line.most || !(then > line.ordered || begun)) return {};
    std::ranges::stable_sort(open, std::greater{}, &Bag::amount);
    std::map<domain::EventId, std::int64_t> out;
    for (auto const* bag : open) {
        if (sum <= line.most) break;
        auto const take = std::min(bag->amount, sum - line.ordered);
        out[bag->label] = take;
        sum -= take;
    }
    return out;
}

/// An open take-out whose bag is none of those from which is to be taken now.
std::string over(StoredBagTask const& task, BagLine const& line, Bag const* bag, bool others) {
    if (!line.wanted) return "gone";
    if (bag != nullptr) return bag->amount < task.amount ? "done" : "gone";
    if (line.finished || others) return "done";
    return line.ordered >= task.ordered_then ? "gone" : "again";
}

void take_outs(BagLine const& line, std::vector<Bag> const& bags, std::vector<StoredBagTask> const& before,
               std::vector<StoredBagTask>& out) {
    auto take = to_take(line, bags, before);
    bool const others = !take.empty();
    auto const then =
        std::accumulate(bags.begin(), bags.end(), std::int64_t{0},
                        [](auto most, auto const& bag) { return std::max(most, bag.ordered_then); });
    auto const open = [&](StoredBagTask& task, Bag const& bag, std::int64_t amount) {
        task.state = "open";
        task.amount = bag.amount;
        task.take = amount;
        task.keep = bag.amount - amount;
        task.ordered = line.ordered;
        task.ordered_then = std::max(task.ordered_then, then);
    };
    for (auto task : before) {
        if (!is(task, "take_out")) continue;
        auto const* bag = bag_of(bags, task);
        auto const wanted = take.find(task.bag);
        if (bag != nullptr && wanted != take.end()) {
            open(task, *bag, wanted->second);
            take.erase(wanted);
        } else if (task.state == "open" || task.state == "again") {
            task.state = over(task, line, bag, others);
        }
        out.push_back(std::move(task));
    }
    for (auto const& bag : bags) {
        if (auto const wanted = take.find(bag.label); wanted != take.end()) {
            StoredBagTask task{.bag = bag.label, .kind = "take_out"};
            open(task, bag, wanted->second);
            out.push_back(std::move(task));
        }
    }
}

void relabels(BagLine const& line, std::vector<Bag> const& bags, std::vector<StoredBagTask> const& before,
              std::vector<StoredBagTask>& out) {
    std::vector<domain::EventId> known;
    auto const wants = [&](Bag const& bag) {
        return line.wanted && bag.labelled && !bag.names.empty() && bag.names != line.names;
    };
    for (auto task : before) {
        if (!is(task, "relabel")) continue;
        known.push_back(task.bag);
        auto const* bag = bag_of(bags, task);
        bool const let_be = task.state == "left" && task.names == line.names;
        if (bag != nullptr && wants(*bag) && !let_be) {
            task.state = "open";
            task.names = line.names;
        } else if (task.state == "open") {
            task.state = bag != nullptr && line.wanted && bag->names == task.names ? "done" : "gone";
        }
        out.push_back(std::move(task));
    }
    for (auto const& bag : bags) {
        if (!wants(bag) || std::ranges::find(known, bag.label) != known.end()) continue;
        out.push_back({.bag = bag.label, .kind = "relabel", .state = "open", .names = line.names});
    }
}

}  // namespace

std::vector<StoredBagTask> bag_tasks(BagLine const& line, std::vector<Bag> const& bags,
                                     std::vector<StoredBagTask> const& before) {
    std::vector<StoredBagTask> out;
    take_outs(line, bags, before, out);
    relabels(line, bags, before, out);
    return out;
}

}  // namespace bozhong::hub
