#include "station/core/fit.h"

#include "station/core/state.h"

namespace bozhong::core {

using domain::Zone;

bool suits(TaskItem const& item, Mass net) {
    return item.band && item.band->zone(item.sum + net) == Zone::green;
}

std::optional<std::size_t> best_fit(TaskList const& tasks, Mass net) {
    std::optional<std::size_t> best;
    Mass nearest;
    auto const others = tasks.upcoming();
    for (std::size_t at = 0; at < std::min(others.size(), most_looked_at); ++at) {
        auto const& item = tasks.items()[others[at]];
        if (!suits(item, net)) continue;
        Mass const away = domain::abs(item.sum + net - *item.task.ordered.mass());
        if (best && away >= nearest) continue;
        best = others[at];
        nearest = away;
    }
    return best;
}

/// A load that lies there, is somebody's to decide on and is not right for who is in hand. Who has a bag of a
/// split already gets the others too.
bool Station::State::may_suit_another() const {
    if (!person || tasks.pick() || load_mode == LoadMode::split || deciding() || !goods_on()) return false;
    if (last_verdict.below_minimum || machine.net().mg <= 0) return false;
    switch (last_verdict.state) {
        case WeighState::no_task:
        case WeighState::loading:
        case WeighState::settling:
        case WeighState::under:
        case WeighState::under_soft:
        case WeighState::under_hard:
        case WeighState::over_soft:
        case WeighState::over_hard: break;
        default: return false;
    }
    auto const* item = tasks.current();
    if (!item) return tasks.waits_for_load();
    return item->open() && item->band && item->bags == 0 && !suits(*item, machine.net());
}

/// When the load has rested long enough to be looked at. One that is too little may still be filled by hand:
/// then only what hands-free would call finished.
std::optional<Instant> Station::State::fit_due() const {
    auto const rest = signal.resting_since();
    if (!rest || !may_suit_another()) return std::nullopt;
    bool const filling = tasks.current() && last_verdict.zone < Zone::green;
    return *rest + (filling ? signal.hold(setup.hands_free_hold) : setup.hands_free_hold);
}

/// It does not change under her finger: another may be nearer when the pan trembles, but this one is still
/// right.
bool Station::State::fit_stands() const {
    auto const* item = tasks.find(fit->line);
    return may_suit_another() && fit->load == machine.load() && item && item->open() && tasks.shows(*item) &&
           suits(*item, machine.net());
}

void Station::State::look_for_fit() {
    if (fit && !fit_stands()) {
        fit.reset();
        fit_sought.reset();
        touch();
    }
    auto const due = fit ? std::nullopt : fit_due();
    if (!due || now < *due) return;
    FitSought const sought{*signal.resting_since(), tasks.revision()};
    if (fit_sought == sought) return;
    fit_sought = sought;
    auto const found = best_fit(tasks, machine.net());
    if (!found) return;
    fit = Fit{machine.load(), tasks.items()[*found].task.line};
    if (!tasks.current()) tone(Tone::look);
    touch();
}

void Station::State::take_fit(domain::LineKey const& line) {
    // The load changed while she reached for it.
    if (!fit || fit->line != line) return tone(Tone::stop_short);
    auto const* item = tasks.current();
    Detour way{item ? std::optional{item->task.line} : std::nullopt};
    if (detour) way = *detour;
    auto const hands_off = hands_off_load;
    tasks.go_to(line);
    shown();
    detour = std::move(way);
    // She was shown for whom this load is and said yes: it may book itself as if it had come for her.
    hands_off_load = hands_off;
}

/// Weigh first, and nobody is in hand: the big key takes whom the load suits; the next press records.
void Station::State::confirm_first() {
    if (!fit)
        return last_verdict.refusal == Refusal::none ? tone(Tone::stop_short) : refuse(last_verdict.refusal);
    auto const line = fit->line;
    take_fit(line);
    taken_at = now;
}

}  // namespace bozhong::core
