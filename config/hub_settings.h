#pragma once
// A hub's settings: hub.toml, typed and checked. config/hub.toml explains every key.

#include <cstdint>
#include <string>
#include <string_view>

#include "station/domain/result.h"

namespace bozhong::config {

struct HubLimits {
    std::int64_t connections = 1'000;          ///< open at once
    std::int64_t requests_per_minute = 6'000;  ///< of one peer
    std::int64_t body_kib = 4'096;
    std::int64_t page_rows = 1'000;       ///< of results, feed and exceptions
    std::int64_t feed_wait_s = 25;        ///< longest a feed request waits for something new
    std::int64_t orders_lines = 100'000;  ///< of one import
};

/// Where results are pushed to.
struct WebhookSettings {
    std::string url;  ///< empty = nowhere
    std::string ca;   ///< PEM of its certificate authority; empty = the system's
    std::int64_t timeout_s = 10;
};

struct HubSettings {
    std::string file;
    std::string host = "127.0.0.1";
    std::int64_t port = 7400;
    std::string dir;                 ///< database, keys, backups
    std::string db;                  ///< "postgresql://…": the database is there; empty = in dir
    std::string warehouse = "main";  ///< of an import that names none
    std::string certificate, key;    ///< PEM files; both or neither
    std::int64_t utc_offset_minutes = 480;
    std::int64_t business_day_starts_minute = 0;  ///< minutes after local midnight
    HubLimits limits;
    WebhookSettings webhook;

    [[nodiscard]] bool tls() const { return !certificate.empty(); }
};

/// Paths in the file are relative to its folder. Anything but loopback needs TLS.
domain::Result<HubSettings> load_hub(std::string const& path);
domain::Result<HubSettings> parse_hub(std::string_view text, std::string const& file);

}  // namespace bozhong::config
