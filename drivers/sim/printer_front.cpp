#include "drivers/sim/printer_front.h"

#include <chrono>
#include <cstdio>
#include <utility>

namespace bozhong::sim {

constexpr int k_tick_ms = 10;

PrinterFront::PrinterFront(boost::asio::any_io_executor const& executor, PrinterMake make, PaperTray tray)
    : m_acceptor(executor), m_tick(executor), m_printer(std::move(make)), m_tray(std::move(tray)) {}

PrinterFront::error_code PrinterFront::listen(tcp::endpoint const& where) {
    m_where = where;
    return start_listening();
}

PrinterFront::error_code PrinterFront::start_listening() {
    error_code error;
    m_acceptor.open(m_where.protocol(), error);
    if (!error) m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) m_acceptor.bind(m_where, error);
    if (!error) m_acceptor.listen(8, error);
    if (error) return error;
    m_where = m_acceptor.local_endpoint();
    accept();
    return error;
}

void PrinterFront::accept() {
    m_acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
        if (error) return;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        self->accepted(std::move(socket));
    });
}

/// Paper moves while time passes.
void PrinterFront::run_motor() {
    if (m_ticking || !m_printer.moving()) return;
    m_ticking = true;
    m_tick.expires_after(std::chrono::milliseconds(k_tick_ms));
    m_tick.async_wait([self = shared_from_this()](error_code error) {
        self->m_ticking = false;
        if (error) return;
        self->m_printer.pass(k_tick_ms);
        self->settle();
    });
}

void PrinterFront::settle() {
    run_motor();
    for (PrintedLabel const& label : m_printer.take_printed()) {
        if (auto kept = m_tray.keep(label); !kept) std::fprintf(stderr, "%s\n", kept.error().text().c_str());
    }
    std::string answers = m_printer.take_answers();
    if (!m_printer.powered()) return shut();
    if (!listening()) {
        if (error_code const error = start_listening())
            std::fprintf(stderr, "cannot listen again: %s\n", error.message().c_str());
    }
    carry(std::move(answers));
}

void PrinterFront::shut() {
    error_code ignored;
    m_tick.cancel();
    m_acceptor.close(ignored);
    unplug();
}

}  // namespace bozhong::sim
