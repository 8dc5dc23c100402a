#pragma once
// What to send to the hub when: a pure machine. The transport and the journal are effects; their outcome
// comes back as a happening. Two lanes work side by side and never share a request: up (witness check,
// journal batches) and down (feed).
//
// Up:    heads → mark → compare ─┬─ agrees: batch → post → acknowledge → batch … → idle until events wait
//                                ├─ the hub is ahead: fetch what this disk lost → take back → heads again
//                                ├─ the hub is behind: offer again
//                                └─ fork or quarantine: a new incarnation, and on
// Down:  position → ask (the hub waits up to wait_s) → store → ask …
// Any failure waits (doubling, with jitter) and starts its lane again from the comparison: at least once, in
// order.
//
// One thread at a time. Contract of the calls: sync/openapi.yaml.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "station/core/event.h"
#include "station/domain/facts.h"
#include "station/domain/feed.h"
#include "station/domain/result.h"
#include "sync/wire/messages.h"

namespace bozhong::client {

using domain::Instant;
using domain::milliseconds;

enum class Lane { up, down };

// What the machine wants done. Every one but TellHub and NoteWitness is answered by exactly one happening of its lane.
struct SendHttp {
    Lane lane;
    std::string method, target, body;
    milliseconds timeout;
};
struct ReadHeads {};  ///< → HeadsRead
struct ReadBatch {
    std::size_t limit = 0;
};  ///< → BatchRead
struct Acknowledge {
    std::string incarnation;
    domain::Seq up_to = 0;
};  ///< → JournalDone
struct Reoffer {
    std::string incarnation;
    domain::Seq above = 0;
};  ///< → JournalDone
struct OpenIncarnation {
    std::string reason;
};  ///< → JournalDone
struct TakeBack {
    std::vector<domain::StoredEvent> events;
};  ///< → JournalDone
/// Store the items (none: only read the position) and tell the core of them. → FeedStored
struct StoreFeed {
    std::vector<domain::FeedItem> items;
};
/// `connected` only after the comparison with the hub's mark and what followed from it: the station waits for
/// that before it appends after an unclean end.
struct TellHub {
    core::HubSeen seen;
};
/// What the journal was compared with, for its next `started`.
struct NoteWitness {
    std::string line;
};
using Action = std::variant<SendHttp, ReadHeads, ReadBatch, Acknowledge, Reoffer, OpenIncarnation, TakeBack,
                            StoreFeed, TellHub, NoteWitness>;

// What happened.
struct HttpAnswered {
    Lane lane;
    int status = 0;
    std::string body;
};
struct HttpFailed {
    Lane lane;
    domain::Error error;
};
struct HeadsRead {
    domain::Head head;              ///< of the incarnation being written
    std::vector<domain::Head> all;  ///< of every incarnation here
    bool complete = true;           ///< false: `all` may lack some
};                                  ///< all: of every incarnation here
struct BatchRead {
    std::vector<domain::StoredEvent> events;  ///< consecutive, of one incarnation; may be none
    std::string signature;                    ///< over the last one's head
    std::string head_incarnation;             ///< the one being written now
    std::int64_t feed_position = 0;
    std::int64_t backlog = 0;  ///< unsent, these included
    milliseconds oldest_age{0};
};
struct JournalDone {};
struct JournalFailed {
    Lane lane;
    domain::Error error;
};
struct FeedStored {
    std::int64_t position = 0;
    std::string generation = {};  ///< the hub's life that the stored feed is of
};
struct EventsWaiting {
    std::int64_t backlog = 0;
    milliseconds oldest_age{0};
};
struct TimePassed {};
using Happening = std::variant<HttpAnswered, HttpFailed, HeadsRead, BatchRead, JournalDone, JournalFailed,
                               FeedStored, EventsWaiting, TimePassed>;

struct SyncSettings {
    std::string warehouse, station;
    std::int64_t feed_cursor = 0;    ///< where this station's feed begins (from its enrolment)
    std::uint64_t seed = 1;          ///< of the jitter
    std::size_t batch_events = 256;  ///< a signature covers at most so many
    milliseconds request_timeout{10'000};
    milliseconds feed_wait{25'000};  ///< the hub's part of a feed request
};

/// Waits between attempts: doubling from 100 ms, each shortened by up to half at random.
class BackOff {
  public:
    explicit BackOff(std::uint64_t seed) : m_random(seed) {}
    /// A peer that is not there is asked again soon: it costs a refused connection. One that answers badly is
    /// not pressed.
    milliseconds next(milliseconds most);
    void reset() { m_failures = 0; }

  private:
    std::mt19937_64 m_random;
    int m_failures = 0;
};

/// How much is asked for, or sent, at once. On a slow line a quarter of it after each time that no answer
/// came in time; an eighth more after each that did.
class Portion {
  public:
    explicit Portion(std::size_t most) : m_most(most), m_now(most) {}
    [[nodiscard]] std::size_t now() const { return m_now; }
    void too_much(std::size_t asked) { m_now = std::max<std::size_t>(1, std::min(asked, m_now) / 4); }
    void went_well() { m_now = std::min(m_most, m_now + m_now / 8 + 1); }

  private:
    std::size_t m_most, m_now;
};

class SyncMachine {
  public:
    explicit SyncMachine(SyncSettings settings);

    std::vector<Action> start(Instant now);
    std::vector<Action> handle(Happening const& happening, Instant now);
    /// When TimePassed is due at the latest.
    [[nodiscard]] Instant wake_at() const;

  private:
    enum class Up { heads, mark, fetching, repairing, batch, posting, acknowledging, idle, waiting };
    enum class Down { position, asking, storing, waiting };
    struct Missing {
        std::string incarnation;
        domain::Seq have = 0, wanted = 0;
    };

    void on(HttpAnswered const& answer);
    void on(HttpFailed const& failed);
    void on(HeadsRead const& heads);
    void on(BatchRead const& batch);
    void on(JournalDone const&);
    void on(JournalFailed const& failed);
    void on(FeedStored const& stored);
    void on(EventsWaiting const& waiting);
    void on(TimePassed const&);

    void compare(wire::Mark const& mark);
    bool find_missing(wire::Mark const& mark);
    [[nodiscard]] bool diverged(wire::MarkIncarnation const& there, domain::Seq have) const;
    void take_page(wire::EventPage const& page);
    void take_answer(wire::BatchAnswer const& answer);
    void take_feed(wire::FeedPage const& page);
    void do_repairs();
    void fetch();
    void ask_feed();
    void read_heads();
    void read_batch();
    void fail(Lane lane, domain::Error const& error, milliseconds most);
    void refused(Lane lane, HttpAnswered const& answer);
    void went_well(Lane lane);
    void tell(bool also_time);
    void get(Lane lane, std::string const& target, milliseconds timeout);
    [[nodiscard]] std::string base() const;
    [[nodiscard]] milliseconds oldest_age() const;

    SyncSettings m_settings;
    std::vector<Action> m_actions;
    Instant m_now{};

    Up m_up = Up::heads;
    BackOff m_up_back_off;
    Instant m_up_retry{};
    HeadsRead m_heads;
    std::vector<Missing> m_missing;
    std::set<std::string> m_diverged;  ///< incarnations that went on here otherwise than at the hub
    std::vector<domain::StoredEvent> m_fetched;
    std::vector<Action> m_repairs;
    BatchRead m_batch;
    Portion m_up_portion;  ///< events
    bool m_more_waiting = false;

    Down m_down = Down::position;
    BackOff m_down_back_off;
    Instant m_down_retry{};
    std::int64_t m_feed_after = 0;
    std::string m_feed_generation;
    Instant m_asked_at{};
    bool m_feed_more = false;
    Portion m_down_portion;  ///< items

    bool m_connected = false, m_compared = false, m_quarantined = false, m_feed_stuck = false;
    std::string m_detail;
    std::int64_t m_unsent = 0;
    Instant m_oldest{};
    std::optional<core::HubSeen> m_told;
    Instant m_told_at{};
};

/// A text as one segment of a URL's path, or as a value of its query.
std::string url_text(std::string_view text);

}  // namespace bozhong::client
