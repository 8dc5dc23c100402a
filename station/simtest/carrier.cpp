#include "station/simtest/carrier.h"

#include <array>
#include <utility>

#include "sync/client/engine.h"
#include "sync/client/http.h"

namespace bozhong::simtest {
namespace {

using client::Instant;
using domain::Error;
using domain::ErrorKind;

class SimulatedEngine final : public client::Engine {
  public:
    SimulatedEngine(Carriage const& carriage, app::Uplink::Station station)
        : Engine({carriage.warehouse, carriage.station, carriage.feed_cursor, carriage.seed},
                 std::move(station)),
          m_carriage(carriage),
          m_authorization(client::basic_authorization(carriage.station, carriage.secret)) {}

    void begin() {
        post([this] { start(); });
    }
    void end() { m_ended = true; }

  private:
    void post(std::function<void()> work) override {
        m_carriage.scheduler.after(0, m_carriage.life,
                                   [self = shared_from_this(), this, work = std::move(work)] {
                                       if (!m_ended) work();
                                   });
    }
    void wake_at(Instant when) override {
        auto const mine = ++m_alarm;
        m_carriage.scheduler.at(when.time_since_epoch().count(), m_carriage.life,
                                [self = weak_from_this(), this, mine] {
                                    if (self.lock() && !m_ended && mine == m_alarm) alarm();
                                });
    }
    void send(client::SendHttp const& request) override {
        auto const lane = request.lane;
        auto& under_way = m_under_way[static_cast<std::size_t>(lane)];
        auto const mine = under_way = ++m_requests;
        auto const still = [self = weak_from_this(), this, lane, mine] {
            auto const kept = self.lock();
            return kept && !m_ended &&
                   std::exchange(m_under_way[static_cast<std::size_t>(lane)],
                                 m_under_way[static_cast<std::size_t>(lane)] == mine
                                     ? 0
                                     : m_under_way[static_cast<std::size_t>(lane)]) == mine;
        };
        hub::Request out;
        auto const question = request.target.find('?');
        out.method = request.method;
        out.path = request.target.substr(0, question);
        if (question != std::string::npos) out.query = request.target.substr(question + 1);
        out.authorization = m_authorization;
        out.body = request.body;
        m_carriage.way.send(
            m_carriage.life, std::move(out),
            [this, still, lane](hub::Answer const& answer) {
                if (still()) happened(client::HttpAnswered{lane, answer.status, answer.body});
            },
            [this, still, lane] {
                if (still())
                    happened(client::HttpFailed{
                        lane, Error{ErrorKind::unavailable, "connection refused", "hub", ""}});
            });
        m_carriage.scheduler.after(request.timeout.count(), m_carriage.life, [this, still, lane] {
            if (still())
                happened(client::HttpFailed{lane, Error{ErrorKind::timeout, "no answer in time", "hub", ""}});
        });
    }
    Instant monotonic() const override { return Instant(domain::milliseconds(m_carriage.scheduler.now())); }
    domain::WallTime wall() const override { return m_carriage.clock.at(m_carriage.scheduler.now()); }

    Carriage m_carriage;
    std::string m_authorization;
    std::uint64_t m_alarm = 0, m_requests = 0;
    std::array<std::uint64_t, 2> m_under_way{};  ///< the request of each lane that still waits, 0 = none
    bool m_ended = false;
};

class SimulatedUplink final : public Carrier {
  public:
    explicit SimulatedUplink(Carriage carriage) : m_carriage(std::move(carriage)) {}
    void start(Station station) override {
        m_engine = std::make_shared<SimulatedEngine>(m_carriage, std::move(station));
        m_engine->begin();
    }
    void events_waiting() override {
        if (m_engine) m_engine->events_waiting();
    }
    void stop() override { forget(); }
    void forget() override {
        if (m_engine) m_engine->end();
        m_engine.reset();
    }

  private:
    Carriage m_carriage;
    std::shared_ptr<SimulatedEngine> m_engine;
};

}  // namespace

std::unique_ptr<Carrier> make_carrier(Carriage carriage) {
    return std::make_unique<SimulatedUplink>(std::move(carriage));
}

}  // namespace bozhong::simtest
