#pragma once
// HTTP to one hub: https with the host's name verified, or plain http on loopback only. One request at a time
// on a connection that is kept open; a kept connection that died is opened again once. Requests are safe to
// repeat.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "station/domain/result.h"
#include "station/domain/time.h"

namespace bozhong::client {

struct HttpAccess {
    std::string url;            ///< "https://hub.example:7443" or "http://127.0.0.1:7400", without a path
    std::string authorization;  ///< the header's value; never logged
    std::string ca_file;        ///< PEM; empty = the system's authorities
};

struct HttpRequest {
    std::string method, target, body;
    domain::milliseconds timeout{10'000};                           ///< of the whole exchange
    std::string idempotency_key;                                    ///< empty = none
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< more of them
};

struct HttpResponse {
    int status = 0;
    std::string body;  ///< at most 16 MiB
};

std::string basic_authorization(std::string const& user, std::string const& secret);
std::string bearer_authorization(std::string const& token);

/// Everything happens on the executor; use from its thread.
class HttpConnection {
  public:
    /// bad_input when the url cannot be used, or the authorities cannot be read.
    static domain::Result<std::unique_ptr<HttpConnection>> make(boost::asio::any_io_executor executor,
                                                                HttpAccess access);
    ~HttpConnection();

    using Then = std::function<void(domain::Result<HttpResponse>)>;
    /// unavailable: not there, or the connection broke; timeout: no answer in time. Any status is an answer.
    void send(HttpRequest request, Then then);
    /// Ends the exchange under way with unavailable.
    void close();

  private:
    class Exchange;
    explicit HttpConnection(std::shared_ptr<Exchange> exchange);
    std::shared_ptr<Exchange> m_exchange;
};

/// One exchange on a connection of its own; returns when it is done.
domain::Result<HttpResponse> http_request(HttpAccess const& access, HttpRequest request);

}  // namespace bozhong::client
