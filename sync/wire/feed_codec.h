#pragma once
// Feed facts ↔ kind and JSON body, as the hub sends and the station stores them. Same form, names and bounds
// as the journal's payloads (event_codec.h), without a stamp: {"v":1, …fields…}. Pure functions, any thread.

#include <string>

#include "station/domain/feed.h"
#include "station/domain/result.h"

namespace bozhong::wire {

struct FeedBody {
    std::string kind;
    std::string body;
    friend bool operator==(FeedBody const&, FeedBody const&) = default;
};

FeedBody encode_feed(domain::FeedFact const& fact);

/// bad_input names the field; a kind this version does not know is an UnknownFeed.
domain::Result<domain::FeedFact> decode_feed(domain::FeedItem const& item);

}  // namespace bozhong::wire
