#include "drivers/voice/speech.h"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace bozhong::voice {
namespace {

/// Words a minute at 100 %: a sentence of a task takes a second to a second and a half.
constexpr int usual_speed = 190;
constexpr std::size_t most_bytes = 1'000;
constexpr std::size_t most_seconds = 15;

struct Heard {
    Samples samples;
    std::size_t most = 0;
};

// espeak-ng hands a stretch of sound over and goes on while it is told 0. Told to stop it begins its next
// text with what was left of this one, so what is too much is made and thrown away; the texts are bounded.
int take(short* wave, int count, espeak_EVENT* events) {
    auto* heard = static_cast<Heard*>(events->user_data);
    if (wave == nullptr || heard == nullptr) return 0;
    auto const room = heard->most - std::min(heard->most, heard->samples.size());
    heard->samples.insert(heard->samples.end(), wave, wave + std::min(static_cast<std::size_t>(count), room));
    return 0;
}

struct Run {
    std::string text;
    Tongue tongue;
};

bool is_chinese(std::string const& word) {
    return std::ranges::any_of(word, [](char c) { return static_cast<unsigned char>(c) >= 0xe3; });
}

/// English as espeak-ng reads it: a single A is a letter, not an article. Chinese words go to the other
/// voice.
std::vector<Run> english_runs(std::string const& text) {
    std::vector<Run> out;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        auto const tongue = is_chinese(word) ? Tongue::mandarin : Tongue::english;
        if (word == "A" || word == "A,") word.replace(0, 1, "eigh");
        if (out.empty() || out.back().tongue != tongue) out.push_back({"", tongue});
        if (!out.back().text.empty()) out.back().text += ' ';
        out.back().text += word;
    }
    return out;
}

}  // namespace

domain::Result<std::unique_ptr<Speech>> Speech::open() {
    // Once for the process: espeak-ng 1.51 hangs when it is ended and begun again. Without the last word it
    // ends the process when its data is not there.
    static int const rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0)
        return domain::Error{domain::ErrorKind::unavailable, "espeak-ng does not start", "",
                             "install espeak-ng-data"};
    espeak_SetSynthCallback(take);
    return std::unique_ptr<Speech>(new Speech(rate));
}

void Speech::choose(Tongue tongue) {
    espeak_SetVoiceByName(tongue == Tongue::mandarin ? "cmn-latn-pinyin" : "en");
}

Samples Speech::say(std::string const& utf8, Tongue tongue, int rate_percent) {
    std::string const text = utf8.substr(0, most_bytes);
    auto const runs = tongue == Tongue::english ? english_runs(text) : std::vector<Run>{{text, tongue}};
    Samples out;
    for (auto const& run : runs) {
        std::string const read = run.tongue == Tongue::mandarin ? m_pinyin.text(run.text) : run.text;
        if (read.empty()) continue;
        choose(run.tongue);
        espeak_SetParameter(
            espeakRATE, usual_speed * std::clamp(rate_percent, slowest_percent, fastest_percent) / 100, 0);
        Heard heard{{}, most_seconds * static_cast<std::size_t>(m_rate)};
        // Neither SSML nor phoneme letters: what stands in a remark is read and does nothing.
        espeak_Synth(read.c_str(), read.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &heard);
        append(out, at_our_rate(heard.samples, m_rate));
    }
    out.resize(std::min(out.size(), most_seconds * sample_rate));
    return out;
}

std::string Speech::phonemes(std::string const& utf8, Tongue tongue) {
    auto const runs = tongue == Tongue::english ? english_runs(utf8) : std::vector<Run>{{utf8, tongue}};
    std::string out;
    for (auto const& run : runs) {
        std::string const read = run.tongue == Tongue::mandarin ? m_pinyin.text(run.text) : run.text;
        choose(run.tongue);
        void const* at = read.c_str();
        while (at != nullptr) {
            char const* const clause = espeak_TextToPhonemes(&at, espeakCHARS_UTF8, 0);
            if (clause != nullptr) out += std::string(out.empty() ? "" : " ") + clause;
        }
    }
    return out;
}

}  // namespace bozhong::voice
