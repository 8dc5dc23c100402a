#include "ui/main/bridge.h"

#include <QMetaObject>
#include <utility>

namespace bozhong::ui {

void Bridge::show(core::Snapshot const& snapshot) {
    bool asleep = false;
    {
        std::lock_guard const lock(m_mutex);
        asleep = !m_newest.has_value();
        m_newest = snapshot;
    }
    if (asleep) QMetaObject::invokeMethod(this, [this] { take(); }, Qt::QueuedConnection);
}

void Bridge::take() {
    std::optional<core::Snapshot> snapshot;
    {
        std::lock_guard const lock(m_mutex);
        snapshot = std::exchange(m_newest, std::nullopt);
    }
    if (snapshot) m_window.show_snapshot(*std::move(snapshot));
}

void Bridge::refuse(core::SignInRefused const& refused) {
    QMetaObject::invokeMethod(this, [this, refused] { m_window.show_refused(refused); }, Qt::QueuedConnection);
}

void Bridge::allow() {
    QMetaObject::invokeMethod(this, [this] { m_window.show_authorised(); }, Qt::QueuedConnection);
}

void Bridge::ask(std::string const& badge) {
    QMetaObject::invokeMethod(this, [this, badge] { m_window.ask_pin(badge); }, Qt::QueuedConnection);
}

void connect_runner(app::Runner& runner, Bridge& bridge) {
    runner.listen([&](core::Snapshot const& snapshot) { bridge.show(snapshot); });
    runner.on_refused([&](core::SignInRefused const& refused) { bridge.refuse(refused); });
    runner.on_authorised([&] { bridge.allow(); });
    runner.on_badge([&](std::string const& badge) { bridge.ask(badge); });
}

void connect_window(MainWindow& window, app::Runner& runner) {
    QObject::connect(&window, &MainWindow::key_pressed,
                     [&](core::KeyPressed key) { runner.post(std::move(key)); });
    QObject::connect(&window, &MainWindow::sign_in, [&](std::string badge, std::string pin) {
        runner.sign_in(std::move(badge), std::move(pin));
    });
    QObject::connect(&window, &MainWindow::authorise,
                     [&](core::KeyPressed key, std::string badge, std::string pin) {
                         runner.authorise(std::move(badge), std::move(pin), std::move(key));
                     });
    QObject::connect(&window, &MainWindow::scanned,
                     [&](std::string text) { runner.scanned(std::move(text)); });
}

}  // namespace bozhong::ui
