// `bozhong scale detect`: which protocol and line a scale speaks, from what it sends. Nothing is written to
// it unless --active is given, and then only read requests of a closed list.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <iostream>

#include "station/cli/scale_detector.h"
#include "station/cli/scale_live_commands.h"
#include "station/cli/scale_output.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::ErrorKind;
using scale::Candidate;

json::array texts(std::vector<std::string> const& all) {
    json::array out;
    for (std::string const& one : all) out.emplace_back(one);
    return out;
}

/// The score is written by hand: a JSON library writes 0.97 as 9.7E-1.
void print(Candidate const& candidate, int rank) {
    char score[16];
    std::snprintf(score, sizeof score, "%.2f", candidate.score);
    std::cout << "{\"rank\":" << rank << ",\"protocol\":" << json::serialize(json::string(candidate.protocol))
              << ",\"line\":\"" << scale::line_text(candidate.line) << "\",\"score\":" << score
              << ",\"evidence\":" << json::serialize(texts(candidate.evidence))
              << ",\"undecided\":" << json::serialize(texts(candidate.undecided)) << "}\n";
}

void detect(DetectOptions const& options) {
    auto const [found, bytes] = detect_scale(options);
    int rank = 0;
    for (Candidate const& candidate : found) print(candidate, ++rank);
    std::cout.flush();
    if (found.empty() && bytes == 0)
        fail_scale({ErrorKind::timeout, "nothing was heard", options.endpoint,
                    options.active
                        ? "check power, cable (crossed or straight?) and the modem lines (dtr=0,rts=0)"
                        : "a scale that speaks only when asked needs --active; else check power and cable"});
    if (found.empty())
        fail_scale({ErrorKind::not_found, "bytes came, but no protocol known here makes such frames",
                    options.endpoint, "`bozhong scale learn` makes a description of them"});
    if (!found.front().undecided.empty())
        std::cerr << "bozhong: some things no frame tells; put a known weight on the pan and add "
                     "--shows \"2.345 kg\" with what the display shows\n";
}

}  // namespace

void add_scale_detect_command(CLI::App& group) {
    auto* command =
        group.add_subcommand("detect", "which protocol and line a scale speaks, from what it sends");
    auto options = std::make_shared<DetectOptions>();
    command->add_option("endpoint", options->endpoint, "serial:PATH, tcp:HOST:PORT, pty:PATH, file:FILE.cap")
        ->required();
    command->add_flag(
        "--active", options->active,
        "if it is silent, ask it with harmless read requests; otherwise nothing is ever written");
    command->add_option("--shows", options->shows, "what the display shows meanwhile: \"2.345 kg\"");
    command->add_option("--listen", options->listen_ms, "on each line, ms")->check(CLI::Range(100, 60'000));
    command->callback([=] { detect(*options); });
}

}  // namespace bozhong::cli
