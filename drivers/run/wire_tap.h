#pragma once
// Somebody who listens to a scale's wire without taking part: a diagnostics screen, a recording.

#include <string_view>

#include "drivers/link/capture.h"
#include "drivers/scale/decoder.h"

namespace bozhong::run {

/// Called on the scale's executor, in the order things happened; it must be quick and must not call back.
class WireTap {
  public:
    virtual ~WireTap() = default;
    /// Bytes as they came or went, before they are understood.
    virtual void bytes(link::Direction direction, std::string_view bytes) = 0;
    virtual void reading(domain::Reading const& reading) = 0;
    /// After each arrival, the decoder's sums since the station started.
    virtual void counted(scale::Counters const& counters) = 0;
};

}  // namespace bozhong::run
