#include "ui/sound/tones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace bozhong::ui {

namespace {

/// How strong the harmonics are beside the fundamental.
struct Timbre {
    std::array<double, 5> harmonics;
    double scale;  ///< keeps the sum below 1
};
constexpr Timbre bell{{1, 0.25, 0, 0, 0}, 0.8}, reed{{1, 0, -1.0 / 9, 0, 1.0 / 25}, 0.85},
    buzzer{{1, 0, 1.0 / 3, 0, 1.0 / 5}, 1};

struct Note {
    double hz;
    int length_ms;
    double with_hz = 0;  ///< a second voice
    int rest_ms = 0;     ///< silence after it
};

constexpr double turn = 2 * std::numbers::pi;

double voice(Timbre const& timbre, double phase) {
    double sum = 0;
    for (std::size_t at = 0; at < timbre.harmonics.size(); ++at)
        sum += timbre.harmonics[at] * std::sin(static_cast<double>(at + 1) * phase);
    return sum * timbre.scale;
}

// 5 ms in, 60 ms out, at most half of a short note.
double envelope(double at_ms, double length_ms) {
    double const fade = std::min(60.0, length_ms / 2);
    return std::clamp(std::min(at_ms / 5.0, (length_ms - at_ms) / fade), 0.0, 1.0);
}

int samples_of(int ms) {
    return sample_rate * ms / 1000;
}

void add(std::vector<std::int16_t>& out, Note const& note, Timbre const& timbre, double peak) {
    int const count = samples_of(note.length_ms);
    for (int at = 0; at < count; ++at) {
        double const seconds = static_cast<double>(at) / sample_rate;
        double value = voice(timbre, turn * note.hz * seconds);
        if (note.with_hz > 0) value = (value + voice(timbre, turn * note.with_hz * seconds)) / 2;
        double const loud = value * envelope(1000 * seconds, note.length_ms) * peak;
        out.push_back(static_cast<std::int16_t>(std::lround(loud * 32767)));
    }
    out.resize(out.size() + static_cast<std::size_t>(samples_of(note.rest_ms)));
}

struct Melody {
    Timbre timbre;
    double share;  ///< of the loudness
    std::vector<Note> notes;
};

Melody melody(Tone tone) {
    switch (tone) {
        case Tone::good: return {bell, 0.7, {{659, 70}, {988, 110}}};
        case Tone::recorded: return {bell, 0.7, {{988, 110, 1318}}};
        case Tone::look: return {reed, 0.85, {{740, 110, 0, 60}, {740, 110}}};
        case Tone::stop: return {buzzer, 1, {{880, 80, 0, 30}, {659, 80, 0, 30}, {440, 160}}};
        case Tone::stop_short: return {buzzer, 1, {{659, 80, 0, 30}, {440, 110}}};
    }
    std::abort();
}

}  // namespace

std::vector<std::int16_t> synthesise(Tone tone, int loudness) {
    double const full =
        std::array{0.25, 0.5, 0.95}.at(static_cast<std::size_t>(std::clamp(loudness, 1, 3) - 1));
    Melody const made = melody(tone);
    std::vector<std::int16_t> out;
    for (Note const& note : made.notes) add(out, note, made.timbre, full * made.share);
    return out;
}

bool may_cut(Tone running, Tone next) {
    bool const stop = running == Tone::stop || running == Tone::stop_short;
    return !stop || next == Tone::stop || next == Tone::stop_short;
}

}  // namespace bozhong::ui
