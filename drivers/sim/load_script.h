#pragma once
// Loads from a file, put on and taken off by themselves.

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "drivers/sim/scale_sim.h"

namespace bozhong::sim {

/// CSV with a header; the column `actual` (or `kg`) holds kilograms, `actual_unit`, where there is one, must
/// be kg for a row to count. Returns the texts as written. Errors name file and line.
domain::Result<std::vector<std::string>> read_loads(std::string const& path);

/// Puts each load on for `hold_ms`, leaves the pan empty for `gap_ms`, then the next; `on_put` hears of each.
class LoadScript : public std::enable_shared_from_this<LoadScript> {
  public:
    using OnPut = std::function<void(std::size_t number, std::string const& kg)>;
    LoadScript(boost::asio::any_io_executor executor, ScaleSim& sim, std::vector<std::string> loads,
               int hold_ms, int gap_ms, OnPut on_put);
    /// `on_end` comes after the last load was taken off.
    void run(std::function<void()> on_end);

  private:
    void next();

    ScaleSim& m_sim;
    std::vector<std::string> m_loads;
    std::size_t m_next = 0;
    bool m_lies_on = false;
    int m_hold_ms, m_gap_ms;
    OnPut m_on_put;
    std::function<void()> m_on_end;
    boost::asio::steady_timer m_timer;
};

}  // namespace bozhong::sim
