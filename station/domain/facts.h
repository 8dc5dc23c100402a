#pragma once
// The facts a station makes: one struct an event type of the journal. Only sync/wire turns them into bytes
// (and the bytes, once written, are what is hashed, sent and kept). Field names here are the JSON names.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "station/domain/reading.h"
#include "station/domain/task.h"
#include "station/domain/time.h"

namespace bozhong::domain {

using Seq = std::uint64_t;  ///< gap-free from 1 within an incarnation; 0 = none

/// Names an event of this station. In a fact the incarnation is a member of its own, "…_incarnation": empty means that
/// of the fact itself, as in everything written before incarnations were named.
struct EventName {
    std::string incarnation;
    Seq seq = 0;
    friend auto operator<=>(EventName const&, EventName const&) = default;
};

/// Names one event for ever. The incarnation is 16 lower-case hex digits.
struct EventId {
    std::string station;
    std::string incarnation;
    Seq seq = 0;
    friend auto operator<=>(EventId const&, EventId const&) = default;
};

struct Started {
    std::string software, checksum, boot_id;
    std::string reason;  ///< "install", "restart", "restore", "unclean_no_witness", "hub_ahead", "fork"
    std::string previous_incarnation, previous_hash;
    Seq previous_seq = 0;
    std::string clock_quality;  ///< "good", "unknown"
    std::vector<std::string> witnesses;
};
struct SignedIn {
    std::string person, name, by;
    std::vector<std::string> rights;
    std::int64_t people_age_s = 0;  ///< how long the hub's word on people had not been heard, in time that the station ran
};
struct SignedOut { std::string person, why; };
struct SignInFailed { std::string person, by; int failures = 0; };

enum class Entry { scale, manual };
enum class TareKind { pan, container, preset };
struct Tare { TareKind kind = TareKind::container; std::string name; Mass mass; };

/// What a weighing copies of the feed, so that a reprint a month later is identical.
struct TaskFacts {
    LineKey line;
    std::string warehouse, business_date, wave;
    std::int64_t version = 0, assignment = 0, feed_position = 0;
    std::string sku, product, category, customer_code, customer, route, driver, tote, note;
    LineDetails details;
    Amount ordered;
    std::string lot;
    int bag = 1, bags = 1;
};
struct Weighed {
    TaskFacts task;
    Entry entry = Entry::scale;
    Mass gross, net;
    std::vector<Tare> tares;          ///< net = gross − their sum
    Indication indication;            ///< as the scale showed it, or as typed
    WeightKind shown = WeightKind::unknown;
    std::string scale; int scale_version = 0;
    std::string stability;            ///< "flag", "time:600ms", "flag+time:600ms", "typed"
    std::string trigger;              ///< "key", "pedal", "scan", "hands_free", "script"
    Zone zone = Zone::green; std::string profile;
    bool below_min = false;
    std::optional<Seq> released_by;   ///< the `released` event that let a red load through
    std::string person, person_name;
    std::string settled, settle_unit; ///< this weighing alone in the line's settle unit
    std::string reason, read_on;      ///< manual: why, and the other scale it was read from
    std::string mode;                 ///< "normal", "accumulate", "take_away"
    std::string released_by_incarnation = {};
    /// Entered again from its label: the event that a disk lost and that this one stands for. 0 = none.
    Seq recovers = 0;
    std::string recovers_incarnation = {};
};
struct Counted {
    TaskFacts task;
    std::int64_t count = 0;
    std::string trigger, person, person_name;
    Seq recovers = 0;  ///< as in Weighed
    std::string recovers_incarnation = {}, reason = {}, read_on = {};
};
struct Shorted { LineKey line; std::string missing, unit, reason, person; };
struct ShortUndone { LineKey line; Seq of = 0; std::string person, of_incarnation = {}; };
struct Voided { Seq of = 0; LineKey line; std::string reason, person, released_by, of_incarnation = {}; };
struct TaskEnded { LineKey line; std::string reason, person; };
struct TaskReopened { LineKey line; std::string reason, person; };
struct Skipped { LineKey line; std::string person; };
struct Released { LineKey line; std::string what; std::uint64_t load = 0; Mass gross; std::string person, reason; };
struct LotChanged { std::string sku, lot, previous, person; };

/// Whose bag it is and where it goes, as the order says it now: on a label in the place of what its weighing copied.
struct BagNames {
    std::string customer_code, customer, route, driver, tote;
    friend bool operator==(BagNames const&, BagNames const&) = default;
};
enum class LabelState { queued, sending, sent, printed, unknown, failed, voided };
struct LabelQueued {
    Seq of = 0;
    std::string template_name;
    int template_version = 1, copy = 0;
    std::string of_incarnation = {};
    BagNames names = {};  ///< of an order that changed after the weighing; empty = as weighed
};
/// `label` is the sequence of the label_queued event: the label's own name.
struct LabelMoved {
    Seq label = 0;
    LabelState state = LabelState::queued;
    std::string known_by, printer, detail, label_incarnation = {};
};
/// `known_by` of a label that is `sent` while its printer's own word is still to come; never in the journal.
inline constexpr char const* awaiting_word = "awaiting_word";
/// A code written on the bag by hand instead of a label.
struct LabelHandwritten { Seq label = 0; std::string code, person, label_incarnation = {}; };

struct ScaleZeroed { std::string scale; bool ok = false; std::string detail, person; };
struct ScaleTared { std::string scale; bool ok = false; std::string detail, person; };
struct ScaleChanged { std::string scale, what, before, after; };
struct CheckWeighed { std::string scale; Mass nominal, shown; bool ok = false; std::string person; };
struct SettingsChanged { std::string what, before, after, person; };
struct ClockJumped { WallTime before, after; };
struct StorageLow { std::int64_t free_bytes = 0; };
struct FaultSeen { std::string part, fault, detail; };
/// An event type this version does not know; kept and passed on.
struct UnknownFact { std::string type; };

using Fact = std::variant<Started, SignedIn, SignedOut, SignInFailed, Weighed, Counted, Shorted, ShortUndone, Voided,
                          TaskEnded, TaskReopened, Skipped, Released, LotChanged, LabelQueued, LabelMoved,
                          LabelHandwritten, ScaleZeroed, ScaleTared, ScaleChanged, CheckWeighed, SettingsChanged,
                          ClockJumped, StorageLow, FaultSeen, UnknownFact>;

/// The type's name in the journal: "weighed", "label_queued", … (label_state for LabelMoved, fault for FaultSeen).
std::string type_name(Fact const& fact);

/// When and by whom a batch of facts was made; the same for all facts of one append.
struct Stamp {
    WallTime at;
    bool clock_good = false;
    std::string person;
    std::int64_t feed_position = 0;  ///< the feed the facts were made under; the journal writer fills it in
};

/// A journal event as stored: the payload is the bytes first written.
struct StoredEvent {
    EventId id;
    std::string type;
    std::string payload;  ///< JSON, UTF-8
    std::string previous_hash, hash;  ///< BLAKE2b-256, 64 hex digits
};

struct Head {
    std::string incarnation;
    Seq seq = 0;
    std::string hash;
    friend bool operator==(Head const&, Head const&) = default;
};

}  // namespace bozhong::domain
