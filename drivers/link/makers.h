#pragma once
// The maker of each kind of link. Internal to this folder; everybody else calls make_link.

#include "drivers/link/endpoint.h"
#include "drivers/link/link.h"

namespace bozhong::link {

std::unique_ptr<Link> make_tcp_link(boost::asio::any_io_executor executor, TcpEndpoint endpoint,
                                    std::string text);
std::unique_ptr<Link> make_serial_link(boost::asio::any_io_executor executor, SerialEndpoint endpoint,
                                       std::string text);
std::unique_ptr<Link> make_pty_link(boost::asio::any_io_executor executor, PtyEndpoint endpoint,
                                    std::string text);
std::unique_ptr<Link> make_capture_link(boost::asio::any_io_executor executor, FileEndpoint endpoint,
                                        std::string text);

}  // namespace bozhong::link
