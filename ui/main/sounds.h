#pragma once
// What the table is heard to say: the core's tones, as loud as the person at the screen wants them.

#include <QObject>
#include <functional>
#include <string>

#include "station/core/effect.h"
#include "ui/main_window.h"
#include "ui/sound/player.h"

namespace bozhong::ui {

class Sounds final : public QObject {
  public:
    /// On the GUI thread; the window outlives it. `log` hears once why nothing is to be heard.
    Sounds(MainWindow const& window, std::function<void(std::string const&)> log);

    /// From any thread.
    void tone(core::Tone tone);

  private:
    MainWindow const& m_window;
    Player m_player;
};

}  // namespace bozhong::ui
