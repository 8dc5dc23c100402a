#pragma once
// What the journal hands back at start: the state that follows from the journal and the feed.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "station/domain/facts.h"
#include "station/domain/feed.h"

namespace bozhong::core {

/// One weighing or count, in force or not.
struct Record {
    domain::Seq seq = 0;
    std::string incarnation;      ///< records of an earlier incarnation of this station count too
    domain::LineKey line;
    domain::TaskKind kind = domain::TaskKind::weighed;
    domain::Mass net, gross;
    std::int64_t count = 0;
    bool in_force = true;
    bool manual = false, preset_tare = false;
    std::string product, customer_code, sku;
    domain::Amount ordered;
    domain::WallTime at;
};

struct LabelRecord {
    domain::Seq label = 0, of = 0;
    int copy = 0;
    domain::LabelState state = domain::LabelState::queued;
    std::string incarnation;     ///< of the label
    std::string of_incarnation;  ///< of its record
    domain::BagNames names = {};  ///< in the place of those at the weighing; empty = as weighed
};

struct TaskRecord {
    domain::SortTask task;
    domain::TaskState state = domain::TaskState::open;
    bool skipped = false;
    bool ended_by_person = false;
    domain::Seq short_seq = 0;  ///< the Shorted in force, for undoing it; 0 = none
    std::string short_incarnation;  ///< its incarnation
    domain::Mass sum;           ///< of the weighings in force
    std::int64_t count = 0;     ///< pieces in force
    int bags = 0;               ///< weighings and counts in force
};

/// The newest check weighing of a scale, good or not.
struct CheckRecord {
    domain::CheckWeighed check;
    domain::WallTime at;
};

/// So many of the newest weighings are at hand, however long the journal is; what is older is in the journal.
inline constexpr std::size_t records_at_hand = 5'000;

struct Restored {
    domain::Head head;
    std::int64_t feed_position = 0;
    std::vector<TaskRecord> tasks;      ///< held by this station and open, or worked on in one of the records
    std::vector<Record> records;        ///< the newest records_at_hand of any task, oldest first
    std::vector<LabelRecord> labels;    ///< of those records, plus every label not in a final state
    std::map<std::string, std::string> lots;  ///< sku → current lot
    std::vector<CheckRecord> checks;  ///< one a scale
    std::vector<domain::Person> people;
    std::vector<domain::BagTask> bag_tasks;  ///< those still to do, in the hub's order
    std::map<std::string, int> sign_in_failures;  ///< person → wrong tries in a row, as the journal knows them
    std::int64_t people_age_s = 0;  ///< as noted last (Journal::note_people_age)
    bool unclean = false;               ///< the last run did not end by itself
};

}  // namespace bozhong::core
