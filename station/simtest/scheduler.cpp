#include "station/simtest/scheduler.h"

#include <algorithm>
#include <utility>

namespace bozhong::simtest {

void Scheduler::at(Millis when, Life life, Work work) {
    if (!lives(life)) return;
    m_heap.push_back({std::max(when, m_now), ++m_order, life, std::move(work)});
    std::push_heap(m_heap.begin(), m_heap.end(), later);
}

void Scheduler::end_life(Life life) {
    m_lives.erase(life);
    // What is forgotten may own the parts of the process; it goes at the end of this scope, out of the heap.
    std::vector<Task> forgotten;
    auto const kept =
        std::partition(m_heap.begin(), m_heap.end(), [&](Task const& task) { return task.life != life; });
    std::move(kept, m_heap.end(), std::back_inserter(forgotten));
    m_heap.erase(kept, m_heap.end());
    std::make_heap(m_heap.begin(), m_heap.end(), later);
}

void Scheduler::do_soon() {
    while (!m_soon.empty()) {
        auto const work = std::move(m_soon.front());
        m_soon.pop_front();
        work();
    }
}

void Scheduler::run_until(Millis end) {
    do_soon();
    while (!m_heap.empty() && m_heap.front().when <= end) {
        std::pop_heap(m_heap.begin(), m_heap.end(), later);
        Task const task = std::move(m_heap.back());
        m_heap.pop_back();
        m_now = task.when;
        ++m_steps;
        task.work();
        do_soon();
    }
    m_now = std::max(m_now, end);
}

}  // namespace bozhong::simtest
