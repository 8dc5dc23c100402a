#pragma once
// Serial ports as the kernel lists them: which device file the adapter with a serial number has now, and who
// holds a device file.

#include <string>

#include "station/domain/result.h"

namespace bozhong::link {

/// "/dev/ttyUSB1" of the adapter whose USB serial number this is, wherever it was plugged in again. None:
/// unavailable; two with one number (cheap adapters share theirs): conflict. `sysfs` is /sys but in tests.
domain::Result<std::string> find_usb_port(std::string const& usb_serial, std::string const& sysfs = "/sys");

/// "bozhong-station (pid 812)"; empty when nobody is seen, which for another user's process needs rights.
std::string holder_of(std::string const& device, std::string const& procfs = "/proc");

/// The error of a port that somebody else has open.
domain::Error busy_port(std::string const& device);

}  // namespace bozhong::link
