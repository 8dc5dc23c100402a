#pragma once
// The hub as a process: its rules and calls over its database on a simulated disk, its long polls and its
// tick. It can be killed between any two steps, lose its power, and start again from its disk.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "station/simtest/around.h"
#include "station/simtest/memory_disk.h"
#include "sync/hub/api.h"

namespace bozhong::simtest {

enum class Death { kill, power_cut };

class HubProcess {
  public:
    using Reply = std::function<void(hub::Answer const&)>;
    using Wrap = std::function<std::unique_ptr<hub::Database>(std::unique_ptr<hub::Database>)>;

    HubProcess(Scheduler& scheduler, MemoryDisk& disk) : m_scheduler(scheduler), m_disk(disk) {}

    /// False: the store cannot be opened now; it is tried again a second later, as its supervisor would.
    bool start();
    void kill(Death death = Death::kill);
    void stay_down_for(Millis wait);
    [[nodiscard]] bool up() const { return m_hub != nullptr; }
    /// A request came in. The answer leaves when it is ready, unless the process dies before.
    void arrive(hub::Request request, Reply reply);
    [[nodiscard]] hub::Hub& hub() { return *m_hub; }

    WallClock clock;
    Millis slow_ms = 0;  ///< before every answer
    Millis tick_every = 1'000;
    Wrap wrap;                            ///< around the database; empty = as it is
    std::function<void()> before_answer;  ///< the change is durable, nobody knows of it yet
    std::function<void()> on_start, on_death;

    static constexpr char const* path = "hub.db";
    static constexpr char const* token = "central-token-of-the-simulation";
    static constexpr char const* password = "a long password of the simulation";
    static constexpr char const* supervisor_pin = "407193";

  private:
    struct Waiting {
        hub::Request request;
        Reply reply;
        Millis until;
    };
    void answer(hub::Request request, Reply const& reply);
    void answer_wait(Waiting waiting, std::string const& station);
    void wake();
    void tick();
    void look_at_store();
    hub::Answer ask(hub::Request const& request);

    Scheduler& m_scheduler;
    MemoryDisk& m_disk;
    Life m_life = the_world;
    std::unique_ptr<hub::Hub> m_hub;
    std::unique_ptr<hub::Api> m_api;
    std::multimap<std::string, std::shared_ptr<Waiting>> m_waiting;
};

}  // namespace bozhong::simtest
