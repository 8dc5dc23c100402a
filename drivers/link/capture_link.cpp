// Plays a .cap file at the pace it was recorded; what is sent goes nowhere. At its end the link is lost.

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "drivers/link/capture.h"
#include "drivers/link/makers.h"

namespace bozhong::link {
namespace {

namespace asio = boost::asio;

class Player : public std::enable_shared_from_this<Player> {
  public:
    Player(asio::any_io_executor executor, FileEndpoint endpoint, std::string text)
        : m_executor(executor),
          m_timer(executor),
          m_path(std::move(endpoint.path)),
          m_endpoint(std::move(text)) {}

    void open(Link::Handlers handlers) {
        close();
        m_handlers = std::make_shared<Link::Handlers>(std::move(handlers));
        asio::post(m_executor, [self = shared_from_this(), life = m_life] {
            if (life == self->m_life) self->begin();
        });
    }
    void close() {
        ++m_life;
        m_handlers.reset();
        m_timer.cancel();
    }

  private:
    void begin() {
        auto capture = read_capture(m_path);
        if (!capture) return lost(capture.error());
        m_capture = std::move(*capture);
        m_next = 0;
        m_begun = asio::steady_timer::clock_type::now();
        auto const life = m_life;
        auto const handlers = m_handlers;
        handlers->on_open();
        if (life == m_life) play();
    }
    void play() {
        while (m_next < m_capture.records.size() &&
               m_capture.records[m_next].direction != Direction::from_scale)
            ++m_next;
        if (m_next == m_capture.records.size())
            return lost({domain::ErrorKind::not_found, "end of the capture", m_endpoint, {}});
        m_timer.expires_at(m_begun + std::chrono::milliseconds(m_capture.records[m_next].at_ms));
        m_timer.async_wait([self = shared_from_this(), life = m_life](boost::system::error_code) {
            if (life == self->m_life) self->give();
        });
    }
    void give() {
        auto const life = m_life;
        std::string const bytes = m_capture.records[m_next++].bytes;
        auto const handlers = m_handlers;
        handlers->on_bytes(std::as_bytes(std::span(bytes.data(), bytes.size())));
        if (life == m_life) play();
    }
    void lost(domain::Error error) {
        auto const handlers = m_handlers;
        close();
        handlers->on_lost(std::move(error));
    }

    asio::any_io_executor m_executor;
    asio::steady_timer m_timer;
    std::string m_path, m_endpoint;
    std::shared_ptr<Link::Handlers const> m_handlers;
    Capture m_capture;
    std::size_t m_next = 0;
    asio::steady_timer::time_point m_begun;
    std::uint64_t m_life = 0;
};

class CaptureLink final : public Link {
  public:
    explicit CaptureLink(std::shared_ptr<Player> player) : m_player(std::move(player)) {}
    ~CaptureLink() override { m_player->close(); }
    CaptureLink(CaptureLink const&) = delete;
    CaptureLink& operator=(CaptureLink const&) = delete;
    void open(Handlers handlers) override { m_player->open(std::move(handlers)); }
    void send(std::string) override {}
    void close() override { m_player->close(); }

  private:
    std::shared_ptr<Player> m_player;
};

}  // namespace

std::unique_ptr<Link> make_capture_link(asio::any_io_executor executor, FileEndpoint endpoint,
                                        std::string text) {
    return std::make_unique<CaptureLink>(
        std::make_shared<Player>(std::move(executor), std::move(endpoint), std::move(text)));
}

}  // namespace bozhong::link
