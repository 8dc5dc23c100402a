#pragma once
// What can go wrong on the line between a scale and a station, frame by frame. Pure; chance comes from a
// seed.

#include <random>
#include <string>

#include "drivers/sim/scale_wire.h"
#include "station/domain/result.h"

namespace bozhong::sim {

/// Percentages of frames;
/// "noise=5,checksum=2,flip=1,drop=1,stutter=1,double=1,split=50,glue=3,echo=1,parity=1,baud=50".
struct LineFaults {
    int noise = 0;     ///< random bytes in front
    int checksum = 0;  ///< wrong check
    int flip = 0;      ///< one bit changed anywhere
    int drop = 0;      ///< one byte lost
    int stutter = 0;   ///< one byte comes twice
    int twice = 0;     ///< sent twice ("double")
    int split = 0;     ///< cut in two, the rest comes with the next frame
    int glue = 1;      ///< frames sent in one piece
    int echo = 0;      ///< 1: what the scale hears comes back in front of its answer
    int parity = 0;    ///< 1: sends 7E1, which a line of 8N1 reads as bit 7
    int baud = 100;    ///< speed of the line that reads, as a percentage of the scale's
};
domain::Result<LineFaults> parse_line_faults(std::string const& text);

/// What a line of `percent` of the sender's speed makes of these bytes, 8N1, sent without a pause: it looks
/// for a start bit, takes the middle of each of its own bits and drops what has no stop bit.
std::string heard_at(int percent, std::string_view sent);

class FaultyLine {
  public:
    explicit FaultyLine(unsigned seed) : m_random(seed) {}
    void set(LineFaults faults) { m_faults = faults; }
    [[nodiscard]] bool echoes() const { return m_faults.echo != 0; }
    /// What goes out for this frame; empty when it waits to be glued.
    std::string pass(std::string frame, ScaleWire const& wire);

  private:
    void hurt(std::string& frame, ScaleWire const& wire);
    bool chance(int percent) { return percent > 0 && static_cast<int>(m_random() % 100) < percent; }

    LineFaults m_faults;
    std::mt19937 m_random;
    std::string m_waiting;
    int m_glued = 0;
};

}  // namespace bozhong::sim
