#include "tests/bench/busy_table.h"

#include <sys/resource.h>

#include <QApplication>
#include <algorithm>
#include <array>
#include <atomic>

#include "station/cli/bench/journal_question.h"
#include "station/cli/bench/samples.h"
#include "tests/bench/frame_watch.h"
#include "tests/bench/loops.h"
#include "ui/main/bridge.h"
#include "ui/main/parts.h"

namespace bozhong::bench {

using namespace ui;
using cli::bench::all_acknowledged;
using cli::bench::ask_journal;

namespace {

constexpr int cycle =
    180;  ///< frames from one bag on a scale to the next; the other scale has its bag in between
constexpr int rising = 15, resting = 50, falling = 10;

/// A display of 1 g never stands quite still: no two frames after each other are the same.
int tremble(int n) {
    constexpr std::array grams{1, 3, 0, 2};
    return grams.at(static_cast<std::size_t>(n) % grams.size());
}

/// A bag of 2 kg set down, at rest, taken away; else an empty pan.
Stream::Frame bag_at(int n, int put_down_at) {
    int const at = (n + cycle - put_down_at) % cycle;
    if (at < rising) return {135 * (at + 1), false};
    if (at < rising + resting) return {2024 + tremble(n), true};
    if (at < rising + resting + falling) return {2025 - 200 * (at - rising - resting + 1), false};
    return {tremble(n), true};
}
Stream::Frame first_pan(int n) {
    return bag_at(n, 100);
}
Stream::Frame second_pan(int n) {
    return bag_at(n, 10);
}

/// Confirms every load as soon as it may be, and goes on to the next product.
class Finger {
  public:
    explicit Finger(app::Runner& runner) : m_runner(runner) {}
    void see(core::Snapshot const& snapshot) {
        bool const load = snapshot.weight.state == core::WeighState::in_band && snapshot.confirm.possible;
        bool const done = snapshot.product_done && snapshot.weight.state == core::WeighState::no_task;
        if ((load || done) && !m_down) m_runner.post(core::KeyPressed{.key = core::Key::confirm});
        m_down = load || done;
    }

