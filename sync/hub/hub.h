#pragma once
// The rules of the hub over its store (docs/hub.md): what orders, stations and supervisors ask, and what
// follows. One thread. Every call that changes something runs inside write(); what it answers may be told to
// nobody before write() has returned, because only then is it durable.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "station/domain/feed.h"
#include "station/domain/person.h"
#include "sync/hub/database.h"
#include "sync/wire/messages.h"

namespace bozhong::wire {
struct SplitRequest;
struct SplitAnswer;
}  // namespace bozhong::wire

namespace bozhong::hub {

using domain::EventId;
using domain::LineKey;
using domain::Right;

struct Settings {
    std::string warehouse = "main";          ///< the default one
    std::int64_t cancel_within_ms = 60'000;  ///< a cancel that waits for a station is decided by then
    std::int64_t online_within_ms = 45'000;  ///< a station seen later than that is away
    std::int64_t code_valid_ms = 3'600'000;
    std::int64_t stations_max = 500;
    std::int64_t page_rows = 1'000;       ///< most rows of one answer
    std::int64_t feed_wait_s = 30;        ///< longest a feed request waits
    std::int64_t orders_lines = 100'000;  ///< most lines of one import
    bool webhook = false;                 ///< results are pushed somewhere
    std::string codes_dir;                ///< codes made by the program while the hub runs; empty = none
    std::string key;  ///< secret mixed into PIN-like hashes of codes and secrets; not in the database
};

struct StoredBagTask;
struct Floor;

/// Who asks: the order service, a station or a person.
struct Author {
    enum class Kind { open, central, station, person } kind = Kind::open;
    std::string id;
    std::string warehouse;
    std::set<Right> rights;
    [[nodiscard]] bool may(Right right) const { return kind == Kind::central || rights.contains(right); }
    [[nodiscard]] std::string name() const;  ///< "central", "person:zhang", "station:T03"
};

/// One order line as stored, with where it stands.
struct Line {
    std::string warehouse;
    LineKey key;
    std::string wave, business_date, customer_code, customer, route, driver, tote, sku, product, category,
        kind;
    std::string ordered, unit, note;
    std::string details;   ///< JSON of what only labels say; empty = nothing
    std::string standing;  ///< "active", "held", "cancelled"
    std::string station;   ///< holder; empty = nobody yet
    std::string state;     ///< "open", "in_progress", "done", "short", "cancelled"
    std::string ended;     ///< "", "ended", "short": by a person's word
    std::string reason;
    std::int64_t version = 1, place = 0, assignment = 0, actual_mg = 0, actual_count = 0, revision = 0;
    bool after_close = false, closed = false, shipped = false, after_lock = false;
    [[nodiscard]] domain::SortTask task() const;
};

struct Filter {
    std::string wave, route, sku, station, state, search;
    std::int64_t offset = 0, limit = 200;
};

/// Results that the webhook's receiver does not have yet, the first of them.
struct WebhookBatch {
    std::string warehouse;
    std::int64_t position = 0;  ///< of the last one
    wire::ResultsPage page;
};
struct WebhookState {
    bool configured = false;
    std::int64_t waiting = 0, failures = 0;          ///< results; tries in a row
    std::string failing_since, problem, taken_at;    ///< empty = never
};
struct CorrectionAsk {
    std::int64_t after = 0, limit = 1'000;
    std::string date, wave;
    bool after_lock = false;  ///< only what came after the day was locked
};
/// One wave or one business date, as "csv", "xlsx" or "jsonl"; table: "results" or "corrections" (a workbook
/// has both).
struct ExportAsk {
    std::string wave, date, format, table;
};
struct Export {
    std::string type, bytes;
};

class Hub {
  public:
    using Clock = std::function<std::int64_t()>;  ///< unix milliseconds; a note, never an order
    Hub(std::unique_ptr<Database> database, Settings settings, Clock clock);

    /// Runs fn as one durable transaction; an error it returns, or a failure of the store, undoes all of it.
    template <class F>
    auto write(F&& fn) -> decltype(fn()) {
        m_database->begin();
        auto result = fn();
        if (auto const& failure = m_database->failure()) {
            auto const error = *failure;
            return m_database->rollback(), m_dirty.clear(), error;
        }
        if (!result.ok()) return m_database->rollback(), m_dirty.clear(), result;
        if (auto done = m_database->commit(); !done) return m_dirty.clear(), done.error();
        return result;
    }

