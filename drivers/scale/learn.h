#pragma once
// Makes a description of an unknown format from a recording and from what the display showed while it was
// made. What stayed the same becomes a fixed byte and what was never seen is refused later: a learned driver
// may say too little, it does not guess. Pure.

#include <string>
#include <vector>

#include "drivers/scale/description.h"
#include "drivers/scale/detect.h"

namespace bozhong::scale {

/// What came while the display stood still, and what it showed.
struct Moment {
    std::string bytes;
    ShownWeight shown;
};
struct Recording {
    std::string bytes;  ///< everything, in order
    std::vector<Moment> moments;
};
struct Learned {
    /// Nothing when no number in the bytes is what the display showed.
    std::optional<Description> description;
    std::size_t frames = 0;                         ///< of the recording that the description reads
    std::vector<std::string> learned, not_learned;  ///< one sentence each
};

Learned learn(Recording recording, std::string const& id, LineSettings line);

}  // namespace bozhong::scale
