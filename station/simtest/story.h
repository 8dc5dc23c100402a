#pragma once
// Tells what happens, in words, when somebody listens: "day 2 02:13:07 table 2: the disk lost power".

#include <cstdio>
#include <functional>
#include <string>

#include "station/simtest/scheduler.h"

namespace bozhong::simtest {

class Story {
  public:
    using Listener = std::function<void(std::string const&)>;
    explicit Story(Scheduler const& scheduler) : m_scheduler(scheduler) {}
    void listen(Listener listener) { m_listener = std::move(listener); }
    [[nodiscard]] bool heard() const { return static_cast<bool>(m_listener); }

    void tell(std::string const& who, std::string const& what) {
        if (m_listener) m_listener(time() + " " + who + ": " + what);
    }
    [[nodiscard]] std::string time() const {
        auto const now = m_scheduler.now() - began;
        char text[48];
        std::snprintf(text, sizeof text, "day %d %02d:%02d:%02d.%03d", int(now / day_ms) + 1,
                      int(now / 3'600'000 % 24), int(now / 60'000 % 60), int(now / 1'000 % 60),
                      int(now % 1'000));
        return text;
    }
    [[nodiscard]] Millis now() const { return m_scheduler.now(); }
    static constexpr Millis began = 1'000'000, day_ms = 86'400'000;

  private:
    Scheduler const& m_scheduler;
    Listener m_listener;
};

}  // namespace bozhong::simtest
