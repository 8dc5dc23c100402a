// bozhong-hub: opens the store, makes the secrets at first start, serves.
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "config/hub_settings.h"
#include "station/domain/time.h"
#include "sync/client/http.h"
#include "sync/hub/api.h"
#include "sync/hub/doctor.h"
#include "sync/hub/keeping.h"
#include "sync/hub/postgres_database.h"
#include "sync/hub/server.h"
#include "sync/hub/webhook.h"
#include "sync/wire/chain.h"

namespace {

using namespace bozhong;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Status;

struct Options {
    std::string dir, db, listen, warehouse, config, certificate, key, port_file, station, name, file;
    std::string webhook, webhook_ca;
    std::int64_t webhook_timeout_s = 10;
    hub::Settings settings;
    hub::Limits limits;
};

std::string listen_text(config::HubSettings const& settings) {
    bool const six = settings.host.find(':') != std::string::npos;
    return (six ? "[" + settings.host + "]" : settings.host) + ":" + std::to_string(settings.port);
}

int fail(Error const& error) {
    std::fprintf(stderr, "bozhong-hub: %s\n", error.text().c_str());
    return error.kind == ErrorKind::bad_input || error.kind == ErrorKind::refused ? 2 : 3;
}

std::int64_t wall_clock_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

hub::Store store_of(Options const& options) {
    return {options.dir + "/hub.db", options.db};
}

/// A password is in no place where others of this computer read it.
Status hide_password(Options const& options, bool from_file) {
    if (options.db.empty()) return domain::Done{};
    auto const secret = hub::has_password(options.db);
    if (!secret) return secret.error();
    if (!*secret) return domain::Done{};
    if (!from_file)
        return Error{ErrorKind::refused, "a password on the command line can be read by everybody here", "--db",
                     "name a passfile in it (passfile=…), or put it into the settings file"};
    struct stat about {};
    if (::stat(options.config.c_str(), &about) != 0 || (about.st_mode & 007) != 0)
        return Error{ErrorKind::refused, "the settings hold a password and can be read by everybody here", options.config,
                     "chmod o= " + options.config + ", or name a passfile in db (passfile=…)"};
    return domain::Done{};
}

/// What the file says, where no option has said it before.
Status take_config(Options& options) {
    auto const settings = config::load_hub(options.config);
    if (!settings) return settings.error();
    auto const take = [](std::string& option, std::string const& said) {
        if (option.empty()) option = said;
    };
    take(options.dir, settings->dir);
    bool const db_from_file = options.db.empty();
    take(options.db, settings->db);
    if (auto hidden = hide_password(options, db_from_file); !hidden) return hidden;
    take(options.listen, listen_text(*settings));
    take(options.certificate, settings->certificate);
    take(options.key, settings->key);
    take(options.warehouse, settings->warehouse);
    if (options.webhook.empty()) {
        options.webhook = settings->webhook.url;
        options.webhook_ca = settings->webhook.ca;
        options.webhook_timeout_s = settings->webhook.timeout_s;
    }
    options.limits.connections = static_cast<std::size_t>(settings->limits.connections);
    options.limits.body_bytes = static_cast<std::size_t>(settings->limits.body_kib) * 1024;
    options.limits.requests_per_minute = settings->limits.requests_per_minute;
    options.settings.page_rows = settings->limits.page_rows;
    options.settings.feed_wait_s = settings->limits.feed_wait_s;
    options.settings.orders_lines = settings->limits.orders_lines;
    return domain::Done{};
}

/// Written whole and durable under another name first, readable by its owner only.
Status write_secret(std::string const& path, std::string const& text) {
    auto const draft = path + ".new";
    int const file = ::open(draft.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    bool good = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    good = good && std::rename(draft.c_str(), path.c_str()) == 0;
    if (!good)
        return Error{ErrorKind::io, "cannot write the secret", path,
                     "check the folder's rights and the disk"};
    return domain::Done{};
}

Result<std::string> secret_file(std::string const& path) {
    std::ifstream in(path);
    std::string text;
    if (in >> text) return text;
    text = wire::random_hex(32);
    if (auto written = write_secret(path, text + "\n"); !written) return written.error();
    return text;
}

Status first_supervisor(hub::Hub& hub, std::string const& dir) {
    auto const& warehouse = hub.settings().warehouse;
    hub::Author const install{hub::Author::Kind::central, "install", warehouse, {}};
    return hub.write([&]() -> Status {
        if (hub.database().number("SELECT count(*) FROM people WHERE warehouse = ?1 AND password_hash <> ''",
                                  warehouse) > 0)
            return domain::Done{};
        auto const password = wire::random_hex(8);
        if (auto written = write_secret(dir + "/supervisor.password", "admin " + password + "\n"); !written)
            return written;
        return hub.put_person(warehouse, "admin", {"管理员", "administrator", "", "", password, {}, true},
                              install);
    });
}

/// Into the database that hubs share; else a file, which the hub that runs on the other takes over when it is used.
Result<wire::CodeAnswer> new_code(Options const& options) {
    if (options.db.empty())
        return hub::write_code_file(options.dir, options.settings, options.station, options.name, wall_clock_ms());
    auto database = hub::open_store(store_of(options));
    if (!database) return database.error();
    hub::Hub hub(std::move(database).value(), options.settings, wall_clock_ms);
    auto const& warehouse = options.settings.warehouse;
    return hub.write([&]() -> Result<wire::CodeAnswer> {
        if (auto known = hub.know_key(); !known) return known.error();
        return hub.make_code(warehouse, {options.station, options.name}, {hub::Author::Kind::central, "install", warehouse, {}});
    });
}

int make_code(Options const& options) {
    auto const made = new_code(options);
    if (!made) return fail(made.error());
    std::printf("%s\n", wire::to_json(made.value()).c_str());
    return 0;
}

/// One line with what was looked at; what is not good ends with status 1.
int tell(Result<hub::Verdict> const& verdict) {
    if (!verdict) {
        std::fprintf(stderr, "bozhong-hub: %s\n", verdict.error().text().c_str());
        auto const kind = verdict.error().kind;
        return kind == ErrorKind::corrupt ? 1 : kind == ErrorKind::conflict || kind == ErrorKind::bad_input ? 2 : 3;
    }
    boost::json::object line{{"ok", verdict->ok},
                             {"stations", verdict->stations},
                             {"events", verdict->events},
                             {"signatures", verdict->signatures},
                             {"decisions", verdict->decisions},
                             {"results", verdict->results},
                             {"weighings", verdict->weighings}};
    if (!verdict->ok) line["where"] = verdict->where;
    if (!verdict->ok) line["why"] = verdict->why;
    std::printf("%s\n", boost::json::serialize(line).c_str());
    return verdict->ok ? 0 : 1;
}

Result<hub::Verdict> back_up(hub::Store const& store, std::string const& out) {
    if (store.postgres.empty()) return hub::backup_hub(store.file, out);
    return Error{ErrorKind::bad_input, "a PostgreSQL is not backed up to a file from here", "--db", "use pg_dump (docs/operating.md)"};
}

Result<hub::Verdict> bring_back(hub::Store const& store, std::string const& from) {
    auto const now = domain::rfc3339({wall_clock_ms()});
    if (store.postgres.empty() == from.empty())
        return Error{ErrorKind::bad_input, "expected a backup's file, or --db with what pg_restore has brought back, one of both",
                     "restore", "see docs/recovery.md"};
    return from.empty() ? hub::adopt_restored(store.postgres, now) : hub::restore_hub(from, store.file, now);
}

/// One line a finding; one that is not well ends with status 1.
int consult_doctor(Options const& options) {
    bool well = true;
    for (auto const& each : hub::examine(
             {options.dir, options.certificate, options.key, options.settings.warehouse, wall_clock_ms(), options.db})) {
        boost::json::object const line{{"check", each.check}, {"ok", each.ok}, {"what", each.what}, {"todo", each.todo}};
        std::printf("%s\n", boost::json::serialize(line).c_str());
        well = well && each.ok;
    }
    return well ? 0 : 1;
}

int list_routes() {
    for (auto const& route : hub::routes()) {
        std::string owners;
        for (auto const& [bit, name] :
             {std::pair{hub::central, "central"}, {hub::station, "station"}, {hub::session, "session"}}) {
            if ((route.owners & bit) != 0)
                owners += std::string(owners.empty() ? "" : ",") + "\"" + name + "\"";
        }
        std::printf("{\"method\":\"%s\",\"path\":\"%s\",\"owners\":[%s]}\n", route.method, route.pattern,
                    owners.c_str());
    }
    return 0;
}

/// The way of results to the order service: over a connection of its own, on the server's thread.
struct WebhookWay {
    std::string target;
    domain::milliseconds timeout;
    std::unique_ptr<client::HttpConnection> connection;
    std::unique_ptr<hub::Webhook> webhook;

    void send(hub::WebhookPost post, hub::Webhook::Then then) {
        client::HttpRequest request{"POST", target, std::move(post.body), timeout, std::move(post.key)};
        request.headers.emplace_back("Bozhong-Signature", std::move(post.signature));
        connection->send(std::move(request), [then = std::move(then)](Result<client::HttpResponse> const& answer) {
            then(answer ? Result<int>(answer->status) : Result<int>(answer.error()));
        });
    }
};

Result<std::unique_ptr<WebhookWay>> open_webhook(Options const& options, hub::Hub& hub, hub::Server& server) {
    auto const slashes = options.webhook.find("://");
    auto const path = slashes == std::string::npos ? slashes : options.webhook.find_first_of("/?", slashes + 3);
    auto target = path == std::string::npos ? std::string("/") : options.webhook.substr(path);
    if (target.starts_with('?')) target.insert(0, "/");
    auto secret = secret_file(options.dir + "/webhook.secret");
    if (!secret) return secret.error();
    auto connection = client::HttpConnection::make(server.executor(), {options.webhook.substr(0, path), "", options.webhook_ca});
    if (!connection) return connection.error();
    auto way = std::make_unique<WebhookWay>();
    way->target = std::move(target);
    way->timeout = std::chrono::seconds(options.webhook_timeout_s);
    way->connection = std::move(connection).value();
    way->webhook = std::make_unique<hub::Webhook>(
        hub, secret.value(), [raw = way.get()](hub::WebhookPost post, hub::Webhook::Then then) { raw->send(std::move(post), std::move(then)); });
    server.every_second([raw = way.get()] { raw->webhook->tick(); });
    return way;
}

int serve(Options const& options) {
    auto listen = hub::parse_listen(options.listen);
    if (!listen) return fail(listen.error());
    listen->certificate = options.certificate;
    listen->key = options.key;
    auto database = hub::open_store(store_of(options));
    if (!database) return fail(database.error());
    auto token = secret_file(options.dir + "/central.token");
    if (!token) return fail(token.error());
    hub::Hub hub(std::move(database).value(), options.settings, wall_clock_ms);
    if (hub.database().shared())
        if (auto known = hub.write([&] { return hub.know_key(); }); !known) return fail(known.error());
    if (auto first = first_supervisor(hub, options.dir); !first) return fail(first.error());
    hub::Api api(hub, {token.value(), !options.certificate.empty(), BOZHONG_VERSION});
    auto server = hub::Server::open(hub, api, listen.value(), options.limits);
    if (!server) return fail(server.error());
    auto const where = listen->host + ":" + std::to_string((*server)->port());
    if (!options.port_file.empty()) {
        if (auto written = write_secret(options.port_file, where + "\n"); !written)
            return fail(written.error());
    }
    std::unique_ptr<WebhookWay> webhook;
    if (!options.webhook.empty()) {
        auto way = open_webhook(options, hub, **server);
        if (!way) return fail(way.error());
        webhook = std::move(way).value();
    }
    (*server)->stop_on_signals();
    std::printf("{\"ready\":true,\"listen\":\"%s\",\"tls\":%s,\"pid\":%d}\n", where.c_str(),
                options.certificate.empty() ? "false" : "true", ::getpid());
    std::fflush(stdout);
    auto const ended = (*server)->run();
    return ended.ok() ? 0 : fail(ended.error());
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"bozhong-hub: orders in, tasks to the stations, results out", "bozhong-hub"};
    app.set_version_flag("--version", BOZHONG_VERSION);
    app.add_option("--dir", options.dir, "folder of the database and the secrets; made when it is not there");
    app.add_option("--db", options.db, "postgresql://USER@HOST/NAME?sslmode=verify-full: the database there, not in the folder");
    app.add_option("--listen", options.listen, "HOST:PORT; anything but loopback needs TLS");
    app.add_option("--tls-cert", options.certificate, "PEM certificate chain");
    app.add_option("--tls-key", options.key, "PEM key");
    app.add_option("--port-file", options.port_file, "written with HOST:PORT when the hub is up");
    app.add_option("--warehouse", options.warehouse, "the default warehouse");
    app.add_option("--webhook", options.webhook, "https://HOST/PATH that results are posted to");
    app.add_option("--webhook-ca", options.webhook_ca, "PEM of its certificate authority; the system's when left out");
    app.add_option("--webhook-timeout-s", options.webhook_timeout_s, "how long an answer may take")->check(CLI::Range(1, 60));
    app.add_option("--config", options.config, "hub.toml; the options above go before it");
    auto* const code = app.add_subcommand("code", "make a one-time code to enrol a station");
    code->add_option("--station", options.station, "the station's id")->required();
    code->add_option("--name", options.name, "its name for people");
    app.fallthrough();
    auto* const list =
        app.add_subcommand("routes", "list every call this hub answers, one JSON object a line");
    auto* const backup =
        app.add_subcommand("backup", "a verified copy of the database, beside a running hub too; exit 1 if it is not good");
    backup->add_option("-o,--out", options.file, "the new file")->required();
    auto* const restore = app.add_subcommand(
        "restore", "the database of --dir from a backup, as a new life of the hub; --dir must have none yet");
    restore->add_option("file", options.file, "the backup; with --db what pg_restore has brought back, and no file");
    auto* const doctor = app.add_subcommand(
        "doctor", "looks at database, disk, clock, certificate, secrets and what waits, beside a running hub too; exit 0/1");
    auto* const verify =
        app.add_subcommand("verify", "is the database what was written? names the first thing that is not; exit 0/1");
    verify->add_option("file", options.file, "a backup; without it the database of --dir, beside a running hub too");
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        int const status = app.exit(error);
        return status == 0 ? 0 : 2;
    }
    if (*list) return list_routes();
    if (auto hidden = hide_password(options, false); !hidden) return fail(hidden.error());
    if (!options.config.empty())
        if (auto taken = take_config(options); !taken) return fail(taken.error());
    if (options.listen.empty()) options.listen = "127.0.0.1:7400";
    if (!options.warehouse.empty()) options.settings.warehouse = options.warehouse;
    if (*verify && !options.file.empty()) return tell(hub::verify_hub({options.file, ""}));
    if (options.dir.empty())
        return fail({ErrorKind::bad_input, "no folder for the hub's data", "--dir",
                     "give --dir, or --config with dir"});
    ::umask(0077);
    auto const store = store_of(options);
    if (*verify) return tell(hub::verify_hub(store));
    if (*doctor) return consult_doctor(options);
    if (*backup) return tell(back_up(store, options.file));
    std::error_code wrong;
    std::filesystem::create_directories(options.dir, wrong);
    if (*restore) return tell(bring_back(store, options.file));
    if (sodium_init() < 0) return fail({ErrorKind::unavailable, "no randomness", "libsodium", ""});
    auto const key = secret_file(options.dir + "/hub.key");
    if (!key) return fail(key.error());
    options.settings.key = key.value();
    options.settings.codes_dir = options.dir + "/codes";
    options.settings.webhook = !options.webhook.empty();
    return *code ? make_code(options) : serve(options);
}
