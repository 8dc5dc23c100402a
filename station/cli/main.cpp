#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <string>

#include "station/cli/commands.h"
#include "station/cli/version.h"

namespace {

/// One line: what, and where to look. CLI11 would call an unknown command a missing one.
std::string wrong_use(CLI::App const* app, CLI::Error const& error) {
    std::string what = error.what();
    auto const unknown = app->remaining(true);
    if (what == "A subcommand is required" && !unknown.empty()) what = "no such command: " + unknown.front();
    return "bozhong: " + what + "; see `bozhong --help`\n";
}

/// Lines that nobody could take are no success: a full disk behind `>` would go unseen.
int with_output_written(int code) {
    bool const written = static_cast<bool>(std::cout.flush()) && std::fflush(stdout) == 0;
    if (code != 0 || written) return code;
    std::cerr << "bozhong: stdout: cannot be written; check the disk behind it\n";
    return 3;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"bozhong: scales, labels, journal, orders and simulators from the command line", "bozhong"};
    app.require_subcommand(1);
    app.failure_message(wrong_use);
    app.set_version_flag("--version", bozhong::cli::version_text());
    // One line for each group as it exists.
    bozhong::cli::add_scale_commands(app);
    bozhong::cli::add_label_commands(app);
    bozhong::cli::add_printer_commands(app);
    bozhong::cli::add_journal_commands(app);
    bozhong::cli::add_recover_command(app);
    bozhong::cli::add_order_commands(app);
    bozhong::cli::add_doctor_command(app);
    bozhong::cli::add_bench_command(app);
    bozhong::cli::add_simtest_command(app);
    auto* sim = app.add_subcommand("sim", "devices and people that exist only as bytes");
    sim->require_subcommand(1);
    bozhong::cli::add_sim_scale_command(*sim);
    bozhong::cli::add_sim_printer_command(*sim);
    bozhong::cli::add_sim_sorter_command(*sim);

    try {
        app.parse(argc, argv);
    } catch (CLI::RuntimeError const& end) {
        return with_output_written(end.get_exit_code());
    } catch (CLI::ParseError const& error) {
        int const code = app.exit(error);
        return code == 0 ? with_output_written(0) : 2;
    }
    return with_output_written(0);
}
