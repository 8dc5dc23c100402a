// From a press to the paper with a fault at every class of places in a label: what the journal says of it is
// judged by the paper. With BOZHONG_LABEL_OFFSETS=every at every byte and row.
#include <gtest/gtest.h>

#include <cstdlib>

#include "label_table.h"
#include "tests/support/seed.h"

namespace bozhong::test {
namespace {

using domain::LabelState;

struct Fault {
    char const* name;
    std::function<void(LabelTable&)> happens;
    bool to_the_answer;  ///< it makes sense there
};

std::vector<Fault> const& faults() {
    static std::vector<Fault> const all{
        {"paper out", [](LabelTable& table) { table.printer().paper_out(); }, true},
        {"cover open", [](LabelTable& table) { table.printer().cover_open(); }, true},
        {"jam", [](LabelTable& table) { table.printer().cutter_jam(); }, true},
        {"power cut", [](LabelTable& table) { table.printer().power_off(); }, true},
        {"cable pulled", [](LabelTable& table) { table.pull_cable(); }, true},
        {"answers lost", [](LabelTable& table) { table.lose_answers(); }, true},
        {"killed", [](LabelTable& table) { table.die(); }, false},
    };
    return all;
}

struct Count {
    int faults = 0, printed = 0, unknown = 0, failed = 0, copies = 0;
};

/// What the journal says of each label, by the paper.
void judge_labels(LabelTable& table, std::string const& what, Count& count) {
    auto const states = table.journal_states();
    for (auto const& [name, state] : states) {
        count.printed += state == LabelState::printed;
        count.unknown += state == LabelState::unknown;
        count.failed += state == LabelState::failed;
    }
    for (Handed const& label : table.handed()) {
        auto const state = states.at(label.label);
        int const papers = table.on_paper(label);
        EXPECT_LE(papers, 1) << what << ": label " << label.label.seq << " is out twice";
        if (state == LabelState::printed) {
            EXPECT_EQ(papers, 1) << what << ": label " << label.label.seq << " was said to be printed";
        } else if (papers == 0) {
            EXPECT_TRUE(state == LabelState::unknown || state == LabelState::failed)
                << what << ": label " << label.label.seq << " is missing and nobody knows";
        }
        if (state == LabelState::failed) {
            EXPECT_EQ(papers, 0) << what << ": label " << label.label.seq << " was said not to be";
        }
        count.copies += label.copy > 0 ? papers : 0;
    }
}

/// Each bag has a paper in the end, and at most one that is not marked as a copy.
void judge_bags(LabelTable& table, std::string const& what) {
    for (auto const& bag : table.bags()) {
        int unmarked = 0, all = 0;
        for (Handed const& label : table.handed()) {
            if (label.bag != bag) continue;
            int const papers = table.on_paper(label);
            all += papers;
            unmarked += label.copy == 0 ? papers : 0;
        }
        EXPECT_LE(unmarked, 1) << what << ": bag " << bag.seq << " has two papers without a copy mark";
        EXPECT_GE(all, 1) << what << ": bag " << bag.seq << " has no paper";
    }
}

/// What is not known to be out is on the screen.
void judge_screen(LabelTable& table, std::string const& what) {
    for (auto const& [name, state] : table.journal_states()) {
        if (state == LabelState::printed) continue;
        EXPECT_TRUE(table.offered(name)) << what << ": label " << name.seq << " is neither out nor offered";
    }
}

void one_fault(std::string const& profile, Size const& size, Fault const& fault, Point const& point,
               Count& count) {
    std::string const what = std::string(fault.name) + " at " + point.name;
    LabelTable table(profile, size);
    table.weigh();
    table.run(milliseconds(3'000));
    table.plan(point, fault.happens);
    table.weigh();
    table.run(milliseconds(14'000));
    ASSERT_TRUE(table.fault_happened()) << what;
    table.put_right();
    table.run(milliseconds(16'000));
    judge_screen(table, what);
    table.print_what_is_offered();
    table.weigh();
    table.run(milliseconds(6'000));
    ASSERT_EQ(table.bags().size(), 3U) << what << ": the station stands still";
    judge_labels(table, what, count);
    judge_bags(table, what);
    ++count.faults;
}

/// A fault of every kind at each of these places.
void all_faults(std::string const& profile, Size const& size, std::size_t step, std::size_t first) {
    auto const points = LabelTable(profile, size).points(step, first);
    Count count;
    for (Fault const& fault : faults()) {
        for (Point const& point : points) {
            if (point.where == Point::Where::answer && !fault.to_the_answer) continue;
            one_fault(profile, size, fault, point, count);
            if (testing::Test::HasFailure()) return;
        }
    }
    std::printf("%s: %d faults at %zu places: labels %d printed, %d unknown, %d failed; %d copies\n",
                profile.c_str(), count.faults, points.size(), count.printed, count.unknown, count.failed,
                count.copies);
    EXPECT_GT(count.unknown, count.faults / 2) << "the faults did not hit";
    EXPECT_GT(count.copies, count.faults / 2);
}

class LabelOffsets : public testing::TestWithParam<char const*> {};

TEST_P(LabelOffsets, TheJournalSaysWhatThePaperShows) {
    all_faults(GetParam(), k_small, 1, 0);
}

TEST_P(LabelOffsets, AlsoWhenThePrinterTakesLittleAtATime) {
    Size tight = k_small;
    tight.buffer = 64;
    all_faults(GetParam(), tight, 5, 0);
}

TEST_P(LabelOffsets, AlsoOfALabelOfTrueSize) {
    char const* const wanted = std::getenv("BOZHONG_LABEL_STEP");
    std::size_t const step = wanted ? std::max(1UL, std::strtoul(wanted, nullptr, 10)) : 4'001;
    all_faults(GetParam(), k_real, step, seed_offset());
}

INSTANTIATE_TEST_SUITE_P(Profiles, LabelOffsets, testing::Values("escpos_80_label", "tspl_203"),
                         [](auto const& each) { return std::string(each.param); });

}  // namespace
}  // namespace bozhong::test
