#include "station/journal/sqlite_journal.h"

#include <utility>

#include "station/journal/migrations.h"
#include "station/journal/packing.h"
#include "station/journal/seal.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"
#include "sync/wire/limits.h"

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Fact, domain::Head, domain::Result, domain::Seq,
    domain::Stamp, domain::Status, domain::StoredEvent;

namespace {

std::string bytes_of(std::string const& hex) {
    return wire::from_hex(hex).value_or("");
}

bool of_the_disk(ErrorKind kind) {
    return kind == ErrorKind::io || kind == ErrorKind::full || kind == ErrorKind::corrupt;
}

}  // namespace

SqliteJournal::Queries::Queries(Database& database)
    : projection(database, database),
      insert(database, "INSERT INTO journal VALUES (?,?,?,?,?,?)"),
      read(database, "SELECT place, type, payload, packed, previous_hash, hash FROM journal WHERE place=?"),
      last(database, "SELECT place, hash FROM journal WHERE place>? AND place<? ORDER BY place DESC LIMIT 1"),
      unsent(database,
             "SELECT place, type, payload, packed, previous_hash, hash FROM journal WHERE place>? AND "
             "place<=? ORDER "
             "BY place "
             "LIMIT ?"),
      sign(database, "INSERT OR REPLACE INTO signature VALUES (?,?,?)"),
      set_meta(database, "INSERT OR REPLACE INTO meta VALUES (?,?)"),
      add_feed(database, "INSERT INTO feed VALUES (?,?,?)"),
      lives(database, "SELECT life, incarnation, acknowledged FROM incarnation ORDER BY life"),
      add_life(database, "INSERT INTO incarnation VALUES (?,?,?)"),
      acknowledge(database, "UPDATE incarnation SET acknowledged=? WHERE life=?") {}

Result<std::unique_ptr<app::Journal>> SqliteJournal::open(std::string const& path,
                                                          OpenOptions const& options) {
    auto& disk = options.disk != nullptr ? *options.disk : system_disk();
    auto lock = disk.lock(path);
    if (!lock) return lock.error();
    auto keys = device_key(path, disk);
    if (!keys) return keys.error();
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal(disk, std::move(*lock), *keys, options));
    if (auto const ready = journal->set_up(path); !ready) return ready.error();
    return std::unique_ptr<app::Journal>(std::move(journal));
}

Status SqliteJournal::set_up(std::string const& path) {
    m_path = path;
    auto database = Database::open(path, Access::write, m_disk);
    if (!database) return database.error();
    m_database = std::move(*database);
    // In the transaction of the step: a power cut must not leave the new tables empty.
    auto const steps = migrate(*m_database, migrations(), [this] { return project_anew(*m_database); });
    if (!steps) return steps.error();
    m_queries = std::make_unique<Queries>(*m_database);
    if (auto const good = check_station(); !good) return good;
    if (auto const found = find_head(); !found) return found;
    if (auto const settled = settle_log(); !settled) return settled;
    return begin();
}

Status SqliteJournal::check_station() {
    std::string const own = m_database->text("SELECT value FROM meta WHERE name='station'");
    if (!m_database->ok()) return m_database->error();
    if (m_options.station.empty()) m_options.station = own;
    if (m_options.station.empty() || m_options.station.size() > 64)
        return Error{ErrorKind::bad_input, "a station's id has 1 to 64 bytes", "station",
                     "set it in station.toml"};
    if (own.empty() || own == m_options.station) return Done{};
    return Error{ErrorKind::conflict,
                 "this is the journal of station " + own + ", not of " + m_options.station, m_path,
                 "set the right station id or the right folder"};
}

Status SqliteJournal::find_head() {
    auto const all = lives();
    m_cursor.feed_position = m_database->integer("SELECT max(position) FROM feed");
    m_cursor.feed_generation = m_database->text("SELECT value FROM meta WHERE name='feed_generation'");
    m_cursor.clean = m_database->text("SELECT value FROM meta WHERE name='clean_end'") == "1";
    m_cursor.feed_hash = m_database->text("SELECT value FROM meta WHERE name='feed_hash'");
    Place const signed_place = m_database->integer("SELECT max(place) FROM signature");
    if (!m_database->ok()) return m_database->error();
    if (all.empty()) return Done{};
    m_cursor.life = all.back().life;
    m_cursor.head = all.back().head;
    m_cursor.signed_seq = life_of(signed_place) == m_cursor.life ? seq_of(signed_place) : 0;
    m_unclean = !m_cursor.clean;
    // The new events will hang on this one: it must be what was written.
    auto const tail = read({m_cursor.head.incarnation, m_cursor.head.seq});
    if (!tail) return tail.error();
    return Done{};
}

