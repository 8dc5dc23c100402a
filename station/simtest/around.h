#pragma once
// The surroundings of a simulated station: one thread, a time of its own, and delays that follow from the
// seed.

#include <array>
#include <functional>
#include <memory>

#include "station/app/surroundings.h"
#include "station/simtest/dice.h"
#include "station/simtest/scheduler.h"

namespace bozhong::simtest {

/// A machine's wall clock: what it shows is the world's time and its own error.
struct WallClock {
    Millis error = 0;
    [[nodiscard]] domain::WallTime at(Millis now) const { return {1'790'000'000'000 + now + error}; }
};

/// How long work waits for its place, and what is looked at after each step.
struct Pace {
    Millis disk_ms = 0;                    ///< every touch of the journal takes so long: a slow disk
    std::function<void(app::Place)> done;  ///< after each step of this process
};

class Around final : public app::Surroundings {
  public:
    Around(Scheduler& scheduler, Life life, WallClock const& clock, Pace const& pace, Dice dice)
        : m_scheduler(scheduler), m_life(life), m_clock(clock), m_pace(pace), m_dice(std::move(dice)) {}

    void post(app::Place place, Work work) override;
    void set(Alarm alarm, domain::milliseconds wait, Work work) override;
    void cancel(Alarm alarm) override { ++m_generation[static_cast<std::size_t>(alarm)]; }
    domain::Instant monotonic() const override {
        return domain::Instant(domain::milliseconds(m_scheduler.now()));
    }
    domain::WallTime wall() const override { return m_clock.at(m_scheduler.now()); }
    void join() override {}

  private:
    Scheduler& m_scheduler;
    Life m_life;
    WallClock const& m_clock;
    Pace const& m_pace;
    Dice m_dice;
    std::array<Millis, 3> m_free{};  ///< when each place has done what it was given
    std::array<std::uint64_t, 3> m_generation{};
};

}  // namespace bozhong::simtest
