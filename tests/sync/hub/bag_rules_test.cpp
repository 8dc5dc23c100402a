// What is to do with bags whose order changed: the rule alone, then on random nights.
#include "sync/hub/bag_rules.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

namespace bozhong::hub {
namespace {

Bag bag(domain::Seq seq, std::int64_t amount, std::int64_t then) {
    return {{"T01", "aa", seq}, amount, then, "old", true};
}

/// Ordered amounts of grams with the default green band: +10 % or 50 g, the looser.
BagLine line(std::int64_t ordered, bool finished = true) {
    return {true, finished, ordered, ordered + std::max<std::int64_t>(ordered / 10, 50), "old"};
}

struct Told {
    domain::Seq bag;
    std::int64_t take, keep;
    friend bool operator==(Told const&, Told const&) = default;
};

std::vector<Told> to_do(std::vector<StoredBagTask> const& tasks) {
    std::vector<Told> out;
    for (auto const& task : tasks)
        if (task.state == "open" && task.kind == "take_out")
            out.push_back({task.bag.seq, task.take, task.keep});
    return out;
}

std::string state_of(std::vector<StoredBagTask> const& tasks, domain::Seq seq,
                     std::string const& kind = "take_out") {
    for (auto const& task : tasks)
        if (task.bag.seq == seq && task.kind == kind) return task.state;
    return "none";
}

TEST(BagRules, LoweredBeyondTheBandTakesOutDownToTheOrder) {
    EXPECT_EQ(to_do(bag_tasks(line(3000), {bag(1, 4050, 4000)}, {})), (std::vector<Told>{{1, 1050, 3000}}));
}

TEST(BagRules, InsideTheBandNothingIsToDoToTheMilligram) {
    EXPECT_TRUE(bag_tasks(line(3000), {bag(1, 3300, 4000)}, {}).empty());
    EXPECT_EQ(to_do(bag_tasks(line(3000), {bag(1, 3301, 4000)}, {})).size(), 1U);
}

TEST(BagRules, WhatWasTooMuchFromTheBeginningWasAcceptedThen) {
    EXPECT_TRUE(bag_tasks(line(3000), {bag(1, 4000, 3000)}, {}).empty());
    EXPECT_TRUE(bag_tasks(line(3000), {bag(1, 4000, 0)}, {}).empty())
        << "and what is not known is not guessed";
}

TEST(BagRules, TheHeaviestBagsAreOpenedAndNoMoreThanNeeded) {
    std::vector<Bag> const bags{bag(3, 1000, 5000), bag(2, 2100, 5000), bag(1, 2000, 5000)};
    EXPECT_EQ(to_do(bag_tasks(line(4000), bags, {})), (std::vector<Told>{{2, 1100, 1000}}));
    EXPECT_EQ(to_do(bag_tasks(line(3000), bags, {})), (std::vector<Told>{{2, 2100, 0}}));
    EXPECT_EQ(to_do(bag_tasks(line(2000), bags, {})), (std::vector<Told>{{2, 2100, 0}, {1, 1000, 1000}}));
    EXPECT_EQ(to_do(bag_tasks(line(2950), bags, {})), (std::vector<Told>{{2, 2100, 0}}))
        << "50 g more is green";
}

TEST(BagRules, OfEquallyHeavyBagsTheNewestIsOpened) {
    EXPECT_EQ(to_do(bag_tasks(line(2000), {bag(9, 2000, 4000), bag(4, 2000, 4000)}, {})),
              (std::vector<Told>{{9, 2000, 0}}));
}

TEST(BagRules, PiecesAreTakenOutWhole) {
    BagLine const counted{true, true, 3, 3, "old"};
    EXPECT_EQ(to_do(bag_tasks(counted, {bag(1, 5, 5)}, {})), (std::vector<Told>{{1, 2, 3}}));
}

TEST(BagRules, SaidTwiceItIsTheSame) {
    auto const first = bag_tasks(line(3000), {bag(1, 4050, 4000)}, {});
    EXPECT_EQ(bag_tasks(line(3000), {bag(1, 4050, 4000)}, first), first);
}

TEST(BagRules, RaisedAgainItGoesAwayOrChanges) {
    auto const first = bag_tasks(line(2000), {bag(1, 4050, 4000)}, {});
    EXPECT_EQ(to_do(bag_tasks(line(3000), {bag(1, 4050, 4000)}, first)),
              (std::vector<Told>{{1, 1050, 3000}}));
    EXPECT_EQ(state_of(bag_tasks(line(4000), {bag(1, 4050, 4000)}, first), 1), "gone");
    EXPECT_EQ(state_of(bag_tasks(line(6000, false), {bag(1, 4050, 4000)}, first), 1), "gone");
}

TEST(BagRules, ItStaysUntilTheBagIsWeighedAgainInsideTheBand) {
    auto const open = bag_tasks(line(3000), {bag(1, 4050, 4000)}, {});
    auto const voided = bag_tasks(line(3000, false), {}, open);
    EXPECT_EQ(state_of(voided, 1), "again") << "its weighing is out of force, the next is still to come";
    auto const much = bag_tasks(line(3000), {bag(2, 3600, 3000)}, voided);
    EXPECT_EQ(to_do(much), (std::vector<Told>{{2, 600, 3000}})) << "too much again: the new bag is named";
    EXPECT_EQ(state_of(much, 1), "done");
    auto const good = bag_tasks(line(3000), {bag(2, 3020, 3000)}, voided);
    EXPECT_TRUE(to_do(good).empty());
    EXPECT_EQ(state_of(good, 1), "done");
}

TEST(BagRules, BeingWeighedAgainEndsWithTheLineOrWithARaise) {
    auto const voided = bag_tasks(line(3000, false), {}, bag_tasks(line(3000), {bag(1, 4050, 4000)}, {}));
    EXPECT_EQ(state_of(bag_tasks(line(3000), {}, voided), 1), "done") << "the rest is short";
    EXPECT_EQ(state_of(bag_tasks(line(4000, false), {}, voided), 1), "gone");
    EXPECT_EQ(state_of(bag_tasks(line(3500, false), {}, voided), 1), "again");
}

TEST(BagRules, APersonsFigureInItsPlaceIsTheBagWeighedAgain) {
    auto const open = bag_tasks(line(3000), {bag(1, 4050, 4000)}, {});
    EXPECT_EQ(state_of(bag_tasks(line(3000), {bag(1, 3010, 4000)}, open), 1), "done");
}

TEST(BagRules, AStoppedClosedOrShippedLineWantsNothing) {
    auto gone = line(3000);
    gone.wanted = false;
    EXPECT_TRUE(bag_tasks(gone, {bag(1, 4050, 4000)}, {}).empty());
    auto const open = bag_tasks(line(3000), {bag(1, 4050, 4000)}, {});
    auto const stopped = bag_tasks(gone, {bag(1, 4050, 4000)}, open);
    EXPECT_EQ(state_of(stopped, 1), "gone");
    EXPECT_EQ(state_of(bag_tasks(line(3000), {bag(1, 4050, 4000)}, stopped), 1), "open")
        << "released: it is back";
}

TEST(BagRules, LeftAsItIsNothingElseIsTakenForItUnlessItIsLoweredFurther) {
    std::vector<Bag> const bags{bag(2, 2500, 5000), bag(1, 2500, 5000)};
    auto open = bag_tasks(line(4000), bags, {});
    ASSERT_EQ(to_do(open), (std::vector<Told>{{2, 1000, 1500}}));
    open[0].state = "left";
    EXPECT_EQ(bag_tasks(line(4000), bags, open), open) << "bag 1 does not pay for bag 2";
    EXPECT_EQ(bag_tasks(line(4500), bags, open), open);
    EXPECT_EQ(to_do(bag_tasks(line(3000), bags, open)), (std::vector<Told>{{2, 2000, 500}}));
}

TEST(BagRules, ANewNameWantsANewLabelOfEachLabelledBag) {
    auto moved = line(4000);
    moved.names = "new";
    auto bare = bag(2, 2000, 4000);
    bare.labelled = false;
    auto const tasks = bag_tasks(moved, {bag(1, 2000, 4000), bare}, {});
    ASSERT_EQ(tasks.size(), 1U) << "what has no label has no wrong one";
    EXPECT_EQ(state_of(tasks, 1, "relabel"), "open");
    EXPECT_EQ(tasks[0].names, "new");
    EXPECT_EQ(bag_tasks(moved, {bag(1, 2000, 4000), bare}, tasks), tasks);
    auto again = moved;
    again.names = "newer";
    EXPECT_EQ(bag_tasks(again, {bag(1, 2000, 4000), bare}, tasks)[0].names, "newer");
    EXPECT_EQ(state_of(bag_tasks(line(4000), {bag(1, 2000, 4000)}, tasks), 1, "relabel"), "gone")
        << "back as it was";
    auto fresh = bag(1, 2000, 4000);
    fresh.names = "new";
    EXPECT_EQ(state_of(bag_tasks(moved, {fresh}, tasks), 1, "relabel"), "done");
    auto left = tasks;
    left[0].state = "left";
    EXPECT_EQ(bag_tasks(moved, {bag(1, 2000, 4000)}, left), left);
    EXPECT_EQ(state_of(bag_tasks(again, {bag(1, 2000, 4000)}, left), 1, "relabel"), "open");
}

/// A line's night: weighed in bags, lowered, raised, taken back, renamed, let be.
struct Night {
    std::mt19937 random;
    std::vector<Bag> bags{};
    std::vector<StoredBagTask> tasks{};
    std::int64_t ordered = 4000;
    std::string names = "0";
    domain::Seq next = 1;

