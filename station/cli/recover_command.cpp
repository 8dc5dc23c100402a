// `bozhong recover`: which weighings a disk lost, from the labels on the bags; and entering them again.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>

#include "station/cli/commands.h"
#include "station/cli/hub_access.h"
#include "station/cli/version.h"
#include "station/journal/recover.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using journal::Finding;

struct Arguments {
    std::string file, labels, key, person, reason;
    bool apply = false;
};

std::vector<journal::Scan> read_scans(std::istream& in) {
    std::vector<journal::Scan> out;
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) out.push_back({number, line});
    }
    return out;
}

json::object name_of(wire::LabelClaim const& claim) {
    json::object out{{"incarnation", claim.event.incarnation}, {"seq", claim.event.seq}};
    if (claim.net_mg) out["net_mg"] = *claim.net_mg;
    if (claim.count) out["count"] = *claim.count;
    return out;
}

void print(json::object const& line) {
    std::cout << json::serialize(line) << '\n';
}

void print(journal::Found const& label) {
    json::object line{{"kind", "label"}, {"line", label.scan.line}, {"state", name(label.finding)}};
    if (!label.claim.event.station.empty()) {
        line["station"] = label.claim.event.station;
        for (auto const& [key, value] : name_of(label.claim)) line[key] = value;
    }
    if (label.finding == Finding::lost || label.finding == Finding::recovered) line["proved"] = true;
    if (!label.why.empty()) line["why"] = label.why;
    print(line);
}

void print(journal::Gap const& gap) {
    auto const numbers = static_cast<std::int64_t>(gap.to - gap.from + 1);
    print({{"kind", "gap"},
           {"incarnation", gap.incarnation},
           {"from", gap.from},
           {"to", gap.to},
           {"numbers", numbers},
           {"proved", gap.proved},
           {"unknown", gap.unknown},
           {"why", std::to_string(numbers) + " events lost: " + std::to_string(gap.proved) +
                       " weighings proved by labels, " + std::to_string(gap.unknown) +
                       " not known (events of labels, or weighings whose label was not scanned)"}});
}

bool apply(Arguments const& a, journal::Losses const& losses) {
    journal::OpenOptions options;
    options.software = version_text().substr(0, version_text().find('\n'));
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    options.stamp.at = {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    auto const recovery = journal::enter_again(a.file, losses, {a.person, a.reason}, options);
    if (!recovery) end_with(recovery.error());
    bool all = true;
    for (auto const& label : recovery->labels) {
        json::object line{{"kind", label.seq != 0 ? "entered" : "not_entered"},
                          {"line", label.label.scan.line}};
        line["recovers"] = name_of(label.label.claim);
        if (label.seq != 0) line["incarnation"] = recovery->head.incarnation;
        if (label.seq != 0) line["seq"] = label.seq;
        if (label.seq == 0) line["why"] = label.why;
        all = all && label.seq != 0;
        print(line);
    }
    return all;
}

void run(Arguments const& a) {
    std::ifstream file;
    if (!a.labels.empty()) {
        file.open(a.labels);
        if (!file)
            end_with({domain::ErrorKind::unavailable, "it cannot be read", a.labels,
                      "name the file of scanned lines"});
    }
    auto const losses = journal::find_losses(a.file, read_scans(a.labels.empty() ? std::cin : file), a.key);
    if (!losses) end_with(losses.error());
    for (auto const& label : losses->labels) print(label);
    for (auto const& gap : losses->gaps) print(gap);
    json::object summary{
        {"kind", "summary"}, {"station", losses->station}, {"labels", losses->labels.size()}};
    for (auto const finding : {Finding::present, Finding::lost, Finding::recovered, Finding::other_station,
                               Finding::contradicts, Finding::forged, Finding::unreadable, Finding::again})
        summary[name(finding)] = losses->count(finding);
    print(summary);
    bool const doubtful = losses->count(Finding::forged) + losses->count(Finding::contradicts) > 0;
    bool good = losses->count(Finding::lost) == 0;
    if (a.apply && !good) good = apply(a, *losses);
    std::cout.flush();
    if (!good || doubtful) throw CLI::RuntimeError(1);
}

}  // namespace

void add_recover_command(CLI::App& app) {
    auto const a = std::make_shared<Arguments>();
    auto* command = app.add_subcommand(
        "recover",
        "which weighings did this journal lose? the labels on the bags say; exit 1 if one is lost or forged");
    command->add_option("file", a->file, "the journal's file; it may be in use, but not with --apply")
        ->required();
    command->add_option(
        "--labels", a->labels,
        "scanned QR texts, one a line, each with a tab and ORDER or ORDER/LINE for --apply; else standard "
        "input");
    command->add_option("--public-key", a->key,
                        "the device's key, hex, beside those that signed the journal");
    auto* const apply = command->add_flag(
        "--apply", a->apply, "enter the lost weighings again, marked as by hand and naming the lost ones");
    auto* const person =
        command->add_option("--person", a->person, "who enters them; needs the right to enter a weight");
    auto* const reason = command->add_option("--reason", a->reason, "why");
    apply->needs(person)->needs(reason);
    command->callback([a] { run(*a); });
}

}  // namespace bozhong::cli
