#pragma once
// Sorting groups and the split of a product over tables, as values; JSON names are the field names. Pure; any thread.

#include <string>
#include <vector>

#include "sync/wire/messages.h"

namespace bozhong::wire {

struct SortGroup {
    std::string name;                                        ///< in the path when it is sent
    std::vector<std::string> products, categories, stations;  ///< products by sku
};
struct SortGroups {
    std::vector<SortGroup> groups;
};

/// The open lines of a product in walk order, cut into one stretch for each station; a customer is never cut.
struct SplitRequest {
    std::string wave, sku, reason;
    std::vector<std::string> stations;
};
struct SplitShare {
    std::string station, first_customer, last_customer;
    std::int64_t lines = 0, moved = 0;
};
struct SplitAnswer {
    std::vector<SplitShare> shares;
};

}  // namespace bozhong::wire