    // Orders (orders.cpp, stops.cpp)
    Result<wire::ImportAnswer> import(std::string const& warehouse, wire::ImportRequest const& request,
                                      Author const& author);
    Result<wire::StopAnswer> order(std::string const& warehouse, std::string const& order_no);
    Result<wire::StopAnswer> hold(std::string const& warehouse, std::string const& order_no,
                                  wire::StopRequest const& request, Author const& author);
    Result<wire::StopAnswer> release(std::string const& warehouse, std::string const& order_no,
                                     wire::StopRequest const& request, Author const& author);
    Result<wire::StopAnswer> cancel(std::string const& warehouse, std::string const& order_no,
                                    wire::StopRequest const& request, Author const& author);
    Result<wire::StopAnswer> put_back(std::string const& warehouse, std::string const& order_no,
                                      wire::PutBackRequest const& request, Author const& author);
    Result<wire::StopAnswer> ship(std::string const& warehouse, std::string const& order_no,
                                  Author const& author);
    /// Ends the cancels whose stated time is over. Called about once a second.
    Status decide_overdue_cancels();

    // Stations (stations.cpp, feed.cpp, ingest.cpp)
    Result<wire::CodeAnswer> make_code(std::string const& warehouse, wire::CodeRequest const& request,
                                       Author const& author);
    Result<wire::EnrolAnswer> enrol(wire::EnrolRequest const& request);
    Status revoke(std::string const& warehouse, std::string const& station, Author const& author);
    /// The end of a journal that was handed in batch by batch: when the hub has every event the seal names,
    /// the station is retired. Handed in again it is the same answer.
    Status retire(std::string const& warehouse, std::string const& station, wire::Seal const& seal,
                  Author const& author);
    std::optional<Author> station_by_secret(std::string const& station, std::string const& secret);
    struct FeedAsk {
        std::int64_t after = 0, limit = 1000, unsent = 0, oldest_unsent_ms = 0;
        std::optional<std::string> generation =
            {};  ///< of what the station has stored; none = it does not say
    };
    /// `seen` also notes what the station told of itself; the repeats of a long poll leave it out.
    Result<wire::FeedPage> feed(std::string const& station, FeedAsk const& ask, bool seen);
    Result<wire::BatchAnswer> append(std::string const& station, wire::EventBatch const& batch);
    Result<wire::Mark> mark(std::string const& station);
    Result<wire::EventPage> events(std::string const& station, std::string const& incarnation,
                                   std::int64_t after, std::int64_t limit);
    /// Stations whose feed grew in what was committed since the last call.
    std::set<std::string> take_dirty() { return std::exchange(m_dirty, {}); }
    /// On a shared store: adds those whose feed grew by the hand of another hub. Called about once a second.
    void look_elsewhere();
    /// refused when this hub's key is not the one that the secrets in the store were made with. Inside write().
    Status know_key();

