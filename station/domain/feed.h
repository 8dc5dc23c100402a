#pragma once
// The feed: facts received from the hub, in the hub's order, which the hub can send again at any time.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "station/domain/facts.h"
#include "station/domain/person.h"
#include "station/domain/task.h"

namespace bozhong::domain {

/// This task is (now) this station's, with this content.
struct TaskGiven { SortTask task; };
/// This task is no longer this station's to weigh.
struct TaskTaken { LineKey line; std::string why; std::string to_station; };  ///< why: "moved", "held", "cancelled", "closed"
struct PersonGiven { Person person; };
struct LotGiven { std::string sku, lot; };
/// What the hub decided about one of this station's events.
struct DecisionGiven { EventId event; LineKey line; std::string decision, reason, person; };
/// Something to do with a bag that is made: goods are to be taken out because less is ordered now, or it needs a label with
/// its order's new names. Exactly one a bag and kind; said again, what was said last holds.
struct BagTask {
    EventId bag;  ///< the weighing or count on its label
    LineKey line;
    std::string kind;   ///< "take_out", "relabel"
    bool open = false;  ///< false: nothing is left to do
    bool counted = false;
    Amount ordered;
    std::int64_t in_bag = 0, keep = 0, take = 0;  ///< take_out: milligrams, or pieces when counted
    std::string product, customer_code, tote;     ///< customer_code and tote as the order says now
    BagNames names;                               ///< relabel: what the new label says
    std::string reason;                           ///< why it is left as it is; empty = it is not
};
/// The hub came back from a backup: what the feed said before is void, and everything follows anew. The generation names
/// the hub's life since then.
struct FeedRestarted { std::string generation; };
struct UnknownFeed { std::string kind; };

using FeedFact = std::variant<TaskGiven, TaskTaken, PersonGiven, LotGiven, DecisionGiven, BagTask, FeedRestarted, UnknownFeed>;

/// One entry of the feed as received; the body's bytes are kept. Kinds: "task", "task_taken", "person", "lot", "decision",
/// "bag_task", "restarted".
struct FeedItem {
    std::int64_t position = 0;  ///< rises by commit order of the hub, per station
    std::string kind;
    std::string body;  ///< JSON, UTF-8
};

}  // namespace bozhong::domain
