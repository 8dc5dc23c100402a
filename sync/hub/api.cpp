#include "sync/hub/api.h"

#include <sodium.h>

#include <charconv>

#include "sync/wire/chain.h"

namespace bozhong::hub {

using domain::Error;
using domain::ErrorKind;

namespace {

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_input:
        case ErrorKind::unsupported: return 400;
        case ErrorKind::not_found: return 404;
        case ErrorKind::conflict:
        case ErrorKind::refused: return 409;
        case ErrorKind::no_right: return 403;
        case ErrorKind::timeout: return 429;
        case ErrorKind::unavailable:
        case ErrorKind::io:
        case ErrorKind::full:
        case ErrorKind::corrupt: return 503;
    }
    std::abort();
}

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 1; start <= path.size();) {
        auto const end = std::min(path.find('/', start), path.size());
        parts.push_back(path.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

/// The decoded names of a path that has the pattern's form.
std::optional<std::map<std::string, std::string>> match(std::string_view pattern, std::string_view path) {
    auto const want = parts_of(pattern), have = parts_of(path);
    if (want.size() != have.size()) return std::nullopt;
    std::map<std::string, std::string> names;
    for (std::size_t i = 0; i < want.size(); ++i) {
        if (want[i].starts_with('{')) {
            auto decoded = percent_decoded(have[i], false);
            if (!decoded || !good_id(*decoded)) return std::nullopt;
            names[std::string(want[i].substr(1, want[i].size() - 2))] = std::move(*decoded);
        } else if (want[i] != have[i]) {
            return std::nullopt;
        }
    }
    return names;
}

bool same(std::string const& a, std::string const& b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<std::pair<std::string, std::string>> basic(std::string_view value) {
    std::string decoded(value.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(decoded.data()), decoded.size(), value.data(),
                          value.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return std::nullopt;
    }
    decoded.resize(length);
    auto const colon = decoded.find(':');
    if (colon == std::string::npos) return std::nullopt;
    return std::pair{decoded.substr(0, colon), decoded.substr(colon + 1)};
}

std::map<std::string, std::string> query_of(std::string_view text) {
    std::map<std::string, std::string> out;
    for (std::size_t start = 0; start < text.size() && out.size() < 32;) {
        auto const end = std::min(text.find('&', start), text.size());
        auto const item = text.substr(start, end - start);
        auto const equals = item.find('=');
        if (equals != std::string_view::npos) {
            if (auto value = percent_decoded(item.substr(equals + 1), true))
                out[std::string(item.substr(0, equals))] = *value;
        }
        start = end + 1;
    }
    return out;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = static_cast<unsigned char>(text[i]);
        if (text[i] == '%') {
            if (i + 3 > text.size()) return std::nullopt;
            auto const [stop, wrong] = std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16);
            if (wrong != std::errc() || stop != text.data() + i + 3) return std::nullopt;
            i += 2;
        } else if (plus_is_space && text[i] == '+') {
            value = ' ';
        }
        if (value == 0) return std::nullopt;
        out += static_cast<char>(value);
    }
    return out;
}

Answer problem(int status, Error const& error) {
    wire::Problem p;
    p.type = std::string("urn:bozhong:problem:") + name(error.kind);
    p.title = error.what;
    p.status = status;
    p.detail = error.text();
    p.field = error.where;
    p.todo = error.todo;
    Answer answer;
    answer.status = status;
    answer.type = "application/problem+json";
    answer.body = wire::to_json(p);
    return answer;
}
Answer problem(Error const& error) {
    return problem(status_of(error.kind), error);
}

std::string Call::text(std::string const& name) const {
    auto const found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

Result<std::int64_t> Call::number(std::string const& name, std::int64_t otherwise) const {
    auto const text = this->text(name);
    if (text.empty()) return otherwise;
    std::int64_t value = 0;
    auto const [stop, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || stop != text.data() + text.size() || value < 0) {
        return Error{ErrorKind::bad_input, "expected a whole number of 0 or more", name, ""};
    }
    return value;
}

Api::Api(Hub& hub, Secrets secrets) : m_hub(hub), m_secrets(std::move(secrets)) {}

bool Api::may_try(std::string const& what) {
    auto const now = m_hub.now_ms();
    if (m_tries.size() > 10'000) m_tries.clear();
    auto& tries = m_tries[what];
    std::erase_if(tries, [&](std::int64_t at) { return now - at > 60'000 || at > now; });
    if (tries.size() >= 10) return false;
    tries.push_back(now);
    return true;
}

void Api::was_right(std::string const& what) {
    auto const found = m_tries.find(what);
    if (found != m_tries.end() && !found->second.empty()) found->second.pop_back();
}

/// Who asks, by the one proof that was sent. Without any proof: nobody, who owns the open routes only.
std::optional<Author> Api::who(Request const& request, Result<Answer>& refused) {
    refused = problem(401, {ErrorKind::no_right, "this proof of who you are is not valid", "Authorization",
                            "sign in or enrol again"});
    if (request.authorization.starts_with("Bearer ")) {
        if (!same(m_hub.digest(request.authorization.substr(7)), m_hub.digest(m_secrets.central_token)))
            return std::nullopt;
        return Author{Author::Kind::central, "central", "", {}};
    }
    if (request.authorization.starts_with("Basic ")) {
        auto const pair = basic(std::string_view(request.authorization).substr(6));
        return pair ? m_hub.station_by_secret(pair->first, pair->second) : std::nullopt;
    }
    if (!request.authorization.empty()) return std::nullopt;
    if (auto const* session = m_sessions.find(session_cookie(request.cookie), m_hub.now_ms())) {
        auto person = m_hub.person(session->who.warehouse, session->who.person);
        if (!person || m_hub.password_mark(person->warehouse, person->id) != session->password) return std::nullopt;
        if (request.method != "GET" && !same(request.csrf, session->who.csrf)) {
            refused = problem(
                403, {ErrorKind::no_right, "the page's token is missing", "X-CSRF-Token", "reload the page"});
            return std::nullopt;
        }
        return person;
    }
    return Author{};
}

Result<Answer> Api::allowed(Route const& route, Call const& call) {
    auto const& author = call.author;
    auto const forbidden = [](char const* what) {
        return Error{ErrorKind::no_right, what, "", "ask somebody who may"};
    };
    unsigned const kind = author.kind == Author::Kind::central   ? central
                          : author.kind == Author::Kind::station ? station
                          : author.kind == Author::Kind::person  ? session
                                                                 : open;
    if ((route.owners & open) == 0) {
        if (kind == open)
            return problem(401, {ErrorKind::no_right, "this call needs to know who you are", "Authorization",
                                 "sign in, or send a token"});
        if ((route.owners & kind) == 0) return forbidden("this call is not yours");
        auto const warehouse = call.path.find("warehouse");
        if (warehouse != call.path.end() && !author.warehouse.empty() &&
            warehouse->second != author.warehouse)
            return forbidden("another warehouse's data");
        auto const named = call.path.find("station");
        if (kind == station && named != call.path.end() && named->second != author.id)
            return forbidden("another station's data");
        if (kind == session && route.right && !author.may(*route.right))
            return forbidden("you do not have the right for this");
    }
    return once(route, call);
}

/// A write with an idempotency key is done once; later the first answer is given again.
Result<Answer> Api::once(Route const& route, Call const& call) {
    auto const& key = call.request.idempotency_key;
    if (key.empty() || call.request.method == "GET" || (route.owners & open) != 0) return route.handle(call);
    if (key.size() > 128)
        return Error{ErrorKind::bad_input, "the key is longer than 128 bytes", "Idempotency-Key", ""};
    auto const hash = m_hub.digest(call.request.method + " " + call.request.path + "\n" + call.request.body);
    auto& database = m_hub.database();
    if (auto const had = database.one(
            "SELECT request_hash, status, answer FROM idempotency WHERE owner = ?1 AND name = ?2",
            call.author.name(), key)) {
        if (had->text(0) != hash)
            return problem(422, {ErrorKind::conflict, "this key was used for another request",
                                 "Idempotency-Key", "use a new key"});
        Answer again;
        again.status = static_cast<int>(had->integer(1));
        again.body = had->text(2);
        return again;
    }
    auto answer = route.handle(call);
    if (answer.ok() && !answer->undo) {
        constexpr std::int64_t kept_ms = 7 * 24 * 3'600'000LL;
        database.run("DELETE FROM idempotency WHERE at_ms < ?1", m_hub.now_ms() - kept_ms);
        database.run("INSERT INTO idempotency VALUES(?1,?2,?3,?4,?5,?6)", call.author.name(), key, hash,
                     answer->status, answer->body, m_hub.now_ms());
    }
    return answer;
}

Answer Api::run(Route const& route, Request const& request, std::map<std::string, std::string> path) {
    // Signing in keeps its own transactions, because a failed try must be counted.
    bool const alone = (route.owners & open) != 0 && std::string_view(route.pattern) == "/v1/session";
    std::optional<Answer> undone;
    auto const body = [&]() -> Result<Answer> {
        Result<Answer> refused = Answer{};
        auto const author = (route.owners & open) != 0 ? std::optional(Author{}) : who(request, refused);
        if (!author) return refused;
        Call const call{*this, m_hub, request, *author, std::move(path), query_of(request.query)};
        auto answer = allowed(route, call);
        if (answer.ok() && (answer->undo || answer->status >= 400)) {
            undone = *answer;
            return Error{ErrorKind::refused, "undone", "", ""};
        }
        return answer;
    };
    auto const answer = alone ? body() : m_hub.write(body);
    if (undone) return *undone;
    return answer.ok() ? answer.value() : problem(answer.error());
}

Answer Api::handle(Request const& request) {
    if (request.over_limit)
        return problem(429, {ErrorKind::timeout, "too many requests", "", "wait a minute"});
    if (request.method == "GET") {
        for (auto const& file : page_files()) {
            if (request.path == file.path) return {200, file.type, std::string(file.bytes), {}, {}, false};
        }
    }
    bool known_path = false;
    for (auto const& route : routes()) {
        auto path = match(route.pattern, request.path);
        if (!path) continue;
        known_path = true;
        if (request.method == route.method) return run(route, request, std::move(*path));
    }
    if (known_path)
        return problem(405, {ErrorKind::unsupported, "this path does not know this method", request.method,
                             "see openapi.yaml"});
    return problem(404,
                   {ErrorKind::not_found, "no such path", request.path.substr(0, 200), "see openapi.yaml"});
}

}  // namespace bozhong::hub
