// Stations: one-time codes, enrolment, their secrets, what the hub has of their journals.
#include <sodium.h>

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "station/domain/time.h"
#include "sync/hub/hub.h"
#include "sync/wire/chain.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

constexpr std::int64_t short_numbers = 1'000;

/// Ten letters and digits that are not mistaken for each other: 50 bits, good for an hour, ten tries a
/// minute.
std::string new_code() {
    constexpr std::string_view letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    std::string code;
    for (int i = 0; i < 10; ++i) {
        if (i == 5) code += '-';
        code += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    }
    return code;
}

}  // namespace

Result<wire::CodeAnswer> Hub::make_code(std::string const& warehouse, wire::CodeRequest const& request,
                                        Author const& author) {
    if (!good_id(request.station) || request.station.find(':') != std::string::npos) {
        return Error{ErrorKind::bad_input,
                     "a station's id is 1 to 64 bytes without colon or control characters", "station", ""};
    }
    auto const other = m_database->one("SELECT warehouse FROM stations WHERE station = ?1", request.station);
    if (other && other->text(0) != warehouse) {
        return Error{ErrorKind::conflict, "this station id is used in another warehouse", "station",
                     "choose another id"};
    }
    if (!other && m_database->number("SELECT count(*) FROM stations") >= m_settings.stations_max) {
        return Error{ErrorKind::full, "the hub has as many stations as it may", "station",
                     "revoke is not enough: raise stations_max"};
    }
    auto const code = new_code();
    auto const expires = now_ms() + m_settings.code_valid_ms;
    m_database->run("DELETE FROM codes WHERE expires_ms < ?1 OR station = ?2", now_ms(), request.station);
    m_database->run("INSERT INTO codes VALUES(?1,?2,?3,?4,?5,0)", digest("code:" + code), warehouse,
                    request.station, request.name.empty() ? request.station : request.name, expires);
    audit(warehouse, "code", author, "configure_devices", "", "{}");
    return wire::CodeAnswer{code, request.station, domain::rfc3339({expires})};
}

Result<wire::CodeAnswer> write_code_file(std::string const& dir, Settings const& settings,
                                         std::string const& station, std::string const& name,
                                         std::int64_t now_ms) {
    if (!good_id(station) || station.find(':') != std::string::npos) {
        return Error{ErrorKind::bad_input,
                     "a station's id is 1 to 64 bytes without colon or control characters", station, ""};
    }
    std::error_code wrong;
    std::filesystem::create_directories(dir + "/codes", wrong);
    auto const code = new_code();
    auto const path = dir + "/codes/" + keyed_digest(settings.key, "code:" + code);
    auto const expires = now_ms + settings.code_valid_ms;
    {
        std::ofstream out(path + ".new", std::ios::binary);
        out << expires << '\n' << station << '\n' << (name.empty() ? station : name) << '\n';
        if (!out.flush())
            return Error{ErrorKind::io, "cannot write the code", path, "check the folder's rights"};
    }
    std::filesystem::rename(path + ".new", path, wrong);
    if (wrong) return Error{ErrorKind::io, "cannot write the code", path, "check the folder's rights"};
    return wire::CodeAnswer{code, station, domain::rfc3339({expires})};
}

