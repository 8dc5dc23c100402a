#pragma once
// Plays tones and sentences on the default sound device; silent while there is none. GUI thread.

#include <functional>
#include <memory>

#include "ui/sound/mixer.h"

namespace bozhong::ui {

class Player {
  public:
    /// `silent` is called once, when the first sound finds no device: with what to look at.
    explicit Player(std::function<void(std::string)> silent);
    ~Player();
    Player(Player const&) = delete;
    Player& operator=(Player const&) = delete;

    /// There is a device; looks for one like a sound would. Nobody needs to speak into nothing.
    [[nodiscard]] bool audible();
    void tone(Tone tone, int loudness);
    void speech(std::vector<std::int16_t> samples, bool urgent);

  private:
    struct Device;
    std::unique_ptr<Device> m_device;
};

}  // namespace bozhong::ui
