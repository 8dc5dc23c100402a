#include "station/app/sign_in.h"

#include <sodium.h>

namespace bozhong::app {
namespace {

enum class Pin { fits, wrong, not_checked };

/// Takes the time and the memory (64 MiB) of a real check; false: there was no memory for it.
bool work_of_a_check(std::string const& pin) {
    char hash[crypto_pwhash_STRBYTES];
    return crypto_pwhash_str(hash, pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

/// libsodium says the same "no" to a wrong PIN and where memory for the check is missing: the second must cost nobody a try.
Pin check_pin(std::string const& hash, std::string const& pin) {
    if (crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0) return Pin::fits;
    return work_of_a_check(pin) ? Pin::wrong : Pin::not_checked;
}

bool needs_no_pin(domain::Person const& person) {
    return person.pin_hash.empty() && person.role == domain::Role::sorter;
}

}  // namespace

SignIn::Badge SignIn::badge(std::string const& text) const {
    domain::Person const* const person = find(text);
    if (person == nullptr || person->badge != text) return Badge::nobodys;
    return needs_no_pin(*person) ? Badge::alone : Badge::wants_pin;
}

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

core::Event SignIn::check(std::string const& badge, std::string const& pin, domain::milliseconds people_age) {
    domain::Person const* const person = find(badge);
    if (person == nullptr) {
        bool const checked = work_of_a_check(pin) && work_of_a_check(pin);  // nobody learns which badges exist
        if (!checked) return core::SignInRefused{"", "memory", 0, false, false};
        return core::SignInRefused{"", "badge", 1, false};
    }
    int& failures = m_failures[person->id];
    if (failures >= tries_before_lock) return core::SignInRefused{person->id, "locked", failures, true};
    bool const badge_alone = needs_no_pin(*person);
    Pin const found = badge_alone ? Pin::fits : check_pin(person->pin_hash, pin);
    if (found == Pin::not_checked) return core::SignInRefused{person->id, "memory", failures, false, false};
    if (found == Pin::fits) {
        failures = 0;
        if (m_age_max.count() > 0 && people_age >= m_age_max)
            return core::SignInRefused{person->id, "people_too_old", 0, false};
        return core::SignInAccepted{*person, badge_alone ? "badge" : "badge+pin", people_age.count() / 1000};
    }
    ++failures;
    return core::SignInRefused{person->id, "pin", failures, failures >= tries_before_lock};
}

}  // namespace bozhong::app
