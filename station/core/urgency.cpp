#include "station/core/urgency.h"

#include <algorithm>
#include <cstdlib>

namespace bozhong::core {

int urgency(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::task_cancelled:
        case NoticeKind::task_held:
        case NoticeKind::task_moved:
        case NoticeKind::weighed_elsewhere:
        case NoticeKind::take_out:
        case NoticeKind::relabel: return 0;
        case NoticeKind::disk_slow:
        case NoticeKind::tared_at_indicator:
        case NoticeKind::scale_stuck:
        case NoticeKind::unsteady:
        case NoticeKind::scale_asked_twice:
        case NoticeKind::scale_torn:
        case NoticeKind::zero_wanders:
        case NoticeKind::use_other_scale: return 1;
        case NoticeKind::disk_low:
        case NoticeKind::check_due: return 2;
        case NoticeKind::printer:
        case NoticeKind::label_unsure: return 3;
        case NoticeKind::amount_changed:
        case NoticeKind::decision: return 4;
        case NoticeKind::hub_stopped: return 5;
        case NoticeKind::hub_away:
        case NoticeKind::scale_caller:
        case NoticeKind::clock_wrong:
        case NoticeKind::recovered: return 6;
    }
    std::abort();
}

void sort_notices(std::vector<Notice>& notices) {
    std::ranges::stable_sort(notices, {}, [](Notice const& each) { return urgency(each.kind); });
    if (notices.size() > most_notices) notices.resize(most_notices);
}

}  // namespace bozhong::core
