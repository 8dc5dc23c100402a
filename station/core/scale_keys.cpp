// The keys that touch the scale: tare, zero, another scale, check weights.

#include "station/core/state.h"

namespace bozhong::core {

void Station::State::scale_key(KeyPressed const& press) {
    switch (press.key) {
        case Key::tare:
        case Key::preset_tare:
        case Key::clear_tare: return tare(press);
        case Key::zero:
            if (scale->freshness(now) != ScaleWatch::Freshness::fresh) return refuse(Refusal::link_lost);
            scale->zero_pressed();
            effects.emplace_back(SendScale{scale->record().id, "zero"});
            return;
        case Key::replace_scale: {
            std::string const wanted = press.text.empty() ? scale.foreign() : press.text;
            std::string const before = scale->record().id;
            if (!may(domain::Right::configure_devices, press.person)) return refuse(Refusal::no_right);
            if (!scale.choose(wanted)) return refuse(Refusal::scale_changed);
            machine.forget();
            signal.forget();
            append({domain::ScaleChanged{wanted, "scale", before, wanted}});
            return;
        }
        case Key::scale_checked: {
            if (scale->doubtful() != Doubtful::unit_jump) return refuse(Refusal::none);
            std::string const guess = scale->unit_seen();
            scale->unit_checked();
            append({domain::ScaleChanged{scale->record().id, "unit", guess, "checked by " + person->id}});
            return;
        }
        case Key::check_weight: return check_weight(press);
        default: return;
    }
}

void Station::State::tare(KeyPressed const& press) {
    Pan const& pan = scale->pan();
    bool const fresh = scale->freshness(now) == ScaleWatch::Freshness::fresh;
    if (recorded || recording()) return refuse(Refusal::already_captured);
    if (press.key == Key::clear_tare) {
        Mass const before = scale->tare_sum();
        if (!scale->clear_tares()) return refuse(Refusal::none);
        append({domain::ScaleTared{scale->record().id, true, "cleared " + kilograms(before, scale->record().d),
                                   person->id}});
        return;
    }
    domain::Tare tare{domain::TareKind::container, press.text.empty() ? "container" : press.text, {}};
    if (press.key == Key::preset_tare) {
        auto const typed = domain::Decimal::parse(press.text);
        auto const mass = typed ? domain::to_mass(*typed, domain::MassUnit::kg) : std::nullopt;
        if (!mass || mass->mg <= 0 || *mass > scale->record().max) return refuse(Refusal::not_whole);
        // A typed tare is rounded to the tare interval, which is d.
        std::int64_t const d = std::max<std::int64_t>(1, scale->record().d.mg);
        tare = {domain::TareKind::preset, "preset", Mass{domain::divide_half_even(mass->mg, d) * d}};
    } else {
        if (!fresh) return refuse(Refusal::stale);
        if (pan.refusal != Refusal::none) return refuse(pan.refusal);
        if (!pan.stable) return refuse(Refusal::unstable);
        if (machine.differs()) return refuse(Refusal::not_zero);
        tare.mass = *pan.net;
        if (tare.mass <= scale->record().e * 5) return refuse(Refusal::below_minimum);
    }
    std::string const detail = tare.name + " " + kilograms(tare.mass, scale->record().d) +
                               (tare.kind == domain::TareKind::preset ? " PT" : "");
    if (!scale->add_tare(tare)) return refuse(Refusal::tared_at_indicator);
    signal.forget();
    presses.disarm();
    if (pan.net) machine.retared(*pan.net);
    append({domain::ScaleTared{scale->record().id, true, detail, person->id}});
}

void Station::State::check_weight(KeyPressed const& press) {
    Pan const& pan = scale->pan();
    if (scale->freshness(now) != ScaleWatch::Freshness::fresh) return refuse(Refusal::stale);
    if (pan.refusal != Refusal::none) return refuse(pan.refusal);
    if (!pan.stable) return refuse(Refusal::unstable);
    std::string const signer = press.person.empty() ? person->id : press.person;
    if (!may(domain::Right::configure_devices, press.person)) return refuse(Refusal::no_right);
    auto const& record = scale->record();
    Mass const nominal{press.number};
    if (nominal.mg <= 0 || nominal > record.max || !pan.gross) return refuse(Refusal::not_whole);
    bool const ok = domain::abs(*pan.gross - nominal) <= domain::allowed_error(record.e, nominal);
    append({domain::CheckWeighed{record.id, nominal, *pan.gross, ok, signer}});
    // The check mass is no goods: nothing is captured until it has been lifted.
    scale->require_zero();
}

void Station::State::apply_check(domain::CheckWeighed const& fact) {
    last_check = fact;
    if (fact.ok) checked[fact.scale] = now;
    else checked.erase(fact.scale);
    checked_before.erase(fact.scale);
    touch();
}

std::optional<Instant> Station::State::check_due_at() const {
    auto const& record = scale->record();
    if (record.check_every_hours == 0) return std::nullopt;
    milliseconds const period = std::chrono::hours{record.check_every_hours};
    if (auto const good = checked.find(record.id); good != checked.end()) return good->second + period;
    auto const before = checked_before.find(record.id);
    if (before == checked_before.end()) return Instant{};
    // Of an earlier run only the wall clock tells the age; one that stands before the check proves nothing.
    milliseconds const age{clock.at(now).unix_ms - before->second.unix_ms};
    return age < milliseconds{0} ? Instant{} : now + (period - age);
}

bool Station::State::check_due() const {
    auto const at = check_due_at();
    return at && now >= *at;
}

void Station::State::on(ScaleReplied const& reply) {
    if (reply.command == "zero")
        append({domain::ScaleZeroed{reply.scale, reply.ok, reply.reason, person ? person->id : ""}});
    if (reply.command == "tare" || reply.command == "clear_tare")
        append({domain::ScaleTared{reply.scale, reply.ok, reply.command + " " + reply.reason,
                                   person ? person->id : ""}});
    if (!reply.ok) refuse(Refusal::not_zero);
    if (reply.ok) scale->require_zero();
}

}  // namespace bozhong::core
