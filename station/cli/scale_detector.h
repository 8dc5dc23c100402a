#pragma once
// Finds out what a scale at an endpoint speaks, by listening; by asking only where that is allowed.

#include <string>
#include <vector>

#include "drivers/scale/detect.h"

namespace bozhong::cli {

struct DetectOptions {
    std::string endpoint;
    std::string shows;      ///< what the display shows meanwhile, "2.345 kg"; empty when nobody said
    bool active = false;    ///< a silent scale is asked with read requests of a closed list
    int listen_ms = 1'600;  ///< on each line; twice that where there is only one
};
struct DetectedScale {
    std::vector<scale::Candidate> candidates;  ///< the best first
    std::size_t bytes = 0;                     ///< heard in all
};

/// Goes from line to line until what it heard speaks for itself. An endpoint that is none or cannot be opened
/// ends the command.
DetectedScale detect_scale(DetectOptions const& options);

/// The same endpoint with another line; what is no serial port has none and stays.
std::string endpoint_with_line(std::string const& endpoint, scale::LineSettings line);

}  // namespace bozhong::cli