    // Work (assign.cpp, held.cpp, correct.cpp, closing.cpp, results.cpp, reconcile.cpp)
    Result<wire::AssignAnswer> assign(std::string const& warehouse, wire::AssignRequest const& request,
                                      Author const& author);
    /// Shares a product of a wave over tables (split.cpp); 2 to 50 of them.
    Result<wire::SplitAnswer> split(std::string const& warehouse, wire::SplitRequest const& request,
                                    Author const& author);
    Result<wire::HeldPage> exceptions(std::string const& warehouse, std::string const& state,
                                      std::int64_t offset, std::int64_t limit);
    Status decide(std::string const& warehouse, std::int64_t id, wire::DecideRequest const& request,
                  Author const& author);
    /// Every weighing and count of a line, those that count first.
    Result<wire::LedgerPage> weighings(std::string const& warehouse, LineKey const& key);
    /// A person's figure in the place of a weighing that counts; zero takes it out.
    Status correct(std::string const& warehouse, wire::CorrectRequest const& request, Author const& author);
    // Bags whose order changed after they were made (bag_tasks.cpp)
    /// As JSON: what is to do, or with "over" what is over, the newest first.
    std::string bag_tasks_of(std::string const& warehouse, std::string const& state, std::int64_t limit);
    /// A person lets the bag be as it is.
    Status leave_bag(std::string const& warehouse, wire::LeaveBagRequest const& request, Author const& author);
    Result<wire::CloseAnswer> close(std::string const& warehouse, wire::CloseRequest const& request,
                                    Author const& author);
    // The order service's books (books.cpp, exporting.cpp)
    /// conflict while a line of the day is not closed. Locked again it is the same lock.
    Result<wire::LockedDays> lock(std::string const& warehouse, wire::LockRequest const& request,
                                  Author const& author);
    wire::LockedDays locked_days(std::string const& warehouse);
    Result<wire::CorrectionPage> corrections(std::string const& warehouse, CorrectionAsk const& ask);
    /// The newest revision of each line that has a result; at most 50,000 lines.
    Result<Export> export_results(std::string const& warehouse, ExportAsk const& ask);
    // Pushing results (webhook.cpp); the two that change something run inside write()
    std::optional<WebhookBatch> webhook_batch(std::string const& warehouse);
    Status webhook_taken(WebhookBatch const& batch);
    Status webhook_failed(std::string const& warehouse, std::string const& why);
    WebhookState webhook_state(std::string const& warehouse);
    Result<wire::ResultsPage> results(std::string const& warehouse, std::string const& cursor,
                                      std::int64_t limit);
    wire::ResultsGeneration results_generation(std::string const& warehouse);
    Result<wire::ReconcileAnswer> reconcile(std::string const& warehouse, std::string const& wave,
                                            wire::ReconcileRequest const* theirs, std::string const& station);

    // When routes will be sorted, and when they leave (forecasting.cpp)
    Status put_departures(std::string const& warehouse, std::string const& wave, wire::DeparturesRequest const& request,
                          Author const& author);
    /// As JSON: each route against its departure, each table's pace, and what to move when a route will be late.
    Result<std::string> forecast(std::string const& warehouse, std::string const& wave);

    // People (people.cpp)
    Status put_person(std::string const& warehouse, std::string const& id, wire::PersonRequest const& request,
                      Author const& author);
    Status put_lot(std::string const& warehouse, std::string const& sku, std::string const& lot,
                   Author const& author);
    /// Counts the failure durably even when it refuses; too many: timeout error with the wait in `todo`.
    Result<wire::SignInAnswer> sign_in(std::string const& warehouse, std::string const& person,
                                       std::string const& password);
    /// Of anybody in the list of people, in or out.
    std::set<Right> rights(std::string const& warehouse, std::string const& person);
    /// Changes with every new password, set at whichever hub.
    std::string password_mark(std::string const& warehouse, std::string const& person);
    /// Rights as they are now, not as they were at sign-in.
    std::optional<Author> person(std::string const& warehouse, std::string const& id);

    // Views for people, as JSON (views.cpp)
    std::string waves(std::string const& warehouse);
    Result<std::string> board(std::string const& warehouse, std::string const& wave);
    std::string tasks(std::string const& warehouse, Filter const& filter);
    std::string stations(std::string const& warehouse);
    std::string decisions(std::string const& warehouse, std::int64_t after, std::int64_t limit);
    std::string people(std::string const& warehouse);
    std::string webhook(std::string const& warehouse);
    /// The text format of Prometheus (metrics.cpp).
    std::string metrics(std::string const& warehouse);

    [[nodiscard]] Database& database() { return *m_database; }
    [[nodiscard]] Settings const& settings() const { return m_settings; }
    [[nodiscard]] std::int64_t now_ms() const { return m_clock(); }
    [[nodiscard]] std::string now() const;
    /// BLAKE2b with the hub's key, for secrets that are long and random.
    [[nodiscard]] std::string digest(std::string_view text) const;

