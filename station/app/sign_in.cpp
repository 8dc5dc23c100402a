#include "station/app/sign_in.h"

#include <sodium.h>

namespace bozhong::app {
namespace {

bool pin_fits(std::string const& hash, std::string const& pin) {
    return crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

/// Takes as long as a real check, so that the answer's time tells nobody which badges exist.
void waste_the_same_time(std::string const& pin) {
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        sodium_memzero(hash, sizeof hash);
}

}  // namespace

void SignIn::know(domain::Person person) {
    auto const id = person.id;
    auto const known = m_people.find(id);
    // A new PIN from the hub is how a supervisor lifts a lock.
    if (known != m_people.end() && known->second.pin_hash != person.pin_hash) m_failures.erase(id);
    m_people.insert_or_assign(id, std::move(person));
}

domain::Person const* SignIn::find(std::string const& badge) const {
    if (badge.empty()) return nullptr;
    for (auto const& [id, person] : m_people) {
        if (person.active && (person.badge == badge || id == badge)) return &person;
    }
    return nullptr;
}

core::Event SignIn::check(std::string const& badge, std::string const& pin) {
    domain::Person const* const person = find(badge);
    if (person == nullptr) {
        waste_the_same_time(pin);
        return core::SignInRefused{"", "badge", 1, false};
    }
    int& failures = m_failures[person->id];
    if (failures >= tries_before_lock) return core::SignInRefused{person->id, "locked", failures, true};
    bool const badge_alone = person->pin_hash.empty() && person->role == domain::Role::sorter;
    if (badge_alone || pin_fits(person->pin_hash, pin)) {
        failures = 0;
        return core::SignInAccepted{*person, badge_alone ? "badge" : "badge+pin"};
    }
    ++failures;
    return core::SignInRefused{person->id, "pin", failures, failures >= tries_before_lock};
}

}  // namespace bozhong::app
