#pragma once
// A table with a sorter who does what sorters do, and a witness who knows what really lies on the pan: every
// weighing is judged the moment it is asked of the disk. What she does with one load is the deriving
// classes'.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/support/pan_physics.h"
#include "tests/support/seed.h"
#include "tests/support/station_rig.h"

namespace bozhong::test {

enum class Trigger { key, pedal, hands_free };
enum class Booking { normal, pick, split, accumulate, take_away };
struct Way {
    Booking booking;
    Trigger trigger;
};

inline std::string name(Way way) {
    static constexpr char const* triggers[] = {"key", "pedal", "hands_free"};
    static constexpr char const* bookings[] = {"sow", "pick", "split", "accumulate", "take_away"};
    return std::string(bookings[static_cast<int>(way.booking)]) + "_" +
           triggers[static_cast<int>(way.trigger)];
}

/// One product of many customers; for picking one customer with many products.
inline std::vector<domain::SortTask> scripted_tasks(std::uint64_t seed, int count, Way way) {
    std::mt19937_64 random(seed);
    std::vector<domain::SortTask> tasks;
    for (int i = 0; i < count; ++i) {
        tasks.push_back(task(i + 1, std::to_string(std::uniform_int_distribution<int>(2, 16)(random))));
        if (way.booking != Booking::pick) continue;
        tasks.back().customer_code = "A-01";
        tasks.back().sku = "sku" + std::to_string(i);
    }
    return tasks;
}

class ScriptedTable {
  public:
    static constexpr int loads_a_table = 100;

    ScriptedTable(std::uint64_t seed, Way way)
        : m_way(way), m_random(seed), m_pan(seed + 1), m_rig(scripted_tasks(seed, loads_a_table + 5, way)) {
        m_rig.disk = false;
        m_rig.sign_in(supervisor());
        run(800);
        if (way.booking == Booking::pick) m_rig.press(Key::mode, {.text = "pick"});
        char const* const load_mode = way.booking == Booking::split        ? "split"
                                      : way.booking == Booking::accumulate ? "accumulate"
                                      : way.booking == Booking::take_away  ? "take_away"
                                                                           : "normal";
        m_rig.press(Key::load_mode, {.text = load_mode});
        if (hands_free()) m_rig.press(Key::hands_free, {.text = "on"});
        run(800);
    }
    [[nodiscard]] std::string const& wrong() const { return m_wrong; }
    [[nodiscard]] int booked() const { return m_booked_total; }
    [[nodiscard]] int by_itself() const { return m_by_itself; }
    /// How far the worst of them was from the truth, g.
    [[nodiscard]] double furthest() const { return m_furthest; }

  protected:
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
    bool once_in(int times) { return between(1, times) == 1; }
    [[nodiscard]] bool hands_free() const { return m_way.trigger == Trigger::hands_free; }

