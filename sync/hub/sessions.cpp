#include "sync/hub/sessions.h"

#include <sodium.h>

#include <algorithm>

#include "sync/wire/chain.h"

namespace bozhong::hub {
namespace {

constexpr std::size_t sessions_max = 200;
constexpr std::int64_t idle_ms = 30 * 60'000, whole_ms = 12 * 3'600'000;

}  // namespace

std::string Sessions::name_of(std::string const& cookie_value) {
    std::string hash(32, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<unsigned char const*>(cookie_value.data()), cookie_value.size(),
                       nullptr, 0);
    return hash;
}

std::string Sessions::begin(wire::SignInAnswer who, std::string password, std::int64_t now_ms) {
    if (m_sessions.size() >= sessions_max) {
        m_sessions.erase(
            std::ranges::min_element(m_sessions, {}, [](auto const& s) { return s.second.used_ms; }));
    }
    auto const value = wire::random_hex(32);
    m_sessions[name_of(value)] = {std::move(who), std::move(password), now_ms, now_ms};
    return value;
}

Session const* Sessions::find(std::string const& cookie_value, std::int64_t now_ms) {
    auto const found = m_sessions.find(name_of(cookie_value));
    if (found == m_sessions.end()) return nullptr;
    auto& session = found->second;
    if (now_ms - session.used_ms > idle_ms || now_ms - session.begun_ms > whole_ms) {
        m_sessions.erase(found);
        return nullptr;
    }
    session.used_ms = now_ms;
    return &session;
}

void Sessions::end(std::string const& cookie_value) {
    m_sessions.erase(name_of(cookie_value));
}

void Sessions::end_person(std::string const& person) {
    std::erase_if(m_sessions, [&](auto const& s) { return s.second.who.person == person; });
}

std::string session_cookie(std::string const& header) {
    constexpr std::string_view name = "bozhong_session=";
    for (std::size_t start = 0; start < header.size();) {
        auto const end = std::min(header.find(';', start), header.size());
        auto const first = header.find_first_not_of(' ', start);
        if (first < end && header.compare(first, name.size(), name) == 0)
            return header.substr(first + name.size(), end - first - name.size());
        start = end + 1;
    }
    return {};
}

}  // namespace bozhong::hub