/// A run before this one may have ended because a sync failed. Then the system shows pages of the log that
/// are on no medium and takes them for clean, so that no later sync would write them, and what comes behind
/// them in the log would go with them at a power cut. Moving the log into the database writes every page
/// anew.
Status SqliteJournal::settle_log() {
    auto const settled = m_database->empty_log();
    bool const harmless = !settled && settled.error().kind == ErrorKind::unavailable && m_cursor.clean;
    return harmless ? Status(Done{}) : settled;
}

/// The next write would seal what is there now, rotten or not: so it is looked at before. A file of a version
/// before the seals gets its own.
Status SqliteJournal::check_seal() {
    auto const seal = m_database->text("SELECT value FROM meta WHERE name='seal'");
    if (!seal.empty() && seal != seal_of(*m_database))
        return Error{ErrorKind::corrupt, broken_seal, m_path,
                     "keep the file and restore a backup, or begin anew: the hub gives back what it has"};
    if (!m_cursor.feed_hash.empty()) return m_database->status();
    m_cursor.feed_hash = feed_hash(*m_database);
    if (m_cursor.life == 0) return Done{};
    return write([this]() -> Status {
        set_meta("feed_hash", m_cursor.feed_hash);
        return Done{};
    });
}

Status SqliteJournal::begin() {
    m_last_stamp = m_options.stamp;
    m_witnesses = m_options.witnesses;
    // A clean end proves nothing either: it may be last week's copy, or a disk that lied. First the witnesses
    // are asked.
    if (auto const sealed = check_seal(); !sealed) return sealed;
    if (m_cursor.life != 0 && m_options.reason == "restart") return Done{};
    return write([this]() -> Status {
        if (m_cursor.life != 0) return add_life(m_options.reason, m_options.stamp);
        set_meta("station", m_options.station);
        set_meta("feed_hash", m_cursor.feed_hash);
        set_meta("clean_end", "0");
        return add_life("install", m_options.stamp);
    });
}

// --- transactions
// -------------------------------------------------------------------------------------------------

Error SqliteJournal::closed() const {
    return {ErrorKind::unavailable, "the journal was closed after an error: " + m_closed->what, m_path,
            "the station must start again from disk"};
}

void SqliteJournal::give_up(Error const& error) {
    m_closed = error;
    m_queries.reset();
    m_database.reset();
}

Status SqliteJournal::after_read() {
    if (m_database->ok()) return Done{};
    Error const error = m_database->error();
    if (of_the_disk(error.kind)) {
        give_up(error);
    } else {
        m_database->forget();
    }
    return error;
}

Status SqliteJournal::write(std::function<Status()> const& body) {
    if (m_closed) return closed();
    Cursor const before = m_cursor;
    Status const done = m_database->transaction([&]() -> Status {
        if (auto const failed = body(); !failed) return failed;
        if (!m_cursor.sealed) m_queries->set_meta.with("seal", seal_of(*m_database)).run();
        m_cursor.sealed = true;
        return Done{};
    });
    if (!done) {
        m_cursor = before;
        (void)after_read();
        return done;
    }
    // The commit stands whatever the checkpoint says; the next call hears of a checkpoint that failed.
    if (auto const moved = m_database->checkpoint(m_options.checkpoint_pages); !moved) (void)after_read();
    return Done{};
}

// --- appending
// ----------------------------------------------------------------------------------------------------

domain::Started SqliteJournal::started(std::string const& reason) const {
    domain::Started fact;
    fact.software = m_options.software;
    fact.checksum = m_options.checksum;
    fact.boot_id = m_options.boot_id;
    fact.clock_quality = m_options.clock_quality;
    fact.reason = reason;
    fact.witnesses = m_witnesses;
    return fact;
}

void SqliteJournal::store(Life life, StoredEvent const& event) {
    auto const packed = pack(event.payload);
    m_queries->insert
        .with(place_of(life, event.id.seq), event.type, packed.empty() ? event.payload : "",
              Blob{bytes_of(event.previous_hash)}, Blob{bytes_of(event.hash)},
              packed.empty() ? std::nullopt : std::optional(Blob{packed}))
        .run();
}

