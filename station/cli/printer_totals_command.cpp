// bozhong printer totals JOURNAL: how a station's labels ended, for each printer, since its journal began.

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json.hpp>
#include <iostream>
#include <map>
#include <memory>

#include "station/cli/commands.h"
#include "station/journal/reader.h"
#include "sync/wire/event_codec.h"

namespace bozhong::cli {
namespace {

/// As the journal names them, in the order of domain::LabelState.
constexpr std::array states{"queued", "sending", "sent", "printed", "unknown", "failed", "void"};

struct Label {
    domain::LabelState state = domain::LabelState::queued;
    std::string printer;  ///< empty: none had it
};
using Labels = std::map<domain::EventName, Label>;

void see(Labels& labels, domain::StoredEvent const& event) {
    if (event.type == "label_queued") labels[{event.id.incarnation, event.id.seq}];
    if (event.type != "label_state") return;
    auto const fact = wire::decode(event.type, event.payload);
    auto const* moved = fact.ok() ? std::get_if<domain::LabelMoved>(&*fact) : nullptr;
    if (moved == nullptr) return;
    bool const here = moved->label_incarnation.empty();
    labels[{here ? event.id.incarnation : moved->label_incarnation, moved->label}] = {moved->state,
                                                                                      moved->printer};
}

void print_totals(std::string const& file) {
    Labels labels;
    auto reader = journal::Reader::open(file);
    auto const read = reader.ok() ? reader->each([&](auto const& event) { return see(labels, event), true; })
                                  : domain::Status(reader.error());
    if (!read.ok()) {
        std::cerr << "bozhong: " << read.error().text() << '\n';
        throw CLI::RuntimeError(read.error().kind == domain::ErrorKind::corrupt ? 1 : 3);
    }
    std::map<std::string, std::array<std::int64_t, states.size()>> printers;
    for (auto const& [name, label] : labels)
        ++printers[label.printer].at(static_cast<std::size_t>(label.state));
    for (auto const& [printer, counts] : printers) {
        boost::json::object out{{"printer", printer}};
        for (std::size_t at = 0; at < states.size(); ++at) out[states.at(at)] = counts.at(at);
        std::cout << boost::json::serialize(out) << std::endl;
    }
}

}  // namespace

void add_printer_totals_command(CLI::App& printer) {
    auto const file = std::make_shared<std::string>();
    auto* totals = printer.add_subcommand("totals", "how the labels of a journal ended, for each printer");
    totals->add_option("file", *file, "the journal's file; beside a running station too")->required();
    totals->callback([file] { print_totals(*file); });
}

}  // namespace bozhong::cli
