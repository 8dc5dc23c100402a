#include "sync/hub/ingest.h"

#include "sync/hub/rules.h"
#include "sync/hub/weighing_row.h"
#include "sync/wire/chain.h"
#include "sync/wire/enum_names.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/limits.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Seq;

Result<wire::BatchAnswer> Hub::append(std::string const& station, wire::EventBatch const& batch) {
    return Ingest(*this, station, batch).run();
}

Ingest::Ingest(Hub& hub, std::string const& station, wire::EventBatch const& batch)
    : m_hub(hub), m_database(hub.database()), m_station(station), m_batch(batch) {}

namespace {

Status well_formed(wire::EventBatch const& batch) {
    auto const bad = [](std::string what, std::string where) {
        return Error{ErrorKind::bad_input, std::move(what), std::move(where), "this batch was not stored"};
    };
    if (!wire::from_hex(batch.incarnation) || batch.incarnation.size() != 16)
        return bad("expected 16 hex digits", "incarnation");
    if (batch.events.size() > wire::batch_events_max) return bad("more than 1,000 events", "events");
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < batch.events.size(); ++i) {
        auto const& e = batch.events[i];
        auto const where = "events[" + std::to_string(i) + "]";
        if (e.id.seq == 0 || e.id.seq > (Seq{1} << 40U) || e.id.seq != batch.events[0].id.seq + i)
            return bad("sequence numbers must follow each other", where + ".seq");
        if (e.type.empty() || e.type.size() > 64) return bad("type must be 1 to 64 bytes", where + ".type");
        if (e.payload.size() > wire::max_payload_bytes) return bad("payload is too long", where + ".payload");
        if (e.hash.size() != 64 || e.previous_hash.size() != 64)
            return bad("expected 64 hex digits", where + ".hash");
        if (!e.id.station.empty() && e.id.station != batch.station)
            return bad("another station's event", where + ".station");
        if (!e.id.incarnation.empty() && e.id.incarnation != batch.incarnation)
            return bad("another incarnation's event", where + ".incarnation");
        bytes += e.payload.size();
    }
    if (bytes > wire::batch_bytes_max) return bad("more than 1 MiB of payload", "events");
    return Done{};
}

/// The event as this batch says it, with its whole name.
domain::StoredEvent named(wire::EventBatch const& batch, std::size_t i) {
    auto event = batch.events[i];
    event.id.station = batch.station;
    event.id.incarnation = batch.incarnation;
    return event;
}

}  // namespace

Status Ingest::read_incarnation() {
    auto const station =
        m_database.one("SELECT warehouse, public_key FROM stations WHERE station = ?1", m_station);
    if (!station) return Error{ErrorKind::not_found, "no such station", m_station, "enrol it"};
    m_warehouse = station->text(0);
    auto const stored = m_database.one(
        "SELECT acknowledged, head_hash, public_key, quarantine_from, quarantine_why FROM incarnations WHERE "
        "station = ?1 AND incarnation = ?2",
        m_station, m_batch.incarnation);
    m_head = {m_batch.incarnation, 0, wire::no_previous_hash};
    m_public_key = station->text(1);
    if (stored) {
        m_head.seq = static_cast<Seq>(stored->integer(0));
        m_head.hash = stored->text(1);
        m_public_key = stored->text(2);
        if (stored->integer(3) > 0)
            m_quarantine = wire::Quarantine{static_cast<Seq>(stored->integer(3)), stored->text(4)};
        return Done{};
    }
    if (m_database.number("SELECT count(*) FROM incarnations WHERE station = ?1", m_station) >= 10'000) {
        return Error{ErrorKind::full, "this station has had too many incarnations", m_station,
                     "look at its disk"};
    }
    m_database.run("INSERT INTO incarnations VALUES(?1,?2,0,?3,?4,?5,0,'')", m_station, m_batch.incarnation,
                   m_head.hash, m_public_key, m_hub.next("commit"));
    return Done{};
}

std::size_t Ingest::skip_known() {
    std::size_t i = 0;
    for (; i < m_batch.events.size() && m_batch.events[i].id.seq <= m_head.seq; ++i) {
        auto const& event = m_batch.events[i];
        auto const stored =
            m_database.one("SELECT hash FROM events WHERE station = ?1 AND incarnation = ?2 AND seq = ?3",
                           m_station, m_batch.incarnation, event.id.seq);
        if (stored && stored->text(0) == event.hash && wire::hash_event(named(m_batch, i)) == event.hash)
            continue;
        quarantine(event.id.seq, "fork", i);
        return m_batch.events.size();
    }
    return i;
}

Result<wire::BatchAnswer> Ingest::run() {
    if (m_batch.station != m_station)
        return Error{ErrorKind::no_right, "a station sends its own events only", "station", ""};
    if (auto good = well_formed(m_batch); !good) return good.error();
    if (auto read = read_incarnation(); !read) return read.error();
    if (m_quarantine) {
        quarantine(m_quarantine->from, m_quarantine->why, 0);
        return answer();
    }
    std::size_t const first = skip_known();
    // A batch that comes before its time is not stored: the answer names the number to go on from.
    if (first < m_batch.events.size() && m_batch.events[first].id.seq == m_head.seq + 1) chain(first);
    for (auto const& line : m_touched) m_hub.settle_line(m_warehouse, line);
    m_database.run("UPDATE stations SET last_seen_ms = ?2, unsent = ?3 WHERE station = ?1", m_station,
                   m_hub.now_ms(), m_batch.unsent);
    return answer();
}

