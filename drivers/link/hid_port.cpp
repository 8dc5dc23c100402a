// The only file that knows hidapi. Its Linux backend reads /dev/hidraw*, beside the kernel's own driver.

#include "drivers/link/hid_port.h"

#include <hidapi/hidapi.h>

#include <array>

namespace bozhong::link {
namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Result;

std::string ascii(wchar_t const* text) {
    std::string out;
    for (; text != nullptr && *text != 0; ++text)
        out.push_back(*text >= 0x20 && *text < 0x7F ? static_cast<char>(*text) : '?');
    return out;
}

class RealHid final : public HidPort {
  public:
    explicit RealHid(hid_device* device) : m_device(device) {}
    Result<std::string> read(std::chrono::milliseconds longest_wait) override {
        std::array<unsigned char, 64> report{};
        int const count = hid_read_timeout(m_device.get(), report.data(), report.size(),
                                           static_cast<int>(longest_wait.count()));
        if (count < 0)
            return Error{ErrorKind::unavailable, "unplugged: " + ascii(hid_error(m_device.get())), {}, {}};
        return std::string(report.begin(), report.begin() + count);
    }

  private:
    struct Close {
        void operator()(hid_device* device) const { hid_close(device); }
    };
    std::unique_ptr<hid_device, Close> m_device;
};

}  // namespace

Result<std::unique_ptr<HidPort>> open_real_hid(HidEndpoint const& endpoint) {
    struct Free {
        void operator()(hid_device_info* list) const { hid_free_enumeration(list); }
    };
    std::unique_ptr<hid_device_info, Free> const list(hid_enumerate(endpoint.vendor, endpoint.product));
    for (hid_device_info const* one = list.get(); one != nullptr; one = one->next) {
        if (!endpoint.serial.empty() && ascii(one->serial_number) != endpoint.serial) continue;
        if (hid_device* const device = hid_open_path(one->path))
            return std::unique_ptr<HidPort>(std::make_unique<RealHid>(device));
        return Error{ErrorKind::unavailable, "cannot be opened: " + ascii(hid_error(nullptr)), one->path,
                     "install the udev rule for scales (config/udev) and plug it in again"};
    }
    return Error{ErrorKind::not_found, "no such scale is plugged in", {}, "check cable and power"};
}

}  // namespace bozhong::link
