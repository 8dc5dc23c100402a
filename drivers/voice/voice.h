#pragma once
// The table's voice: sentences in, sound out, on a thread of its own.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "drivers/voice/speech.h"

namespace bozhong::voice {

/// A part of a sentence that a recording of its own may replace.
struct Piece {
    std::string id;    ///< names the recording: "recorded", "amount-2斤"
    std::string text;  ///< UTF-8, in the sentence's language
};
struct Sentence {
    std::vector<Piece> pieces;
    Tongue tongue = Tongue::mandarin;
    int rate_percent = 100;  ///< of what is spoken; recordings are as they are
    bool urgent = false;     ///< handed on with the sound
};

class Voice {
  public:
    struct Owner {
        std::function<void(Samples, bool urgent)> sound;  ///< on the voice's thread
        std::function<void(std::string const&)> trouble;  ///< the same; each trouble once
    };
    /// `clips`: folder of recordings (clips.h). espeak-ng is opened at the first sentence.
    Voice(std::string clips, Owner owner);
    /// A sentence that is being made is still handed out.
    ~Voice();
    Voice(Voice const&) = delete;
    Voice& operator=(Voice const&) = delete;

    /// From any thread; never waits. One sentence waits at most: a newer one replaces it.
    void say(Sentence sentence);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace bozhong::voice
