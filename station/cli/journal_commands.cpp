#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>

#include "station/cli/commands.h"
#include "station/cli/version.h"
#include "station/journal/backup.h"
#include "station/journal/export.h"
#include "station/journal/verify.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::Error, domain::ErrorKind;

[[noreturn]] void fail(Error const& error) {
    std::cerr << "bozhong: " << error.text() << '\n';
    bool const wrong_use = error.kind == ErrorKind::bad_input || error.kind == ErrorKind::conflict;
    throw CLI::RuntimeError(error.kind == ErrorKind::corrupt ? 1 : wrong_use ? 2 : 3);
}

void line(json::object const& object) {
    std::cout << json::serialize(object) << std::endl;
}

/// Prints the verdict; a bad one ends with status 1.
void print(journal::Verdict const& verdict) {
    if (verdict.ok) {
        line({{"ok", true},
              {"events", verdict.events},
              {"head", verdict.head.hash},
              {"station", verdict.station},
              {"incarnation", verdict.head.incarnation},
              {"seq", verdict.head.seq},
              {"signatures", verdict.signatures}});
        return;
    }
    line({{"ok", false},
          {"seq", verdict.seq},
          {"why", verdict.why},
          {"station", verdict.station},
          {"incarnation", verdict.incarnation},
          {"events", verdict.events}});
    throw CLI::RuntimeError(1);
}

/// INCARNATION:SEQ or INCARNATION:SEQ:HASH.
domain::Head parse_mark(std::string const& text) {
    auto const first = text.find(':');
    auto const second = first == std::string::npos ? first : text.find(':', first + 1);
    std::string const number = first == std::string::npos ? "" : text.substr(first + 1, second - first - 1);
    bool const digits =
        !number.empty() && number.size() < 13 && number.find_first_not_of("0123456789") == std::string::npos;
    if (first != 16 || !digits)
        fail({ErrorKind::bad_input, "this is no mark of the hub: " + text, "--hub-mark",
              "write INCARNATION:SEQ[:HASH]"});
    return {text.substr(0, first), std::stoull(number),
            second == std::string::npos ? "" : text.substr(second + 1)};
}

void run_verify(std::string const& file, std::string const& mark, std::string const& key) {
    journal::VerifyOptions options;
    if (!mark.empty()) options.hub_mark = parse_mark(mark);
    options.public_key = key;
    auto const verdict = journal::verify(file, options);
    if (!verdict) fail(verdict.error());
    print(*verdict);
}

void run_export(std::string const& file, journal::Span const& span, std::string const& format,
                std::string const& out) {
    std::ofstream target;
    if (!out.empty()) {
        target.open(out, std::ios::binary | std::ios::trunc);
        if (!target) fail({ErrorKind::unavailable, "it cannot be written", out, "name another file"});
    }
    auto const done = journal::export_events(
        file, span, format == "csv" ? journal::ExportFormat::csv : journal::ExportFormat::jsonl,
        out.empty() ? std::cout : target);
    if (!done) fail(done.error());
}

void run_show(std::string const& file, std::string const& task) {
    auto const slash = task.rfind('/');
    domain::LineKey const key{task.substr(0, slash),
                              slash == std::string::npos ? "" : task.substr(slash + 1)};
    if (auto const done = journal::show_events(file, key, std::cout); !done) fail(done.error());
}

void run_backup(std::string const& file, std::string const& out) {
    auto const verdict = journal::backup(file, out);
    if (!verdict) fail(verdict.error());
    print(*verdict);
}

void run_restore(std::string const& from, std::string const& out) {
    journal::OpenOptions options;
    options.software = version_text().substr(0, version_text().find('\n'));
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    options.stamp.at = {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    auto const head = journal::restore(from, out, options);
    if (!head) fail(head.error());
    line({{"ok", true}, {"incarnation", head->incarnation}, {"seq", head->seq}, {"head", head->hash}});
}

struct Arguments {
    std::string file, out, mark, key, format = "jsonl", task;
    journal::Span span;
};

CLI::App* command(CLI::App& parent, char const* name, char const* what,
                  std::shared_ptr<Arguments> const& arguments) {
    auto* sub = parent.add_subcommand(name, what);
    sub->add_option("file", arguments->file, "the journal's file")->required();
    return sub;
}

}  // namespace

void add_journal_commands(CLI::App& app) {
    auto const a = std::make_shared<Arguments>();
    auto* group = app.add_subcommand("journal", "look at a station's journal; beside a running station too");
    group->require_subcommand(1);

    auto* check = command(*group, "verify", "is it what was written? names the first bad event", a);
    check->add_option("--hub-mark", a->mark, "what the hub has: INCARNATION:SEQ[:HASH]");
    check->add_option("--public-key", a->key, "the device's key, hex: no other may have signed");
    check->callback([a] { run_verify(a->file, a->mark, a->key); });

    auto* write = command(*group, "export", "every event, one a line", a);
    write->add_option("--from", a->span.from, "first sequence or UTC time");
    write->add_option("--to", a->span.to, "last sequence or UTC time");
    write->add_option("--format", a->format, "csv or jsonl")
        ->check(CLI::IsMember({"csv", "jsonl"}))
        ->capture_default_str();
    write->add_option("-o,--out", a->out, "a file instead of the standard output");
    write->callback([a] { run_export(a->file, a->span, a->format, a->out); });

    auto* show = command(*group, "show", "for people: one readable line an event", a);
    show->add_option("--task", a->task, "ORDER or ORDER/LINE");
    show->callback([a] { run_show(a->file, a->task); });

    command(*group, "rebuild", "make the projections again; the station must not run", a)->callback([a] {
        if (auto const done = journal::rebuild(a->file); !done) fail(done.error());
        run_verify(a->file, "", "");
    });

    add_seal_commands(*group);

    auto* save = command(app, "backup", "a verified copy of a journal, beside a running station too", a);
    save->add_option("-o,--out", a->out, "the new file")->required();
    save->callback([a] { run_backup(a->file, a->out); });

    auto* bring_back = command(app, "restore", "a journal from a backup, in a new incarnation", a);
    bring_back->add_option("-o,--out", a->out, "the new journal")->required();
    bring_back->callback([a] { run_restore(a->file, a->out); });
}

}  // namespace bozhong::cli
