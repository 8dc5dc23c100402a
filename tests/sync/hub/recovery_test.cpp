// Events named by incarnation, and weighings entered again from their labels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/sync/hub/rig.h"

namespace bozhong::hub::test {
namespace {

struct Scene {
    Rig rig;
    Table table{rig, "T01"};
    wire::OrderLine line = weighed_line("O1", "1", "4");
    Scene() { rig.import({line}); }
    [[nodiscard]] std::int64_t actual() const {
        std::int64_t out = 0;
        for (auto const& row : rig.all_results()) out = row.actual_mg.value_or(-1);
        return out;
    }
    [[nodiscard]] std::size_t rows() const { return rig.all_results().size(); }
    /// The same bag again, from its label.
    void enter_again(std::string const& incarnation, domain::Seq seq, std::int64_t net_mg) {
        table.weigh(line, net_mg);
        auto const fact = wire::decode("weighed", table.events.back().payload);
        auto entered = std::get<domain::Weighed>(*fact);
        entered.entry = domain::Entry::manual;
        entered.recovers = seq;
        entered.recovers_incarnation = incarnation;
        table.events.pop_back();
        table.add(entered);
    }
    void void_named(domain::Seq of, std::string const& incarnation) {
        table.add(domain::Voided{of, {line.order_no, line.line_no}, "wrong", "p1", "", incarnation});
    }
};

TEST(Recovery, AVoidTakesTheBagItNamesAndNotItsNamesake) {
    Scene s;
    s.table.weigh(s.line, 1'000'000);
    s.table.send();
    auto const earlier = s.table.incarnation();
    s.table.new_incarnation();
    s.table.weigh(s.line, 1'010'000);
    s.table.send();
    EXPECT_EQ(s.actual(), 2'010'000);
    s.void_named(1, earlier);
    s.table.send();
    EXPECT_EQ(s.actual(), 1'010'000) << "both are number 1";
    s.void_named(1, "");
    s.table.send();
    EXPECT_EQ(s.actual(), 0);
}

TEST(Recovery, AnEntryFromTheLabelStandsForTheLostWeighing) {
    Scene s;
    auto const lost_life = s.table.incarnation();
    s.table.weigh(s.line, 2'000'000);
    auto const lost = s.table.events;
    s.table.new_incarnation();
    s.enter_again(lost_life, 1, 2'000'000);
    s.table.send();
    EXPECT_EQ(s.actual(), 2'000'000);
    auto const rows = s.rows();
    s.enter_again(lost_life, 1, 2'000'000);
    s.table.send();
    EXPECT_EQ(s.actual(), 2'000'000) << "entered twice";

    // The disk is read after all.
    wire::EventBatch batch{s.table.id(), lost_life, lost, "", 0, 0};
    s.table.sign(batch);
    EXPECT_EQ(s.table.post(batch).as<wire::BatchAnswer>().acknowledged, 1u) << "never refused";
    EXPECT_EQ(s.actual(), 2'000'000) << "and never counted twice";
    EXPECT_EQ(s.rows(), rows) << "central hears nothing: nothing changed";
    s.void_named(1, lost_life);
    s.table.send();
    EXPECT_EQ(s.actual(), 0) << "a void of the lost one takes what stands for it";
}

TEST(Recovery, AnEntryCountsNothingWhenTheOriginalIsHere) {
    Scene s;
    auto const life = s.table.incarnation();
    s.table.weigh(s.line, 2'000'000);
    s.table.send();
    s.table.new_incarnation();
    s.enter_again(life, 1, 2'000'000);
    s.table.send();
    EXPECT_EQ(s.actual(), 2'000'000);
}

}  // namespace
}  // namespace bozhong::hub::test
