#pragma once
// What the loudspeaker hears next: a tone over a sentence. A sentence waits until the tone before it is over;
// a tone that comes meanwhile lays itself over it, and the voice goes down for so long. Pure; one thread.

#include <cstdint>
#include <span>
#include <vector>

#include "ui/sound/tones.h"

namespace bozhong::ui {

class Mixer {
  public:
    /// Cuts the tone that sounds, unless that one says wrong and this one does not: then it is left out.
    void tone(Tone tone, int loudness);
    /// Replaces the sentence that waits. One that is being heard ends first, unless this one is urgent.
    void speech(std::vector<std::int16_t> samples, bool urgent);
    /// Fills what there is and says how much; 0: nothing is left to be heard.
    std::size_t read(std::span<std::int16_t> out);
    [[nodiscard]] bool silent() const;

  private:
    struct Track {
        std::vector<std::int16_t> samples;
        std::size_t at = 0;
        [[nodiscard]] bool over() const { return at >= samples.size(); }
    };
    Track m_tone, m_speech;
    Tone m_sounding = Tone::good;
    std::vector<std::int16_t> m_waiting;
};

}  // namespace bozhong::ui
