#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <mutex>

#include "drivers/link/printer_link.h"
#include "drivers/printer/profile.h"
#include "drivers/run/printer_runner.h"
#include "drivers/sim/control_socket.h"
#include "drivers/sim/printer_server.h"
#include "drivers/sim/virtual_printer.h"
#include "station/cli/commands.h"

namespace bozhong::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

void line(json::object const& object) {
    std::cout << json::serialize(object) << std::endl;
}

[[noreturn]] void fail(domain::Error const& error) {
    std::cerr << "bozhong: " << error.text() << '\n';
    bool const wrong_use = error.kind == domain::ErrorKind::bad_input;
    throw CLI::RuntimeError(wrong_use ? 2 : 3);
}

json::value hex_id(int number) {
    char text[8];
    std::snprintf(text, sizeof text, "%04x", static_cast<unsigned>(number));
    return json::value(text);
}

void print_profiles() {
    for (printer::Profile const& profile : printer::profiles()) {
        line({{"id", profile.id},
              {"title", profile.title},
              {"language", printer::name(profile.language)},
              {"dots_wide", profile.dots_wide},
              {"dpi", profile.dpi},
              {"band_rows", profile.band_rows},
              {"feed", printer::name(profile.feed)},
              {"confirm", printer::name(profile.confirm)},
              {"answers_gs_r", profile.confirm == printer::Confirm::gs_r},
              {"answers_status", profile.answers_status},
              {"one_way", profile.one_way()}});
    }
}

std::string_view name(core::PrinterState state) {
    switch (state) {
        case core::PrinterState::ready: return "ready";
        case core::PrinterState::busy: return "busy";
        case core::PrinterState::paper_out: return "paper_out";
        case core::PrinterState::paper_low: return "paper_low";
        case core::PrinterState::cover_open: return "cover_open";
        case core::PrinterState::fault: return "fault";
        case core::PrinterState::away: return "away";
    }
    std::abort();
}

/// The first state the printer is in that says something; away when it has not spoken within five seconds.
void print_status(std::string const& endpoint, std::string const& profile) {
    auto made = run::make_printer({"", endpoint, profile, {}}, [](domain::LabelContent const&) {
        return domain::Error{domain::ErrorKind::unsupported, "nothing is printed here", "", ""};
    });
    if (!made) fail(made.error());
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<core::PrinterSeen> seen;
    (*made)->start([](core::LabelChanged const&) {},
                   [&](core::PrinterSeen const& state) {
                       std::lock_guard lock(mutex);
                       if (seen || state.state == core::PrinterState::busy) return;
                       seen = state;
                       changed.notify_one();
                   });
    {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::seconds(5), [&] { return seen.has_value(); });
    }
    (*made)->stop();
    if (!seen) seen = core::PrinterSeen{endpoint, core::PrinterState::away, "it does not answer"};
    line({{"endpoint", endpoint},
          {"profile", profile},
          {"state", name(seen->state)},
          {"detail", seen->detail}});
    if (seen->state == core::PrinterState::away) throw CLI::RuntimeError(3);
    if (seen->state != core::PrinterState::ready && seen->state != core::PrinterState::paper_low)
        throw CLI::RuntimeError(1);
}

void print_list() {
    auto const found = link::list_usb_printers();
    if (!found) fail(found.error());
    for (link::UsbPrinter const& usb : *found) {
        auto const vendor = hex_id(usb.vendor), product = hex_id(usb.product);
        line({{"endpoint", "usb:" + std::string(vendor.as_string()) + ":" + std::string(product.as_string()) +
                               "@" + usb.path},
              {"vendor", vendor},
              {"product", product},
              {"path", usb.path},
              {"interface", usb.interface_number},
              {"two_way", usb.in_endpoint != 0},
              {"vendor_class", usb.vendor_class}});
    }
}

