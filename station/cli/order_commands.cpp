// orders, results, reconcile and enroll: what the order service's people and an installer do against a hub.

#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>

#include "config/credentials.h"
#include "station/cli/commands.h"
#include "station/cli/hub_access.h"
#include "station/cli/reconciling.h"
#include "station/cli/text_file.h"
#include "station/cli/version.h"
#include "station/journal/files.h"
#include "sync/wire/orders_csv.h"
#include "sync/wire/xlsx.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::Error;
using domain::ErrorKind;
using domain::milliseconds;
using domain::Result;

constexpr milliseconds import_timeout{60'000};

void line(json::object const& object) {
    std::cout << json::serialize(object) << std::endl;
}

template <class T>
T or_end(Result<T> result) {
    if (!result) end_with(result.error());
    return std::move(result).value();
}

// ---- orders import

struct ImportOptions {
    HubOptions hub;
    std::string file, business_date;
    bool dry_run = false, replace_wave = false;
};

/// Eight digits at the end of a wave's id that are a date: "W20230617" is of 2023-06-17.
std::string date_in(std::string const& wave) {
    if (wave.size() < 8) return "";
    std::string const digits = wave.substr(wave.size() - 8);
    if (digits.find_first_not_of("0123456789") != std::string::npos) return "";
    bool const possible = digits.substr(0, 2) == "20" && digits.substr(4, 2) >= "01" &&
                          digits.substr(4, 2) <= "12" && digits.substr(6, 2) >= "01" &&
                          digits.substr(6, 2) <= "31";
    return possible ? digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2) : "";
}

wire::OrderLine message_of(wire::OrderRow const& row, std::string const& business_date) {
    wire::OrderLine out;
    out.row = static_cast<std::int64_t>(row.file_line);
    out.warehouse = row.warehouse;
    out.wave = row.wave;
    out.business_date = !row.business_date.empty() ? row.business_date
                        : !business_date.empty()   ? business_date
                                                   : date_in(row.wave);
    out.order_no = row.line.order_no;
    out.line_no = row.line.line_no;
    out.customer_code = row.customer_code;
    out.customer = row.customer;
    out.route = row.route;
    out.driver = row.driver;
    out.tote = row.tote;
    out.sku = row.sku;
    out.product = row.product;
    out.category = row.category;
    out.kind = row.kind == domain::TaskKind::weighed ? "weighed" : "counted";
    out.ordered = row.ordered.value.text();
    out.unit = row.ordered.unit;
    out.note = row.note;
    out.extras.insert(row.extras.begin(), row.extras.end());
    return out;
}

Result<wire::ImportRequest> read_orders(ImportOptions const& options) {
    auto const text = read_text_file(options.file);
    if (!text) return text.error();
    if (options.file.ends_with(".json")) {
        auto request = wire::from_json<wire::ImportRequest>(*text);
        if (request) return request;
        Error error = request.error();
        error.where = options.file + (error.where.empty() ? "" : ": " + error.where);
        return error;
    }
    auto const csv = wire::looks_like_xlsx(*text) ? wire::csv_of_xlsx(*text, options.file) : text;
    if (!csv) return csv.error();
    auto const rows = wire::read_orders_csv(*csv, options.file);
    if (!rows) return rows.error();
    wire::ImportRequest request;
    for (auto const& row : *rows) request.lines.push_back(message_of(row, options.business_date));
    return request;
}

