#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "drivers/sim/carrier.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// A new terminal pair: the master for the scale; the slave is kept open too, so that the master does not
/// report a loss whenever no client is there.
struct Terminal {
    int master = -1, slave = -1;
    std::string slave_path;
};

bool open_terminal(Terminal& out) {
    out.master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    std::array<char, 128> name{};
    if (out.master < 0 || ::grantpt(out.master) != 0 || ::unlockpt(out.master) != 0 ||
        ::ptsname_r(out.master, name.data(), name.size()) != 0)
        return false;
    out.slave_path = name.data();
    out.slave = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios line{};
    if (out.slave < 0 || ::tcgetattr(out.slave, &line) != 0) return false;
    ::cfmakeraw(&line);
    return ::tcsetattr(out.slave, TCSANOW, &line) == 0;
}

bool is_symbolic_link(std::string const& path) {
    struct stat about {};
    return ::lstat(path.c_str(), &about) == 0 && S_ISLNK(about.st_mode);
}

class PtyServer : public std::enable_shared_from_this<PtyServer> {
  public:
    PtyServer(asio::any_io_executor executor, link::PtyEndpoint where, Carrier::OnBytes on_bytes)
        : m_master(executor), m_where(std::move(where)), m_on_bytes(std::move(on_bytes)) {}

    domain::Status restore() {
        if (m_master.is_open()) return domain::Done{};
        Terminal terminal;
        bool const opened = open_terminal(terminal);
        m_slave = terminal.slave;
        if (terminal.master >= 0) m_master.assign(terminal.master);
        if (is_symbolic_link(m_where.path)) ::unlink(m_where.path.c_str());
        if (!opened || ::symlink(terminal.slave_path.c_str(), m_where.path.c_str()) != 0) {
            std::string const why = std::strerror(errno);
            close();
            return domain::Error{domain::ErrorKind::unavailable, why, endpoint(), "choose another path"};
        }
        m_linked = true;
        read();
        return domain::Done{};
    }
    void cut() {
        if (m_linked && is_symbolic_link(m_where.path)) ::unlink(m_where.path.c_str());
        m_linked = false;
        close();
    }
    void end() {
        m_on_bytes = nullptr;
        cut();
    }
    void send(std::string_view bytes) {
        error_code ignored;
        if (m_master.is_open()) m_master.write_some(asio::buffer(bytes.data(), bytes.size()), ignored);
    }
    [[nodiscard]] std::string endpoint() const { return "pty:" + m_where.path; }
    [[nodiscard]] int clients() const { return m_master.is_open() ? 1 : 0; }

  private:
    void close() {
        ++m_life;
        error_code ignored;
        m_master.close(ignored);
        if (m_slave >= 0) ::close(m_slave);
        m_slave = -1;
    }
    void read() {
        m_master.async_read_some(asio::buffer(m_buffer), [self = shared_from_this(), life = m_life](
                                                             error_code error, std::size_t count) {
            if (error || life != self->m_life) return;
            if (self->m_on_bytes) self->m_on_bytes({self->m_buffer.data(), count});
            self->read();
        });
    }

    asio::posix::stream_descriptor m_master;
    int m_slave = -1;
    link::PtyEndpoint m_where;
    Carrier::OnBytes m_on_bytes;
    std::array<char, 256> m_buffer{};
    std::uint64_t m_life = 0;
    bool m_linked = false;
};

class PtyCarrier final : public Carrier {
  public:
    explicit PtyCarrier(std::shared_ptr<PtyServer> server) : m_server(std::move(server)) {}
    ~PtyCarrier() override { m_server->end(); }
    PtyCarrier(PtyCarrier const&) = delete;
    PtyCarrier& operator=(PtyCarrier const&) = delete;
    domain::Status restore() override { return m_server->restore(); }
    void cut() override { m_server->cut(); }
    void send(std::string_view bytes) override { m_server->send(bytes); }
    std::string endpoint() const override { return m_server->endpoint(); }
    int clients() const override { return m_server->clients(); }

  private:
    std::shared_ptr<PtyServer> m_server;
};

}  // namespace

std::unique_ptr<Carrier> make_pty_carrier(asio::any_io_executor executor, link::PtyEndpoint where,
                                          Carrier::OnBytes on_bytes) {
    return std::make_unique<PtyCarrier>(
        std::make_shared<PtyServer>(std::move(executor), std::move(where), std::move(on_bytes)));
}

}  // namespace bozhong::sim
