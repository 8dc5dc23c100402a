#pragma once
// A virtual printer behind a TCP port or at the far end of USB/IP, its paper in a folder: label-0001.png …
// and paper.jsonl, a line a label.

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "drivers/sim/usb_face.h"
#include "drivers/sim/virtual_printer.h"
#include "station/domain/result.h"

namespace bozhong::sim {

/// Where the paper goes.
class PaperTray {
  public:
    /// Continues the numbering of a folder that has labels already. An empty folder name keeps nothing.
    static domain::Result<PaperTray> open(std::string folder);
    /// {"number","file","bytes","rows","across_gap","torn"} and the picture.
    domain::Status keep(PrintedLabel const& label);

  private:
    std::string m_folder;
    int m_kept = 0;
};

class PrinterFront;

/// Runs on one executor; all calls from there.
class PrinterServer {
  public:
    /// "tcp:HOST:PORT", or "usbip:HOST:PORT" for a device of that shape; port 0 takes a free one.
    static domain::Result<std::unique_ptr<PrinterServer>> listen(boost::asio::any_io_executor executor,
                                                                 std::string const& endpoint,
                                                                 PrinterMake make, PaperTray tray,
                                                                 UsbShape shape = {});
    ~PrinterServer();
    [[nodiscard]] std::uint16_t port() const;
    /// paper_out, new_roll [N], cover_open, cover_close, cutter_jam, clear_jam, ribbon_out, new_ribbon,
    /// pause, resume, too_hot, cooled, power_off, power_on, unplug, at BYTES COMMAND, status. Answers with
    /// one JSON line.
    std::string command(std::string const& line);
    VirtualPrinter& printer();

  private:
    explicit PrinterServer(std::shared_ptr<PrinterFront> front);
    std::shared_ptr<PrinterFront> m_front;
};

}  // namespace bozhong::sim
