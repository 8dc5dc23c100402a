#pragma once
// A pan without a scale: readings every few milliseconds of whatever lies on it, the first after a change not
// at rest.

#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "station/app/ports.h"

namespace bozhong::faults {

class BareScale final : public app::ScaleControl {
  public:
    /// `strand` is the station's. Everything happens there.
    BareScale(boost::asio::any_io_executor strand, std::string id);

    void put(domain::Mass mass);
    void lift_after(domain::milliseconds time);

    void start(OnEvent on_event) override;
    void send(std::string const& command) override;
    void stop() override { m_timer.cancel(); }

  private:
    void tick();

    boost::asio::steady_timer m_timer;
    std::string m_id;
    OnEvent m_on_event;
    domain::Mass m_mass;
    bool m_moving = false;
    std::optional<domain::Instant> m_lift_at;
};

}  // namespace bozhong::faults
