#include <sys/vfs.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "station/cli/bench/rows.h"
#include "station/cli/commands.h"

namespace bozhong::cli {

namespace {

using namespace bench;

constexpr std::array benches{
    Bench{"screen", "a scale's frame to the weight painted, 60 Hz", bench_screen},
    Bench{"confirm", "the press to the durable event and the label's bytes", bench_confirm},
    Bench{"import", "a wave of 1,000 tasks into the hub and onto a station", bench_import},
    Bench{"start", "a station's start with 100,000 events", bench_start},
    Bench{"steady", "processor time and memory of a running station", bench_steady},
    Bench{"label", "labels a second", bench_label},
    Bench{"detect", "scales found by what they send", bench_detect},
    Bench{"parser", "scale protocols, bytes a second", bench_parser},
    // Of hands, not of this machine: it judges nothing that changes with the build or its disk.
    Bench{"table", "a scripted sorter's seconds a bag in each way of booking, simulated; only when named",
          bench_table, true},
    Bench{"busy",
          "two scales at 60 Hz, printing and synchronising on a million events; only when named: minutes",
          bench_busy, true},
    Bench{"offline", "half a year without a hub, a million weighings; only when named: minutes",
          bench_offline, true},
};

struct Options {
    std::vector<std::string> names;
    Sizes sizes;
    std::string dir;
    bool json = false;
};

/// What is measured in memory says nothing about a disk.
void warn_of_memory(std::string const& dir) {
    struct statfs found {};
    constexpr long tmpfs = 0x01021994;
    if (::statfs(dir.c_str(), &found) == 0 && found.f_type == tmpfs)
        std::fprintf(stderr,
                     "bozhong bench: %s is in memory: commits cost nothing there; name a disk with --dir\n",
                     dir.c_str());
}

std::string make_folder(std::string const& dir) {
    auto const root = dir.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(dir);
    auto pattern = (root / "bozhong-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) return pattern;
    std::fprintf(stderr, "bozhong bench: no folder can be made in %s; name another with --dir\n",
                 root.c_str());
    throw CLI::RuntimeError(3);
}

bool wanted(Options const& options, Bench const& bench) {
    return (options.names.empty() && !bench.only_when_named) ||
           std::ranges::find(options.names, bench.name) != options.names.end();
}

/// True when every goal was met.
bool run_one(Bench const& bench, Options const& options) {
    auto const rows = bench.run(options.sizes);
    if (!rows.ok()) {
        std::fprintf(stderr, "bozhong bench %s: %s\n", bench.name, rows.error().text().c_str());
        throw CLI::RuntimeError(3);
    }
    for (auto const& row : *rows)
        if (options.json)
            print_json(row, options.sizes.runs);
        else
            print_table(row);
    return std::ranges::all_of(*rows, &Row::met);
}

void run_benches(Options options) {
    options.sizes.dir = make_folder(options.dir);
    options.sizes.json = options.json;
    // Also when a bench fails: nothing of it stays behind.
    std::unique_ptr<std::string const, void (*)(std::string const*)> const folder(
        &options.sizes.dir, [](std::string const* made) {
            std::error_code ignored;
            std::filesystem::remove_all(*made, ignored);
        });
    warn_of_memory(options.sizes.dir);
    if (!options.json) print_heading();
    bool good = true;
    for (auto const& bench : benches)
        if (wanted(options, bench)) good = run_one(bench, options) && good;
    // A smoke run judges nothing: its figures mean nothing.
    if (!good && !options.sizes.tiny) throw CLI::RuntimeError(1);
}

}  // namespace

void add_bench_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("bench", "the speed figures, each beside a floor measured in the same run");
    auto const options = std::make_shared<Options>();
    std::vector<std::string> names;
    std::string help = "which of them; none = all:";
    for (auto const& bench : benches) {
        names.emplace_back(bench.name);
        help += std::string("\n  ") + bench.name + ": " + bench.help;
    }
    command->add_option("names", options->names, help)->check(CLI::IsMember(names));
    command->add_flag("--json", options->json, "one JSON object a figure");
    command->add_option("--runs", options->sizes.runs, "the figures are medians of so many")
        ->check(CLI::Range(1, 99))
        ->capture_default_str();
    command
        ->add_option("--dir", options->dir,
                     "a folder on the disk to measure; the system's temporary one if left out")
        ->check(CLI::ExistingDirectory);
    command->add_option("--weighings", options->sizes.weighings, "how many of them \"offline\" makes")
        ->check(CLI::Range(1'000, 10'000'000))
        ->capture_default_str();
    command->add_flag("--tiny", options->sizes.tiny,
                      "next to nothing of each, to see that it runs; judges no goal");
    command->callback([options] { run_benches(*options); });
}

}  // namespace bozhong::cli