  private:
    app::Runner& m_runner;
    bool m_down = false;
};

double process_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const seconds = [](timeval time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

config::StationSettings with_scales(config::StationSettings settings,
                                    std::map<std::string, Stream const*> const& streams) {
    settings.scales.clear();
    for (auto const& [id, stream] : streams)
        settings.scales.push_back({.id = id,
                                   .protocol = "stgs",
                                   .endpoint = "pty:" + stream->terminal(),
                                   .d = domain::grams(1),
                                   .unit = "kg"});
    return settings;
}

domain::Error late(std::string what) {
    return {domain::ErrorKind::timeout, std::move(what), "the busy table",
            "run it again with nothing else on the machine"};
}

/// What was done at the table since a place of the journal.
struct Work {
    explicit Work(std::string path)
        : m_path(std::move(path)), m_from(ask("SELECT max(place) FROM journal")), m_sent(sent()) {}
    [[nodiscard]] std::int64_t weighings() const {
        return since("SELECT count(*) FROM record WHERE place > ");
    }
    [[nodiscard]] std::int64_t printed() const {
        return since("SELECT count(*) FROM label WHERE state = 'printed' AND place > ");
    }
    [[nodiscard]] std::int64_t acknowledged() const { return sent() - m_sent; }
    [[nodiscard]] bool over() const { return printed() == weighings() && all_acknowledged(m_path); }

  private:
    [[nodiscard]] std::int64_t ask(std::string const& sql) const { return ask_journal(m_path, sql); }
    [[nodiscard]] std::int64_t since(std::string const& sql) const {
        return ask(sql + std::to_string(m_from));
    }
    [[nodiscard]] std::int64_t sent() const { return ask("SELECT sum(acknowledged) FROM incarnation"); }

    std::string m_path;
    std::int64_t m_from, m_sent;
};

/// The station with its window, from its start to its end.
class Table {
  public:
    Table(config::StationSettings settings, std::map<std::string, Stream*> streams)
        : m_settings(std::move(settings)),
          m_streams(std::move(streams)),
          m_watch(read_only(m_streams)),
          m_traces(trace_places(m_settings)) {}
    ~Table() {
        if (m_runner) m_runner->stop();
    }

    domain::Status start() {
        m_settings = with_scales(std::move(m_settings), read_only(m_streams));
        auto parts = make_parts(m_settings, m_strand.context.get_executor(), &m_traces);
        if (!parts.ok()) return parts.error();
        for (auto& [id, scale] : parts->scales) scale = m_watch.watched(id, std::move(scale));
        m_runner = std::make_unique<app::Runner>(
            m_strand.context.get_executor(), make_setup(m_settings, false), std::move(parts).value(),
            [](domain::Error const& error) { std::fprintf(stderr, "%s\n", error.text().c_str()); });
        m_window.watch(m_traces);
        connect_window(m_window, *m_runner);
        m_runner->listen([this, finger = Finger(*m_runner)](core::Snapshot const& snapshot) mutable {
            m_watch.see(snapshot);
            m_bridge.show(snapshot);
            m_ready = snapshot.task && snapshot.weight.state == core::WeighState::empty &&
                      snapshot.devices.hub_connected && snapshot.devices.unsent == 0 &&
                      snapshot.devices.printer_state == core::PrinterState::ready;
            finger.see(snapshot);
        });
        QObject::connect(&m_window, &MainWindow::painted,
                         [this](quint64 revision) { m_watch.painted(revision); });
        for (auto& [id, stream] : m_streams) stream->begin_zero();
        if (auto const started = m_runner->start(); !started.ok()) return started;
        m_runner->post(core::SignInAccepted{cli::bench::sorter(), "badge"});
        m_window.resize(1280, 800);
        m_window.show();
        if (events_until([this] { return m_ready && m_watch.zeros(60); })) return domain::Done{};
        return late("the table does not get ready");
    }

    domain::Result<BusyTable> work(int frames) {
        BusyTable out;
        Work const work(m_settings.journal);
        double const before = process_seconds();
        auto const begin = Clock::now();
        for (auto& [id, stream] : m_streams) stream->start(frames);
        auto const patience = std::chrono::seconds(30 + frames / 60);
        bool const written = events_until([&] { return done(); }, patience);
        double used = process_seconds() - before;
        out.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        if (!written) return late("the frames are not taken");
        for (auto& [id, stream] : m_streams) used -= stream->processor_seconds();
        out.percent = 100 * used / out.seconds;
        events_until([&] { return m_watch.all_read(frames) && m_watch.all_painted(); });
        out.weighings = work.weighings();
        out.labels = work.printed();
        out.acknowledged = work.acknowledged();
        if (!events_until([&] { return work.over(); })) return late("labels or events are left behind");
        m_runner->stop();
        m_runner.reset();
        auto const found = m_watch.found(frames);
        out.painted_ms = found.delays_ms;
        out.written = frames * static_cast<int>(m_streams.size());
        out.read = found.read;
        out.wrong = found.missing + found.out_of_turn + m_watch.not_shown();
        if (found.not_painted == 0) return out;
        return late(std::to_string(found.not_painted) + " frames were never painted");
    }

  private:
    static std::map<std::string, Stream const*> read_only(std::map<std::string, Stream*> const& streams) {
        return {streams.begin(), streams.end()};
    }
    [[nodiscard]] bool done() const {
        return std::ranges::all_of(m_streams, [](auto const& each) { return each.second->done(); });
    }

    config::StationSettings m_settings;
    std::map<std::string, Stream*> m_streams;
    FrameWatch m_watch;
    TraceDesk m_traces;
    Strand m_strand;
    MainWindow m_window{{.sound = false}};
    Bridge m_bridge{m_window};
    std::atomic<bool> m_ready = false;
    std::unique_ptr<app::Runner> m_runner;
};

}  // namespace

domain::Result<BusyTable> busy_table(std::string const& path, int frames) {
    auto settings = config::load_station(path, known_names());
    if (!settings.ok()) return settings.error();
    Stream first(first_pan), second(second_pan);
    Table table(std::move(settings).value(), {{"scale1", &first}, {"scale2", &second}});
    if (auto const started = table.start(); !started.ok()) return started.error();
    return table.work(frames);
}

}  // namespace bozhong::bench
