#pragma once
// What hub, stations and the order service say to each other, as values, and their JSON. sync/openapi.yaml
// describes the routes; the field names here are the JSON names. Every message carries "schema": a reader
// accepts its own major version and ignores fields it does not know. Pure; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "station/domain/facts.h"
#include "station/domain/feed.h"
#include "station/domain/result.h"

namespace bozhong::wire {

using domain::LineKey;
using domain::Result;

constexpr int schema_version = 1;
constexpr std::size_t batch_events_max = 1'000;
constexpr std::size_t batch_bytes_max = 1U << 20U;  ///< sum of the payloads
constexpr std::size_t body_bytes_max = 4U << 20U;   ///< any request
constexpr int feed_wait_max_s = 30;

/// The JSON text of a message. UTF-8, one line, "schema" first.
template <class T>
std::string to_json(T const& message);
/// Reads a message. bad_input names the field at fault in `where` ("lines[3].ordered").
template <class T>
Result<T> from_json(std::string_view json);

/// RFC 9457. `type` is stable: "urn:bozhong:problem:duplicate_line".
struct ProblemItem {
    std::string where, what;
};
struct Problem {
    std::string type, title;
    int status = 500;
    std::string detail, field, todo;
    std::vector<ProblemItem> errors;
};

struct EnrolRequest {
    std::string code, public_key, software;
};  ///< Ed25519 public key as 64 hex digits
struct EnrolAnswer {
    std::string station, warehouse, name;
    std::string secret;               ///< password of HTTP Basic with the station as user; shown this once
    std::int64_t feed_cursor = 0;     ///< start of the feed for this station
    std::int64_t station_number = 0;  ///< unique at the hub, for the digits of the bar code
    std::int64_t short_first = 0;     ///< short numbers for this station's incarnations: first …
    std::int64_t short_count = 0;     ///< … and how many
    std::string key_id;               ///< names the device's key in the QR code, unique at the hub
    std::string now;
};

/// One order line as the order service sends it; texts are kept byte for byte. `row` is the line of the file.
struct OrderLine {
    std::int64_t row = 0;
    std::string warehouse, wave, business_date, order_no, line_no, customer_code, customer, route, driver,
        tote;
    std::string sku, product, category, kind, ordered, unit, note;
    std::map<std::string, std::string> extras;
};
struct ImportRequest {
    std::vector<OrderLine> lines;
    std::string
        replace_wave;  ///< lines of this wave that are absent from the file are cancelled; empty = none
    bool dry_run = false;
};
struct LineChange {
    std::string order_no, line_no, change;
    std::vector<std::string> fields;
};  ///< "added", "changed", "cancelled"
struct ImportAnswer {
    std::int64_t added = 0, changed = 0, unchanged = 0, cancelled = 0, unassigned = 0;
    bool dry_run = false;
    std::vector<LineChange> changes;  ///< at most 10,000
};

/// hold, release and cancel of an order or, with line_no, of one line.
struct StopRequest {
    std::string line_no, reason;
};
/// outcome: empty while open, else cancelled_unsorted, cancelled_put_back, refused_shipped,
/// pending_station_offline.
struct CancelLine {
    std::string order_no, line_no, outcome, waiting_for, decide_by, reason;
};
struct StopAnswer {
    std::string order_no, state;
    std::vector<CancelLine> lines;
};
struct PutBackRequest {
    std::string line_no, label;
};  ///< label: the bag's scanned text

struct FeedPage {
    std::vector<domain::FeedItem> items;
    std::int64_t next = 0;  ///< ask with after=next
    bool more = false;
    std::string now;
};

struct EventBatch {
    std::string station, incarnation;
    std::vector<domain::StoredEvent> events;  ///< consecutive; at most batch_events_max and batch_bytes_max
    std::string signature;                    ///< hex, Ed25519 over wire::head_bytes of the last event
    std::int64_t feed_position = 0;           ///< feed the station has stored
    std::int64_t unsent = 0;                  ///< events still waiting behind this batch
};
struct Quarantine {
    domain::Seq from = 0;
    std::string why;
};  ///< why: "fork", "chain", "signature", "hash", "type"
struct BatchAnswer {
    std::string incarnation;
    domain::Seq acknowledged = 0;  ///< highest contiguous number that is durable at the hub
    std::string head_hash;         ///< of that event
    std::optional<Quarantine> quarantine;
    std::string now;
};
/// What the hub knows of a station's journal: the witness after an unclean start.
struct MarkIncarnation {
    std::string incarnation;
    domain::Seq seq = 0;
    std::string hash;
    std::optional<Quarantine> quarantine;
};
struct Mark {
    std::string station, latest;
    std::vector<MarkIncarnation> incarnations;
};
/// Events the hub has of a station, in order, as the bytes first written.
struct EventPage {
    std::vector<domain::StoredEvent> events;
    bool more = false;
};

struct ResultWeighing {
    std::string station, incarnation;
    domain::Seq seq = 0;
    std::string at, indication, scale_unit;
    std::int64_t gross_mg = 0, tare_mg = 0, net_mg = 0, count = 0;
    bool pt = false;
    std::string entry;
    std::int64_t assignment = 0;
};
/// A result as the order service pulls it (docs/integrating.md). actual_mg is null for counted lines, actual_count for weighed ones.
struct ResultRow {
    std::string warehouse, business_date, wave, order_no, line_no;
    std::int64_t order_version = 0, revision = 0;
    std::string cursor, customer_code, sku, lot, kind, state;
    bool final = false, after_close = false;
    std::string ordered, unit, qty, qty_unit;
    std::optional<std::int64_t> actual_mg, actual_count;
    std::string entry, reason, substituted_sku;
    std::vector<ResultWeighing> weighings;
    std::optional<bool> after_lock;  ///< only of a revision made after its business day was locked
};
struct ResultsPage {
    std::vector<ResultRow> results;
    std::string next;
    bool more = false;
};

/// Which life of the hub the results are of. A restored hub has a new generation: rows that it had given out after the
/// backup are gone. `resume_cursor` is the last one from before the restore that still stands; empty = the beginning.
struct ResultsGeneration {
    std::string generation, since, resume_cursor;
};

/// The end of a sealed journal (docs/recovery.md): what the file holds, signed by the device. `digest` is SHA-256 over
/// all lines before this one, `signature` Ed25519 over seal_bytes of it.
struct Seal {
    std::string station, public_key, digest, signature;
    std::int64_t events = 0, batches = 0;
    std::vector<MarkIncarnation> heads;  ///< the last event of each incarnation
};

/// Moves lines, or all open lines of a product (and wave, and present holder), to a station.
struct AssignRequest {
    std::string to, sku, wave, from, reason;
    std::vector<LineKey> lines;
};
struct AssignAnswer {
    std::string to;
    std::int64_t moved = 0, unchanged = 0;
    std::vector<ProblemItem> refused;
};

/// What a person did without the right for it, as the hub knew when the event came.
struct FlaggedEvent {
    std::string incarnation;
    domain::Seq seq = 0;
    std::string type, needed, order_no, line_no;
};
/// A weighing that is in no sum until a person decides: add, replace, keep_first, put_back. Or what a person did at a
/// table that had not heard that the right was gone: it counts, and waits for acknowledge.
struct HeldWeighing {
    std::int64_t id = 0;
    std::string kind;   ///< "held", "quarantined", "flagged"
    std::string why;    ///< "moved", "cancelled", "closed", "unknown_task", "fork", …; flagged: "right_revoked"
    std::string state;  ///< "open" or the decision
    std::string order_no, line_no, product, customer_code, ordered, unit, owner, decided_by, reason,
        received_at;
    ResultWeighing weighing;
    std::vector<ResultWeighing> in_force;
    std::string payload, other_payload;  ///< quarantined: both versions
    std::string person;                  ///< flagged: whose
    std::int64_t flagged_total = 0;
    std::vector<FlaggedEvent> flagged;  ///< the first 200
};
struct HeldPage {
    std::vector<HeldWeighing> exceptions;
    bool more = false;
};
struct DecideRequest {
    std::string decision, reason;
};

/// A weighing as the hub's ledger has it: in_force, held, corrected, voided, superseded or put_back.
struct LedgerWeighing {
    std::string state;
    ResultWeighing weighing;
};
struct LedgerPage {
    std::vector<LedgerWeighing> weighings;
};
/// What a weighing or count should have said: qty in a unit of mass, or whole pieces.
struct CorrectRequest {
    std::string station, incarnation;
    domain::Seq seq = 0;
    std::string qty, unit, reason;
};

/// A person lets a bag be as it is although its order changed. kind: "take_out", "relabel".
struct LeaveBagRequest {
    std::string station, incarnation;
    domain::Seq seq = 0;
    std::string kind, reason;
};

/// When routes of a wave leave, in UTC; no route = those that have no time of their own, no time = none any more.
struct Departure {
    std::string route, departs_at;
};
struct DeparturesRequest {
    std::vector<Departure> departures;
};

struct CloseRequest {
    std::string scope, id, wave;
    bool short_open = false;
    std::string reason;
};  ///< scope: order, route, wave
struct CloseAnswer {
    std::string scope, id, state;  ///< "closing" while something is open, "closed"
    std::int64_t open_tasks = 0, held = 0, unknown_labels = 0, open_cancels = 0, shorted = 0, bag_tasks = 0;
    std::vector<std::string> unsent_stations;
};

/// The order service has settled a business day: what is corrected later is a difference to that day.
struct LockRequest {
    std::string business_date, reason;
};
struct LockedDay {
    std::string business_date, locked_at, locked_by, reason;
    std::int64_t lines = 0, differences = 0;
};
struct LockedDays {
    std::vector<LockedDay> days;
};
/// A person's change of what a line settles: a correction, or a decision about an exception.
struct Correction {
    std::int64_t id = 0;
    std::string at, by, what, reason, business_date, wave, order_no, line_no, customer_code, sku, product;
    std::string qty_before, qty_after, unit;
    std::int64_t mg_before = 0, mg_after = 0, count_before = 0, count_after = 0;
    bool after_close = false, after_lock = false;
};
struct CorrectionPage {
    std::vector<Correction> corrections;
    std::int64_t next = 0;  ///< ask with after=next
    bool more = false;
};

struct ReconcileLine {
    std::string order_no, line_no;
    std::optional<std::int64_t> revision;
    std::optional<std::string> state;
    std::optional<std::int64_t> actual_mg, actual_count;
};
struct ReconcileRequest {
    std::vector<ReconcileLine> lines;
    std::string digest;
};
struct Difference {
    std::string order_no, line_no, station, what, hub, theirs;
};
struct StationSum {
    std::string station;
    std::int64_t weighings = 0, in_force = 0, held = 0, voided = 0, net_mg = 0, count = 0;
};
struct ReconcileAnswer {
    std::string wave, digest;
    std::int64_t lines = 0, results = 0, weighings = 0, actual_mg = 0, actual_count = 0;
    std::vector<StationSum> stations;
    std::vector<Difference> differences;
};

struct CodeRequest {
    std::string station, name;
};
struct CodeAnswer {
    std::string code, station, expires;
};
struct PersonRequest {
    std::string name, role, badge, pin, password;
    std::vector<std::string> rights;  ///< empty = the role's usual set
    bool active = true;
};
struct LotRequest {
    std::string lot;
};
struct SignInRequest {
    std::string person, password;
};
struct SignInAnswer {
    std::string person, name, role, csrf, warehouse;
    std::vector<std::string> rights;
};

struct Health {
    std::string status, version, now;
    bool ready = false;
};

}  // namespace bozhong::wire
