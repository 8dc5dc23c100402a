// A scale behind a serial server or with its own Ethernet port. A dead peer is noticed by keepalive and by
// the user timeout of what was sent; the session's silence is usually faster.

#include <netinet/tcp.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "drivers/link/makers.h"
#include "drivers/link/pipe.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::seconds connect_timeout{2};

template <int level, int name>
using IntegerOption = asio::detail::socket_option::integer<level, name>;

class TcpPipe final : public Pipe<tcp::socket> {
  public:
    TcpPipe(asio::any_io_executor executor, TcpEndpoint endpoint, std::string text)
        : Pipe(executor, std::move(text)),
          m_target(std::move(endpoint)),
          m_resolver(executor),
          m_timer(executor) {}

  private:
    void connect() override {
        m_timer.expires_after(connect_timeout);
        m_timer.async_wait(guarded([this](boost::system::error_code error) {
            if (!error) lost(domain::ErrorKind::timeout, "no connection within 2 s");
        }));
        m_resolver.async_resolve(
            m_target.host, std::to_string(m_target.port),
            guarded([this](boost::system::error_code error, tcp::resolver::results_type found) {
                if (error) return lost(domain::ErrorKind::unavailable, error.message());
                connect_to(found);
            }));
    }
    void connect_to(tcp::resolver::results_type const& found) {
        asio::async_connect(m_stream, found,
                            guarded([this](boost::system::error_code error, tcp::endpoint const&) {
                                if (error) return lost(domain::ErrorKind::unavailable, error.message());
                                m_timer.cancel();
                                set_options();
                                opened();
                            }));
    }
    void set_options() {
        boost::system::error_code ignored;
        m_stream.set_option(tcp::no_delay(true), ignored);
        m_stream.set_option(asio::socket_base::keep_alive(true), ignored);
        m_stream.set_option(IntegerOption<IPPROTO_TCP, TCP_KEEPIDLE>(5), ignored);
        m_stream.set_option(IntegerOption<IPPROTO_TCP, TCP_KEEPINTVL>(2), ignored);
        m_stream.set_option(IntegerOption<IPPROTO_TCP, TCP_KEEPCNT>(3), ignored);
        m_stream.set_option(IntegerOption<IPPROTO_TCP, TCP_USER_TIMEOUT>(5000), ignored);
    }
    void release() override {
        m_resolver.cancel();
        m_timer.cancel();
        Pipe::release();
    }

    TcpEndpoint m_target;
    tcp::resolver m_resolver;
    asio::steady_timer m_timer;
};

}  // namespace

std::unique_ptr<Link> make_tcp_link(asio::any_io_executor executor, TcpEndpoint endpoint, std::string text) {
    return std::make_unique<PipeLink<TcpPipe>>(
        std::make_shared<TcpPipe>(std::move(executor), std::move(endpoint), std::move(text)));
}

}  // namespace bozhong::link
