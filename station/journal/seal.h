#pragma once
// What the chain of events does not cover: the feed, what the hub acknowledged, how the last run ended.
// `meta` keeps a hash over the feed, entry upon entry, and one over all of it, so that a changed byte is
// found here too. It guards against rot; whoever can write the file can write the hash.

#include <string>

#include "station/domain/feed.h"
#include "station/journal/sqlite.h"

namespace bozhong::journal {

inline constexpr char const* broken_seal =
    "what the hub acknowledged or how the last run ended is not what was written";

/// The feed's hash with one more entry; begin with wire::no_previous_hash.
std::string feed_hash(std::string const& before, domain::FeedItem const& item);
/// The feed's hash from its rows.
std::string feed_hash(Database& database);
/// The hash over `meta` (without itself) and the incarnations, as they are now.
std::string seal_of(Database& database);

}  // namespace bozhong::journal
