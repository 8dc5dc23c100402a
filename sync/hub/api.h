#pragma once
// The hub's calls as values: a request in, an answer out, no socket. The route table is the one list of what
// exists; each route names who owns it, and nothing is answered before the owner is known. One thread.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/hub/hub.h"
#include "sync/hub/sessions.h"

namespace bozhong::hub {

struct Request {
    std::string method, path;  ///< path without query, as sent (percent-encoded)
    std::string query;
    std::string authorization, cookie, csrf, idempotency_key, body;
    bool over_limit = false;  ///< this peer asked more often than it may
    bool repeat = false;      ///< the same long poll, asked again because its feed grew or its time is over
};

struct Answer {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    struct Wait {
        std::string station;
        std::int64_t ms = 0;
    };
    std::optional<Wait>
        wait;  ///< nothing to say yet: ask again when this station's feed grows, at the latest after ms
    bool undo = false;  ///< a dry run: answer, but keep nothing
};

enum Owner : unsigned { open = 1, central = 2, station = 4, session = 8, page = 16 };

class Api;
struct Call {
    Api& api;
    Hub& hub;
    Request const& request;
    Author const& author;
    std::map<std::string, std::string> path;   ///< decoded: warehouse, order_no, …
    std::map<std::string, std::string> query;  ///< decoded
    [[nodiscard]] std::string const& warehouse() const { return path.at("warehouse"); }
    [[nodiscard]] std::string text(std::string const& name) const;
    /// A query number, or the default when it is absent; bad_input when it is none.
    [[nodiscard]] Result<std::int64_t> number(std::string const& name, std::int64_t otherwise) const;
};

struct Route {
    char const* method;
    char const* pattern;  ///< "/v1/{warehouse}/orders/{order_no}"
    unsigned owners;
    std::optional<Right> right;  ///< a person needs it
    Result<Answer> (*handle)(Call const&);
};
/// Every route of the API; the page's files are page_files().
std::vector<Route> const& routes();
/// The part of it that is about documents handed over (handovers.h).
std::vector<Route> handover_routes();

struct PageFile {
    char const* path;
    char const* type;
    std::string_view bytes;
};
std::vector<PageFile> const& page_files();

class Api {
  public:
    struct Secrets {
        std::string central_token;
        bool secure_cookie = false;  ///< served over TLS
        std::string version;
    };
    Api(Hub& hub, Secrets secrets);
    Answer handle(Request const& request);

    [[nodiscard]] Sessions& sessions() { return m_sessions; }
    [[nodiscard]] Secrets const& secrets() const { return m_secrets; }
    /// At most ten tries a minute of a name; true = go on.
    bool may_try(std::string const& what);
    /// The newest try of that name was right, so it does not count.
    void was_right(std::string const& what);

  private:
    std::optional<Author> who(Request const& request, Result<Answer>& refused);
    Result<Answer> allowed(Route const& route, Call const& call);
    Result<Answer> once(Route const& route, Call const& call);
    Answer run(Route const& route, Request const& request, std::map<std::string, std::string> path);

    Hub& m_hub;
    Secrets m_secrets;
    Sessions m_sessions;
    std::map<std::string, std::vector<std::int64_t>> m_tries;
};

Answer problem(int status, domain::Error const& error);
Answer problem(domain::Error const& error);
/// Decodes %XX; nothing when it is malformed or holds a NUL.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace bozhong::hub