  private:
    friend class Ingest;
    friend class Handovers;
    friend class SortGroups;
    // lines.cpp
    std::optional<Line> line(std::string const& warehouse, LineKey const& key);
    std::vector<Line> lines(std::string const& warehouse, std::string const& where,
                            std::vector<Value> const& values);
    std::vector<Line> lines_of_order(std::string const& warehouse, std::string const& order_no,
                                     std::string const& line_no);
    /// Sums, state and, if they changed, a new result revision of a line.
    void settle_line(std::string const& warehouse, LineKey const& key);
    Floor floor_now(std::string const& warehouse, std::string const& wave);
    std::map<std::string, std::int64_t> paces(std::string const& warehouse);
    void settle_bags(Line const& line);
    void tell_bag(Line const& line, StoredBagTask const& task, std::string const& reason);
    void tell_open_bags(std::string const& station, std::string const& warehouse);
    void remember_order(Line const& line);
    void end_line(Line const& line, std::string const& ended, std::string const& reason);
    void publish(Line const& line);
    std::int64_t next(std::string const& counter);
    bool is_locked(std::string const& warehouse, std::string const& business_date);
    void mark_late(Line const& before, Author const& author, std::string const& reason);
    void note_correction(Line const& before, std::string const& what, Author const& author,
                         std::string const& reason);

    void send(std::string const& station, domain::FeedFact const& fact, std::string const& subject);
    void give(Line const& line);
    void take(Line const& line, std::string const& why, std::string const& to);
    void tell(EventId const& event, LineKey const& line, std::string const& decision,
              std::string const& reason, std::string const& person);
    void send_snapshot(std::string const& station, std::string const& warehouse);
    std::int64_t restart_feed(std::string const& station, std::int64_t after);
    /// The hub's life: drawn at each restore, empty before the first.
    std::string generation();
    void move_line(Line const& line, std::string const& to);
    void settle_unknown(std::string const& warehouse);
    std::int64_t assign_unassigned(std::string const& warehouse);
    std::vector<std::string> active_stations(std::string const& warehouse);

    Status acknowledge(std::string const& warehouse, std::int64_t id, std::string const& kind,
                       wire::DecideRequest const& request, Author const& author);
    void take_code_file(std::string const& hash);
    void cancel_line(Line const& line, std::string const& reason);
    void cancel_outcome(Line const& line, std::string const& outcome, std::string const& waiting_for);
    void close_order(std::string const& warehouse, std::string const& order_no);
    void confirm_cancels(std::string const& station, std::int64_t feed_stored);
    bool bag_exists(Line const& line);
    void audit(std::string const& warehouse, std::string const& type, Author const& author,
               std::string const& right, std::string const& reason, std::string const& detail);
    Result<wire::StopAnswer> stop_answer(std::string const& warehouse, std::string const& order_no);

    std::unique_ptr<Database> m_database;
    Settings m_settings;
    Clock m_clock;
    std::set<std::string> m_dirty;
    struct Paces {
        std::int64_t at_ms = 0;
        std::map<std::string, std::int64_t> of_table;  ///< milliseconds a line
    };
    std::map<std::string, Paces> m_paces;              ///< by warehouse, as learned last
    std::map<std::string, std::int64_t> m_feed_heads;  ///< as look_elsewhere() saw them last
};

/// Makes a one-time code as a file of codes_dir that a running hub takes over when it is used.
Result<wire::CodeAnswer> write_code_file(std::string const& dir, Settings const& settings,
                                         std::string const& station, std::string const& name,
                                         std::int64_t now_ms);
/// BLAKE2b of a long random secret with the hub's key, hex.
std::string keyed_digest(std::string const& key, std::string_view text);
/// Ids are 1 to 64 bytes of UTF-8 without control characters.
bool good_id(std::string_view text);
/// 2026-03-02 by its form.
bool is_date(std::string_view text);
/// Payload of an entry of the hub's journal; detail is a JSON object with what was before and after.
std::string decision_payload(std::string const& at, Author const& author, std::string const& right,
                             std::string const& reason, std::string const& detail);
std::string right_name(Right right);
std::optional<Right> right_of(std::string_view name);
/// The line's settle figure and its unit ("4.05", "斤").
std::pair<std::string, std::string> settled(Line const& line);
std::vector<wire::ResultWeighing> weighings_of(Database& database, std::string const& warehouse,
                                               LineKey const& key, std::string const& state);

}  // namespace bozhong::hub