Status SqliteJournal::add(Fact const& fact, Stamp stamp) {
    stamp.feed_position = m_cursor.feed_position;
    StoredEvent event{{m_options.station, m_cursor.head.incarnation, m_cursor.head.seq + 1},
                      type_name(fact),
                      wire::encode(fact, stamp),
                      m_cursor.head.hash,
                      ""};
    if (event.payload.size() > wire::max_payload_bytes)
        return Error{ErrorKind::bad_input, "a fact is longer than 65536 bytes", event.type, ""};
    event.hash = wire::hash_event(event);
    store(m_cursor.life, event);
    m_queries->projection.apply(place_of(m_cursor.life, event.id.seq), fact, stamp);
    m_cursor.head.seq = event.id.seq;
    m_cursor.head.hash = event.hash;
    return Done{};
}

Status SqliteJournal::add_all(std::span<Fact const> facts, Stamp const& stamp) {
    if (m_cursor.clean) set_meta("clean_end", "0");
    m_cursor.clean = false;
    if (!m_cursor.started && !std::holds_alternative<domain::Started>(facts.front()))
        if (auto const done = add(started("restart"), stamp); !done) return done;
    m_cursor.started = true;
    Seq weighing = 0;
    for (auto const& fact : facts) {
        auto const* label = std::get_if<domain::LabelQueued>(&fact);
        bool const names_weighing = label != nullptr && label->of == 0;
        if (names_weighing && weighing == 0)
            return Error{ErrorKind::bad_input, "a label names the weighing before it, but there is none",
                         "label_queued", ""};
        Fact named = fact;
        if (names_weighing) std::get<domain::LabelQueued>(named).of = weighing;
        if (auto const done = add(named, stamp); !done) return done;
        if (std::holds_alternative<domain::Weighed>(fact) || std::holds_alternative<domain::Counted>(fact))
            weighing = m_cursor.head.seq;
    }
    sign(m_cursor.signed_seq + sign_every);
    return Done{};
}

void SqliteJournal::set_meta(std::string const& name, std::string const& value) {
    m_queries->set_meta.with(name, value).run();
    m_cursor.sealed = false;
}

void SqliteJournal::acknowledged(Life life, Seq up_to) {
    m_queries->acknowledge.with(static_cast<std::int64_t>(up_to), life).run();
    m_cursor.sealed = false;
}

void SqliteJournal::set_generation(std::string const& generation) {
    m_cursor.feed_generation = generation;
    set_meta("feed_generation", generation);
}

/// Stores a signature over the head when it has reached the sequence.
void SqliteJournal::sign(Seq from) {
    if (m_cursor.head.seq < from) return;
    m_queries->sign
        .with(place_of(m_cursor.life, m_cursor.head.seq), Blob{bytes_of(m_keys.public_key)},
              Blob{bytes_of(sign_head(m_cursor.head))})
        .run();
    m_cursor.signed_seq = m_cursor.head.seq;
}

Result<Head> SqliteJournal::append(std::span<Fact const> facts, Stamp const& stamp) {
    if (m_closed) return closed();
    if (facts.empty()) return m_cursor.head;
    if (facts.size() > max_facts)
        return Error{ErrorKind::bad_input, "more than 256 facts in one append", std::to_string(facts.size()),
                     ""};
    auto const done = write([&] { return add_all(facts, stamp); });
    if (!done) return done.error();
    m_last_stamp = stamp;
    return m_cursor.head;
}

Status SqliteJournal::append_feed(std::span<domain::FeedItem const> items) {
    return write([&]() -> Status {
        for (auto const& item : items) {
            if (item.position <= m_cursor.feed_position) continue;
            auto const fact = wire::decode_feed(item);
            if (!fact) return fact.error();
            m_queries->add_feed.with(item.position, item.kind, item.body).run();
            m_queries->projection.apply(item.position, *fact);
            m_cursor.feed_position = item.position;
            m_cursor.feed_hash = feed_hash(m_cursor.feed_hash, item);
            if (auto const* restarted = std::get_if<domain::FeedRestarted>(&*fact))
                set_generation(restarted->generation);
        }
        set_meta("feed_hash", m_cursor.feed_hash);
        return Done{};
    });
}

