#pragma once
// The wire behind a simulated scale: a TCP server, a pseudo-terminal or a USB device. What cannot be written
// at once is lost, as on a real line; nothing queues. Everything on one executor.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "drivers/link/endpoint.h"

namespace bozhong::sim {

class Carrier {
  public:
    using OnBytes = std::function<void(std::string_view)>;
    virtual ~Carrier() = default;
    /// Takes the place where clients come; again after cut() it takes the same one.
    virtual domain::Status restore() = 0;
    /// Throws everybody out and lets nobody in.
    virtual void cut() = 0;
    virtual void send(std::string_view bytes) = 0;
    /// The endpoint a client uses, with the port really taken.
    [[nodiscard]] virtual std::string endpoint() const = 0;
    [[nodiscard]] virtual int clients() const = 0;
};

std::unique_ptr<Carrier> make_tcp_carrier(boost::asio::any_io_executor executor, link::TcpEndpoint where,
                                          Carrier::OnBytes on_bytes);
/// `where.path` becomes a symbolic link to the terminal; a file there that is no symbolic link is left alone.
std::unique_ptr<Carrier> make_pty_carrier(boost::asio::any_io_executor executor, link::PtyEndpoint where,
                                          Carrier::OnBytes on_bytes);

/// A USB scale plugged into this machine, for who may open /dev/uhid; send() is one report.
std::unique_ptr<Carrier> make_uhid_carrier(boost::asio::any_io_executor executor, link::HidEndpoint where);

}  // namespace bozhong::sim
