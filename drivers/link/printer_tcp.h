#pragma once
#include <memory>
#include <string>

#include "drivers/link/printer_link.h"

namespace bozhong::link {

/// A raw socket, in the trade "port 9100". Taken bytes are those the kernel took.
std::unique_ptr<PrinterLink> make_tcp_printer(boost::asio::any_io_executor executor, std::string host,
                                              std::string port);

}  // namespace bozhong::link
