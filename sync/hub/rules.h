#pragma once
// When a weighing counts (docs/hub.md), as a pure function of what the hub knows when it accepts it.

#include <cstdint>
#include <string>

namespace bozhong::hub {

struct WeighingCase {
    bool task_known = false;
    bool cancelled = false;
    bool closed = false;
    bool ever_given = false;  ///< this station held the task under the number the weighing names
    bool current = false;     ///< that number is still the task's current one
    bool others_weighed_since =
        false;  ///< another assignment's weighing was accepted since that number ended
};

/// Empty when the weighing is in force, else why it is held: "unknown_task", "cancelled", "closed",
/// "not_given", "moved".
inline std::string why_held(WeighingCase const& c) {
    if (!c.task_known) return "unknown_task";
    if (c.cancelled) return "cancelled";
    if (c.closed) return "closed";
    if (!c.ever_given) return "not_given";
    if (!c.current && c.others_weighed_since) return "moved";
    return {};
}

}  // namespace bozhong::hub
