#pragma once
// What a sorter sees of a snapshot: the few things she acts on.

#include <optional>
#include <string>
#include <vector>

#include "station/core/snapshot.h"

namespace bozhong::simtest {

struct Screen {
    core::WeighState state = core::WeighState::no_task;
    core::Refusal refusal = core::Refusal::none;
    bool stable = false, possible = false, signed_in = false, label_decision = false, product_done = false;
    bool printer_ready = false, hub_connected = false, disk_slow = false, hands_free = false, undo_possible = false;
    bool task = false, counted = false, done_something = false, negative = false;
    std::int64_t locked_ms = 0, aim_mg = 0, unsent = 0;
    domain::Seq undo_seq = 0;
    domain::EventName offer;  ///< the label offered first
    domain::LineKey line;
    std::string product;
    std::vector<std::string> open_products;

    void take(core::Snapshot const& snapshot);
};

}  // namespace bozhong::simtest
