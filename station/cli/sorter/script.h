#pragma once
// A sorter and a supervisor as a script. She sees what the screen shows (the station's snapshot through the test
// control), puts goods on the simulated scale, presses, lifts off. She never puts on a load that was captured.

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "station/cli/sorter/line_socket.h"
#include "station/domain/decimal.h"

namespace boost::json {
class object;
}

namespace bozhong::cli {

struct SorterSetup {
    std::string control, scale_control;
    std::string badge, pin;                        ///< the sorter's
    std::string supervisor_badge, supervisor_pin;  ///< releases red loads
    std::chrono::milliseconds give_up_after{120'000};  ///< without any progress
    std::string trace;                             ///< JSONL of every load put on and every one seen recorded; empty = none
};

/// What lies in the crate for a line: kilograms, or pieces.
struct Load {
    domain::Decimal amount;
    bool counted = false;
};
/// By line number and customer code.
using Loads = std::map<std::pair<std::string, std::string>, Load>;

struct SorterSummary {
    int loads_put = 0, captures_seen = 0, counts = 0, confirms = 0, releases = 0, reprints = 0, written_by_hand = 0;
    int put_again = 0, reconnects = 0;
    bool finished = false;
    std::string stopped_by;  ///< why it ended when not finished
};

class SorterScript {
  public:
    SorterScript(SorterSetup setup, Loads loads);
    /// Until nothing open is left, or there was no progress for give_up_after.
    SorterSummary run();

  private:
    using Line = std::pair<std::string, std::string>;
    using Clock = std::chrono::steady_clock;

    bool ensure_connected();
    void act(boost::json::object const& screen);
    void sign_in();
    void choose_product(boost::json::object const& screen);
    bool reprint_offered(boost::json::object const& screen);
    void decide_label(boost::json::object const& screen);
    void work_counted(boost::json::object const& task);
    void work_weighed(boost::json::object const& screen, boost::json::object const& task);
    void with_load_on_pan(boost::json::object const& screen, Line const& line);
    void with_empty_pan(boost::json::object const& screen, boost::json::object const& task, Line const& line);
    void press(std::string const& key, std::string const& members = "");
    bool may_act(std::string const& what, std::chrono::milliseconds at_most_every);
    void put(Line const& line);
    void lift();
    void trace(std::string const& what, Line const& line);
    void progress() { m_last_progress = Clock::now(); }

    SorterSetup m_setup;
    Loads m_loads;
    LineSocket m_station, m_scale;
    SorterSummary m_summary;
    std::optional<Line> m_on_pan;
    std::set<Line> m_captured;
    std::map<std::string, Clock::time_point> m_acted;
    Clock::time_point m_last_progress, m_put_at;
    std::string m_last_task;
};

}  // namespace bozhong::cli
