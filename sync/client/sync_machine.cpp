#include "sync/client/sync_machine.h"

#include <algorithm>
#include <utility>

namespace bozhong::client {

using domain::Error;
using domain::ErrorKind;
using domain::Head;
using domain::Seq;

namespace {

constexpr milliseconds back_off_first{100};
constexpr milliseconds most_when_away{1'500};      // a hub that comes back is found again within two seconds
constexpr milliseconds most_when_bad{10'000};      // it answers, but not well
constexpr milliseconds most_when_refused{30'000};  // it does not know this station
constexpr milliseconds empty_page_pause{250};
constexpr milliseconds tell_every{1'000};
constexpr std::size_t take_back_most = 20'000;
constexpr std::size_t page_events = 1'000;
constexpr std::size_t page_items = 1'000;

Head const* find(std::vector<Head> const& heads, std::string const& incarnation) {
    auto const found = std::ranges::find(heads, incarnation, &Head::incarnation);
    return found == heads.end() ? nullptr : &*found;
}

}  // namespace

std::string url_text(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

milliseconds BackOff::next(milliseconds most) {
    milliseconds const whole = std::min(most, back_off_first * (1 << std::min(m_failures, 12)));
    ++m_failures;
    auto const half = static_cast<std::uint64_t>(whole.count() / 2);
    return whole - milliseconds(m_random() % (half + 1));
}

SyncMachine::SyncMachine(SyncSettings settings)
    : m_settings(std::move(settings)),
      m_up_back_off(m_settings.seed),
      m_up_portion(page_events),
      m_down_back_off(m_settings.seed + 1),
      m_down_portion(page_items) {}

std::string SyncMachine::base() const {
    return "/v1/" + url_text(m_settings.warehouse) + "/stations/" + url_text(m_settings.station);
}

std::vector<Action> SyncMachine::start(Instant now) {
    m_now = now;
    read_heads();
    m_actions.emplace_back(StoreFeed{});
    return std::exchange(m_actions, {});
}

std::vector<Action> SyncMachine::handle(Happening const& happening, Instant now) {
    m_now = now;
    std::visit([this](auto const& it) { on(it); }, happening);
    tell(std::holds_alternative<TimePassed>(happening));
    return std::exchange(m_actions, {});
}

Instant SyncMachine::wake_at() const {
    Instant at = m_told_at + tell_every;
    if (m_up == Up::waiting) at = std::min(at, m_up_retry);
    if (m_down == Down::waiting) at = std::min(at, m_down_retry);
    return at;
}

void SyncMachine::get(Lane lane, std::string const& target, milliseconds timeout) {
    m_actions.emplace_back(SendHttp{lane, "GET", target, "", timeout});
}

// ---- both lanes

void SyncMachine::on(TimePassed const&) {
    if (m_up == Up::waiting && m_now >= m_up_retry) read_heads();
    if (m_down == Down::waiting && m_now >= m_down_retry) {
        m_down = Down::position;
        m_actions.emplace_back(StoreFeed{});
    }
}

void SyncMachine::fail(Lane lane, Error const& error, milliseconds most) {
    m_detail = error.text();
    if (lane == Lane::up) {
        m_up = Up::waiting;
        m_up_retry = m_now + m_up_back_off.next(most);
        m_missing.clear();
        m_fetched.clear();
        m_repairs.clear();
    } else {
        m_down = Down::waiting;
        m_down_retry = m_now + m_down_back_off.next(most);
        m_feed_stuck = m_connected;
    }
}

void SyncMachine::went_well(Lane lane) {
    (lane == Lane::up ? m_up_back_off : m_down_back_off).reset();
    (lane == Lane::up ? m_up_portion : m_down_portion).went_well();
    if (std::exchange(m_connected, true)) return;
    m_detail.clear();
    // The hub is back: it may be another one than before, restored from a copy, so both lanes look again.
    if (lane == Lane::up && m_down == Down::waiting) m_down_retry = m_now;
    if (lane == Lane::down && m_up == Up::waiting) m_up_retry = m_now;
    if (lane == Lane::down && m_up == Up::idle) read_heads();
}

void SyncMachine::refused(Lane lane, HttpAnswered const& answer) {
    auto const problem = wire::from_json<wire::Problem>(answer.body);
    std::string const why = problem.ok() && !problem->title.empty() ? problem->title : "no reason given";
    bool const unknown = answer.status == 401 || answer.status == 403;
    fail(lane,
         Error{unknown ? ErrorKind::no_right : ErrorKind::unavailable,
               "the hub answers " + std::to_string(answer.status) + ": " + why, "",
               unknown ? "enrol this station again" : ""},
         unknown ? most_when_refused : most_when_bad);
}

void SyncMachine::on(HttpFailed const& failed) {
    m_connected = false;
    if (failed.error.kind == ErrorKind::timeout) {
        if (failed.lane == Lane::down)
            m_down_portion.too_much(m_down_portion.now());
        else if (m_up == Up::posting)
            m_up_portion.too_much(m_batch.events.size());
        else if (m_up == Up::fetching)
            m_up_portion.too_much(m_up_portion.now());
    }
    fail(failed.lane, failed.error,
         failed.error.kind == ErrorKind::unavailable ? most_when_away : most_when_bad);
}

void SyncMachine::on(JournalFailed const& failed) {
    fail(failed.lane, failed.error, most_when_bad);
}

void SyncMachine::on(HttpAnswered const& answer) {
    if (answer.status < 200 || answer.status > 299) {
        bool const not_let_in = answer.status == 401 || answer.status == 403;
        if (not_let_in || answer.status >= 500) m_connected = false;
        return refused(answer.lane, answer);
    }
    auto const take = [&](auto const& message, auto then) {
        if (!message.ok())
            return fail(
                answer.lane,
                Error{ErrorKind::corrupt, "the hub's answer is not understood: " + message.error().text(), "",
                      "are hub and station of matching versions?"},
                most_when_bad);
        went_well(answer.lane);
        then(*message);
    };
    if (answer.lane == Lane::down) {
        return take(wire::from_json<wire::FeedPage>(answer.body),
                    [this](auto const& page) { take_feed(page); });
    }
    if (m_up == Up::mark)
        return take(wire::from_json<wire::Mark>(answer.body), [this](auto const& mark) { compare(mark); });
    if (m_up == Up::fetching)
        return take(wire::from_json<wire::EventPage>(answer.body),
                    [this](auto const& page) { take_page(page); });
    if (m_up == Up::posting)
        return take(wire::from_json<wire::BatchAnswer>(answer.body),
                    [this](auto const& it) { take_answer(it); });
}

milliseconds SyncMachine::oldest_age() const {
    return m_unsent == 0 ? milliseconds(0) : m_now - m_oldest;
}

void SyncMachine::tell(bool also_time) {
    if (!m_connected) m_compared = false;
    core::HubSeen const seen{m_connected && m_compared, m_unsent, oldest_age().count(), m_quarantined, m_detail, m_feed_stuck};
    bool const changed = !m_told || m_told->connected != seen.connected || m_told->unsent != seen.unsent ||
                         m_told->quarantined != seen.quarantined || m_told->detail != seen.detail ||
                         m_told->feed_stuck != seen.feed_stuck;
    bool const due = also_time && m_now - m_told_at >= tell_every;
    if (due) m_told_at = m_now;
    if (!changed && !(due && m_unsent > 0)) return;
    m_told = seen;
    m_told_at = m_now;
    m_actions.emplace_back(TellHub{seen});
}

// ---- up: the witness

void SyncMachine::read_heads() {
    m_up = Up::heads;
    m_actions.emplace_back(ReadHeads{});
}

void SyncMachine::on(HeadsRead const& heads) {
    m_heads = heads;
    m_up = Up::mark;
    get(Lane::up, base() + "/mark", m_settings.request_timeout);
}

namespace {

/// "hub 325b310a05ec1302:1370:666afca7…": its last event of the incarnation being written, else its latest.
std::string witness_line(wire::Mark const& mark, std::string const& incarnation) {
    auto found = std::ranges::find(mark.incarnations, incarnation, &wire::MarkIncarnation::incarnation);
    if (found == mark.incarnations.end())
        found = std::ranges::find(mark.incarnations, mark.latest, &wire::MarkIncarnation::incarnation);
    if (found == mark.incarnations.end()) return "hub: has nothing of this station";
    return "hub " + found->incarnation + ":" + std::to_string(found->seq) + ":" + found->hash;
}

}  // namespace

void SyncMachine::compare(wire::Mark const& mark) {
    m_actions.emplace_back(NoteWitness{witness_line(mark, m_heads.head.incarnation)});
    if (find_missing(mark)) return fetch();
    m_repairs.clear();
    m_quarantined = false;
    for (auto const& here : m_heads.all) {
        auto const there =
            std::ranges::find(mark.incarnations, here.incarnation, &wire::MarkIncarnation::incarnation);
        bool const known = there != mark.incarnations.end();
        Seq const their_seq = known ? there->seq : 0;
        bool const writing = here.incarnation == m_heads.head.incarnation;
        bool const fork = m_diverged.contains(here.incarnation) ||
                          (known && their_seq == here.seq && there->hash != here.hash);
        bool const set_aside = known && there->quarantine.has_value();
        // A fork is offered whole, so that the hub finds where it begins and sets it aside.
        if ((fork || their_seq < here.seq) && !set_aside)
            m_repairs.emplace_back(Reoffer{here.incarnation, fork ? 0 : their_seq});
        if (writing && (fork || set_aside)) m_repairs.emplace_back(OpenIncarnation{"fork"});
        m_quarantined = m_quarantined || set_aside;
    }
    do_repairs();
}

/// Events that the hub has and this disk does not: of known incarnations the end, of unknown ones everything.
bool SyncMachine::find_missing(wire::Mark const& mark) {
    m_missing.clear();
    m_fetched.clear();
    for (auto const& there : mark.incarnations) {
        Head const* here = find(m_heads.all, there.incarnation);
        if (here == nullptr && !m_heads.complete) continue;
        Seq const have = here == nullptr ? 0 : here->seq;
        if (there.seq > have && !diverged(there, have)) m_missing.push_back({there.incarnation, have, there.seq});
    }
    return !m_missing.empty();
}

/// An old copy of the journal that was written on: the hub has other events under these numbers. There is
/// nothing to take back into it; what was written here is sent, and the hub sets it aside.
bool SyncMachine::diverged(wire::MarkIncarnation const& there, Seq have) const {
    return m_diverged.contains(there.incarnation) || (there.quarantine && there.quarantine->from <= have);
}

void SyncMachine::fetch() {
    m_up = Up::fetching;
    auto const& next = m_missing.front();
    get(Lane::up,
        base() + "/events?incarnation=" + url_text(next.incarnation) + "&after=" + std::to_string(next.have) +
            "&limit=" + std::to_string(m_up_portion.now()),
        m_settings.request_timeout);
}

void SyncMachine::take_page(wire::EventPage const& page) {
    auto& want = m_missing.front();
    Head const* const here = find(m_heads.all, want.incarnation);
    if (here != nullptr && want.have == here->seq && !page.events.empty() &&
        page.events.front().previous_hash != here->hash) {
        m_diverged.insert(want.incarnation);
        return read_heads();
    }
    std::size_t const before = m_fetched.size();
    for (auto event : page.events) {
        event.id.station = m_settings.station;
        if (event.id.incarnation.empty()) event.id.incarnation = want.incarnation;
        if (event.id.incarnation != want.incarnation || event.id.seq != want.have + 1 ||
            m_fetched.size() >= take_back_most)
            break;
        m_fetched.push_back(std::move(event));
        ++want.have;
    }
    bool const full = m_fetched.size() >= take_back_most;
    if (m_fetched.size() == before && want.have < want.wanted && !full)
        return fail(Lane::up,
                    Error{ErrorKind::corrupt, "the hub does not give back what it says it has",
                          want.incarnation + " " + std::to_string(want.have + 1), "look at the hub's log"},
                    most_when_bad);
    if (want.have >= want.wanted) m_missing.erase(m_missing.begin());
    if (!m_missing.empty() && !full) return fetch();
    // The journal opens a new incarnation after it; then the comparison runs again for what is still missing.
    m_detail = "the hub had events that this disk lost; they were taken back";
    m_repairs.clear();
    m_repairs.emplace_back(TakeBack{std::exchange(m_fetched, {})});
    do_repairs();
}

/// Hands the journal one repair after the other; when none is left the batches go on. Taking back starts
/// over.
void SyncMachine::do_repairs() {
    if (m_repairs.empty()) {
        m_compared = true;
        return read_batch();
    }
    m_up = Up::repairing;
    m_actions.push_back(m_repairs.front());
}

void SyncMachine::on(JournalDone const&) {
    if (m_up == Up::acknowledging) return read_batch();
    if (m_up != Up::repairing || m_repairs.empty()) return;
    bool const took_back = std::holds_alternative<TakeBack>(m_repairs.front());
    m_repairs.erase(m_repairs.begin());
    if (took_back) return read_heads();
    do_repairs();
}

// ---- up: batches

/// After a break, however short, the comparison comes first.
void SyncMachine::read_batch() {
    if (!m_compared) return read_heads();
    m_up = Up::batch;
    m_more_waiting = false;
    m_actions.emplace_back(ReadBatch{std::min(m_settings.batch_events, m_up_portion.now())});
}

void SyncMachine::on(EventsWaiting const& waiting) {
    m_unsent = waiting.backlog;
    m_oldest = m_now - waiting.oldest_age;
    if (m_up == Up::idle) return read_batch();
    m_more_waiting = true;
}

void SyncMachine::on(BatchRead const& batch) {
    m_batch = batch;
    m_unsent = batch.backlog;
    m_oldest = m_now - batch.oldest_age;
    if (batch.events.empty()) {
        m_up = Up::idle;
        if (m_more_waiting || (m_connected && !m_compared)) read_batch();
        return;
    }
    auto const unsent_after =
        std::max<std::int64_t>(0, batch.backlog - static_cast<std::int64_t>(batch.events.size()));
    wire::EventBatch const message{m_settings.station,  batch.events.front().id.incarnation,
                                   batch.events,        batch.signature,
                                   batch.feed_position, unsent_after};
    m_up = Up::posting;
    m_actions.emplace_back(
        SendHttp{Lane::up, "POST", base() + "/events", wire::to_json(message), m_settings.request_timeout});
}

void SyncMachine::take_answer(wire::BatchAnswer const& answer) {
    auto const& incarnation = m_batch.events.front().id.incarnation;
    Seq const first = m_batch.events.front().id.seq, last = m_batch.events.back().id.seq;
    if (answer.incarnation != incarnation)
        return fail(
            Lane::up,
            Error{ErrorKind::corrupt, "the hub answers for another incarnation", answer.incarnation, ""},
            most_when_bad);
    m_repairs.clear();
    if (answer.quarantine) {
        // The hub has stored them aside and will not take more of this incarnation; a person there decides.
        m_quarantined = true;
        m_detail = "set aside by the hub from " + std::to_string(answer.quarantine->from) + ": " +
                   answer.quarantine->why;
        m_repairs.emplace_back(Acknowledge{incarnation, last});
        if (incarnation == m_batch.head_incarnation) m_repairs.emplace_back(OpenIncarnation{"fork"});
        return do_repairs();
    }
    if (answer.acknowledged + 1 < first) {
        m_repairs.emplace_back(Reoffer{incarnation, answer.acknowledged});
        return do_repairs();
    }
    if (answer.acknowledged < first)
        return fail(Lane::up, Error{ErrorKind::unavailable, "the hub took none of a batch", "", ""},
                    most_when_bad);
    m_up = Up::acknowledging;
    // Never beyond what was sent: the hub compares only what it is sent, and so a fork is found.
    m_actions.emplace_back(Acknowledge{incarnation, std::min(answer.acknowledged, last)});
}

// ---- down: the feed

void SyncMachine::on(FeedStored const& stored) {
    m_feed_after = std::max({m_feed_after, stored.position, m_settings.feed_cursor});
    m_feed_generation = stored.generation;
    if (m_down == Down::storing || m_down == Down::position) ask_feed();
}

void SyncMachine::ask_feed() {
    m_down = Down::asking;
    m_asked_at = m_now;
    // The first question after a break does not wait, so that a hub that is there is seen at once.
    milliseconds const wait = m_connected && !m_feed_more ? m_settings.feed_wait : milliseconds(0);
    get(Lane::down,
        base() + "/feed?after=" + std::to_string(m_feed_after) + "&generation=" + url_text(m_feed_generation) +
            "&limit=" + std::to_string(m_down_portion.now()) +
            "&wait_s=" + std::to_string(wait.count() / 1'000) + "&unsent=" + std::to_string(m_unsent) +
            "&oldest_unsent_ms=" + std::to_string(oldest_age().count()),
        wait + m_settings.request_timeout);
}

void SyncMachine::take_feed(wire::FeedPage const& page) {
    std::int64_t last = m_feed_after;
    for (auto const& item : page.items) {
        if (item.position <= last)
            return fail(Lane::down,
                        Error{ErrorKind::corrupt, "the hub's feed is out of order",
                              "position " + std::to_string(item.position), "look at the hub's log"},
                        most_when_bad);
        last = item.position;
    }
    bool const quick = m_now - m_asked_at < empty_page_pause;
    m_feed_more = page.more;
    m_feed_stuck = false;
    if (!page.items.empty()) {
        m_down = Down::storing;
        m_actions.emplace_back(StoreFeed{page.items});
        return;
    }
    m_feed_after = std::max(m_feed_after, page.next);
    if (!quick) return ask_feed();
    // A hub that does not wait is not asked in a tight circle.
    m_down = Down::waiting;
    m_down_retry = m_now + empty_page_pause;
}

}  // namespace bozhong::client
