#include "sync/client/http.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/detail/base64.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <optional>
#include <variant>

namespace bozhong::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr std::size_t body_max = 16u << 20;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;

struct Address {
    bool tls = false;
    std::string host, port;
    [[nodiscard]] std::string text() const { return host + ":" + port; }
};

bool is_loopback(std::string const& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Result<Address> parse_address(std::string const& url) {
    Address out;
    std::string_view rest = url;
    out.tls = rest.starts_with("https://");
    if (!out.tls && !rest.starts_with("http://"))
        return Error{ErrorKind::bad_input, "not a hub's address", url, "write https://HOST[:PORT]"};
    rest.remove_prefix(out.tls ? 8 : 7);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    bool const bracketed = rest.starts_with('[');
    auto const host_end = bracketed ? rest.find(']') : rest.find(':');
    out.host = rest.substr(bracketed ? 1 : 0,
                           host_end == std::string_view::npos ? host_end : host_end - (bracketed ? 1 : 0));
    auto const colon = host_end == std::string_view::npos ? host_end : rest.find(':', host_end);
    out.port =
        colon == std::string_view::npos ? (out.tls ? "443" : "80") : std::string(rest.substr(colon + 1));
    bool const good_port = !out.port.empty() && out.port.size() <= 5 &&
                           out.port.find_first_not_of("0123456789") == std::string::npos;
    if (out.host.empty() || !good_port || out.host.find_first_of("/@?# ") != std::string::npos)
        return Error{ErrorKind::bad_input, "not a hub's address", url,
                     "write https://HOST[:PORT] without a path"};
    if (!out.tls && !is_loopback(out.host))
        return Error{ErrorKind::bad_input, "plain http is for loopback only", url, "use https://"};
    return out;
}

Error network_error(beast::error_code const& code, Address const& address) {
    bool const late = code == beast::error::timeout || code == asio::error::timed_out;
    return Error{late ? ErrorKind::timeout : ErrorKind::unavailable,
                 late ? "no answer in time" : code.message(), address.text(),
                 "is the hub running and reachable?"};
}

bool died_idle(beast::error_code const& code) {
    return code == http::error::end_of_stream || code == asio::error::connection_reset ||
           code == asio::error::broken_pipe || code == asio::error::eof ||
           code == asio::ssl::error::stream_truncated;
}

}  // namespace

class HttpConnection::Exchange : public std::enable_shared_from_this<Exchange> {
  public:
    Exchange(asio::any_io_executor executor, HttpAccess access, Address address,
             std::optional<asio::ssl::context> tls)
        : m_executor(std::move(executor)),
          m_access(std::move(access)),
          m_address(std::move(address)),
          m_tls(std::move(tls)),
          m_resolver(m_executor) {}

    asio::any_io_executor const& executor() const { return m_executor; }

    asio::awaitable<void> run(HttpRequest request, Then then) {
        auto const self = shared_from_this();
        m_deadline = std::chrono::steady_clock::now() + request.timeout;
        for (;;) {
            bool const kept = !std::holds_alternative<std::monostate>(m_stream);
            beast::error_code code;
            if (!kept) code = co_await open();
            HttpResponse response;
            if (!code) code = co_await talk(request, response);
            if (!code) co_return then(std::move(response));
            drop();
            if (!kept || !died_idle(code)) co_return then(network_error(code, m_address));
        }
    }

    void drop() {
        m_resolver.cancel();
        if (auto* plain = std::get_if<Plain>(&m_stream)) plain->close();
        if (auto* tls = std::get_if<Tls>(&m_stream)) beast::get_lowest_layer(*tls).close();
        if (!m_talking) forget();
    }

  private:
    void forget() {
        m_stream.emplace<std::monostate>();
        m_buffer.clear();
    }

    asio::awaitable<beast::error_code> resolve(tcp::resolver::results_type& out) {
        asio::steady_timer timer(m_executor, m_deadline);
        bool late = false;
        timer.async_wait([this, &late](beast::error_code const& code) {
            if (code) return;
            late = true;
            m_resolver.cancel();
        });
        auto [code, results] = co_await m_resolver.async_resolve(m_address.host, m_address.port, quietly);
        timer.cancel();
        out = results;
        co_return late ? beast::error_code(beast::error::timeout) : code;
    }

    asio::awaitable<beast::error_code> open() {
        tcp::resolver::results_type places;
        beast::error_code const not_found = co_await resolve(places);
        if (not_found) co_return not_found;
        m_buffer.clear();
        beast::error_code code;
        m_talking = true;
        if (m_tls) {
            code = co_await open_tls(places);
        } else {
            auto& stream = m_stream.emplace<Plain>(m_executor);
            stream.expires_at(m_deadline);
            auto [failed, endpoint] = co_await stream.async_connect(places, quietly);
            code = failed;
        }
        m_talking = false;
        if (code) {
            forget();
            co_return code;
        }
        auto& socket = lowest().socket();
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        co_return code;
    }

