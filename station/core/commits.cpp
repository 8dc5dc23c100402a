// Facts: asked of the disk, and applied only when they are durable. There is no other way into the state.

#include "station/core/state.h"

namespace bozhong::core {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

bool Station::State::deciding() const {
    return std::ranges::any_of(pending, &Pending::decision);
}

bool Station::State::recording() const {
    return std::ranges::any_of(pending, &Pending::weighing);
}

std::optional<Instant> Station::State::disk_slow_at() const {
    if (pending.empty()) return std::nullopt;
    return pending.front().since + setup.disk_slow_after;
}

bool Station::State::disk_slow() const {
    auto const at = disk_slow_at();
    return at && now >= *at;
}

void Station::State::append(std::vector<domain::Fact> facts, bool decision, bool weighing,
                            std::uint64_t load) {
    if (facts.empty()) return;
    domain::Stamp const stamp{clock.at(now), clock.good(), person ? person->id : ""};
    effects.emplace_back(Append{next_ticket, facts, stamp});
    pending.push_back(
        Pending{next_ticket, std::move(facts), decision, weighing, load, stamp.at, stamp.person, now});
    ++next_ticket;
    touch();
}

void Station::State::on(Committed const& done) {
    auto const found = std::ranges::find(pending, done.ticket, &Pending::ticket);
    if (found == pending.end()) return;
    Pending const batch = std::move(*found);
    pending.erase(found);
    head = done.head;
    disk_failed = false;
    domain::Seq seq = done.first;
    domain::Seq weighing = 0;
    for (auto fact : batch.facts) {
        if (std::holds_alternative<domain::Weighed>(fact) || std::holds_alternative<domain::Counted>(fact))
            weighing = seq;
        if (auto* label = std::get_if<domain::LabelQueued>(&fact); label && label->of == 0)
            label->of = weighing;
        apply(fact, seq++, batch);
    }
    tasks.touch();
    ++history_revision;
    touch();
    if (batch.weighing) after_weighing(batch);
    if (batch.decision && !batch.weighing) after_decision(batch);
}

void Station::State::on(CommitFailed const& failed) {
    auto const found = std::ranges::find(pending, failed.ticket, &Pending::ticket);
    if (found == pending.end()) return;
    bool const weighing = found->weighing;
    pending.erase(found);
    disk_failed = true;
    touch();
    if (weighing) refuse(Refusal::disk);
}

void Station::State::apply(domain::Fact const& fact, domain::Seq seq, Pending const& batch) {
    std::visit(
        Overloaded{
            [&](domain::Weighed const& f) {
                Record made{.seq = seq, .line = f.task.line, .net = f.net, .gross = f.gross};
                made.manual = f.entry == domain::Entry::manual;
                made.preset_tare = std::ranges::any_of(
                    f.tares, [](auto const& tare) { return tare.kind == domain::TareKind::preset; });
                apply_weighing(std::move(made), f.task, batch);
            },
            [&](domain::Counted const& f) {
                Record made{
                    .seq = seq, .line = f.task.line, .kind = domain::TaskKind::counted, .count = f.count};
                apply_weighing(std::move(made), f.task, batch);
            },
            [&](domain::Shorted const& f) { apply_short(f, seq); },
            [&](domain::ShortUndone const& f) {
                tasks.at(f.line).shorted = false;
                if (last_action && last_action->name == whole(f.of_incarnation, f.of))
                    last_action->undone = true;
            },
            [&](domain::Voided const& f) { apply_void(whole(f.of_incarnation, f.of)); },
            [&](domain::TaskEnded const& f) { tasks.at(f.line).ended = true; },
            [&](domain::TaskReopened const& f) {
                auto& item = tasks.at(f.line);
                item.ended = item.shorted = false;
            },
            [&](domain::Skipped const& f) { tasks.at(f.line).skipped = true; },
            [&](domain::Released const& f) {
                granted = Release{f.load, whole("", seq), f.gross, f.person};
            },
            [&](domain::LotChanged const& f) { lots[f.sku] = f.lot; },
            [&](domain::CheckWeighed const& f) { apply_check(f); },
            [&](domain::LabelQueued const& f) {
                labels.queued(whole("", seq), whole(f.of_incarnation, f.of), f.copy, now, f.names);
            },
            [&](domain::LabelMoved const& f) {
                labels.committed(whole(f.label_incarnation, f.label), f.state);
            },
            [&](domain::LabelHandwritten const& f) { labels.resolve(whole(f.label_incarnation, f.label)); },
            [](auto const&) {},
        },
        fact);
}

void Station::State::apply_weighing(Record made, domain::TaskFacts const& task, Pending const& batch) {
    made.incarnation = head.incarnation;
    made.product = task.product;
    made.customer_code = task.customer_code;
    made.sku = task.sku;
    made.ordered = task.ordered;
    made.at = batch.at;
    auto& item = tasks.at(made.line);
    item.sum += made.net;
    item.count += made.count;
    ++item.bags;
    item.weighed_by = {made.incarnation, made.seq};
    item.skipped = false;
    bool const counted = made.kind == domain::TaskKind::counted;
    std::string const amount =
        counted ? std::to_string(made.count) + " " + made.ordered.unit : amount_text(made.net, made.ordered);
    last_action = LastAction{.name = {made.incarnation, made.seq},
                             .line = made.line,
                             .customer_code = made.customer_code,
                             .product = made.product,
                             .amount = amount,
                             .person = batch.person};
    by_name[{made.incarnation, made.seq}] = record_base + records.size();
    records.push_back(std::move(made));
    // A long shift must not grow without end; what is older is in the journal.
    if (records.size() > records_at_hand) {
        by_name.erase({records.front().incarnation, records.front().seq});
        records.pop_front();
        ++record_base;
    }
    last_use = now;
}

void Station::State::apply_short(domain::Shorted const& fact, domain::Seq seq) {
    auto& item = tasks.at(fact.line);
    item.shorted = true;
    item.shorted_by = whole("", seq);
    shorts.push_back({item.shorted_by, record_base + records.size(), fact.line, clock.at(now)});
    last_action = LastAction{.name = item.shorted_by,
                             .line = fact.line,
                             .customer_code = item.task.customer_code,
                             .product = item.task.product,
                             .amount = fact.missing + " " + fact.unit,
                             .person = fact.person,
                             .shortage = true};
}

void Station::State::apply_void(domain::EventName const& of) {
    auto const found = by_name.find(of);
    if (found == by_name.end()) return;
    auto& target = records[found->second - record_base];
    if (!target.in_force) return;
    target.in_force = false;
    if (auto* item = tasks.find(target.line)) {
        item->sum = item->sum - target.net;
        item->count -= target.count;
        --item->bags;
    }
    if (last_action && last_action->name == of) last_action->undone = true;
    if (recorded && recorded->name == of) {
        recorded.reset();
        machine.undone();
        hands_off_load = machine.load();
        granted.reset();
    }
}

/// The screen may say recorded now, and the label may leave.
void Station::State::after_weighing(Pending const& batch) {
    tone(Tone::recorded);
    say(Spoken::recorded);
    press_refused_until.reset();
    granted.reset();
    insisted_load = 0;
    machine.captured(batch.load);
    bool const still_there =
        batch.load != 0 && machine.load() == batch.load && machine.phase() == CaptureMachine::Phase::captured;
    if (still_there) {
        recorded = Recorded{last_action->line, batch.load, last_weighing(), now};
    } else {
        // Nothing lies on the pan (counted, typed), or the load was lifted before the disk answered.
        next_task();
    }
}

void Station::State::after_decision(Pending const&) {
    if (go_after_void) {
        auto const line = *go_after_void;
        go_after_void.reset();
        if (tasks.go_to(line)) shown();
        return;
    }
    auto const* item = tasks.current();
    bool const leaves = item && (!item->open() || item->skipped);
    if (!recorded && (leaves || !item)) next_task();
}

domain::EventName Station::State::last_weighing() const {
    return {records.back().incarnation, records.back().seq};
}

Record const* Station::State::record(domain::EventName const& name) const {
    auto const found = by_name.find(name);
    return found == by_name.end() ? nullptr : &records[found->second - record_base];
}

domain::EventName Station::State::whole(std::string const& incarnation, domain::Seq seq) const {
    return {incarnation.empty() ? head.incarnation : incarnation, seq};
}

}  // namespace bozhong::core
