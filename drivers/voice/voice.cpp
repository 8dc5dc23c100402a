#include "drivers/voice/voice.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "drivers/voice/clips.h"

namespace bozhong::voice {
namespace {

constexpr std::size_t most_pieces = 16;
/// Beyond that many useless recordings nobody reads the log line by line.
constexpr std::size_t most_troubles = 50;
/// Around a recording in the middle of a sentence.
constexpr int seam_ms = 60;

}  // namespace

struct Voice::State {
    State(std::string folder, Owner owner_) : clips(std::move(folder)), owner(std::move(owner_)) {}

    void run();
    [[nodiscard]] Samples make(Sentence const& sentence);
    [[nodiscard]] Samples speak(std::string const& text, Sentence const& sentence);
    void tell(domain::Error const& error);

    Clips clips;
    Owner owner;
    std::mutex mutex;
    std::condition_variable wake;
    std::optional<Sentence> waiting;
    bool ending = false;

    // The thread's alone.
    bool opened = false;
    std::unique_ptr<Speech> speech;
    std::set<std::string> told;
    std::thread thread;
};

void Voice::State::tell(domain::Error const& error) {
    if (told.size() < most_troubles && told.insert(error.text()).second) owner.trouble(error.text());
}

Samples Voice::State::speak(std::string const& text, Sentence const& sentence) {
    if (!std::exchange(opened, true)) {
        auto made = Speech::open();
        if (made.ok()) speech = std::move(made).value();
        if (!made.ok()) tell(made.error());
    }
    return speech ? speech->say(text, sentence.tongue, sentence.rate_percent) : Samples{};
}

/// Neighbours without a recording are spoken in one breath.
Samples Voice::State::make(Sentence const& sentence) {
    Samples out;
    std::string text;
    auto const flush = [&] {
        if (!text.empty()) append(out, speak(std::exchange(text, {}), sentence));
    };
    std::string const folder = sentence.tongue == Tongue::mandarin ? "zh" : "en";
    std::size_t const count = std::min(sentence.pieces.size(), most_pieces);
    for (std::size_t at = 0; at < count; ++at) {
        auto const& piece = sentence.pieces[at];
        auto clip = clips.find(folder, piece.id);
        if (!clip.ok()) tell(clip.error());
        if (!clip.ok() || !*clip) {
            text += (text.empty() ? "" : ", ") + piece.text;
            continue;
        }
        flush();
        if (!out.empty()) append_silence(out, seam_ms);
        append(out, **clip);
        append_silence(out, seam_ms);
    }
    flush();
    return out;
}

void Voice::State::run() {
    std::unique_lock lock(mutex);
    while (true) {
        wake.wait(lock, [&] { return ending || waiting.has_value(); });
        if (ending) return;
        Sentence const sentence = *std::exchange(waiting, std::nullopt);
        lock.unlock();
        if (auto samples = make(sentence); !samples.empty()) owner.sound(std::move(samples), sentence.urgent);
        lock.lock();
    }
}

Voice::Voice(std::string clips, Owner owner)
    : m_state(std::make_unique<State>(std::move(clips), std::move(owner))) {
    m_state->thread = std::thread([state = m_state.get()] { state->run(); });
}

Voice::~Voice() {
    {
        std::lock_guard const lock(m_state->mutex);
        m_state->ending = true;
    }
    m_state->wake.notify_one();
    m_state->thread.join();
}

void Voice::say(Sentence sentence) {
    {
        std::lock_guard const lock(m_state->mutex);
        m_state->waiting = std::move(sentence);
    }
    m_state->wake.notify_one();
}

}  // namespace bozhong::voice
