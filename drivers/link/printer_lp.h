#pragma once
#include <memory>
#include <string>

#include "drivers/link/endpoint.h"
#include "drivers/link/printer_link.h"

namespace bozhong::link {

/// The kernel's own printer device, /dev/usb/lp0: for machines where nobody may detach its driver.
std::unique_ptr<PrinterLink> make_lp_printer(boost::asio::any_io_executor executor, std::string path);

/// A serial port or pseudo-terminal; `line` is one of these two. Taken bytes are those the kernel took: the
/// line's own buffers may hold some kilobytes more.
std::unique_ptr<PrinterLink> make_serial_printer(boost::asio::any_io_executor executor, Endpoint line,
                                                 std::string text);

}  // namespace bozhong::link
