#pragma once
// A simulated scale: readings while something moves, a heartbeat while nothing does; and every way a scale
// can fail or lie. The device lives on when the station's process ends; the process listens to it through
// make_listener().

#include <functional>
#include <memory>
#include <string>

#include "station/app/ports.h"
#include "station/simtest/pan.h"
#include "station/simtest/scheduler.h"

namespace bozhong::simtest {

struct ScaleFaults {
    bool silent = false;         ///< powered, says nothing
    bool frozen = false;         ///< repeats its last figure
    bool always_stable = false;  ///< its stable flag is always set
    bool off = false;            ///< no power
    double noise_g = 0;          ///< shakes: a draught, a bad cell
};

class Scale {
  public:
    Scale(Scheduler& scheduler, Dice dice, domain::ScaleRecord record);

    void start();
    /// Sleeps from now on, as between shifts; wake it to go on.
    void sleep();
    void wake();
    void power_off();
    void power_on();
    /// The port of one process; it hears nothing any more once `life` ended.
    std::unique_ptr<app::ScaleControl> make_listener(Life life);

    [[nodiscard]] domain::ScaleRecord const& record() const { return m_record; }
    /// True while what it shows need not be what lies on it.
    [[nodiscard]] bool lying() const { return faults.frozen || faults.always_stable; }

    Pan pan;
    ScaleFaults faults;
    double said_g = 0;      ///< what lay on it, from its zero, when it last said something
    Millis lied_until = 0;  ///< a lie is in its figures until then

  private:
    class Listener;
    void tick(std::uint64_t generation);
    void say();
    void link(core::LinkState state, std::string const& detail, bool power_up);
    void command(std::string const& name);

    Scheduler& m_scheduler;
    Dice m_dice;
    domain::ScaleRecord m_record;
    app::ScaleControl::OnEvent m_hears;
    Life m_hearer = the_world;
    std::uint64_t m_generation = 0;
    Millis m_last_step = 0, m_last_said = 0;
    std::int64_t m_last_mg = 0;
    bool m_awake = false, m_linked = false, m_just_on = false;
};

}  // namespace bozhong::simtest
