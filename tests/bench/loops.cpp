#include "tests/bench/loops.h"

#include <QApplication>
#include <QTimer>
#include <chrono>

namespace bozhong::bench {

bool events_until(std::function<bool()> const& condition, std::chrono::seconds patience) {
    auto const end = std::chrono::steady_clock::now() + patience;
    // A tick, so that the loop looks at the condition again; 20 a second are nothing beside the frames.
    QTimer tick;
    tick.start(50);
    while (!condition() && std::chrono::steady_clock::now() < end)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return condition();
}

}  // namespace bozhong::bench
