#include "drivers/link/makers.h"

namespace bozhong::link {
namespace {

struct Maker {
    boost::asio::any_io_executor executor;
    std::string const& text;

    std::unique_ptr<Link> operator()(SerialEndpoint endpoint) {
        return make_serial_link(executor, std::move(endpoint), text);
    }
    std::unique_ptr<Link> operator()(PtyEndpoint endpoint) {
        return make_pty_link(executor, std::move(endpoint), text);
    }
    std::unique_ptr<Link> operator()(TcpEndpoint endpoint) {
        return make_tcp_link(executor, std::move(endpoint), text);
    }
    std::unique_ptr<Link> operator()(TcpListenEndpoint endpoint) {
        return make_tcp_listen_link(executor, std::move(endpoint), text);
    }
    std::unique_ptr<Link> operator()(FileEndpoint endpoint) {
        return make_capture_link(executor, std::move(endpoint), text);
    }
    std::unique_ptr<Link> operator()(HidEndpoint endpoint) {
        return make_hid_link(executor, std::move(endpoint), text);
    }
    std::unique_ptr<Link> operator()(ModbusEndpoint endpoint) {
        return make_modbus_link(executor, std::move(endpoint), text);
    }
};

}  // namespace

domain::Result<std::unique_ptr<Link>> make_link(boost::asio::any_io_executor executor,
                                                std::string const& endpoint) {
    auto parsed = parse_endpoint(endpoint);
    if (!parsed) return parsed.error();
    return std::visit(Maker{std::move(executor), endpoint}, std::move(*parsed));
}

}  // namespace bozhong::link
