// Every key but the big one and those of the scale: the way back, the ways to end a task, labels, and where
// to go.

#include "station/core/state.h"

namespace bozhong::core {

using domain::LabelState;
using domain::Right;

void Station::State::on(KeyPressed const& press) {
    if (last_key && last_key->first == press.key && now < last_key->second + setup.key_bounce) return;
    last_key = {press.key, now};
    last_use = now;
    held_press.reset();
    touch();
    switch (press.key) {
        case Key::confirm: return confirm(press);
        case Key::hands_free:
        case Key::mode:
        case Key::load_mode: return modes(press);
        case Key::walk:
        case Key::only: return choose_work(press);
        case Key::sign_out: return sign_out("key");
        case Key::undo: return undo(press);
        default: break;
    }
    if (!person) return refuse(Refusal::not_signed_in);
    if (deciding()) return;
    switch (press.key) {
        case Key::shortage: return shortage(press);
        case Key::short_undo: return short_undo(press);
        case Key::skip: return skip();
        case Key::end_task: return end_task(press);
        case Key::reopen: return reopen(press);
        case Key::reprint: return reprint(press);
        case Key::label_by_hand:
        case Key::label_wait:
        case Key::label_other:
        case Key::label_print: return label_key(press);
        case Key::release: return release(press);
        case Key::print_tote:
        case Key::print_route: return print_sheet(press);
        case Key::show_bag: return show_bag(press);
        case Key::go_to: return go_to(press.line);
        case Key::take_fit: return take_fit(press.line);
        case Key::product:
        case Key::lot:
        case Key::count: return choose(press);
        case Key::count_all: return count_all(press);
        case Key::manual_weight: return manual_weight(press);
        case Key::void_event: return void_event(press, press.reason.empty() ? "void" : press.reason, false);
        case Key::reweigh: return void_event(press, "re-weigh", true);
        case Key::tare:
        case Key::clear_tare:
        case Key::preset_tare:
        case Key::zero:
        case Key::replace_scale:
        case Key::scale_checked:
        case Key::check_weight: return scale_key(press);
        case Key::confirm:
        case Key::undo:
        case Key::hands_free:
        case Key::mode:
        case Key::load_mode:
        case Key::walk:
        case Key::only:
        case Key::sign_out: return;
    }
}

void Station::State::undo(KeyPressed const& press) {
    if (!person) return refuse(Refusal::not_signed_in);
    if (deciding()) return;
    if (!last_action) return refuse(Refusal::no_task);
    if (last_action->undone) return go_to(last_action->line);
    KeyPressed of = press;
    of.seq = last_action->name.seq;
    of.incarnation = last_action->name.incarnation;
    of.line = last_action->line;
    if (last_action->shortage) return short_undo(of);
    void_event(of, press.reason.empty() ? "undo" : press.reason, true);
}

void Station::State::void_event(KeyPressed const& press, std::string const& reason, bool go) {
    auto const name = whole(press.incarnation, press.seq);
    auto const* target = record(name);
    if (!target || !target->in_force) return refuse(Refusal::no_task);
    bool const own = may(Right::correct_own) && last_action && last_action->name == name &&
                     last_action->person == person->id;
    if (!own && !may(Right::correct_any, press.person)) return refuse(Refusal::no_right);
    std::vector<domain::Fact> facts;
    facts.push_back(
        domain::Voided{name.seq, target->line, reason, person->id, press.person, name.incarnation});
    auto const* item = tasks.find(target->line);
    if (item && (item->ended || item->done()))
        facts.push_back(domain::TaskReopened{target->line, reason, person->id});
    for (auto const& label : labels.not_begun_of(name))
        facts.push_back(domain::LabelMoved{label.seq, LabelState::voided, "undo", "", "", label.incarnation});
    bool const pan_free = machine.phase() != CaptureMachine::Phase::on_pan;
    go_after_void = go && pan_free ? std::optional{target->line} : std::nullopt;
    append(std::move(facts), true);
}

void Station::State::shortage(KeyPressed const& press) {
    auto const* item = tasks.current();
    if (!item) return refuse(Refusal::no_task);
    std::string const reason = press.reason.empty() ? "came_short" : press.reason;
    auto const missing = [](TaskItem const& of) {
        if (of.counted()) return std::to_string(std::max<std::int64_t>(0, of.pieces() - of.count));
        auto const ordered = of.task.ordered.mass().value_or(Mass{});
        return figure(std::max(Mass{}, ordered - of.sum), of.task.ordered);
    };
    std::vector<domain::Fact> facts;
    auto const close = [&](TaskItem const& of) {
        auto const& unit = of.counted() ? of.task.ordered.unit : unit_text(of.task.ordered);
        facts.push_back(domain::Shorted{of.task.line, missing(of), unit, reason, person->id});
    };
    if (press.text == "all") {
        for (auto const& line : tasks.open_of_group()) close(*tasks.find(line));
    } else if (press.text == "rest") {
        return short_rest(reason);
    } else {
        close(*item);
    }
    hands_free = false;
    append(std::move(facts), true);
}

/// "Give what there is": what lies on the pan is weighed, and the rest of the task is closed.
void Station::State::short_rest(std::string const& reason) {
    auto const& item = *tasks.current();
    Verdict const verdict = judge();
    Mass const ordered = item.task.ordered.mass().value_or(Mass{});
    bool const something = !item.counted() && machine.phase() == CaptureMachine::Phase::on_pan && !recorded;
    domain::Shorted fact{item.task.line, "", unit_text(item.task.ordered), reason, person->id};
    if (item.counted()) {
        fact.unit = item.task.ordered.unit;
        fact.missing = std::to_string(std::max<std::int64_t>(0, item.pieces() - item.count));
        if (!count_entry || *count_entry <= 0 || *count_entry >= item.pieces()) return append({fact}, true);
        if (auto const why = blocked(); why != Refusal::none) return refuse(why);
        fact.missing = std::to_string(item.pieces() - item.count - *count_entry);
        domain::Counted counted{task_facts(item), *count_entry, "key", person->id, person->name};
        book(counted, item, false, 0);
        return after_booking(fact);
    }
    if (!something) {
        fact.missing = figure(std::max(Mass{}, ordered - item.sum), item.task.ordered);
        return append({fact}, true);
    }
    // The load must be a weight like any other; only its being too little is what she decides here.
    if (auto const why = blocked(); why != Refusal::none) return refuse(why);
    bool const little = verdict.state == WeighState::under || verdict.state == WeighState::under_hard;
    bool const weighable = verdict.capturable || (little && scale->pan().stable && verdict.net.mg > 0);
    if (!weighable || verdict.refusal != Refusal::none || verdict.zone >= domain::Zone::green)
        return refuse(verdict.refusal == Refusal::none ? Refusal::unstable : verdict.refusal);
    fact.missing = figure(std::max(Mass{}, ordered - item.sum - verdict.net), item.task.ordered);
    Verdict bag = verdict;
    bag.bag = true;  // it is the shortage that ends the task, not the amount
    capture(bag, "key");
    after_booking(fact);
}

/// Joins a fact to the transaction just asked for.
void Station::State::after_booking(domain::Fact fact) {
    auto& asked = std::get<Append>(effects.back());
    asked.facts.push_back(fact);
    pending.back().facts.push_back(std::move(fact));
}

void Station::State::short_undo(KeyPressed const& press) {
    std::vector<domain::Fact> facts;
    auto const open_again = [&](TaskItem const& item) {
        if (item.shorted)
            facts.push_back(domain::ShortUndone{item.task.line, item.shorted_by.seq, person->id,
                                                item.shorted_by.incarnation});
    };
    if (!press.line.order_no.empty()) {
        if (auto const* item = tasks.find(press.line)) open_again(*item);
    } else if (auto const* group = tasks.group()) {
        // More of this product came: all its shorts at once, in walk order.
        for (std::size_t const index : group->items) open_again(tasks.items()[index]);
    }
    if (facts.empty()) return refuse(Refusal::no_task);
    append(std::move(facts), true);
}

void Station::State::skip() {
    auto const* item = tasks.current();
    if (!item || recorded) return refuse(Refusal::no_task);
    append({domain::Skipped{item->task.line, person->id}}, true);
}

void Station::State::end_task(KeyPressed const& press) {
    auto const* item = press.line.order_no.empty() ? tasks.current() : tasks.find(press.line);
    if (!item) return refuse(Refusal::no_task);
    if (item->marked_taken) {
        if (item == tasks.current()) next_task();
        return;
    }
    // Ending with nothing in force would be a shortage, and that has its own key.
    if (item->bags == 0 && item->count == 0) return refuse(Refusal::no_task);
    append({domain::TaskEnded{item->task.line, press.reason.empty() ? "enough" : press.reason, person->id}},
           true);
}

void Station::State::reopen(KeyPressed const& press) {
    auto const* item = tasks.find(press.line);
    if (!item || item->away) return refuse(Refusal::no_task);
    if (item->shorted) return short_undo(press);
    if (!item->ended) return go_to(press.line);
    append({domain::TaskReopened{press.line, press.reason.empty() ? "key" : press.reason, person->id}}, true);
}

domain::LabelQueued Station::State::label_of(domain::EventName const& of, int copy) const {
    return {.of = of.seq,
            .template_name = "bag",
            .template_version = 1,
            .copy = copy,
            .of_incarnation = of.incarnation,
            .names = names_for(of)};
}

void Station::State::reprint(KeyPressed const& press) {
    domain::EventName const of = press.seq != 0                          ? whole(press.incarnation, press.seq)
                                 : last_action && !last_action->shortage ? last_action->name
                                                                         : domain::EventName{};
    auto const* target = record(of);
    if (!target) return refuse(Refusal::no_task);
    auto const* newest = labels.newest_of(of);
    int const copy = newest ? newest->copy + 1 : 1;
    append({label_of(of, copy)}, true);
}

void Station::State::label_key(KeyPressed const& press) {
    auto* item = press.seq != 0 ? labels.find(whole(press.incarnation, press.seq)) : labels.undecided();
    if (!item) {
        auto const offers = labels.offers();
        if (offers.empty()) return refuse(Refusal::no_task);
        item = labels.find(offers.front()->label);
    }
    auto const* target = record(item->of);
    bool const never_out = item->state == LabelState::queued && !item->handed_at;
    switch (press.key) {
        case Key::label_by_hand: {
            std::string const code = press.text.empty() && target ? target->customer_code : press.text;
            auto const& [incarnation, label] = item->label;
            append({domain::LabelHandwritten{label, code, person->id, incarnation},
                    domain::LabelMoved{label, LabelState::voided, "handwritten", "", code, incarnation}},
                   true);
            return;
        }
        case Key::label_wait: labels.wait(item->label); return;
        case Key::label_other:
        case Key::label_print:
            if (never_out) return hand_over(labels.send(item->label, now, press.key == Key::label_other));
            if (!target) return refuse(Refusal::no_task);
            other_printer_next = press.key == Key::label_other;
            append({label_of(item->of, item->copy + 1)}, true);
            return;
        default: return;
    }
}

/// Of the task in hand unless it is named.
void Station::State::print_sheet(KeyPressed const& press) {
    bool const tote = press.key == Key::print_tote;
    auto const* item = tasks.current();
    std::string of = press.text;
    if (of.empty() && item) of = tote ? item->task.customer_code : item->task.route;
    SheetHead page_head{setup.station_name, {}, person->name.empty() ? person->id : person->name};
    if (clock.good()) page_head.time = local_time(clock.at(now), setup.utc_offset_minutes, true);
    auto pages = tote ? tote_sheet(tasks.items(), of, page_head) : route_sheet(tasks.items(), of, page_head);
    if (of.empty() || pages.empty()) return refuse(Refusal::no_task);
    sheets.ask(std::move(pages));
}

void Station::State::hand_over(PrintLabel label) {
    effects.emplace_back(label);
}

void Station::State::release(KeyPressed const& press) {
    std::string const who = press.person.empty() ? person->id : press.person;
    if (!may(Right::release_red, press.person)) return refuse(Refusal::no_right);
    Verdict const verdict = judge();
    bool const red = verdict.state == WeighState::over_hard || verdict.state == WeighState::under_hard ||
                     (verdict.state == WeighState::under && verdict.zone == domain::Zone::red_under);
    if (!red || !scale->pan().stable)
        return refuse(verdict.refusal == Refusal::none ? Refusal::no_task : verdict.refusal);
    append({domain::Released{tasks.current()->task.line, "red", machine.load(), machine.gross(), who,
                             press.reason}},
           true);
}

void Station::State::go_to(domain::LineKey const& line) {
    // The plate does not change under a load that is not decided yet.
    if (recorded) return refuse(Refusal::already_captured);
    if (!tasks.go_to(line)) return refuse(Refusal::no_task);
    detour.reset();
    shown();
}

void Station::State::choose(KeyPressed const& press) {
    if (press.key == Key::product) {
        if (recorded) return refuse(Refusal::already_captured);
        if (!tasks.choose_group(press.text)) return refuse(Refusal::no_task);
        detour.reset();
        return shown();
    }
    auto const* item = tasks.current();
    if (!item) return refuse(Refusal::no_task);
    if (press.key == Key::lot) {
        std::string const before = lots.contains(item->task.sku) ? lots.at(item->task.sku) : "";
        append({domain::LotChanged{item->task.sku, press.text, before, person->id}}, true);
        return;
    }
    if (!item->counted()) return refuse(Refusal::no_task);
    std::int64_t count = press.number;
    if (!press.text.empty()) {
        auto const typed = domain::Decimal::parse(press.text);
        if (!typed || typed->short_text().find('.') != std::string::npos) return refuse(Refusal::not_whole);
        count = domain::Decimal::parse(typed->short_text())->units;
    }
    if (count < 0) return refuse(Refusal::not_whole);
    count_entry = count;
    presses.disarm();
}

/// The plate does not change under a bag that is recorded or being recorded.
void Station::State::choose_work(KeyPressed const& press) {
    if (recorded || recording()) return refuse(Refusal::already_captured);
    auto choice = tasks.choice();
    if (press.key == Key::walk) {
        choice.walk = walk_by(press.text);
    } else {
        choice.only = press.detail.empty() ? OnlyFor::everybody : only_for(press.text);
        choice.name = choice.only == OnlyFor::everybody ? std::string() : press.detail;
    }
    auto const in_hand = [&] { return tasks.current() ? tasks.current()->task.line : domain::LineKey{}; };
    auto const before = in_hand();
    tasks.choose(std::move(choice));
    detour.reset();
    in_hand() == before ? touch() : shown();
}

void Station::State::modes(KeyPressed const& press) {
    if (press.key == Key::hands_free) {
        if (!setup.hands_free_allowed && press.text == "on") return refuse(Refusal::switched_off);
        hands_free = press.text == "on";
        return;
    }
    if (recorded || recording()) return refuse(Refusal::already_captured);
    if (press.key == Key::mode) {
        tasks.mode(press.text == "pick");
        detour.reset();
        return shown();
    }
    for (LoadMode const mode :
         {LoadMode::normal, LoadMode::split, LoadMode::accumulate, LoadMode::take_away}) {
        if (press.text != text(mode)) continue;
        load_mode = mode;
        machine.mode(mode);
        signal.forget();
        // In the other modes the pan may be full when they begin; in these it must be seen empty again.
        if (!machine.differs()) scale->require_zero();
    }
}

}  // namespace bozhong::core
