#include "ui/main/sounds.h"

#include <QMetaObject>
#include <utility>

#include "ui/text/spoken.h"

namespace bozhong::ui {

static_assert(voice::sample_rate == sample_rate);

namespace {

/// Like the tones: each step of loudness about twice the one before.
void turn_down(voice::Samples& samples, int loudness) {
    int const part = 4 >> (qBound(1, loudness, 3) - 1);
    for (auto& each : samples) each = static_cast<std::int16_t>(each / part);
}

voice::Sentence sentence_for(core::Say const& words, Settings const& settings) {
    auto const language = settings.language == "en" ? Language::en : Language::zh;
    voice::Sentence out;
    for (auto const& piece : sentence_of(words, language))
        out.pieces.push_back({piece.id, piece.text.toStdString()});
    out.tongue = language == Language::en ? voice::Tongue::english : voice::Tongue::mandarin;
    out.rate_percent = settings.speech_percent;
    out.urgent = is_urgent(words.what);
    return out;
}

}  // namespace

Sounds::Sounds(MainWindow const& window, std::string clips, std::function<void(std::string const&)> log)
    : m_window(window),
      m_player(log),
      m_voice(std::move(clips), {[this](voice::Samples samples, bool urgent) {
                                     auto const play = [this, samples = std::move(samples),
                                                        urgent]() mutable {
                                         turn_down(samples, m_window.settings().loudness);
                                         m_player.speech(std::move(samples), urgent);
                                     };
                                     QMetaObject::invokeMethod(this, play, Qt::QueuedConnection);
                                 },
                                 std::move(log)}) {}

void Sounds::tone(core::Tone tone) {
    auto const play = [this, tone] {
        auto const& settings = m_window.settings();
        if (settings.sound) m_player.tone(tone, settings.loudness);
    };
    QMetaObject::invokeMethod(this, play, Qt::QueuedConnection);
}

void Sounds::say(core::Say const& words) {
    auto const speak = [this, words] {
        auto const& settings = m_window.settings();
        if (!settings.sound || !settings.speech || !m_player.audible()) return;
        if (auto sentence = sentence_for(words, settings); !sentence.pieces.empty())
            m_voice.say(std::move(sentence));
    };
    QMetaObject::invokeMethod(this, speak, Qt::QueuedConnection);
}

}  // namespace bozhong::ui
