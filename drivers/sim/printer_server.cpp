#include "drivers/sim/printer_server.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <sstream>
#include <utility>

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int k_tick_ms = 10;

domain::Error cannot_listen(domain::ErrorKind kind, std::string const& endpoint, std::string what) {
    return {kind, std::move(what), endpoint, "use tcp:HOST:PORT with a free port"};
}

}  // namespace

struct PrinterServer::Impl : std::enable_shared_from_this<Impl> {
    Impl(asio::any_io_executor const& executor, PrinterMake make, PaperTray paper_tray)
        : acceptor(executor), tick(executor), printer(std::move(make)), tray(std::move(paper_tray)) {}

    struct Connection {
        explicit Connection(tcp::socket accepted) : socket(std::move(accepted)) {}
        tcp::socket socket;
        std::array<char, 4096> buffer{};
        std::string writing, waiting;
        bool reading = false;
    };

    error_code start_listening() {
        error_code error;
        acceptor.open(where.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(where, error);
        if (!error) acceptor.listen(8, error);
        if (error) return error;
        where = acceptor.local_endpoint();
        accept();
        return error;
    }

    void accept() {
        acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
            if (error) return;
            // One job at a time, as the real ones: the next caller waits in the backlog.
            self->connection = std::make_shared<Connection>(std::move(socket));
            error_code ignored;
            self->connection->socket.set_option(tcp::no_delay(true), ignored);
            self->read();
        });
    }

    /// Reads only what the printer has room for: a full printer stops the line.
    void read() {
        auto const c = connection;
        if (!c || c->reading || printer.room() == 0) return;
        c->reading = true;
        auto const size = std::min(printer.room(), c->buffer.size());
        c->socket.async_read_some(asio::buffer(c->buffer.data(), size),
                                  [self = shared_from_this(), c](error_code error, std::size_t n) {
                                      c->reading = false;
                                      if (self->connection != c) return;
                                      if (error) return self->hang_up();
                                      self->printer.receive({c->buffer.data(), n});
                                      self->settle();
                                  });
    }

    /// Paper moves while time passes.
    void run_motor() {
        if (ticking || !printer.moving()) return;
        ticking = true;
        tick.expires_after(std::chrono::milliseconds(k_tick_ms));
        tick.async_wait([self = shared_from_this()](error_code error) {
            self->ticking = false;
            if (error) return;
            self->printer.pass(k_tick_ms);
            self->settle();
        });
    }

    /// After anything happened to the printer: power, answers, paper, room.
    void settle() {
        run_motor();
        for (PrintedLabel const& label : printer.take_printed()) {
            if (auto kept = tray.keep(label); !kept)
                std::fprintf(stderr, "%s\n", kept.error().text().c_str());
        }
        std::string const answers = printer.take_answers();
        if (!printer.powered()) return power_lost();
        if (!acceptor.is_open()) {
            if (error_code const error = start_listening())
                std::fprintf(stderr, "cannot listen again: %s\n", error.message().c_str());
        }
        if (!connection) return;
        connection->waiting += answers;
        write();
        read();
    }

    void write() {
        auto const c = connection;
        if (!c || !c->writing.empty() || c->waiting.empty()) return;
        c->writing = std::exchange(c->waiting, {});
        asio::async_write(c->socket, asio::buffer(c->writing),
                          [self = shared_from_this(), c](error_code error, std::size_t) {
                              c->writing.clear();
                              if (!error && self->connection == c) self->write();
                          });
    }

    void hang_up() {
        if (connection) {
            error_code ignored;
            connection->socket.close(ignored);
            connection.reset();
        }
        if (acceptor.is_open()) accept();
    }

    void power_lost() {
        error_code ignored;
        tick.cancel();
        acceptor.close(ignored);
        if (!connection) return;
        // Reset, not a polite end: nobody is there any more.
        connection->socket.set_option(asio::socket_base::linger(true, 0), ignored);
        connection->socket.close(ignored);
        connection.reset();
    }

    tcp::endpoint where;
    tcp::acceptor acceptor;
    asio::steady_timer tick;
    bool ticking = false;
    std::shared_ptr<Connection> connection;
    VirtualPrinter printer;
    PaperTray tray;
};

