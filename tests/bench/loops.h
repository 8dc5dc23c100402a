#pragma once
// The two loops of a station inside a bench: its strand on a thread of its own, and Qt's, which runs while
// something is waited for.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <thread>

namespace bozhong::bench {

class Strand {
  public:
    Strand() : m_guard(context.get_executor()), m_thread([this] { context.run(); }) {}
    ~Strand() {
        m_guard.reset();
        context.stop();
        m_thread.join();
    }
    boost::asio::io_context context{1};

  private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    std::thread m_thread;
};

/// False when it takes longer than so long.
bool events_until(std::function<bool()> const& condition,
                  std::chrono::seconds patience = std::chrono::seconds(30));

}  // namespace bozhong::bench
