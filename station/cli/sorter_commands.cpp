#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "station/cli/commands.h"
#include "station/cli/sorter/script.h"
#include "sync/wire/orders_csv.h"

namespace bozhong::cli {
namespace {

struct Options {
    SorterSetup setup;
    std::string loads;
    int give_up_s = 120;
};

Loads read_loads(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    auto const rows = wire::read_loads_csv(bytes.str(), path);
    if (!file || !rows.ok()) {
        std::cerr << "bozhong: " << (rows.ok() ? path + ": cannot be read" : rows.error().text()) << "\n";
        throw CLI::RuntimeError(2);
    }
    Loads loads;
    for (auto const& row : *rows) {
        auto const mass = row.actual.mass();
        // The scale simulator takes kilograms.
        auto const amount = mass ? domain::in_unit(*mass, domain::MassUnit::kg, 3) : row.actual.value;
        loads[{row.line_no, row.customer_code}] = {amount, !mass};
    }
    return loads;
}

void run(Options const& options) {
    auto setup = options.setup;
    setup.give_up_after = std::chrono::seconds(options.give_up_s);
    auto const done = SorterScript(setup, read_loads(options.loads)).run();
    boost::json::object const summary{
        {"finished", done.finished},   {"stopped_by", done.stopped_by}, {"loads_put", done.loads_put},
        {"captures_seen", done.captures_seen}, {"counts", done.counts}, {"confirms", done.confirms},
        {"releases", done.releases},   {"reprints", done.reprints},     {"written_by_hand", done.written_by_hand},
        {"put_again", done.put_again}, {"reconnects", done.reconnects}};
    std::cout << boost::json::serialize(summary) << "\n";
    throw CLI::RuntimeError(done.finished ? 0 : 1);
}

}  // namespace

void add_sim_sorter_command(CLI::App& sim) {
    auto options = std::make_shared<Options>();
    auto* command = sim.add_subcommand("sorter", "a scripted sorter: puts loads on, presses, takes them off");
    command->add_option("--control", options->setup.control, "the station's test control socket")->required();
    command->add_option("--scale-control", options->setup.scale_control, "the scale simulator's control socket")->required();
    command->add_option("--loads", options->loads, "CSV: line_no, sku, customer_code, actual, actual_unit")->required();
    command->add_option("--badge", options->setup.badge, "the sorter's badge")->required();
    command->add_option("--pin", options->setup.pin, "the sorter's PIN");
    command->add_option("--supervisor-badge", options->setup.supervisor_badge, "who releases red loads");
    command->add_option("--supervisor-pin", options->setup.supervisor_pin, "that person's PIN");
    command->add_option("--give-up", options->give_up_s, "seconds without progress after which it stops with status 1");
    command->add_option("--trace", options->setup.trace, "file to append every load put on, JSONL");
    command->callback([options] { run(*options); });
}

}  // namespace bozhong::cli
