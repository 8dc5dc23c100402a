// Judges the load on the pan: what the screen says of it and what a press of the big key would do.

#include "station/core/state.h"

namespace bozhong::core {

using domain::Right;
using domain::Zone;
using Phase = CaptureMachine::Phase;

bool Station::State::may(Right right, std::string const& other) const {
    if (!other.empty()) {
        auto const found = people.find(other);
        return found != people.end() && found->second.may(right);
    }
    return person && person->may(right);
}

bool Station::State::bagging(TaskItem const& item) const {
    if (load_mode == LoadMode::split) return true;
    // What the scale cannot hold at once can only come in bags.
    return item.band && item.band->green_low > scale->record().max;
}

bool Station::State::released(std::uint64_t load) const {
    return granted && granted->load == load &&
           domain::abs(machine.gross() - granted->gross) <= scale->record().e * 2;
}

/// What forbids any capture, whatever lies on the pan.
Refusal Station::State::blocked() const {
    if (!person) return Refusal::not_signed_in;
    if (!may(Right::capture)) return Refusal::no_right;
    if (disk_failed || storage.stop) return Refusal::disk;
    if (setup.stop_when_label_fails && labels.undecided()) return Refusal::label_waiting;
    return Refusal::none;
}

Verdict Station::State::judge() const {
    auto const* item = tasks.current();
    if (recording())
        return {.state = WeighState::recording, .refusal = Refusal::already_captured, .net = machine.net()};
    if (item && item->counted() && !recorded) {
        auto const why = blocked();
        Verdict out{.state = why == Refusal::none ? WeighState::in_band : WeighState::refused,
                    .refusal = why};
        out.capturable = why == Refusal::none;
        bool const exact = count_wanted(*item) + item->count == item->pieces();
        if (!exact) out.presses = 2;
        return out;
    }
    switch (scale->freshness(now)) {
        case ScaleWatch::Freshness::dead: return {.state = WeighState::dead, .refusal = Refusal::link_lost};
        case ScaleWatch::Freshness::stale: return {.state = WeighState::stale, .refusal = Refusal::stale};
        case ScaleWatch::Freshness::fresh: break;
    }
    if (recorded)
        return {.state = WeighState::recorded, .refusal = Refusal::already_captured, .net = machine.net()};
    if (!item && !tasks.waits_for_load()) return {.state = WeighState::no_task, .refusal = Refusal::no_task};
    if (!scale.foreign().empty()) return {.state = WeighState::refused, .refusal = Refusal::scale_changed};
    if (scale->record().check_blocks && check_due())
        return {.state = WeighState::refused, .refusal = Refusal::check_due, .net = machine.net()};
    return judge_load();
}

Verdict Station::State::judge_load() const {
    Pan const& pan = scale->pan();
    auto const* item = tasks.current();
    Verdict out{.state = WeighState::refused, .net = machine.net()};
    if (pan.refusal != Refusal::none) {
        out.refusal = pan.refusal;
        bool const big = item && item->band && item->band->green_low - item->sum > scale->record().max;
        if (pan.refusal == Refusal::out_of_range_over && big) out.refusal = Refusal::too_much_split;
        return out;
    }
    if (machine.phase() == Phase::captured) {
        out.refusal = Refusal::already_captured;
        return out;
    }
    if (machine.residue()) {
        out.refusal = Refusal::residue;
        return out;
    }
    if (machine.phase() == Phase::empty) {
        bool const below_zero = pan.stable && machine.gross().mg * 2 < -scale->record().e.mg;
        if (below_zero && !machine.differs()) {
            out.refusal = Refusal::negative;
            return out;
        }
        out.state = WeighState::empty;
        return out;
    }
    if (machine.gross() > scale->record().max) {
        out.refusal = Refusal::too_much_split;
        return out;
    }
    return item ? judge_zone(out) : judge_first(out);
}

/// Nobody is in hand: once the load rests it may say for whom it is.
Verdict Station::State::judge_first(Verdict out) const {
    auto const rest = signal.resting_since();
    bool const rests = scale->pan().stable && rest && now >= *rest + setup.hands_free_hold;
    out.state = rests ? WeighState::no_task : WeighState::settling;
    if (!rests) out.refusal = Refusal::unstable;
    Mass const least = machine.differs() ? out.net : machine.gross();
    out.below_minimum = rests && least < scale->record().minimum();
    if (out.below_minimum) {
        out.state = WeighState::refused;
        out.refusal = Refusal::below_minimum;
    }
    return out;
}

Verdict Station::State::judge_zone(Verdict out) const {
    auto const* item = tasks.current();
    Pan const& pan = scale->pan();
    // A line that does not name a mass has no band: nobody can say that it is right, so it takes two presses.
    out.zone = item->band ? item->band->zone(item->sum + out.net) : Zone::amber_under;
    out.bag = bagging(*item) && out.zone < Zone::green;
    bool const enough = out.zone >= Zone::green || out.bag;
    if (out.net.mg <= 0) {
        // The load is lighter than its tare: the container is not all there yet.
        out.state = pan.stable ? WeighState::under : WeighState::loading;
        return out;
    }
    if (!pan.stable) {
        out.state = out.zone >= Zone::green ? WeighState::settling : WeighState::loading;
        out.refusal = Refusal::unstable;
        return out;
    }
    Mass const least = machine.differs() ? out.net : machine.gross();
    if (least < scale->record().minimum()) {
        out.below_minimum = true;
        if (!machine.differs() && !may(Right::below_minimum)) {
            out.refusal = Refusal::below_minimum;
            out.state = enough ? WeighState::refused : WeighState::under;
            return out;
        }
    }
    switch (out.zone) {
        case Zone::red_under:
            out.state = released(machine.load())          ? WeighState::released
                        : insisted_load == machine.load() ? WeighState::under_hard
                                                          : WeighState::under;
            break;
        case Zone::amber_under: out.state = WeighState::under_soft; break;
        case Zone::green: out.state = WeighState::in_band; break;
        case Zone::amber_over: out.state = WeighState::over_soft; break;
        case Zone::red_over:
            out.state = released(machine.load()) ? WeighState::released : WeighState::over_hard;
            break;
    }
    if (out.bag) out.state = WeighState::in_band;
    if (out.below_minimum && out.state == WeighState::in_band) out.state = WeighState::under_soft;
    bool const amber = out.state == WeighState::under_soft || out.state == WeighState::over_soft;
    bool const asked = accepted_load == machine.load() && accepted_zone == out.zone;
    if (amber && !asked) out.presses = 2;
    out.capturable = amber || out.state == WeighState::in_band || out.state == WeighState::released;
    if (!out.capturable && out.zone != Zone::red_under) out.refusal = Refusal::no_right;
    if (auto const why = blocked(); out.capturable && why != Refusal::none) {
        out.capturable = false;
        out.refusal = why;
        out.state = WeighState::refused;
    }
    if (out.state == WeighState::in_band && hands_free && !out.bag && hands_off_load != machine.load())
        out.state = WeighState::hands_free;
    return out;
}

std::optional<Instant> Station::State::hands_free_due() const {
    if (!hands_free || hands_off_load == machine.load() || !signal.resting_since() ||
        last_verdict.state != WeighState::hands_free)
        return std::nullopt;
    // A remark must have been on the screen for a moment before anything books itself.
    auto const rest = std::max(*signal.resting_since() + signal.hold(setup.hands_free_hold),
                               task_shown_at + milliseconds{400});
    return rest;
}

}  // namespace bozhong::core
