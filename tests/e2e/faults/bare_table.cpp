// bozhong-bare-table: a station without screen, scale and printer, for tests that end it many times a minute.
// Settings, journal, core, runner, labels and the way to the hub are the station's own. What a person could
// have seen or held goes to standard output, one JSON line each, before anything else happens: "recorded"
// when the screen would say so, "label" when its bytes would leave. Whoever reads them is the witness
// outside. Exit status as the station's; 4 when the sign-in is refused.

#include <signal.h>
#include <sodium.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "config/station_settings.h"
#include "station/app/log.h"
#include "station/app/runner.h"
#include "tests/e2e/faults/bare_scale.h"
#include "ui/main/parts.h"

namespace {

using namespace bozhong;
using faults::BareScale;
namespace json = boost::json;

struct Arguments {
    std::string config, badge, pin;
    int count = 0, hold_ms = 0;
    bool stay = false;
};

/// One write, so that a line is whole or not there.
void witness(json::object const& line) {
    std::string const text = json::serialize(line) + "\n";
    if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) std::perror("witness");
}

/// Every label comes out at once.
class WitnessPrinter final : public app::Printer {
  public:
    void start(OnLabel on_label, OnState on_state) override {
        m_on_label = std::move(on_label);
        on_state(core::PrinterSeen{"printer", core::PrinterState::ready, ""});
    }
    void print(app::LabelJob job) override {
        auto const& content = job.content;
        witness({{"what", "label"},
                 {"incarnation", content.event.incarnation},
                 {"seq", content.event.seq},
                 {"check", content.check},
                 {"qr", content.qr},
                 {"net_mg", content.net_mg}});
        m_on_label({job.label, domain::LabelState::printed, "status", "printer", ""});
    }
    void stop() override {}

  private:
    OnLabel m_on_label;
};

/// Weighs one task after the other to the gram ordered. On the station's strand.
class Hands {
  public:
    Hands(Arguments arguments, BareScale& scale, std::function<void()> finished)
        : m_arguments(std::move(arguments)), m_scale(scale), m_finished(std::move(finished)) {}

    void look(core::Snapshot const& screen, app::Runner& runner) {
        tell_hub(screen.devices);
        if (m_done) return;
        if (!screen.person || screen.locked) return sign_in(screen, runner);
        if (m_load) return loaded(screen, runner);
        if (enough()) return end();
        if (!screen.task || screen.product_done) return choose(screen, runner);
        if (screen.weight.state != core::WeighState::empty || !screen.weight.stable) return;
        auto const& task = *screen.task;
        auto const value = domain::Decimal::parse(task.rest.empty() ? task.ordered : task.rest);
        auto const unit = domain::mass_unit(task.unit);
        auto const mass = value && unit ? domain::to_mass(*value, *unit) : std::nullopt;
        if (!mass || mass->mg <= 0) return press(runner, core::Key::end_task);
        m_load = task.line;
        m_pressed = false;
        m_scale.put(*mass);
    }

  private:
    /// What the screen says of the hub, when it changes.
    void tell_hub(core::DeviceView const& devices) {
        if (m_told_hub == devices.hub_connected) return;
        m_told_hub = devices.hub_connected;
        witness({{"what", "hub"}, {"connected", devices.hub_connected}, {"unsent", devices.unsent}});
    }
    [[nodiscard]] bool enough() const { return m_arguments.count > 0 && m_recorded >= m_arguments.count; }
    void sign_in(core::Snapshot const& screen, app::Runner& runner) {
        // The hub has sent people and tasks: who signs in is known.
        if (screen.products.empty() || std::exchange(m_signing_in, true)) return;
        runner.sign_in(m_arguments.badge, m_arguments.pin);
    }
    void loaded(core::Snapshot const& screen, app::Runner& runner) {
        if (screen.weight.state == core::WeighState::recorded) {
            witness({{"what", "recorded"},
                     {"seq", screen.undo.seq},
                     {"order_no", m_load->order_no},
                     {"line_no", m_load->line_no}});
            ++m_recorded;
            m_load.reset();
            return m_scale.lift_after(domain::milliseconds(m_arguments.hold_ms));
        }
        if (!screen.confirm.possible || screen.confirm.locked_ms > 0 || std::exchange(m_pressed, true))
            return;
        runner.post(core::KeyPressed{.key = core::Key::confirm, .by = "script"});
    }
    void choose(core::Snapshot const& screen, app::Runner& runner) {
        for (auto const& product : screen.products) {
            if (product.done + product.shorted >= product.total) continue;
            if (std::exchange(m_chosen, product.sku) == product.sku) return;
            return press(runner, core::Key::product, product.sku);
        }
        // Asked for so many, it waits for them: the feed may still be bringing tonight's tasks.
        if (!screen.products.empty() && m_arguments.count == 0) end();
    }
    static void press(app::Runner& runner, core::Key key, std::string const& text = "") {
        core::KeyPressed press{};
        press.key = key;
        press.text = text;
        press.by = "script";
        runner.post(press);
    }
    void end() {
        m_done = true;
        if (m_arguments.stay) return;  // idle, but there for its hub
        witness({{"what", "finished"}, {"recorded", m_recorded}});
        m_finished();
    }

