#pragma once
// Serial ports with hardware behind them. Only real_port.cpp knows the library that finds and sets them.

#include <optional>
#include <string>
#include <vector>

#include "drivers/link/endpoint.h"

namespace bozhong::link {

struct PortInfo {
    std::string path;         ///< "/dev/ttyUSB0"
    std::string description;  ///< of the adapter, may be empty
    int usb_vendor = 0, usb_product = 0;
    std::string usb_serial;  ///< finds the same adapter again after a re-plug
};
std::vector<PortInfo> list_ports();

/// An open descriptor with its line set, owned by the caller. Nothing when the path is no port with a device
/// behind it (a pseudo-terminal).
domain::Result<std::optional<int>> open_real_port(SerialEndpoint const& endpoint);
/// A pseudo-terminal, raw.
domain::Result<int> open_pty_raw(std::string const& path);

}  // namespace bozhong::link
