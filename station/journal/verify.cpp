#include "station/journal/verify.h"

#include <algorithm>
#include <array>
#include <future>
#include <map>
#include <vector>

#include "station/journal/log_check.h"
#include "station/journal/migrations.h"
#include "station/journal/projection.h"
#include "station/journal/reader.h"
#include "station/journal/seal.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"

namespace bozhong::journal {

using domain::Head, domain::Result, domain::Seq, domain::StoredEvent;

namespace {

/// Quoted, so that a name which became a blob of the same letters is another name.
std::string schema(Database& database) {
    std::string out;
    Query rows(
        database,
        "SELECT quote(type), quote(name), quote(tbl_name), quote(sql) FROM sqlite_schema ORDER BY 1, 2");
    while (rows.next())
        for (int column = 0; column < 4; ++column) out += rows.text(column) + "\n";
    return out;
}

/// Compares the stored projections with what follows from the logs; empty, or what is wrong. On a thread of
/// its own.
std::string table_that_does_not_follow(Database& stored) {
    auto fresh = Database::open(":memory:", Access::write);
    if (!fresh || !migrate(**fresh, migrations())) return "no memory to compare the projections";
    if (schema(**fresh) != schema(stored))
        return "the file's tables, indexes and triggers are not those of a journal";
    auto const made = (*fresh)->transaction([&] { return project_all(stored, **fresh); });
    if (!made) return made.error().what;
    for (auto const& table : projection_tables)
        if (!same_rows(**fresh, stored, table))
            return "the table " + table +
                   " is not what follows from journal and feed; run bozhong journal rebuild";
    return "";
}

class Verifier {
  public:
    Verifier(Reader reader, Reader twin, VerifyOptions const& options)
        : m_reader(std::move(reader)), m_twin(std::move(twin)), m_options(options) {
        m_verdict.station = m_reader.station();
    }

    Verdict run(domain::Disk& disk) {
        // The chain and the projections are looked at beside each other: they are most of the work, each
        // about half. A simulated disk is of one thread.
        auto const how = disk.vfs().empty() ? std::launch::async : std::launch::deferred;
        if (!same_moment()) return bad("", 0, "the journal grows too fast to be looked at"), m_verdict;
        auto projections = std::async(how, [this] { return table_that_does_not_follow(m_twin.database()); });
        chain();
        if (m_verdict.ok) beyond("signature", "a signature is stored for");
        if (m_verdict.ok) beyond("record", "a weighing is recorded for");
        if (m_verdict.ok) beyond("label", "a label is recorded for");
        if (m_verdict.ok) acknowledged();
        if (m_verdict.ok) predecessors();
        if (m_verdict.ok) signatures();
        if (m_verdict.ok && m_options.hub_mark) hub_mark(*m_options.hub_mark);
        if (m_verdict.ok) sealed();
        if (m_verdict.ok) file();
        auto const wrong = projections.get();
        if (m_verdict.ok && !wrong.empty()) bad("", 0, wrong);
        if (m_verdict.ok && !m_reader.database().ok())
            bad(m_verdict.head.incarnation, m_verdict.head.seq + 1, m_reader.database().error().what);
        return m_verdict;
    }

  private:
    void bad(std::string const& incarnation, Seq seq, std::string const& why) {
        m_verdict.ok = false;
        m_verdict.incarnation = incarnation;
        m_verdict.seq = seq;
        m_verdict.why = why;
    }

    /// Both connections begin a transaction of the same moment, beside a running station.
    bool same_moment() {
        constexpr int tries = 100;
        for (int i = 0; i < tries; ++i) {
            std::array<Moment, 2> const seen{begin(m_reader.database()), begin(m_twin.database())};
            bool const readable = m_reader.database().ok() && m_twin.database().ok();
            if (seen[0] == seen[1] || !readable) return true;  // what cannot be read is found below
            m_reader.database().execute("ROLLBACK");
            m_twin.database().execute("ROLLBACK");
        }
        return false;
    }
    using Moment = std::pair<std::int64_t, std::int64_t>;
    static Moment begin(Database& database) {
        database.execute("BEGIN");
        auto const place = database.integer("SELECT max(place) FROM journal");
        return {place, database.integer("SELECT max(position) FROM feed")};
    }

    void chain() {
        (void)m_reader.each([this](StoredEvent const& event) { return check(event); });
        if (m_verdict.ok && !m_reader.database().ok())
            return bad(m_verdict.head.incarnation, m_verdict.head.seq + 1, m_reader.database().error().what);
        for (auto const& [life, incarnation] : m_reader.incarnations())
            if (m_verdict.ok && !m_heads.contains(incarnation)) bad(incarnation, 1, "the event is missing");
    }

    bool check(StoredEvent const& event) {
        auto const& id = event.id;
        if (id.incarnation.empty())
            return bad("", id.seq, "the event is of an incarnation nobody opened"), false;
        auto [place, fresh] =
            m_heads.try_emplace(id.incarnation, Head{id.incarnation, 0, wire::no_previous_hash});
        Head& head = place->second;
        if (id.seq != head.seq + 1) return bad(id.incarnation, head.seq + 1, "the event is missing"), false;
        if (wire::hash_event(event) != event.hash)
            return bad(id.incarnation, id.seq, "the event is not what was written: its hash does not fit"),
                   false;
        if (event.previous_hash != head.hash)
            return bad(id.incarnation, id.seq, "the event does not follow the one before it"), false;
        if (id.seq == 1 && !note_started(event)) return false;
        head = {id.incarnation, id.seq, event.hash};
        m_verdict.head = head;
        ++m_verdict.events;
        return true;
    }

