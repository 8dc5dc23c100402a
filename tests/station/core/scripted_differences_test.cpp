// Scripted loads where nothing leaves the pan after a weighing: bags that pile up, and portions taken from a
// full crate. Each is the difference of two levels, and the same hands disturb it as everywhere.

#include <gtest/gtest.h>

#include "tests/support/scripted_table.h"

namespace bozhong::test {
namespace {

class DifferenceTable : public ScriptedTable {
  public:
    DifferenceTable(std::uint64_t seed, Way way) : ScriptedTable(seed, way) {
        if (takes()) new_crate();
    }
    static constexpr int kinds = 9;

    void one_load(int kind) {
        m_kind = kind;
        make_room();
        switch (kind) {
            case 0: return move_and_book(0);
            case 1: return move_and_book(between(300, 2'000));  // the hand stays in it and trembles
            case 2: return handful_by_handful();
            case 3: return next_before_it_is_shown();
            case 4: return double_tap();
            case 5: return leaf();
            case 6: return tote_exchanged();
            case 7: return dragged();
            default: return power_loss();
        }
    }

  private:
    static constexpr double most_g = 14'000;
    [[nodiscard]] bool takes() const { return m_way.booking == Booking::take_away; }
    /// Goods into the pile, or out of the crate.
    [[nodiscard]] double signed_g(double portion) const { return takes() ? -portion : portion; }

    void rest(int ms) {
        m_pan.hand_g = m_pan.tremble_g = 0;
        run(ms);
    }
    /// A full crate comes in two hands that do not hold still.
    void new_crate() {
        m_crate_g = between(800, 2'000);
        m_pan.tremble_g = between(100, 400);
        m_pan.goods_g = m_crate_g + between(9'000, 12'000);
        run(between(3, 8) * 100);
        rest(1'200);
    }
    /// The crate is nearly empty, or the pile as high as the scale takes: neither exchange is anybody's
    /// portion.
    void make_room() {
        m_complete = m_booked = true;  // whatever is booked meanwhile is one too many
        settle_down();
        double const wanted = static_cast<double>(m_rig.look().gauge.aim_mg) / 1'000 * 1.06;
        if (takes() ? m_pan.goods_g - m_crate_g > wanted + 200 : m_pan.goods_g + wanted < most_g) return;
        m_pan.goods_g = 0;
        run(between(50, 120) * 10);
        if (takes()) return new_crate();
        rest(1'000);
    }
    /// The customer changes while the bag stays: she looks until the screen asks for the next.
    void settle_down() {
        for (int i = 0; i < 400; ++i) {
            auto const state = m_rig.look().weight.state;
            if (state != WeighState::recorded && state != WeighState::recording) return;
            run(10);
        }
        say("the next customer never came");
    }
    /// One gesture: the hand is in it, then the goods have moved, then it is gone.
    void move(double portion) {
        m_pan.hand_g = between(20, 300) * (takes() && once_in(2) ? -0.5 : 0.5);
        m_pan.tremble_g = between(40, 200);
        run(between(5, 20) * 10);
        m_pan.goods_g += signed_g(portion);
        run(between(3, 10) * 10);
        m_pan.hand_g = m_pan.tremble_g = 0;
    }
    void book() {
        for (int i = 0; i < 60 && !m_booked; ++i) {
            if (!hands_free() || i > 40) press();
            run(hands_free() ? 150 : between(12, 40) * 10);
            if (m_booked || i % 15 != 14) continue;
            auto const weight = m_rig.look().weight;
            if (weight.refusal == Refusal::not_zero) {
                clear();
            } else if (weight.state == WeighState::empty) {
                // The screen shows nothing to book: she puts it back as it was, and begins again.
                m_pan.goods_g -= signed_g(m_goods);
                run(between(80, 150) * 10);
            } else {
                continue;
            }
            move(m_goods);
        }
        if (!m_booked) say("never booked");
        wait_for_the_disk();
    }
    void move_and_book(int tremble_ms) {
        new_load();
        move(m_goods);
        m_complete = true;
        m_pan.tremble_g = tremble_ms > 0 ? between(100, 500) : 0;
        for (int t = 0; t < tremble_ms; t += 200) {
            if (!hands_free() && once_in(3)) press();
            run(200);
        }
        m_pan.tremble_g = 0;
        book();
        run(between(0, 500));
    }
    void handful_by_handful() {
        new_load();
        int const handfuls = between(2, 4), additions = between(1, 3);
        double left = m_goods;
        for (int i = 0; i < handfuls; ++i) {
            move(m_goods * 0.93 / handfuls);
            left -= m_goods * 0.93 / handfuls;
            if (i + 1 < handfuls) run(between(30, 120) * 10);
        }
        for (int i = 0; i < additions; ++i) {
            run(between(100, 300) * 10);  // a pause inside the band
            if (i + 1 == additions) m_complete = true;
            move(left / additions);
        }
        run(200);
        book();
        run(between(0, 500));
    }
    /// She knows the next customer from the queue, and does not wait until the plate has changed.
    void next_before_it_is_shown() {
        new_load();
        move(m_goods);
        m_complete = true;
        book();
        for (int i = 0; i < 200 && !m_rig.waiting().empty(); ++i) run(10);
        auto const shown = m_rig.look();
        if (shown.weight.state != WeighState::recorded) return;
        double const wanted = grams_of(shown.queue.at(0).ordered);
        double const after = m_pan.goods_g + signed_g(wanted);
        if (after > most_g || after < m_crate_g) return;
        ++m_load;
        m_goods = wanted;
        m_line = shown.queue.at(0).line;
        m_booked = m_complete = false;
        move(m_goods);
        m_complete = true;
        book();
    }
    void double_tap() {
        move_and_book(0);
        for (int i = 0; i < 4; ++i) {
            press();
            run(between(3, 30) * 10);
        }
        settle_down();
        press();
        run(100);
    }
    /// A leaf falls back into the crate, or off the pile, after the weighing: the next portion is not lighter
    /// by it.
    void leaf() {
        move_and_book(0);
        m_complete = m_booked = true;
        m_pan.goods_g -= signed_g(between(12, 90));
        run(between(80, 200) * 10);
        make_room();
        move_and_book(0);
    }
    /// The crate, or the pile, goes and another comes, in the middle of everything.
    void tote_exchanged() {
        m_complete = m_booked = true;
        settle_down();
        m_pan.tremble_g = between(100, 300);
        run(between(10, 40) * 10);
        m_pan.tremble_g = m_pan.goods_g = 0;
        run(between(60, 150) * 10);
        takes() ? new_crate() : rest(1'200);
        move_and_book(0);
    }
    void dragged() {
        new_load();
        drag(signed_g(m_goods));
        m_complete = true;
        book();
        run(between(0, 500));
    }
    /// The scale loses its power in the middle of a portion: everything comes off, and she begins again.
    void power_loss() {
        new_load();
        m_complete = m_booked = true;
        move(m_goods * 0.5);
        m_powered = false;
        if (once_in(2)) m_rig.send(ScaleLinkChanged{"S1", LinkState::down, "cut"});
        run(between(150, 400) * 10);
        if (once_in(2)) m_pan.power_up();
        m_powered = true;
        run(600);
        for (int i = 0; i < 3; ++i) {
            press();
            run(between(20, 60) * 10);
        }
        clear();
        move_and_book(0);
    }
    /// The screen wants an empty pan: everything comes off, and a crate that is taken from comes again.
    void clear() {
        m_pan.goods_g = 0;
        run(900);
        zero();
        if (takes()) new_crate();
    }

    double m_crate_g = 0;
};

class ScriptedDifferences : public testing::TestWithParam<Way> {};

TEST_P(ScriptedDifferences, are_booked_once_each_when_complete) {
    scripted_loads<DifferenceTable>(GetParam());
}

INSTANTIATE_TEST_SUITE_P(ways, ScriptedDifferences,
                         testing::ValuesIn(ways_of({Booking::accumulate, Booking::take_away})),
                         [](auto const& param) { return name(param.param); });

}  // namespace
}  // namespace bozhong::test
