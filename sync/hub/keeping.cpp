#include "sync/hub/keeping.h"

#include <filesystem>
#include <map>

#include "sync/hub/postgres_database.h"
#include "sync/wire/chain.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t rows_at_once = 2'000;

class Verifier {
  public:
    explicit Verifier(Database& database) : m_database(database) {}

    Verdict run() {
        whole_file();
        if (m_verdict.ok) chains();
        if (m_verdict.ok) signatures();
        if (m_verdict.ok) decisions();
        if (m_verdict.ok) results();
        if (m_verdict.ok) sums();
        if (auto const& failure = m_database.failure(); failure && m_verdict.ok)
            bad("the file", failure->what);
        return m_verdict;
    }

  private:
    void bad(std::string where, std::string why) {
        m_verdict.ok = false;
        m_verdict.where = std::move(where);
        m_verdict.why = std::move(why);
    }

    void whole_file() {
        if (auto const fault = m_database.fault(); !fault.empty()) bad("the file", fault);
    }

    /// The events of one incarnation, from the first to the one that was acknowledged, and no other.
    void chains() {
        m_verdict.stations = m_database.number("SELECT count(*) FROM stations");
        for (auto const& r : m_database.run("SELECT station, incarnation, acknowledged, head_hash FROM "
                                            "incarnations ORDER BY opened_at")) {
            domain::Head head{r.text(1), 0, wire::no_previous_hash};
            while (m_verdict.ok && step(r.text(0), head)) {
            }
            if (!m_verdict.ok) return;
            auto const acknowledged = static_cast<domain::Seq>(r.integer(2));
            if (head.seq != acknowledged || (acknowledged > 0 && head.hash != r.text(3)))
                return bad(name(r.text(0), head.incarnation, acknowledged),
                           "acknowledged, but the events end with " + std::to_string(head.seq));
        }
        auto const nobodys = m_database.one(
            "SELECT e.station, e.incarnation, e.seq FROM events e LEFT JOIN incarnations i ON i.station = "
            "e.station AND "
            "i.incarnation = e.incarnation WHERE i.station IS NULL LIMIT 1");
        if (nobodys)
            bad(name(nobodys->text(0), nobodys->text(1), static_cast<domain::Seq>(nobodys->integer(2))),
                "the event is of an incarnation nobody opened");
    }

    bool step(std::string const& station, domain::Head& head) {
        auto const rows = m_database.run(
            "SELECT seq, type, payload, previous_hash, hash FROM events WHERE station = ?1 AND incarnation = "
            "?2 AND "
            "seq > ?3 ORDER BY seq LIMIT ?4",
            station, head.incarnation, head.seq, rows_at_once);
        for (auto const& r : rows) {
            auto const seq = static_cast<domain::Seq>(r.integer(0));
            domain::StoredEvent const event{
                {station, head.incarnation, seq}, r.text(1), r.text(2), r.text(3), r.text(4)};
            if (seq != head.seq + 1)
                return bad(name(station, head.incarnation, head.seq + 1), "the event is missing"), false;
            if (wire::hash_event(event) != event.hash)
                return bad(name(station, head.incarnation, seq),
                           "the event is not what was written: its hash does not fit"),
                       false;
            if (event.previous_hash != head.hash)
                return bad(name(station, head.incarnation, seq),
                           "the event does not follow the one before it"),
                       false;
            head.seq = seq;
            head.hash = event.hash;
            ++m_verdict.events;
        }
        return static_cast<std::int64_t>(rows.size()) == rows_at_once;
    }

    void signatures() {
        for (auto const& r : m_database.run(
                 "SELECT s.station, s.incarnation, s.seq, s.signature, e.hash, i.public_key FROM signatures "
                 "s JOIN "
                 "events e ON e.station = s.station AND e.incarnation = s.incarnation AND e.seq = s.seq JOIN "
                 "incarnations i ON i.station = s.station AND i.incarnation = s.incarnation ORDER BY 1, 2, "
                 "3")) {
            domain::Head const head{r.text(1), static_cast<domain::Seq>(r.integer(2)), r.text(4)};
            if (!wire::signature_good(r.text(5), r.text(0), head, r.text(3)))
                return bad(name(r.text(0), head.incarnation, head.seq),
                           "the device's signature does not fit the event");
            ++m_verdict.signatures;
        }
    }

    void decisions() {
        std::string previous = wire::no_previous_hash;
        for (auto const& r :
             m_database.run("SELECT seq, type, payload, previous_hash, hash FROM decisions ORDER BY seq")) {
            auto const seq = static_cast<domain::Seq>(r.integer(0));
            domain::StoredEvent const event{
                {"hub", "0000000000000000", seq}, r.text(1), r.text(2), r.text(3), r.text(4)};
            auto const where = "decision " + std::to_string(seq);
            if (seq != static_cast<domain::Seq>(++m_verdict.decisions))
                return bad(where, "the decision before it is missing");
            if (event.previous_hash != previous || wire::hash_event(event) != event.hash)
                return bad(where, "the decision is not what was written");
            previous = event.hash;
        }
    }

