#pragma once
// How often the right protocol and line are found: simulated scales on simulated wires, the listener set to
// each speed in turn, down to the bit.

#include <string>
#include <vector>

#include "drivers/scale/detect.h"

namespace bozhong::cli::bench {

struct DetectTally {
    std::string protocol;
    bool asked = false;  ///< never speaks unasked: found with harmless requests only
    int tries = 0, right = 0;
    int alike = 0;  ///< another protocol came first that reads these bytes the same
    std::vector<std::string> misses;
};

/// All protocols that have both a driver and a simulator.
std::vector<scale::Protocol> simulated_protocols(std::vector<scale::Protocol> const& all);
/// The protocol on each of its usual lines, `rounds` times with other loads.
DetectTally try_detecting(scale::Protocol const& protocol, std::vector<scale::Protocol> const& all,
                          int rounds);
/// Bytes of the scale's own stream, as one listener hears them who is set right. For other tests.
std::string simulated_stream(std::string const& protocol, unsigned seed, std::size_t frames);

}  // namespace bozhong::cli::bench
