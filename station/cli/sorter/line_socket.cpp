#include "station/cli/sorter/line_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace bozhong::cli {
namespace {

constexpr std::size_t line_max = 4 << 20;

}  // namespace

bool LineSocket::connect() {
    close();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (m_path.size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, m_path.c_str(), m_path.size() + 1);
    m_fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_fd < 0) return false;
    if (::connect(m_fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return true;
    close();
    return false;
}

bool LineSocket::send(std::string const& line) {
    std::string const bytes = line + "\n";
    std::size_t sent = 0;
    while (m_fd >= 0 && sent < bytes.size()) {
        auto const n = ::send(m_fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) {
            close();
            return false;
        }
        sent += static_cast<std::size_t>(n);
    }
    return m_fd >= 0;
}

std::optional<std::string> LineSocket::take_line() {
    auto const end = m_buffer.find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto line = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 1);
    return line;
}

std::optional<std::string> LineSocket::receive(std::chrono::milliseconds wait) {
    auto const until = std::chrono::steady_clock::now() + wait;
    while (m_fd >= 0) {
        if (auto line = take_line()) return line;
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd waiting{m_fd, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) == 0) return std::nullopt;
        char bytes[65536];
        auto const n = ::recv(m_fd, bytes, sizeof bytes, 0);
        if (n <= 0 || m_buffer.size() > line_max) {
            close();
            return std::nullopt;
        }
        m_buffer.append(bytes, static_cast<std::size_t>(n));
    }
    return std::nullopt;
}

std::optional<std::string> LineSocket::ask(std::string const& line, std::chrono::milliseconds wait) {
    return send(line) ? receive(wait) : std::nullopt;
}

void LineSocket::close() {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = -1;
    m_buffer.clear();
}

}  // namespace bozhong::cli