    Arguments m_arguments;
    BareScale& m_scale;
    std::function<void()> m_finished;
    std::optional<domain::LineKey> m_load;
    std::string m_chosen;
    std::optional<bool> m_told_hub;
    int m_recorded = 0;
    bool m_signing_in = false, m_pressed = false, m_done = false;
};

/// The first end that comes: asked for, finished, or the journal lost.
class End {
  public:
    void now(int status) {
        std::lock_guard const lock(m_mutex);
        if (!m_status) m_status = status;
        m_changed.notify_all();
    }
    int wait() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_status.has_value(); });
        return *m_status;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<int> m_status;
};

int refuse(domain::Error const& error) {
    app::log(app::LogLevel::error, "table", error.text());
    return error.kind == domain::ErrorKind::bad_input || error.kind == domain::ErrorKind::not_found ? 2 : 3;
}

int run_table(Arguments const& arguments, config::StationSettings const& settings) {
    boost::asio::io_context context{1};
    auto guard = boost::asio::make_work_guard(context);
    std::thread strand([&] { context.run(); });
    End end;
    auto const work = [&]() -> int {
        auto parts = ui::make_parts(settings, context.get_executor());
        if (!parts.ok()) return refuse(parts.error());
        std::string const scale_id = settings.scales.front().id;
        auto scale = std::make_unique<BareScale>(context.get_executor(), scale_id);
        Hands hands(arguments, *scale, [&] { end.now(0); });
        parts->scales.clear();
        parts->scales[scale_id] = std::move(scale);
        parts->printer = std::make_unique<WitnessPrinter>();
        parts->other_printer.reset();
        auto setup = ui::make_setup(settings, true);
        setup.key_bounce = {};  // no fingers here
        app::Runner runner(context.get_executor(), std::move(setup), std::move(parts).value(),
                           [&](domain::Error const& error) { end.now(refuse(error)); });
        runner.on_refused([&](core::SignInRefused const& refused) {
            witness({{"what", "refused"}, {"by", refused.by}});
            app::log(app::LogLevel::error, "table", "sign-in refused: " + refused.by);
            end.now(4);
        });
        runner.listen([&](core::Snapshot const& screen) { hands.look(screen, runner); });
        boost::asio::signal_set ending(context, SIGTERM);
        ending.async_wait([&](auto error, int) {
            if (!error) end.now(0);
        });
        if (auto const started = runner.start(); !started.ok()) return refuse(started.error());
        int const status = end.wait();
        runner.stop();
        return status;
    };
    int const status = work();
    guard.reset();
    context.stop();
    strand.join();
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"a station without screen, scale and printer, for tests", "bozhong-bare-table"};
    app.add_option("--config", arguments.config, "settings of a station; its first scale is replaced")
        ->required();
    app.add_option("--badge", arguments.badge, "who works here")->required();
    app.add_option("--pin", arguments.pin, "that person's");
    app.add_option("--count", arguments.count,
                   "weighings before it ends by itself; 0 = until nothing is open");
    app.add_option("--hold", arguments.hold_ms, "milliseconds a recorded load stays on the pan");
    app.add_flag("--stay", arguments.stay, "afterwards it stays until SIGTERM");
    CLI11_PARSE(app, argc, argv);
    if (sodium_init() < 0) return 3;
    ::signal(SIGPIPE, SIG_IGN);
    auto const settings = config::load_station(arguments.config, ui::known_names());
    if (!settings.ok()) return refuse(settings.error());
    return run_table(arguments, *settings);
}
