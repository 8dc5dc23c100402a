#include "drivers/voice/samples.h"

#include <algorithm>

namespace bozhong::voice {

Samples at_our_rate(Samples const& samples, int rate) {
    if (rate == sample_rate || samples.empty() || rate <= 0) return samples;
    auto const length =
        static_cast<std::size_t>(static_cast<std::int64_t>(samples.size()) * sample_rate / rate);
    Samples out(length);
    for (std::size_t at = 0; at < length; ++at) {
        auto const place = static_cast<std::int64_t>(at) * rate;
        auto const before = static_cast<std::size_t>(place / sample_rate);
        auto const after = std::min(before + 1, samples.size() - 1);
        auto const part = place % sample_rate;
        out[at] = static_cast<std::int16_t>(samples[before] +
                                            (static_cast<std::int64_t>(samples[after]) - samples[before]) *
                                                part / sample_rate);
    }
    return out;
}

void append(Samples& to, Samples const& more) {
    to.insert(to.end(), more.begin(), more.end());
}

void append_silence(Samples& to, int ms) {
    to.resize(to.size() + static_cast<std::size_t>(sample_rate) * static_cast<std::size_t>(ms) / 1000);
}

}  // namespace bozhong::voice
