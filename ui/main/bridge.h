#pragma once
// Carries values between the station's strand and the GUI thread. A slow screen sees the newest snapshot only.

#include <QObject>
#include <mutex>
#include <optional>

#include "station/core/effect.h"
#include "station/core/snapshot.h"
#include "ui/main_window.h"
#include "ui/sound/player.h"

namespace bozhong::ui {

class Bridge final : public QObject {
  public:
    /// On the GUI thread; the window outlives the bridge.
    Bridge(MainWindow& window, Player& player) : m_window(window), m_player(player) {}

    /// From the strand.
    void show(core::Snapshot const& snapshot);
    void play(core::Tone tone);
    void refuse(core::SignInRefused const& refused);

  private:
    void take();

    MainWindow& m_window;
    Player& m_player;
    std::mutex m_mutex;
    std::optional<core::Snapshot> m_newest;
};

}  // namespace bozhong::ui
