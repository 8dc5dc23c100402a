#pragma once
// Simulated time and the one thread on which everything happens. Work belongs to a life: a process between
// its start and its end. When a life ends, what it still wanted to do is forgotten, as by kill -9.

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <vector>

namespace bozhong::simtest {

using Life = std::uint64_t;
inline constexpr Life the_world = 0;
using Millis = std::int64_t;

class Scheduler {
  public:
    using Work = std::function<void()>;

    [[nodiscard]] Millis now() const { return m_now; }
    Life begin_life() { return m_lives.insert(++m_last_life), m_last_life; }
    /// Not from work of that life: see soon().
    void end_life(Life life);
    [[nodiscard]] bool lives(Life life) const { return life == the_world || m_lives.contains(life); }

    /// At the same time: in the order asked for.
    void at(Millis when, Life life, Work work);
    void after(Millis wait, Life life, Work work) { at(m_now + wait, life, std::move(work)); }
    /// The world's work, before anything else, as soon as the present step is done.
    void soon(Work work) { m_soon.push_back(std::move(work)); }

    void run_until(Millis end);
    [[nodiscard]] std::uint64_t steps() const { return m_steps; }

  private:
    struct Task {
        Millis when;
        std::uint64_t order;
        Life life;
        Work work;
    };
    static bool later(Task const& a, Task const& b) {
        return a.when != b.when ? a.when > b.when : a.order > b.order;
    }
    void do_soon();

    Millis m_now = 1'000'000;
    std::uint64_t m_order = 0, m_steps = 0;
    Life m_last_life = 0;
    std::set<Life> m_lives;
    std::vector<Task> m_heap;
    std::deque<Work> m_soon;
};

}  // namespace bozhong::simtest
