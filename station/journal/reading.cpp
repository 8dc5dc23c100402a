// The journal's calls that look things up: events, backlog and heads, and what the hub has.

#include <algorithm>

#include "station/journal/packing.h"
#include "station/journal/sqlite_journal.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"

namespace bozhong::journal {

using domain::Done, domain::Error, domain::ErrorKind, domain::Head, domain::Result, domain::Seq,
    domain::Status, domain::StoredEvent;

namespace {
constexpr std::size_t unsent_bytes = 1024 * 1024;
}

StoredEvent SqliteJournal::event_at(Query& row, std::string const& incarnation) const {
    return {{m_options.station, incarnation, seq_of(row.integer(0))},
            row.text(1),
            payload_of(row, 2),
            wire::to_hex(row.text(4)),
            wire::to_hex(row.text(5))};
}

std::vector<SqliteJournal::LifeHead> SqliteJournal::lives() {
    std::vector<LifeHead> out;
    auto& rows = m_queries->lives.with();
    while (rows.next())
        out.push_back(
            {rows.integer(0), {rows.text(1), 0, wire::no_previous_hash}, static_cast<Seq>(rows.integer(2))});
    for (auto& life : out) {
        auto& last = m_queries->last.with(place_of(life.life, 0), place_of(life.life + 1, 0));
        if (last.next()) {
            life.head.seq = seq_of(last.integer(0));
            life.head.hash = wire::to_hex(last.text(1));
        }
        last.reset();
    }
    return out;
}

std::optional<SqliteJournal::LifeHead> SqliteJournal::life_named(std::string const& incarnation) {
    for (auto const& life : lives())
        if (life.head.incarnation == incarnation) return life;
    return {};
}

Result<std::vector<Head>> SqliteJournal::heads() {
    if (m_closed) return closed();
    std::vector<Head> out;
    for (auto const& life : lives()) out.push_back(life.head);
    if (auto const good = after_read(); !good) return good.error();
    return out;
}

Result<StoredEvent> SqliteJournal::read(domain::EventName const& name) {
    if (m_closed) return closed();
    std::optional<StoredEvent> found;
    auto const life = life_named(name.incarnation.empty() ? m_cursor.head.incarnation : name.incarnation);
    if (life) {
        auto& row = m_queries->read.with(place_of(life->life, name.seq));
        if (row.next()) found = event_at(row, life->head.incarnation);
        row.reset();
    }
    if (auto const good = after_read(); !good) return good.error();
    std::string const where = m_path + " sequence " + std::to_string(name.seq);
    if (!found) return Error{ErrorKind::not_found, "there is no such event", where, ""};
    if (wire::hash_event(*found) == found->hash) return *found;
    return Error{ErrorKind::corrupt, "the stored event is not what was written", where,
                 "keep the file and run bozhong journal verify"};
}

Result<std::vector<StoredEvent>> SqliteJournal::unsent(std::size_t limit) {
    if (m_closed) return closed();
    std::vector<StoredEvent> out;
    std::size_t bytes = 0;
    for (auto const& life : lives()) {
        if (life.acknowledged >= life.head.seq) continue;
        auto& rows =
            m_queries->unsent.with(place_of(life.life, life.acknowledged), place_of(life.life, life.head.seq),
                                   static_cast<std::int64_t>(limit));
        while (bytes < unsent_bytes && rows.next()) {
            out.push_back(event_at(rows, life.head.incarnation));
            bytes += out.back().payload.size();
        }
        rows.reset();
        break;
    }
    if (auto const good = after_read(); !good) return good.error();
    return out;
}

Status SqliteJournal::acknowledge(std::string const& incarnation, Seq up_to) {
    return write([&]() -> Status {
        auto const life = life_named(incarnation);
        std::string const where = incarnation + " " + std::to_string(up_to);
        if (!life) return Error{ErrorKind::not_found, "this journal has no such incarnation", where, ""};
        if (up_to > life->head.seq)
            return Error{ErrorKind::conflict, "the hub has events that this journal lost", where,
                         "take them back"};
        if (up_to > life->acknowledged) acknowledged(life->life, up_to);
        return Done{};
    });
}

Status SqliteJournal::reoffer(std::string const& incarnation, Seq above) {
    return write([&]() -> Status {
        auto const life = life_named(incarnation);
        if (!life)
            return Error{ErrorKind::not_found, "this journal has no such incarnation", incarnation, ""};
        if (above < life->acknowledged) acknowledged(life->life, above);
        return Done{};
    });
}

Result<app::Journal::Backlog> SqliteJournal::backlog() {
    if (m_closed) return closed();
    Backlog out;
    for (auto const& life : lives()) {
        if (life.acknowledged >= life.head.seq) continue;
        out.events += static_cast<std::int64_t>(life.head.seq - life.acknowledged);
        if (out.oldest) continue;
        auto& row = m_queries->read.with(place_of(life.life, life.acknowledged + 1));
        if (row.next())
            if (auto const stamp = wire::decode_stamp(payload_of(row, 2))) out.oldest = stamp->at;
        row.reset();
    }
    if (auto const good = after_read(); !good) return good.error();
    return out;
}

std::string SqliteJournal::sign_head(Head const& head) {
    return wire::sign_head(m_keys.secret_key, m_options.station, head);
}

Result<std::vector<core::TaskRecord>> SqliteJournal::tasks(std::span<domain::LineKey const> lines) {
    if (m_closed) return closed();
    auto out = load_tasks(*m_database, lines);
    if (auto const good = after_read(); !good) return good.error();
    return out;
}

Result<core::Restored> SqliteJournal::load() {
    if (m_closed) return closed();
    auto out = load_projections(*m_database);
    if (!out) {
        (void)after_read();
        return out.error();
    }
    out->head = m_cursor.head;
    out->feed_position = m_cursor.feed_position;
    out->people_age_s = m_database->integer(
        "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE name='people_age_s'");
    out->unclean = m_unclean;
    return out;
}

}  // namespace bozhong::journal
