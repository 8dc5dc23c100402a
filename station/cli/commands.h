#pragma once
// The command groups of `bozhong`. Each adds its subcommands; a subcommand ends by throwing CLI::RuntimeError with
// the exit status of the contract: 0 good, 1 not good, 2 wrong use, 3 device, file or network failed.

namespace CLI {
class App;
}

namespace bozhong::cli {

void add_scale_commands(CLI::App& app);
void add_label_commands(CLI::App& app);
void add_label_verify_command(CLI::App& group);
void add_printer_commands(CLI::App& app);
void add_printer_totals_command(CLI::App& printer);
void add_journal_commands(CLI::App& app);
void add_seal_commands(CLI::App& journal);
void add_recover_command(CLI::App& app);
void add_order_commands(CLI::App& app);    ///< orders, results, reconcile, enroll
void add_sim_scale_command(CLI::App& sim);
void add_sim_printer_command(CLI::App& sim);
void add_sim_sorter_command(CLI::App& sim);
void add_doctor_command(CLI::App& app);
void add_bench_command(CLI::App& app);
void add_simtest_command(CLI::App& app);

}  // namespace bozhong::cli