    int draw(int below) { return std::uniform_int_distribution(0, below - 1)(random); }
    std::int64_t sum() const {
        std::int64_t out = 0;
        for (auto const& each : bags) out += each.amount;
        return out;
    }
    BagLine now() const {
        auto out = line(ordered, sum() >= ordered * 92 / 100);
        out.names = names;
        return out;
    }
    void step() {
        switch (draw(6)) {
            case 0: ordered = 1000 + 500 * draw(12); break;
            case 1:
            case 2:
                bags.insert(bags.begin(),
                            {{"T01", "aa", next++}, 300 + 100 * draw(40), ordered, names, draw(4) > 0});
                break;
            case 3:
                if (!bags.empty()) bags.erase(bags.begin() + draw(static_cast<int>(bags.size())));
                break;
            case 4: names = std::to_string(draw(3)); break;
            default:
                if (!tasks.empty()) {
                    auto& one = tasks[static_cast<std::size_t>(draw(static_cast<int>(tasks.size())))];
                    if (one.state == "open") one.state = "left";
                }
        }
    }
};

TEST(BagRules, OnRandomNightsTheTasksAreRightAndEachIsThereOnce) {
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Night night{std::mt19937(seed)};
        for (int i = 0; i < 40; ++i) {
            night.step();
            auto const now = night.now();
            night.tasks = bag_tasks(now, night.bags, night.tasks);
            ASSERT_EQ(bag_tasks(now, night.bags, night.tasks), night.tasks)
                << "seed " << seed << " step " << i;
            std::int64_t after = night.sum(), left = 0;
            std::set<std::pair<std::string, domain::Seq>> seen;
            for (auto const& task : night.tasks) {
                ASSERT_TRUE(seen.insert({task.kind, task.bag.seq}).second) << "seed " << seed;
                auto const found = std::ranges::find(night.bags, task.bag, &Bag::label);
                if (task.state == "left" && task.kind == "take_out" && found != night.bags.end() &&
                    task.ordered <= night.ordered)
                    left += task.take;
                if (task.state != "open") continue;
                ASSERT_NE(found, night.bags.end()) << "a task names a bag that is there; seed " << seed;
                if (task.kind == "relabel") {
                    ASSERT_TRUE(found->labelled && found->names != night.names && task.names == night.names);
                    continue;
                }
                ASSERT_TRUE(task.take > 0 && task.keep >= 0 && task.take + task.keep == found->amount);
                after -= task.take;
            }
            bool const open = !to_do(night.tasks).empty();
            if (open) {
                ASSERT_LE(after - left, now.most) << "done as told, it is in the band; seed " << seed;
                ASSERT_GE(after - left, now.ordered) << "and no less than ordered; seed " << seed;
            }
            bool const lowered = std::ranges::any_of(
                night.bags, [&](auto const& each) { return each.ordered_then > night.ordered; });
            if (lowered && night.sum() - left > now.most) {
                ASSERT_TRUE(open) << "seed " << seed << " step " << i;
            }
            for (auto const& each : night.bags) {
                auto const state = state_of(night.tasks, each.label.seq, "relabel");
                if (each.labelled && each.names != night.names) {
                    ASSERT_TRUE(state == "open" || state == "left") << "seed " << seed;
                }
            }
        }
    }
}

}  // namespace
}  // namespace bozhong::hub
