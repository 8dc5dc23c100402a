#include "ui/sound/mixer.h"

#include <algorithm>
#include <utility>

namespace bozhong::ui {
namespace {

/// The voice under a tone keeps a quarter of its strength.
constexpr int under_a_tone = 4;
/// Between a tone and the words after it.
constexpr std::size_t breath = sample_rate * 60 / 1000;

}  // namespace

void Mixer::tone(Tone tone, int loudness) {
    if (!m_tone.over() && !may_cut(m_sounding, tone)) return;
    m_tone = {synthesise(tone, loudness)};
    m_sounding = tone;
}

void Mixer::speech(std::vector<std::int16_t> samples, bool urgent) {
    if (urgent) m_speech = {};
    m_waiting = std::move(samples);
}

std::size_t Mixer::read(std::span<std::int16_t> out) {
    std::size_t made = 0;
    for (; made < out.size(); ++made) {
        if (m_tone.over() && m_speech.over() && !m_waiting.empty()) {
            bool const after_tone = !std::exchange(m_tone, {}).samples.empty();
            if (after_tone) m_waiting.insert(m_waiting.begin(), breath, 0);
            m_speech = {std::exchange(m_waiting, {})};
        }
        if (m_tone.over() && m_speech.over()) {
            m_tone = {};
            break;
        }
        int value = m_tone.over() ? 0 : m_tone.samples[m_tone.at];
        if (!m_speech.over()) value += m_speech.samples[m_speech.at++] / (m_tone.over() ? 1 : under_a_tone);
        if (!m_tone.over()) ++m_tone.at;
        out[made] = static_cast<std::int16_t>(std::clamp(value, -32'767, 32'767));
    }
    return made;
}

bool Mixer::silent() const {
    return m_tone.over() && m_speech.over() && m_waiting.empty();
}

}  // namespace bozhong::ui
