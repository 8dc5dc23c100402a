#pragma once
// A simulated scale and the station's runner, joined by a real socket or pseudo-terminal, on one context.

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "drivers/run/scale_runner.h"
#include "drivers/sim/scale_sim.h"

namespace bozhong::sim {

class ScaleDesk {
  public:
    ScaleDesk(std::string const& protocol, std::string const& listen, ScaleSimSettings settings = {}) {
        settings.protocol = protocol;
        settings.listen = listen;
        auto made = ScaleSim::start(context.get_executor(), settings);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().text());
        if (made) sim = std::move(*made);
    }

    static domain::Instant now() {
        return domain::Instant(std::chrono::duration_cast<domain::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch()));
    }
    void run_station(std::string const& protocol, std::shared_ptr<run::WireTap> tap = nullptr,
                     std::string const& unit = "kg") {
        domain::ScaleRecord record;
        record.id = "scale-1";
        record.protocol = protocol;
        record.endpoint = sim->endpoint();
        record.unit = unit;
        auto made = run::make_scale_runner(context.get_executor(), *scale::find_protocol(protocol), record,
                                           now, std::move(tap));
        ASSERT_TRUE(made.ok());
        runner = std::move(*made);
        runner->start([this](core::Event event) { note(event); });
    }
    /// Runs both until it is so, at most ten seconds.
    template <class Condition>
    [[nodiscard]] bool comes(Condition condition) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            context.restart();
            context.run_one_for(std::chrono::milliseconds(20));
        }
        return condition();
    }
    [[nodiscard]] bool shows(std::int64_t grams) {
        readings.clear();
        return comes([&] {
            return !readings.empty() && readings.back().mass == domain::grams(grams) &&
                   readings.back().stable != domain::Known::no;
        });
    }
    [[nodiscard]] bool becomes(core::LinkState state) {
        return comes([&] { return !links.empty() && links.back().state == state; });
    }
    [[nodiscard]] bool replied(std::size_t count) {
        return comes([&] { return replies.size() == count; });
    }
    bool tell(std::string const& command) { return sim->command(command).rfind(R"({"ok":true)", 0) == 0; }

    boost::asio::io_context context{1};
    std::unique_ptr<ScaleSim> sim;
    std::unique_ptr<app::ScaleControl> runner;
    std::vector<domain::Reading> readings;
    std::string scale;  ///< that sent the last of them
    std::vector<core::ScaleLinkChanged> links;
    std::vector<domain::Instant> link_times;
    std::vector<core::ScaleReplied> replies;
    std::function<void(core::Event const&)> also;  ///< hears every event first

  private:
    void note(core::Event const& event) {
        if (also) also(event);
        if (auto const* seen = std::get_if<core::ReadingSeen>(&event)) {
            readings.push_back(seen->reading);
            scale = seen->scale;
        }
        if (auto const* replied_now = std::get_if<core::ScaleReplied>(&event))
            replies.push_back(*replied_now);
        if (auto const* changed = std::get_if<core::ScaleLinkChanged>(&event)) {
            links.push_back(*changed);
            link_times.push_back(now());
        }
    }
};

inline std::string pty_path(std::string const& name) {
    return (std::filesystem::temp_directory_path() / ("bozhong-" + name + "-" + std::to_string(::getpid())))
        .string();
}

}  // namespace bozhong::sim
