#pragma once
// Checks a badge and a PIN against the people the hub sent. Slow on purpose (argon2id): never on the strand.

#include <map>
#include <string>
#include <vector>

#include "station/core/event.h"
#include "station/domain/person.h"

namespace bozhong::app {

/// Wrong tries in a row after which a person is locked at this station.
inline constexpr int tries_before_lock = 10;

class SignIn {
  public:
    /// Failures in a row as the journal knows them, so that a restart does not reset them.
    void remember(std::map<std::string, int> failures) { m_failures = std::move(failures); }
    void know(domain::Person person);
    /// SignInAccepted or SignInRefused. The badge is a badge's text or a person's id; an unknown one costs the same time.
    /// A right PIN is refused all the same ("people_too_old") when the hub's word on people is of this age and that is
    /// the bound or more: whoever it is may have been told to leave meanwhile.
    core::Event check(std::string const& badge, std::string const& pin, domain::milliseconds people_age = {});
    /// Whose badge a scanned text is, so that she can take the table over. A person's id is no badge here.
    enum class Badge { nobodys, wants_pin, alone };
    [[nodiscard]] Badge badge(std::string const& text) const;
    void limit_age(domain::milliseconds most) { m_age_max = most; }  ///< 0 = no bound

  private:
    domain::Person const* find(std::string const& badge) const;

    std::map<std::string, domain::Person> m_people;
    std::map<std::string, int> m_failures;
    domain::milliseconds m_age_max{0};
};

}  // namespace bozhong::app
