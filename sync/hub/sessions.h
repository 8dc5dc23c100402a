#pragma once
// Who is signed in at the page. Kept in memory only: a hub that starts again asks for the password again.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sync/wire/messages.h"

namespace bozhong::hub {

struct Session {
    wire::SignInAnswer who;  ///< with the CSRF token
    std::string password;    ///< mark of the password it was begun with (Hub::password_mark)
    std::int64_t begun_ms = 0, used_ms = 0;
};

class Sessions {
  public:
    /// Returns the cookie's value. The oldest session gives way when there are 200.
    std::string begin(wire::SignInAnswer who, std::string password, std::int64_t now_ms);
    /// Valid for 30 min after the last use and 12 h in all.
    Session const* find(std::string const& cookie_value, std::int64_t now_ms);
    void end(std::string const& cookie_value);
    void end_person(std::string const& person);

  private:
    static std::string name_of(std::string const& cookie_value);
    std::map<std::string, Session>
        m_sessions;  ///< by hash, so that a look at memory order tells nothing of a token
};

/// Value of bozhong_session in a Cookie header.
std::string session_cookie(std::string const& header);

}  // namespace bozhong::hub
