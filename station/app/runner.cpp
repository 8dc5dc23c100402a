#include "station/app/runner.h"

#include <algorithm>
#include <future>
#include <utility>

#include "station/app/label_reader.h"
#include "station/app/people_age.h"
#include "station/app/sign_in.h"
#include "station/domain/label_content.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/feed_codec.h"

namespace bozhong::app {
namespace {

using namespace std::chrono_literals;
using Alarm = Surroundings::Alarm;

/// Capture stops while there is still room to write what is under way.
constexpr std::int64_t stop_below_free_bytes = 64LL << 20;
constexpr auto housekeeping_every = 1s;
/// A sorter waits no longer than this for a hub that may be away.
constexpr auto witness_patience = 2s;

/// A clock that stands before this software was written is surely wrong.
bool plausible(domain::WallTime now) { return now.unix_ms > 1'735'689'600'000; }

}  // namespace

struct Runner::State : std::enable_shared_from_this<Runner::State> {
    State(std::shared_ptr<Surroundings> around, core::StationSetup given, Parts given_parts,
          std::function<void(domain::Error)> on_fatal)
        : surroundings(std::move(around)),
          setup(std::move(given)),
          parts(std::move(given_parts)),
          fatal(std::move(on_fatal)) {}

    void on_strand(std::function<void()> work) {
        surroundings->post(Place::strand, [self = shared_from_this(), work = std::move(work)] {
            if (!self->stopping) work();
        });
    }
    void on_journal(std::function<void(Journal&)> work) {
        surroundings->post(Place::journal,
                           [self = shared_from_this(), work = std::move(work)] {
                               work(*self->parts.journal);
                               self->look_whether_lost();
                           });
    }
    /// The disk may fail a call of which nobody waits for the outcome, an acknowledgement for example. While the
    /// station starts, the load says it.
    void look_whether_lost() {
        if (auto error = parts.journal->lost())
            on_strand([this, error = *std::move(error)] {
                if (station) fail(error);
            });
    }
    void on_slow(std::function<void()> work) {
        surroundings->post(Place::slow, [self = shared_from_this(), work = std::move(work)] { work(); });
    }
    void at(Alarm alarm, domain::milliseconds wait, std::function<void()> work) {
        surroundings->set(alarm, wait, [self = shared_from_this(), work = std::move(work)] {
            if (!self->stopping) work();
        });
    }
    /// For the parts, which this owns: what they hold of it must not keep it, and with it the journal's lock.
    template <class Work>
    auto while_here(Work work) {
        return [weak = weak_from_this(), work](auto what) {
            if (auto const self = weak.lock()) work(*self, std::move(what));
        };
    }
    void post(core::Event event) {
        on_strand([this, event = std::move(event)] { handle(event); });
    }

    void handle(core::Event const& event);
    void perform(core::Append append);
    void perform(core::PrintLabel const& print);
    static domain::Status rename(Journal& journal, core::PrintLabel const& print, domain::LabelContent& content);
    void perform(core::PrintSheet sheet) { parts.printer->print({sheet.number, std::move(sheet.content)}); }
    void perform(core::SendScale const& send);
    void perform(core::PlayTone const& play);
    void perform(core::Say const& words) { if (say) say(words); }
    void committed(std::uint64_t ticket, std::size_t facts, domain::Result<domain::Head> head);
    void publish();
    void sleep_until_wanted();
    void keep_house();
    void feed_arrived(std::vector<domain::FeedItem> items);
    void look_up(std::vector<domain::FeedItem> items);
    void tell_feed(std::vector<domain::FeedItem> const& items, std::vector<core::TaskRecord> before);
    void know(domain::Person person);
    void scanned(std::string const& text);
    void watch_people_age();
    void check(std::string const& badge, std::string const& pin, std::function<void(core::Event)> then);
    void load(std::function<void(core::Restored)> then);
    void ask_the_witness(bool after_unclean_end);
    void witness_over(bool answered);
    void open_without_witness();
    void begin(core::Restored restored);
    void told(domain::Status status);
    void start_parts();
    void start_uplink();
    void hub_seen(core::HubSeen seen);
    void hub_told(core::HubSeen const& seen);
    void stop(std::function<void()> stopped);
    void fail(domain::Error error);

