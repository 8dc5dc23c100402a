#include "sync/client/uplink.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "sync/client/http.h"
#include "sync/client/sync_machine.h"

namespace bozhong::client {

namespace asio = boost::asio;
using app::Journal;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Status;
using domain::WallTime;

namespace {

Instant monotonic_now() {
    return Instant(
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()));
}

WallTime wall_now() {
    return {std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

milliseconds age(std::optional<WallTime> oldest) {
    return oldest ? milliseconds(std::max<std::int64_t>(0, wall_now().unix_ms - oldest->unix_ms))
                  : milliseconds(0);
}

Happening answer(Status const& status) {
    if (!status) return JournalFailed{Lane::up, status.error()};
    return JournalDone{};
}

/// The journal's part of each action, on the journal's thread.
struct InJournal {
    Journal& journal;

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
        out.oldest_age = age(backlog->oldest);
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
        auto const opened = journal.open_incarnation(it.reason, {wall_now(), false, ""});
        if (!opened) return JournalFailed{Lane::up, opened.error()};
        return JournalDone{};
    }
    Happening operator()(TakeBack const& it) const { return answer(journal.take_back(it.events)); }
    Happening operator()(StoreFeed const& it) const {
        if (!it.items.empty())
            if (Status const stored = journal.append_feed(it.items); !stored)
                return JournalFailed{Lane::down, stored.error()};
        return FeedStored{journal.feed_position()};
    }
};

/// Lives as long as something on another thread may still answer it.
class Engine : public std::enable_shared_from_this<Engine> {
  public:
    Engine(UplinkSettings settings, app::Uplink::Station station)
        : m_settings(std::move(settings)),
          m_station(std::move(station)),
          m_machine({m_settings.warehouse, m_settings.station, m_settings.feed_cursor, m_settings.seed}),
          m_timer(m_context) {}

    void run() {
        auto const guard = asio::make_work_guard(m_context);
        HttpAccess const access{m_settings.url, basic_authorization(m_settings.station, m_settings.secret),
                                m_settings.ca_file};
        auto up = HttpConnection::make(m_context.get_executor(), access);
        auto down = HttpConnection::make(m_context.get_executor(), access);
        if (!up || !down) {
            m_station.hub_seen({false, 0, 0, false, (up ? down : up).error().text()});
        } else {
            m_up = std::move(up).value();
            m_down = std::move(down).value();
            asio::post(m_context, [this] { carry_out(m_machine.start(monotonic_now())); });
        }
        m_context.run();
        m_up.reset();
        m_down.reset();
    }

    void stop() { m_context.stop(); }

    void events_waiting() {
        if (m_asking_backlog.exchange(true)) return;
        m_station.with_journal([self = shared_from_this()](Journal& journal) {
            self->m_asking_backlog = false;
            auto const backlog = journal.backlog();
            if (backlog) self->happened(EventsWaiting{backlog->events, age(backlog->oldest)});
        });
    }

  private:
    void happened(Happening happening) {
        asio::post(m_context, [self = shared_from_this(), it = std::move(happening)] {
            if (self->m_up) self->carry_out(self->m_machine.handle(it, monotonic_now()));
        });
    }

    void carry_out(std::vector<Action> const& actions) {
        for (auto const& action : actions) {
            if (auto const* tell = std::get_if<TellHub>(&action)) {
                m_station.hub_seen(tell->seen);
            } else if (auto const* request = std::get_if<SendHttp>(&action)) {
                send(*request);
            } else {
                ask_journal(action);
            }
        }
        m_timer.expires_at(std::chrono::steady_clock::time_point(m_machine.wake_at().time_since_epoch()));
        m_timer.async_wait([this](boost::system::error_code const& code) {
            if (!code) carry_out(m_machine.handle(TimePassed{}, monotonic_now()));
        });
    }

    void send(SendHttp const& request) {
        auto& connection = request.lane == Lane::up ? *m_up : *m_down;
        connection.send({request.method, request.target, request.body, request.timeout, ""},
                        [this, lane = request.lane](Result<HttpResponse> const& result) {
                            if (result) {
                                happened(HttpAnswered{lane, result->status, result->body});
                            } else {
                                happened(HttpFailed{lane, result.error()});
                            }
                        });
    }

    void ask_journal(Action const& action) {
        m_station.with_journal([self = shared_from_this(), action](Journal& journal) {
            Happening const happening = std::visit(
                [&](auto const& it) -> Happening {
                    if constexpr (std::is_invocable_v<InJournal, decltype(it)>)
                        return InJournal{journal}(it);
                    else
                        std::abort();  // carry_out has taken these
                },
                action);
            auto const* store = std::get_if<StoreFeed>(&action);
            bool const stored = store != nullptr && std::holds_alternative<FeedStored>(happening);
            if (stored && !store->items.empty())
                asio::post(self->m_context,
                           [self, items = store->items] { self->m_station.feed_arrived(items); });
            self->happened(happening);
        });
    }

    UplinkSettings m_settings;
    app::Uplink::Station m_station;
    SyncMachine m_machine;
    asio::io_context m_context{1};
    asio::steady_timer m_timer;
    std::unique_ptr<HttpConnection> m_up, m_down;
    std::atomic<bool> m_asking_backlog = false;
};

class HttpUplink final : public app::Uplink {
  public:
    explicit HttpUplink(UplinkSettings settings) : m_settings(std::move(settings)) {}
    ~HttpUplink() override { HttpUplink::stop(); }

    void start(Station station) override {
        m_engine = std::make_shared<Engine>(m_settings, std::move(station));
        m_thread = std::thread([engine = m_engine] { engine->run(); });
    }
    void events_waiting() override {
        if (m_engine) m_engine->events_waiting();
    }
    void stop() override {
        if (!m_thread.joinable()) return;
        m_engine->stop();
        m_thread.join();
        m_engine.reset();
    }

  private:
    UplinkSettings m_settings;
    std::shared_ptr<Engine> m_engine;
    std::thread m_thread;
};

}  // namespace

std::unique_ptr<app::Uplink> make_uplink(UplinkSettings settings) {
    return std::make_unique<HttpUplink>(std::move(settings));
}

}  // namespace bozhong::client
