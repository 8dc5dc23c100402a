#include "sync/hub/hub.h"

#include <sodium.h>

#include "station/domain/time.h"
#include "sync/wire/chain.h"
#include "sync/wire/enum_names.h"

namespace bozhong::hub {

Hub::Hub(std::unique_ptr<Database> database, Settings settings, Clock clock)
    : m_database(std::move(database)), m_settings(std::move(settings)), m_clock(std::move(clock)) {}

std::string Author::name() const {
    switch (kind) {
        case Kind::open: return "nobody";
        case Kind::central: return "central";
        case Kind::station: return "station:" + id;
        case Kind::person: return "person:" + id;
    }
    std::abort();
}

std::string Hub::now() const {
    return domain::rfc3339({m_clock()});
}

std::string Hub::digest(std::string_view text) const {
    return keyed_digest(m_settings.key, text);
}

std::string keyed_digest(std::string const& key, std::string_view text) {
    std::string hash(32, '\0');
    auto const bytes = [](auto const* p) { return reinterpret_cast<unsigned char const*>(p); };
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), bytes(text.data()),
                       text.size(), bytes(key.data()), std::min<std::size_t>(key.size(), 64));
    return wire::to_hex(hash);
}

void Hub::look_elsewhere() {
    if (!m_database->shared()) return;
    for (auto const& r : m_database->run("SELECT station, feed_head FROM stations WHERE active = 1")) {
        auto const [known, fresh] = m_feed_heads.try_emplace(r.text(0), 0);
        if (std::exchange(known->second, r.integer(1)) != r.integer(1)) m_dirty.insert(r.text(0));
    }
}

Status Hub::know_key() {
    auto const mine = digest("the key of this store");
    m_database->run("INSERT INTO meta VALUES('key', ?1) ON CONFLICT DO NOTHING", mine);
    auto const known = m_database->one("SELECT value FROM meta WHERE name = 'key'");
    if (!known || known->text(0) == mine) return domain::Done{};
    return domain::Error{domain::ErrorKind::refused, "the database's secrets were made with another hub.key", "hub.key",
                         "bring hub.key, central.token and webhook.secret from the folder of the first hub"};
}

std::int64_t Hub::next(std::string const& counter) {
    return m_database->number(
        "INSERT INTO counters VALUES(?1, 1) ON CONFLICT(name) DO UPDATE SET value = counters.value + 1 "
        "RETURNING value",
        counter);
}

/// The hub's own journal has the form of a station's: the same chain over the same bytes.
void Hub::audit(std::string const& warehouse, std::string const& type, Author const& author,
                std::string const& right, std::string const& reason, std::string const& detail) {
    auto const last = m_database->one("SELECT seq, hash FROM decisions ORDER BY seq DESC LIMIT 1");
    domain::StoredEvent event;
    event.id = {"hub", "0000000000000000", last ? static_cast<domain::Seq>(last->integer(0)) + 1 : 1};
    event.type = type;
    event.payload = decision_payload(now(), author, right, reason, detail);
    event.previous_hash = last ? last->text(1) : wire::no_previous_hash;
    m_database->run("INSERT INTO decisions VALUES(?1,?2,?3,?4,?5,?6)", warehouse, event.id.seq, type,
                    event.payload, event.previous_hash, wire::hash_event(event));
}

bool good_id(std::string_view text) {
    if (text.empty() || text.size() > 64) return false;
    for (char const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
    }
    return true;
}

std::string right_name(Right right) {
    return std::string(wire::text(right));
}
std::optional<Right> right_of(std::string_view name) {
    return wire::from_text<Right>(name);
}

}  // namespace bozhong::hub
