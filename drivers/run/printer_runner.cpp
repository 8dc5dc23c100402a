#include "drivers/run/printer_runner.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

#include "drivers/link/printer_link.h"

namespace bozhong::run {
namespace {

namespace asio = boost::asio;

domain::Instant now() {
    return domain::Instant(std::chrono::duration_cast<domain::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch()));
}

constexpr domain::milliseconds k_queue_patience{30'000};

core::PrinterState to_core(printer::State state) {
    switch (state) {
        case printer::State::ready: return core::PrinterState::ready;
        case printer::State::busy: return core::PrinterState::busy;
        case printer::State::paper_out: return core::PrinterState::paper_out;
        case printer::State::paper_low: return core::PrinterState::paper_low;
        case printer::State::cover_open: return core::PrinterState::cover_open;
        case printer::State::fault: return core::PrinterState::fault;
        case printer::State::away: return core::PrinterState::away;
    }
    std::abort();
}

core::PrinterTrouble to_core(printer::Trouble trouble) {
    switch (trouble) {
        case printer::Trouble::none: return core::PrinterTrouble::none;
        case printer::Trouble::ribbon_out: return core::PrinterTrouble::ribbon_out;
        case printer::Trouble::paper_jam: return core::PrinterTrouble::paper_jam;
        case printer::Trouble::cutter: return core::PrinterTrouble::cutter;
        case printer::Trouble::paused: return core::PrinterTrouble::paused;
        case printer::Trouble::too_hot: return core::PrinterTrouble::too_hot;
        case printer::Trouble::too_cold: return core::PrinterTrouble::too_cold;
        case printer::Trouble::other: return core::PrinterTrouble::other;
    }
    std::abort();
}

class PrinterRunner : public app::Printer {
  public:
    PrinterRunner(PrinterOptions options, printer::Profile profile, RasterMaker make_raster)
        : m_options(std::move(options)),
          m_profile(profile),
          m_make_raster(std::move(make_raster)),
          m_spool(m_profile, m_options.name, m_options.times),
          m_timer(m_context) {}
    ~PrinterRunner() override { PrinterRunner::stop(); }

    domain::Status make_link() {
        auto made = link::make_printer_link(m_context.get_executor(), m_options.endpoint);
        if (!made) return made.error();
        m_link = std::move(*made);
        return domain::Done{};
    }

    void start(OnLabel on_label, OnState on_state) override {
        m_on_label = std::move(on_label);
        m_on_state = std::move(on_state);
        if (m_options.unfinished_before) m_spool.clear_first();
        asio::post(m_context, [this] { open(); });
        m_thread = std::thread([this] {
            auto const work = asio::make_work_guard(m_context);
            m_context.run();
        });
    }

    void print(app::LabelJob job) override {
        asio::post(m_context, [this, job = std::move(job)] { submit(job); });
    }

    void stop() override {
        if (!m_thread.joinable()) return;
        asio::post(m_context, [this] {
            m_link->close();
            step([&] { m_spool.on_lost("the program ends", now()); });
            m_context.stop();
        });
        m_thread.join();
    }

  private:
    void submit(app::LabelJob const& job) {
        auto const fail = [&](std::string known_by, std::string detail) {
            m_on_label({job.label, domain::LabelState::failed, std::move(known_by), m_options.name,
                        std::move(detail)});
        };
        auto const raster = m_make_raster(job.content);
        if (!raster) return fail("not drawn", raster.error().text());
        auto encoded = printer::encode_label(
            m_profile, {std::as_bytes(std::span(raster->rows)), raster->width_bytes, raster->height},
            printer::process_id_of(job.label), raster->own ? &*raster->own : nullptr);
        if (!encoded) return fail("not encoded", encoded.error().text());
        m_spool.submit(job.label, std::move(*encoded), now());
        carry_out();
    }

    void open() {
        m_link->open(
            {[this](std::string const& found) { opened(found); },
             [this](std::span<std::byte const> bytes) { step([&] { m_spool.on_bytes(bytes, now()); }); },
             [this](std::size_t n) { step([&] { m_spool.on_written(n, now()); }); },
             [this](std::uint8_t status) { step([&] { m_spool.on_port_status(status, now()); }); },
             [this](domain::Error const& error) { step([&] { m_spool.on_lost(error.text(), now()); }); },
             [this] { step([&] { m_spool.on_arrived(now()); }); }});
    }

    void opened(std::string const&) {
        step([&] { m_spool.on_open(now()); });
    }

    template <class F>
    void step(F happened) {
        happened();
        carry_out();
    }

    void write(printer::Send& send) {
        if (send.of_label) return m_link->write_label(std::move(send.bytes), send.ends_label);
        m_link->write(std::move(send.bytes));
    }

    void carry_out() {
        for (printer::Output& output : m_spool.take_outputs()) {
            if (auto* send = std::get_if<printer::Send>(&output)) write(*send);
            if (std::get_if<printer::Reopen>(&output)) open();
            if (auto* moved = std::get_if<domain::LabelMoved>(&output))
                m_on_label({moved->label, moved->state, moved->known_by, moved->printer, moved->detail});
            if (auto* seen = std::get_if<printer::Seen>(&output))
                m_on_state({m_options.name, to_core(seen->state), seen->detail, to_core(seen->trouble)});
        }
        m_timer.expires_after(m_spool.wake_at(now()) - now());
        m_timer.async_wait([this](boost::system::error_code error) {
            if (!error) step([&] { m_spool.on_time(now()); });
        });
    }

    PrinterOptions m_options;
    printer::Profile m_profile;
    RasterMaker m_make_raster;
    printer::Spool m_spool;
    asio::io_context m_context{1};
    asio::steady_timer m_timer;
    std::unique_ptr<link::PrinterLink> m_link;
    OnLabel m_on_label;
    OnState m_on_state;
    std::thread m_thread;
};

}  // namespace

domain::Result<std::unique_ptr<app::Printer>> make_printer(PrinterOptions options, RasterMaker make_raster) {
    printer::Profile const* profile = printer::find_profile(options.profile);
    if (!profile)
        return domain::Error{domain::ErrorKind::bad_input, "no printer profile of this name", options.profile,
                             "see bozhong printer profiles"};
    if (options.name.empty()) options.name = options.endpoint;
    printer::Profile chosen = *profile;
    chosen.media = options.media;
    if (options.endpoint.starts_with("cups:")) {
        // A queue hands nothing back, and takes its time over a label.
        chosen.confirm = printer::Confirm::none;
        chosen.answers_status = false;
        options.times.stalled = k_queue_patience;
    }
    auto runner = std::make_unique<PrinterRunner>(std::move(options), chosen, std::move(make_raster));
    if (auto made = runner->make_link(); !made) return made.error();
    return std::unique_ptr<app::Printer>(std::move(runner));
}

}  // namespace bozhong::run
