#include "drivers/link/printer_lp.h"

#include <fcntl.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

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

class Device : public std::enable_shared_from_this<Device> {
  public:
    Device(asio::any_io_executor const& executor, PrinterLink::Handlers handlers, std::string path)
        : m_stream(executor), m_handlers(std::move(handlers)), m_path(std::move(path)) {}

    void start() {
        asio::post(m_stream.get_executor(), [self = shared_from_this()] {
            if (self->m_closed) return;
            int const file = ::open(self->m_path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
            if (file < 0) return self->lose(open_error(self->m_path, errno));
            self->m_stream.assign(file);
            self->m_handlers.on_open("lp:" + self->m_path);
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
        lose(domain::Error{domain::ErrorKind::unavailable, error.message(), "lp:" + m_path,
                           "check the cable"});
    }
    void lose(domain::Error error) {
        close();
        m_handlers.on_lost(std::move(error));
    }

    asio::posix::stream_descriptor m_stream;
    PrinterLink::Handlers m_handlers;
    std::string m_path, m_writing, m_waiting;
    std::array<std::byte, 512> m_buffer{};
    bool m_busy = false, m_closed = false;
};

class LpPrinterLink : public PrinterLink {
  public:
    LpPrinterLink(asio::any_io_executor executor, std::string path)
        : m_executor(std::move(executor)), m_path(std::move(path)) {}
    ~LpPrinterLink() override { LpPrinterLink::close(); }
    void open(Handlers handlers) override {
        close();
        m_device = std::make_shared<Device>(m_executor, std::move(handlers), m_path);
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
    std::string m_path;
    std::shared_ptr<Device> m_device;
};

}  // namespace

std::unique_ptr<PrinterLink> make_lp_printer(asio::any_io_executor executor, std::string path) {
    return std::make_unique<LpPrinterLink>(std::move(executor), std::move(path));
}

}  // namespace bozhong::link
