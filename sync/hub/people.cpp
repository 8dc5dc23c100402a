// People, their rights, and the supervisors' sign-in.
#include <sodium.h>

#include <boost/json.hpp>

#include "sync/hub/hub.h"
#include "sync/wire/enum_names.h"

namespace bozhong::hub {

using domain::Done;
using domain::Error;
using domain::ErrorKind;

namespace {

std::string argon2(std::string const& password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
        return {};
    }
    hash.resize(std::char_traits<char>::length(hash.c_str()));
    return hash;
}

std::set<Right> usual(domain::Role role) {
    using enum Right;
    switch (role) {
        case domain::Role::sorter: return {capture, correct_own};
        case domain::Role::supervisor:
            return {capture,  enter_weight, below_minimum, correct_own,       correct_any, release_red,
                    reassign, cancel,       close,         configure_devices, read_results};
        case domain::Role::administrator:
            return {capture,  enter_weight, below_minimum, correct_own,       correct_any,   release_red,
                    reassign, cancel,       close,         configure_devices, manage_people, read_results};
        case domain::Role::service: return {read_results};
    }
    std::abort();
}

std::string rights_text(std::set<Right> const& rights) {
    std::string out;
    for (auto const right : rights) out += (out.empty() ? "" : ",") + right_name(right);
    return out;
}

std::set<Right> rights_of(std::string const& text) {
    std::set<Right> rights;
    for (std::size_t start = 0; start < text.size();) {
        auto const end = std::min(text.find(',', start), text.size());
        if (auto const right = right_of(text.substr(start, end - start))) rights.insert(*right);
        start = end + 1;
    }
    return rights;
}

domain::Person read_person(Row const& r) {
    domain::Person p;
    p.id = r.text(0);
    p.name = r.text(1);
    p.role = wire::from_text<domain::Role>(r.text(2)).value_or(domain::Role::sorter);
    p.rights = rights_of(r.text(3));
    p.badge = r.text(4);
    p.pin_hash = r.text(5);
    p.active = r.flag(6);
    return p;
}

/// Milliseconds before the next try after so many wrong ones in a row.
std::int64_t wait_after(std::int64_t failures) {
    return failures < 3 ? 0 : std::int64_t{1'000} << std::min<std::int64_t>(failures - 3, 8);
}

}  // namespace

Status Hub::put_person(std::string const& warehouse, std::string const& id,
                       wire::PersonRequest const& request, Author const& author) {
    auto const role = wire::from_text<domain::Role>(request.role);
    if (!good_id(id)) return Error{ErrorKind::bad_input, "an id is 1 to 64 bytes", "person", ""};
    if (!role)
        return Error{ErrorKind::bad_input, "expected sorter, supervisor, administrator or service", "role",
                     ""};
    if (request.name.empty() || request.name.size() > 128)
        return Error{ErrorKind::bad_input, "a name is 1 to 128 bytes", "name", ""};
    if (request.pin.size() > 64 || request.password.size() > 256 || request.badge.size() > 128)
        return Error{ErrorKind::bad_input, "too long", "pin, password or badge", ""};
    if (!request.pin.empty() && request.pin.size() < 4)
        return Error{ErrorKind::bad_input, "a PIN has at least 4 digits", "pin", ""};
    if (!request.password.empty() && request.password.size() < 8)
        return Error{ErrorKind::bad_input, "a password has at least 8 characters", "password", ""};
    auto rights = usual(*role);
    if (!request.rights.empty()) {
        rights.clear();
        for (auto const& name : request.rights) {
            auto const right = right_of(name);
            if (!right) return Error{ErrorKind::bad_input, "no such right: " + name, "rights", ""};
            rights.insert(*right);
        }
    }
    for (auto const right : rights) {
        if (author.kind == Author::Kind::person && !author.rights.contains(right)) {
            return Error{ErrorKind::no_right, "you cannot give a right you do not have: " + right_name(right),
                         "rights", "ask an administrator"};
        }
    }
    auto const before =
        m_database->one("SELECT rights, role FROM people WHERE warehouse = ?1 AND id = ?2", warehouse, id);
    m_database->run(
        "INSERT INTO people VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,0,0) ON CONFLICT(warehouse, id) DO UPDATE SET "
        "name = excluded.name,"
        " role = excluded.role, rights = excluded.rights, badge = excluded.badge, active = excluded.active,"
        " pin_hash = CASE WHEN excluded.pin_hash = '' THEN people.pin_hash ELSE excluded.pin_hash END,"
        " password_hash = CASE WHEN excluded.password_hash = '' THEN people.password_hash ELSE "
        "excluded.password_hash END,"
        " failures = CASE WHEN excluded.password_hash = '' THEN people.failures ELSE 0 END",
        warehouse, id, request.name, request.role, rights_text(rights), request.badge,
        request.pin.empty() ? "" : argon2(request.pin),
        request.password.empty() ? "" : argon2(request.password), request.active);
    auto const row = m_database->one(
        "SELECT id, name, role, rights, badge, pin_hash, active FROM people WHERE warehouse = ?1 AND id = ?2",
        warehouse, id);
    if (!row) return Error{ErrorKind::corrupt, "the person could not be written", id, ""};
    for (auto const& table : active_stations(warehouse))
        send(table, domain::PersonGiven{read_person(*row)}, "person\n" + id);
    audit(warehouse, "person", author, "manage_people", "",
          boost::json::serialize(boost::json::object{{"person", id},
                                                     {"before", before ? before->text(0) : ""},
                                                     {"after", rights_text(rights)},
                                                     {"active", request.active}}));
    return Done{};
}

Status Hub::put_lot(std::string const& warehouse, std::string const& sku, std::string const& lot,
                    Author const& author) {
    if (!good_id(sku) || lot.size() > 64)
        return Error{ErrorKind::bad_input, "sku and lot are at most 64 bytes", "lot", ""};
    m_database->run(
        "INSERT INTO lots VALUES(?1,?2,?3) ON CONFLICT(warehouse, sku) DO UPDATE SET lot = excluded.lot",
        warehouse, sku, lot);
    for (auto const& table : active_stations(warehouse))
        send(table, domain::LotGiven{sku, lot}, "lot\n" + sku);
    audit(warehouse, "lot", author, "", "",
          boost::json::serialize(boost::json::object{{"sku", sku}, {"lot", lot}}));
    return Done{};
}

void Hub::send_snapshot(std::string const& station, std::string const& warehouse) {
    for (auto const& r : m_database->run("SELECT id, name, role, rights, badge, pin_hash, active FROM people "
                                         "WHERE warehouse = ?1 AND role <> 'service' ORDER BY id",
                                         warehouse)) {
        send(station, domain::PersonGiven{read_person(r)}, "person\n" + r.text(0));
    }
    for (auto const& r : m_database->run("SELECT sku, lot FROM lots WHERE warehouse = ?1 ORDER BY sku", warehouse)) {
        send(station, domain::LotGiven{r.text(0), r.text(1)}, "lot\n" + r.text(0));
    }
}

std::set<Right> Hub::rights(std::string const& warehouse, std::string const& person) {
    auto const row =
        m_database->one("SELECT rights FROM people WHERE warehouse = ?1 AND id = ?2", warehouse, person);
    return row ? rights_of(row->text(0)) : std::set<Right>{};
}

std::string Hub::password_mark(std::string const& warehouse, std::string const& person) {
    auto const row =
        m_database->one("SELECT password_hash FROM people WHERE warehouse = ?1 AND id = ?2", warehouse, person);
    return row ? digest("mark:" + row->text(0)) : "";
}

std::optional<Author> Hub::person(std::string const& warehouse, std::string const& id) {
    auto const row = m_database->one(
        "SELECT rights FROM people WHERE warehouse = ?1 AND id = ?2 AND active = 1 AND password_hash <> ''",
        warehouse, id);
    if (!row) return std::nullopt;
    return Author{Author::Kind::person, id, warehouse, rights_of(row->text(0))};
}

Result<wire::SignInAnswer> Hub::sign_in(std::string const& warehouse, std::string const& person,
                                        std::string const& password) {
    Error const refused{ErrorKind::no_right, "name or password is wrong", "",
                        "try again; after ten failures an administrator must set a new password"};
    auto const row = m_database->one(
        "SELECT name, role, rights, password_hash, failures, wait_until_ms FROM people WHERE warehouse = ?1 "
        "AND id = ?2 AND active = 1",
        warehouse, person);
    auto const left_ms = row ? row->integer(5) - now_ms() : 0;
    // More than was ever set: the clock has gone back meanwhile, and nobody is to wait for it to come again.
    auto const wait_ms = row && left_ms <= wait_after(row->integer(4)) ? left_ms : 0;
    if (row && (row->integer(4) >= 10 || wait_ms > 0)) {
        return Error{ErrorKind::timeout,
                     row->integer(4) >= 10 ? "locked after ten failures" : "too many failures", "",
                     row->integer(4) >= 10 ? "an administrator must set a new password"
                                           : "wait " + std::to_string(wait_ms / 1000 + 1) + " s"};
    }
    // An unknown name costs as much time as a wrong password.
    static std::string const nobody = argon2("nobody has this password");
    auto const hash = row && !row->text(3).empty() ? row->text(3) : nobody;
    bool const good = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0 && row &&
                      !row->text(3).empty();
    auto counted = write([&]() -> Status {
        // Counted where it stands: another hub may have refused the same name meanwhile.
        auto const failures = m_database->number(
            "UPDATE people SET failures = CASE WHEN ?3 = 1 THEN 0 ELSE failures + 1 END WHERE warehouse = ?1 AND id = ?2 "
            "RETURNING failures",
            warehouse, person, good);
        m_database->run("UPDATE people SET wait_until_ms = ?3 WHERE warehouse = ?1 AND id = ?2", warehouse, person,
                        now_ms() + wait_after(failures));
        return Done{};
    });
    if (!counted) return counted.error();
    if (!good) return refused;
    wire::SignInAnswer answer;
    answer.person = person;
    answer.name = row->text(0);
    answer.role = row->text(1);
    answer.warehouse = warehouse;
    for (auto const right : rights_of(row->text(2))) answer.rights.push_back(right_name(right));
    return answer;
}

}  // namespace bozhong::hub
