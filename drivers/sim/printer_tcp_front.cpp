#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "drivers/sim/printer_front.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;

/// One job at a time, as the real ones: the next caller waits in the backlog.
class TcpFront final : public PrinterFront {
  public:
    using PrinterFront::PrinterFront;

    /// Reset, not a polite end: nobody is there any more.
    void unplug() override {
        if (!m_connection) return;
        error_code ignored;
        m_connection->socket.set_option(asio::socket_base::linger(true, 0), ignored);
        m_connection->socket.close(ignored);
        m_connection.reset();
        if (listening()) accept();
    }

  private:
    struct Connection {
        explicit Connection(tcp::socket accepted) : socket(std::move(accepted)) {}
        tcp::socket socket;
        std::array<char, 4096> buffer{};
        std::string writing, waiting;
        bool reading = false;
    };

    std::shared_ptr<TcpFront> self() { return std::static_pointer_cast<TcpFront>(shared_from_this()); }

    void accepted(tcp::socket socket) override {
        m_connection = std::make_shared<Connection>(std::move(socket));
        read();
    }

    void carry(std::string answers) override {
        if (!m_connection) return;
        m_connection->waiting += answers;
        write();
        read();
    }

    /// Reads only what the printer has room for: a full printer stops the line.
    void read() {
        auto const c = m_connection;
        if (!c || c->reading || printer().room() == 0) return;
        c->reading = true;
        auto const size = std::min(printer().room(), c->buffer.size());
        c->socket.async_read_some(asio::buffer(c->buffer.data(), size),
                                  [self = self(), c](error_code error, std::size_t n) {
                                      c->reading = false;
                                      if (self->m_connection != c) return;
                                      if (error) return self->hang_up();
                                      self->printer().receive({c->buffer.data(), n});
                                      self->settle();
                                  });
    }

    void write() {
        auto const c = m_connection;
        if (!c || !c->writing.empty() || c->waiting.empty()) return;
        c->writing = std::exchange(c->waiting, {});
        asio::async_write(c->socket, asio::buffer(c->writing),
                          [self = self(), c](error_code error, std::size_t) {
                              c->writing.clear();
                              if (!error && self->m_connection == c) self->write();
                          });
    }

    void hang_up() {
        error_code ignored;
        m_connection->socket.close(ignored);
        m_connection.reset();
        if (listening()) accept();
    }

    std::shared_ptr<Connection> m_connection;
};

}  // namespace

std::shared_ptr<PrinterFront> make_tcp_front(asio::any_io_executor const& executor, PrinterMake make,
                                             PaperTray tray) {
    return std::make_shared<TcpFront>(executor, std::move(make), std::move(tray));
}

}  // namespace bozhong::sim
