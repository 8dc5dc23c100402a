#pragma once
// What came over a scale's wire lately, for the technician's screen. Values only; who keeps it stands beside
// the scale and may be asked from the GUI thread at any time.

#include <cstdint>
#include <string>
#include <vector>

#include "station/domain/reading.h"

namespace bozhong::ui {

struct TraceFrame {
    std::int64_t local_ms = 0;  ///< arrival, milliseconds since 1970 on the warehouse's clock
    domain::Reading reading;    ///< with its raw bytes
};

/// A recording of the wire into a file, or what became of the last one.
struct TraceRecording {
    bool on = false;
    std::string file;                ///< its name in the log folder; empty when there was none
    std::int64_t ms = 0, bytes = 0;  ///< recorded so far
    bool failed = false;             ///< the file could not be written
};

struct ScaleTrace {
    static constexpr std::size_t most_frames = 12;
    std::vector<TraceFrame> frames;                                  ///< newest first
    std::uint64_t good = 0, skipped_bytes = 0, checksum_errors = 0;  ///< since the station started
    int tenths_per_second = 0;  ///< good frames over the last two seconds
    TraceRecording recording;
};

class ScaleTracer {
  public:
    virtual ~ScaleTracer() = default;
    /// Any thread. A scale nobody knows has an empty trace.
    virtual ScaleTrace look(std::string const& scale) = 0;
    /// Begins a new file, or ends it; it ends by itself at its bounds.
    virtual void record(std::string const& scale, bool on) = 0;
};

}  // namespace bozhong::ui
