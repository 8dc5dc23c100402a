#include "test_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace bozhong::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

struct TestServer::Inside {
    Handler handler;
    asio::io_context context;
    tcp::acceptor acceptor{context};
    std::optional<asio::ssl::context> tls;
    std::mutex mutex;
    std::list<tcp::socket> sockets;
    std::vector<std::thread> threads;
    std::thread accepting;
    std::atomic<int> connections = 0;
    std::atomic<bool> closing = false;

    template <class Stream>
    void serve(Stream& stream) {
        beast::flat_buffer buffer;
        beast::error_code code;
        for (;;) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(64u << 20);
            http::read(stream, buffer, parser, code);
            if (code) return;
            auto const& message = parser.get();
            auto const answer = handler({std::string(message.method_string()), std::string(message.target()),
                                         std::string(message[http::field::authorization]),
                                         std::string(message["Idempotency-Key"]), message.body()});
            if (!answer) return;
            http::response<http::string_body> response{static_cast<http::status>(answer->status), 11};
            response.body() = answer->body;
            response.keep_alive(answer->keep_alive);
            response.prepare_payload();
            http::write(stream, response, code);
            if (code || !answer->keep_alive) return;
        }
    }

    void serve_socket(tcp::socket& socket) {
        beast::error_code code;
        if (tls) {
            beast::ssl_stream<tcp::socket&> stream(socket, *tls);
            stream.handshake(asio::ssl::stream_base::server, code);
            if (!code) serve(stream);
        } else {
            serve(socket);
        }
        std::lock_guard const lock(mutex);
        socket.shutdown(tcp::socket::shutdown_both, code);
        socket.close(code);
    }

    void accept() {
        for (;;) {
            beast::error_code code;
            tcp::socket socket(context);
            acceptor.accept(socket, code);
            if (code || closing) return;
            ++connections;
            std::lock_guard const lock(mutex);
            sockets.push_back(std::move(socket));
            threads.emplace_back([this, &taken = sockets.back()] { serve_socket(taken); });
        }
    }
};

TestServer::TestServer(Handler handler, std::uint16_t port, std::optional<Tls> tls)
    : m_inside(std::make_shared<Inside>()) {
    m_inside->handler = std::move(handler);
    if (tls) {
        m_inside->tls.emplace(asio::ssl::context::tls_server);
        m_inside->tls->use_certificate_chain_file(tls->certificate);
        m_inside->tls->use_private_key_file(tls->key, asio::ssl::context::pem);
    }
    tcp::endpoint const place(asio::ip::address_v4::loopback(), port);
    m_inside->acceptor.open(place.protocol());
    m_inside->acceptor.set_option(tcp::acceptor::reuse_address(true));
    m_inside->acceptor.bind(place);
    m_inside->acceptor.listen();
    m_inside->accepting = std::thread([inside = m_inside.get()] { inside->accept(); });
}

TestServer::~TestServer() {
    m_inside->closing = true;
    beast::error_code code;
    // A connection of its own wakes the blocking accept.
    asio::io_context context;
    tcp::socket bell(context);
    bell.connect(m_inside->acceptor.local_endpoint(), code);
    m_inside->accepting.join();
    m_inside->acceptor.close(code);
    {
        std::lock_guard const lock(m_inside->mutex);
        for (auto& socket : m_inside->sockets)
            if (socket.is_open()) socket.shutdown(tcp::socket::shutdown_both, code);
    }
    for (auto& thread : m_inside->threads) thread.join();
}

std::uint16_t TestServer::port() const {
    return m_inside->acceptor.local_endpoint().port();
}
std::string TestServer::url(bool tls) const {
    return (tls ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port());
}
int TestServer::connections() const {
    return m_inside->connections;
}

}  // namespace bozhong::test
