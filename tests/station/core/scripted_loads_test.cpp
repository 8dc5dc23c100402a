// Two thousand scripted loads for each way of booking, against ground truth: nothing is booked early, twice,
// or from the wrong load, and no load that was properly shown is forgotten.

#include <gtest/gtest.h>

#include "tests/support/pan_physics.h"
#include "tests/support/station_rig.h"
#include "tests/support/seed.h"

namespace bozhong::test {
namespace {

constexpr int loads_a_seed = 100;

std::vector<domain::SortTask> make_tasks(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<domain::SortTask> tasks;
    for (int i = 0; i < loads_a_seed + 5; ++i)
        tasks.push_back(task(i + 1, std::to_string(std::uniform_int_distribution<int>(2, 16)(random))));
    return tasks;
}

/// A table with a sorter who does what sorters do, and a witness who knows what really lies on the pan.
class Table {
  public:
    Table(std::uint64_t seed, bool hands_free)
        : m_hands_free(hands_free), m_random(seed), m_pan(seed + 1), m_rig(make_tasks(seed)) {
        m_rig.sign_in(supervisor());
        run(800);
        if (hands_free) m_rig.press(Key::hands_free, {.text = "on"});
    }

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
            default: return power_loss();
        }
    }
    [[nodiscard]] std::string const& wrong() const { return m_wrong; }
    [[nodiscard]] int booked() const { return m_booked_total; }

  private:
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }

    void run(int ms) {
        for (int done = 0; done < ms; done += PanPhysics::step_ms) {
            m_pan.step();
            m_rig.now += milliseconds{PanPhysics::step_ms};
            m_clock += PanPhysics::step_ms;
            if (m_clock % 100 == 0 && m_powered) {
                auto seen = m_rig.make_reading(Mass{m_pan.shown_mg()}, m_pan.stable());
                seen.at = m_rig.now;
                m_rig.send(ReadingSeen{seen});
            }
            if (m_clock % 50 == 0) m_rig.send(TimePassed{});
            witness();
        }
    }
    /// Judges every weighing the moment it is in the journal.
    void witness() {
        while (m_seen < m_rig.journal.size()) {
            auto const* made = std::get_if<domain::Weighed>(&m_rig.journal[m_seen++].fact);
            if (!made) continue;
            ++m_booked_total;
            auto const fail = [&](std::string const& what) {
                m_wrong += "kind " + std::to_string(m_kind) + " load " + std::to_string(m_load) + ": " +
                           what + " (booked " + std::to_string(made->net.mg / 1'000) + " g, on the pan " +
                           std::to_string(static_cast<int>(m_goods)) + " g)\n";
            };
            if (!m_complete) fail("booked early");
            if (m_booked) fail("booked twice");
            if (made->task.line != m_line) fail("booked for another customer");
            if (std::abs(static_cast<double>(made->net.mg) / 1'000 - m_goods) > 2 * PanPhysics::division_g)
                fail("the wrong weight");
            m_booked = true;
        }
    }
    /// What this load is meant to weigh: inside the green band of the task in hand.
    void new_load() {
        auto const look = m_rig.look();
        ++m_load;
        m_line = look.task ? look.task->line : domain::LineKey{};
        double const aim = static_cast<double>(look.gauge.aim_mg) / 1'000;
        m_goods = aim * between(96, 105) / 100;
        m_booked = m_complete = false;
    }
    void press() {
        m_rig.press(Key::confirm);
        witness();
    }
    /// She presses until the screen says recorded, or waits for it when it books itself.
    void book() {
        for (int i = 0; i < 60 && !m_booked; ++i) {
            if (!m_hands_free || i > 40) press();
            run(m_hands_free ? 150 : between(120, 400));
            if (m_booked || i % 15 != 14) continue;
            // The screen asks her to lift: she does, and puts the same bag back.
            auto const why = m_rig.look().weight.refusal;
            if (why != Refusal::already_captured && why != Refusal::residue && why != Refusal::not_zero)
                continue;
            lift();
            if (m_pan.shown_mg() != 0) zero();
            put(m_goods);
        }
        if (!m_booked)
            m_wrong += "kind " + std::to_string(m_kind) + ": never booked, refusal " +
                       std::to_string(static_cast<int>(m_rig.look().weight.refusal)) + " state " +
                       std::to_string(static_cast<int>(m_rig.look().weight.state)) + "\n";
    }
    void put(double grams_on) {
        // The hand comes down with the goods and lets go.
        m_pan.hand_g = between(0, 80);
        m_pan.goods_g += grams_on;
        run(between(5, 20) * 10);
        m_pan.hand_g = 0;
    }
    void zero() {
        m_rig.press(Key::zero);
        m_pan.zero_key();
        run(800);
    }
    void lift() {
        m_pan.goods_g = 0;
        run(between(60, 120) * 10);
    }
    void place(int tremble_ms) {
        put(m_goods);
        m_complete = true;
        m_pan.tremble_g = tremble_ms > 0 ? between(100, 500) : 0;
        for (int t = 0; t < tremble_ms; t += 200) {
            if (!m_hands_free && between(0, 2) == 0) press();
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
        m_pan.goods_g = 0;
        run(between(12, 25) * 10);
        new_load();  // what she read on the screen, or what comes next
        m_line = {};
        auto const next = m_rig.look();
        if (next.weight.state == WeighState::recorded) {
            // The plate has not moved yet: she takes the next customer from the queue.
            double const aim = std::stoi(next.queue.at(0).ordered) * 500;
            m_goods = aim;
            m_line = next.queue.at(0).line;
        } else {
            m_line = next.task->line;
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
        double const tote = between(300, 800);
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

    bool m_hands_free;
    std::mt19937_64 m_random;
    PanPhysics m_pan;
    StationRig m_rig;
    bool m_powered = true;
    long m_clock = 0;
    std::size_t m_seen = 0;
    int m_kind = 0, m_load = 0, m_booked_total = 0;
    double m_goods = 0;
    bool m_complete = false, m_booked = false;
    domain::LineKey m_line;
    std::string m_wrong;
};

class ScriptedLoads : public testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(ScriptedLoads, are_booked_once_each_when_complete) {
    auto const [number, hands_free] = GetParam();
    auto const seed = static_cast<std::uint64_t>(number) + seed_offset();
    Table table(seed * 7919, hands_free);
    std::mt19937_64 random(seed);
    int made = 0;
    while (table.booked() < loads_a_seed && table.wrong().empty() && ++made <= loads_a_seed)
        table.one_load(std::uniform_int_distribution<int>(0, 7)(random));
    EXPECT_EQ(table.wrong(), "");
    EXPECT_GE(table.booked(), loads_a_seed);
}

INSTANTIATE_TEST_SUITE_P(seeds, ScriptedLoads, testing::Combine(testing::Range(1, 21), testing::Bool()),
                         [](auto const& param) {
                             return (std::get<1>(param.param) ? "hands_free_" : "key_") +
                                    std::to_string(std::get<0>(param.param));
                         });

}  // namespace
}  // namespace bozhong::test
