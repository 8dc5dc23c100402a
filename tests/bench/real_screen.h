#pragma once
// The station's own way of a weight: terminal, link, session, core, snapshot, window, all its threads.

#include <string>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::bench {

/// Each frame's delay in milliseconds, at a station with so many tasks whose journal is new in `folder`.
domain::Result<std::vector<double>> real_delays(std::string const& folder, int tasks, int frames);

}  // namespace bozhong::bench