/// Everything is drawn on one endless label; feeds to the next label end a line of the picture, not the
/// picture.
void decode(std::string const& png, int dots, sim::PrinterLanguage language) {
    sim::PrinterMake make;
    make.language = language;
    make.dots_wide = dots;
    // The label languages say themselves where a label ends.
    make.label_rows = language == sim::PrinterLanguage::escpos ? 100'000 : 20'000;
    make.rows_a_second = 1'000'000;
    make.gap_rows = 0;
    make.buffer = 64U << 20;
    sim::VirtualPrinter printer(make);
    printer.trace([](std::string_view command, std::string detail) {
        json::object object{{"command", command}};
        bool const plain = std::ranges::all_of(detail, [](char c) { return c >= 0x20 && c < 0x7F; });
        std::string hex;
        for (unsigned char c : detail) {
            char two[3];
            std::snprintf(two, sizeof two, "%02x", c);
            hex += two;
        }
        object[plain ? "detail" : "hex"] = plain ? detail : hex;
        line(object);
    });
    std::string const bytes{std::istreambuf_iterator<char>(std::cin), {}};
    if (bytes.size() > make.buffer)
        fail({domain::ErrorKind::bad_input, "more than 64 MiB", "stdin", "decode one job at a time"});
    // A feed would run to the end of the endless label: each label of the stream is cut off where it ends.
    printer.receive(bytes);
    while (printer.moving()) printer.pass(1'000);
    std::size_t const left = printer.buffered();
    printer.new_roll(std::nullopt);
    int number = 0;
    for (sim::PrintedLabel& label : printer.take_printed()) {
        while (!label.rows.empty() && std::ranges::find(label.rows.back(), true) == label.rows.back().end())
            label.rows.pop_back();
        json::object object{{"label", ++number}, {"rows", label.rows.size()}, {"dots_wide", label.dots_wide}};
        if (!png.empty()) {
            std::string path = png;
            if (number > 1)
                path.insert(path.rfind(".png") == std::string::npos ? path.size() : path.size() - 4,
                            "-" + std::to_string(number));
            if (!write_png(label, path))
                fail({domain::ErrorKind::io, "the picture cannot be written", path, "choose another --png"});
            object["file"] = path;
        }
        line(object);
    }
    line({{"bytes", bytes.size()}, {"unfinished_bytes", left}, {"answers", printer.take_answers().size()}});
    if (left > 0) throw CLI::RuntimeError(1);
}

std::map<std::string, sim::PrinterLanguage> const languages{{"escpos", sim::PrinterLanguage::escpos},
                                                            {"tspl", sim::PrinterLanguage::tspl},
                                                            {"zpl", sim::PrinterLanguage::zpl},
                                                            {"cpcl", sim::PrinterLanguage::cpcl}};

struct SimOptions {
    std::string listen, out, control;
    sim::PrinterLanguage language = sim::PrinterLanguage::escpos;
    int dpi = 203, speed = 100;
    int roll = 0, dots = 576, rows = 320, gap = 24;  // 60 × 40 mm labels on an 80 mm head
    std::size_t buffer = 65'536;
    sim::UsbShape usb;
    bool no_answers = false;
};

/// "VVVV:PPPP[:SERIAL]" in hex, as lsusb writes it.
bool read_usb_id(std::string const& text, sim::UsbShape& shape) {
    unsigned vendor = 0, product = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%4x:%4x%n", &vendor, &product, &used) != 2) return false;
    shape.vendor = static_cast<std::uint16_t>(vendor);
    shape.product = static_cast<std::uint16_t>(product);
    std::string const rest = text.substr(static_cast<std::size_t>(used));
    shape.serial = rest.empty() ? rest : rest.substr(1);
    return shape.serial.size() <= 126 && (rest.empty() || rest.size() > 1) && !rest.starts_with(' ');
}

/// Commands typed or piped in; a closed stdin just ends the typing.
void read_commands(asio::posix::stream_descriptor& input, std::string& buffer, sim::PrinterServer& server) {
    asio::async_read_until(input, asio::dynamic_buffer(buffer, 4096), '\n',
                           [&](boost::system::error_code error, std::size_t n) {
                               if (error) return;
                               std::cout << server.command(buffer.substr(0, n - 1)) << std::endl;
                               buffer.erase(0, n);
                               read_commands(input, buffer, server);
                           });
}

void simulate(SimOptions const& options) {
    sim::PrinterMake make;
    make.language = options.language;
    make.dots_wide = options.dots;
    make.dots_per_mm = options.dpi == 300 ? 12 : 8;
    make.rows_a_second = options.speed * make.dots_per_mm;
    make.label_rows = options.rows;
    make.gap_rows = options.gap;
    make.buffer = options.buffer;
    if (options.roll > 0) make.labels_on_roll = options.roll;
    make.answers_dle_eot = make.answers_gs_r = make.answers_process_id = !options.no_answers;
    auto tray = sim::PaperTray::open(options.out);
    if (!tray) fail(tray.error());
    asio::io_context context(1);
    auto server = sim::PrinterServer::listen(context.get_executor(), options.listen, make, std::move(*tray),
                                             options.usb);
    if (!server) fail(server.error());
    std::unique_ptr<sim::ControlSocket> control;
    if (!options.control.empty()) {
        auto made = sim::ControlSocket::listen(
            context.get_executor(), options.control,
            [printer = server->get()](std::string const& line) { return printer->command(line); });
        if (!made) fail(made.error());
        control = std::move(*made);
    }
    asio::posix::stream_descriptor input(context);
    std::string buffer;
    boost::system::error_code no_stdin;
    input.assign(::dup(STDIN_FILENO), no_stdin);
    if (!no_stdin) read_commands(input, buffer, **server);
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) { context.stop(); });
    line({{"listening", options.listen.substr(0, options.listen.find(':'))}, {"port", (*server)->port()}});
    context.run();
}

}  // namespace

