#pragma once
// The station's tones as samples, and which one a change of the screen calls for. Pure; no device.

#include <cstdint>
#include <optional>
#include <vector>

#include "station/core/snapshot.h"

namespace bozhong::ui {

enum class Tone {
    good,        ///< A: rising, in band
    recorded,    ///< A′: only after the commit
    look,        ///< B: level, twice
    stop,        ///< C: falling
    stop_short,  ///< C in its short form: refused
};

inline constexpr int sample_rate = 44'100;

/// Mono 16-bit samples. `loudness` 1 … 3; 3 is full scale.
std::vector<std::int16_t> synthesise(Tone tone, int loudness);

/// The tone between two snapshots, if any; at most one a frame.
std::optional<Tone> tone_between(core::Snapshot const& before, core::Snapshot const& after);
/// A running C is never cut by an A.
bool may_cut(Tone running, Tone next);

}  // namespace bozhong::ui
