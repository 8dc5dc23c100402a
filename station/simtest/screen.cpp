#include "station/simtest/screen.h"

#include <algorithm>

namespace bozhong::simtest {

void Screen::take(core::Snapshot const& s) {
    state = s.weight.state;
    refusal = s.weight.refusal;
    stable = s.weight.stable;
    possible = s.confirm.possible;
    locked_ms = s.confirm.locked_ms;
    signed_in = s.person.has_value() && !s.locked;
    label_decision = s.label_decision;
    product_done = s.product_done;
    printer_ready = s.devices.printer_state == core::PrinterState::ready;
    hub_connected = s.devices.hub_connected;
    unsent = s.devices.unsent;
    disk_slow = std::ranges::any_of(s.notices,
                                    [](auto const& one) { return one.kind == core::NoticeKind::disk_slow; });
    hands_free = s.hands_free;
    undo_possible = s.undo.possible && !s.undo.undone;
    undo_seq = s.undo.seq;
    offer = {};
    if (!s.offers.empty()) offer = {s.offers.front().incarnation, s.offers.front().label};
    aim_mg = s.gauge.aim_mg;
    task = s.task.has_value();
    product = s.product.sku;
    if (task) {
        line = s.task->line;
        counted = s.task->counted;
        auto const done = domain::Decimal::parse(s.task->done_so_far);
        done_something = done && done->units != 0;
    }
    if (task && !product_done) return;  // she looks at the list of products only when she has none
    open_products.clear();
    for (auto const& one : s.products)
        if (one.done + one.shorted < one.total) open_products.push_back(one.sku);
}

}  // namespace bozhong::simtest
