#pragma once
// What lies between a virtual printer and the world: its time, its tray and the port it listens on. A front
// (TCP, USB/IP) adds how the bytes travel. Everything on one executor.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "drivers/sim/printer_server.h"

namespace bozhong::sim {

class PrinterFront : public std::enable_shared_from_this<PrinterFront> {
  public:
    using tcp = boost::asio::ip::tcp;
    using error_code = boost::system::error_code;

    PrinterFront(boost::asio::any_io_executor const& executor, PrinterMake make, PaperTray tray);
    virtual ~PrinterFront() = default;
    PrinterFront(PrinterFront const&) = delete;
    PrinterFront& operator=(PrinterFront const&) = delete;

    error_code listen(tcp::endpoint const& where);
    [[nodiscard]] std::uint16_t port() const { return m_where.port(); }
    VirtualPrinter& printer() { return m_printer; }
    /// After anything happened to the printer: power, answers, paper, room.
    void settle();
    /// Nobody listens any more and every connection is gone.
    void shut();
    /// The cable is pulled; the printer keeps its power.
    virtual void unplug() = 0;

  protected:
    /// Takes the next caller.
    void accept();
    [[nodiscard]] bool listening() const { return m_acceptor.is_open(); }
    virtual void accepted(tcp::socket socket) = 0;
    /// Moves bytes both ways as far as they go; `answers` are the printer's newest.
    virtual void carry(std::string answers) = 0;

  private:
    error_code start_listening();
    void run_motor();

    tcp::endpoint m_where;
    tcp::acceptor m_acceptor;
    boost::asio::steady_timer m_tick;
    bool m_ticking = false;
    VirtualPrinter m_printer;
    PaperTray m_tray;
};

/// Bytes as on port 9100.
std::shared_ptr<PrinterFront> make_tcp_front(boost::asio::any_io_executor const& executor, PrinterMake make,
                                             PaperTray tray);
/// USB transfers, to be attached by Linux's `usbip`.
std::shared_ptr<PrinterFront> make_usbip_front(boost::asio::any_io_executor const& executor, PrinterMake make,
                                               PaperTray tray, UsbShape shape);

}  // namespace bozhong::sim
