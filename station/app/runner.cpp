#include "station/app/runner.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "station/app/sign_in.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::app {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Capture stops while there is still room to write what is under way.
constexpr std::int64_t stop_below_free_bytes = 64LL << 20;
constexpr auto housekeeping_every = 1s;
/// A sorter waits no longer than this for a hub that may be away.
constexpr auto witness_patience = 2s;

core::Instant monotonic_now() {
    return core::Instant(
        std::chrono::duration_cast<domain::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()));
}

domain::WallTime wall_now() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<domain::milliseconds>(now).count()};
}

/// A clock that stands before this software was written is surely wrong.
bool plausible(domain::WallTime now) { return now.unix_ms > 1'735'689'600'000; }

}  // namespace

struct Runner::State : std::enable_shared_from_this<Runner::State> {
    State(asio::any_io_executor executor, core::StationSetup given, Parts given_parts,
          std::function<void(domain::Error)> on_fatal)
        : strand(std::move(executor)),
          wake(strand),
          housekeeping(strand),
          setup(std::move(given)),
          parts(std::move(given_parts)),
          fatal(std::move(on_fatal)) {}

    void on_strand(std::function<void()> work) {
        asio::post(strand, [self = shared_from_this(), work = std::move(work)] {
            if (!self->stopping) work();
        });
    }
    void on_journal(std::function<void(Journal&)> work) {
        asio::post(journal_thread, [self = shared_from_this(), work = std::move(work)] { work(*self->parts.journal); });
    }
    void post(core::Event event) {
        on_strand([this, event = std::move(event)] { handle(event); });
    }

    void handle(core::Event const& event);
    void perform(core::Append append);
    void perform(core::PrintLabel const& print);
    void perform(core::SendScale const& send);
    void perform(core::PlayTone const& play);
    void perform(core::Say const&) {}
    void committed(std::uint64_t ticket, std::size_t facts, domain::Result<domain::Head> head);
    void publish();
    void sleep_until_wanted();
    void keep_house();
    void feed_arrived(std::vector<domain::FeedItem> items);
    void tell_feed(std::vector<domain::FeedItem> const& items);
    void know(domain::Person person);
    void begin(core::Restored restored);
    void start_parts();
    void start_uplink();
    domain::Status ask_the_witness();
    void hub_seen(core::HubSeen seen);
    void fail(domain::Error error);

    asio::any_io_executor strand;
    asio::thread_pool journal_thread{1};
    asio::thread_pool slow_thread{1};
    asio::steady_timer wake;
    asio::steady_timer housekeeping;
    core::StationSetup setup;
    Parts parts;
    std::function<void(domain::Error)> fatal;
    std::vector<Listener> listeners;
    std::function<void(core::Tone)> tone;
    std::function<void(core::SignInRefused const&)> refused;
    std::function<void()> authorised;
    std::unique_ptr<core::Station> station;
    SignIn people;  ///< touched by slow_thread only
    std::uint64_t published = ~std::uint64_t{0};
    bool stopping = false;
    bool failed = false;
    bool uplink_started = false;
    std::vector<domain::FeedItem> early_feed;  ///< came while the state was being loaded
    std::int64_t feed_told = 0;
    std::promise<void> witness_answered;  ///< the hub's mark was compared with this journal
    bool witness_waited_for = false;
};

void Runner::State::handle(core::Event const& event) {
    if (auto const* no = std::get_if<core::SignInRefused>(&event); no != nullptr && refused) refused(*no);
    auto effects = station->handle(event, monotonic_now());
    for (auto& effect : effects) std::visit([this](auto& one) { perform(std::move(one)); }, effect);
    publish();
    sleep_until_wanted();
}

void Runner::State::perform(core::Append append) {
    on_journal([this, append = std::move(append)](Journal& journal) {
        auto head = journal.append(append.facts, append.stamp);
        on_strand([this, ticket = append.ticket, count = append.facts.size(), head = std::move(head)] {
            committed(ticket, count, head);
        });
    });
}

void Runner::State::committed(std::uint64_t ticket, std::size_t facts, domain::Result<domain::Head> head) {
    if (head.ok()) {
        handle(core::Committed{ticket, *head, head->seq - facts + 1});
        if (parts.uplink) parts.uplink->events_waiting();
        return;
    }
    handle(core::CommitFailed{ticket, head.error()});
    // Facts that break a bound are the program's mistake; everything else says that the file is closed or lost.
    if (head.error().kind != domain::ErrorKind::bad_input) fail(head.error());
}

