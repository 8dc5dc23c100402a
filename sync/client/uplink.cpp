#include "sync/client/uplink.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <thread>

#include "sync/client/engine.h"
#include "sync/client/http.h"

namespace bozhong::client {

namespace asio = boost::asio;
using domain::Result;
using domain::WallTime;

namespace {

/// An engine on a thread of its own, over HTTP.
class HttpEngine final : public Engine {
  public:
    HttpEngine(UplinkSettings settings, app::Uplink::Station station)
        : Engine({settings.warehouse, settings.station, settings.feed_cursor, settings.seed},
                 std::move(station)),
          m_settings(std::move(settings)),
          m_timer(m_context) {}

    void run() {
        auto const guard = asio::make_work_guard(m_context);
        HttpAccess const access{m_settings.url, basic_authorization(m_settings.station, m_settings.secret),
                                m_settings.ca_file};
        auto up = HttpConnection::make(m_context.get_executor(), access);
        auto down = HttpConnection::make(m_context.get_executor(), access);
        if (!up || !down) {
            station().hub_seen({false, 0, 0, false, (up ? down : up).error().text()});
        } else {
            m_up = std::move(up).value();
            m_down = std::move(down).value();
            asio::post(m_context, [this] { start(); });
        }
        m_context.run();
        m_up.reset();
        m_down.reset();
    }

    void stop() { m_context.stop(); }

  private:
    /// What the context still holds when it ends goes with it, and so must not keep its owner.
    void post(std::function<void()> work) override {
        asio::post(m_context, [this, work = std::move(work)] {
            if (m_up) work();
        });
    }
    void wake_at(Instant when) override {
        m_timer.expires_at(std::chrono::steady_clock::time_point(when.time_since_epoch()));
        m_timer.async_wait([this](boost::system::error_code const& code) {
            if (!code) alarm();
        });
    }
    void send(SendHttp const& request) override {
        auto& connection = request.lane == Lane::up ? *m_up : *m_down;
        connection.send({request.method, request.target, request.body, request.timeout, ""},
                        [this, lane = request.lane](Result<HttpResponse> const& result) {
                            if (result) {
                                happened(HttpAnswered{lane, result->status, result->body});
                            } else {
                                happened(HttpFailed{lane, result.error()});
                            }
                        });
    }
    Instant monotonic() const override {
        return Instant(
            std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()));
    }
    WallTime wall() const override {
        auto const now = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<milliseconds>(now).count()};
    }

    UplinkSettings m_settings;
    asio::io_context m_context{1};
    asio::steady_timer m_timer;
    std::unique_ptr<HttpConnection> m_up, m_down;
};

class HttpUplink final : public app::Uplink {
  public:
    explicit HttpUplink(UplinkSettings settings) : m_settings(std::move(settings)) {}
    ~HttpUplink() override { HttpUplink::stop(); }

    void start(Station station) override {
        m_engine = std::make_shared<HttpEngine>(m_settings, std::move(station));
        m_thread = std::thread([engine = m_engine] { engine->run(); });
    }
    void events_waiting() override {
        if (m_engine) m_engine->events_waiting();
    }
    void stop() override {
        if (!m_thread.joinable()) return;
        m_engine->stop();
        m_thread.join();
        m_engine.reset();
    }

  private:
    UplinkSettings m_settings;
    std::shared_ptr<HttpEngine> m_engine;
    std::thread m_thread;
};

}  // namespace

std::unique_ptr<app::Uplink> make_uplink(UplinkSettings settings) {
    return std::make_unique<HttpUplink>(std::move(settings));
}

}  // namespace bozhong::client
