// A USB HID scale that the kernel believes in, by /dev/uhid: plugged in while this program runs. Report
// descriptor after the USB-IF HID Point of Sale usage tables 1.02, section 4.
//
//   uhid-scale VENDOR PRODUCT SERIAL     in hex; ten reports a second, 1.000 kg and up, until it is ended

#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::array<std::uint8_t, 45> descriptor{
    0x05, 0x8D,        // usage page: scales
    0x09, 0x20,        // scale device
    0xA1, 0x01,        // application
    0x85, 0x03,        //   report 3
    0x09, 0x32,        //   scale data report
    0xA1, 0x02,        //   logical
    0x15, 0x00,        //     from 0
    0x26, 0xFF, 0x00,  //     to 255
    0x75, 0x08,        //     8 bits
    0x95, 0x01,        //     once
    0x09, 0x70,        //     status
    0x81, 0x02,        //
    0x09, 0x50,        //     weight unit
    0x81, 0x02,        //
    0x15, 0x81,        //     from −127
    0x25, 0x7F,        //     to 127
    0x09, 0x41,        //     data scaling
    0x81, 0x02,        //
    0x75, 0x10,        //     16 bits
    0x09, 0x40,        //     data weight
    0x81, 0x02,        //
    0xC0,              //   end
    0xC0,              // end
};

bool put(int device, uhid_event const& event) {
    return ::write(device, &event, sizeof event) == static_cast<ssize_t>(sizeof event);
}

bool plug(int device, char** argument) {
    uhid_event event{};
    event.type = UHID_CREATE2;
    auto& create = event.u.create2;
    std::snprintf(reinterpret_cast<char*>(create.name), sizeof create.name, "Simulated scale");
    std::snprintf(reinterpret_cast<char*>(create.uniq), sizeof create.uniq, "%s", argument[2]);
    create.bus = BUS_USB;
    create.vendor = static_cast<std::uint32_t>(std::strtoul(argument[0], nullptr, 16));
    create.product = static_cast<std::uint32_t>(std::strtoul(argument[1], nullptr, 16));
    create.rd_size = descriptor.size();
    std::memcpy(create.rd_data, descriptor.data(), descriptor.size());
    return put(device, event);
}

bool report(int device, unsigned weight) {
    uhid_event event{};
    event.type = UHID_INPUT2;
    std::array<std::uint8_t, 6> const bytes{3,
                                            4,     // stable
                                            3,     // kg
                                            0xFD,  // three decimals
                                            static_cast<std::uint8_t>(weight),
                                            static_cast<std::uint8_t>(weight >> 8)};
    event.u.input2.size = bytes.size();
    std::memcpy(event.u.input2.data, bytes.data(), bytes.size());
    return put(device, event);
}

}  // namespace

int main(int count, char** argument) {
    if (count != 4) return 2;
    int const device = ::open("/dev/uhid", O_RDWR | O_CLOEXEC);
    if (device < 0 || !plug(device, argument + 1)) return std::perror("uhid"), 1;
    for (unsigned weight = 1000;; ++weight) {
        // What the kernel says is read and not needed; its silence is the clock.
        pollfd wait{device, POLLIN, 0};
        while (::poll(&wait, 1, 100) > 0) {
            uhid_event said{};
            if (::read(device, &said, sizeof said) < 0) return 1;
        }
        if (!report(device, weight)) return 1;
    }
}
