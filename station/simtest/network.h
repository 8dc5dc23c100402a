#pragma once
// The way between one peer and the hub: requests and answers take time, get lost, come twice, come late.

#include <functional>
#include <optional>
#include <vector>

#include "station/simtest/dice.h"
#include "station/simtest/scheduler.h"
#include "sync/hub/api.h"

namespace bozhong::simtest {

class HubProcess;

/// What befalls the way now.
struct Weather {
    bool to_hub = true, from_hub = true;  ///< false: cut in that direction, without a word
    Millis delay_ms = 0;                  ///< at most, added to each way
    double lose_request = 0, lose_answer = 0, twice = 0;
    bool keep_for_replay = false;  ///< requests are kept, and played again much later
};

class Way {
  public:
    using Answered = std::function<void(hub::Answer const&)>;
    using Refused = std::function<void()>;

    Way(Scheduler& scheduler, HubProcess& hub, Dice dice)
        : m_scheduler(scheduler), m_hub(hub), m_dice(std::move(dice)) {}

    /// At most one of the two is called, later, as work of that life; perhaps none.
    void send(Life life, hub::Request request, Answered answered, Refused refused);
    /// Plays kept requests again; their answers go nowhere.
    void replay(std::size_t most);
    /// Looks at each answer on its way back: what the other side could have seen.
    std::function<void(hub::Request const&, hub::Answer const&)> on_answer;

    Weather weather;
    [[nodiscard]] bool cut() const { return !weather.to_hub || !weather.from_hub; }

  private:
    Millis travel();
    void deliver(Life life, hub::Request const& request, Answered const& answered);

    Scheduler& m_scheduler;
    HubProcess& m_hub;
    Dice m_dice;
    std::vector<hub::Request> m_kept;
};

}  // namespace bozhong::simtest
