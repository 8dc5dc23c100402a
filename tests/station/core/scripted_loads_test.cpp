// Scripted loads for every way of booking, against ground truth: nothing is booked early, twice, for another
// customer or with another weight, and no load that was properly shown is forgotten. BOZHONG_LOADS of each
// way.

#include <gtest/gtest.h>

#include "tests/support/scripted_table.h"

namespace bozhong::test {
namespace {

/// Bags that leave the pan after each weighing: sow, pick, and several bags of a task.
class BagTable : public ScriptedTable {
  public:
    using ScriptedTable::ScriptedTable;
    static constexpr int kinds = 9;

    void one_load(int kind) {
        m_kind = kind;
        switch (kind) {
            case 0: return place_and_book(0);
            case 1: return place_and_book(between(300, 2'000));  // the hand stays on it and trembles
            case 2: return fill_by_hand();
            case 3: return swap();
            case 4: return double_tap();
            case 5: return residue();
            case 6: return tared_tote();
            case 7: return drag_on();
            default: return power_loss();
        }
    }

  private:
    /// She presses until the screen says recorded, or waits for it when it books itself.
    void book() {
        for (int i = 0; i < 60 && !m_booked; ++i) {
            if (!waits_for_itself() || i > 40) press();
            run(waits_for_itself() ? 150 : between(12, 40) * 10);
            if (m_booked || i % 15 != 14) continue;
            // The screen asks her to lift: she does, and puts the same bag back.
            auto const why = m_rig.look().weight.refusal;
            if (why != Refusal::already_captured && why != Refusal::residue && why != Refusal::not_zero)
                continue;
            lift();
            if (m_pan.shown_mg() != 0) zero();
            put(m_goods);
        }
        if (!m_booked) say("never booked");
        wait_for_the_disk();
    }
    void lift() {
        m_pan.goods_g = 0;
        run(between(60, 120) * 10);
        for (int i = 0; i < 100 && !m_rig.waiting().empty(); ++i) run(10);
    }
    void place(int tremble_ms) {
        put(m_goods);
        m_complete = true;
        m_pan.tremble_g = tremble_ms > 0 ? between(100, 500) : 0;
        for (int t = 0; t < tremble_ms; t += 200) {
            if (!hands_free() && between(0, 2) == 0) press();
            run(200);
        }
        m_pan.tremble_g = 0;
    }
    void place_and_book(int tremble_ms) {
        new_load();
        place(tremble_ms);
        book();
        run(between(0, 500));
        lift();
    }
    void drag_on() {
        new_load();
        drag(m_goods);
        m_complete = true;
        book();
        run(between(0, 500));
        drag(-m_goods);
        lift();
    }
    /// Handful after handful; the last ones inside the band, after pauses in which nothing moves.
    void fill_by_hand() {
        new_load();
        double const target = m_goods;
        double on = 0;
        int const handfuls = between(2, 4);
        for (int i = 0; i < handfuls; ++i) {
            double const part = target * 0.93 / handfuls;
            put(part);
            on += part;
            if (i + 1 < handfuls) run(between(30, 120) * 10);
        }
        int const additions = between(1, 3);
        double const rest = target - on;
        for (int i = 0; i < additions; ++i) {
            run(between(100, 300) * 10);  // a pause inside the band
            m_pan.tremble_g = between(0, 1) * 40.0;
            if (i + 1 == additions) m_complete = true;
            put(rest / additions);
            m_pan.tremble_g = 0;
        }
        run(200);
        book();
        run(between(0, 500));
        lift();
    }
    /// The next bag is on before the pan was ever at rest.
    void swap() {
        new_load();
        place(0);
        book();
        // She reads on the screen for whom the next one is; before it says recorded she does not know.
        for (int i = 0; i < 200 && !m_rig.waiting().empty(); ++i) run(10);
        m_pan.goods_g = 0;
        run(between(12, 25) * 10);
        auto const next = m_rig.look();
        bool const waits = next.weight.state == WeighState::recorded;
        if (!waits) {
            new_load();
        } else {
            // The plate has not moved yet: the bag is for the same customer's rest, or the first of the
            // queue.
            bool const same = m_bag;
            auto const& view = same ? *next.task : next.queue.at(0);
            ++m_load;
            m_goods = grams_of(same ? view.rest : view.ordered);
            if (!same) m_done_g = 0;
            m_line = view.line;
            m_booked = m_complete = m_bag = false;
        }
        put(m_goods);
        m_complete = true;
        book();
        lift();
    }
    void double_tap() {
        new_load();
        place(0);
        book();
        for (int i = 0; i < 4; ++i) {
            press();
            run(between(3, 30) * 10);
        }
        m_pan.goods_g = 0;
        run(40);
        press();
        run(between(60, 120) * 10);
        press();
        run(100);
    }
    /// A leaf stays on the pan, and she does not see it.
    void residue() {
        new_load();
        place(0);
        book();
        double const leaf = between(20, 90);
        m_pan.goods_g = leaf;
        run(between(50, 150) * 10);
        // Booking now would take the leaf into the weight.
        new_load();
        put(m_goods);
        for (int i = 0; i < 5; ++i) {
            press();
            run(between(20, 60) * 10);
        }
        lift();
        place_and_book(0);
    }
    void tared_tote() {
        // Nobody can tell a tote as heavy as what is wanted from goods.
        double const wanted = static_cast<double>(m_rig.look().gauge.aim_mg) / 1'000;
        double const tote = wanted < 1'000 ? wanted / 2 : between(300, 800);
        put(tote);
        run(900);
        m_rig.press(Key::tare, {.text = "tote"});
        witness();
        new_load();
        m_goods = std::min(m_goods, 12'000 - tote);
        put(m_goods);
        m_complete = true;
        book();
        lift();
        m_rig.press(Key::clear_tare);
        run(800);
    }
    /// The scale loses its power with goods on it, and zeroes itself under them when it comes back.
    void power_loss() {
        new_load();
        double const first = m_goods;
        put(m_goods * 0.5);
        run(between(20, 80) * 10);
        m_powered = false;
        if (between(0, 1) == 0) m_rig.send(ScaleLinkChanged{"S1", LinkState::down, "cut"});
        run(between(150, 400) * 10);
        bool const zeroed = between(0, 1) == 0;
        if (zeroed) m_pan.power_up();
        m_powered = true;
        run(600);
        // She goes on filling as if nothing had happened, and presses.
        put(first * between(45, 110) / 100);
        for (int i = 0; i < 4; ++i) {
            press();
            run(between(20, 60) * 10);
        }
        lift();
        press();
        run(300);
        zero();
        place_and_book(0);
    }
};

class ScriptedLoads : public testing::TestWithParam<Way> {};

TEST_P(ScriptedLoads, are_booked_once_each_when_complete) {
    scripted_loads<BagTable>(GetParam());
}

INSTANTIATE_TEST_SUITE_P(ways, ScriptedLoads,
                         testing::ValuesIn(ways_of({Booking::normal, Booking::pick, Booking::split})),
                         [](auto const& param) { return name(param.param); });

}  // namespace
}  // namespace bozhong::test
