#pragma once
// The floors: what Qt itself needs to paint a number that comes from a terminal, and to show a window with a
// list.

#include <vector>

namespace bozhong::bench {

/// A notifier, a label of 96 px and its paint, 60 times a second: each frame's delay in milliseconds.
std::vector<double> bare_delays(int frames);
/// Percent of a core that the GUI thread takes for it.
double bare_stream_percent(int frames);
/// Shows a window with a list of 200 rows; MB of memory held once it is painted.
double bare_list_megabytes();

}  // namespace bozhong::bench
