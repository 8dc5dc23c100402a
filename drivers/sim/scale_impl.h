#pragma once
// The inside of ScaleSim, shared by scale_sim.cpp (what runs) and scale_control.cpp (what is asked of it).

#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "drivers/sim/scale_sim.h"

namespace bozhong::sim {

struct ScaleSim::Impl : std::enable_shared_from_this<Impl> {
    Impl(boost::asio::any_io_executor executor, ScaleSimSettings given);

    /// Takes the place that the settings name; on Modbus TCP the wire too is another one.
    domain::Status listen(boost::asio::any_io_executor executor);
    [[nodiscard]] std::string endpoint() const;
    void tick();
    void hear(std::string_view bytes);
    /// One frame of the display as it stands, through the faulty line.
    void say(std::string frame);
    [[nodiscard]] std::int64_t now_ms() const;
    std::string obey(std::string const& line);

    ScaleSimSettings settings;
    std::unique_ptr<ScaleWire> wire;
    Indicator indicator;
    FaultyLine line;
    std::mt19937 random;
    std::unique_ptr<Carrier> carrier;
    std::optional<int> modbus_unit;  ///< of an endpoint modbus-tcp:
    boost::asio::steady_timer timer;
    boost::asio::steady_timer::time_point begun;
    boost::asio::steady_timer::duration tick_every;
    std::uint64_t frames = 0;
    int repeats_left = 0;
    bool streaming, powered = true, silent = false, stopped = false, linked = true;
};

}  // namespace bozhong::sim
