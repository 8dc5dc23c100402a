#pragma once
// What can go wrong on the line between a scale and a station, frame by frame. Pure; chance comes from a
// seed.

#include <random>
#include <string>

#include "drivers/sim/scale_wire.h"
#include "station/domain/result.h"

namespace bozhong::sim {

/// Percentages of frames; "noise=5,checksum=2,flip=1,drop=1,double=1,split=50,glue=3".
struct LineFaults {
    int noise = 0;     ///< random bytes in front
    int checksum = 0;  ///< wrong check
    int flip = 0;      ///< one bit changed anywhere
    int drop = 0;      ///< one byte lost
    int twice = 0;     ///< sent twice ("double")
    int split = 0;     ///< cut in two, the rest comes with the next frame
    int glue = 1;      ///< frames sent in one piece
};
domain::Result<LineFaults> parse_line_faults(std::string const& text);

class FaultyLine {
  public:
    explicit FaultyLine(unsigned seed) : m_random(seed) {}
    void set(LineFaults faults) { m_faults = faults; }
    /// What goes out for this frame; empty when it waits to be glued.
    std::string pass(std::string frame, ScaleWire const& wire);

  private:
    bool chance(int percent) { return percent > 0 && static_cast<int>(m_random() % 100) < percent; }

    LineFaults m_faults;
    std::mt19937 m_random;
    std::string m_waiting;
    int m_glued = 0;
};

}  // namespace bozhong::sim
