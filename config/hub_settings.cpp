#include "config/hub_settings.h"

#include <charconv>

#include "config/toml_reader.h"

namespace bozhong::config {

using domain::Result;
using domain::Status;
using Need = TableReader::Need;

namespace {

bool is_loopback(std::string const& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// "127.0.0.1:7400" or "[::1]:7400"
void read_listen(TableReader& table, HubSettings& settings) {
    std::string listen = settings.host + ":" + std::to_string(settings.port);
    table.text("listen", listen);
    auto const colon = listen.rfind(':');
    std::string host = listen.substr(0, colon == std::string::npos ? 0 : colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    std::string const digits = colon == std::string::npos ? "" : listen.substr(colon + 1);
    int port = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    bool const good =
        error == std::errc() && end == digits.data() + digits.size() && port >= 0 && port <= 65535;
    if (!good || host.empty())
        return table.wrong("listen", "is \"" + listen + "\"", "HOST:PORT, e.g. 127.0.0.1:7400");
    settings.host = host;
    settings.port = port;
}

void read_limits(TableReader& table, HubLimits& limits) {
    table.number("connections", limits.connections, 1, 100'000);
    table.number("requests_per_minute", limits.requests_per_minute, 1, 1'000'000);
    table.number("body_kib", limits.body_kib, 64, 65'536);
    table.number("page_rows", limits.page_rows, 1, 10'000);
    table.number("feed_wait_s", limits.feed_wait_s, 1, 30);
    table.number("orders_lines", limits.orders_lines, 1, 100'000);
}

void read_root(TableReader& table, HubSettings& settings) {
    read_listen(table, settings);
    table.text("dir", settings.dir, Need::required, 4096);
    settings.dir = beside(settings.file, settings.dir);
    table.text("db", settings.db, Need::optional, 4096);
    table.id("warehouse", settings.warehouse, Need::optional);
    table.tables("tls", 1, [&](TableReader& tls) {
        tls.text("certificate", settings.certificate, Need::required, 4096);
        tls.text("key", settings.key, Need::required, 4096);
    });
    settings.certificate = beside(settings.file, settings.certificate);
    settings.key = beside(settings.file, settings.key);
    if (!settings.tls() && !is_loopback(settings.host))
        table.wrong("listen", "is \"" + settings.host + "\" without TLS",
                    "a loopback address, or a [tls] certificate and key");
    table.number("utc_offset_minutes", settings.utc_offset_minutes, -720, 840);
    table.number("business_day_starts_minute", settings.business_day_starts_minute, 0, 1'439);
    table.tables("webhook", 1, [&](TableReader& webhook) {
        webhook.text("url", settings.webhook.url, Need::required, 2048);
        webhook.text("ca", settings.webhook.ca, Need::optional, 4096);
        webhook.number("timeout_s", settings.webhook.timeout_s, 1, 60);
    });
    settings.webhook.ca = beside(settings.file, settings.webhook.ca);
    table.tables("limits", 1, [&](TableReader& limits) { read_limits(limits, settings.limits); });
}

}  // namespace

Result<HubSettings> parse_hub(std::string_view text, std::string const& file) {
    HubSettings settings;
    settings.file = file;
    Status const read = read_toml(text, file, [&](TableReader& table) { read_root(table, settings); });
    if (!read) return read.error();
    return settings;
}

Result<HubSettings> load_hub(std::string const& path) {
    auto const text = read_settings_file(path);
    if (!text) return text.error();
    return parse_hub(*text, path);
}

}  // namespace bozhong::config