    /// Positions without gaps: what a cursor counts on.
    void results() {
        std::map<std::string, std::int64_t> last;
        for (auto const& r :
             m_database.run("SELECT warehouse, position FROM results ORDER BY warehouse, position")) {
            auto& position = last[r.text(0)];
            if (r.integer(1) != position + 1)
                return bad("result " + r.text(0) + " " + std::to_string(position + 1), "the row is missing");
            position = r.integer(1);
            ++m_verdict.results;
        }
    }

    void sums() {
        m_verdict.weighings = m_database.number("SELECT count(*) FROM weighings");
        auto const wrong = m_database.one(
            "SELECT l.order_no, l.line_no FROM lines l LEFT JOIN (SELECT warehouse, order_no, line_no, "
            "sum(net_mg) AS mg, "
            "sum(count) AS pieces FROM weighings WHERE state = 'in_force' GROUP BY 1, 2, 3) w ON w.warehouse "
            "= "
            "l.warehouse AND w.order_no = l.order_no AND w.line_no = l.line_no WHERE l.actual_mg <> "
            "coalesce(w.mg, 0) OR "
            "l.actual_count <> coalesce(w.pieces, 0) LIMIT 1");
        if (wrong)
            bad("line " + wrong->text(0) + "/" + wrong->text(1),
                "its figure is not the sum of its weighings in force");
    }

    static std::string name(std::string const& station, std::string const& incarnation, domain::Seq seq) {
        return station + " " + incarnation + " " + std::to_string(seq);
    }

    Database& m_database;
    Verdict m_verdict;
};

Status must_be_free(std::string const& path) {
    // An old log beside a new database would be replayed into it.
    for (auto const& name : {path, path + "-wal"})
        if (std::error_code none; fs::exists(name, none))
            return Error{ErrorKind::conflict, "this file exists already", name,
                         "move it away, or name another"};
    return Done{};
}

Status rename_to(std::string const& from, std::string const& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) return Error{ErrorKind::io, "renaming failed: " + failed.message(), to, ""};
    return sync_to_disk(to);
}

/// A copy that verifies, under a working name.
Result<Verdict> good_copy(std::string const& from, std::string const& to) {
    std::error_code none;
    fs::remove(to, none);
    auto const copied = copy_sqlite(from, to);
    auto verdict = copied ? verify_hub(Store{to, ""}) : Result<Verdict>(copied.error());
    if (!verdict || !verdict->ok) fs::remove(to, none);
    return verdict;
}

/// What was given out after the backup is not known here: from now on cursors and feeds are of another life.
Status begin_new_life(Database& database, std::string const& now) {
    auto const set = [&](std::string const& name, std::string const& value) {
        database.run("INSERT INTO meta VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                     name, value);
    };
    database.begin();
    set("generation", wire::random_hex(8));
    set("restored_at", now);
    for (auto const& r :
         database.run("SELECT r.warehouse, r.position, r.token FROM results r JOIN (SELECT warehouse, "
                      "max(position) AS position FROM results GROUP BY warehouse) m ON m.warehouse = "
                      "r.warehouse AND m.position = r.position"))
        set("resume/" + r.text(0), std::to_string(r.integer(1)) + "-" + r.text(2));
    // A request that was answered after the backup is not known either; one answered before it may be asked
    // again.
    database.run("DELETE FROM codes");
    return database.commit();
}

}  // namespace

Result<Verdict> verify_hub(Store const& store) {
    auto database = open_store_to_read(store);
    if (!database) return database.error();
    // One transaction, so that all of it is of one moment beside a running hub.
    (*database)->run("BEGIN");
    return Verifier(**database).run();
}

Result<Verdict> backup_hub(std::string const& path, std::string const& out) {
    if (auto const free = must_be_free(out); !free) return free.error();
    auto verdict = good_copy(path, out + ".new");
    if (!verdict || !verdict->ok) return verdict;
    if (auto const moved = rename_to(out + ".new", out); !moved) return moved.error();
    return verdict;
}

Result<Verdict> restore_hub(std::string const& from, std::string const& path, std::string const& now) {
    if (auto const free = must_be_free(path); !free) return free.error();
    auto verdict = good_copy(from, path + ".new");
    if (!verdict) return verdict;
    if (!verdict->ok)
        return Error{ErrorKind::corrupt, "this backup is not good: " + verdict->why,
                     from + " " + verdict->where, "take an older one"};
    {
        auto const database = open_sqlite(path + ".new");
        if (!database) return database.error();
        if (auto const begun = begin_new_life(**database, now); !begun) return begun.error();
    }
    std::error_code none;
    fs::remove(path + ".new.lock", none);
    if (auto const moved = rename_to(path + ".new", path); !moved) return moved.error();
    return verdict;
}

Result<Verdict> adopt_restored(std::string const& conninfo, std::string const& now) {
    auto const database = open_postgres_alone(conninfo);
    if (!database) return database.error();
    auto verdict = verify_hub(Store{"", conninfo});
    if (!verdict || !verdict->ok) return verdict;
    if (auto const begun = begin_new_life(**database, now); !begun) return begun.error();
    return verdict;
}

}  // namespace bozhong::hub