    asio::awaitable<beast::error_code> open_tls(tcp::resolver::results_type const& places) {
        auto& stream = m_stream.emplace<Tls>(m_executor, *m_tls);
        beast::get_lowest_layer(stream).expires_at(m_deadline);
        auto [failed, endpoint] = co_await beast::get_lowest_layer(stream).async_connect(places, quietly);
        if (failed) co_return failed;
        SSL_set_tlsext_host_name(stream.native_handle(), m_address.host.c_str());
        stream.set_verify_callback(asio::ssl::host_name_verification(m_address.host));
        auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::client, quietly);
        co_return refused;
    }

    beast::tcp_stream& lowest() {
        if (auto* tls = std::get_if<Tls>(&m_stream)) return beast::get_lowest_layer(*tls);
        return std::get<Plain>(m_stream);
    }

    asio::awaitable<beast::error_code> talk(HttpRequest const& request, HttpResponse& response) {
        m_talking = true;
        lowest().expires_at(m_deadline);
        beast::error_code code;
        bool keep = false;
        if (auto* tls = std::get_if<Tls>(&m_stream)) {
            code = co_await talk_on(*tls, request, response, keep);
        } else {
            code = co_await talk_on(std::get<Plain>(m_stream), request, response, keep);
        }
        m_talking = false;
        if (code || !keep) forget();
        if (!code && keep) lowest().expires_never();
        co_return code;
    }

    template <class Stream>
    asio::awaitable<beast::error_code> talk_on(Stream& stream, HttpRequest const& request,
                                               HttpResponse& response, bool& keep) {
        http::request<http::string_body> message{http::string_to_verb(request.method), request.target, 11};
        message.set(http::field::host, m_address.text());
        message.set(http::field::user_agent, "bozhong");
        message.set(http::field::accept, "application/json");
        if (!m_access.authorization.empty()) message.set(http::field::authorization, m_access.authorization);
        if (!request.idempotency_key.empty()) message.set("Idempotency-Key", request.idempotency_key);
        for (auto const& [name, value] : request.headers) message.set(name, value);
        if (request.method != "GET") message.set(http::field::content_type, "application/json");
        message.body() = request.body;
        message.prepare_payload();
        auto [not_sent, sent] = co_await http::async_write(stream, message, quietly);
        if (not_sent) co_return not_sent;
        http::response_parser<http::string_body> parser;
        parser.body_limit(body_max);
        auto [not_read, read] = co_await http::async_read(stream, m_buffer, parser, quietly);
        if (not_read) co_return not_read;
        response.status = static_cast<int>(parser.get().result_int());
        keep = parser.get().keep_alive();
        response.body = std::move(parser.get().body());
        co_return beast::error_code{};
    }

    asio::any_io_executor m_executor;
    HttpAccess m_access;
    Address m_address;
    std::optional<asio::ssl::context> m_tls;
    tcp::resolver m_resolver;
    std::variant<std::monostate, Plain, Tls> m_stream;
    beast::flat_buffer m_buffer;
    std::chrono::steady_clock::time_point m_deadline;
    bool m_talking = false;
};

std::string basic_authorization(std::string const& user, std::string const& secret) {
    std::string const plain = user + ":" + secret;
    std::string out(beast::detail::base64::encoded_size(plain.size()), '\0');
    out.resize(beast::detail::base64::encode(out.data(), plain.data(), plain.size()));
    return "Basic " + out;
}

std::string bearer_authorization(std::string const& token) {
    return "Bearer " + token;
}

HttpConnection::HttpConnection(std::shared_ptr<Exchange> exchange) : m_exchange(std::move(exchange)) {}
HttpConnection::~HttpConnection() {
    m_exchange->drop();
}

Result<std::unique_ptr<HttpConnection>> HttpConnection::make(asio::any_io_executor executor,
                                                             HttpAccess access) {
    auto address = parse_address(access.url);
    if (!address) return address.error();
    std::optional<asio::ssl::context> tls;
    if (address->tls) {
        tls.emplace(asio::ssl::context::tls_client);
        beast::error_code code;
        tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, code);
        tls->set_verify_mode(asio::ssl::verify_peer, code);
        if (access.ca_file.empty()) {
            tls->set_default_verify_paths(code);
        } else {
            tls->load_verify_file(access.ca_file, code);
        }
        if (code)
            return Error{ErrorKind::bad_input, "cannot read the certificate authority: " + code.message(),
                         access.ca_file, "give a PEM file"};
    }
    return std::unique_ptr<HttpConnection>(new HttpConnection(std::make_shared<Exchange>(
        std::move(executor), std::move(access), std::move(address).value(), std::move(tls))));
}

void HttpConnection::send(HttpRequest request, Then then) {
    asio::co_spawn(m_exchange->executor(), m_exchange->run(std::move(request), std::move(then)),
                   [](std::exception_ptr const& failed) {
                       if (failed) std::rethrow_exception(failed);
                   });
}

void HttpConnection::close() {
    m_exchange->drop();
}

Result<HttpResponse> http_request(HttpAccess const& access, HttpRequest request) {
    asio::io_context context(1);
    auto connection = HttpConnection::make(context.get_executor(), access);
    if (!connection) return connection.error();
    std::optional<Result<HttpResponse>> out;
    (*connection)->send(std::move(request), [&](Result<HttpResponse> result) { out = std::move(result); });
    context.run();
    return std::move(*out);
}

}  // namespace bozhong::client
