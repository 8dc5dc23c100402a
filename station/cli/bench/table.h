#pragma once
// A sorting table without a screen: the station's runner on its strand, its journal on the disk, and a
// printer that makes the bytes of every label in memory. Readings and keys are given by the bench.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "station/app/runner.h"
#include "station/cli/bench/label_press.h"
#include "station/cli/bench/rows.h"

namespace bozhong::cli::bench {

class Table {
  public:
    /// With so many tasks in the journal at `path`, and a sorter signed in.
    static domain::Result<std::unique_ptr<Table>> open(std::string const& path, int tasks);
    ~Table();

    /// What lies on the pan, resting.
    void show(domain::Mass mass);
    void press_confirm();
    /// False when it does not come true within some seconds.
    bool until(std::function<bool(core::Snapshot const&)> const& condition);
    /// When the bytes of the n-th label were complete; nothing when they do not come.
    std::optional<Clock::time_point> label_made(std::size_t n);
    /// Milliseconds of each weighing's commit so far.
    std::vector<double> commits();

  private:
    Table();
    domain::Status begin(std::string const& path, int tasks);
    class Press;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    core::Snapshot m_newest;
    std::vector<Clock::time_point> m_labels;
    std::vector<double> m_commits;
    boost::asio::io_context m_context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    std::thread m_thread;
    std::unique_ptr<app::Runner> m_runner;
};

}  // namespace bozhong::cli::bench
