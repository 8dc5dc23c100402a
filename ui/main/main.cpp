// The station: settings, parts, strand, window. Exit status: 0 ended by a person, 2 wrong settings, 3 a device or the
// disk failed and whoever supervises it should start it again.

#include <QApplication>
#include <QInputDevice>
#include <QScreen>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <filesystem>
#include <optional>
#include <thread>

#include "config/station_settings.h"
#include "station/app/control.h"
#include "station/app/log.h"
#include "station/app/runner.h"
#include "station/app/snapshot_json.h"
#include "station/cli/version.h"
#include "ui/main/bridge.h"
#include "ui/main/glass.h"
#include "ui/main/label_press.h"
#include "ui/main/parts.h"
#include "ui/main/screen_file.h"
#include "ui/main/sounds.h"

namespace {

using namespace bozhong;

struct Arguments {
    std::string config = "station.toml";
    std::string test_control;
};

int refuse(domain::Error const& error) {
    app::log(app::LogLevel::error, "station", error.text());
    bool const settings = error.kind == domain::ErrorKind::bad_input || error.kind == domain::ErrorKind::not_found;
    return settings ? 2 : 3;
}

ui::Settings screen_settings(config::StationSettings const& settings) {
    ui::Settings out;
    out.panel_width_mm = static_cast<double>(settings.panel_width_mm);
    out.language = settings.language == config::Language::english ? "en" : "zh";
    out.theme = settings.theme == config::Theme::light ? "light" : "dark";
    return out;
}

/// A touch panel is the station's alone; on a desk the station is one window of many.
void open_window(ui::MainWindow& window) {
    auto const* screen = QGuiApplication::primaryScreen();
    auto const platform = QGuiApplication::platformName();
    auto const devices = QInputDevice::devices();
    bool const touch = std::any_of(devices.begin(), devices.end(), [](QInputDevice const* device) {
        return device->type() == QInputDevice::DeviceType::TouchScreen;
    });
    if (touch || platform == "vnc" || platform == "eglfs" || platform == "linuxfb") {
        window.setGeometry(screen->geometry());  // nobody else sizes it where there is no window manager
        return window.showFullScreen();
    }
    window.resize(QSize(1280, 800).boundedTo(screen->geometry().size()));
    window.show();
}

/// One line when a device comes or goes, not one a reading.
void log_devices(core::Snapshot const& snapshot, std::string& seen) {
    auto const& devices = snapshot.devices;
    auto now = "scale " + devices.scale + " " + app::name(devices.scale_link) + " " + devices.scale_detail + ", printer " +
               app::name(devices.printer_state) + " " + devices.printer_detail + ", hub " +
               (devices.hub_connected ? "connected" : "away");
    if (now == seen) return;
    app::log(app::LogLevel::info, "devices", now);
    seen = std::move(now);
}

/// Runs the strand on a thread of its own for as long as the station lives.
class Strand {
  public:
    Strand() : m_guard(m_context.get_executor()), m_thread([this] { m_context.run(); }) {}
    ~Strand() {
        m_guard.reset();
        m_context.stop();
        m_thread.join();
    }
    boost::asio::io_context& context() { return m_context; }

  private:
    boost::asio::io_context m_context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    std::thread m_thread;
};

int run_station(QApplication& application, Arguments const& arguments, config::StationSettings const& settings) {
    Strand strand;
    ui::TraceDesk traces(ui::trace_places(settings));
    auto const templates = std::make_shared<std::atomic<unsigned>>(0);
    auto parts = ui::make_parts(settings, strand.context().get_executor(), &traces, templates);
    if (!parts.ok()) return refuse(parts.error());
    std::atomic<int> status = 0;
    std::atomic<bool> over = false;  // a quit before exec() is not heard by Qt
    auto const quit = [&] {
        over = true;
        QMetaObject::invokeMethod(&application, &QApplication::quit, Qt::QueuedConnection);
    };
    app::Runner runner(strand.context().get_executor(), ui::make_setup(settings, !arguments.test_control.empty()),
                       std::move(parts).value(), [&](domain::Error const& error) {
                           status = refuse(error);
                           quit();
                       });
    auto const label_bench = ui::make_template_desk(
        settings, templates, [&](std::string const& name, std::string const& before, std::string const& after) {
            runner.post(core::SettingChanged{"label template " + name, before, after});
        });
    if (!label_bench.ok()) return refuse(label_bench.error());
    ui::ScreenFile const screen_file(settings.journal);
    ui::Settings const table = screen_settings(settings);
    ui::MainWindow window(screen_file.load(table));
    ui::keep_likes(window, screen_file, table);
    window.watch(traces);
    window.edit_labels(**label_bench);
    ui::Bridge bridge(window);
    ui::connect_window(window, runner);
    ui::connect_runner(runner, bridge);
    auto const clips = std::filesystem::path(settings.journal).parent_path() / "voice";
    ui::Sounds sounds(window, clips.string(), [](std::string const& why) { app::log(app::LogLevel::warning, "sound", why); });
    runner.on_tone([&](core::Tone tone) { sounds.tone(tone); });
    runner.on_say([&](core::Say const& words) { sounds.say(words); });
    runner.listen([seen = std::string()](core::Snapshot const& snapshot) mutable { log_devices(snapshot, seen); });

    std::optional<app::TestControl> control;
    if (!arguments.test_control.empty()) {
        control.emplace(strand.context().get_executor(), arguments.test_control,
                        app::TestControl::Station{
                            [&](core::Event event) { runner.post(std::move(event)); },
                            [&](auto badge, auto pin) { runner.sign_in(badge, pin); },
                            [&](auto badge, auto pin, auto key) { runner.authorise(badge, pin, key); },
                            [&](auto answer) { ui::tell_glass(window, std::move(answer)); }});
        runner.listen([&](core::Snapshot const& snapshot) { control->show(snapshot); });
    }
    boost::asio::signal_set ending(strand.context(), SIGTERM, SIGINT);
    ending.async_wait([&](auto error, int) {
        if (!error) quit();
    });
    if (auto const started = runner.start(); !started.ok()) return refuse(started.error());
    ui::keep_work(window, screen_file, [&](core::KeyPressed key) { runner.post(std::move(key)); });
    open_window(window);
    // Painted once before a script may press keys: who can reach the socket knows that the screen stands.
    QApplication::processEvents();
    if (control) {
        if (auto const opened = control->start(); !opened.ok()) return refuse(opened.error());
    }
    if (!over) QApplication::exec();
    runner.stop();
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Arguments arguments;
    CLI::App app{"the sorting table's screen, scale and printer", "bozhong-station"};
    app.set_version_flag("--version", cli::version_text());
    app.add_option("--config", arguments.config, "settings; see config/station.toml")->capture_default_str();
    app.add_option("--test-control", arguments.test_control, "unix socket through which a script may press keys");
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    auto const settings = config::load_station(arguments.config, ui::known_names());
    if (!settings.ok()) return refuse(settings.error());
    if (auto const logging = app::start_log({settings->log_dir, "station"}); !logging.ok()) return refuse(logging.error());
    app::log(app::LogLevel::info, "station", settings->id + " starts, " + cli::version_line());
    int const status = run_station(application, arguments, *settings);
    app::log(app::LogLevel::info, "station", "ended with status " + std::to_string(status));
    app::stop_log();
    return status;
}
