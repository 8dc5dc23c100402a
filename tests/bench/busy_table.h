#pragma once
// A table at work: two scales at 60 frames a second, bags put on the one and the other in turn and confirmed,
// each recorded, printed and sent to the hub meanwhile.

#include <cstdint>
#include <string>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::bench {

struct BusyTable {
    std::vector<double>
        painted_ms;             ///< of each frame of the scale in use, until it or a newer one was painted
    int written = 0, read = 0;  ///< frames of both scales, and those the station was given
    int wrong = 0;  ///< missing, out of turn, or of the scale in use and not on the snapshot after it
    double seconds = 0, percent = 0;  ///< of a core: all threads but those that write the frames
    std::intmax_t weighings = 0, labels = 0,
                  acknowledged = 0;  ///< meanwhile, labels by the printer's own word
};

/// The station that the settings at `path` describe, its scales replaced by two on pseudo-terminals; each
/// writes so many frames. Before it returns every label is printed and every event acknowledged.
domain::Result<BusyTable> busy_table(std::string const& path, int frames);

}  // namespace bozhong::bench
