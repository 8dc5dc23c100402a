#pragma once
// A sorter by the clock of MODAPTS, the published system of predetermined times: every movement is a whole
// number of MODs of 129 ms. Which movements a bag takes is an assumption, stated here and printed with the
// figures.

#include <array>
#include <memory>
#include <optional>

#include "station/cli/bench/sorting_table.h"
#include "station/simtest/dice.h"

namespace bozhong::cli::bench {

inline constexpr int mod_ms = 129;

/// What she does, in MODs: M a movement of finger 1, hand 2, forearm 3, arm 4; G grasping, P putting down, E
/// looking, D deciding, W5 a step.
struct Motion {
    char const* name;
    char const* made_of;
    int mods;
};
inline constexpr Motion portion{"fill a bag and put it on", "bag M4G1M3, 2 handfuls of M4G3M4P0, M4P2", 36};
inline constexpr Motion crate_portion{"fill a bag out of the crate", "bag M4G1M3, 2 handfuls of M4G3M4P0",
                                      30};
inline constexpr Motion adjust{"add or take out some", "M4G3M4P0", 11};
inline constexpr Motion read_and_decide{"see the weight at rest and decide", "E2D3", 5};
inline constexpr Motion notice{"hear that it is recorded", "E2", 2};
inline constexpr Motion big_key{"reach for the key and touch it", "M4", 4};
inline constexpr Motion again{"touch it again", "M1", 1};
inline constexpr Motion back{"back from the key, further than from beside the bag", "M4 for M2", 2};
inline constexpr Motion lift{"lift the bag, the hand is beside it", "M2G1M3", 6};
inline constexpr Motion take_label{"reach for the label", "M4G1", 5};
inline constexpr Motion stick{"stick it on", "M4P2", 6};
inline constexpr Motion to_tote{"3 steps to the tote, drop, 3 steps back", "3 W5, M3P2, 3 W5", 35};
inline constexpr Motion to_goods{"2 steps to the goods and back (pick)", "4 W5", 20};
inline constexpr Motion beside{"drop into the tote at hand (pick)", "M4P2", 6};
inline constexpr Motion crate{"another crate", "4 W5, M4G3M4P5", 36};
inline constexpr Motion pile_off{"a bag from the pile onto the trolley", "M4G1M4P2", 11};
inline constexpr Motion trolley{"with the trolley to a tote, drop", "2 W5, M3P2", 15};
inline constexpr std::array motions{portion,  crate_portion, adjust, read_and_decide, notice, big_key,
                                    again,    back,          lift,   take_label,      stick,  to_tote,
                                    to_goods, beside,        crate,  pile_off,        trolley};

/// How well she portions: assumptions too.
inline constexpr double portion_off = 0.06;  ///< deviation of a first portion, of what is wanted
inline constexpr double adjust_off = 0.15;   ///< of an addition, of what was missing

enum class Booking { sow, pick, take_away, accumulate, weigh_first };

struct Way {
    Booking booking = Booking::sow;
    bool hands_free = false;
    bool offers = false;  ///< gives a load that is off to whom it suits instead of adjusting it
};

struct Shift {
    int bags = 0, adjusted = 0, given = 0;
    double seconds = 0;      ///< all of it
    double hands_alone = 0;  ///< of it what the goods want: no key, no waiting, no looking
    double at_scale = 0;  ///< from the goods lying there to their being lifted, or recorded where they stay
};

class ScriptedSorter {
  public:
    ScriptedSorter(Way way, int bags, unsigned seed);
    /// Nothing when the table did not do what was expected.
    std::optional<Shift> work();

  private:
    bool one_bag();
    bool fill();
    bool until_right();
    bool give_to_another(core::Snapshot const& look);
    bool record(bool touched);
    bool begin_crate();
    bool clear_pile();
    void after_recorded();
    void label();
    void do_hands(Motion const& motion);
    void do_for_table(Motion const& motion);
    void add(double grams);
    [[nodiscard]] double missing_g(core::Snapshot const& look) const;
    [[nodiscard]] bool stays() const {
        return m_way.booking == Booking::take_away || m_way.booking == Booking::accumulate;
    }

    Way m_way;
    int m_bags;
    simtest::Dice m_dice;
    std::unique_ptr<SortingTable> m_table;
    Shift m_shift;
    int m_pile = 0;
    std::int64_t m_lies_since = 0;
};

}  // namespace bozhong::cli::bench
