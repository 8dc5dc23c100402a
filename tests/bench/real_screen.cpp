#include "tests/bench/real_screen.h"

#include <QApplication>
#include <deque>
#include <filesystem>
#include <mutex>

#include "station/cli/bench/samples.h"
#include "tests/bench/loops.h"
#include "tests/bench/stream.h"
#include "ui/main/bridge.h"
#include "ui/main/parts.h"

namespace bozhong::bench {

using namespace ui;

namespace {

config::StationSettings settings_for(std::string const& folder, Stream const& stream) {
    config::StationSettings settings;
    settings.id = cli::bench::station_id;
    settings.name = settings.warehouse = "main";
    settings.journal = folder + "/journal.db";
    settings.credentials = folder + "/credentials.toml";
    settings.log_dir = folder + "/log";
    settings.scales.push_back(
        {.id = "scale1", .protocol = "stgs", .endpoint = "pty:" + stream.terminal(), .unit = "kg"});
    settings.printers.push_back({"printer", "tcp:127.0.0.1:9", "escpos_80_label"});
    return settings;
}

/// Which frame each revision of the snapshot shows; the newest few hundred are enough.
class Shown {
  public:
    void note(core::Snapshot const& snapshot) {
        int const grams = Stream::grams_in(snapshot.weight.net_kg);
        std::lock_guard const lock(m_mutex);
        m_frames.emplace_back(snapshot.revision, Stream::frame_of(grams));
        if (m_frames.size() > 512) m_frames.pop_front();
        m_ready = snapshot.task && snapshot.weight.state == core::WeighState::empty;
    }
    int frame(std::uint64_t revision) {
        std::lock_guard const lock(m_mutex);
        for (auto at = m_frames.rbegin(); at != m_frames.rend(); ++at)
            if (at->first == revision) return at->second;
        return -1;
    }
    bool ready() {
        std::lock_guard const lock(m_mutex);
        return m_ready;
    }

  private:
    std::mutex m_mutex;
    std::deque<std::pair<std::uint64_t, int>> m_frames;
    bool m_ready = false;
};

}  // namespace

domain::Result<std::vector<double>> real_delays(std::string const& folder, int tasks, int frames) {
    std::filesystem::create_directories(folder);
    Stream stream;
    Strand strand;
    auto const settings = settings_for(folder, stream);
    auto parts = make_parts(settings, strand.context.get_executor());
    if (!parts.ok()) return parts.error();
    if (auto const given = parts->journal->append_feed(cli::bench::feed_of_tasks(tasks)); !given.ok())
        return given.error();
    app::Runner runner(
        strand.context.get_executor(), make_setup(settings, false), std::move(parts).value(),
        [](domain::Error const& error) { std::fprintf(stderr, "%s\n", error.text().c_str()); });
    MainWindow window({.sound = false});
    Bridge bridge(window);
    Shown shown;
    std::vector<Paint> painted;
    runner.listen([&](core::Snapshot const& snapshot) {
        shown.note(snapshot);
        bridge.show(snapshot);
    });
    QObject::connect(&window, &MainWindow::painted, [&](quint64 revision) {
        auto const now = Clock::now();
        if (int const frame = shown.frame(revision); frame >= 0) painted.push_back({frame, now});
    });
    stream.begin_zero();
    if (auto const started = runner.start(); !started.ok()) return started.error();
    runner.post(core::SignInAccepted{cli::bench::sorter(), "badge"});
    window.resize(1280, 800);
    window.show();
    bool good = events_until([&] { return shown.ready(); });
    stream.start(frames);
    good = good && events_until([&] { return stream.done(); });
    QApplication::processEvents();
    runner.stop();
    auto out = delays(stream.written(), painted);
    if (good && out.size() + 2 >= static_cast<std::size_t>(frames)) return out;
    return domain::Error{
        domain::ErrorKind::timeout,
        std::to_string(out.size()) + " of " + std::to_string(frames) + " frames were painted", "the screen",
        "run it again with nothing else on the machine"};
}

}  // namespace bozhong::bench
