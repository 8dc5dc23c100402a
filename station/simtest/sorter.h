#pragma once
// The person at a table: puts goods on, presses, takes them off. She looks at the screen a few times a second
// and does what people do: taps twice, bounces, fills by hand with pauses, swaps bags, leaves a leaf behind,
// presses too early.

#include <functional>
#include <string>

#include "station/simtest/table.h"

namespace bozhong::simtest {

struct Habits {
    double double_tap = 0, press_early = 0, fill_by_hand = 0, swap = 0, residue = 0, undo = 0, shortage = 0,
           second_bag = 0, too_much = 0, tremble = 0;
    bool hands_free = false;
    Millis pause_ms = 2'500;  ///< between two bags: walking, tying, dropping
};

class Sorter {
  public:
    Sorter(Scheduler& scheduler, Judge& judge, Table& table, Dice dice, Habits habits);

    void begin_shift();
    /// Takes what she has in hand off the pan and goes.
    void end_shift();
    /// Somebody told her which product comes first now.
    void hear(std::string sku);
    std::int64_t bags = 0;

  private:
    void think(std::uint64_t generation);
    void act();
    void decide_label();
    void choose_product();
    bool type_a_weight();
    void call_the_boss(core::KeyPressed key, std::int64_t gross_mg);
    bool do_what_was_told();
    void count();
    void with_load();
    void with_empty();
    void put_load();
    void place(double grams);
    void fill(double grams);
    void lift(bool leave_leaf = true);
    void swap_bags();
    void press(core::Key key);
    void press_confirm();
    void odd_moment();
    /// True at most once in so many milliseconds.
    bool may(char const* what, Millis every);
    void later(Millis wait, std::function<void()> work);

    Scheduler& m_scheduler;
    Judge& m_judge;
    Table& m_table;
    Dice m_dice;
    Habits m_habits;
    std::uint64_t m_generation = 0, m_load = 0;
    bool m_at_work = false, m_on_pan = false, m_busy = false;
    Millis m_put_at = 0, m_ready_at = 0;
    domain::LineKey m_line;
    std::string m_told;
    Millis m_told_at = 0;
    std::map<std::string, Millis> m_done_at;
};

}  // namespace bozhong::simtest
