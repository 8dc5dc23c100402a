#pragma once
// The maker of each kind of link. Internal to this folder; everybody else calls make_link.

#include "drivers/link/endpoint.h"
#include "drivers/link/link.h"

namespace bozhong::link {

std::unique_ptr<Link> make_tcp_link(boost::asio::any_io_executor executor, TcpEndpoint endpoint,
                                    std::string text);
std::unique_ptr<Link> make_tcp_listen_link(boost::asio::any_io_executor executor, TcpListenEndpoint endpoint,
                                           std::string text);
std::unique_ptr<Link> make_serial_link(boost::asio::any_io_executor executor, SerialEndpoint endpoint,
                                       std::string text);
std::unique_ptr<Link> make_pty_link(boost::asio::any_io_executor executor, PtyEndpoint endpoint,
                                    std::string text);
std::unique_ptr<Link> make_capture_link(boost::asio::any_io_executor executor, FileEndpoint endpoint,
                                        std::string text);

std::unique_ptr<Link> make_hid_link(boost::asio::any_io_executor executor, HidEndpoint endpoint,
                                    std::string text);
/// Puts the unit's address into every request; over TCP the frames travel in Modbus TCP's envelope.
std::unique_ptr<Link> make_modbus_link(boost::asio::any_io_executor executor, ModbusEndpoint endpoint,
                                       std::string const& text);

}  // namespace bozhong::link
