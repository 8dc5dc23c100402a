// The big key and everything that books a weighing or a count. What is booked here counts only when it is
// durable.

#include "station/core/state.h"
#include "station/domain/task_facts.h"

namespace bozhong::core {

using domain::Right;
using domain::Zone;

std::string trigger_text(std::string const& by) {
    return by.empty() ? "key" : by;
}

char const* text(LoadMode mode) {
    switch (mode) {
        case LoadMode::normal: return "normal";
        case LoadMode::split: return "split";
        case LoadMode::accumulate: return "accumulate";
        case LoadMode::take_away: return "take_away";
    }
    return "normal";
}

void Station::State::refuse(Refusal why, Say words) {
    press_refusal = why;
    press_refused_until = now + milliseconds{2'000};
    tone(Tone::stop_short);
    effects.emplace_back(std::move(words));
    touch();
}

void Station::State::confirm(KeyPressed const& press) {
    auto const* item = tasks.current();
    if (!item && !recorded && !deciding()) {
        if (person && tasks.waits_for_load()) return confirm_first();
        // The product is done: the same key goes on to the next one.
        if (person && tasks.next_group()) return shown();
        return refuse(person ? Refusal::no_task : Refusal::not_signed_in);
    }
    if (item && item->counted() && !recorded && !recording()) return confirm_counted(press);
    if (taken_at && now < *taken_at + setup.second_press_lock) return;
    Verdict const verdict = judge();
    if (verdict.state == WeighState::recording) return;
    if (verdict.state == WeighState::under && !verdict.below_minimum) insisted_load = machine.load();
    if (!verdict.capturable || deciding()) {
        if (deciding()) return;
        bool const unmoved = verdict.refusal == Refusal::already_captured || verdict.state == WeighState::empty;
        if (unmoved) scale->pressed_in_vain(now);
        if (verdict.state == WeighState::under)
            return refuse(verdict.refusal, Say{Spoken::under, away_from_ordered(verdict)});
        return refuse(verdict.refusal);
    }
    if (verdict.presses == 2) {
        auto const answer =
            presses.press(machine.load(), now, setup.second_press_lock, setup.second_press_window);
        touch();
        if (answer != TwoPress::Answer::go) return;
        accepted_load = machine.load();
        accepted_zone = verdict.zone;
    }
    if (!scale->current(now)) {
        held_press = HeldPress{press, machine.load(), item->task.line};
        return;
    }
    capture(verdict, trigger_text(press.by));
}

void Station::State::settle_held_press() {
    if (!held_press) return;
    auto const* item = tasks.current();
    bool const same = item && item->task.line == held_press->line && machine.load() == held_press->load;
    bool const waits = !scale->current(now) && scale->freshness(now) == ScaleWatch::Freshness::fresh;
    if (same && waits) return;
    KeyPressed const press = std::exchange(held_press, {})->press;
    same ? confirm(press) : refuse(Refusal::unstable);
    last_verdict_update();
}

std::int64_t Station::State::count_wanted(TaskItem const& item) const {
    return count_entry.value_or(std::max<std::int64_t>(0, item.pieces() - item.count));
}

void Station::State::confirm_counted(KeyPressed const& press) {
    // The second tap of a double tap belongs to the task before.
    if (counted_at && now < *counted_at + milliseconds{300}) return;
    Verdict const verdict = judge();
    if (deciding()) return;
    if (!verdict.capturable) return refuse(verdict.refusal);
    auto const* item = tasks.current();
    std::int64_t const count = count_wanted(*item);
    if (count <= 0) return refuse(Refusal::not_whole);
    if (verdict.presses == 2) {
        auto const answer =
            presses.press(machine.load(), now, setup.second_press_lock, setup.second_press_window);
        touch();
        if (answer != TwoPress::Answer::go) return;
    }
    domain::Counted fact{task_facts(*item), count, trigger_text(press.by), person->id, person->name};
    counted_at = now;
    book(fact, *item, item->count + count != item->pieces(), 0);
}

domain::TaskFacts Station::State::task_facts(TaskItem const& item) const {
    auto facts = domain::task_facts(item.task, feed_position);
    if (auto const lot = lots.find(item.task.sku); lot != lots.end()) facts.lot = lot->second;
    facts.bag = item.bags + 1;
    facts.bags = item.bags + 1;
    return facts;
}

void Station::State::book(domain::Fact weighing, TaskItem const& item, bool ends, std::uint64_t load) {
    std::vector<domain::Fact> facts;
    facts.push_back(std::move(weighing));
    facts.push_back(domain::LabelQueued{.of = 0, .template_name = "bag", .template_version = 1, .copy = 0});
    if (ends) facts.push_back(domain::TaskEnded{item.task.line, "accepted", person->id});
    count_entry.reset();
    presses.disarm();
    append(std::move(facts), true, true, load);
}

void Station::State::capture(Verdict const& verdict, std::string const& trigger) {
    auto const& item = *tasks.current();
    Pan const& pan = scale->pan();
    domain::Weighed fact{.task = task_facts(item)};
    // Of a difference the gross and tares of the whole pan say nothing: it is its own gross.
    fact.gross = machine.differs() ? verdict.net : *pan.gross;
    fact.net = verdict.net;
    if (!machine.differs()) fact.tares = pan.tares;
    fact.indication = pan.indication;
    fact.shown = pan.kind;
    fact.scale = scale->record().id;
    fact.scale_version = scale->record().version;
    fact.stability = pan.evidence;
    fact.trigger = trigger;
    fact.zone = verdict.zone;
    fact.profile = item.task.tolerance.name;
    fact.below_min = verdict.below_minimum;
    if (verdict.state == WeighState::released) {
        fact.released_by = granted->name.seq;
        fact.released_by_incarnation = granted->name.incarnation;
    }
    fact.person = person->id;
    fact.person_name = person->name;
    fact.settled = figure(verdict.net, item.task.ordered);
    fact.settle_unit = unit_text(item.task.ordered);
    fact.mode = load_mode == LoadMode::split ? "normal" : text(load_mode);
    bool const by_amount = verdict.zone == Zone::green || verdict.bag;
    machine.booked();
    book(std::move(fact), item, !by_amount, machine.load());
}

void Station::State::manual_weight(KeyPressed const& press) {
    auto const* item = tasks.current();
    if (!setup.manual_entry) return refuse(Refusal::switched_off);
    if (!item || item->counted()) return refuse(Refusal::no_task);
    if (auto const why = blocked(); why != Refusal::none) return refuse(why);
    if (!may(Right::enter_weight, press.person)) return refuse(Refusal::no_right);
    auto const gross_text = domain::Decimal::parse(press.text);
    auto const tare_text = domain::Decimal::parse(press.detail.empty() ? "0" : press.detail);
    auto const gross = gross_text ? domain::to_mass(*gross_text, domain::MassUnit::kg) : std::nullopt;
    auto const tare = tare_text ? domain::to_mass(*tare_text, domain::MassUnit::kg) : std::nullopt;
    if (!gross || !tare || press.where.empty()) return refuse(Refusal::not_whole);
    if (tare->mg < 0 || *gross <= *tare) return refuse(Refusal::negative);
    domain::Weighed fact{
        .task = task_facts(*item), .entry = domain::Entry::manual, .gross = *gross, .net = *gross - *tare};
    if (tare->mg > 0) fact.tares.push_back({domain::TareKind::preset, "typed", *tare});
    fact.zone = item->band ? item->band->zone(item->sum + fact.net) : Zone::amber_under;
    bool const red = fact.zone == Zone::red_over || (fact.zone == Zone::red_under && !bagging(*item));
    if (red && !may(Right::release_red, press.person)) return refuse(Refusal::no_right);
    fact.indication = {press.text, "kg"};
    fact.shown = domain::WeightKind::gross;
    fact.stability = "typed";
    fact.trigger = trigger_text(press.by);
    fact.profile = item->task.tolerance.name;
    fact.person = press.person.empty() ? person->id : press.person;
    fact.person_name = press.person.empty() ? person->name : people.at(press.person).name;
    fact.settled = figure(fact.net, item->task.ordered);
    fact.settle_unit = unit_text(item->task.ordered);
    fact.reason = press.reason;
    fact.read_on = press.where;
    fact.mode = "normal";
    bool const bag = fact.zone < Zone::green && bagging(*item);
    bool const ends = fact.zone != Zone::green && !bag;
    book(std::move(fact), *item, ends, 0);
}

void Station::State::count_all(KeyPressed const& press) {
    if (auto const why = blocked(); why != Refusal::none) return refuse(why);
    std::vector<domain::Fact> facts;
    for (auto const& line : tasks.open_of_group()) {
        auto const& item = *tasks.find(line);
        if (!item.counted() || item.pieces() <= item.count) continue;
        facts.push_back(domain::Counted{task_facts(item), item.pieces() - item.count, trigger_text(press.by),
                                        person->id, person->name});
        facts.push_back(
            domain::LabelQueued{.of = 0, .template_name = "bag", .template_version = 1, .copy = 0});
    }
    if (facts.empty()) return refuse(Refusal::no_task);
    append(std::move(facts), true, true, 0);
}

}  // namespace bozhong::core
