#pragma once
// HTTP/1.1 for the hub: bounded in body, header, time, connections and requests. One thread runs everything.

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sync/hub/api.h"

namespace bozhong::hub {

struct Listen {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7400;     ///< 0 = any free one
    std::string certificate, key;  ///< PEM files; both or none. Without them only loopback is served.
};
/// "HOST:PORT", "[::1]:PORT".
Result<Listen> parse_listen(std::string const& text);

struct Limits {
    std::size_t connections = 1'000;
    std::size_t body_bytes = wire::body_bytes_max;
    std::int64_t requests_per_minute = 6'000;  ///< of one peer that is not this machine
    std::size_t requests_per_connection = 1'000;
    std::int64_t request_ms = 30'000;  ///< from the first wait for a request to its last byte
    std::size_t header_bytes = 16'384;
};

class Server {
  public:
    /// Binds; refuses plain HTTP on anything but loopback.
    static Result<std::unique_ptr<Server>> open(Hub& hub, Api& api, Listen const& listen,
                                                Limits const& limits = {});
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Of the one thread that runs everything.
    [[nodiscard]] virtual boost::asio::any_io_executor executor() = 0;
    /// Before run(): called about once a second, on that thread.
    virtual void every_second(std::function<void()> work) = 0;
    /// Runs until stop(), or until the store is broken (then io: the process must end and start again from
    /// disk).
    virtual Status run() = 0;
    /// From any thread or signal handler of Asio.
    virtual void stop() = 0;
    /// Ends run() on SIGTERM and SIGINT.
    virtual void stop_on_signals() = 0;
};

}  // namespace bozhong::hub
