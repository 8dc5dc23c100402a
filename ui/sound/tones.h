#pragma once
// The station's tones as samples. Pure; no device. When one sounds is the core's decision (core::PlayTone).
//
// Told apart by pitch and by rhythm: two joined notes that rise (good), two level ones with a gap (look
// here), notes that fall with gaps (wrong). Every fundamental lies in 400 … 2,500 Hz, where ears of sixty
// years still hear well and a packing hall's fans are weaker.

#include <cstdint>
#include <vector>

#include "station/core/effect.h"

namespace bozhong::ui {

using core::Tone;

inline constexpr int sample_rate = 44'100;

/// Mono 16-bit samples. `loudness` 1 … 3, each step about twice the one before; what is wrong is loudest,
/// what is good softest.
std::vector<std::int16_t> synthesise(Tone tone, int loudness);

/// A running wrong is never cut by a good.
bool may_cut(Tone running, Tone next);

}  // namespace bozhong::ui