void Runner::State::perform(core::PrintLabel const& print) {
    on_journal([this, print](Journal& journal) {
        auto const refuse = [&](domain::Error const& error) {
            post(core::LabelChanged{print.label, domain::LabelState::failed, "row", "", error.text()});
        };
        auto const stored = journal.read(print.of);
        if (!stored.ok()) return refuse(stored.error());
        auto content = parts.make_label(*stored, print.copy);
        if (!content.ok()) return refuse(content.error());
        auto& printer = print.other_printer && parts.other_printer ? parts.other_printer : parts.printer;
        printer->print({print.label, std::move(content).value()});
    });
}

void Runner::State::perform(core::SendScale const& send) {
    auto const scale = parts.scales.find(send.scale);
    if (scale != parts.scales.end()) return scale->second->send(send.command);
    post(core::ScaleReplied{send.scale, send.command, false, "no such scale"});
}

void Runner::State::perform(core::PlayTone const& play) {
    if (tone) tone(play.tone);
}

void Runner::State::publish() {
    if (station->revision() == published) return;
    published = station->revision();
    auto const snapshot = station->snapshot(monotonic_now());
    for (auto const& listener : listeners) listener(snapshot);
}

void Runner::State::sleep_until_wanted() {
    auto const wait = std::clamp(station->wake_at() - monotonic_now(), domain::milliseconds{1}, domain::milliseconds{1000});
    wake.expires_after(wait);
    wake.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error && !self->stopping) self->handle(core::TimePassed{});
    });
}

void Runner::State::keep_house() {
    auto const now = wall_now();
    handle(core::WallClockSeen{now, plausible(now)});
    on_journal([this](Journal& journal) {
        auto const free = journal.free_bytes();
        post(core::StorageSeen{free, free < stop_below_free_bytes});
    });
    housekeeping.expires_after(housekeeping_every);
    housekeeping.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error && !self->stopping) self->keep_house();
    });
}

void Runner::State::feed_arrived(std::vector<domain::FeedItem> items) {
    on_strand([this, items = std::move(items)] {
        if (!station) {
            early_feed.insert(early_feed.end(), items.begin(), items.end());
            return;
        }
        tell_feed(items);
    });
}

/// The uplink has stored the items; the core hears only those that its loaded state does not hold yet.
void Runner::State::tell_feed(std::vector<domain::FeedItem> const& items) {
    core::FeedArrived arrived;
    for (auto const& item : items) {
        if (item.position <= feed_told) continue;
        feed_told = arrived.position = item.position;
        auto fact = wire::decode_feed(item);
        if (!fact.ok()) continue;  // stored as it came; a later version of this program may read it
        if (auto const* given = std::get_if<domain::PersonGiven>(&*fact)) know(given->person);
        arrived.facts.push_back(std::move(fact).value());
    }
    if (arrived.position > 0) handle(arrived);
}

void Runner::State::know(domain::Person person) {
    asio::post(slow_thread, [self = shared_from_this(), person = std::move(person)] { self->people.know(person); });
}

void Runner::State::begin(core::Restored restored) {
    asio::post(slow_thread, [self = shared_from_this(), failures = restored.sign_in_failures] {
        self->people.remember(failures);
    });
    for (auto const& person : restored.people) know(person);
    feed_told = restored.feed_position;
    station = std::make_unique<core::Station>(setup, std::move(restored));
    keep_house();  // first the time: what is written next carries it
    tell_feed(std::exchange(early_feed, {}));
    start_parts();
    publish();
}

void Runner::State::start_parts() {
    for (auto const& [id, scale] : parts.scales) scale->start([this](core::Event event) { handle(event); });
    auto const label_changed = [self = shared_from_this()](core::LabelChanged changed) { self->post(changed); };
    auto const printer_seen = [self = shared_from_this()](core::PrinterSeen seen) { self->post(seen); };
    parts.printer->start(label_changed, printer_seen);
    if (parts.other_printer) parts.other_printer->start(label_changed, printer_seen);
    start_uplink();
}

void Runner::State::start_uplink() {
    if (!parts.uplink || std::exchange(uplink_started, true)) return;
    parts.uplink->start({[self = shared_from_this()](auto work) { self->on_journal(std::move(work)); },
                         [self = shared_from_this()](auto items) { self->feed_arrived(std::move(items)); },
                         [self = shared_from_this()](core::HubSeen seen) { self->hub_seen(std::move(seen)); }});
}

