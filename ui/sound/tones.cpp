#include "ui/sound/tones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace bozhong::ui {

namespace {

enum class Wave { bell, triangle, square };

struct Piece {
    double from_hz, to_hz;
    int length_ms;
    Wave wave;
    double under_hz = 0;  ///< a second voice below
};

constexpr double turn = 2 * std::numbers::pi;

double voice(Wave wave, double phase) {
    double const part = phase / turn - std::floor(phase / turn);
    switch (wave) {
        case Wave::bell: return 0.8 * std::sin(phase) + 0.2 * std::sin(2 * phase);  // 2nd harmonic −12 dB
        case Wave::triangle: return 4 * std::abs(part - 0.5) - 1;
        case Wave::square: return part < 0.5 ? 1 : -1;
    }
    return 0;
}

// 5 ms in, 60 ms out, at most half of a short piece.
double envelope(double at_ms, double length_ms) {
    double const fade = std::min(60.0, length_ms / 2);
    return std::clamp(std::min(at_ms / 5.0, (length_ms - at_ms) / fade), 0.0, 1.0);
}

void add(std::vector<std::int16_t>& out, Piece const& piece, double peak) {
    auto const count = static_cast<int>(static_cast<std::int64_t>(sample_rate) * piece.length_ms / 1000);
    double phase = 0, under = 0, filtered = 0;
    // One pole at 1.2 kHz takes the edge off the square.
    double const smoothing = 1 - std::exp(-turn * 1200 / sample_rate);
    for (int at = 0; at < count; ++at) {
        double const share = static_cast<double>(at) / count;
        phase += turn * (piece.from_hz + (piece.to_hz - piece.from_hz) * share) / sample_rate;
        under += turn * piece.under_hz / sample_rate;
        double value = voice(piece.wave, phase);
        if (piece.under_hz > 0) value = (value + voice(piece.wave, under)) / 2;
        filtered += smoothing * (value - filtered);
        if (piece.wave == Wave::square) value = filtered;
        double const loud = value * envelope(1000.0 * at / sample_rate, piece.length_ms) * peak;
        out.push_back(static_cast<std::int16_t>(std::lround(std::clamp(loud, -1.0, 1.0) * 32767)));
    }
}

void rest(std::vector<std::int16_t>& out, int ms) {
    out.resize(out.size() + static_cast<std::size_t>(sample_rate) * ms / 1000);
}

bool asks_a_look(core::WeighState state) {
    return state == core::WeighState::over_soft || state == core::WeighState::under_soft;
}
bool stops(core::WeighState state) {
    return state == core::WeighState::over_hard || state == core::WeighState::under_hard ||
           state == core::WeighState::dead;
}
bool good(core::WeighState state) {
    return state == core::WeighState::in_band || state == core::WeighState::hands_free ||
           state == core::WeighState::released;
}

}  // namespace

std::vector<std::int16_t> synthesise(Tone tone, int loudness) {
    double const peak =
        std::array{0.25, 0.5, 0.95}.at(static_cast<std::size_t>(std::clamp(loudness, 1, 3) - 1));
    std::vector<std::int16_t> out;
    switch (tone) {
        case Tone::good:
            add(out, {659, 659, 70, Wave::bell}, peak);
            add(out, {988, 988, 110, Wave::bell}, peak);
            break;
        case Tone::recorded: add(out, {988, 988, 110, Wave::bell, 1318}, peak); break;
        case Tone::look:
            add(out, {440, 440, 110, Wave::triangle}, peak);
            rest(out, 60);
            add(out, {440, 440, 110, Wave::triangle}, peak);
            break;
        case Tone::stop: add(out, {311, 196, 320, Wave::square}, peak); break;
        case Tone::stop_short: add(out, {311, 196, 160, Wave::square}, peak); break;
    }
    return out;
}

std::optional<Tone> tone_between(core::Snapshot const& before, core::Snapshot const& after) {
    auto const was = before.weight.state, is = after.weight.state;
    bool const now_taken =
        after.task && after.task->marked_taken && !(before.task && before.task->marked_taken);
    if ((stops(is) && !stops(was)) || now_taken) return Tone::stop;
    if (after.weight.refused_by_press && !before.weight.refused_by_press) return Tone::stop_short;
    if (is == core::WeighState::recorded && was != core::WeighState::recorded) return Tone::recorded;
    if (asks_a_look(is) && !asks_a_look(was)) return Tone::look;
    if (after.label_decision && !before.label_decision) return Tone::look;
    bool const remark =
        after.task && !after.task->note.empty() && (!before.task || before.task->line != after.task->line);
    if (remark || after.notices.size() > before.notices.size()) return Tone::look;
    if (good(is) && !good(was) && was != core::WeighState::recording) return Tone::good;
    return std::nullopt;
}

bool may_cut(Tone running, Tone next) {
    bool const stop = running == Tone::stop || running == Tone::stop_short;
    return !stop || next == Tone::stop || next == Tone::stop_short;
}

}  // namespace bozhong::ui