void Ingest::chain(std::size_t first) {
    auto const& last = m_batch.events.back();
    if (!wire::signature_good(m_public_key, m_station, {m_batch.incarnation, last.id.seq, last.hash},
                              m_batch.signature)) {
        return quarantine(m_batch.events[first].id.seq, "signature", first);
    }
    for (std::size_t i = first; i < m_batch.events.size(); ++i) {
        auto const event = named(m_batch, i);
        if (event.previous_hash != m_head.hash || wire::hash_event(event) != event.hash) {
            quarantine(event.id.seq, "chain", i);
            break;
        }
        store(event);
        m_head.seq = event.id.seq;
        m_head.hash = event.hash;
        apply(event);
    }
    m_database.run("INSERT INTO signatures VALUES(?1,?2,?3,?4) ON CONFLICT DO NOTHING", m_station,
                   m_batch.incarnation, last.id.seq, m_batch.signature);
    m_database.run(
        "UPDATE incarnations SET acknowledged = ?3, head_hash = ?4 WHERE station = ?1 AND incarnation = ?2",
        m_station, m_batch.incarnation, m_head.seq, m_head.hash);
}

void Ingest::quarantine(Seq from, std::string const& why, std::size_t first) {
    if (!m_quarantine) {
        m_quarantine = wire::Quarantine{from, why};
        m_database.run(
            "UPDATE incarnations SET quarantine_from = ?3, quarantine_why = ?4 WHERE station = ?1 AND "
            "incarnation = ?2",
            m_station, m_batch.incarnation, from, why);
        m_hub.audit(m_warehouse, "quarantine", {Author::Kind::station, m_station, m_warehouse, {}}, "", why,
                    "{}");
    }
    for (std::size_t i = first; i < m_batch.events.size(); ++i) {
        auto const event = named(m_batch, i);
        if (event.id.seq < from) continue;
        auto const fresh = m_database.one(
            "INSERT INTO quarantined VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT DO NOTHING RETURNING seq",
            m_station, m_batch.incarnation, event.id.seq, event.hash, event.type, event.payload,
            event.previous_hash, m_hub.now_ms());
        bool const same_as_stored =
            m_database
                .one(
                    "SELECT 1 FROM events WHERE station = ?1 AND incarnation = ?2 AND seq = ?3 AND hash = ?4 "
                    "AND payload = ?5",
                    m_station, m_batch.incarnation, event.id.seq, event.hash, event.payload)
                .has_value();
        if (!fresh || same_as_stored || (event.type != "weighed" && event.type != "counted")) continue;
        auto const fact = wire::decode(event.type, event.payload);
        hold(event.id, fact ? task_of(*fact)->line : LineKey{}, m_quarantine->why, "quarantined", event.hash);
    }
}

void Ingest::store(domain::StoredEvent const& e) {
    m_database.run("INSERT INTO events VALUES(?1,?2,?3,?4,?5,?6,?7,?8)", m_station, e.id.incarnation,
                   e.id.seq, e.type, e.payload, e.previous_hash, e.hash, m_hub.now_ms());
}

void Ingest::apply(domain::StoredEvent const& event) {
    auto const both = wire::decode_both(event.type, event.payload);
    // A weighing whose stamp cannot be read is one all the same.
    auto const fact = both ? Result<domain::Fact>(both->fact) : wire::decode(event.type, event.payload);
    if (!fact) return hold(event.id, {}, "unreadable", "held", event.hash);
    m_applied = {&*fact, both ? std::optional(both->stamp) : std::nullopt};
    std::visit([&](auto const& f) { effect(event, f); }, *fact);
    judge_author(event);
}

void Ingest::hold(EventId const& event, LineKey const& line, std::string const& why, std::string const& kind,
                  std::string const& hash) {
    m_database.run(
        "INSERT INTO exceptions(warehouse, kind, why, state, station, incarnation, seq, hash, order_no, "
        "line_no, owner,"
        " received_ms, decided_by, reason) VALUES(?1,?2,?3,'open',?4,?5,?6,?7,?8,?9,'supervisor',?10,'','')",
        m_warehouse, kind, why, event.station, event.incarnation, event.seq, hash, line.order_no,
        line.line_no, m_hub.now_ms());
    m_hub.tell(event, line, kind, why, "");
}

Result<wire::BatchAnswer> Ingest::answer() {
    wire::BatchAnswer out;
    out.incarnation = m_batch.incarnation;
    out.acknowledged = m_head.seq;
    out.head_hash = m_head.seq > 0 ? m_head.hash : "";
    out.quarantine = m_quarantine;
    out.now = m_hub.now();
    return out;
}

}  // namespace bozhong::hub
