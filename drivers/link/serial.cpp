// Serial ports and pseudo-terminals. A real port is opened and set by libserialport (real_port.cpp); a
// pseudo-terminal has no device behind it, so it is opened here. The bytes of both move through the same
// descriptor.

#include <fcntl.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>

#include "drivers/link/makers.h"
#include "drivers/link/pipe.h"
#include "drivers/link/port_finder.h"
#include "drivers/link/real_port.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorKind;
using domain::Result;

Result<int> open_serial(SerialEndpoint const& endpoint) {
    auto real = open_real_port(endpoint);
    if (!real) return real.error();
    return *real ? Result<int>(**real) : open_pty_raw(endpoint.path);
}

class SerialPipe final : public Pipe<asio::posix::stream_descriptor> {
  public:
    SerialPipe(asio::any_io_executor executor, SerialEndpoint endpoint, bool pty, std::string text)
        : Pipe(std::move(executor), std::move(text)), m_target(std::move(endpoint)), m_pty(pty) {}

  private:
    void connect() override {
        // Named by its number, an adapter may have another device file each time it is plugged in.
        SerialEndpoint now = m_target;
        if (!m_target.usb_serial.empty()) {
            auto found = find_usb_port(m_target.usb_serial);
            if (!found) return lost_later(found.error().kind, found.error().what);
            now.path = std::move(*found);
        }
        auto file = m_pty ? open_pty_raw(now.path) : open_serial(now);
        if (!file) return lost_later(file.error().kind, file.error().what);
        // Two readers of one scale each get part of its frames, so the port is taken for this process alone.
        if (::flock(*file, LOCK_EX | LOCK_NB) != 0) {
            ::close(*file);
            return lost_later(ErrorKind::conflict, busy_port(now.path).what);
        }
        // What the driver collected before is of unknown age; a first partial frame is dropped by the
        // session.
        ::tcflush(*file, TCIFLUSH);
        m_stream.assign(*file);
        asio::post(m_executor, guarded([this] { opened(); }));
    }

    SerialEndpoint m_target;
    bool m_pty;
};

}  // namespace

Result<int> open_pty_raw(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return Error{ErrorKind::unavailable, std::strerror(errno), path, "check the path"};
    termios line{};
    if (tcgetattr(file, &line) != 0) {
        ::close(file);
        return Error{ErrorKind::bad_input, "not a terminal", path, "use a serial port or a pseudo-terminal"};
    }
    cfmakeraw(&line);
    tcsetattr(file, TCSANOW, &line);
    return file;
}

std::unique_ptr<Link> make_serial_link(asio::any_io_executor executor, SerialEndpoint endpoint,
                                       std::string text) {
    return std::make_unique<PipeLink<SerialPipe>>(
        std::make_shared<SerialPipe>(std::move(executor), std::move(endpoint), false, std::move(text)));
}

std::unique_ptr<Link> make_pty_link(asio::any_io_executor executor, PtyEndpoint endpoint, std::string text) {
    SerialEndpoint target;
    target.path = std::move(endpoint.path);
    return std::make_unique<PipeLink<SerialPipe>>(
        std::make_shared<SerialPipe>(std::move(executor), std::move(target), true, std::move(text)));
}

}  // namespace bozhong::link