void Runner::State::hub_seen(core::HubSeen seen) {
    on_strand([this, seen = std::move(seen)] {
        if (seen.connected && std::exchange(witness_waited_for, false)) witness_answered.set_value();
        if (station) handle(seen);
    });
}

/// After an unclean end the disk may have lost what the hub was given. The uplink compares and takes back before it
/// says that it is connected; when no hub answers, a new incarnation keeps old numbers from being used twice.
domain::Status Runner::State::ask_the_witness() {
    std::future<void> answered = witness_answered.get_future();
    if (parts.uplink) {
        asio::post(strand, [self = shared_from_this()] {
            self->witness_waited_for = true;
            self->start_uplink();
        });
        if (answered.wait_for(witness_patience) == std::future_status::ready) return domain::Done{};
    }
    std::promise<domain::Status> opened;
    on_journal([&](Journal& journal) {
        auto const now = wall_now();
        auto const head = journal.open_incarnation("unclean_no_witness", {now, plausible(now), ""});
        opened.set_value(head.ok() ? domain::Status(domain::Done{}) : domain::Status(head.error()));
    });
    return opened.get_future().get();
}

void Runner::State::fail(domain::Error error) {
    if (std::exchange(failed, true)) return;
    fatal(std::move(error));
}

/// On the journal's thread, like every touch of it.
domain::Result<core::Restored> Runner::load(State& state) {
    std::promise<domain::Result<core::Restored>> loaded;
    state.on_journal([&](Journal& journal) { loaded.set_value(journal.load()); });
    return loaded.get_future().get();
}

Runner::Runner(asio::any_io_executor strand, core::StationSetup setup, Parts parts,
               std::function<void(domain::Error)> fatal)
    : m_state(std::make_shared<State>(std::move(strand), std::move(setup), std::move(parts), std::move(fatal))) {}

Runner::~Runner() = default;

void Runner::listen(Listener listener) { m_state->listeners.push_back(std::move(listener)); }
void Runner::on_refused(std::function<void(core::SignInRefused const&)> refused) {
    m_state->refused = std::move(refused);
}
void Runner::on_authorised(std::function<void()> authorised) { m_state->authorised = std::move(authorised); }
void Runner::on_tone(std::function<void(core::Tone)> tone) { m_state->tone = std::move(tone); }

domain::Status Runner::start() {
    auto restored = load(*m_state);
    if (restored.ok() && restored->unclean) {
        if (auto const asked = m_state->ask_the_witness(); !asked.ok()) return asked.error();
        restored = load(*m_state);
    }
    if (!restored.ok()) return restored.error();
    std::promise<void> begun;
    asio::post(m_state->strand, [&, state = m_state] {
        state->begin(std::move(restored).value());
        begun.set_value();
    });
    begun.get_future().wait();
    return domain::Done{};
}

void Runner::post(core::Event event) { m_state->post(std::move(event)); }

void Runner::sign_in(std::string badge, std::string pin) {
    asio::post(m_state->slow_thread, [state = m_state, badge = std::move(badge), pin = std::move(pin)] {
        state->post(state->people.check(badge, pin));
    });
}

void Runner::authorise(std::string badge, std::string pin, core::KeyPressed key) {
    asio::post(m_state->slow_thread, [state = m_state, badge = std::move(badge), pin = std::move(pin),
                                      key = std::move(key)]() mutable {
        auto answer = state->people.check(badge, pin);
        if (auto const* accepted = std::get_if<core::SignInAccepted>(&answer)) {
            key.person = accepted->person.id;
            return state->on_strand([state, key = std::move(key)] {
                if (state->authorised) state->authorised();
                state->handle(key);
            });
        }
        state->post(std::move(answer));
    });
}

void Runner::stop() {
    auto const state = m_state;
    if (state->parts.uplink) state->parts.uplink->stop();
    state->parts.printer->stop();
    if (state->parts.other_printer) state->parts.other_printer->stop();
    asio::post(state->strand, [state] {
        state->stopping = true;
        state->wake.cancel();
        state->housekeeping.cancel();
        for (auto const& [id, scale] : state->parts.scales) scale->stop();
    });
    state->slow_thread.join();
    state->on_journal([](Journal& journal) { (void)journal.mark_clean_end(); });
    state->journal_thread.join();
}

}  // namespace bozhong::app
