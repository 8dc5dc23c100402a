#include "drivers/sim/control_socket.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t k_line_max = 1024;

}  // namespace

struct ControlSocket::Impl : std::enable_shared_from_this<Impl> {
    Impl(asio::any_io_executor const& executor, std::string socket_path, LineHandler line_handler)
        : acceptor(executor), path(std::move(socket_path)), handler(std::move(line_handler)) {}

    struct Client {
        explicit Client(stream_protocol::socket accepted) : socket(std::move(accepted)) {}
        stream_protocol::socket socket;
        std::string input, output;
    };

    void accept() {
        acceptor.async_accept([self = shared_from_this()](error_code error, stream_protocol::socket socket) {
            if (error) return;
            self->serve(std::make_shared<Client>(std::move(socket)));
            self->accept();
        });
    }

    void serve(std::shared_ptr<Client> const& client) {
        asio::async_read_until(client->socket, asio::dynamic_buffer(client->input, k_line_max), '\n',
                               [self = shared_from_this(), client](error_code error, std::size_t n) {
                                   if (error || !self->handler) return;
                                   client->output = self->handler(client->input.substr(0, n - 1)) + "\n";
                                   client->input.erase(0, n);
                                   asio::async_write(client->socket, asio::buffer(client->output),
                                                     [self, client](error_code failed, std::size_t) {
                                                         if (!failed) self->serve(client);
                                                     });
                               });
    }

    stream_protocol::acceptor acceptor;
    std::string path;
    LineHandler handler;
};

ControlSocket::ControlSocket(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}

ControlSocket::~ControlSocket() {
    m_impl->handler = nullptr;
    error_code ignored;
    m_impl->acceptor.close(ignored);
    ::unlink(m_impl->path.c_str());
}

domain::Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(asio::any_io_executor executor,
                                                                     std::string const& path,
                                                                     LineHandler handler) {
    auto impl = std::make_shared<Impl>(executor, path, std::move(handler));
    domain::Error failed{domain::ErrorKind::unavailable, "the control socket cannot be made", path,
                         "choose a shorter path in a folder you may write to"};
    if (path.size() > 100) return failed;
    ::unlink(path.c_str());
    error_code error;
    impl->acceptor.open(stream_protocol(), error);
    mode_t const mask = ::umask(0177);
    if (!error) impl->acceptor.bind(stream_protocol::endpoint(path), error);
    ::umask(mask);
    if (!error) impl->acceptor.listen(8, error);
    if (error) {
        failed.what += ": " + error.message();
        return failed;
    }
    impl->accept();
    return std::unique_ptr<ControlSocket>(new ControlSocket(std::move(impl)));
}

}  // namespace bozhong::sim
