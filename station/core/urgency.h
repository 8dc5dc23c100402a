#pragma once
// Which notice she must see first. Pure.

#include "station/core/snapshot.h"

namespace bozhong::core {

/// Smaller is more urgent: the bag in hand, then the weight it gets, its label, the work, and last what
/// others see to.
int urgency(NoticeKind kind);

/// Most urgent first; among equals the order they came in. Beyond `most_notices` the least urgent are left
/// out.
void sort_notices(std::vector<Notice>& notices);

}  // namespace bozhong::core
