#pragma once
#include <memory>
#include <string>

#include "drivers/link/printer_link.h"

namespace bozhong::link {

struct CupsQueue {
    std::string name;
    std::string host;  ///< empty: this machine's
    int port = 631;
};
/// "QUEUE" or "QUEUE@HOST[:PORT]".
domain::Result<CupsQueue> parse_cups_queue(std::string const& text);

/// A CUPS queue: each label is one raw job. Its last bytes count as taken when the queue says the job is
/// completed; a job that is aborted, cancelled or lost is a loss of the link, and a job given up is
/// cancelled, so that it does not come out later. Nothing is read back: what is no label is dropped. Calls to
/// the queue run on a thread of their own and give up after three seconds.
std::unique_ptr<PrinterLink> make_cups_printer(boost::asio::any_io_executor executor, CupsQueue queue,
                                               std::string text);

}  // namespace bozhong::link
