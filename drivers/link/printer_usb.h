#pragma once
#include <memory>
#include <string>

#include "drivers/link/printer_link.h"

namespace bozhong::link {

/// Which printer on the USB: what is empty or 0 does not matter. All empty: the only one there is.
struct UsbChoice {
    std::uint16_t vendor = 0, product = 0;
    std::string serial, path;
};
/// The part after "usb:".
domain::Result<UsbChoice> parse_usb_choice(std::string const& text);

/// One thread of its own per link owns the device from open to close.
std::unique_ptr<PrinterLink> make_usb_printer(boost::asio::any_io_executor executor, UsbChoice choice,
                                              std::string endpoint);

}  // namespace bozhong::link