    std::shared_ptr<Surroundings> surroundings;
    core::StationSetup setup;
    Parts parts;
    std::function<void(domain::Error)> fatal;
    std::vector<Listener> listeners;
    std::function<void(core::Tone)> tone;
    std::function<void(core::Say const&)> say;
    std::function<void(core::SignInRefused const&)> refused;
    std::function<void()> authorised;
    std::function<void(std::string const&)> ask_pin;
    std::unique_ptr<core::Station> station;
    SignIn people;  ///< touched at the slow place only
    PeopleAge people_age;
    std::uint64_t published = ~std::uint64_t{0};
    bool stopping = false;
    bool failed = false;
    bool uplink_started = false;
    std::vector<domain::FeedItem> early_feed;  ///< came while the state was being loaded
    std::optional<core::HubSeen> early_hub;
    std::int64_t feed_told = 0;
    std::function<void(domain::Status)> started;
    bool unclean = false;             ///< the journal's last run did not end by itself
    bool witness_waited_for = false;  ///< the hub's mark is being compared with this journal
};

void Runner::State::handle(core::Event const& event) {
    if (auto const* no = std::get_if<core::SignInRefused>(&event); no != nullptr && refused) refused(*no);
    auto effects = station->handle(event, surroundings->monotonic());
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

/// The order's later names stand in the label's own row, read back like the weighing's.
domain::Status Runner::State::rename(Journal& journal, core::PrintLabel const& print, domain::LabelContent& content) {
    if (!print.renamed) return domain::Done{};
    auto const row = journal.read({print.label_incarnation, print.label});
    if (!row.ok()) return row.error();
    auto const fact = wire::decode(row->type, row->payload);
    if (!fact) return fact.error();
    if (auto const* queued = std::get_if<domain::LabelQueued>(&*fact)) domain::rename(content, queued->names);
    return domain::Done{};
}

void Runner::State::perform(core::PrintLabel const& print) {
    on_journal([this, print](Journal& journal) {
        auto const refuse = [&](domain::Error const& error) {
            post(core::LabelChanged{print.label, domain::LabelState::failed, "row", "", error.text()});
        };
        auto const stored = journal.read({print.of_incarnation, print.of});
        if (!stored.ok()) return refuse(stored.error());
        auto content = parts.make_label(*stored, print.copy);
        if (!content.ok()) return refuse(content.error());
        if (auto const named = rename(journal, print, *content); !named) return refuse(named.error());
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
    auto const snapshot = station->snapshot(surroundings->monotonic());
    for (auto const& listener : listeners) listener(snapshot);
}

void Runner::State::sleep_until_wanted() {
    auto const wait = std::clamp(station->wake_at() - surroundings->monotonic(), domain::milliseconds{1}, domain::milliseconds{1000});
    at(Alarm::wake, wait, [this] { handle(core::TimePassed{}); });
}

void Runner::State::keep_house() {
    auto const now = surroundings->wall();
    handle(core::WallClockSeen{now, plausible(now)});
    on_journal([this](Journal& journal) {
        auto const free = journal.free_bytes();
        post(core::StorageSeen{free, free < stop_below_free_bytes});
    });
    watch_people_age();
    at(Alarm::housekeeping, housekeeping_every, [this] { keep_house(); });
}

/// A station that never heard of a hub has nobody to hear from.
void Runner::State::watch_people_age() {
    if (!parts.uplink) return;
    auto const now = surroundings->monotonic();
    auto const age = people_age.at(now);
    if (people_age.note(now))
        on_journal([age](Journal& journal) { (void)journal.note_people_age(age.count() / 1000); });
    if (setup.people_age_max.count() > 0 && age >= setup.people_age_max) handle(core::PeopleTooOld{});
}

/// Off the strand; `then` is called there. The age is as it is when somebody asks.
void Runner::State::check(std::string const& badge, std::string const& pin, std::function<void(core::Event)> then) {
    on_strand([this, badge, pin, then = std::move(then)] {
        auto const age = parts.uplink ? people_age.at(surroundings->monotonic()) : domain::milliseconds{0};
        on_slow([this, badge, pin, age, then] { then(people.check(badge, pin, age)); });
    });
}

void Runner::State::feed_arrived(std::vector<domain::FeedItem> items) {
    on_strand([this, items = std::move(items)] {
        if (!station) {
            early_feed.insert(early_feed.end(), items.begin(), items.end());
            return;
        }
        look_up(items);
    });
}

/// What the journal knows of the tasks in it; the core holds only what is open or new.
void Runner::State::look_up(std::vector<domain::FeedItem> items) {
    on_journal([this, items = std::move(items)](Journal& journal) {
        std::vector<domain::LineKey> lines;
        for (auto const& item : items) {
            auto const fact = wire::decode_feed(item);
            auto const* given = fact.ok() ? std::get_if<domain::TaskGiven>(&*fact) : nullptr;
            if (given != nullptr) lines.push_back(given->task.line);
        }
        auto before = journal.tasks(lines);
        on_strand([this, items, before = std::move(before)] {
            tell_feed(items, before.ok() ? *before : std::vector<core::TaskRecord>{});
        });
    });
}

/// The uplink has stored the items; the core hears only those that its loaded state does not hold yet.
void Runner::State::tell_feed(std::vector<domain::FeedItem> const& items, std::vector<core::TaskRecord> before) {
    core::FeedArrived arrived;
    arrived.before = std::move(before);
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

/// At the slow place.
void Runner::State::scanned(std::string const& text) {
    auto const whose = people.badge(text);
    if (whose == SignIn::Badge::alone) return check(text, {}, [this](core::Event answer) { post(std::move(answer)); });
    if (whose == SignIn::Badge::wants_pin)
        return on_strand([this, text] {
            if (ask_pin) ask_pin(text);
        });
    on_journal([this, text](Journal& journal) { post(read_label(text, setup.station, journal)); });
}

void Runner::State::know(domain::Person person) {
    on_slow([this, person = std::move(person)] { people.know(person); });
}

void Runner::State::begin(core::Restored restored) {
    on_slow([this, failures = restored.sign_in_failures] {
        people.remember(failures);
        people.limit_age(setup.people_age_max);
    });
    people_age.restore(std::chrono::seconds(restored.people_age_s), surroundings->monotonic());
    for (auto const& person : restored.people) know(person);
    feed_told = restored.feed_position;
    station = std::make_unique<core::Station>(setup, std::move(restored));
    keep_house();  // first the time: what is written next carries it
    if (!early_feed.empty()) look_up(std::exchange(early_feed, {}));
    if (early_hub) hub_told(*std::exchange(early_hub, {}));
    start_parts();
    publish();
    told(domain::Done{});
}

void Runner::State::told(domain::Status status) { std::exchange(started, {})(std::move(status)); }

void Runner::State::start_parts() {
    for (auto const& [id, scale] : parts.scales) scale->start([this](core::Event event) { handle(event); });
    auto const label_changed = while_here([](State& self, core::LabelChanged changed) { self.post(changed); });
    auto const printer_seen = while_here([](State& self, core::PrinterSeen seen) { self.post(seen); });
    parts.printer->start(label_changed, printer_seen);
    if (parts.other_printer) parts.other_printer->start(label_changed, printer_seen);
    start_uplink();
}

void Runner::State::start_uplink() {
    if (!parts.uplink || std::exchange(uplink_started, true)) return;
    parts.uplink->start(
        {while_here([](State& self, auto work) { self.on_journal(std::move(work)); }),
         while_here([](State& self, auto items) { self.feed_arrived(std::move(items)); }),
         while_here([](State& self, core::HubSeen seen) { self.hub_seen(std::move(seen)); })});
}

void Runner::State::hub_seen(core::HubSeen seen) {
    on_strand([this, seen = std::move(seen)] {
        if (seen.connected) witness_over(true);
        // After a clean end nobody waits for a hub that is seen to be away.
        if (!seen.connected && !unclean && !seen.detail.empty()) witness_over(false);
        if (!station) early_hub = seen;
        if (station) hub_told(seen);
    });
}

void Runner::State::hub_told(core::HubSeen const& seen) {
    people_age.heard(seen.connected && !seen.feed_stuck, surroundings->monotonic());
    handle(seen);
}

/// At the journal's place, like every touch of it; what it holds is handed over on the strand.
void Runner::State::load(std::function<void(core::Restored)> then) {
    on_journal([this, then = std::move(then)](Journal& journal) {
        on_strand([this, then, loaded = journal.load()]() mutable {
            if (!loaded.ok()) return told(loaded.error());
            then(std::move(loaded).value());
        });
    });
}

/// The disk may have lost what the hub was given, or be last week's copy. The uplink compares and takes back before it
/// says that it is connected. When no hub answers after an unclean end, a new incarnation keeps old numbers from being
/// used twice; after a clean one the file is believed.
void Runner::State::ask_the_witness(bool after_unclean_end) {
    unclean = after_unclean_end;
    witness_waited_for = true;
    if (!parts.uplink) return witness_over(false);
    at(Alarm::witness, witness_patience, [this] { witness_over(false); });
    start_uplink();
}

void Runner::State::witness_over(bool answered) {
    if (!std::exchange(witness_waited_for, false)) return;
    surroundings->cancel(Alarm::witness);
    if (!answered && unclean) return open_without_witness();
    load([this](core::Restored restored) { begin(std::move(restored)); });
}

void Runner::State::open_without_witness() {
    on_journal([this](Journal& journal) {
        auto const now = surroundings->wall();
        journal.witnessed({"none reachable"});
        auto const head = journal.open_incarnation("unclean_no_witness", {now, plausible(now), ""});
        on_strand([this, head] {
            if (!head.ok()) return told(head.error());
            load([this](core::Restored restored) { begin(std::move(restored)); });
        });
    });
}

/// What was posted before is done before; nothing is handled after.
void Runner::State::stop(std::function<void()> stopped) {
    if (parts.uplink) parts.uplink->stop();
    parts.printer->stop();
    if (parts.other_printer) parts.other_printer->stop();
    surroundings->post(Place::strand, [this, self = shared_from_this(), stopped = std::move(stopped)]() mutable {
        stopping = true;
        for (auto const alarm : {Alarm::wake, Alarm::housekeeping, Alarm::witness}) surroundings->cancel(alarm);
        for (auto const& [id, scale] : parts.scales) scale->stop();
        on_slow([this, stopped = std::move(stopped)] {
            on_journal([stopped](Journal& journal) {
                (void)journal.mark_clean_end();
                stopped();
            });
        });
    });
}

void Runner::State::fail(domain::Error error) {
    if (std::exchange(failed, true)) return;
    fatal(std::move(error));
}

Runner::Runner(boost::asio::any_io_executor strand, core::StationSetup setup, Parts parts,
               std::function<void(domain::Error)> fatal)
    : Runner(make_threads(std::move(strand)), std::move(setup), std::move(parts), std::move(fatal)) {}

Runner::Runner(std::shared_ptr<Surroundings> surroundings, core::StationSetup setup, Parts parts,
               std::function<void(domain::Error)> fatal)
    : m_state(std::make_shared<State>(std::move(surroundings), std::move(setup), std::move(parts), std::move(fatal))) {}

Runner::~Runner() = default;

void Runner::listen(Listener listener) { m_state->listeners.push_back(std::move(listener)); }
void Runner::on_refused(std::function<void(core::SignInRefused const&)> refused) {
    m_state->refused = std::move(refused);
}
void Runner::on_badge(std::function<void(std::string const&)> badge) { m_state->ask_pin = std::move(badge); }
void Runner::on_authorised(std::function<void()> authorised) { m_state->authorised = std::move(authorised); }
void Runner::on_tone(std::function<void(core::Tone)> tone) { m_state->tone = std::move(tone); }
void Runner::on_say(std::function<void(core::Say const&)> say) { m_state->say = std::move(say); }

domain::Status Runner::start() {
    std::promise<domain::Status> begun;
    start([&](domain::Status status) { begun.set_value(std::move(status)); });
    return begun.get_future().get();
}

void Runner::start(std::function<void(domain::Status)> started) {
    m_state->started = std::move(started);
    m_state->load([state = m_state.get()](core::Restored restored) {
        if (restored.unclean || state->parts.uplink) return state->ask_the_witness(restored.unclean);
        state->begin(std::move(restored));
    });
}

void Runner::post(core::Event event) { m_state->post(std::move(event)); }

void Runner::sign_in(std::string badge, std::string pin) {
    m_state->check(badge, pin, [state = m_state.get()](core::Event answer) { state->post(std::move(answer)); });
}

void Runner::authorise(std::string badge, std::string pin, core::KeyPressed key) {
    m_state->check(badge, pin, [state = m_state.get(), key = std::move(key)](core::Event answer) {
        auto const* accepted = std::get_if<core::SignInAccepted>(&answer);
        if (accepted == nullptr) return state->post(std::move(answer));
        auto allowed = key;
        allowed.person = accepted->person.id;
        state->on_strand([state, allowed = std::move(allowed)] {
            if (state->authorised) state->authorised();
            state->handle(allowed);
        });
    });
}

void Runner::scanned(std::string text) {
    m_state->on_slow([state = m_state.get(), text = std::move(text)] { state->scanned(text); });
}

void Runner::stop() {
    std::promise<void> stopped;
    stop([&] { stopped.set_value(); });
    stopped.get_future().wait();
    m_state->surroundings->join();
}

void Runner::stop(std::function<void()> stopped) { m_state->stop(std::move(stopped)); }

}  // namespace bozhong::app
