#pragma once
// A small HTTP server on loopback for tests of the client: real sockets, one thread a connection.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bozhong::test {

class TestServer {
  public:
    struct Request {
        std::string method, target, authorization, idempotency_key, body;
    };
    struct Answer {
        int status = 200;
        std::string body = "{}";
        bool keep_alive = true;
    };
    /// No answer: the connection is closed without one.
    using Handler = std::function<std::optional<Answer>(Request const&)>;
    struct Tls {
        std::string certificate, key;
    };

    /// port 0: any free one.
    explicit TestServer(Handler handler, std::uint16_t port = 0, std::optional<Tls> tls = {});
    ~TestServer();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url(bool tls = false) const;
    [[nodiscard]] int connections() const;

  private:
    struct Inside;
    std::shared_ptr<Inside> m_inside;
};

}  // namespace bozhong::test