void add_printer_commands(CLI::App& app) {
    auto* printer = app.add_subcommand("printer", "label printers");
    printer->require_subcommand(1);
    printer->add_subcommand("profiles", "what kinds of printer are known")->callback(print_profiles);

    auto* status = printer->add_subcommand("status", "how a printer is: exit 0 ready, 1 not, 3 away");
    auto endpoint = std::make_shared<std::string>();
    auto profile = std::make_shared<std::string>("escpos_58_label");
    status
        ->add_option(
            "endpoint", *endpoint,
            "tcp:HOST:PORT, usb:auto, usb:VID:PID[:SERIAL], lp:/dev/usb/lp0, serial:/dev/…, cups:QUEUE")
        ->required();
    status->add_option("--profile", *profile, "see `bozhong printer profiles`")->capture_default_str();
    status->callback([=] { print_status(*endpoint, *profile); });

    add_printer_totals_command(*printer);
    printer->add_subcommand("list", "the printers on the USB")->callback(print_list);

    auto* decoding = printer->add_subcommand("decode", "what a printer would make of the bytes on stdin");
    auto png = std::make_shared<std::string>();
    auto dots = std::make_shared<int>(576);
    decoding->add_option("--png", *png, "draw the paper");
    decoding->add_option("--dots", *dots, "width of the head")->check(CLI::Range(8, 4096));
    auto language = std::make_shared<sim::PrinterLanguage>(sim::PrinterLanguage::escpos);
    decoding->add_option("--language", *language, "escpos, tspl, zpl or cpcl")
        ->transform(CLI::CheckedTransformer(languages));
    decoding->callback([=] { decode(*png, *dots, *language); });
}

void add_sim_printer_command(CLI::App& sim) {
    auto* command = sim.add_subcommand("printer", "a label printer with paper, behind a TCP port or USB/IP");
    auto options = std::make_shared<SimOptions>();
    command
        ->add_option("--listen", options->listen,
                     "tcp:HOST:PORT, or usbip:HOST:PORT for `usbip attach -r HOST -b 1-1`")
        ->required();
    command->add_option("--out", options->out, "folder for the paper")->required();
    command->add_option("--control", options->control, "unix socket for one-line commands");
    command->add_option("--language", options->language, "escpos, tspl, zpl or cpcl")
        ->transform(CLI::CheckedTransformer(languages));
    command->add_option("--dpi", options->dpi, "of the head: 203 or 300")->check(CLI::IsMember({203, 300}));
    command->add_option("--speed", options->speed, "millimetres a second; ESC/POS prints as it reads")
        ->check(CLI::Range(10, 1000));
    command->add_option("--roll", options->roll, "labels on the roll; 0 is endless")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--dots", options->dots, "width of the head")->check(CLI::Range(8, 4096));
    command->add_option("--label-rows", options->rows, "length of a label in dots")
        ->check(CLI::Range(8, 4096));
    command->add_option("--gap-rows", options->gap, "gap between labels in dots")->check(CLI::Range(0, 400));
    command->add_option("--buffer", options->buffer, "bytes it takes without printing them")
        ->check(CLI::Range(64, 1 << 24));
    command->add_option_function<std::string>(
        "--usb-id",
        [options](std::string const& text) {
            if (!read_usb_id(text, options->usb))
                throw CLI::ValidationError("--usb-id", "VVVV:PPPP[:SERIAL], hex");
        },
        "with usbip: vendor and product, and a serial number");
    command->add_flag("--no-answers", options->no_answers, "a printer that never answers");
    command->callback([=] { simulate(*options); });
}

}  // namespace bozhong::cli
