#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <utility>

#include "station/app/surroundings.h"

namespace bozhong::app {
namespace {

namespace asio = boost::asio;
using domain::milliseconds;

class Threads final : public Surroundings {
  public:
    explicit Threads(asio::any_io_executor strand)
        : m_strand(std::move(strand)),
          m_alarms{asio::steady_timer(m_strand), asio::steady_timer(m_strand), asio::steady_timer(m_strand)} {
    }

    void post(Place place, Work work) override {
        if (place == Place::strand) return asio::post(m_strand, std::move(work));
        asio::post(place == Place::journal ? m_journal : m_slow, std::move(work));
    }
    void set(Alarm alarm, milliseconds wait, Work work) override {
        auto& timer = m_alarms[static_cast<std::size_t>(alarm)];
        timer.expires_after(wait);
        timer.async_wait([work = std::move(work)](boost::system::error_code error) {
            if (!error) work();
        });
    }
    void cancel(Alarm alarm) override { m_alarms[static_cast<std::size_t>(alarm)].cancel(); }
    domain::Instant monotonic() const override {
        return domain::Instant(
            std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()));
    }
    domain::WallTime wall() const override {
        auto const now = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<milliseconds>(now).count()};
    }
    void join() override {
        m_slow.join();
        m_journal.join();
    }

  private:
    asio::any_io_executor m_strand;
    asio::thread_pool m_journal{1}, m_slow{1};
    std::array<asio::steady_timer, 3> m_alarms;
};

}  // namespace

std::shared_ptr<Surroundings> make_threads(asio::any_io_executor strand) {
    return std::make_shared<Threads>(std::move(strand));
}

}  // namespace bozhong::app
