#pragma once
// A unix stream socket that speaks lines, for scripts: blocking with a bound, reconnecting is the caller's business.

#include <chrono>
#include <optional>
#include <string>

namespace bozhong::cli {

class LineSocket {
  public:
    explicit LineSocket(std::string path) : m_path(std::move(path)) {}
    ~LineSocket() { close(); }
    LineSocket(LineSocket const&) = delete;
    LineSocket& operator=(LineSocket const&) = delete;

    /// True when a peer listens there now.
    bool connect();
    [[nodiscard]] bool connected() const { return m_fd >= 0; }
    /// False, and closed, when the peer is gone.
    bool send(std::string const& line);
    /// The next line without its end; nothing when the time is over or the peer is gone (then connected() is false).
    std::optional<std::string> receive(std::chrono::milliseconds wait);
    /// One line out, one line in.
    std::optional<std::string> ask(std::string const& line, std::chrono::milliseconds wait);
    void close();

  private:
    std::optional<std::string> take_line();

    std::string m_path;
    int m_fd = -1;
    std::string m_buffer;
};

}  // namespace bozhong::cli
