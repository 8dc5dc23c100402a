#pragma once
// One opened USB HID device. The real ones come from hidapi; tests bring their own.

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "drivers/link/endpoint.h"

namespace bozhong::link {

/// Used by one thread.
class HidPort {
  public:
    virtual ~HidPort() = default;
    /// One input report, its id first; empty when none came in this time; unavailable when the device is
    /// gone.
    virtual domain::Result<std::string> read(std::chrono::milliseconds longest_wait) = 0;
};
/// not_found when no such device is plugged in, unavailable when it is and cannot be opened.
using OpenHid = std::function<domain::Result<std::unique_ptr<HidPort>>(HidEndpoint const&)>;

domain::Result<std::unique_ptr<HidPort>> open_real_hid(HidEndpoint const& endpoint);

}  // namespace bozhong::link
