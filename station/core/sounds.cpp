// What is heard: tones and sentences, from the same judgement as what is seen.

#include "station/core/state.h"

namespace bozhong::core {
namespace {

bool is_good(WeighState state) {
    return state == WeighState::in_band || state == WeighState::hands_free || state == WeighState::released;
}

template <class Sound, class Rank>
void keep_first(std::vector<Effect>& effects, Rank rank) {
    auto const is_sound = [](Effect const& effect) { return std::holds_alternative<Sound>(effect); };
    auto const before = [&](Effect const& a, Effect const& b) {
        if (is_sound(a) && is_sound(b)) return rank(std::get<Sound>(a)) < rank(std::get<Sound>(b));
        return is_sound(a) && !is_sound(b);
    };
    auto const first = std::ranges::min_element(effects, before);
    if (first == effects.end() || !is_sound(*first)) return;
    auto const kept = std::get<Sound>(*first);
    std::erase_if(effects, is_sound);
    effects.emplace_back(kept);
}

}  // namespace

/// What is to be done next. The product is named when it is another one than last time.
void Station::State::announce() {
    auto const* item = tasks.current();
    if (!item || !person) return;
    auto const& task = item->task;
    bool const same = task.product == said_product;
    said_product = task.product;
    if (!task.note.empty()) tone(Tone::look);
    say(Spoken::next, {ordered_text(task.ordered), task.ordered.unit, task.customer_code, task.note,
                       same ? std::string() : task.product});
}

/// How far the load and what is in force lie from what was ordered: amount and unit.
std::vector<std::string> Station::State::away_from_ordered(Verdict const& verdict) const {
    auto const* item = tasks.current();
    if (!item || !item->band) return {};
    Mass const away = domain::abs(item->sum + verdict.net - *item->task.ordered.mass());
    return {figure(away, item->task.ordered), unit_text(item->task.ordered)};
}

void Station::State::sound_of(Verdict const& before, Verdict const& verdict) {
    if (verdict.state == before.state || (tasks.current() && tasks.current()->counted())) return;
    switch (verdict.state) {
        case WeighState::in_band:
        case WeighState::hands_free:
        case WeighState::released:
            if (!is_good(before.state) && before.state != WeighState::recording) tone(Tone::good);
            return;
        case WeighState::over_soft: tone(Tone::look); return say(Spoken::over, away_from_ordered(verdict));
        case WeighState::under_soft: return tone(Tone::look);
        case WeighState::over_hard:
            tone(Tone::stop);
            return say(Spoken::too_much, away_from_ordered(verdict));
        default: return;
    }
}

/// Something new among the notices, or a label that waits for her decision.
void Station::State::sound_of_trouble() {
    bool const stopped = labels.undecided() != nullptr;
    if (stopped && !std::exchange(label_stop_told, stopped)) {
        tone(Tone::look);
        say(Spoken::label_stopped);
    }
    label_stop_told = stopped;
    if (revision == notices_judged) return;
    notices_judged = revision;
    std::vector<Notice> all;
    all_notices(all);
    if (all.size() > notices_told) tone(Tone::look);
    notices_told = all.size();
}

void Station::State::dead_scale_tone(ScaleWatch::Freshness freshness) {
    if (freshness != ScaleWatch::Freshness::dead || !scale->has_pan()) {
        if (dead_tones > 0 && freshness == ScaleWatch::Freshness::fresh) say(Spoken::scale_back);
        if (freshness == ScaleWatch::Freshness::fresh) dead_tones = 0, dead_tone_at.reset();
        return;
    }
    // Three times, 20 s apart: after that she knows, and the others at the tables have ears too.
    if (dead_tones >= 3 || (dead_tone_at && now < *dead_tone_at + milliseconds{20'000})) return;
    ++dead_tones;
    dead_tone_at = now;
    tone(Tone::stop);
    say(Spoken::scale_dead);
    touch();
}

/// Two sounds at once are none.
void Station::State::only_most_urgent_sound() {
    keep_first<PlayTone>(effects, [](PlayTone const& play) { return play.tone; });
    keep_first<Say>(effects, [](Say const& say) { return say.what; });
}

}  // namespace bozhong::core