PrinterServer::PrinterServer(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}

PrinterServer::~PrinterServer() {
    m_impl->power_lost();
}

domain::Result<std::unique_ptr<PrinterServer>> PrinterServer::listen(asio::any_io_executor executor,
                                                                     std::string const& endpoint,
                                                                     PrinterMake make, PaperTray tray) {
    auto const colon = endpoint.rfind(':');
    unsigned number = 0;
    bool const formed = endpoint.starts_with("tcp:") && colon > 4;
    if (formed) {
        auto const [end, bad] =
            std::from_chars(endpoint.data() + colon + 1, endpoint.data() + endpoint.size(), number);
        if (bad != std::errc{} || end != endpoint.data() + endpoint.size()) number = 65536;
    }
    if (!formed || number > 65535)
        return cannot_listen(domain::ErrorKind::bad_input, endpoint, "this is no place to listen");
    std::string host = endpoint.substr(4, colon - 4);
    if (host == "localhost") host = "127.0.0.1";
    error_code error;
    auto const address = asio::ip::make_address(host, error);
    if (error) return cannot_listen(domain::ErrorKind::bad_input, endpoint, "the host must be an address");
    auto impl = std::make_shared<Impl>(executor, std::move(make), std::move(tray));
    impl->where = {address, static_cast<std::uint16_t>(number)};
    error = impl->start_listening();
    if (error) return cannot_listen(domain::ErrorKind::unavailable, endpoint, error.message());
    return std::unique_ptr<PrinterServer>(new PrinterServer(std::move(impl)));
}

std::uint16_t PrinterServer::port() const {
    return m_impl->where.port();
}
VirtualPrinter& PrinterServer::printer() {
    return m_impl->printer;
}

namespace {

/// Empty when the words are no command.
std::function<void(VirtualPrinter&)> parse_command(std::istringstream& words) {
    std::string word;
    words >> word;
    if (word == "paper_out") return [](VirtualPrinter& printer) { printer.paper_out(); };
    if (word == "cover_open") return [](VirtualPrinter& printer) { printer.cover_open(); };
    if (word == "cover_close") return [](VirtualPrinter& printer) { printer.cover_close(); };
    if (word == "cutter_jam") return [](VirtualPrinter& printer) { printer.cutter_jam(); };
    if (word == "power_off") return [](VirtualPrinter& printer) { printer.power_off(); };
    if (word == "power_on") return [](VirtualPrinter& printer) { printer.power_on(); };
    if (word == "new_roll") {
        int labels = 0;
        bool const limited = static_cast<bool>(words >> labels);
        return [=](VirtualPrinter& printer) {
            printer.new_roll(limited ? std::optional(labels) : std::nullopt);
        };
    }
    if (word == "at") {
        std::uint64_t bytes = 0;
        words >> bytes;
        auto then = words ? parse_command(words) : nullptr;
        if (!then) return nullptr;
        return [=](VirtualPrinter& printer) { printer.at(bytes, then); };
    }
    if (word == "status") return [](VirtualPrinter&) {};
    return nullptr;
}

}  // namespace

std::string PrinterServer::command(std::string const& line) {
    std::istringstream words(line);
    auto const act = parse_command(words);
    if (!act)
        return "{\"ok\":false,\"error\":\"known are paper_out, new_roll [N], cover_open, cover_close, "
               "cutter_jam, "
               "power_off, power_on, at BYTES COMMAND, status\"}";
    act(m_impl->printer);
    m_impl->settle();
    return m_impl->printer.status_json();
}

}  // namespace bozhong::sim
