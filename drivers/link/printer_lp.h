#pragma once
#include <memory>
#include <string>

#include "drivers/link/printer_link.h"

namespace bozhong::link {

/// The kernel's own printer device, /dev/usb/lp0: for machines where nobody may detach its driver.
std::unique_ptr<PrinterLink> make_lp_printer(boost::asio::any_io_executor executor, std::string path);

}  // namespace bozhong::link
