#pragma once
// An invented wave and its weighings: what the benches weigh, store and print.

#include "station/domain/facts.h"
#include "station/domain/feed.h"

namespace bozhong::cli::bench {

inline constexpr char const* station_id = "T03";

/// Task `n` of a wave: 25 products, each for every customer in turn; 4 斤 each.
domain::SortTask nth_task(int n);
/// What a sorter weighed for it.
domain::Weighed nth_weighed(int n);
/// The tasks 0 … count − 1 as the hub hands them out.
std::vector<domain::FeedItem> feed_of_tasks(int count);
domain::Person sorter();
/// Now, of a good clock.
domain::Stamp stamp_now();

}  // namespace bozhong::cli::bench
