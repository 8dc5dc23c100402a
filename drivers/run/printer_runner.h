#pragma once
// A spool, a printer link and timers on a thread of their own: the station's printer port.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "drivers/printer/profile.h"
#include "drivers/printer/spool.h"
#include "station/app/ports.h"

namespace bozhong::run {

/// A rendered label: rows from top to bottom, each width_bytes long, most significant bit left, 1 = black.
struct LabelRaster {
    int width_bytes = 0, height = 0;
    std::string rows;
    std::optional<printer::OwnPage> own = {};  ///< what a printer with letters of its own may write itself
};
/// Runs on the printer's thread.
using RasterMaker = std::function<domain::Result<LabelRaster>(domain::LabelContent const&)>;

struct PrinterOptions {
    std::string name;      ///< as it stands in label states; the endpoint when empty
    std::string endpoint;  ///< "tcp:HOST:PORT", "usb:auto", "usb:VID:PID[:SERIAL]", "lp:/dev/usb/lp0",
                           ///< "serial:/dev/ttyS0?9600,8N1", "cups:QUEUE[@HOST[:PORT]]"
    std::string profile = "escpos_58_label";
    printer::SpoolTimes times;
    printer::Media media;  ///< of label languages
    bool unfinished_before =
        false;  ///< a label was in flight when the program last ended: clear the printer first
};

/// Wrong endpoint or profile is bad_input; a printer that is away is no error.
domain::Result<std::unique_ptr<app::Printer>> make_printer(PrinterOptions options, RasterMaker make_raster);

}  // namespace bozhong::run
