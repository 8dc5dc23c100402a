#pragma once
// What the doctor looks at, one function a thing. Each gives one finding; none changes anything but a probe
// file that it removes.

#include <string>
#include <vector>

#include "config/station_settings.h"

namespace bozhong::cli {

struct Finding {
    std::string check;  ///< "disk_space", "scale scale-1", …
    bool ok = false;
    std::string what;  ///< what was found
    std::string todo;  ///< what a person can do; empty when it is well
};

Finding check_disk_space(std::string const& folder);
/// Times small synced writes: what every recorded weighing waits for.
Finding check_disk_sync(std::string const& folder);
Finding check_fonts();
Finding check_clock();
/// May this user open serial ports and printers that the settings name?
Finding check_rights(config::StationSettings const& settings);
Finding check_scale(domain::ScaleRecord const& scale);
Finding check_printer(config::PrinterSettings const& printer);
/// Reaches the hub, compares clocks, and with credentials asks as this station.
std::vector<Finding> check_hub(config::StationSettings const& settings);

}  // namespace bozhong::cli
