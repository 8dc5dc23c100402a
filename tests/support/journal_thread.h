#pragma once
// A journal on a thread of its own, as a station has it; and a place where a test notes what it hears and
// waits for it.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "station/app/ports.h"

namespace bozhong::test {

class JournalThread {
  public:
    explicit JournalThread(std::unique_ptr<app::Journal> journal)
        : m_journal(std::move(journal)), m_thread([this] { work(); }) {}
    ~JournalThread() {
        post({});
        m_thread.join();
    }
    /// Runs the call on the thread, after those before it.
    void post(std::function<void(app::Journal&)> call) {
        note([&] { m_calls.push_back(std::move(call)); });
    }
    /// Changes what a waiting test looks at.
    template <class Do>
    void note(Do action) {
        std::lock_guard const lock(m_mutex);
        action();
        m_changed.notify_all();
    }
    template <class Condition>
    bool wait(Condition condition, std::chrono::milliseconds most) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, most, condition);
    }

  private:
    void work() {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return !m_calls.empty(); });
            auto const call = std::move(m_calls.front());
            m_calls.pop_front();
            lock.unlock();
            if (!call) return;
            call(*m_journal);
        }
    }
    std::unique_ptr<app::Journal> m_journal;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void(app::Journal&)>> m_calls;
    std::thread m_thread;
};

}  // namespace bozhong::test
