#pragma once
// Carries values between the station's strand and the GUI thread. A slow screen sees the newest snapshot only.

#include <QObject>
#include <mutex>
#include <optional>

#include "station/app/runner.h"
#include "station/core/effect.h"
#include "station/core/snapshot.h"
#include "ui/main_window.h"

namespace bozhong::ui {

class Bridge final : public QObject {
  public:
    /// On the GUI thread; the window outlives the bridge.
    explicit Bridge(MainWindow& window) : m_window(window) {}

    /// From the strand.
    void show(core::Snapshot const& snapshot);
    void refuse(core::SignInRefused const& refused);
    void allow();
    void ask(std::string const& badge);

  private:
    void take();

    MainWindow& m_window;
    std::mutex m_mutex;
    std::optional<core::Snapshot> m_newest;
};

/// The runner's snapshots, answers and questions come to the window. Before the runner's start(); both outlive it.
void connect_runner(app::Runner& runner, Bridge& bridge);
/// What is pressed and scanned on the window goes to the station. Both outlive the connection's use.
void connect_window(MainWindow& window, app::Runner& runner);

}  // namespace bozhong::ui