void import_orders(ImportOptions const& options) {
    auto request = read_orders(options);
    if (!request) {
        // A file that cannot be taken is not wrong use: the thing given is not good.
        Error error = request.error();
        if (error.kind == ErrorKind::bad_input || error.kind == ErrorKind::full)
            error.kind = ErrorKind::refused;
        end_with(error);
    }
    request->dry_run = options.dry_run;
    if (options.replace_wave) {
        std::set<std::string> waves;
        for (auto const& order : request->lines) waves.insert(order.wave);
        if (waves.size() != 1)
            end_with({ErrorKind::refused,
                      "--replace-wave needs a file of one wave; this one has " + std::to_string(waves.size()),
                      options.file, "split the file"});
        request->replace_wave = *waves.begin();
    }
    std::string const body = wire::to_json(*request);
    if (body.size() > wire::body_bytes_max)
        end_with({ErrorKind::refused, "too much for one import (4 MiB as messages)", options.file,
                  "split it by wave"});
    auto const answer = or_end(ask_for<wire::ImportAnswer>(
        access_of(options.hub),
        {"POST", options.hub.base() + "/orders/import", body, import_timeout, idempotency_key()}));
    if (answer.dry_run)
        for (auto const& change : answer.changes)
            line({{"order_no", change.order_no},
                  {"line_no", change.line_no},
                  {"change", change.change},
                  {"fields", json::value_from(change.fields)}});
    line({{"added", answer.added},
          {"changed", answer.changed},
          {"unchanged", answer.unchanged},
          {"cancelled", answer.cancelled},
          {"unassigned", answer.unassigned},
          {"dry_run", answer.dry_run}});
}

// ---- results pull

struct PullOptions {
    HubOptions hub;
    std::string cursor;
    bool follow = false;
};

Result<wire::ResultsPage> pull_page(client::HttpAccess const& access, HubOptions const& hub,
                                    std::string const& cursor) {
    std::string const after = cursor.empty() ? "" : "&cursor=" + client::url_text(cursor);
    return ask_for<wire::ResultsPage>(access, {"GET", hub.base() + "/results?limit=500" + after, ""});
}

void wait_for(milliseconds time) {
    boost::asio::io_context context;
    boost::asio::steady_timer timer(context, time);
    timer.wait();
}

