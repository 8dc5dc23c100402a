#pragma once
// Words as sound, by espeak-ng inside the process. Its state belongs to the process: one Speech at a time,
// used by one thread. A sentence takes it a few milliseconds.

#include <memory>
#include <string>

#include "drivers/voice/pinyin.h"
#include "drivers/voice/samples.h"
#include "station/domain/result.h"

namespace bozhong::voice {

enum class Tongue { mandarin, english };

/// Faster than this nobody follows, slower nobody waits for.
inline constexpr int slowest_percent = 100, fastest_percent = 160;

class Speech {
  public:
    /// unavailable when espeak-ng or its data is not there.
    static domain::Result<std::unique_ptr<Speech>> open();
    Speech(Speech const&) = delete;
    Speech& operator=(Speech const&) = delete;

    /// At most fifteen seconds; nothing when there is nothing to be read. Chinese in an English sentence is
    /// spoken in Mandarin.
    Samples say(std::string const& utf8, Tongue tongue, int rate_percent);
    /// What the voice makes of a text, in espeak-ng's phoneme letters: to see how it reads.
    std::string phonemes(std::string const& utf8, Tongue tongue);
    [[nodiscard]] Pinyin const& pinyin() const { return m_pinyin; }

  private:
    explicit Speech(int rate) : m_rate(rate) {}
    void choose(Tongue tongue);

    int m_rate;
    Pinyin m_pinyin;
};

}  // namespace bozhong::voice
