#pragma once
// What the runner needs of the world. Each port is implemented in another folder and chosen by a main file.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/core/event.h"
#include "station/core/restored.h"
#include "station/domain/facts.h"
#include "station/domain/feed.h"
#include "station/domain/label.h"
#include "station/domain/result.h"

namespace bozhong::app {

using domain::Result;
using domain::Status;

/// The one writer of the station's SQLite file. Used from one thread at a time.
class Journal {
  public:
    virtual ~Journal() = default;
    /// Writes the facts as one durable transaction with their projections. LabelQueued{of = 0} gets the sequence of
    /// the weighing before it. Returns the head after it; the first new sequence is head.seq − facts.size() + 1.
    /// An io or full error means the handle is closed: the process ends and starts again from disk.
    virtual Result<domain::Head> append(std::span<domain::Fact const> facts, domain::Stamp const& stamp) = 0;
    /// Stores the feed items (those beyond the stored position) and their projections, durable.
    virtual Status append_feed(std::span<domain::FeedItem const> items) = 0;
    virtual Result<core::Restored> load() = 0;
    /// Those of these lines that this station holds, with what was done for them here.
    virtual Result<std::vector<core::TaskRecord>> tasks(std::span<domain::LineKey const> /*lines*/) {
        return std::vector<core::TaskRecord>{};
    }
    /// One event as stored, re-read from the file. No incarnation: the one being written.
    virtual Result<domain::StoredEvent> read(domain::EventName const& name) = 0;

    virtual domain::Head head() const = 0;
    virtual std::int64_t feed_position() const = 0;
    /// Unacknowledged events of the oldest incarnation that has any, in order, at most `limit` and about 1 MiB.
    virtual Result<std::vector<domain::StoredEvent>> unsent(std::size_t limit) = 0;
    virtual Status acknowledge(std::string const& incarnation, domain::Seq up_to) = 0;
    /// The last event of every incarnation stored here, for the comparison with the hub's mark.
    virtual Result<std::vector<domain::Head>> heads() {
        return domain::Error{domain::ErrorKind::unsupported, "this journal does not list its incarnations", "", ""};
    }
    /// The hub lost what it had acknowledged (it was restored): events after `above` are unsent again.
    virtual Status reoffer(std::string const& incarnation, domain::Seq above) {
        return domain::Error{domain::ErrorKind::unsupported, "this journal does not offer events again",
                             incarnation + " after " + std::to_string(above), ""};
    }
    struct Backlog { std::int64_t events = 0; std::optional<domain::WallTime> oldest; };
    virtual Result<Backlog> backlog() = 0;
    /// Device signature over a batch's head, hex: Ed25519 of station, incarnation, sequence and hash (wire defines the bytes).
    virtual std::string sign_head(domain::Head const& head) = 0;
    virtual std::string public_key() const = 0;  ///< hex
    /// What was compared with this journal since it was opened, a line each; the next `started` says it.
    virtual void witnessed(std::vector<std::string> lines) { (void)lines; }
    /// The hub's life that the stored feed is of (FeedRestarted); empty = its first.
    virtual std::string feed_generation() const { return {}; }
    /// A new incarnation; its Started names the predecessor.
    virtual Result<domain::Head> open_incarnation(std::string const& reason, domain::Stamp const& stamp) = 0;
    /// Events the hub has and this disk lost: stored under their own incarnation, then a new incarnation opens.
    virtual Status take_back(std::span<domain::StoredEvent const> events) = 0;
    /// How long the hub has not been heard, in time that the station ran; load() gives it back.
    virtual Status note_people_age(std::int64_t /*seconds*/) { return domain::Done{}; }
    virtual Status mark_clean_end() = 0;
    virtual std::int64_t free_bytes() const = 0;
    /// Why the handle is closed, once a call met an io or full error, whichever call it was. Nothing works after it.
    virtual std::optional<domain::Error> lost() const { return {}; }
};

struct LabelJob {
    domain::Seq label = 0;
    domain::LabelContent content;
};

/// Owns a printer on its own thread. Callbacks come on that thread.
class Printer {
  public:
    virtual ~Printer() = default;
    using OnLabel = std::function<void(core::LabelChanged)>;
    using OnState = std::function<void(core::PrinterSeen)>;
    virtual void start(OnLabel on_label, OnState on_state) = 0;
    /// Queues at most 64 jobs; beyond that the job fails at once with "queue full". Never resends by itself.
    virtual void print(LabelJob job) = 0;
    virtual void stop() = 0;
};

/// Reads a scale and sends it commands. Callbacks come on the owner's strand.
class ScaleControl {
  public:
    virtual ~ScaleControl() = default;
    using OnEvent = std::function<void(core::Event)>;
    virtual void start(OnEvent on_event) = 0;
    virtual void send(std::string const& command) = 0;
    virtual void stop() = 0;
};

/// The way to the hub. Runs on its own thread; asks the station for batches through these calls, hands results back.
class Uplink {
  public:
    virtual ~Uplink() = default;
    struct Station {
        std::function<void(std::function<void(Journal&)>)> with_journal;  ///< runs on the journal's thread, returns at once
        std::function<void(std::vector<domain::FeedItem>)> feed_arrived;  ///< stored already (append_feed): tell the core
        std::function<void(core::HubSeen)> hub_seen;
    };
    virtual void start(Station station) = 0;
    virtual void events_waiting() = 0;  ///< something was appended
    virtual void stop() = 0;
};

/// Makes what the label says of a stored event, bytes first; fails when the row does not verify.
using LabelMaker = std::function<Result<domain::LabelContent>(domain::StoredEvent const&, int copy)>;

}  // namespace bozhong::app