    bool note_started(StoredEvent const& event) {
        auto const fact = wire::decode(event.type, event.payload);
        auto const* started = fact ? std::get_if<domain::Started>(&*fact) : nullptr;
        if (started == nullptr)
            return bad(event.id.incarnation, 1, "an incarnation does not begin with started"), false;
        if (!started->previous_incarnation.empty())
            m_predecessors.push_back(
                {started->previous_incarnation, started->previous_seq, started->previous_hash});
        return true;
    }

    /// Something is stored for an event behind the end of its incarnation: the end was cut off.
    void beyond(std::string const& table, std::string const& why) {
        Query places(m_reader.database(), "SELECT place FROM " + table + " ORDER BY place DESC");
        while (m_verdict.ok && places.next()) {
            Place const place = places.integer(0);
            auto const life = m_reader.incarnations().find(life_of(place));
            std::string const incarnation = life == m_reader.incarnations().end() ? "" : life->second;
            auto const head = m_heads.find(incarnation);
            Seq const last = head == m_heads.end() ? 0 : head->second.seq;
            if (seq_of(place) <= last) continue;
            bad(incarnation, last + 1, "the event is missing: " + why + " " + std::to_string(seq_of(place)));
        }
    }

    void acknowledged() {
        Query lives(m_reader.database(), "SELECT incarnation, acknowledged FROM incarnation ORDER BY life");
        while (m_verdict.ok && lives.next())
            must_have({lives.text(0), static_cast<Seq>(lives.integer(1)), ""}, "the hub acknowledged");
    }

    void predecessors() {
        for (auto const& head : m_predecessors)
            if (m_verdict.ok) must_have(head, "the next incarnation names");
    }

    void hub_mark(Head const& mark) { must_have(mark, "the hub has"); }

    /// The witness names an event that must be here, with this hash unless that is empty.
    void must_have(Head const& witness, std::string const& who) {
        auto const found = m_heads.find(witness.incarnation);
        Seq const last = found == m_heads.end() ? 0 : found->second.seq;
        if (witness.seq > last)
            return bad(witness.incarnation, last + 1,
                       "the event is missing: " + who + " " + std::to_string(witness.seq));
        if (witness.seq != 0 && !witness.hash.empty() && hash_at(witness) != witness.hash)
            bad(witness.incarnation, witness.seq, who + " another event under this number");
    }

    Place place_at(Head const& head) {
        for (auto const& [life, incarnation] : m_reader.incarnations())
            if (incarnation == head.incarnation) return place_of(life, head.seq);
        return 0;
    }

    std::string hash_at(Head const& head) {
        Query row(m_reader.database(), "SELECT hash FROM journal WHERE place=?");
        return row.with(place_at(head)).next() ? wire::to_hex(row.text(0)) : "";
    }

    void signatures() {
        Query rows(m_reader.database(),
                   "SELECT s.place, public_key, signature, hash FROM signature s JOIN journal USING (place) "
                   "ORDER BY 1");
        while (m_verdict.ok && rows.next()) {
            Place const place = rows.integer(0);
            Head const head{m_reader.incarnations().at(life_of(place)), seq_of(place),
                            wire::to_hex(rows.text(3))};
            std::string const key = wire::to_hex(rows.text(1));
            if (!m_options.public_key.empty() && key != m_options.public_key)
                bad(head.incarnation, head.seq, "the event is signed by another device");
            else if (!wire::signature_good(key, m_verdict.station, head, wire::to_hex(rows.text(2))))
                bad(head.incarnation, head.seq, "the device's signature does not fit the event");
            else
                ++m_verdict.signatures;
        }
    }

    void sealed() {
        auto& database = m_reader.database();
        auto const strange = database.text(
            "SELECT name FROM meta WHERE name NOT IN ('station', 'clean_end', 'feed_hash', "
            "'feed_generation', 'people_age_s', 'seal') LIMIT "
            "1");
        if (!strange.empty()) return bad("", 0, "the file says something nobody wrote: " + strange);
        auto const seal = database.text("SELECT value FROM meta WHERE name='seal'");
        auto const feed = database.text("SELECT value FROM meta WHERE name='feed_hash'");
        if (seal.empty() && feed.empty()) return;  // of a version before the seals
        if (feed != feed_hash(database))
            return bad("", 0, "the feed is not what was stored; the hub can send it again");
        if (seal != seal_of(database)) bad("", 0, broken_seal);
    }

    /// What carries no event: indexes, the file's own structure, the log.
    void file() {
        auto& database = m_reader.database();
        auto const sound = database.text("PRAGMA integrity_check(1)");
        if (sound != "ok") return bad("", 0, "the file is damaged: " + sound);
        auto const log = log_damage(database);
        if (!log.empty()) bad("", 0, log);
    }

    Reader m_reader, m_twin;
    VerifyOptions m_options;
    Verdict m_verdict;
    std::map<std::string, Head> m_heads;
    std::vector<Head> m_predecessors;
};

}  // namespace

Result<Verdict> verify(std::string const& path, VerifyOptions const& options, domain::Disk& disk) {
    auto reader = Reader::open(path, disk);
    if (!reader) return reader.error();
    auto twin = Reader::open(path, disk);
    if (!twin) return twin.error();
    return Verifier(std::move(*reader), std::move(*twin), options).run(disk);
}

}  // namespace bozhong::journal
