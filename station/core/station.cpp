#include "station/core/station.h"

#include "station/core/state.h"

namespace bozhong::core {

Station::State::State(StationSetup setup_, Restored restored)
    : setup(std::move(setup_)), scale(setup.scales), labels(setup.label_begin_within), sheets(setup.label_begin_within) {
    head = restored.head;
    feed_position = restored.feed_position;
    lots = std::move(restored.lots);
    for (auto& someone : restored.people) people[someone.id] = someone;
    tasks.restore(restored.tasks);
    bags.restore(std::move(restored.bag_tasks));
    for (auto& made : restored.records) {
        by_name[{made.incarnation, made.seq}] = records.size();
        if (auto* item = tasks.find(made.line); item && made.in_force) item->weighed_by = {made.incarnation, made.seq};
        records.push_back(std::move(made));
    }
    start_facts = labels.restore(restored.labels, head.incarnation);
    for (auto const& made : restored.checks)
        if (made.check.ok) checked_before[made.check.scale] = made.at;
    tasks.begin();
    recovered = restored.unclean;
}

/// What a station that starts has to say; the first event brings the time for it.
void Station::State::start() {
    if (started) return;
    started = true;
    last_use = now;
    if (recovered) notice(NoticeKind::recovered, {}, static_cast<std::int64_t>(records.size()));
    append(std::move(start_facts));
    shown();
}

void Station::State::on(ReadingSeen const& seen) {
    bool const zero_before = scale->pan().zero_seen;
    auto const [gross_before, net_before] = std::pair{scale->pan().gross, scale->pan().net};
    bool const stable_before = scale->pan().stable, at_zero_before = scale->pan().at_zero;
    std::vector<domain::Fact> facts;
    auto const where = scale.see(seen, pan_free(), facts);
    append(std::move(facts));
    if (where == TableScales::Seen::beside) return;
    if (where == TableScales::Seen::took_over) {
        machine.forget();
        signal.forget();
        presses.disarm();
        touch();
    }
    Pan const& pan = scale->pan();
    bool const same = gross_before == pan.gross && net_before == pan.net && stable_before == pan.stable &&
                      at_zero_before == pan.at_zero;
    if (!same) touch();
    if (zero_before && !pan.zero_seen && where == TableScales::Seen::in_use) {
        machine.forget();
        signal.forget();
    }
    bool const hidden = !seen.reading.mass && seen.reading.stable == domain::Known::no;
    moved_unseen = moved_unseen || hidden;
    if (!pan.gross || !pan.net || !pan.zero_seen) return;
    if (recorded && !zero_before) return removed();  // it was lifted while nobody could see
    auto const phase = machine.phase();
    auto const step = machine.see(pan, scale->record());
    if (phase != machine.phase()) last_use = now;
    bool const empty = machine.phase() != CaptureMachine::Phase::on_pan || *pan.net <= scale->record().e * 5;
    bool const swapped = step == CaptureMachine::Step::swapped;
    if (step == CaptureMachine::Step::load_began || swapped) signal.forget();
    signal.see(machine.net(), pan.stable, empty, pan.at, scale->record().e);
    // Some scales show nothing while they move: one gesture and a filling hand look the same there.
    if (empty) moved_unseen = false;
    if (swapped || moved_unseen) signal.not_placed();
    if (step == CaptureMachine::Step::removed || swapped) removed();
    // What did not come up from a lower level may be what remained of the load before.
    if (swapped) hands_off_load = machine.rose() ? 0 : machine.load();
}

/// The load left the pan: only now the plate may change.
void Station::State::removed() {
    granted.reset();
    insisted_load = 0;
    if (machine.phase() == CaptureMachine::Phase::empty) presses.disarm();
    auto const* item = tasks.current();
    bool const gave_up = detour && !recording();
    if (!recorded && !(item && item->marked_taken) && !gave_up) return;
    recorded.reset();
    next_task();
}

/// Nothing lies or waits on the scale in use, so a load on another one may be meant.
bool Station::State::pan_free() const {
    bool const dead = scale->freshness(now) == ScaleWatch::Freshness::dead;
    bool const clear = machine.phase() == CaptureMachine::Phase::empty && !machine.residue();
    return !recorded && !recording() && !machine.differs() && (dead || clear);
}

bool Station::State::goods_on() const {
    return machine.phase() == CaptureMachine::Phase::on_pan;
}

void Station::State::next_task() {
    recorded.reset();
    if (auto* item = tasks.current(); item && item->marked_taken) {
        item->marked_taken = false;
        item->away = true;
    }
    auto const way = std::exchange(detour, std::nullopt);
    if (way) tasks.leave_current();
    if (!way || !way->from || !tasks.go_to(*way->from)) tasks.advance();
    machine.move_on();
    shown();
}

void Station::State::shown() {
    task_shown_at = now;
    count_entry.reset();
    presses.disarm();
    granted.reset();
    // The plate changed under a load that lies there: whether it is meant for this one, only a key can say.
    if (goods_on()) hands_off_load = machine.load();
    touch();
    announce();
}

void Station::State::on(ScaleLinkChanged const& change) {
    bool const ours = change.scale.empty() || change.scale == scale->record().id;
    LinkState const before = scale->link_state();
    scale.link(change, goods_on());
    touch();
    if (!ours) return;
    if (change.state == LinkState::down || change.power_up) {
        machine.forget();
        signal.forget();
        presses.disarm();
    }
    if (change.state == LinkState::down && before != LinkState::down)
        append({domain::FaultSeen{"scale", "link_lost", change.detail}});
    if (change.company == Company::turned_away) notice(NoticeKind::scale_caller);
}

void Station::State::on(LabelChanged const& change) {
    if (sheets.changed(change)) return touch();
    append(labels.changed(change));
    if (change.state == domain::LabelState::unknown) {
        auto const* item = labels.meant_by(change.label);
        auto const* target = item ? record(item->of) : nullptr;
        notice(NoticeKind::label_unsure, {target ? target->customer_code : ""});
    }
    ++history_revision;
    touch();
}

void Station::State::on(PrinterSeen const& seen) {
    auto const before = labels.seen().state;
    bool const known = !labels.seen().printer.empty();
    labels.printer(seen);
    touch();
    bool const ready = labels.printer_ready();
    if (!ready && known && before != seen.state)
        say(seen.state == PrinterState::paper_out    ? Spoken::paper_out
            : seen.state == PrinterState::cover_open ? Spoken::cover_open
                                                     : Spoken::printer_stopped);
    if (!ready && (!known || before != seen.state)) {
        append({domain::FaultSeen{"printer", "not_ready", seen.detail}});
        notice(NoticeKind::printer, {seen.printer, seen.detail});
    }
}

void Station::State::on(HubSeen const& seen) {
    hub = seen;
    touch();
}

void Station::State::on(StorageSeen const& seen) {
    bool const less = seen.stop && !storage.stop;
    storage = seen;
    if (!seen.stop) disk_failed = false;
    constexpr std::int64_t low = 512ll * 1024 * 1024;
    bool const is_low = seen.free_bytes < low || seen.stop;
    // Said once each time it becomes low, so that the fact itself does not fill the disk.
    if (is_low && (!storage_told || less)) {
        storage_told = true;
        append({domain::StorageLow{seen.free_bytes}});
    }
    if (!is_low) storage_told = false;
    touch();
}

void Station::State::on(SignInAccepted const& accepted) {
    if (person && person->id != accepted.person.id) append({domain::SignedOut{person->id, "taken_over"}});
    static constexpr std::pair<domain::Right, char const*> names[] = {
        {domain::Right::capture, "capture"},
        {domain::Right::enter_weight, "enter_weight"},
        {domain::Right::below_minimum, "below_minimum"},
        {domain::Right::correct_own, "correct_own"},
        {domain::Right::correct_any, "correct_any"},
        {domain::Right::release_red, "release_red"},
        {domain::Right::reassign, "reassign"},
        {domain::Right::cancel, "cancel"},
        {domain::Right::close, "close"},
        {domain::Right::configure_devices, "configure_devices"},
        {domain::Right::manage_people, "manage_people"},
        {domain::Right::read_results, "read_results"},
    };
    domain::SignedIn fact{accepted.person.id, accepted.person.name, accepted.by, {}, accepted.people_age_s};
    for (auto const& [right, name] : names) {
        if (accepted.person.may(right)) fact.rights.emplace_back(name);
    }
    bool const another = !person || person->id != accepted.person.id;
    person = accepted.person;
    people[person->id] = *person;
    last_use = now;
    presses.disarm();
    append({std::move(fact)});
    // Who comes to the table, or takes it over, hears what is in hand.
    if (another) said_product.clear();
    if (another && !recorded) announce();
    touch();
}

void Station::State::on(SignInRefused const& refused) {
    tone(Tone::stop_short);
    if (!refused.checked) return;
    append({domain::SignInFailed{refused.person, refused.by, refused.failures}});
}

void Station::State::on(SettingChanged const& change) {
    append({domain::SettingsChanged{change.what, change.before, change.after, person ? person->id : ""}});
}

void Station::State::on(PeopleTooOld const&) { sign_out("people_too_old"); }

void Station::State::sign_out(std::string const& why) {
    if (!person) return;
    append({domain::SignedOut{person->id, why}});
    person.reset();
    presses.disarm();
    hands_free = false;
    touch();
}

void Station::State::on(TimePassed const&) {}

void Station::State::on(WallClockSeen const& seen) {
    auto const minute = clock.at(now).unix_ms / 60'000;
    if (auto const jump = clock.see(seen.now, seen.good, now)) {
        append({domain::ClockJumped{jump->before, jump->after}});
        notice(NoticeKind::clock_wrong);
    }
    if (clock.at(now).unix_ms / 60'000 != minute) touch();
}

void Station::State::notice(NoticeKind kind, std::vector<std::string> figures, std::int64_t number) {
    std::erase_if(notices,
                  [&](auto const& old) { return old.notice.kind == kind && old.notice.figures == figures; });
    notices.push_back({Notice{kind, std::move(figures), number}, now + milliseconds{120'000}});
    while (notices.size() > 8) notices.pop_front();
    touch();
}

/// What follows from any event: time limits, the label queue, a load that books itself, what is heard.
void Station::State::settle() {
    append(labels.time(now));
    if (auto* item = labels.waited_for_copy(); item && !deciding()) {
        append({label_of(item->of, item->copy + 1)}, true);
    }
    if (auto label = labels.next(now)) {
        label->other_printer = std::exchange(other_printer_next, false);
        hand_over(*label);
    }
    if (auto sheet = sheets.next(labels.printer_ready(), now)) {
        effects.emplace_back(*std::move(sheet));
        touch();
    }
    if (person && now >= last_use + setup.idle_lock) sign_out("idle");
    if (press_refused_until && now >= *press_refused_until) press_refused_until.reset(), touch();
    if (taken_at && now >= *taken_at + setup.second_press_lock) taken_at.reset(), touch();
    if (counted_at && now >= *counted_at + milliseconds{300}) counted_at.reset(), touch();
    if (std::erase_if(notices, [&](auto const& old) { return now >= old.until; }) > 0) touch();
    auto const freshness = scale->freshness(now);
    if (freshness != last_freshness) touch();
    if (freshness == ScaleWatch::Freshness::dead && last_freshness != freshness && scale->has_pan()) {
        scale->lost(goods_on());
        machine.forget();
        signal.forget();
    }
    if (machine.differs() && recorded && now >= recorded->at + setup.difference_shows) next_task();
    if (bool const slow = disk_slow(); slow != std::exchange(disk_slow_told, slow)) touch();
    if (bool const due = check_due(); due != std::exchange(check_told, due)) touch();
    last_verdict_update();
    settle_held_press();
    look_for_fit();
    // A reading at or after the moment it is due says that nothing moved until then.
    auto const proof = [&](Instant due) {
        if (!scale->current(now)) return false;
        return scale->pan().at >= due || now >= due + scale->record().expected_interval;
    };
    if (auto const due = hands_free_due(); due && now >= *due && proof(*due) && !deciding()) {
        capture(last_verdict, "hands_free");
        last_verdict_update();
        look_for_fit();
    }
    dead_scale_tone(freshness);
    last_freshness = freshness;
    sound_of_trouble();
}

void Station::State::last_verdict_update() {
    Verdict const verdict = judge();
    if (verdict == last_verdict) return;
    touch();
    bool const entered = verdict.state != last_verdict.state;
    if (verdict.state == WeighState::settling && entered) moving_since = now;
    if (verdict.state != WeighState::settling) moving_since.reset();
    sound_of(std::exchange(last_verdict, verdict), verdict);
}

Instant Station::State::wake_at() const {
    Instant wake = now + milliseconds{60'000};
    auto const sooner = [&](Instant at) {
        if (at > now) wake = std::min(wake, at);
    };
    if (auto const at = scale->next_change(now)) sooner(*at);
    if (auto const at = labels.wake_at()) sooner(*at);
    if (auto const at = sheets.wake_at()) sooner(*at);
    if (auto const at = check_due_at()) sooner(*at);
    if (auto const at = disk_slow_at()) sooner(*at);
    if (auto const at = hands_free_due()) {
        sooner(*at);
        sooner(*at + scale->record().expected_interval);
    }
    if (auto const at = fit_due()) sooner(*at);
    if (taken_at) sooner(*taken_at + setup.second_press_lock);
    if (auto const first = presses.first()) {
        sooner(*first + setup.second_press_lock);
        sooner(*first + setup.second_press_lock + setup.second_press_window + milliseconds{1});
    }
    if (press_refused_until) sooner(*press_refused_until);
    if (counted_at) sooner(*counted_at + milliseconds{300});
    if (person) sooner(last_use + setup.idle_lock);
    if (dead_tone_at && dead_tones < 3) sooner(*dead_tone_at + milliseconds{20'000});
    if (machine.differs() && recorded) sooner(recorded->at + setup.difference_shows);
    for (auto const& timed : notices) sooner(timed.until);
    return wake;
}

Station::Station(StationSetup setup, Restored restored)
    : m_state(std::make_unique<State>(std::move(setup), std::move(restored))) {}
Station::~Station() = default;
Station::Station(Station&&) noexcept = default;
Station& Station::operator=(Station&&) noexcept = default;

std::vector<Effect> Station::handle(Event const& event, Instant now) {
    auto& state = *m_state;
    state.now = std::max(state.now, now);
    state.effects.clear();
    state.start();
    std::visit([&](auto const& one) { state.on(one); }, event);
    state.settle();
    state.only_most_urgent_sound();
    return std::move(state.effects);
}

Instant Station::wake_at() const {
    return m_state->wake_at();
}
Snapshot Station::snapshot(Instant now) const {
    return m_state->snapshot(std::max(now, m_state->now));
}
std::uint64_t Station::revision() const {
    return m_state->revision;
}

}  // namespace bozhong::core