// --- incarnations
// -------------------------------------------------------------------------------------------------

Status SqliteJournal::add_life(std::string const& reason, Stamp const& stamp) {
    domain::Started first = started(reason);
    if (m_cursor.life != 0) {
        first.previous_incarnation = m_cursor.head.incarnation;
        first.previous_seq = m_cursor.head.seq;
        first.previous_hash = m_cursor.head.hash;
    }
    m_cursor.life += 1;
    m_cursor.head = {wire::random_hex(8), 0, wire::no_previous_hash};
    m_cursor.started = true;
    m_queries->add_life.with(m_cursor.life, m_cursor.head.incarnation, 0).run();
    m_cursor.sealed = false;
    Fact const fact = first;
    if (auto const done = add_all({&fact, 1}, stamp); !done) return done;
    sign(0);
    return Done{};
}

Result<Head> SqliteJournal::open_incarnation(std::string const& reason, Stamp const& stamp) {
    auto const done = write([&] { return add_life(reason, stamp); });
    if (!done) return done.error();
    return m_cursor.head;
}

Status SqliteJournal::add_foreign(StoredEvent const& event) {
    std::string const where = event.id.incarnation + " " + std::to_string(event.id.seq);
    if (event.id.station != m_options.station)
        return Error{ErrorKind::bad_input, "this event is of station " + event.id.station, where, ""};
    auto known = life_named(event.id.incarnation);
    if (!known) {
        known = LifeHead{m_cursor.life + 1, {event.id.incarnation, 0, wire::no_previous_hash}, 0};
        m_queries->add_life.with(known->life, event.id.incarnation, 0).run();
    }
    if (event.id.seq <= known->head.seq) {
        auto const own = m_queries->read.with(place_of(known->life, event.id.seq)).next()
                             ? wire::to_hex(m_queries->read.text(5))
                             : std::string();
        m_queries->read.reset();
        if (own == event.hash) return Done{};
        return Error{ErrorKind::conflict, "the hub has another event under this number", where,
                     "open a new incarnation"};
    }
    if (event.id.seq != known->head.seq + 1 || event.previous_hash != known->head.hash ||
        wire::hash_event(event) != event.hash)
        return Error{ErrorKind::conflict, "the event does not follow the one before it", where,
                     "open a new incarnation"};
    store(known->life, event);
    auto const fact = wire::decode(event.type, event.payload);
    auto const stamp = wire::decode_stamp(event.payload);
    if (fact && stamp) m_queries->projection.apply(place_of(known->life, event.id.seq), *fact, *stamp);
    acknowledged(known->life, event.id.seq);
    if (known->life >= m_cursor.life) {
        m_cursor.life = known->life;
        m_cursor.head = {event.id.incarnation, event.id.seq, event.hash};
    }
    return Done{};
}

/// Events that go before some that are here already, because the station has worked in a new incarnation
/// meanwhile, change what those have made: then everything is projected again, in its order.
Status SqliteJournal::take_back(std::span<StoredEvent const> events) {
    auto const done = write([&]() -> Status {
        bool before_others = false;
        for (auto const& event : events) {
            auto const known = life_named(event.id.incarnation);
            before_others = before_others || (known && known->life < m_cursor.life);
            if (auto const added = add_foreign(event); !added) return added;
        }
        if (before_others)
            if (auto const made = project_anew(*m_database); !made) return made;
        return add_life("hub_ahead", m_last_stamp);
    });
    // However well the file says it ended, it was not whole.
    if (done.ok()) m_unclean = true;
    return done;
}

Status SqliteJournal::note_people_age(std::int64_t seconds) {
    return write([&]() -> Status {
        set_meta("people_age_s", std::to_string(seconds));
        return Done{};
    });
}

Status SqliteJournal::mark_clean_end() {
    auto const done = write([this]() -> Status {
        // An unclean start that appended nothing has settled nothing: it stays unclean.
        if (!m_cursor.started) return Done{};
        sign(m_cursor.signed_seq + 1);
        set_meta("clean_end", "1");
        m_cursor.clean = true;
        return Done{};
    });
    if (!done || m_closed) return done;
    if (auto const moved = m_database->checkpoint(-1); !moved) return after_read();
    return Done{};
}

}  // namespace bozhong::journal
