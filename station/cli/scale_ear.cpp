#include "station/cli/scale_ear.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>

#include "drivers/link/capture.h"
#include "drivers/link/link.h"

namespace bozhong::cli {
namespace {

namespace asio = boost::asio;
using domain::Result;

constexpr std::size_t most_bytes = 1 << 20;

Result<std::string> read_whole(std::string const& path) {
    auto const capture = link::read_capture(path);
    if (!capture) return capture.error();
    std::string out;
    for (link::CapturedBytes const& record : capture->records)
        if (record.direction == link::Direction::from_scale) out += record.bytes;
    out.resize(std::min(out.size(), most_bytes));
    return out;
}

class Ear {
  public:
    explicit Ear(EarSettings const& settings) : m_settings(settings), m_asking(m_context) {}

    Result<std::string> hear(std::string const& endpoint) {
        auto made = link::make_link(m_context.get_executor(), endpoint);
        if (!made) return made.error();
        m_link = std::move(*made);
        m_link->open({[this] { opened(); }, [this](std::span<std::byte const> bytes) { take(bytes); },
                      [this](domain::Error error) {
                          m_lost = std::move(error);
                          m_context.stop();
                      }});
        m_context.run_for(m_settings.time);
        m_link->close();
        if (m_lost && !m_open) return *m_lost;
        return m_heard;
    }

  private:
    void opened() {
        m_open = true;
        if (!m_settings.ask.empty()) ask();
    }
    void ask() {
        m_link->send(m_settings.ask);
        m_asking.expires_after(m_settings.ask_every);
        m_asking.async_wait([this](boost::system::error_code error) {
            if (!error) ask();
        });
    }
    void take(std::span<std::byte const> bytes) {
        std::string_view const text(reinterpret_cast<char const*>(bytes.data()), bytes.size());
        m_heard += text.substr(0, most_bytes - m_heard.size());
        if (!m_settings.follow_up) return;
        if (std::string more = m_settings.follow_up(text); !more.empty()) m_link->send(std::move(more));
    }

    EarSettings const& m_settings;
    asio::io_context m_context{1};
    asio::steady_timer m_asking;
    std::unique_ptr<link::Link> m_link;
    std::string m_heard;
    bool m_open = false;
    std::optional<domain::Error> m_lost;
};

}  // namespace

Result<std::string> hear(std::string const& endpoint, EarSettings const& settings) {
    if (endpoint.starts_with("file:")) return read_whole(endpoint.substr(5));
    return Ear(settings).hear(endpoint);
}

}  // namespace bozhong::cli
