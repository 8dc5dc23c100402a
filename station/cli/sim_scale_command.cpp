// `bozhong sim scale`: a scale with physics on a TCP port or a pseudo-terminal.

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>

#include "drivers/sim/control_socket.h"
#include "drivers/sim/load_script.h"
#include "drivers/sim/scale_sim.h"
#include "station/cli/commands.h"
#include "station/cli/scale_output.h"
#include "station/domain/mass.h"

namespace bozhong::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

struct SimScaleOptions {
    sim::ScaleSimSettings sim;
    std::string control, loads, faults, trace;
    std::string max_kg = "15", division_g = "5", noise_g = "1";
    int hold_ms = 0, gap_ms = 700;
};

std::int64_t milligrams(std::string const& text, domain::MassUnit unit, char const* option) {
    auto const value = domain::Decimal::parse(text);
    auto const mass = value ? domain::to_mass(*value, unit) : std::nullopt;
    if (!mass || mass->mg < 0)
        fail_scale({domain::ErrorKind::bad_input, "'" + text + "' is no mass", option, "write a number"});
    return mass->mg;
}

void print(json::object const& object) {
    std::cout << json::serialize(object) << std::endl;
}

/// What lay on the pan from when on: the truth that a station's weighings are judged by.
void write_trace(std::string const& path, std::string const& command) {
    bool const lays = command.starts_with("put ") || command.starts_with("add ");
    if (path.empty() || (!lays && !command.starts_with("remove"))) return;
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    auto const at_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    std::ofstream(path, std::ios::app)
        << json::serialize(json::object{{"at_ms", at_ms}, {"command", command}}) + "\n";
}

void set_nature(SimScaleOptions& options) {
    sim::ScaleNature& nature = options.sim.nature;
    nature.max_mg = milligrams(options.max_kg, domain::MassUnit::kg, "--max");
    nature.division_mg = milligrams(options.division_g, domain::MassUnit::g, "--division");
    nature.noise_mg = milligrams(options.noise_g, domain::MassUnit::g, "--noise");
    if (nature.division_mg < 1000 || nature.division_mg % 1000 != 0)
        fail_scale({domain::ErrorKind::bad_input, "the division must be whole grams", "--division",
                    "write 1, 2, 5, 10 …"});
    auto const faults = sim::parse_line_faults(options.faults);
    if (!faults) fail_scale(faults.error());
    options.sim.faults = *faults;
}

void simulate(SimScaleOptions options) {
    set_nature(options);
    std::vector<std::string> loads;
    if (!options.loads.empty()) {
        auto read = sim::read_loads(options.loads);
        if (!read) fail_scale(read.error());
        loads = std::move(*read);
    }
    asio::io_context context(1);
    auto scale = sim::ScaleSim::start(context.get_executor(), options.sim);
    if (!scale) fail_scale(scale.error());
    std::unique_ptr<sim::ControlSocket> control;
    if (!options.control.empty()) {
        auto made =
            sim::ControlSocket::listen(context.get_executor(), options.control, [&](std::string const& line) {
                write_trace(options.trace, line);
                return (*scale)->command(line);
            });
        if (!made) fail_scale(made.error());
        control = std::move(*made);
    }
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) { context.stop(); });
    print({{"listening", (*scale)->endpoint()}, {"protocol", options.sim.protocol}});
    if (!loads.empty()) {
        int const hold = options.hold_ms > 0 ? options.hold_ms : options.sim.nature.settle_ms + 1500;
        auto const on_put = [](std::size_t number, std::string const& kg) {
            print({{"load", number}, {"kg", kg}});
        };
        std::make_shared<sim::LoadScript>(context.get_executor(), **scale, std::move(loads), hold,
                                          options.gap_ms, on_put)
            ->run([] {
                print({{"loads", "done"}});
            });
    }
    context.run();
}

}  // namespace

void add_sim_scale_command(CLI::App& sim) {
    auto* command =
        sim.add_subcommand("scale", "a scale with physics: real bytes over TCP or a pseudo-terminal");
    auto options = std::make_shared<SimScaleOptions>();
    auto& settings = options->sim;
    command->add_option("--protocol", settings.protocol, sim::scale_wire_names())->required();
    command
        ->add_option("--listen", settings.listen,
                     "tcp:HOST:PORT (port 0: a free one), pty:LINK, "
                     "modbus-tcp:HOST:PORT/UNIT or hid:VID:PID[:SERIAL]")
        ->required();
    command->add_option("--control", options->control,
                        "unix socket taking one-line commands: put KG, remove, cut, status …");
    command->add_option("--trace", options->trace,
                        "file to append what was laid on and taken off over the control socket, JSONL");
    command->add_option("--loads", options->loads,
                        "CSV with a column actual or kg; each load is put on and taken off");
    command->add_option("--hold", options->hold_ms,
                        "of --loads: how long each lies, ms (default settle + 1500)");
    command->add_option("--gap", options->gap_ms, "of --loads: empty pan between two, ms");
    command->add_option("--rate", settings.rate_hz, "frames a second")->check(CLI::Range(1, 200));
    command
        ->add_option("--repeat", settings.repeat_most,
                     "most frames for one update of the display (least: one less)")
        ->check(CLI::Range(1, 20));
    command->add_option("--seed", settings.seed, "of everything that is left to chance");
    command->add_option(
        "--faults", options->faults,
        "noise=5,checksum=2,flip=1,drop=1,stutter=1,double=1,split=50,glue=3,echo=1,parity=1,baud=50");
    command->add_option("--settle", settings.nature.settle_ms, "until the pan rests, ms")
        ->check(CLI::Range(0, 60000));
    command->add_option("--max", options->max_kg, "kg");
    command->add_option("--division", options->division_g, "g");
    command->add_option("--noise", options->noise_g, "of a resting pan, g");
    command->callback([=] {
        options->sim.repeat_least = std::max(1, options->sim.repeat_most - 1);
        simulate(*options);
    });
}

}  // namespace bozhong::cli
