#pragma once
// A station's journal, a hub and the wire between them as plain values under simulated time, so that a script
// can be played again with one step of it going wrong. Tens of lines judge thousands of runs.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/client/sync_machine.h"

namespace bozhong::test {

struct ModelJournal {
    struct Life {
        std::string name;
        std::vector<domain::StoredEvent> events;
        domain::Seq acknowledged = 0;
    };
    std::vector<Life> lives{{"aaaa000000000001", {}, 0}};
    std::vector<domain::FeedItem> feed;
    std::vector<std::string> reasons;  ///< why incarnations were opened

    void append(int count);
    [[nodiscard]] std::int64_t unsent() const;
    Life& life(std::string const& name);
    [[nodiscard]] std::int64_t feed_position() const { return feed.empty() ? 0 : feed.back().position; }
};

struct ModelHub {
    std::map<std::string, std::vector<domain::StoredEvent>> events;  ///< by incarnation, contiguous from 1
    std::map<std::string, wire::Quarantine> quarantined;
    std::map<std::string, std::vector<domain::StoredEvent>> aside;
    std::vector<domain::FeedItem> feed;
    std::size_t page = 5;
    bool up = true;

    struct Answer {
        int status;
        std::string body;
    };
    Answer answer(client::SendHttp const& request);
    void add_feed(int count);

  private:
    Answer append(std::string const& body);
    Answer give_back(std::string const& target);
    Answer mark();
    Answer read_feed(std::string const& target);
};

enum class Harm {
    none,
    lost_before,  ///< the request or call never arrives
    lost_after,   ///< it is done, but the answer is lost
    server_error,
    rubbish,
    not_let_in,
};

/// Runs the machine against journal and hub until nothing but time would happen, or the clock stands at
/// `until`.
class World {
  public:
    ModelJournal journal;
    ModelHub hub;
    int harm_at = -1;  ///< number of the step that goes wrong
    Harm harm = Harm::none;
    std::size_t carries = 0;  ///< events that the line brings over in a request's time; 0 = any number

    void start();
    void run_until(domain::Instant until);
    void run_for(domain::milliseconds time) { run_until(now + time); }
    /// The station appends and says so.
    void append(int count);
    /// Ends with everything delivered, or false after two simulated minutes.
    bool settle();
    /// Cuts every request in flight.
    void hub_goes();

    domain::Instant now{};
    int steps = 0;
    std::vector<core::HubSeen> told;
    std::vector<std::string> witnesses;
    std::optional<client::SyncMachine> machine;
    client::SyncSettings settings{
        "main", "T1", 0, 7, 4, domain::milliseconds(10'000), domain::milliseconds(25'000)};

  private:
    struct Pending {
        domain::Instant at;
        std::uint64_t order;
        client::Happening happening;
        std::optional<client::SendHttp>
            waiting;  ///< a long poll: asked again when it is due or something is there
        bool operator<(Pending const& other) const {
            return std::tie(at, order) < std::tie(other.at, other.order);
        }
    };
    void take(std::vector<client::Action> const& actions);
    void give(client::Happening happening, std::int64_t after_ms = 1);
    void send(client::SendHttp const& request, Harm with);
    std::optional<client::Happening> do_in_journal(client::Action const& action);
    void wake_long_polls();
    std::multiset<Pending> m_pending;
    std::uint64_t m_order = 0;
};

}  // namespace bozhong::test
