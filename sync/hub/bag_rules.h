#pragma once
// What is to do with bags that are made when their order has changed since (docs/hub.md), as a pure function
// of what the hub knows. The same input gives the same tasks, so a repeated order, a restart or a second hub
// makes none twice.

#include <cstdint>
#include <string>
#include <vector>

#include "station/domain/facts.h"

namespace bozhong::hub {

/// A weighing or count that is in force. Amounts are milligrams, or pieces.
struct Bag {
    domain::EventId label;  ///< the event its label names; a person's figure at the hub stands for that bag
    std::int64_t amount = 0;
    std::int64_t ordered_then = 0;  ///< what was ordered when it was made; 0 = not known
    std::string names;              ///< what its label says of customer and way; empty = not known
    bool labelled = false;
};

/// A task as stored. States: "open"; "again" (the bag was taken out of the sum and is being weighed again);
/// "done"; "left" (a person lets it be); "gone" (no longer wanted).
struct StoredBagTask {
    domain::EventId bag;
    std::string kind, state;  ///< kind: "take_out", "relabel"
    std::int64_t amount = 0, keep = 0, take = 0;
    std::int64_t ordered = 0;       ///< the order's amount it was made for
    std::int64_t ordered_then = 0;  ///< the largest amount one of the line's bags was made for
    std::string names;              ///< relabel: what the new label says
    friend bool operator==(StoredBagTask const&, StoredBagTask const&) = default;
};

struct BagLine {
    bool wanted = true;                  ///< neither stopped, nor closed, nor on its way
    bool finished = false;               ///< done or short: nothing more is weighed for it
    std::int64_t ordered = 0, most = 0;  ///< and the upper end of the green band
    std::string names;
};

/// Every stored task as it is to be from now on, and the new ones.
std::vector<StoredBagTask> bag_tasks(BagLine const& line, std::vector<Bag> const& bags,
                                     std::vector<StoredBagTask> const& before);

}  // namespace bozhong::hub
