#include "drivers/link/printer_lp.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>

#include "drivers/link/port_finder.h"
#include "drivers/link/real_port.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

domain::Error open_error(std::string const& path, int number) {
    std::string todo = "check the cable";
    if (number == EACCES) todo = "add the user to group lp";
    if (number == EBUSY) todo = "another program holds it; see `fuser " + path + "`";
    return {domain::ErrorKind::unavailable, std::strerror(number), "lp:" + path, todo};
}

/// An open descriptor.
using Opener = std::function<domain::Result<int>()>;

domain::Result<int> open_lp(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return open_error(path, errno);
    return file;
}

domain::Result<int> open_line(Endpoint const& line) {
    if (auto const* pty = std::get_if<PtyEndpoint>(&line)) return open_pty_raw(pty->path);
    auto endpoint = std::get<SerialEndpoint>(line);
    if (!endpoint.usb_serial.empty()) {
        auto found = find_usb_port(endpoint.usb_serial);
        if (!found) return found.error();
        endpoint.path = std::move(*found);
    }
    auto real = open_real_port(endpoint);
    if (!real) return real.error();
    auto file = *real ? domain::Result<int>(**real) : open_pty_raw(endpoint.path);
    if (file && ::flock(*file, LOCK_EX | LOCK_NB) != 0) {
        ::close(*file);
        return busy_port(endpoint.path);
    }
    return file;
}

class Device : public std::enable_shared_from_this<Device> {
  public:
    Device(asio::any_io_executor const& executor, PrinterLink::Handlers handlers, Opener opener,
           std::string text)
        : m_stream(executor),
          m_handlers(std::move(handlers)),
          m_opener(std::move(opener)),
          m_text(std::move(text)) {}

    void start() {
        asio::post(m_stream.get_executor(), [self = shared_from_this()] {
            if (self->m_closed) return;
            auto const file = self->m_opener();
            if (!file) return self->lose(file.error());
            self->m_stream.assign(*file);
            self->m_handlers.on_open(self->m_text);
            self->read();
        });
    }

    void write(std::string bytes) {
        m_waiting += bytes;
        if (!m_busy && m_stream.is_open()) write_some();
    }

    void close() {
        m_closed = true;
        error_code ignored;
        m_stream.close(ignored);
    }

  private:
    void read() {
        m_stream.async_read_some(asio::buffer(m_buffer),
                                 [self = shared_from_this()](error_code error, std::size_t n) {
                                     if (self->m_closed) return;
                                     if (n > 0) self->m_handlers.on_bytes(std::span(self->m_buffer).first(n));
                                     if (self->m_closed) return;
                                     error ? self->lose(error) : self->read();
                                 });
    }

    void write_some() {
        m_busy = true;
        if (m_writing.empty()) m_writing = std::exchange(m_waiting, {});
        m_stream.async_write_some(asio::buffer(m_writing),
                                  [self = shared_from_this()](error_code error, std::size_t n) {
                                      if (self->m_closed) return;
                                      self->m_writing.erase(0, n);
                                      if (n > 0) self->m_handlers.on_written(n);
                                      if (self->m_closed) return;
                                      if (error) return self->lose(error);
                                      self->m_busy = false;
                                      if (!self->m_writing.empty() || !self->m_waiting.empty())
                                          self->write_some();
                                  });
    }

    void lose(error_code error) {
        lose(domain::Error{domain::ErrorKind::unavailable, error.message(), m_text, "check the cable"});
    }
    void lose(domain::Error error) {
        close();
        m_handlers.on_lost(std::move(error));
    }

    asio::posix::stream_descriptor m_stream;
    PrinterLink::Handlers m_handlers;
    Opener m_opener;
    std::string m_text, m_writing, m_waiting;
    std::array<std::byte, 512> m_buffer{};
    bool m_busy = false, m_closed = false;
};

class DeviceLink : public PrinterLink {
  public:
    DeviceLink(asio::any_io_executor executor, Opener opener, std::string text)
        : m_executor(std::move(executor)), m_opener(std::move(opener)), m_text(std::move(text)) {}
    ~DeviceLink() override { DeviceLink::close(); }
    void open(Handlers handlers) override {
        close();
        m_device = std::make_shared<Device>(m_executor, std::move(handlers), m_opener, m_text);
        m_device->start();
    }
    void write(std::string bytes) override {
        if (m_device) m_device->write(std::move(bytes));
    }
    void close() override {
        if (m_device) m_device->close();
        m_device.reset();
    }

  private:
    asio::any_io_executor m_executor;
    Opener m_opener;
    std::string m_text;
    std::shared_ptr<Device> m_device;
};

}  // namespace

std::unique_ptr<PrinterLink> make_lp_printer(asio::any_io_executor executor, std::string path) {
    return std::make_unique<DeviceLink>(
        std::move(executor), [path] { return open_lp(path); }, "lp:" + path);
}

std::unique_ptr<PrinterLink> make_serial_printer(asio::any_io_executor executor, Endpoint line,
                                                 std::string text) {
    return std::make_unique<DeviceLink>(
        std::move(executor), [line = std::move(line)] { return open_line(line); }, std::move(text));
}

}  // namespace bozhong::link
