#include "drivers/link/printer_tcp.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto k_connect_within = std::chrono::seconds(3);

/// One connection; it lives as long as one of its operations does and is deaf once closed.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(asio::any_io_executor const& executor, PrinterLink::Handlers handlers, std::string endpoint)
        : m_resolver(executor),
          m_socket(executor),
          m_timer(executor),
          m_handlers(std::move(handlers)),
          m_endpoint(std::move(endpoint)) {}

    void start(std::string const& host, std::string const& port) {
        m_timer.expires_after(k_connect_within);
        m_timer.async_wait([self = shared_from_this()](error_code error) {
            if (!error) self->lose(asio::error::timed_out);
        });
        m_resolver.async_resolve(host, port, [self = shared_from_this()](error_code error, auto results) {
            if (error) return self->lose(error);
            asio::async_connect(self->m_socket, results, [self](error_code failed, tcp::endpoint const&) {
                failed ? self->lose(failed) : self->connected();
            });
        });
    }

    void write(std::string bytes) {
        m_waiting += bytes;
        if (m_open && !m_busy) write_some();
    }

    void close() {
        m_closed = true;
        m_timer.cancel();
        m_resolver.cancel();
        error_code ignored;
        m_socket.close(ignored);
    }

  private:
    void connected() {
        if (m_closed) return;
        m_timer.cancel();
        m_open = true;
        error_code ignored;
        m_socket.set_option(tcp::no_delay(true), ignored);
        m_socket.set_option(asio::socket_base::keep_alive(true), ignored);
        m_handlers.on_open(m_endpoint);
        read();
        if (!m_waiting.empty() && !m_busy) write_some();
    }

    void read() {
        m_socket.async_read_some(asio::buffer(m_buffer),
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
        m_socket.async_write_some(asio::buffer(m_writing),
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
        if (m_closed) return;
        close();
        m_handlers.on_lost({domain::ErrorKind::unavailable, error.message(), m_endpoint,
                            "check that the printer is on, its cable, and its address"});
    }

    tcp::resolver m_resolver;
    tcp::socket m_socket;
    asio::steady_timer m_timer;
    PrinterLink::Handlers m_handlers;
    std::string m_endpoint, m_writing, m_waiting;
    std::array<std::byte, 512> m_buffer{};
    bool m_open = false, m_busy = false, m_closed = false;
};

class TcpPrinterLink : public PrinterLink {
  public:
    TcpPrinterLink(asio::any_io_executor executor, std::string host, std::string port)
        : m_executor(std::move(executor)), m_host(std::move(host)), m_port(std::move(port)) {}
    ~TcpPrinterLink() override { TcpPrinterLink::close(); }

    void open(Handlers handlers) override {
        close();
        m_connection =
            std::make_shared<Connection>(m_executor, std::move(handlers), "tcp:" + m_host + ":" + m_port);
        m_connection->start(m_host, m_port);
    }
    void write(std::string bytes) override {
        if (m_connection) m_connection->write(std::move(bytes));
    }
    void close() override {
        if (m_connection) m_connection->close();
        m_connection.reset();
    }

  private:
    asio::any_io_executor m_executor;
    std::string m_host, m_port;
    std::shared_ptr<Connection> m_connection;
};

}  // namespace

std::unique_ptr<PrinterLink> make_tcp_printer(asio::any_io_executor executor, std::string host,
                                              std::string port) {
    return std::make_unique<TcpPrinterLink>(std::move(executor), std::move(host), std::move(port));
}

}  // namespace bozhong::link
