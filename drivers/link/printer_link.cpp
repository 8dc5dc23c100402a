#include "drivers/link/printer_link.h"

#include "drivers/link/printer_cups.h"
#include "drivers/link/printer_lp.h"
#include "drivers/link/printer_tcp.h"
#include "drivers/link/printer_usb.h"

namespace bozhong::link {

domain::Result<std::unique_ptr<PrinterLink>> make_printer_link(boost::asio::any_io_executor executor,
                                                               std::string const& endpoint) {
    auto const bad = [&](std::string what) {
        return domain::Error{domain::ErrorKind::bad_input, std::move(what), endpoint,
                             "write tcp:HOST:PORT, usb:auto, usb:VID:PID[:SERIAL], lp:/dev/usb/lp0, "
                             "serial:/dev/ttyS0?9600,8N1 or cups:QUEUE[@HOST]"};
    };
    if (endpoint.starts_with("tcp:")) {
        std::string host = endpoint.substr(4), port = "9100";
        if (auto const colon = host.rfind(':'); colon != std::string::npos) {
            port = host.substr(colon + 1);
            host.resize(colon);
        }
        if (host.empty() || port.empty() || port.size() > 5 ||
            port.find_first_not_of("0123456789") != std::string::npos)
            return bad("this is no host and port");
        return make_tcp_printer(std::move(executor), std::move(host), std::move(port));
    }
    if (endpoint.starts_with("usb:")) {
        auto choice = parse_usb_choice(endpoint.substr(4));
        if (!choice) return bad(choice.error().what);
        return make_usb_printer(std::move(executor), std::move(*choice), endpoint);
    }
    if (endpoint.starts_with("serial:") || endpoint.starts_with("pty:")) {
        auto line = parse_endpoint(endpoint);
        if (!line) return line.error();
        return make_serial_printer(std::move(executor), std::move(*line), endpoint);
    }
    if (endpoint.starts_with("cups:")) {
        auto queue = parse_cups_queue(endpoint.substr(5));
        if (!queue) return bad(queue.error().what);
        return make_cups_printer(std::move(executor), std::move(*queue), endpoint);
    }
    if (endpoint.starts_with("lp:/")) return make_lp_printer(std::move(executor), endpoint.substr(3));
    return bad("no printer is reached this way");
}

}  // namespace bozhong::link
