// bozhong-bench-screen: the part of `bozhong bench` that needs Qt. One JSON object a run; `bozhong bench`
// reads it.

#include <CLI/CLI.hpp>
#include <QApplication>
#include <algorithm>
#include <cstdio>

#include "tests/bench/bare_qt.h"
#include "tests/bench/busy_table.h"
#include "tests/bench/qt_labels.h"
#include "tests/bench/real_screen.h"

namespace {

using namespace bozhong;

struct Options {
    int runs = 5, frames = 240, tasks = 1000, bare_stream = 0;
    std::string dir = ".", busy;
    int labels = 0;
    bool bare_list = false;
};

void print_numbers(char const* key, std::vector<double> const& values) {
    std::printf("\"%s\":[", key);
    for (std::size_t at = 0; at < values.size(); ++at) std::printf("%s%.4f", at == 0 ? "" : ",", values[at]);
    std::printf("]");
}

/// Ours and the floor in turn, so that a machine that drifts drifts for both.
int measure(Options const& options) {
    for (int run = 0; run < options.runs; ++run) {
        auto const bare = bench::bare_delays(options.frames);
        auto const real =
            bench::real_delays(options.dir + "/screen" + std::to_string(run), options.tasks, options.frames);
        if (!real.ok()) {
            std::printf("%s\n", real.error().text().c_str());
            return 3;
        }
        std::printf("{");
        print_numbers("painted_ms", *real);
        std::printf(",");
        print_numbers("bare_ms", bare);
        std::printf("}\n");
    }
    return 0;
}

/// A table at work once, beside bare Qt with one scale. The journal is this process's until it ends.
int measure_busy(Options const& options) {
    int const frames = std::min(options.frames, 600);
    auto const bare = bench::bare_delays(frames);
    double const bare_percent = bench::bare_stream_percent(frames);
    auto const table = bench::busy_table(options.busy, options.frames);
    if (!table.ok()) {
        std::printf("%s\n", table.error().text().c_str());
        return 3;
    }
    std::printf("{");
    print_numbers("painted_ms", table->painted_ms);
    std::printf(",");
    print_numbers("bare_ms", bare);
    std::printf(",\"percent\":%.3f,\"bare_percent\":%.3f,\"minutes\":%.6f", table->percent, bare_percent,
                table->seconds / 60);
    std::printf(",\"written\":%d,\"read\":%d,\"wrong\":%d", table->written, table->read, table->wrong);
    std::printf(",\"weighings\":%jd,\"labels\":%jd,\"acknowledged\":%jd}\n", table->weighings, table->labels,
                table->acknowledged);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Options options;
    CLI::App app{"measures the screen for `bozhong bench`", "bozhong-bench-screen"};
    app.add_option("--runs", options.runs, "of the floor and of the station's screen, in turn");
    app.add_option("--frames", options.frames, "of each, 60 a second");
    app.add_option("--tasks", options.tasks, "on the station's list");
    app.add_option("--dir", options.dir, "where the journals are");
    app.add_flag("--bare-list", options.bare_list,
                 "only a bare window with a list: prints its MB when painted");
    app.add_option("--bare-stream", options.bare_stream,
                   "only bare Qt, so many frames: prints its percent of a core");
    app.add_option(
        "--busy", options.busy,
        "only a table at work, with the station's settings in this file: two scales, so many frames each");
    app.add_option("--labels", options.labels, "only QPainter, so many labels: prints their milliseconds");
    CLI11_PARSE(app, argc, argv);
    if (options.labels > 0) {
        std::printf("{");
        print_numbers("label_ms", bench::painted_labels(options.labels));
        std::printf("}\n");
        return 0;
    }
    if (options.bare_list) return std::printf("%.1f\n", bench::bare_list_megabytes()), 0;
    if (options.bare_stream > 0)
        return std::printf("%.3f\n", bench::bare_stream_percent(options.bare_stream)), 0;
    return options.busy.empty() ? measure(options) : measure_busy(options);
}
