#pragma once
// A pipe to a printer. Unlike a scale's it says how many bytes the other side took, for a label's fate hangs
// on it, and it may know the printer's port status. Chosen by an endpoint text like every link.

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "station/domain/result.h"

namespace bozhong::link {

/// Everything happens on the executor given at creation; no callback runs inside a call to the link.
class PrinterLink {
  public:
    virtual ~PrinterLink() = default;
    struct Handlers {
        std::function<void(std::string found)> on_open;  ///< what was found: device id, address
        std::function<void(std::span<std::byte const>)> on_bytes;
        std::function<void(std::size_t)> on_written;  ///< that many bytes more were taken, also before a loss
        std::function<void(std::uint8_t)> on_port_status;  ///< USB GET_PORT_STATUS, when it was asked
        std::function<void(domain::Error)> on_lost;  ///< also when opening failed; it may be opened again
        std::function<void()> on_arrived;            ///< a device was plugged in while nothing is open
    };
    /// Closes first what is open.
    virtual void open(Handlers handlers) = 0;
    /// Appends to what is still to be written; a spool keeps at most one label's segment here.
    virtual void write(std::string bytes) = 0;
    /// The same of a label's bytes, for links that hand over whole labels.
    virtual void write_label(std::string bytes, bool /*ends_label*/) { write(std::move(bytes)); }
    virtual void close() = 0;
};

/// "tcp:HOST:PORT" (port 9100 when left out), "usb:auto", "usb:VID:PID", "usb:VID:PID:SERIAL",
/// "usb:VID:PID@BUS-PORT", "lp:/dev/usb/lp0", "serial:/dev/ttyS0?9600,8N1" as for scales, "pty:PATH",
/// "cups:QUEUE", "cups:QUEUE@HOST[:PORT]". Wrong text is bad_input.
domain::Result<std::unique_ptr<PrinterLink>> make_printer_link(boost::asio::any_io_executor executor,
                                                               std::string const& endpoint);

/// One printer on the USB, as its descriptors tell; nothing is opened.
struct UsbPrinter {
    std::uint16_t vendor = 0, product = 0;
    std::string path;  ///< bus and ports, "1-2.3": tells two equal printers apart
    int interface_number = 0, alternate = 0;
    int out_endpoint = 0, in_endpoint = 0;  ///< in_endpoint 0: one-way
    bool vendor_class = false;
};
domain::Result<std::vector<UsbPrinter>> list_usb_printers();

}  // namespace bozhong::link