void pull_results(PullOptions const& options) {
    auto const access = access_of(options.hub);
    std::string cursor = options.cursor;
    for (;;) {
        auto const page = pull_page(access, options.hub, cursor);
        bool const may_come_back =
            !page && (page.error().kind == ErrorKind::unavailable || page.error().kind == ErrorKind::timeout);
        if (!page && !(options.follow && may_come_back)) end_with(page.error());
        if (page) {
            for (auto const& row : page->results) std::cout << wire::to_json(row) << '\n';
            std::cout << std::flush;
            if (!std::cout) end_with({ErrorKind::io, "nobody takes the output", "stdout", ""});
            cursor = page->next.empty() ? cursor : page->next;
            if (!page->more && !options.follow) return;
        }
        if (!page || !page->more) wait_for(milliseconds(1'000));
    }
}

// ---- reconcile

struct ReconcileOptions {
    HubOptions hub;
    std::string wave, with;
};

Results results_of_wave(client::HttpAccess const& access, ReconcileOptions const& options) {
    Results out;
    std::string cursor;
    for (;;) {
        auto const page = or_end(pull_page(access, options.hub, cursor));
        for (auto const& row : page.results)
            if (row.wave == options.wave) out[{row.order_no, row.line_no}] = row;
        if (!page.more) return out;
        cursor = page.next;
    }
}

void reconcile(ReconcileOptions const& options) {
    auto const access = access_of(options.hub);
    std::vector<wire::LoadRow> loads;
    if (!options.with.empty()) {
        auto read = wire::read_loads_csv(or_end(read_text_file(options.with)), options.with);
        loads = or_end(std::move(read));
    }
    auto const answer = or_end(ask_for<wire::ReconcileAnswer>(
        access, {"GET", options.hub.base() + "/waves/" + client::url_text(options.wave) + "/reconcile", ""}));
    auto differences = answer.differences;
    Results const results = results_of_wave(access, options);
    if (std::string const ours = digest(results); ours != answer.digest)
        differences.push_back({"", "", "", "digest of the pulled results", answer.digest, ours});
    if (!options.with.empty()) {
        auto const more = compare(results, loads);
        differences.insert(differences.end(), more.begin(), more.end());
    }
    for (auto const& it : differences)
        line({{"order_no", it.order_no},
              {"line_no", it.line_no},
              {"station", it.station},
              {"what", it.what},
              {"hub", it.hub},
              {"theirs", it.theirs}});
    if (!differences.empty()) throw CLI::RuntimeError(1);
}

// ---- enroll

struct EnrollOptions {
    std::string url, code, dir, ca_file;
    bool again = false;
};

void enroll(EnrollOptions const& options) {
    namespace fs = std::filesystem;
    std::error_code code;
    fs::create_directories(options.dir, code);
    fs::path const dir(options.dir);
    std::string const credentials = (dir / "credentials.toml").string();
    if (::access(dir.c_str(), W_OK) != 0)
        end_with({ErrorKind::io, "cannot write in the station's folder", options.dir,
                  "make it, writable by this user"});
    if (fs::exists(credentials) && !options.again)
        end_with({ErrorKind::conflict, "this station is enrolled already", credentials,
                  "use --again to enrol it anew"});
    auto const key = or_end(journal::device_key((dir / "journal.db").string()));
    wire::EnrolRequest const request{options.code, key.public_key,
                                     version_text().substr(0, version_text().find('\n'))};
    auto const answer = or_end(ask_for<wire::EnrolAnswer>(
        {options.url, "", options.ca_file},
        {"POST", "/v1/enrol", wire::to_json(request), milliseconds(10'000), idempotency_key()}));
    config::Credentials const given{
        options.url,        answer.warehouse,      answer.station,     answer.name,        answer.secret,
        answer.feed_cursor, answer.station_number, answer.short_first, answer.short_count, answer.key_id};
    or_end(config::save_credentials(credentials, given));
    line({{"station", answer.station},
          {"warehouse", answer.warehouse},
          {"name", answer.name},
          {"public_key", key.public_key},
          {"credentials", credentials}});
}

void add_import(CLI::App& orders) {
    auto options = std::make_shared<ImportOptions>();
    auto* command =
        orders.add_subcommand("import", "order lines of a CSV, Excel or JSON file into a hub, all or nothing");
    command->add_option("file", options->file, "orders.csv or .xlsx (first sheet; columns as config/sample/orders.csv), or .json")
        ->required();
    options->hub.add_to(*command);
    command->add_flag("--dry-run", options->dry_run,
                      "say what would change, line by line, and change nothing");
    command->add_flag("--replace-wave", options->replace_wave,
                      "cancel the wave's lines that this file lacks");
    command->add_option("--business-date", options->business_date,
                        "YYYY-MM-DD of lines that name none; else a date at the end of the wave's id");
    command->callback([options] { import_orders(*options); });
}

void add_enroll(CLI::App& app) {
    auto options = std::make_shared<EnrollOptions>();
    auto* command = app.add_subcommand("enroll", "turns a one-time code into this station's key and secret");
    command->add_option("--hub", options->url, "address of the hub")->required();
    command->add_option("--code", options->code, "one-time code from the hub")->required();
    command->add_option("--dir", options->dir, "the station's folder: journal.db.key and credentials.toml")
        ->required();
    command->add_option("--ca", options->ca_file, "PEM file of the hub's certificate authority");
    command->add_flag("--again", options->again, "replace the credentials that are there");
    command->callback([options] { enroll(*options); });
}

}  // namespace

void add_order_commands(CLI::App& app) {
    auto* orders = app.add_subcommand("orders", "order lines into a hub");
    orders->require_subcommand(1);
    add_import(*orders);

    auto* results = app.add_subcommand("results", "what was weighed, as the order service settles it");
    results->require_subcommand(1);
    auto pull = std::make_shared<PullOptions>();
    auto* pull_command =
        results->add_subcommand("pull", "results after a cursor, one a line, in commit order");
    pull->hub.add_to(*pull_command);
    pull_command->add_option("--cursor", pull->cursor,
                             "the cursor of the last result taken; from the first when left out");
    pull_command->add_flag("--follow", pull->follow, "go on with what comes, until interrupted");
    pull_command->callback([pull] { pull_results(*pull); });

    auto compare_options = std::make_shared<ReconcileOptions>();
    auto* reconcile_command =
        app.add_subcommand("reconcile", "every difference of a wave, one a line; exit 1 if there is one");
    compare_options->hub.add_to(*reconcile_command);
    reconcile_command->add_option("--wave", compare_options->wave, "the wave's id")->required();
    reconcile_command->add_option("--with", compare_options->with,
                                  "a file of real weights (columns as config/sample/loads.csv)");
    reconcile_command->callback([compare_options] { reconcile(*compare_options); });

    add_enroll(app);
}

}  // namespace bozhong::cli
