#include "sync/hub/server.h"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>
#include <charconv>
#include <map>
#include <set>

namespace bozhong::hub {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using domain::Done;
using domain::Error;
using domain::ErrorKind;
using std::chrono::milliseconds;
using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;
using Message = http::response<http::string_body>;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

std::string header(http::request<http::string_body> const& request, http::field name) {
    return std::string(request[name]);
}

Request read(http::request<http::string_body>& message) {
    Request request;
    std::string const target(message.target());
    auto const question = target.find('?');
    request.method = std::string(message.method_string());
    request.path = target.substr(0, question);
    request.query = question == std::string::npos ? "" : target.substr(question + 1);
    request.authorization = header(message, http::field::authorization);
    request.cookie = header(message, http::field::cookie);
    request.csrf = std::string(message["X-CSRF-Token"]);
    request.idempotency_key = std::string(message["Idempotency-Key"]);
    request.body = std::move(message.body());
    return request;
}

Message write(Answer const& answer, bool keep_alive) {
    Message message{static_cast<http::status>(answer.status), 11};
    message.set(http::field::server, "bozhong-hub");
    message.set(http::field::content_type, answer.type);
    message.set(http::field::cache_control, "no-store");
    message.set("X-Content-Type-Options", "nosniff");
    message.set("X-Frame-Options", "DENY");
    message.set("Referrer-Policy", "no-referrer");
    message.set("Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
                "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    for (auto const& [name, value] : answer.headers) message.set(name, value);
    message.body() = answer.body;
    message.keep_alive(keep_alive);
    message.prepare_payload();
    return message;
}

class BeastServer final : public Server {
  public:
    BeastServer(Hub& hub, Api& api, Limits limits)
        : m_hub(hub), m_api(api), m_limits(limits), m_acceptor(m_io), m_signals(m_io), m_tick(m_io) {}

    Status bind(Listen const& listen) {
        error_code wrong;
        auto const address = asio::ip::make_address(listen.host, wrong);
        auto const where = listen.host + ":" + std::to_string(listen.port);
        if (wrong)
            return Error{ErrorKind::bad_input, "the address to listen on must be numeric", where,
                         "for example 127.0.0.1:7400"};
        if (listen.certificate.empty() != listen.key.empty()) {
            return Error{ErrorKind::bad_input, "TLS needs both a certificate and a key", where,
                         "give --tls-cert and --tls-key"};
        }
        if (listen.certificate.empty() && !address.is_loopback()) {
            return Error{ErrorKind::refused, "plain HTTP is served on loopback only", where,
                         "give --tls-cert and --tls-key, or listen on 127.0.0.1"};
        }
        if (!listen.certificate.empty()) {
            m_tls.emplace(asio::ssl::context::tls_server);
            m_tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                               asio::ssl::context::no_tlsv1_1);
            m_tls->use_certificate_chain_file(listen.certificate, wrong);
            if (wrong)
                return Error{ErrorKind::bad_input, "cannot use the certificate: " + wrong.message(),
                             listen.certificate, "give a PEM chain"};
            m_tls->use_private_key_file(listen.key, asio::ssl::context::pem, wrong);
            if (wrong)
                return Error{ErrorKind::bad_input, "cannot use the key: " + wrong.message(), listen.key,
                             "give the PEM key of the certificate"};
        }
        tcp::endpoint const endpoint(address, listen.port);
        m_acceptor.open(endpoint.protocol(), wrong);
        if (!wrong) m_acceptor.set_option(tcp::acceptor::reuse_address(true), wrong);
        if (!wrong) m_acceptor.bind(endpoint, wrong);
        if (!wrong) m_acceptor.listen(128, wrong);
        if (wrong)
            return Error{ErrorKind::io, "cannot listen: " + wrong.message(), where,
                         "stop what uses the port, or choose another"};
        return Done{};
    }

    asio::any_io_executor executor() override { return m_io.get_executor(); }
    void every_second(std::function<void()> work) override { m_every_second = std::move(work); }
    std::uint16_t port() const override { return m_acceptor.local_endpoint().port(); }

    Status run() override {
        asio::co_spawn(m_io, accept(), asio::detached);
        asio::co_spawn(m_io, tick(), asio::detached);
        m_io.run();
        return m_end;
    }
    void stop() override {
        asio::post(m_io, [this] { m_io.stop(); });
    }
    void stop_on_signals() override {
        m_signals.add(SIGTERM);
        m_signals.add(SIGINT);
        m_signals.async_wait([this](error_code, int) { m_io.stop(); });
    }

  private:
    asio::awaitable<void> accept() {
        for (;;) {
            auto [wrong, socket] = co_await m_acceptor.async_accept(quietly);
            if (wrong == asio::error::operation_aborted) co_return;
            if (wrong) {  // out of descriptors: wait a little instead of spinning
                asio::steady_timer pause(m_io, milliseconds(100));
                co_await pause.async_wait(quietly);
                continue;
            }
            if (m_connections >= m_limits.connections) continue;  // closed at once
            asio::co_spawn(m_io, connection(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> connection(tcp::socket socket) {
        ++m_connections;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        if (m_tls) {
            Secure stream(std::move(socket), *m_tls);
            stream.next_layer().expires_after(milliseconds(m_limits.request_ms));
            auto [wrong] = co_await stream.async_handshake(asio::ssl::stream_base::server, quietly);
            if (!wrong) {
                co_await serve(stream, stream.next_layer());
                stream.next_layer().expires_after(milliseconds(2'000));
                co_await stream.async_shutdown(quietly);
            }
        } else {
            Plain stream(std::move(socket));
            co_await serve(stream, stream);
            stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
        }
        --m_connections;
    }

    template <class Stream>
    asio::awaitable<void> serve(Stream& stream, beast::tcp_stream& tcp_layer) {
        beast::flat_buffer buffer(m_limits.header_bytes + m_limits.body_bytes);
        for (std::size_t served = 1; served <= m_limits.requests_per_connection; ++served) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(m_limits.body_bytes);
            parser.header_limit(static_cast<std::uint32_t>(m_limits.header_bytes));
            tcp_layer.expires_after(
                milliseconds(m_limits.request_ms));  // for the whole request: a slow one ends here
            auto [wrong, bytes] = co_await http::async_read(stream, buffer, parser, quietly);
            if (wrong) {
                co_await refuse(stream, wrong);
                co_return;
            }
            bool const keep_alive = parser.get().keep_alive() && served < m_limits.requests_per_connection;
            auto request = read(parser.get());
            request.over_limit = too_often(tcp_layer);
            auto answer = co_await answered(request, tcp_layer);
            auto message = write(answer, keep_alive);
            tcp_layer.expires_after(milliseconds(m_limits.request_ms));
            auto [failed, sent] = co_await http::async_write(stream, message, quietly);
            if (failed || !keep_alive) co_return;
        }
    }

    template <class Stream>
    asio::awaitable<void> refuse(Stream& stream, error_code wrong) {
        if (wrong.category() != make_error_code(http::error::end_of_stream).category() ||
            wrong == http::error::end_of_stream || wrong == http::error::partial_message) {
            co_return;
        }
        bool const large = wrong == http::error::body_limit || wrong == http::error::header_limit;
        auto message = write(problem(large ? 413 : 400, {ErrorKind::bad_input,
                                                         large ? "the request is too large"
                                                               : "this is not HTTP: " + wrong.message(),
                                                         "", large ? "send less at once" : ""}),
                             false);
        co_await http::async_write(stream, message, quietly);
    }

    /// Runs the call; a long poll comes back here when its station's feed grew or its time is over.
    asio::awaitable<Answer> answered(Request& request, beast::tcp_stream& tcp_layer) {
        auto answer = m_api.handle(request);
        wake();
        if (!answer.wait) co_return answer;
        auto const until = std::chrono::steady_clock::now() + milliseconds(answer.wait->ms);
        request.repeat = true;
        tcp_layer.expires_never();
        while (answer.wait && std::chrono::steady_clock::now() < until) {
            asio::steady_timer timer(m_io, until);
            auto const place = m_waiting.emplace(answer.wait->station, &timer);
            co_await timer.async_wait(quietly);
            m_waiting.erase(place);
            answer = m_api.handle(request);
        }
        co_return answer;
    }

    /// Counts by address over whole minutes of the hub's clock. This machine is not counted.
    bool too_often(beast::tcp_stream& tcp_layer) {
        error_code wrong;
        auto const peer = tcp_layer.socket().remote_endpoint(wrong);
        if (wrong || peer.address().is_loopback()) return false;
        auto const minute = m_hub.now_ms() / 60'000;
        if (minute != m_minute) m_peers.clear();
        m_minute = minute;
        return ++m_peers[peer.address()] > m_limits.requests_per_minute;
    }

    void wake() {
        for (auto const& station : m_hub.take_dirty()) {
            auto const [first, last] = m_waiting.equal_range(station);
            for (auto waiting = first; waiting != last; ++waiting) waiting->second->cancel();
        }
    }

    asio::awaitable<void> tick() {
        for (;;) {
            m_tick.expires_after(std::chrono::seconds(1));
            auto [wrong] = co_await m_tick.async_wait(quietly);
            if (wrong) co_return;
            static_cast<void>(m_hub.write([&] { return m_hub.decide_overdue_cancels(); }).ok());
            if (m_every_second) m_every_second();
            m_hub.look_elsewhere();
            if (m_hub.database().broken()) {
                m_end = Error{ErrorKind::io, "the store failed and was closed", "",
                              "look at the disk, or at the database's server; start the hub again"};
                m_io.stop();
            }
            wake();
        }
    }

    asio::io_context m_io{1};
    Hub& m_hub;
    Api& m_api;
    Limits m_limits;
    tcp::acceptor m_acceptor;
    asio::signal_set m_signals;
    asio::steady_timer m_tick;
    std::optional<asio::ssl::context> m_tls;
    std::function<void()> m_every_second;
    std::multimap<std::string, asio::steady_timer*> m_waiting;
    std::map<asio::ip::address, std::int64_t> m_peers;  ///< requests of this minute
    std::int64_t m_minute = 0;
    std::size_t m_connections = 0;
    Status m_end = Done{};
};

}  // namespace

Result<Listen> parse_listen(std::string const& text) {
    Listen listen;
    auto const colon = text.rfind(':');
    auto const* const last = text.data() + text.size();
    if (colon != std::string::npos) {
        listen.host = text.substr(0, colon);
        if (listen.host.starts_with('[') && listen.host.ends_with(']'))
            listen.host = listen.host.substr(1, listen.host.size() - 2);
        if (listen.host == "localhost") listen.host = "127.0.0.1";
        auto const [stop, wrong] = std::from_chars(text.data() + colon + 1, last, listen.port);
        if (wrong == std::errc() && stop == last && !listen.host.empty()) return listen;
    }
    return Error{ErrorKind::bad_input, "expected HOST:PORT", text, "for example 127.0.0.1:7400"};
}

Result<std::unique_ptr<Server>> Server::open(Hub& hub, Api& api, Listen const& listen, Limits const& limits) {
    auto server = std::make_unique<BeastServer>(hub, api, limits);
    if (auto bound = server->bind(listen); !bound) return bound.error();
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace bozhong::hub
