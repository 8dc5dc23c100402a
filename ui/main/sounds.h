#pragma once
// What the table is heard to say: the core's tones and sentences, as the person at the screen wants them.

#include <QObject>
#include <functional>
#include <string>

#include "drivers/voice/voice.h"
#include "station/core/effect.h"
#include "ui/main_window.h"
#include "ui/sound/player.h"

namespace bozhong::ui {

class Sounds final : public QObject {
  public:
    /// On the GUI thread; the window outlives it. `clips`: folder of recordings. `log` hears, on any thread
    /// and once each, why something is not to be heard.
    Sounds(MainWindow const& window, std::string clips, std::function<void(std::string const&)> log);

    /// From any thread.
    void tone(core::Tone tone);
    void say(core::Say const& words);

  private:
    MainWindow const& m_window;
    Player m_player;
    voice::Voice m_voice;  ///< last: its thread ends before what it hands sounds to
};

}  // namespace bozhong::ui
