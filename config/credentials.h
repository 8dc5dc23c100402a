#pragma once
// What a station's enrolment gave it: credentials.toml beside its journal, mode 0600. Its secret never goes
// to a log.

#include <cstdint>
#include <string>

#include "station/domain/result.h"

namespace bozhong::config {

struct Credentials {
    std::string hub_url, warehouse, station, name;
    std::string secret;               ///< password of HTTP Basic with the station as user
    std::int64_t feed_cursor = 0;     ///< where this station's feed begins
    std::int64_t station_number = 0;  ///< of the bar code's digits
    std::int64_t short_first = 0;     ///< short numbers of this station's incarnations: first …
    std::int64_t short_count = 0;     ///< … and how many
    std::string key_id;               ///< names the device's key in the QR code
};

/// Refuses a file that others may read.
domain::Result<Credentials> load_credentials(std::string const& path);
/// Written beside, synced and moved into place: it is there whole or not at all.
domain::Status save_credentials(std::string const& path, Credentials const& credentials);

}  // namespace bozhong::config