    /// The world goes on: the pan moves, the scale shows it ten times a second, the disk answers when it can.
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
            answer();
        }
    }
    /// Mostly at once, now and then after a while in which hands do not wait.
    void answer() {
        if (m_rig.waiting().empty()) {
            m_answer_at.reset();
        } else if (!m_answer_at) {
            m_answer_at = m_clock + (once_in(8) ? between(20, 60) * 10 : between(0, 4) * 10);
        } else if (m_clock >= *m_answer_at) {
            m_rig.commit();
            m_answer_at.reset();
        }
    }
    /// Judges every weighing before the disk has it.
    void witness() {
        for (auto const& append : m_rig.waiting()) {
            if (append.ticket <= m_seen) continue;
            m_seen = append.ticket;
            for (auto const& fact : append.facts)
                if (auto const* made = std::get_if<domain::Weighed>(&fact)) judge(*made);
        }
    }
    void judge(domain::Weighed const& made) {
        ++m_booked_total;
        m_by_itself += made.trigger == "hands_free" ? 1 : 0;
        double const off = static_cast<double>(made.net.mg) / 1'000 - m_goods;
        m_furthest = std::max(m_furthest, std::abs(off));
        auto const fail = [&](std::string const& what) {
            say(what + " (booked " + std::to_string(made.net.mg / 1'000) + " g, meant " +
                std::to_string(static_cast<int>(m_goods)) + " g)");
        };
        if (!m_complete) fail("booked early");
        if (m_booked) fail("booked twice");
        if (made.task.line != m_line) fail("booked for another customer");
        if (std::abs(off) > PanPhysics::division_g + 0.05) fail("the wrong weight");
        m_booked = true;
        m_done_g += m_goods;
    }
    void say(std::string const& what) {
        m_wrong += "kind " + std::to_string(m_kind) + " load " + std::to_string(m_load) + ": " + what +
                   ", refusal " + std::to_string(static_cast<int>(m_rig.look().weight.refusal)) + " state " +
                   std::to_string(static_cast<int>(m_rig.look().weight.state)) + "\n";
    }

    /// What this load is meant to weigh: inside the green band of the task in hand, or a bag of it.
    void new_load() {
        auto const look = m_rig.look();
        ++m_load;
        domain::LineKey const line = look.task ? look.task->line : domain::LineKey{};
        if (line != m_line) m_done_g = 0;
        m_line = line;
        double const aim = static_cast<double>(look.gauge.aim_mg) / 1'000;
        m_bag = m_way.booking == Booking::split && m_done_g == 0 && aim > 1'000 && once_in(2);
        m_goods = aim * (m_bag ? between(3'000, 7'000) : between(9'600, 10'500)) / 10'000;
        m_booked = m_complete = false;
    }
    /// The big key, or the foot switch with contacts that bounce when it goes down and when it comes up.
    void press() {
        if (m_way.trigger != Trigger::pedal) {
            m_rig.press(Key::confirm);
            return witness();
        }
        for (int edge = between(1, 2); edge > 0; --edge) {
            for (int bounce = between(1, 4); bounce > 0; --bounce) {
                m_rig.press(Key::confirm, {.by = "pedal"});
                witness();
                run(10);
            }
            if (edge > 1) run(between(6, 25) * 10);
        }
    }
    /// She looks up when the tone comes, and sometimes before.
    void wait_for_the_disk() {
        if (once_in(4)) return;
        for (int i = 0; i < 200 && !m_rig.waiting().empty(); ++i) run(10);
    }
    /// The hand comes down with the goods and lets go.
    void put(double grams_on) {
        m_pan.hand_g = between(0, 80);
        m_pan.goods_g += grams_on;
        run(between(5, 20) * 10);
        m_pan.hand_g = 0;
    }
    /// Slid on or off over the edge, a little at a time and not evenly.
    void drag(double grams) {
        double const before = m_pan.goods_g;
        int const steps = between(8, 20);
        for (int i = 1; i <= steps; ++i) {
            m_pan.goods_g = before + grams * i / steps;
            m_pan.hand_g = between(-60, 60);
            run(between(6, 14) * 10);
        }
        m_pan.hand_g = 0;
    }
    void zero() {
        m_rig.press(Key::zero);
        m_pan.zero_key();
        run(800);
    }
    /// What the screen says in 斤.
    static double grams_of(std::string const& jin) {
        return static_cast<double>(domain::to_mass(*domain::Decimal::parse(jin), domain::MassUnit::jin)->mg) / 1'000;
    }
    /// Nobody waits for a press while a bag still wants a key: a part of a task never books itself.
    [[nodiscard]] bool waits_for_itself() const { return hands_free() && !m_bag; }

    Way m_way;
    std::mt19937_64 m_random;
    PanPhysics m_pan;
    StationRig m_rig;
    bool m_powered = true;
    long m_clock = 0;
    std::optional<long> m_answer_at;
    std::uint64_t m_seen = 0;
    int m_kind = 0, m_load = 0, m_booked_total = 0, m_by_itself = 0;
    double m_goods = 0, m_done_g = 0, m_furthest = 0;
    bool m_complete = false, m_booked = false, m_bag = false;
    domain::LineKey m_line;
    std::string m_wrong;
};

/// What a run wants of each way: BOZHONG_LOADS, or so many.
inline int loads_wanted(int otherwise) {
    char const* const given = std::getenv("BOZHONG_LOADS");
    return given == nullptr ? otherwise : std::atoi(given);
}

inline std::vector<Way> ways_of(std::initializer_list<Booking> bookings) {
    std::vector<Way> ways;
    for (Booking const booking : bookings)
        for (Trigger const trigger : {Trigger::key, Trigger::pedal, Trigger::hands_free})
            ways.push_back({booking, trigger});
    return ways;
}

template <class Table>
void scripted_loads(Way way) {
    auto const loads = loads_wanted(200);
    double furthest = 0;
    int booked = 0, by_itself = 0;
    for (std::uint64_t number = 1; booked < loads; ++number) {
        auto const seed = number + seed_offset();
        Table table(seed * 7919 + static_cast<std::uint64_t>(way.trigger), way);
        std::mt19937_64 random(seed);
        int made = 0;
        while (table.booked() < Table::loads_a_table && table.wrong().empty() &&
               ++made <= Table::loads_a_table)
            table.one_load(std::uniform_int_distribution<int>(0, Table::kinds - 1)(random));
        ASSERT_EQ(table.wrong(), "") << "seed " << seed;
        ASSERT_GE(table.booked(), Table::loads_a_table);
        booked += table.booked();
        by_itself += table.by_itself();
        furthest = std::max(furthest, table.furthest());
    }
    std::printf(
        "%s: %d loads, %d booked by themselves, none twice, missed or early, the furthest %.1f g off\n",
        name(way).c_str(), booked, by_itself, furthest);
}

}  // namespace bozhong::test
