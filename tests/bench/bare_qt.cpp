#include "tests/bench/bare_qt.h"

#include <fcntl.h>
#include <unistd.h>

#include <QApplication>
#include <QEventLoop>
#include <QLabel>
#include <QListWidget>
#include <QPaintEvent>
#include <QSocketNotifier>
#include <QTimer>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/bench/stream.h"

namespace bozhong::bench {

namespace {

class NumberLabel final : public QLabel {
  public:
    explicit NumberLabel(QWidget* parent) : QLabel(parent) {}
    std::vector<Paint> painted;
    int shown = -1;

  protected:
    void paintEvent(QPaintEvent* event) override {
        QLabel::paintEvent(event);
        if (shown >= 0) painted.push_back({shown, Clock::now()});
    }
};

class BareScreen {
  public:
    explicit BareScreen(Stream& stream)
        : m_file(::open(stream.terminal().c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)),
          m_notifier(m_file, QSocketNotifier::Read),
          m_label(&m_window) {
        m_window.resize(1280, 800);
        QFont font = m_label.font();
        font.setPixelSize(96);
        m_label.setFont(font);
        m_label.setGeometry(400, 200, 480, 140);
        QObject::connect(&m_notifier, &QSocketNotifier::activated, [this] { read(); });
        m_window.show();
    }
    ~BareScreen() {
        m_notifier.setEnabled(false);
        ::close(m_file);
    }
    [[nodiscard]] std::vector<Paint> const& painted() const { return m_label.painted; }
    [[nodiscard]] bool visible() const { return m_seen; }

  private:
    void read() {
        char bytes[256];
        auto const got = ::read(m_file, bytes, sizeof bytes);
        if (got <= 0) return;
        m_line.append(bytes, static_cast<std::size_t>(got));
        for (auto end = m_line.find('\n'); end != std::string::npos; end = m_line.find('\n')) {
            show(m_line.substr(0, end));
            m_line.erase(0, end + 1);
        }
    }
    void show(std::string const& frame) {
        m_seen = true;
        m_label.shown = Stream::frame_of(Stream::grams_in(frame.substr(7, 8)));
        m_label.setText(QString::fromStdString(frame.substr(7, 8)));
    }

    int m_file;
    QSocketNotifier m_notifier;
    QWidget m_window;
    NumberLabel m_label;
    std::string m_line;
    bool m_seen = false;
};

void run_through(Stream& stream, BareScreen& screen, int frames) {
    stream.begin_zero();
    // So that the loop looks at the stream's end; 20 a second are nothing beside the frames.
    QTimer tick;
    tick.start(50);
    while (!screen.visible()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    stream.start(frames);
    while (!stream.done()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QApplication::processEvents();
}

}  // namespace

std::vector<double> bare_delays(int frames) {
    Stream stream;
    BareScreen screen(stream);
    run_through(stream, screen, frames);
    return delays(stream.written(), screen.painted());
}

double bare_stream_percent(int frames) {
    Stream stream;
    BareScreen screen(stream);
    double const before = thread_seconds();
    auto const begin = Clock::now();
    run_through(stream, screen, frames);
    return 100 * (thread_seconds() - before) / std::chrono::duration<double>(Clock::now() - begin).count();
}

double bare_list_megabytes() {
    QListWidget list;
    for (int row = 0; row < 200; ++row) list.addItem(QStringLiteral("row %1").arg(row));
    list.resize(1280, 800);
    list.show();
    QApplication::processEvents();
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return static_cast<double>(std::stol(line.substr(6))) * 1024 / 1e6;
    return 0;
}

}  // namespace bozhong::bench
