#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <list>

#include "drivers/sim/carrier.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t most_clients = 8;

class TcpServer : public std::enable_shared_from_this<TcpServer> {
  public:
    TcpServer(asio::any_io_executor executor, link::TcpEndpoint where, Carrier::OnBytes on_bytes)
        : m_acceptor(executor), m_where(std::move(where)), m_on_bytes(std::move(on_bytes)) {}

    domain::Status restore() {
        if (m_acceptor.is_open()) return domain::Done{};
        error_code error;
        auto const address =
            asio::ip::make_address(m_where.host == "localhost" ? "127.0.0.1" : m_where.host, error);
        tcp::endpoint const place(address, m_where.port);
        if (!error) m_acceptor.open(place.protocol(), error);
        if (!error) m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) m_acceptor.bind(place, error);
        if (!error) m_acceptor.listen(8, error);
        if (error) {
            cut();
            return domain::Error{domain::ErrorKind::unavailable, error.message(), endpoint(),
                                 "choose another port"};
        }
        m_where.port = m_acceptor.local_endpoint(error).port();
        accept();
        return domain::Done{};
    }
    void cut() {
        error_code ignored;
        m_acceptor.close(ignored);
        for (auto const& client : m_clients) client->socket.close(ignored);
        m_clients.clear();
    }
    void end() {
        m_on_bytes = nullptr;
        cut();
    }
    void send(std::string_view bytes) {
        for (auto const& client : m_clients) {
            error_code ignored;
            client->socket.write_some(asio::buffer(bytes.data(), bytes.size()), ignored);
        }
    }
    [[nodiscard]] std::string endpoint() const {
        return "tcp:" + m_where.host + ":" + std::to_string(m_where.port);
    }
    [[nodiscard]] int clients() const { return static_cast<int>(m_clients.size()); }

  private:
    struct Client {
        explicit Client(tcp::socket accepted) : socket(std::move(accepted)) {}
        tcp::socket socket;
        std::array<char, 256> buffer{};
    };

    void accept() {
        m_acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
            if (error || !self->m_acceptor.is_open()) return;
            error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            socket.non_blocking(true, ignored);
            if (self->m_clients.size() < most_clients) {
                auto const client = std::make_shared<Client>(std::move(socket));
                self->m_clients.push_back(client);
                self->read(client);
            }
            self->accept();
        });
    }
    void read(std::shared_ptr<Client> const& client) {
        client->socket.async_read_some(
            asio::buffer(client->buffer),
            [self = shared_from_this(), client](error_code error, std::size_t count) {
                if (error) {
                    self->m_clients.remove(client);
                    return;
                }
                if (self->m_on_bytes) self->m_on_bytes({client->buffer.data(), count});
                self->read(client);
            });
    }

    tcp::acceptor m_acceptor;
    link::TcpEndpoint m_where;
    Carrier::OnBytes m_on_bytes;
    std::list<std::shared_ptr<Client>> m_clients;
};

class TcpCarrier final : public Carrier {
  public:
    explicit TcpCarrier(std::shared_ptr<TcpServer> server) : m_server(std::move(server)) {}
    ~TcpCarrier() override { m_server->end(); }
    TcpCarrier(TcpCarrier const&) = delete;
    TcpCarrier& operator=(TcpCarrier const&) = delete;
    domain::Status restore() override { return m_server->restore(); }
    void cut() override { m_server->cut(); }
    void send(std::string_view bytes) override { m_server->send(bytes); }
    std::string endpoint() const override { return m_server->endpoint(); }
    int clients() const override { return m_server->clients(); }

  private:
    std::shared_ptr<TcpServer> m_server;
};

}  // namespace

std::unique_ptr<Carrier> make_tcp_carrier(asio::any_io_executor executor, link::TcpEndpoint where,
                                          Carrier::OnBytes on_bytes) {
    return std::make_unique<TcpCarrier>(
        std::make_shared<TcpServer>(std::move(executor), std::move(where), std::move(on_bytes)));
}

}  // namespace bozhong::sim
