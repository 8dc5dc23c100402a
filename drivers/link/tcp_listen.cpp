// A serial server that dials in. One client at a time: two on one scale would each get a part of its frames,
// so a second one is turned away and told about.

#include <boost/asio/ip/tcp.hpp>

#include "drivers/link/makers.h"
#include "drivers/link/pipe.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class ListenPipe final : public Pipe<tcp::socket> {
  public:
    ListenPipe(asio::any_io_executor executor, TcpListenEndpoint endpoint, std::string text)
        : Pipe(executor, std::move(text)), m_target(std::move(endpoint)), m_acceptor(executor) {}

  private:
    void connect() override {
        boost::system::error_code error;
        auto const address = asio::ip::make_address(m_target.host, error);
        tcp::endpoint const place(address, m_target.port);
        if (!error) m_acceptor.open(place.protocol(), error);
        if (!error) m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) m_acceptor.bind(place, error);
        if (!error) m_acceptor.listen(4, error);
        if (error) return lost_later(domain::ErrorKind::unavailable, error.message());
        m_taken = false;
        accept();
    }
    void accept() {
        m_acceptor.async_accept(guarded([this](boost::system::error_code error, tcp::socket caller) {
            if (error) return lost(domain::ErrorKind::unavailable, error.message());
            accept();
            take(std::move(caller));
        }));
    }
    void take(tcp::socket caller) {
        boost::system::error_code ignored;
        if (m_taken) {
            auto const from = caller.remote_endpoint(ignored).address().to_string();
            return notice("a second client, " + from + ", was turned away: one scale, one connection");
        }
        m_taken = true;
        m_stream = std::move(caller);
        m_stream.set_option(tcp::no_delay(true), ignored);
        m_stream.set_option(asio::socket_base::keep_alive(true), ignored);
        opened();
    }
    void release() override {
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        Pipe::release();
    }

    TcpListenEndpoint m_target;
    tcp::acceptor m_acceptor;
    bool m_taken = false;
};

}  // namespace

std::unique_ptr<Link> make_tcp_listen_link(asio::any_io_executor executor, TcpListenEndpoint endpoint,
                                           std::string text) {
    return std::make_unique<PipeLink<ListenPipe>>(
        std::make_shared<ListenPipe>(std::move(executor), std::move(endpoint), std::move(text)));
}

}  // namespace bozhong::link
