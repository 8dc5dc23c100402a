#include "sync/client/engine.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

namespace bozhong::client {

using app::Journal;
using domain::ErrorKind;
using domain::Status;
using domain::WallTime;

namespace {

milliseconds age(WallTime now, std::optional<WallTime> oldest) {
    return oldest ? milliseconds(std::max<std::int64_t>(0, now.unix_ms - oldest->unix_ms)) : milliseconds(0);
}

Happening answer(Status const& status) {
    if (!status) return JournalFailed{Lane::up, status.error()};
    return JournalDone{};
}

/// The journal's part of each action, on the journal's thread.
struct InJournal {
    Journal& journal;
    WallTime now;

    Happening operator()(ReadHeads const&) const {
        HeadsRead out{journal.head(), {}};
        auto const all = journal.heads();
        if (!all && all.error().kind != ErrorKind::unsupported) return JournalFailed{Lane::up, all.error()};
        out.complete = all.ok();
        out.all = all.ok() ? *all : std::vector{out.head};
        return out;
    }
    Happening operator()(ReadBatch const& read) const {
        BatchRead out;
        auto events = journal.unsent(read.limit);
        if (!events) return JournalFailed{Lane::up, events.error()};
        auto const backlog = journal.backlog();
        if (!backlog) return JournalFailed{Lane::up, backlog.error()};
        out.events = std::move(events).value();
        if (!out.events.empty()) {
            auto const& last = out.events.back();
            out.signature = journal.sign_head({last.id.incarnation, last.id.seq, last.hash});
        }
        out.head_incarnation = journal.head().incarnation;
        out.feed_position = journal.feed_position();
        out.backlog = backlog->events;
        out.oldest_age = age(now, backlog->oldest);
        return out;
    }
    Happening operator()(Acknowledge const& it) const {
        return answer(journal.acknowledge(it.incarnation, it.up_to));
    }
    Happening operator()(Reoffer const& it) const {
        Status const done = journal.reoffer(it.incarnation, it.above);
        bool const cannot = !done && done.error().kind == ErrorKind::unsupported;
        return cannot ? Happening(JournalDone{}) : answer(done);
    }
    Happening operator()(OpenIncarnation const& it) const {
        auto const opened = journal.open_incarnation(it.reason, {now, false, ""});
        if (!opened) return JournalFailed{Lane::up, opened.error()};
        return JournalDone{};
    }
    Happening operator()(TakeBack const& it) const { return answer(journal.take_back(it.events)); }
    Happening operator()(StoreFeed const& it) const {
        if (!it.items.empty())
            if (Status const stored = journal.append_feed(it.items); !stored)
                return JournalFailed{Lane::down, stored.error()};
        return FeedStored{journal.feed_position(), journal.feed_generation()};
    }
};

}  // namespace

Engine::Engine(SyncSettings settings, app::Uplink::Station station)
    : m_station(std::move(station)), m_machine(std::move(settings)) {}

void Engine::start() {
    carry_out(m_machine.start(monotonic()));
}

void Engine::alarm() {
    carry_out(m_machine.handle(TimePassed{}, monotonic()));
}

void Engine::events_waiting() {
    if (m_asking_backlog.exchange(true)) return;
    m_station.with_journal([self = shared_from_this()](Journal& journal) {
        self->m_asking_backlog = false;
        auto const backlog = journal.backlog();
        if (backlog) self->happened(EventsWaiting{backlog->events, age(self->wall(), backlog->oldest)});
    });
}

void Engine::happened(Happening happening) {
    post([this, it = std::move(happening)] { carry_out(m_machine.handle(it, monotonic())); });
}

void Engine::carry_out(std::vector<Action> const& actions) {
    for (auto const& action : actions) {
        if (auto const* tell = std::get_if<TellHub>(&action)) {
            m_station.hub_seen(tell->seen);
        } else if (auto const* request = std::get_if<SendHttp>(&action)) {
            send(*request);
        } else if (auto const* witness = std::get_if<NoteWitness>(&action)) {
            m_station.with_journal([line = witness->line](Journal& journal) { journal.witnessed({line}); });
        } else {
            ask_journal(action);
        }
    }
    wake_at(m_machine.wake_at());
}

void Engine::ask_journal(Action const& action) {
    m_station.with_journal([self = shared_from_this(), action](Journal& journal) {
        Happening const happening = std::visit(
            [&](auto const& it) -> Happening {
                if constexpr (std::is_invocable_v<InJournal, decltype(it)>)
                    return InJournal{journal, self->wall()}(it);
                else
                    std::abort();  // carry_out has taken these
            },
            action);
        auto const* store = std::get_if<StoreFeed>(&action);
        bool const stored = store != nullptr && std::holds_alternative<FeedStored>(happening);
        if (stored && !store->items.empty())
            self->post(
                [engine = self.get(), items = store->items] { engine->m_station.feed_arrived(items); });
        self->happened(happening);
    });
}

}  // namespace bozhong::client
