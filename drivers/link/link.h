#pragma once
// A byte pipe chosen by an endpoint text: serial port, pseudo-terminal, TCP, Modbus over either, USB HID,
// capture file. All look alike.

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "station/domain/result.h"

namespace bozhong::link {

/// Everything happens on the executor given at creation; no callback runs inside a call to the link.
class Link {
  public:
    virtual ~Link() = default;
    struct Handlers {
        std::function<void()> on_open;
        std::function<void(std::span<std::byte const>)> on_bytes;
        std::function<void(domain::Error)>
            on_lost;  ///< also when opening failed; the link may be opened again
        /// Something a person should know while the link goes on; may be left empty.
        std::function<void(std::string)> on_notice{};
    };
    virtual void open(Handlers handlers) = 0;
    /// Queues at most 64 KiB; beyond that the link is lost with ErrorKind::full.
    virtual void send(std::string bytes) = 0;
    virtual void close() = 0;
};

/// The forms are in endpoint.h. Wrong text is bad_input.
domain::Result<std::unique_ptr<Link>> make_link(boost::asio::any_io_executor executor,
                                                std::string const& endpoint);

}  // namespace bozhong::link
