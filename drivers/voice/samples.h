#pragma once
// Sound as the station plays it: mono, 16 bits. Pure.

#include <cstdint>
#include <vector>

namespace bozhong::voice {

using Samples = std::vector<std::int16_t>;
inline constexpr int sample_rate = 44'100;

/// The same sound at the station's rate, in straight lines between the given samples.
Samples at_our_rate(Samples const& samples, int rate);
void append(Samples& to, Samples const& more);
void append_silence(Samples& to, int ms);

}  // namespace bozhong::voice
