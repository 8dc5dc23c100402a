#include "model_world.h"

#include <algorithm>

namespace bozhong::test {

using namespace client;
using domain::milliseconds;
using domain::Seq;
using domain::StoredEvent;

namespace {

std::int64_t number(std::string const& target, std::string const& name) {
    auto const at = target.find(name + "=");
    return at == std::string::npos ? 0 : std::stoll(target.substr(at + name.size() + 1));
}

std::string text_of(std::string const& target, std::string const& name) {
    auto const at = target.find(name + "=") + name.size() + 1;
    return target.substr(at, target.find('&', at) - at);
}

domain::Head head_of(ModelJournal::Life const& life) {
    return {life.name, life.events.size(), life.events.empty() ? "" : life.events.back().hash};
}

}  // namespace

void ModelJournal::append(int count) {
    for (; count > 0; --count) {
        auto& life = lives.back();
        Seq const seq = life.events.size() + 1;
        std::string const previous = life.events.empty() ? "0" : life.events.back().hash;
        life.events.push_back({{"T1", life.name, seq},
                               "weighed",
                               "{\"n\":" + std::to_string(seq) + "}",
                               previous,
                               life.name + "#" + std::to_string(seq)});
    }
}

std::int64_t ModelJournal::unsent() const {
    std::int64_t sum = 0;
    for (auto const& life : lives) sum += static_cast<std::int64_t>(life.events.size() - life.acknowledged);
    return sum;
}

ModelJournal::Life& ModelJournal::life(std::string const& name) {
    auto const found = std::ranges::find(lives, name, &Life::name);
    if (found != lives.end()) return *found;
    lives.insert(lives.begin(), {name, {}, 0});
    return lives.front();
}

void ModelHub::add_feed(int count) {
    for (; count > 0; --count) {
        std::int64_t const next = feed.empty() ? 10 : feed.back().position + 3;
        feed.push_back({next, "task", "{\"n\":" + std::to_string(next) + "}"});
    }
}

ModelHub::Answer ModelHub::append(std::string const& body) {
    auto const batch = wire::from_json<wire::EventBatch>(body);
    if (!batch.ok()) return {400, wire::to_json(wire::Problem{"x", batch.error().text(), 400})};
    auto& have = events[batch->incarnation];
    wire::BatchAnswer answer;
    answer.incarnation = batch->incarnation;
    for (auto const& event : batch->events) {
        if (!quarantined.contains(batch->incarnation)) {
            if (event.id.seq > have.size() + 1) break;
            bool const known = event.id.seq <= have.size();
            if (known && have[event.id.seq - 1].hash == event.hash) continue;
            std::string const head = have.empty() ? "0" : have.back().hash;
            if (known || event.previous_hash != head)
                quarantined[batch->incarnation] = {event.id.seq, "fork"};
        }
        (quarantined.contains(batch->incarnation) ? aside[batch->incarnation] : have).push_back(event);
    }
    answer.acknowledged = have.size();
    if (quarantined.contains(batch->incarnation)) answer.quarantine = quarantined[batch->incarnation];
    return {200, wire::to_json(answer)};
}

ModelHub::Answer ModelHub::give_back(std::string const& target) {
    auto const& have = events[text_of(target, "incarnation")];
    wire::EventPage out;
    for (auto i = static_cast<std::size_t>(number(target, "after"));
         i < have.size() && out.events.size() < page; ++i)
        out.events.push_back(have[i]);
    return {200, wire::to_json(out)};
}

ModelHub::Answer ModelHub::mark() {
    wire::Mark out{"T1", "", {}};
    for (auto const& [name, have] : events) {
        if (have.empty()) continue;
        wire::MarkIncarnation one{name, have.size(), have.back().hash, {}};
        if (quarantined.contains(name)) one.quarantine = quarantined[name];
        out.incarnations.push_back(one);
    }
    return {200, wire::to_json(out)};
}

ModelHub::Answer ModelHub::read_feed(std::string const& target) {
    wire::FeedPage out;
    std::int64_t const after = number(target, "after");
    out.next = after;
    for (auto const& item : feed) {
        if (item.position <= after) continue;
        if (out.items.size() == page) {
            out.more = true;
            break;
        }
        out.items.push_back(item);
        out.next = item.position;
    }
    return {200, wire::to_json(out)};
}

ModelHub::Answer ModelHub::answer(SendHttp const& request) {
    if (!request.target.starts_with("/v1/main/stations/T1/")) return {404, "{}"};
    if (request.method == "POST") return append(request.body);
    if (request.target.find("/mark") != std::string::npos) return mark();
    if (request.target.find("/events?") != std::string::npos) return give_back(request.target);
    return read_feed(request.target);
}

void World::give(Happening happening, std::int64_t after_ms) {
    m_pending.insert({now + milliseconds(after_ms), m_order++, std::move(happening), {}});
}

void World::start() {
    machine.emplace(settings);
    take(machine->start(now));
}

void World::send(SendHttp const& request, Harm with) {
    auto const lost = [&](domain::ErrorKind kind) {
        return HttpFailed{request.lane, domain::Error{kind, "lost", "hub", ""}};
    };
    if (!hub.up || with == Harm::lost_before) return give(lost(domain::ErrorKind::unavailable));
    if (with == Harm::server_error) return give(HttpAnswered{request.lane, 500, "{}"});
    if (with == Harm::not_let_in) return give(HttpAnswered{request.lane, 401, "{}"});
    if (with == Harm::rubbish) return give(HttpAnswered{request.lane, 200, "{\"items\":7"});
    if (carries > 0 && request.method == "POST" &&
        wire::from_json<wire::EventBatch>(request.body)->events.size() > carries)
        return give(lost(domain::ErrorKind::timeout), request.timeout.count());
    auto const answer = hub.answer(request);
    if (with == Harm::lost_after) return give(lost(domain::ErrorKind::timeout));
    bool const empty_feed = request.target.find("/feed?") != std::string::npos &&
                            answer.body.find("\"kind\"") == std::string::npos;
    std::int64_t const wait_ms = empty_feed ? number(request.target, "wait_s") * 1'000 : 0;
    if (wait_ms == 0) return give(HttpAnswered{request.lane, answer.status, answer.body});
    m_pending.insert({now + milliseconds(wait_ms), m_order++,
                      HttpAnswered{request.lane, answer.status, answer.body}, request});
}

void World::wake_long_polls() {
    for (auto it = m_pending.begin(); it != m_pending.end();) {
        if (!it->waiting || (hub.up && hub.answer(*it->waiting).body.find("\"kind\"") == std::string::npos)) {
            ++it;
            continue;
        }
        SendHttp const request = *it->waiting;
        it = m_pending.erase(it);
        send(request, Harm::none);
    }
}

void World::hub_goes() {
    hub.up = false;
    wake_long_polls();
}

/// What the journal's answer is; it is done before it is given, so that losing the answer is a case of its
/// own.
std::optional<Happening> World::do_in_journal(Action const& action) {
    if (std::holds_alternative<ReadHeads>(action)) {
        HeadsRead out{head_of(journal.lives.back()), {}};
        for (auto const& life : journal.lives) out.all.push_back(head_of(life));
        return out;
    }
    if (auto const* read = std::get_if<ReadBatch>(&action)) {
        BatchRead out;
        out.head_incarnation = journal.lives.back().name;
        out.backlog = journal.unsent();
        for (auto const& life : journal.lives) {
            for (auto i = life.acknowledged; i < life.events.size() && out.events.size() < read->limit; ++i)
                out.events.push_back(life.events[i]);
            if (!out.events.empty()) break;
        }
        return out;
    }
    if (auto const* ack = std::get_if<Acknowledge>(&action)) {
        auto& life = journal.life(ack->incarnation);
        life.acknowledged = std::max(life.acknowledged, ack->up_to);
        return JournalDone{};
    }
    if (auto const* again = std::get_if<Reoffer>(&action)) {
        auto& life = journal.life(again->incarnation);
        life.acknowledged = std::min(life.acknowledged, again->above);
        return JournalDone{};
    }
    if (auto const* open = std::get_if<OpenIncarnation>(&action)) {
        journal.reasons.push_back(open->reason);
        journal.lives.push_back({"bbbb00000000000" + std::to_string(journal.lives.size()), {}, 0});
        journal.append(1);
        return JournalDone{};
    }
    if (auto const* back = std::get_if<TakeBack>(&action)) {
        for (auto const& event : back->events) {
            auto& life = journal.life(event.id.incarnation);
            if (!life.events.empty() && event.id.seq == life.events.size() + 1 &&
                event.previous_hash != life.events.back().hash)
                return JournalFailed{Lane::up, {domain::ErrorKind::conflict, "does not follow", "", ""}};
            if (event.id.seq == life.events.size() + 1) life.events.push_back(event);
            life.acknowledged = life.events.size();
        }
        return do_in_journal(OpenIncarnation{"hub_ahead"});
    }
    if (auto const* store = std::get_if<StoreFeed>(&action)) {
        for (auto const& item : store->items)
            if (item.position > journal.feed_position()) journal.feed.push_back(item);
        return FeedStored{journal.feed_position()};
    }
    return std::nullopt;
}

void World::take(std::vector<Action> const& actions) {
    for (auto const& action : actions) {
        if (auto const* tell = std::get_if<TellHub>(&action)) {
            told.push_back(tell->seen);
            continue;
        }
        if (auto const* witness = std::get_if<NoteWitness>(&action)) {
            witnesses.push_back(witness->line);
            continue;
        }
        Harm const with = steps++ == harm_at ? harm : Harm::none;
        if (auto const* request = std::get_if<SendHttp>(&action)) {
            send(*request, with);
            continue;
        }
        Lane const lane = std::holds_alternative<StoreFeed>(action) ? Lane::down : Lane::up;
        JournalFailed const failed{lane, domain::Error{domain::ErrorKind::io, "failed", "", ""}};
        auto const answer =
            with == Harm::lost_before ? std::optional<Happening>(failed) : do_in_journal(action);
        give(with == Harm::none ? *answer : failed);
    }
}

void World::run_until(domain::Instant until) {
    while (true) {
        auto const wake = std::max(machine->wake_at(), now + milliseconds(1));
        auto const next = m_pending.empty() ? wake : std::min(wake, m_pending.begin()->at);
        if (next > until) break;
        now = next;
        if (!m_pending.empty() && m_pending.begin()->at <= now) {
            Happening const happening = m_pending.begin()->happening;
            m_pending.erase(m_pending.begin());
            take(machine->handle(happening, now));
        } else {
            take(machine->handle(TimePassed{}, now));
        }
        wake_long_polls();
    }
    now = until;
}

void World::append(int count) {
    journal.append(count);
    take(machine->handle(EventsWaiting{journal.unsent(), milliseconds(0)}, now));
}

bool World::settle() {
    auto const end = now + milliseconds(120'000);
    auto const done = [&] {
        bool const feed = hub.feed.empty() || journal.feed_position() == hub.feed.back().position;
        return journal.unsent() == 0 && feed && !told.empty() && told.back().connected &&
               told.back().unsent == 0;
    };
    // Done once is not enough: the comparison with the hub's mark may still be on its way.
    for (int quiet = 0; now < end && quiet < 100; quiet = done() ? quiet + 1 : 0) run_for(milliseconds(20));
    return done();
}

}  // namespace bozhong::test
