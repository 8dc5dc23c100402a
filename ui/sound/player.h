#pragma once
// Plays tones on the default sound device; silent when there is none.

#include <memory>

#include "ui/sound/tones.h"

namespace bozhong::ui {

class Player {
  public:
    Player();
    ~Player();
    Player(Player const&) = delete;
    Player& operator=(Player const&) = delete;
    /// A new tone cuts an older one, but never a stop with a good.
    void play(Tone tone, int loudness);

  private:
    struct Device;
    std::unique_ptr<Device> m_device;
};

}  // namespace bozhong::ui
