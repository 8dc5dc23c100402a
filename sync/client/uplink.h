#pragma once
// The station's way to its hub: the sync machine on a thread of its own, over HTTP.

#include <cstdint>
#include <memory>
#include <string>

#include "station/app/ports.h"

namespace bozhong::client {

struct UplinkSettings {
    std::string url;      ///< of the hub
    std::string ca_file;  ///< PEM; empty = the system's authorities
    std::string warehouse, station;
    std::string secret;  ///< from the enrolment; never logged
    std::int64_t feed_cursor = 0;
    std::uint64_t seed = 1;  ///< of the waits' jitter; different at each station
};

/// Stores feed items through the journal before it hands them over. A wrong url shows as HubSeen.detail.
/// The callbacks of Uplink::Station come on the uplink's thread and must not call back into it.
std::unique_ptr<app::Uplink> make_uplink(UplinkSettings settings);

}  // namespace bozhong::client
