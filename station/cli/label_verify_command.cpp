// `bozhong label verify`: is what a label's QR code says what the journal holds, and did this station sign
// it?

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "station/cli/commands.h"
#include "station/journal/reader.h"
#include "sync/wire/chain.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/label_maker.h"
#include "sync/wire/label_payload.h"

namespace bozhong::cli {
namespace {

using domain::Error;
using domain::ErrorKind;
namespace json = boost::json;

[[noreturn]] void fail(Error const& error) {
    std::cerr << error.text() << '\n';
    throw CLI::RuntimeError(error.kind == ErrorKind::bad_input ? 2 : 3);
}

/// What the journal knows of a bag that may have a label.
struct Recorded {
    std::string hash;
    std::optional<std::int64_t> net_mg, count;
};

struct Truth {
    std::string station;
    std::map<std::pair<std::string, domain::Seq>, Recorded> bags;
    std::set<std::string> public_keys;  ///< hex; those that signed this journal
};

Truth read_journal(std::string const& path) {
    auto reader = journal::Reader::open(path);
    if (!reader) fail(reader.error());
    Truth truth{reader->station(), {}, {}};
    auto const read = reader->each([&](domain::StoredEvent const& event) {
        if (event.type != "weighed" && event.type != "counted") return true;
        auto const fact = wire::decode(event.type, event.payload);
        if (!fact) fail(fact.error());
        Recorded bag{event.hash, {}, {}};
        if (auto const* weighed = std::get_if<domain::Weighed>(&*fact)) bag.net_mg = weighed->net.mg;
        if (auto const* counted = std::get_if<domain::Counted>(&*fact)) bag.count = counted->count;
        truth.bags[{event.id.incarnation, event.id.seq}] = bag;
        return true;
    });
    if (!read) fail(read.error());
    journal::Query keys(reader->database(), "SELECT DISTINCT public_key FROM signature");
    while (keys.next()) truth.public_keys.insert(wire::to_hex(keys.text(0)));
    return truth;
}

std::string amount_text(std::optional<std::int64_t> const& net_mg, std::optional<std::int64_t> const& count) {
    return net_mg ? std::to_string(*net_mg) + " mg" : std::to_string(count.value_or(0)) + " pieces";
}

/// Empty when the label says what was recorded.
std::string contradiction(wire::LabelClaim const& claim, Truth const& truth) {
    if (claim.event.station != truth.station) return "it is of station " + claim.event.station;
    auto const bag = truth.bags.find({claim.event.incarnation, claim.event.seq});
    if (bag == truth.bags.end()) return "the journal has no such weighing or count";
    auto const& [hash, net_mg, count] = bag->second;
    if (net_mg != claim.net_mg || count != claim.count)
        return "it says " + amount_text(claim.net_mg, claim.count) + ", the journal " +
               amount_text(net_mg, count);
    if (!hash.starts_with(claim.short_hash)) return "its hash is not that of the event";
    return {};
}

bool verify_line(std::string const& text, Truth const& truth) {
    auto const verifier = [&](std::string_view key_id, std::string_view bytes, std::string_view signature) {
        return std::ranges::any_of(truth.public_keys, [&](std::string const& key) {
            auto const verify = wire::label_verifier(key);
            return verify && verify(key_id, bytes, signature);
        });
    };
    auto const claim = wire::read_label_payload(text, verifier);
    if (!claim) {
        std::cout << json::serialize(json::object{{"ok", false}, {"why", claim.error().what}}) << '\n';
        return false;
    }
    auto const wrong = contradiction(*claim, truth);
    json::object said{{"ok", wrong.empty()},
                      {"station", claim->event.station},
                      {"incarnation", claim->event.incarnation},
                      {"seq", claim->event.seq}};
    if (claim->net_mg) said["net_mg"] = *claim->net_mg;
    if (claim->count) said["count"] = *claim->count;
    if (!wrong.empty()) said["why"] = wrong;
    std::cout << json::serialize(said) << '\n';
    return wrong.empty();
}

void verify(std::string const& path) {
    auto const truth = read_journal(path);
    bool all_good = true;
    for (std::string text; std::getline(std::cin, text);) all_good = verify_line(text, truth) && all_good;
    std::cout.flush();
    if (!all_good) throw CLI::RuntimeError(1);
}

}  // namespace

void add_label_verify_command(CLI::App& group) {
    auto const path = std::make_shared<std::string>();
    auto* command = group.add_subcommand(
        "verify",
        "stdin: QR texts, one a line; is each signed by this station and what its journal holds? exit 0/1");
    command->add_option("--journal", *path, "the station's journal.db; it may be in use")->required();
    command->callback([path] { verify(*path); });
}

}  // namespace bozhong::cli
