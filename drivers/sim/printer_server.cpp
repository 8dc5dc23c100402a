#include "drivers/sim/printer_server.h"

#include <charconv>
#include <sstream>
#include <utility>

#include "drivers/sim/printer_front.h"

namespace bozhong::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

domain::Error cannot_listen(domain::ErrorKind kind, std::string const& endpoint, std::string what) {
    return {kind, std::move(what), endpoint, "use tcp:HOST:PORT or usbip:HOST:PORT with a free port"};
}

}  // namespace

PrinterServer::PrinterServer(std::shared_ptr<PrinterFront> front) : m_front(std::move(front)) {}

PrinterServer::~PrinterServer() {
    m_front->shut();
}

domain::Result<std::unique_ptr<PrinterServer>> PrinterServer::listen(asio::any_io_executor executor,
                                                                     std::string const& endpoint,
                                                                     PrinterMake make, PaperTray tray,
                                                                     UsbShape shape) {
    auto const first = endpoint.find(':'), last = endpoint.rfind(':');
    std::string const kind = endpoint.substr(0, first);
    unsigned number = 0;
    bool const formed = (kind == "tcp" || kind == "usbip") && last > first;
    if (formed) {
        auto const [end, bad] =
            std::from_chars(endpoint.data() + last + 1, endpoint.data() + endpoint.size(), number);
        if (bad != std::errc{} || end != endpoint.data() + endpoint.size()) number = 65536;
    }
    if (!formed || number > 65535)
        return cannot_listen(domain::ErrorKind::bad_input, endpoint, "this is no place to listen");
    std::string host = endpoint.substr(first + 1, last - first - 1);
    if (host == "localhost") host = "127.0.0.1";
    error_code error;
    auto const address = asio::ip::make_address(host, error);
    if (error) return cannot_listen(domain::ErrorKind::bad_input, endpoint, "the host must be an address");
    auto front = kind == "tcp"
                     ? make_tcp_front(executor, std::move(make), std::move(tray))
                     : make_usbip_front(executor, std::move(make), std::move(tray), std::move(shape));
    error = front->listen({address, static_cast<std::uint16_t>(number)});
    if (error) return cannot_listen(domain::ErrorKind::unavailable, endpoint, error.message());
    return std::unique_ptr<PrinterServer>(new PrinterServer(std::move(front)));
}

std::uint16_t PrinterServer::port() const {
    return m_front->port();
}
VirtualPrinter& PrinterServer::printer() {
    return m_front->printer();
}

namespace {

/// Empty when the words are no command.
std::function<void(VirtualPrinter&)> parse_command(std::istringstream& words) {
    std::string word;
    words >> word;
    if (word == "paper_out") return [](VirtualPrinter& printer) { printer.paper_out(); };
    if (word == "cover_open") return [](VirtualPrinter& printer) { printer.cover_open(); };
    if (word == "cover_close") return [](VirtualPrinter& printer) { printer.cover_close(); };
    if (word == "cutter_jam") return [](VirtualPrinter& printer) { printer.cutter_jam(); };
    if (word == "power_off") return [](VirtualPrinter& printer) { printer.power_off(); };
    if (word == "power_on") return [](VirtualPrinter& printer) { printer.power_on(); };
    if (word == "ribbon_out") return [](VirtualPrinter& printer) { printer.ribbon_out(); };
    if (word == "new_ribbon") return [](VirtualPrinter& printer) { printer.new_ribbon(); };
    if (word == "pause") return [](VirtualPrinter& printer) { printer.pause(true); };
    if (word == "resume") return [](VirtualPrinter& printer) { printer.pause(false); };
    if (word == "too_hot") return [](VirtualPrinter& printer) { printer.too_hot(true); };
    if (word == "cooled") return [](VirtualPrinter& printer) { printer.too_hot(false); };
    if (word == "clear_jam") return [](VirtualPrinter& printer) { printer.clear_jam(); };
    if (word == "new_roll") {
        int labels = 0;
        bool const limited = static_cast<bool>(words >> labels);
        return [=](VirtualPrinter& printer) {
            printer.new_roll(limited ? std::optional(labels) : std::nullopt);
        };
    }
    if (word == "at") {
        std::uint64_t bytes = 0;
        words >> bytes;
        auto then = words ? parse_command(words) : nullptr;
        if (!then) return nullptr;
        return [=](VirtualPrinter& printer) { printer.at(bytes, then); };
    }
    if (word == "status") return [](VirtualPrinter&) {};
    return nullptr;
}

}  // namespace

std::string PrinterServer::command(std::string const& line) {
    if (line == "unplug") {
        m_front->unplug();
        return m_front->printer().status_json();
    }
    std::istringstream words(line);
    auto const act = parse_command(words);
    if (!act)
        return "{\"ok\":false,\"error\":\"known are paper_out, new_roll [N], cover_open, cover_close, "
               "cutter_jam, clear_jam, ribbon_out, new_ribbon, pause, resume, too_hot, cooled, "
               "power_off, power_on, unplug, at BYTES COMMAND, status\"}";
    act(m_front->printer());
    m_front->settle();
    return m_front->printer().status_json();
}

}  // namespace bozhong::sim
