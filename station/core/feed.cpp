// What the hub says: tasks given and taken, people, lots, decisions.

#include <set>

#include "station/core/state.h"

namespace bozhong::core {

using domain::TaskStanding;

void Station::State::on(FeedArrived const& feed) {
    feed_position = std::max(feed_position, feed.position);
    for (auto const& record : feed.before)
        if (!tasks.find(record.task.line)) remember(record);
    leave_what_is_not_given_again(feed.facts);
    for (auto const& fact : feed.facts) {
        if (auto const* given = std::get_if<domain::TaskGiven>(&fact)) give(given->task);
        if (auto const* taken = std::get_if<domain::TaskTaken>(&fact)) take(*taken);
        if (auto const* bag = std::get_if<domain::BagTask>(&fact)) give(*bag);
        if (std::holds_alternative<domain::FeedRestarted>(fact)) bags.clear();
        if (auto const* lot = std::get_if<domain::LotGiven>(&fact)) lots[lot->sku] = lot->lot;
        if (auto const* decision = std::get_if<domain::DecisionGiven>(&fact)) {
            auto const* item = tasks.find(decision->line);
            auto const kind =
                decision->decision == "held" ? NoticeKind::weighed_elsewhere : NoticeKind::decision;
            notice(kind, {item ? item->task.customer_code : decision->line.order_no, decision->decision,
                          decision->reason});
        }
        if (auto const* someone = std::get_if<domain::PersonGiven>(&fact)) {
            people[someone->person.id] = someone->person;
            if (person && person->id == someone->person.id) {
                person = someone->person;
                if (!person->active) sign_out("revoked");
            }
        }
    }
    auto const* item = tasks.current();
    bool const left = item && !item->open() && !item->marked_taken;
    if (left && !recorded && !recording() && !goods_on()) next_task();
    if (!tasks.current() && !recorded) {
        tasks.advance();
        if (tasks.current()) shown();
    }
    tasks.touch();
    touch();
}

/// As it was when this table had it last; the fact that follows says what it is now.
void Station::State::remember(TaskRecord const& record) {
    tasks.restore(record);
    tasks.find(record.task.line)->away = true;
}

/// The hub came back from a backup: only the tasks it gives after that word are still this table's.
void Station::State::leave_what_is_not_given_again(std::vector<domain::FeedFact> const& facts) {
    auto const is_restart = [](auto const& fact) { return std::holds_alternative<domain::FeedRestarted>(fact); };
    auto const restart = std::ranges::find_if(facts, is_restart);
    if (restart == facts.end()) return;
    std::set<domain::LineKey> again;
    for (auto fact = restart; fact != facts.end(); ++fact)
        if (auto const* given = std::get_if<domain::TaskGiven>(&*fact)) again.insert(given->task.line);
    std::vector<domain::LineKey> gone;
    for (auto const& item : tasks.items())
        if (!item.away && !again.contains(item.task.line)) gone.push_back(item.task.line);
    for (auto const& line : gone) take({line, "closed", ""});
}

void Station::State::give(domain::SortTask const& task) {
    if (task.standing != TaskStanding::active) {
        // A held or cancelled task that never was here has nothing to leave.
        if (auto const* item = tasks.find(task.line); item && !item->away)
            take({task.line, task.standing == TaskStanding::held ? "held" : "cancelled", ""});
        return;
    }
    auto const* before = tasks.find(task.line);
    bool const was_here = before && !before->away;
    bool const was_done = was_here && !before->open();
    std::int64_t const version = was_here ? before->task.version : 0;
    domain::Amount const ordered = was_here ? before->task.ordered : domain::Amount{};
    auto& item = tasks.items()[tasks.give(task)];
    if (was_here && !(ordered == task.ordered) && task.version >= version) {
        // Raised beyond what was accepted, the task wants more: its end was a decision about the old amount.
        if (was_done && item.band && item.sum < item.band->green_low) item.ended = item.shorted = false;
        if (was_done && item.counted() && item.count < item.pieces()) item.ended = item.shorted = false;
        notice(NoticeKind::amount_changed,
               {task.customer_code, ordered_text(task.ordered), task.ordered.unit});
        presses.disarm();
        tone(Tone::look);
    }
    // Something new of a product that was finished here: she must hear it.
    if (!was_here && tasks.group() && !tasks.current() && !recorded) tone(Tone::look);
}

void Station::State::take(domain::TaskTaken const& taken) {
    auto* item = tasks.find(taken.line);
    if (!item || item->away) return;
    bool const current = item == tasks.current();
    bool const load_on = machine.phase() != CaptureMachine::Phase::empty || recording() || recorded;
    item->taken_why = taken.why;
    item->taken_to = taken.to_station;
    NoticeKind const kind = taken.why == "held"        ? NoticeKind::task_held
                            : taken.why == "cancelled" ? NoticeKind::task_cancelled
                                                       : NoticeKind::task_moved;
    // What closed with its order needs no word unless it lies in her hands.
    bool const matters = item->open() || (current && load_on);
    if (matters && (taken.why != "closed" || current))
        notice(kind, {item->task.customer_code, item->task.product, taken.to_station});
    if (current && load_on) {
        item->marked_taken = true;
        tone(Tone::stop);
        say(Spoken::taken, {item->task.customer_code});
        return;
    }
    if (current) tone(Tone::stop_short);
    item->away = true;
    if (!current) return;
    tasks.leave_current();
    next_task();
}

}  // namespace bozhong::core
