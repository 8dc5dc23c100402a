#pragma once
// What a printer shows of itself on the USB: descriptors and the answers of endpoint 0. Pure; the fronts that
// carry the transfers share it. USB 2.0, chapter 9; USB device class definition for printing devices 1.1.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "drivers/sim/virtual_printer.h"

namespace bozhong::sim {

struct UsbShape {
    std::uint16_t vendor = 0x0416, product = 0x5011;
    std::string serial;
    bool one_way = false;       ///< no IN endpoint
    bool two_settings = false;  ///< alternate 0 one-way, alternate 1 two-way
    std::uint8_t interface_class = 7;
};

constexpr std::uint8_t k_usb_out = 0x02, k_usb_in = 0x81;

using UsbSetup = std::array<std::uint8_t, 8>;

std::string device_descriptor(UsbShape const& shape);
/// With its interfaces and endpoints.
std::string configuration_descriptor(UsbShape const& shape);
/// The IEEE 1284 text: "MFG:…;MDL:…;CMD:…;CLS:PRINTER;".
std::string device_id(PrinterMake const& make);
/// What a request to endpoint 0 is answered with, at most wLength bytes; nothing is a stall.
std::optional<std::string> control_answer(UsbShape const& shape, UsbSetup const& setup,
                                          std::string_view device_id, std::uint8_t port_status);

}  // namespace bozhong::sim
