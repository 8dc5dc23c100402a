#pragma once
// What turns the sync machine's actions into deeds, whatever carries them: requests go out, the journal is
// asked, the station is told. The carrier gives it a thread, a timer, two clocks and a way for the requests.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "station/app/ports.h"
#include "sync/client/sync_machine.h"

namespace bozhong::client {

/// Lives as long as something elsewhere may still answer it. One thread, but for events_waiting().
class Engine : public std::enable_shared_from_this<Engine> {
  public:
    Engine(SyncSettings settings, app::Uplink::Station station);
    virtual ~Engine() = default;

    /// On the engine's thread.
    void start();
    /// From any thread: something was appended.
    void events_waiting();

  protected:
    /// Does the work on the engine's thread, later. From any thread; forgets it when the engine has ended.
    virtual void post(std::function<void()> work) = 0;
    /// Calls alarm() on the engine's thread at that time; an earlier call is forgotten.
    virtual void wake_at(Instant when) = 0;
    /// Answers with happened(), exactly once, unless the engine has ended.
    virtual void send(SendHttp const& request) = 0;
    [[nodiscard]] virtual Instant monotonic() const = 0;
    [[nodiscard]] virtual domain::WallTime wall() const = 0;

    void alarm();
    void happened(Happening happening);
    [[nodiscard]] app::Uplink::Station const& station() const { return m_station; }

  private:
    void carry_out(std::vector<Action> const& actions);
    void ask_journal(Action const& action);

    app::Uplink::Station m_station;
    SyncMachine m_machine;
    std::atomic<bool> m_asking_backlog = false;
};

}  // namespace bozhong::client