void Hub::take_code_file(std::string const& hash) {
    if (m_settings.codes_dir.empty()) return;
    auto const path = m_settings.codes_dir + "/" + hash;
    std::ifstream in(path, std::ios::binary);
    std::string expires, station, name;
    if (!std::getline(in, expires) || !std::getline(in, station) || !std::getline(in, name)) return;
    std::int64_t until = 0;
    std::from_chars(expires.data(), expires.data() + expires.size(), until);
    auto const other = m_database->one("SELECT warehouse FROM stations WHERE station = ?1", station);
    // The row stays as used, so that the code is worth nothing even if the file outlives a crash.
    m_database->run("INSERT INTO codes VALUES(?1,?2,?3,?4,?5,0) ON CONFLICT DO NOTHING", hash,
                    other ? other->text(0) : m_settings.warehouse, station, name, until);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

Result<wire::EnrolAnswer> Hub::enrol(wire::EnrolRequest const& request) {
    auto const key = wire::from_hex(request.public_key);
    if (!key || key->size() != crypto_sign_PUBLICKEYBYTES) {
        return Error{ErrorKind::bad_input, "expected an Ed25519 public key as 64 hex digits", "public_key",
                     ""};
    }
    std::string code;
    for (char const c : request.code.substr(0, 64))
        code += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    take_code_file(digest("code:" + code));
    auto const found = m_database->one(
        "UPDATE codes SET used = 1 WHERE code_hash = ?1 AND used = 0 AND expires_ms >= ?2 RETURNING "
        "warehouse, station, name",
        digest("code:" + code), now_ms());
    if (!found)
        return Error{ErrorKind::no_right, "this code is unknown, used or too old", "code",
                     "ask a supervisor for a new one"};
    wire::EnrolAnswer answer;
    answer.warehouse = found->text(0);
    answer.station = found->text(1);
    answer.name = found->text(2);
    answer.secret = wire::random_hex(32);
    answer.now = now();
    bool const known =
        m_database->one("SELECT 1 FROM stations WHERE station = ?1", answer.station).has_value();
    if (!known) {
        m_database->run("INSERT INTO stations VALUES(?1,?2,?3,?4,'','','',1,?5,0,0,0,0,0,?6,1)",
                        answer.station, answer.warehouse, answer.name, next("station_number"), now_ms(),
                        request.software.substr(0, 64));
    }
    auto const device = std::to_string(next("device_key"));
    auto const row = m_database->one(
        "UPDATE stations SET name = ?2, secret_hash = ?3, public_key = ?4, key_id = ?5, active = 1, "
        "enrolled_ms = ?6,"
        " short_next = short_next + ?7 WHERE station = ?1 RETURNING number, short_next",
        answer.station, answer.name, digest("secret:" + answer.secret), request.public_key, device, now_ms(),
        short_numbers);
    if (!row) return Error{ErrorKind::corrupt, "the station could not be written", answer.station, ""};
    answer.station_number = row->integer(0);
    answer.short_first = row->integer(1) - short_numbers;
    answer.short_count = short_numbers;
    answer.key_id = device;
    if (!known) send_snapshot(answer.station, answer.warehouse);
    assign_unassigned(answer.warehouse);
    audit(answer.warehouse, "enrol", {Author::Kind::station, answer.station, answer.warehouse, {}}, "", "",
          "{}");
    return answer;
}

Status Hub::revoke(std::string const& warehouse, std::string const& station, Author const& author) {
    auto const found = m_database->one(
        "UPDATE stations SET active = 0, secret_hash = '' WHERE station = ?1 AND warehouse = ?2 RETURNING "
        "station",
        station, warehouse);
    if (!found) return Error{ErrorKind::not_found, "no such station", station, ""};
    audit(warehouse, "revoke", author, "configure_devices", "",
          boost::json::serialize(boost::json::object{{"station", station}}));
    return Done{};
}

std::optional<Author> Hub::station_by_secret(std::string const& station, std::string const& secret) {
    auto const row = m_database->one(
        "SELECT secret_hash, warehouse FROM stations WHERE station = ?1 AND active = 1", station);
    auto const given = digest("secret:" + secret);
    auto const stored = row ? row->text(0) : std::string(given.size(), '0');
    bool const same =
        stored.size() == given.size() && sodium_memcmp(stored.data(), given.data(), given.size()) == 0;
    if (!row || !same) return std::nullopt;
    return Author{Author::Kind::station, station, row->text(1), {}};
}

Result<wire::Mark> Hub::mark(std::string const& station) {
    wire::Mark mark;
    mark.station = station;
    for (auto const& r : m_database->run("SELECT incarnation, acknowledged, head_hash, quarantine_from, "
                                         "quarantine_why FROM incarnations WHERE station = ?1"
                                         " ORDER BY opened_at",
                                         station)) {
        mark.latest = r.text(0);
        wire::MarkIncarnation each{r.text(0), static_cast<domain::Seq>(r.integer(1)), r.text(2),
                                   std::nullopt};
        if (r.integer(3) > 0)
            each.quarantine = wire::Quarantine{static_cast<domain::Seq>(r.integer(3)), r.text(4)};
        mark.incarnations.push_back(std::move(each));
    }
    return mark;
}

Result<wire::EventPage> Hub::events(std::string const& station, std::string const& incarnation,
                                    std::int64_t after, std::int64_t limit) {
    limit = std::clamp<std::int64_t>(limit, 1, wire::batch_events_max);
    wire::EventPage page;
    std::size_t bytes = 0;
    for (auto const& r : m_database->run("SELECT seq, type, payload, previous_hash, hash FROM events WHERE "
                                         "station = ?1 AND incarnation = ?2 AND seq > ?3"
                                         " ORDER BY seq LIMIT ?4",
                                         station, incarnation, after, limit + 1)) {
        bytes += r.text(2).size();
        if (static_cast<std::int64_t>(page.events.size()) == limit ||
            (bytes > wire::batch_bytes_max && !page.events.empty())) {
            page.more = true;
            break;
        }
        page.events.push_back({{station, incarnation, static_cast<domain::Seq>(r.integer(0))},
                               r.text(1),
                               r.text(2),
                               r.text(3),
                               r.text(4)});
    }
    return page;
}

}  // namespace bozhong::hub
