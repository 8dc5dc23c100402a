// A station that goes for good: its journal as a sealed file, and that file handed in at the hub.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "station/cli/commands.h"
#include "station/cli/hub_access.h"
#include "station/journal/sealed_export.h"
#include "sync/wire/sealed.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::Done;
using domain::Error;
using domain::ErrorKind;
using domain::Status;

struct Arguments {
    std::string file, out, key;
    HubOptions hub;
};

void print(wire::Seal const& seal) {
    std::cout << json::serialize(json::object{{"ok", true},
                                              {"station", seal.station},
                                              {"events", seal.events},
                                              {"incarnations", seal.heads.size()},
                                              {"digest", seal.digest},
                                              {"public_key", seal.public_key}})
              << std::endl;
}

std::ifstream open(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) end_with({ErrorKind::unavailable, "there is no such file", path, "name the sealed file"});
    return in;
}

/// The verdict on a file that is not good is a line as well as an error.
[[noreturn]] void not_good(Error const& error) {
    if (error.kind == ErrorKind::corrupt)
        std::cout << json::serialize(json::object{{"ok", false}, {"where", error.where}, {"why", error.what}})
                  << std::endl;
    end_with(error);
}

void check(Arguments const& a) {
    auto in = open(a.file);
    auto const seal = wire::read_sealed(in);
    if (!seal) not_good(seal.error());
    if (!a.key.empty() && a.key != seal->public_key)
        not_good({ErrorKind::corrupt, "another device sealed this", "public_key " + seal->public_key, ""});
    print(*seal);
}

void hand_in(Arguments const& a) {
    auto in = open(a.file);
    auto const access = access_of(a.hub);
    std::int64_t batches = 0;
    auto const base = [&](std::string const& station) {
        return a.hub.base() + "/stations/" + client::url_text(station);
    };
    auto const seal = wire::read_sealed(in, [&](wire::EventBatch const& batch) -> Status {
        auto const answer =
            ask_for<wire::BatchAnswer>(access, {"POST", base(batch.station) + "/hand-in",
                                                wire::to_json(batch), domain::milliseconds(30'000), ""});
        if (!answer) return answer.error();
        ++batches;
        if (answer->quarantine || answer->acknowledged >= batch.events.back().id.seq) return Done{};
        return Error{ErrorKind::conflict,
                     "the hub took the journal only to " + std::to_string(answer->acknowledged),
                     batch.incarnation, "hand it in again"};
    });
    if (!seal) not_good(seal.error());
    auto const retired = ask(access, {"POST", base(seal->station) + "/retire", wire::to_json(*seal),
                                      domain::milliseconds(30'000), ""});
    if (!retired) end_with(retired.error());
    std::cout << json::serialize(json::object{{"ok", true},
                                              {"station", seal->station},
                                              {"state", "retired"},
                                              {"events", seal->events},
                                              {"batches", batches}})
              << std::endl;
}

}  // namespace

void add_seal_commands(CLI::App& journal) {
    auto const a = std::make_shared<Arguments>();
    auto* seal = journal.add_subcommand(
        "seal", "every event of a retiring station as one signed file; the station must not run");
    seal->add_option("file", a->file, "the journal's file")->required();
    seal->add_option("-o,--out", a->out, "the new file")->required();
    seal->callback([a] {
        auto const sealed = journal::export_sealed(a->file, a->out);
        if (!sealed) end_with(sealed.error());
        print(*sealed);
    });

    auto* look = journal.add_subcommand("check-sealed",
                                        "is a sealed file what the device wrote? names the first bad line");
    look->add_option("file", a->file, "the sealed file")->required();
    look->add_option("--public-key", a->key, "the device's key, hex: no other may have sealed it");
    look->callback([a] { check(*a); });

    auto* give =
        journal.add_subcommand("hand-in", "gives a sealed file to the hub, which then retires the station");
    give->add_option("file", a->file, "the sealed file")->required();
    a->hub.add_to(*give);
    give->callback([a] { hand_in(*a); });
}

}  // namespace bozhong::cli
