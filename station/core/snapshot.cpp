// One frame for the screen: figures and states of the same instant.

#include "station/core/lists.h"
#include "station/core/urgency.h"

namespace bozhong::core {

namespace {

bool shows_figure(Verdict const& verdict) {
    return verdict.state != WeighState::dead && verdict.refusal != Refusal::out_of_range_over &&
           verdict.refusal != Refusal::out_of_range_under && verdict.refusal != Refusal::unit_unknown;
}

}  // namespace

WeightView Station::State::weight_view(Verdict const& verdict, Instant at) const {
    Pan const& pan = scale->pan();
    auto const* item = tasks.current();
    // Weigh first: the unit of the product's first customer, so that it stays when an offer comes or goes.
    auto const* group = tasks.group();
    auto const* first =
        !item && group && tasks.waits_for_load() ? &tasks.items()[group->items.front()] : item;
    domain::Amount const unit = first ? first->task.ordered : domain::Amount{{1, 0}, "kg"};
    auto const& record = scale->record();
    WeightView view{.state = verdict.state, .refusal = verdict.refusal};
    if (press_refused_until && at < *press_refused_until) {
        view.refused_by_press = true;
        if (press_refusal != Refusal::none) view.refusal = press_refusal;
    }
    view.unit = unit_text(unit);
    view.e = short_mass(record.e);
    view.max = short_mass(record.max);
    view.fresh = scale->freshness(at) == ScaleWatch::Freshness::fresh;
    view.stable = view.fresh && pan.stable;
    view.at_zero = view.fresh && pan.at_zero;
    view.scale_unit_seen = scale->unit_seen();
    view.preset_tare = std::ranges::any_of(
        pan.tares, [](auto const& tare) { return tare.kind == domain::TareKind::preset; });
    Mass tare_sum;
    for (auto const& tare : pan.tares) tare_sum += tare.mass;
    view.tare_kg = kilograms(tare_sum, record.d);
    if (shows_figure(verdict) && pan.net && scale->freshness(at) != ScaleWatch::Freshness::dead) {
        Mass const net =
            machine.differs() && machine.phase() != CaptureMachine::Phase::empty ? machine.net() : *pan.net;
        // The stamp shows what was written down; the pan may tremble by a division beside it.
        auto const* made =
            verdict.state == WeighState::recorded && recorded ? this->record(recorded->name) : nullptr;
        view.figure = figure(made && made->kind == domain::TaskKind::weighed ? made->net : net, unit);
        view.net_kg = kilograms(*pan.net, record.d);
        if (item && item->band) {
            Mass const aim = *item->task.ordered.mass() - item->sum;
            view.delta = figure(domain::abs(net - aim), unit);
        }
    }
    if (moving_since) view.settling_ms = (at - *moving_since).count();
    return view;
}

GaugeView Station::State::gauge_view(Verdict const& verdict) const {
    auto const* item = tasks.current();
    GaugeView view;
    if (!item || !item->band) return view;
    auto const& unit = item->task.ordered;
    // While the load just recorded still lies there, it is not yet part of the sum it is measured against.
    Mass sum = item->sum;
    if (recorded && recorded->line == item->task.line) {
        if (auto const* made = record(recorded->name); made && made->in_force) sum = sum - made->net;
    }
    Mass const low = item->band->green_low - sum, aim = *unit.mass() - sum;
    Mass const high = item->band->green_high - sum, hard = item->band->red_high - sum;
    view.shown = true;
    view.value_mg =
        shows_figure(verdict) && machine.phase() != CaptureMachine::Phase::empty ? machine.net().mg : 0;
    view.low_mg = low.mg;
    view.aim_mg = aim.mg;
    view.high_mg = high.mg;
    view.hard_mg = hard.mg;
    view.low = figure(low, unit);
    view.aim = figure(aim, unit);
    view.high = figure(high, unit);
    view.hard = figure(hard, unit);
    return view;
}

ConfirmView Station::State::confirm_view(Verdict const& verdict, Instant at) const {
    ConfirmView view;
    auto const* item = tasks.current();
    bool const double_tap = item && item->counted() && counted_at && at < *counted_at + milliseconds{300};
    view.possible = verdict.capturable && !deciding() && !double_tap;
    if (!view.possible || !item) return view;
    view.amount = item->counted() ? std::to_string(count_wanted(*item)) + " " + item->task.ordered.unit
                                  : amount_text(verdict.net, item->task.ordered);
    view.presses_needed = verdict.presses;
    if (verdict.presses == 2 &&
        presses.armed(machine.load(), at, setup.second_press_lock, setup.second_press_window)) {
        view.presses_done = 1;
        view.locked_ms = presses.locked_ms(at, setup.second_press_lock);
    }
    if (taken_at)
        view.locked_ms = std::max<std::int64_t>(0, (*taken_at + setup.second_press_lock - at).count());
    if (auto const due = hands_free_due()) {
        auto const total = signal.hold(setup.hands_free_hold).count();
        auto const left = std::clamp<std::int64_t>((*due - at).count(), 0, total);
        // The ring is 400 ms of the screen's time, whatever the hold is.
        view.hands_free_ms = total == 0 ? 400 : 400 * (total - left) / total;
    }
    return view;
}

Snapshot Station::State::snapshot(Instant at) const {
    Verdict const& verdict = last_verdict;
    auto const& cached = current_lists();
    Snapshot out{.revision = revision, .station = setup.station, .station_name = setup.station_name};
    auto const* item = tasks.current();
    if (auto const* any = item ? item : tasks.items().empty() ? nullptr : &tasks.items().front()) {
        out.wave = any->task.wave;
        out.business_date = any->task.business_date;
    }
    if (clock.good()) out.clock = local_time(clock.at(at), setup.utc_offset_minutes, false);
    out.person = person;
    out.locked = !person;
    out.mode = tasks.pick() ? "pick" : "sow";
    out.load_mode = text(load_mode);
    out.hands_free = hands_free;
    out.weigh_first = tasks.waits_for_load();
    out.product_done = !item && cached.product.total > 0 && !out.weigh_first;
    out.test_control = setup.test_control;
    out.product = cached.product;
    if (item) out.task = task_view(*item, true);
    if (fit) out.fit = task_view(*tasks.find(fit->line), false);
    out.weight = weight_view(verdict, at);
    out.gauge = gauge_view(verdict);
    out.gauge.average_permille = cached.average_permille;
    out.confirm = confirm_view(verdict, at);
    if (last_action) {
        out.undo = {person.has_value() || last_action->undone,
                    last_action->undone,
                    last_action->customer_code,
                    last_action->product,
                    last_action->amount,
                    last_action->name.seq};
    }
    out.queue = cached.queue;
    out.queue_left = cached.queue_left;
    out.customers = cached.customers;
    out.products = cached.products;
    out.groups = cached.groups;
    out.work = tasks.choice();
    out.history = cached.history;
    out.offers = cached.offers;
    out.label_decision = setup.stop_when_label_fails && labels.undecided() != nullptr;
    if (item && item->counted()) out.count_entry = std::to_string(count_wanted(*item));
    all_notices(out.notices);
    out.scan = scan_view();
    out.devices = {.scale = scale->record().id, .scale_protocol = scale->record().protocol};
    out.devices.scale_endpoint = scale->record().endpoint;
    out.devices.scale_detail = scale->link_detail();
    out.devices.scale_company = scale->company();
    out.devices.scale_link = scale->has_pan() ? scale->link_state() : LinkState::down;
    out.devices.check.e = scale->record().e;
    out.devices.check.max = scale->record().max;
    if (shows_figure(verdict) && scale->freshness(at) == ScaleWatch::Freshness::fresh)
        out.devices.check.gross = scale->pan().gross;
    out.devices.check.stable = out.weight.stable;
    out.devices.check.due = check_due();
    out.devices.check.last = last_check;
    out.devices.printer = labels.seen().printer;
    out.devices.printer_detail = labels.seen().detail;
    out.devices.printer_state = labels.seen().printer.empty() ? PrinterState::away : labels.seen().state;
    out.devices.printer_trouble = labels.seen().trouble;
    out.devices.labels = labels.counts();
    out.devices.printers = labels.totals();
    out.devices.sheet = sheets.view();
    out.devices.hub_connected = hub.connected;
    out.devices.unsent = hub.unsent;
    out.devices.oldest_unsent_ms = hub.oldest_unsent_ms;
    out.devices.free_bytes = storage.free_bytes;
    return out;
}

/// What stands as long as it is so and what happened, the newest first among equally urgent ones.
void Station::State::all_notices(std::vector<Notice>& out) const {
    if (hub.quarantined) out.push_back({NoticeKind::hub_stopped, {hub.detail}, 0});
    if (!hub.connected && hub.unsent > 0) {
        auto const minutes = std::to_string(hub.oldest_unsent_ms / 60'000);
        out.push_back({NoticeKind::hub_away, {std::to_string(hub.unsent), minutes}, hub.unsent});
    }
    if (disk_slow()) out.push_back({NoticeKind::disk_slow, {}, 0});
    if (storage_told) out.push_back({NoticeKind::disk_low, {}, storage.free_bytes});
    if (check_due()) out.push_back({NoticeKind::check_due, {}, 0});
    if (scale->pan().refusal == Refusal::tared_at_indicator)
        out.push_back({NoticeKind::tared_at_indicator, {}, 0});
    switch (scale->doubtful()) {
        case Doubtful::stuck: out.push_back({NoticeKind::scale_stuck, {}, 0}); break;
        case Doubtful::unsteady: out.push_back({NoticeKind::unsteady, {}, 0}); break;
        case Doubtful::zero_wanders: out.push_back({NoticeKind::zero_wanders, {}, 0}); break;
        case Doubtful::unit_jump:  // the refusal says it
        case Doubtful::nothing: break;
    }
    switch (scale->company()) {
        case Company::asks_too: out.push_back({NoticeKind::scale_asked_twice, {}, 0}); break;
        case Company::takes_bytes: out.push_back({NoticeKind::scale_torn, {}, 0}); break;
        case Company::turned_away:
        case Company::alone: break;
    }
    bool const little = last_verdict.below_minimum || last_verdict.refusal == Refusal::out_of_range_over ||
                        last_verdict.refusal == Refusal::too_much_split;
    if (std::string const other = scale.better_for(machine.gross()); little && !other.empty())
        out.push_back({NoticeKind::use_other_scale, {other}, 0});
    bag_notices(out);
    for (auto timed = notices.rbegin(); timed != notices.rend(); ++timed) out.push_back(timed->notice);
    sort_notices(out);
}

}  // namespace bozhong::core
